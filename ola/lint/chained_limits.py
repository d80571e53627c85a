"""Limits on a way and on its parts that do not fit together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import permutations

from ola.agreement.agreement import Agreement
from ola.clock.duration import BusinessTime, Duration, Limit
from ola.expr.possible import Asked, Possibilities, not_true, true
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.reasoning import bound_leads, possibilities
from ola.plan import Deadline

PARTS_TAKE_LONGER = Code(
    "OLA242",
    "warning",
    "Two limits in a row that take longer than the limit on the whole",
    """One commitment runs from a first event to a second, another from the second to a third, and one more from the
first to the third. The two parts together may take longer than the whole: everybody keeps their own limit, and the
lead waits too long all the same.

    commitments:
      touch: {owed_by: sales, starts: assigned, stops: meeting, within: 60 minutes, target: 90% per month}
      whole way: {owed_by: sales, starts: created, stops: meeting, within: 70 minutes, target: 90% per month}

`routing`, in another place, leaves 15 minutes until the lead is assigned.

Instead:

    commitments:
      touch: {owed_by: sales, starts: assigned, stops: meeting, within: 60 minutes, target: 90% per month}
      whole way: {owed_by: sales, starts: created, stops: meeting, within: 75 minutes, target: 90% per month}""",
)
NEVER_NEEDED = Code(
    "OLA243",
    "info",
    "A limit that two others keep",
    """Two commitments in a row end well before a third one that runs over the same way: whoever keeps the two can
never break the third. Either it is not needed, or one of the two cuts it short: a lead that is taken away after 45
minutes has no use for a limit of 3 hours.

    commitments:
      touch: {owed_by: sales, starts: assigned, stops: meeting, within: 45 minutes, target: 90% per month}
      whole way: {owed_by: sales, starts: created, stops: meeting, within: 3 hours, target: 90% per month}

`routing`, in another place, leaves 15 minutes until the lead is assigned.

Instead:

    commitments:
      touch: {owed_by: sales, starts: assigned, stops: meeting, within: 45 minutes, target: 90% per month}
      whole way: {owed_by: sales, starts: created, stops: meeting, within: 1 hour, target: 90% per month}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold every two clocks of which one starts where the other stops against those that run over both."""
    plan = agreement.plan
    possible = possibilities(plan)
    clocks = [each for each in plan.deadlines if each.stops and _lengths(each) and not each.restarts]
    for first, second in permutations(clocks, 2):
        if not _follows(second, first):
            continue
        for whole in clocks:
            if whole in (first, second) or set(whole.starts) != set(first.starts):
                continue
            if not set(second.stops) <= set(whole.stops) or not _one_clock(first, second, whole):
                continue
            parts = max(_lengths(first)) + max(_lengths(second))
            kind = type(whole.within[0].limit)
            both = f"{first.name} and {second.name} together take {_shown(kind, parts)}"
            least, most = min(_lengths(whole)), max(_lengths(whole))
            if parts < least and _covers((first, second), whole, possible):
                what = f"{both}, and {whole.name} allows {_shown(kind, least)}: whoever keeps the two keeps it."
                yield found(NEVER_NEEDED, whole.clause, what, "Leave it out, or give the two more time.")
            elif parts > most and _binds(first) == _binds(second) == _binds(whole) and _same_stops(second, whole):
                what = f"{both}, and {whole.name} allows {_shown(kind, most)}: it may be broken by keeping the two."
                yield found(
                    PARTS_TAKE_LONGER, whole.clause, what, "Shorten one of the two, or give the whole more time."
                )


def _lengths(clock: Deadline) -> list[dt.timedelta]:
    """Give the limits of a clock as lengths; none where one of them is no length, or they are of two kinds."""
    limits = [row.limit for row in clock.within]
    if len({type(limit) for limit in limits}) != 1:
        return []
    return [limit.length for limit in limits if isinstance(limit, Duration | BusinessTime)]


def _follows(second: Deadline, first: Deadline) -> bool:
    """Whether a clock starts with whatever stops the one before."""
    alone = {group[0] for group in second.starts if len(group) == 1}
    return len(alone) == len(second.starts) and set(first.stops) <= alone


def _one_clock(first: Deadline, second: Deadline, whole: Deadline) -> bool:
    """Whether the three measure one kind of time, on one calendar, and no part waits longer than the whole."""
    kinds = {type(each.within[0].limit) for each in (first, second, whole)}
    business = kinds == {BusinessTime}
    if len(kinds) != 1 or (business and not first.calendar == second.calendar == whole.calendar):
        return False
    waits = [(each.pauses, each.resumes, each.paused_while) for each in (first, second, whole)]
    return all(each in (waits[2], ((), (), None)) for each in waits[:2])


def _binds(clock: Deadline) -> object:
    return clock.binds, clock.spares


def _same_stops(second: Deadline, whole: Deadline) -> bool:
    return set(second.stops) == set(whole.stops)


def _covers(parts: tuple[Deadline, Deadline], whole: Deadline, possible: Possibilities) -> bool:
    """Whether both parts bind every lead that the whole binds."""
    bound = bound_leads(whole.binds, whole.spares)
    outside: list[Asked] = []
    for part in parts:
        outside += [] if part.binds is None else [not_true(part.binds)]
        outside += [] if part.spares is None else [true(part.spares)]
    return all(possible.impossible(*bound, each) for each in outside)


def _shown(kind: type[Limit], length: dt.timedelta) -> str:
    return str(BusinessTime(length) if kind is BusinessTime else Duration(length))
