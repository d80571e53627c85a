"""Two limits for one thing, said in two places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from ola.agreement.agreement import Agreement
from ola.clock.duration import BusinessDays
from ola.expr.nodes import Condition
from ola.expr.possible import Asked, Possibilities, not_true, true
from ola.expr.possible.lead import Example
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.reasoning import CYCLE, bound_leads, possibilities, row_condition
from ola.plan import Deadline, LimitRow, Plan, SequenceDay

TWO_LIMITS = Code(
    "OLA236",
    "warning",
    "Two limits for one thing",
    """Two commitments start and stop with the same events, some leads are bound by both, and their limits differ.
Each side will quote the one it likes better, and the looser one is kept by whoever keeps the other.

    commitments:
      delivery: {owed_by: marketing, starts: created, stops: assigned, within: 40 minutes, target: 90% per month}

Here `routing`, in another place, says 15 minutes. Keep one of the two, or say with `for:` which leads each binds.

Instead:

    commitments:
      routing: {owed_by: marketing, starts: created, stops: assigned, within: 40 minutes, target: 90% per month}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold the clocks that run between the same events against each other."""
    plan = agreement.plan
    possible = possibilities(plan)
    # A clock whose breach starts another is there for that: it says when somebody else steps in.
    awaited = {name for deadline in plan.deadlines for group in deadline.starts for name in group}
    clocks = [each for each in plan.deadlines if each.stops and each.within and f"breach of {each.name}" not in awaited]
    yield from _sequences(plan, clocks)
    for first, second in combinations(clocks, 2):
        if set(first.stops) != set(second.stops) or not _begin_alike(first, second):
            continue
        apart = _apart(first, second, possible)
        if apart is not None:
            one, other, lead = apart
            what = f"{second.name} allows {other.text}, and {first.name} {one.text}, for one thing{_such_as(lead)}."
            advice = "Keep one of the two, or say with for: which leads each of them binds."
            yield found(TWO_LIMITS, second.clause, what, advice)


def _sequences(plan: Plan, clocks: list[Deadline]) -> Iterator[Finding]:
    """Hold the days of a sequence against the clocks that stop with what is owed on one of them."""
    for sequence in plan.deadlines:
        due: dict[str, SequenceDay] = {}
        for each in sequence.sequence:
            if len(each.events) == 1:
                due.setdefault(each.events[0], each)
        for clock in clocks:
            day = due.get(clock.stops[0]) if len(clock.stops) == 1 and len(clock.within) == 1 else None
            limit = clock.within[0].limit
            if day is None or not isinstance(limit, BusinessDays) or set(clock.starts) != set(sequence.starts):
                continue
            # Day 1 is that of the start, from which business days are counted.
            if limit.days != day.day - 1 and not _parted(clock, sequence):
                what = f"{sequence.name} wants {clock.stops[0]} on day {day.day}, and {clock.name} allows {limit}."
                yield found(TWO_LIMITS, sequence.clause, what, "Write the same day in both, or keep one of the two.")


def _parted(clock: Deadline, sequence: Deadline) -> bool:
    """Whether the two say for themselves which leads they bind."""
    return (clock.binds, clock.spares) != (sequence.binds, sequence.spares)


def _begin_alike(first: Deadline, second: Deadline) -> bool:
    """Whether each start of one is a start of the other, that perhaps waits for one event more."""
    one, other = (tuple(map(set, deadline.starts)) for deadline in (first, second))
    return all(any(group <= each or each <= group for each in other) for group in one) and all(
        any(group <= each or each <= group for each in one) for group in other
    )


def _apart(first: Deadline, second: Deadline, possible: Possibilities) -> tuple[LimitRow, LimitRow, Example] | None:
    """Give a row of each that bind one lead to different limits, and such a lead."""
    bound = (*bound_leads(first.binds, first.spares), *bound_leads(second.binds, second.spares))
    for at, one in enumerate(first.within):
        for place, other in enumerate(second.within):
            if one.limit == other.limit and first.calendar == second.calendar:
                continue
            lead = possible.example(*bound, *_wins(first.within, at), *_wins(second.within, place))
            if lead is not None:
                return one, other, lead
    return None


def _wins(rows: tuple[LimitRow, ...], at: int) -> tuple[Asked, ...]:
    """Ask for leads to which a row of limits applies: it is true, and none before it."""
    asked: list[Asked] = []
    for row in rows[:at]:
        condition: Condition | None = row_condition(row)
        asked += [] if condition is None else [not_true(condition)]
    own = row_condition(rows[at])
    return (*asked, *(() if own is None else (true(own),)))


def _such_as(lead: Example) -> str:
    shown = [each for each in lead.shown if not each.startswith(CYCLE)]
    return f", such as a lead of which {' and '.join(shown[:3])}" if shown else ""
