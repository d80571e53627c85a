"""Two targets for one thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from ola.agreement.agreement import Agreement
from ola.expr.possible import Possibilities
from ola.finding import Code, Finding
from ola.lint.bounds import bound_words, overlap
from ola.lint.check import found
from ola.lint.reasoning import possibilities
from ola.plan import Attainment, Deadline, Goal, Measure

TWO_TARGETS = Code(
    "OLA237",
    "warning",
    "Two targets for one thing",
    """Two commitments measure the same thing, for leads that may be the same, and aim at different numbers: both a
share of the same clocks, or the same count, share, percentile or sum. A month may be met by one and missed by the
other.

    commitments:
      acceptance at least: {owed_by: marketing, share: accepted, of: mql, within: 30 days, at_least: 70% per quarter}

Here `acceptance`, in another place, aims at 60%. Keep one of the two.

Instead:

    commitments:
      acceptance: {owed_by: marketing, share: accepted, of: mql, within: 30 days, at_least: 70% per quarter}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold the goals that measure one thing against each other."""
    plan = agreement.plan
    possible = possibilities(plan)
    clocks = {deadline.name: deadline for deadline in plan.deadlines}
    for first, second in combinations(plan.goals, 2):
        if first.name == second.name or first.sense != second.sense:
            continue
        if _one_thing(first, second, clocks, possible) and _differ(first, second):
            what = f"{second.name} wants {bound_words(second)}, and {first.name} {bound_words(first)}, of one thing."
            yield found(TWO_TARGETS, second.clause, what, "Keep one of the two.")


def _one_thing(first: Goal, second: Goal, clocks: dict[str, Deadline], possible: Possibilities) -> bool:
    match first.measure, second.measure:
        case Attainment(one), Attainment(other) if one in clocks and other in clocks:
            alike = _as_one(clocks[one]) == _as_one(clocks[other])
            return alike and overlap(clocks[one], clocks[other], possible)
        case Measure() as one, Measure() as other:
            alike = replace(one, text=None) == replace(other, text=None)
            return alike and overlap(first, second, possible)
        case _:
            return False


def _as_one(clock: Deadline) -> object:
    """Give what makes two clocks the same: when they start and stop, and the limit on them."""
    limits = tuple((row.when, row.limit) for row in clock.within)
    attempts = None if clock.attempts is None else replace(clock.attempts, of=tuple(sorted(clock.attempts.of)))
    return set(clock.starts), set(clock.stops), limits, clock.calendar, attempts, clock.sequence


def _differ(first: Goal, second: Goal) -> bool:
    """Whether the bounds differ; a number of two periods, such as a week and a month, is promised for each."""
    if first.period == second.period:
        return first.bound != second.bound
    is_number = isinstance(first.measure, Measure) and first.measure.kind in ("count", "sum")
    return not is_number and first.bound != second.bound
