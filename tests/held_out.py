"""How well sentences are read that no rule was written against: `python -m tests.held_out [--all]` prints the table.

The forms of clauses met in the field are listed kind by kind; every second one was set aside before the first rule,
with a sentence as an author would write it (`tests/data/taxonomy/held_out.yaml`). They are read below the
declarations of an ordinary agreement.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

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

Result = Literal["read", "asked", "for people", "asked without need", "not understood", "taken for something else"]
RESULTS: tuple[Result, ...] = get_args(Result)


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
    """Say what becomes of a sentence: asking is right only where it leaves something open.

    A sentence that is cut into several is taken together: all its figures must be in what was made of it.
    """
    every = read_alone(held.sentence, ORDINARY).outcomes
    outcomes = tuple(each for each in every if not isinstance(each, NotUnderstood))
    if not outcomes:
        return "not understood"
    if held.form == "people" and all(isinstance(each, ForPeople) for each in outcomes):
        return "for people"
    if {getattr(each, "form", "people") for each in outcomes} != {held.form} or not _holds(outcomes, held):
        return "taken for something else"
    if all(isinstance(each, Checked) for each in outcomes):
        return "read"
    return "asked" if held.leaves_open else "asked without need"


def _holds(outcomes: tuple[Outcome, ...], held: HeldOut) -> bool:
    told = [text for each in outcomes if isinstance(each, Checked | Ambiguous) for text in each.figures]
    told += [each.says for each in outcomes if isinstance(each, Checked)]
    has = {figure.amount for text in told for figure in figures(text)}
    return {figure.amount for text in held.figures for figure in figures(text)} <= has


def table() -> str:
    """Lay out what becomes of the sentences."""
    counted = Counter(result(held) for held in held_out())
    total = sum(counted.values())
    rows = [f"| {name} | {counted[name]} | {100 * counted[name] / total:.0f} % |" for name in RESULTS]
    return "\n".join(("| forms set aside | sentences | share |", "|---|---|---|", *rows, f"| all | {total} | |"))


def _lines() -> Iterator[str]:
    for held in held_out():
        yield f"{result(held):25} {held.kind:22} {held.sentence}"


if __name__ == "__main__":
    if "--all" in sys.argv:
        print("\n".join(_lines()))
    print(table())
