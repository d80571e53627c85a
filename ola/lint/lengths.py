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


def always_within(deadline: Deadline, span: dt.timedelta, plan: Plan, year: int) -> bool:
    """Whether a clock that starts in a year, whenever it does, runs out before so much time on the wall."""
    calendars = _calendars(deadline.calendar, plan)
    for row in deadline.within:
        if isinstance(row.limit, Duration):
            if row.limit.length >= span:
                return False
        elif not calendars or not all(_within(row.limit, each, deadline, span, year) for each in calendars):
            return False
    return True


def _within(limit: Limit, calendar: Calendar, deadline: Deadline, span: dt.timedelta, year: int) -> bool:
    """Ask for the evening of each month's first day, and, if that leaves it open, for every quarter of an hour."""
    from ola.clock.deadline import due_at

    after_hours, due, cutoff = deadline.after_hours, deadline.due_at, deadline.cutoff
    try:
        evenings = [dt.datetime(year, month, 1, 23, tzinfo=dt.UTC) for month in range(1, 13)]
        for start in evenings:
            last = due_at(start, limit, calendar, after_hours=after_hours, due_at=due, cutoff=cutoff)
            if last - start >= span:
                return False
        import numpy as np

        starts = np.arange(f"{year}-01-01", f"{year + 1}-01-01", np.timedelta64(15, "m"), dtype="datetime64[us]")
        dues = due_at(starts, limit, calendar, after_hours=after_hours, due_at=due, cutoff=cutoff)
        longest: dt.timedelta = (dues - starts).max().item()
    except OlaError:
        return False
    return longest + _QUARTER < span


def _calendars(choice: CalendarChoice | None, plan: Plan) -> list[Calendar]:
    """Give the calendars that a clock may run on."""
    if choice is None:
        return []
    names: Iterable[str | None] = (choice.name, choice.otherwise, *choice.table.values())
    if choice.by_owner:
        names = (choice.otherwise, *(owner.calendar for owner in plan.owners.values()))
    return [found for name in dict.fromkeys(names) if (found := plan.calendars.get(name or "")) is not None]
