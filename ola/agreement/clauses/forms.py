"""The form of a commitment: what it promises, and which keys belong to that."""

from __future__ import annotations

from ola.agreement.clauses.header import ATTRIBUTES
from ola.agreement.scope import (
    Scope,
)
from ola.agreement.structure import (
    listed,
)
from ola.finding import Code
from ola.plan import (
    Clause,
)
from ola.tree.value import Entry
from ola.tree.value import Mapping as Written

NO_ONE_FORM = Code(
    "OLA143",
    "error",
    "A commitment without one form",
    """Exactly one of `stops`, `count`, `share`, `percentile` and `sum` says what a commitment promises; with none of
them it is `at_least … of` events. The other keys must belong to that form: a clock starts and has a limit, a
number has a bound per period.

    first touch: {owed_by: sales, starts: mql, within: 4 hours}

Here no event stops the clock: add `stops: [call, email sent]`.""",
)


FORMS = ("stops", "sequence", "count", "share", "percentile", "sum")


_OF_CLOCKS = ("stops", "restarts", "pauses", "resumes", "paused_while", "steps", "target")


_BELONG = {
    "stops": {*_OF_CLOCKS, "starts", "cancels", "within", "calendar", "after_hours", "due_at", "cutoff", "silence"},
    "sequence": {"sequence", "starts", "cancels", "restarts", "calendar", "steps", "target"},
    "count": {"count", "at_least", "at_most", "spread", "calendar"},
    "share": {"share", "of", "within", "at_least", "at_most", "calendar", "after_hours", "due_at"},
    "percentile": {"percentile", "of", "at_least", "at_most"},
    "sum": {"sum", "of", "at_least", "at_most"},
    "at_least": {
        *(
            "starts",
            "at_least",
            "of",
            "channels",
            "apart",
            "within",
            "before",
            "cancels",
            "calendar",
            "target",
            "steps",
        ),
        *("restarts", "pauses", "resumes", "paused_while", "after_hours", "due_at", "cutoff"),
    },
}


_ANY_FORM = {"owed_by", "owed_to", "for", "unless", "per", *ATTRIBUTES}


def form_of(entry: Entry, clause: Clause, scope: Scope) -> str | None:
    """Find the one form of a commitment and hold its keys against it."""
    table = entry.value
    if not isinstance(table, Written):
        return None
    said = [form for form in FORMS if form in table]
    if len(said) > 1:
        there = table.entry(said[1])
        what = f"{entry.name} says both {said[0]} and {said[1]}; a commitment has one form."
        scope.report(NO_ONE_FORM, what, (there or entry).key.place, clause.id, "Make two commitments of it.")
        return None
    shapeless = {key for *path, key in scope.refused if path == ["commitments", entry.name]}
    if not said and shapeless & {*FORMS, "at_least", "of"}:
        return None
    if not said and not ("at_least" in table and "of" in table):
        what = f"Nothing says what {entry.name} promises."
        advice = (
            "Add stops: EVENT for a clock, at_least: N and of: EVENTS for attempts, or count, share, percentile, sum."
        )
        scope.report(NO_ONE_FORM, what, entry.key.place, clause.id, advice)
        return None
    form = said[0] if said else "at_least"
    strangers = [each for each in table.entries if each.name not in _BELONG[form] | _ANY_FORM]
    for each in strangers:
        what = f"{each.name} does not belong to a commitment of the form {form}."
        scope.report(
            NO_ONE_FORM, what, each.key.place, clause.id, f"Leave it out, or use {listed(sorted(_BELONG[form]), 20)}."
        )
    missing = {
        "stops": ("starts", "within"),
        "sequence": ("starts",),
        "at_least": ("starts",),
        "share": ("of",),
        "percentile": ("of",),
        "sum": ("of",),
    }.get(form, ())
    absent = [key for key in missing if key not in table]
    if form in ("count", "share", "percentile", "sum") and "at_least" not in table and "at_most" not in table:
        absent.append("at_least or at_most")
    for key in absent:
        if shapeless & set(key.split(" or ")):
            continue
        what = f"{entry.name} has no {key}."
        scope.report(NO_ONE_FORM, what, entry.key.place, clause.id, f"Add {key}.")
    return None if absent or strangers else form
