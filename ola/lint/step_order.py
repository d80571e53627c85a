"""Steps that stand out of order, or at one instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.agreement import Agreement
from ola.agreement.scope import entries, held
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.lengths import length
from ola.lint.sites import section
from ola.plan import Deadline, Step
from ola.source import Place

OUT_OF_ORDER = Code(
    "OLA238",
    "warning",
    "Steps that stand out of order",
    """Steps are read from first to last, as they happen. One that stands after a later one is missed by whoever reads
the agreement, or its number is wrong.

    commitments:
      routing:
        owed_by: marketing
        starts: created
        stops: assigned
        within: 15 minutes
        steps: {100%: tell the marketing lead, 50%: tell the desk}

Put them in the order of time.

Instead:

    commitments:
      routing:
        owed_by: marketing
        starts: created
        stops: assigned
        within: 15 minutes
        steps: {50%: tell the desk, 100%: tell the marketing lead}""",
)
ONE_INSTANT = Code(
    "OLA239",
    "warning",
    "Two steps at one instant",
    """Two steps are written in different ways and come at the same instant: 2 hours and 120 minutes, or 50% of four
hours and 2 hours. What was meant as a first and a second warning is one.

    commitments:
      routing:
        owed_by: marketing
        starts: created
        stops: assigned
        within: 4 hours
        steps: {2 hours: tell the desk, 120 minutes: tell the marketing lead}

Move one of them, or make one step of the two.

Instead:

    commitments:
      routing:
        owed_by: marketing
        starts: created
        stops: assigned
        within: 4 hours
        steps: {2 hours: tell the desk, 3 hours: tell the marketing lead}""",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A step where it is written: its name there, and when it comes, as a kind of time and an amount of it."""

    name: str
    place: Place
    step: Step
    times: tuple[tuple[str, float], ...]


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Go through the steps of each commitment as they are written."""
    for deadline in agreement.plan.deadlines:
        before: list[Placed] = []
        for step in steps(deadline, agreement):
            same = next((each for each in before if set(each.times) & set(step.times)), None)
            later = next((each for each in before if _later(each, step)), None)
            if same is not None:
                what = f"{same.name} and {step.name} are one instant."
                yield found(
                    ONE_INSTANT, deadline.clause, what, "Move one of them, or make one step of both.", step.place
                )
            elif later is not None:
                what = f"{step.name} stands after {later.name}, and comes before it."
                yield found(OUT_OF_ORDER, deadline.clause, what, "Put the steps in the order of time.", step.place)
            before.append(step)


def steps(deadline: Deadline, agreement: Agreement) -> Iterator[Placed]:
    """Give the steps of a commitment, each with where it is written."""
    written = entries(held(section(agreement, "commitments")[deadline.name].value, "steps"))
    if len(written) == len(deadline.steps):
        for entry, step in zip(written, deadline.steps, strict=True):
            yield Placed(entry.name, entry.key.place, step, tuple(_times(step, deadline)))


def _times(step: Step, deadline: Deadline) -> Iterator[tuple[str, float]]:
    """Give when a step comes: as a share of the limit, and as a length where there is one limit of one kind."""
    limit = deadline.within[0].limit if len(deadline.within) == 1 else None
    whole = None if limit is None else length(limit)
    if step.at is not None:
        yield "share", step.at
        if whole is not None:
            yield type(limit).__name__, step.at * whole
    if step.after is not None and (amount := length(step.after)) is not None:
        yield type(step.after).__name__, amount


def _later(one: Placed, other: Placed) -> bool:
    own = dict(other.times)
    return any(kind in own and amount > own[kind] for kind, amount in one.times)
