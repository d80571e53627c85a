"""Dates as instants: the midnight of one, and the days of a sequence counted from its start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ola.clock.wall_clock import micros, moment

if TYPE_CHECKING:
    from ola.clock.calendar import Calendar


def days_from(
    start: int, days: Sequence[int], calendar: Calendar | None, zone: ZoneInfo
) -> tuple[tuple[int, int], ...]:
    """Give for each day its first instant and the one past it, in microseconds since 1970 in UTC.

    Day 1 is the date of the start in the zone, and day N lies N - 1 dates later. On a calendar only dates with
    a window count, and day 1 of a start on a closed date is that of the next opening. `days` ascend. Raises what
    the calendar raises.
    """
    first = moment(start, zone).date()
    if calendar is None:
        dates = [first + dt.timedelta(days=day - 1) for day in days]
    else:
        if not calendar.windows_on(first):
            first = calendar.next_open(moment(start, zone)).astimezone(ZoneInfo(calendar.zone)).date()
        dates, count, date = [], 1, first
        for day in days:
            while count < day:
                date = _next_open_date(calendar, date)
                count += 1
            dates.append(date)
    return tuple((midnight(date, zone), midnight(date + dt.timedelta(days=1), zone)) for date in dates)


def _next_open_date(calendar: Calendar, date: dt.date) -> dt.date:
    zone = ZoneInfo(calendar.zone)
    following = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), zone)
    # A window that began the day before may reach past midnight: its own date is what counts.
    while not calendar.windows_on(following.date()):
        opening = calendar.next_open(following).astimezone(zone)
        following = max(opening, following + dt.timedelta(days=1))
        following = dt.datetime.combine(following.date(), dt.time(), zone)
    return following.date()


def midnight(date: dt.date, zone: ZoneInfo) -> int:
    """Give the first instant of a date in a zone, in microseconds since 1970 in UTC."""
    return micros(dt.datetime.combine(date, dt.time(), zone))
