"""The commitments: what each side owes the other, in numbered sentences."""

from __future__ import annotations

from collections.abc import Mapping

from ola.agreement.writing.atoms import TIME_OF_DAY, Choice, Counted, Kind, Name, Number
from ola.agreement.writing.bounds import BOUND, PERCENT, Target
from ola.agreement.writing.calendar_choice import CalendarChoice
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Form, Forms, Sub
from ola.agreement.writing.limits import LENGTH_TEXT, Limits
from ola.agreement.writing.listed import SEQUENCE, STEPS
from ola.agreement.writing.lists import Several
from ola.agreement.writing.sections import ClauseSection, clause_forms
from ola.agreement.writing.starts import Start

_NAME, _NAMES = Name(values=True), Several(Name(values=True), "or")
_CONDITION = Condition()
_AFTER_HOURS = Choice((("same date", "its own date"), ("next opening", "the next opening")))
_DUE_AT = Choice((("same time", "the time of day it began"), ("opening", "opening"), ("close", "close")))
_SPREAD = Forms({"last": LENGTH_TEXT, "at_most": PERCENT}, (Form("{at_most} of it falls in the last {last}"),))

KINDS: Mapping[str, Kind] = {
    "owed_by": _NAME,
    "owed_to": _NAME,
    "for": _CONDITION,
    "unless": _CONDITION,
    "starts": Several(Start(), "or"),
    "stops": _NAMES,
    "restarts": _NAMES,
    "cancels": _NAMES,
    "pauses": _NAMES,
    "resumes": _NAMES,
    "paused_while": _CONDITION,
    "within": Limits(),
    "calendar": CalendarChoice(),
    "after_hours": _AFTER_HOURS,
    "due_at": _DUE_AT,
    "cutoff": TIME_OF_DAY,
    "steps": STEPS,
    "at_least": BOUND,
    "at_most": BOUND,
    "of": _NAMES,
    "channels": Counted("channel"),
    "apart": LENGTH_TEXT,
    "sequence": SEQUENCE,
    "silence": _NAME,
    "before": _NAMES,
    "count": _NAME,
    "share": _CONDITION,
    "percentile": Number(),
    "sum": _NAME,
    "spread": Sub(_SPREAD),
    "target": Target(),
    "per": Several(Name(values=True), "and"),
}
_CLOCK = "[, counted from {starts}][, on {calendar}][, for {target}]"
_BOUNDS = "[, at least {at_least}][, at most {at_most}]"

# What is promised, one form for each; the keys that it does not say have a sentence each below.
PROMISES = (
    Form("{owed_by} owes {stops} {within}" + _CLOCK + "."),
    Form("{owed_by} owes this sequence[, counted from {starts}][, on {calendar}][, for {target}]: {sequence}."),
    Form("{owed_by} owes a number of {count}" + _BOUNDS + "[, on {calendar}]."),
    Form("{owed_by} owes a share of {share} among {of}[, {within}]" + _BOUNDS + "[, on {calendar}]."),
    Form("{owed_by} owes percentile {percentile} of {of}" + _BOUNDS + "."),
    Form("{owed_by} owes a sum of {sum} over {of}" + _BOUNDS + "."),
    Form(
        "{owed_by} owes at least {at_least} of {of}[, on {channels}][, each {apart} after the last][, {within}]"
        "[, before {before}]" + _CLOCK + "."
    ),
    Form("{owed_by} owes it."),
)
PARTICULARS = (
    Form("It is owed to {owed_to}."),
    Form("It binds only where {for}."),
    Form("It does not bind where {unless}."),
    Form("The clock starts with {starts}."),
    Form("The clock stops with {stops}."),
    Form("It is due {within}."),
    Form("It runs on {calendar}."),
    Form("A new {restarts} restarts the clock."),
    Form("The duty ends with {cancels}."),
    Form("The clock is paused by {pauses}."),
    Form("It runs on from {resumes}."),
    Form("The clock waits while {paused_while}."),
    Form("A start outside hours counts from {after_hours}."),
    Form("The last day ends at {due_at}."),
    Form("A start later than {cutoff} counts for the next day."),
    Form("Silence until then counts as {silence}."),
    Form("{steps}."),
    Form("The number is at least {at_least}."),
    Form("The number is at most {at_most}."),
    Form("It is taken of {of}."),
    Form("It takes {channels}."),
    Form("Each comes {apart} after the last."),
    Form("The sequence is: {sequence}."),
    Form("It comes before {before}."),
    Form("It is a number of {count}."),
    Form("It is the share of {share}."),
    Form("It is percentile {percentile}."),
    Form("It is a sum of {sum}."),
    Form("No more than {spread}."),
    Form("It is kept for {target}."),
    Form("It is reckoned by {per}."),
)

SECTION = ClauseSection(
    "commitments",
    "Commitments",
    clause_forms(KINDS, (*PROMISES, *PARTICULARS)),
    ("service levels", "promises", "obligations", "what each side owes"),
    ordered=True,
)
