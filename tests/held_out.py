"""How well sentences are read that no rule was written against: `python -m tests.held_out [--all]` prints the table.

The forms of clauses met in the field are listed kind by kind; every second one was set aside before the first rule, with
a sentence as an author would write it (`tests/data/taxonomy/held_out.yaml`). They are read below the declarations of
an ordinary agreement.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from ola.agreement.prose.reading import Ambiguous, Checked, Declared, ForPeople, NotUnderstood, Outcome
from tests.readings.figures import figures
from tests.sentence_vectors import read_alone

HELD_OUT = Path(__file__).parent / "data/taxonomy/held_out.yaml"
ORDINARY = Declared(
    fields=("Email", "Phone", "Country", "Score", "Employees", "Title", "Rejection Reason", "Source"),
    choices=(("Status", ("New", "Open", "Accepted", "Rejected", "Recycled", "Disqualified")),),
    stages=("Lead", "MQL", "SAL", "SQL", "Opportunity", "Recycled", "Disqualified"),
    parties=("Marketing", "Sales"),
    roles=("SDR", "AE"),
    calendars=("office hours",),
)

Result = Literal["read", "asked", "for people", "not understood", "wrong"]
RESULTS: tuple[Result, ...] = ("read", "asked", "for people", "not understood", "wrong")


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A sentence of a form that no rule was written against, and what a careful reader takes it for."""

    kind: str
    taken_from: str
    sentence: str
    form: str
    figures: tuple[str, ...]
    leaves_open: bool


def held_out() -> tuple[HeldOut, ...]:
    """Read the sentences that were set aside."""
    return tuple(
        HeldOut(
            each["kind"],
            each["taken_from"],
            each["sentence"],
            each["form"],
            tuple(each.get("figures", ())),
            each.get("leaves_open", False),
        )
        for each in yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    )


def result(held: HeldOut) -> Result:
    """Say what becomes of a sentence: asking is right only where it leaves something open."""
    outcomes = tuple(read_alone(held.sentence, ORDINARY).outcomes)
    return next(iter(sorted((_one(outcome, held) for outcome in outcomes), key=RESULTS.index)))


def _one(outcome: Outcome, held: HeldOut) -> Result:
    match outcome:
        case Checked(form=form, says=says, figures=found):
            return "read" if form == held.form and _holds((*found, says), held) else "wrong"
        case Ambiguous(form=form, figures=found):
            fits = form == held.form and _holds(found, held)
            return "asked" if fits and held.leaves_open else "wrong"
        case ForPeople():
            return "for people" if held.form == "people" else "wrong"
        case NotUnderstood():
            return "not understood"


def _holds(found: tuple[str, ...], held: HeldOut) -> bool:
    has = {figure.amount for text in found for figure in figures(text)}
    return {figure.amount for text in held.figures for figure in figures(text)} <= has


def table() -> str:
    """Lay out what becomes of the sentences."""
    counted = Counter(result(held) for held in held_out())
    total = sum(counted.values())
    rows = [f"| {name} | {counted[name]} | {100 * counted[name] / total:.0f} % |" for name in RESULTS]
    return "\n".join(("| forms set aside | sentences | share |", "|---|---|---|", *rows, f"| all | {total} | |"))


def _lines() -> Iterator[str]:
    for held in held_out():
        yield f"{result(held):15} {held.kind:20} {held.sentence}"


if __name__ == "__main__":
    if "--all" in sys.argv:
        print("\n".join(_lines()))
    print(table())
