"""Fields that must never change, as their histories show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ola.evaluate.handoffs.reading.changes import UNSURE, Unsure
from ola.evaluate.handoffs.reading.histories import Past
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.reading.tally import EXAMPLES
from ola.evaluate.showing import shown
from ola.finding import Code, DataPlace, Finding, count
from ola.plan import Plan, Shape, Unchanging

CHANGED = Code(
    "OLA548",
    "error",
    "A value changed that must never change",
    """\
A field says `changes: never`, and its history shows leads whose value, once known, became another one or blank.

    fields:
      source: {type: choice, choices: [web, event], changes: never, supplied_by: marketing}
    histories:
      source: {log: sources, lead: lead_id, at: changed_at, to: new_value}

    sources.csv: L1 had web, then event

What the first source was decides who gets the credit, so a later import must not write over it. Put back what was
there first, and let the import keep filled-in values.""",
)
NO_HISTORY = Code(
    "OLA549",
    "info",
    "Whether a value changed cannot be told",
    """\
A field says `changes: never`, and no history of it was given, or changes at one instant contradict each other.
A lead's row shows one value only, so nobody can say whether it was another one before. Name the field under
`histories` and give `ola measure` the file.""",
)


def changed(plan: Plan, pasts: Mapping[str, Past], leads: Leads) -> Iterator[Finding]:
    """Give a finding for each field that must not change and did, or whose changes nobody can see."""
    for shape in plan.shapes:
        if isinstance(shape.demand, Unchanging):
            past = pasts.get(shape.field)
            if past is None:
                yield _unseen(plan, shape)
            else:
                yield from _of_field(plan, shape, past, leads)


def _of_field(plan: Plan, shape: Shape, past: Past, leads: Leads) -> Iterator[Finding]:
    became: dict[str, tuple[object, object]] = {}
    unsure = []
    for lead, (_, values) in past.values.items():
        if UNSURE in values:
            unsure.append(lead)
        for before, after in pairwise(values):
            # A value the agreement does not list is a change all the same; one that contradicts another may be none.
            if before is not None and before != after and UNSURE not in (before, after):
                became.setdefault(lead, (before, after))
    personal = plan.fields[shape.field].personal
    if became:
        lead = min(became)
        before, after = became[lead]
        yield Finding(
            CHANGED.code,
            shape.clause.level,
            f"{shape.field} changed for {count(len(became), 'lead')}, and must not: {leads.shown(lead)} had "
            f"{_said(before, personal=personal)}, then {_said(after, personal=personal)}.",
            clause=shape.clause.id,
            party=shape.clause.party,
            place=DataPlace(file=past.tally.file, key=leads.shown(lead)),
            advice="Put back what was there first.",
            count=len(became),
            examples=tuple(leads.shown(each) for each in sorted(became)[:EXAMPLES]),
        )
    every = sorted(set(unsure) - became.keys())
    if every:
        yield Finding(
            NO_HISTORY.code,
            NO_HISTORY.level,
            f"Whether {shape.field} changed cannot be told of {count(len(every), 'lead')}: "
            "changes at one instant contradict each other.",
            clause=shape.clause.id,
            place=DataPlace(file=past.tally.file, key=leads.shown(every[0])),
            count=len(every),
            examples=tuple(leads.shown(each) for each in every[:EXAMPLES]),
        )


def _unseen(plan: Plan, shape: Shape) -> Finding:
    history = plan.histories.get(shape.field)
    why = f"the history {history.log} was not given" if history is not None else "the agreement names no history of it"
    return Finding(
        NO_HISTORY.code,
        NO_HISTORY.level,
        f"Whether {shape.field} ever changed cannot be told: {why}.",
        clause=shape.clause.id,
        place=shape.clause.place,
        advice=f"Name the file on the command line: {history.log}=FILE."
        if history is not None
        else f"Add {shape.field} to histories.",
    )


def _said(value: object, *, personal: bool) -> str:
    match value:
        case None:
            return "nothing"
        case Unsure():
            return "a value that is not listed"
        case _:
            return shown(value, personal=personal)
