"""Which of two limits is the longer one, where that can be said at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ola.clock.duration import BusinessDays, BusinessTime, Duration, Limit
from ola.errors import OlaError
from ola.plan import CalendarChoice, Deadline, Plan

if TYPE_CHECKING:
    from ola.clock.calendar import Calendar

_QUARTER = dt.timedelta(minutes=15)


def length(limit: Limit) -> float | None:
    """Give how long a limit is among those of its kind: seconds, or business days; nothing for a time of a day."""
    match limit:
        case Duration(span) | BusinessTime(span):
            return span.total_seconds()
        case BusinessDays(days):
            return float(days)
        case _:
            return None


def longer(one: Limit, other: Limit) -> float | None:
    """Give by how much one limit is longer than another of its kind; nothing where they are not of one kind."""
    first, second = length(one), length(other)
    return None if type(one) is not type(other) or first is None or second is None else first - second


def longest_wait(deadline: Deadline, plan: Plan, year: int) -> dt.timedelta | None:
    """Give the longest time on the wall that a clock may run within a year, whenever it starts.

    It is found by asking for every quarter of an hour; nothing where a calendar is not known.
    """
    import numpy as np

    from ola.clock.deadline import due_at

    starts = np.arange(np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01"), np.timedelta64(15, "m"))
    starts = starts.astype("datetime64[us]")
    longest = dt.timedelta()
    for row in deadline.within:
        if isinstance(row.limit, Duration):
            longest = max(longest, row.limit.length)
            continue
        calendars = _calendars(deadline.calendar, plan)
        if not calendars:
            return None
        for calendar in calendars:
            try:
                dues = due_at(
                    starts, row.limit, calendar,
                    after_hours=deadline.after_hours, due_at=deadline.due_at, cutoff=deadline.cutoff,
                )  # fmt: skip
            except OlaError:
                return None
            longest = max(longest, (dues - starts).max().item() + _QUARTER)
    return longest


def _calendars(choice: CalendarChoice | None, plan: Plan) -> list[Calendar]:
    """Give the calendars that a clock may run on."""
    if choice is None:
        return []
    names: Iterable[str | None] = (choice.name, choice.otherwise, *choice.table.values())
    if choice.by_owner:
        names = (choice.otherwise, *(owner.calendar for owner in plan.owners.values()))
    return [found for name in dict.fromkeys(names) if (found := plan.calendars.get(name or "")) is not None]
