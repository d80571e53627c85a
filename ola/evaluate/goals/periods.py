"""Periods that numbers are cut by: calendar weeks, months and quarters of a zone, and rolling windows of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from ola.clock.days import midnight
from ola.clock.wall_clock import micros, moment

PeriodName = Literal["week", "month", "quarter"]
_MOST = 4000  # rolling windows; enough for a day each over ten years


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time with a name: its first instant and the instant past it.

    A `rolling` window is open at its start and closed at its end instead: an event at the instant of the report is in
    the window that ends there. `whole` says whether the agreement was in force through all of it.
    """

    start: dt.datetime
    end: dt.datetime
    name: str
    rolling: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Force:
    """Since when and until when an agreement is in force, by the dates of its zone."""

    zone: ZoneInfo
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def start(self) -> dt.datetime | None:
        """The first instant."""
        return None if self.since is None else day_begins(self.since, self.zone)

    @property
    def end(self) -> dt.datetime | None:
        """The instant past it."""
        return None if self.until is None else day_begins(self.until, self.zone)

    def covers(self, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say of instants in microseconds whether they lie in it."""
        inside = np.ones(at.shape, dtype=bool)
        if self.start is not None:
            inside &= at >= micros(self.start)
        if self.end is not None:
            inside &= at < micros(self.end)
        return inside


def period_of(day: dt.date, kind: PeriodName, zone: ZoneInfo) -> Period:
    """Give the period a date of the zone lies in."""
    match kind:
        case "week":
            year, week, weekday = day.isocalendar()
            first = day - dt.timedelta(days=weekday - 1)
            return Period(
                day_begins(first, zone), day_begins(first + dt.timedelta(days=7), zone), f"{year}-W{week:02d}"
            )
        case "month":
            first = day.replace(day=1)
            return Period(day_begins(first, zone), day_begins(_months_on(first, 1), zone), f"{day:%Y-%m}")
        case "quarter":
            quarter = (day.month - 1) // 3
            first = day.replace(month=3 * quarter + 1, day=1)
            name = f"{day.year}-Q{quarter + 1}"
            return Period(day_begins(first, zone), day_begins(_months_on(first, 3), zone), name)
        case _:
            assert_never(kind)


def periods(
    kind: PeriodName | dt.timedelta, force: Force, first: dt.datetime, last: dt.datetime, as_of: dt.datetime
) -> tuple[Period, ...]:
    """List the periods from the one with `first` to the one with `last`, in order of time, without a gap.

    Rolling windows do not overlap: one ends at `as_of`, the one before it where that begins, and so on while the
    agreement was in force through all of a window; the last is shown whether it was or not.
    """
    if isinstance(kind, dt.timedelta):
        return _rolling(kind.days, force, first, as_of)
    found: list[Period] = []
    now = period_of(first.astimezone(force.zone).date(), kind, force.zone)
    while now.start <= last:
        found.append(_in_force(now, force))
        now = period_of(now.end.astimezone(force.zone).date(), kind, force.zone)
    return tuple(found)


def placed(at: NDArray[np.int64], among: Sequence[Period]) -> NDArray[np.int64]:
    """Give the number of the period each instant (in microseconds) lies in, −1 where it lies in none."""
    if not among:
        return np.full(at.shape, -1, dtype=np.int64)
    starts = np.array([micros(each.start) for each in among], dtype=np.int64)
    end = micros(among[-1].end)
    if among[-1].rolling:
        found, past = np.searchsorted(starts, at, side="left") - 1, at > end
    else:
        found, past = np.searchsorted(starts, at, side="right") - 1, at >= end
    return np.where(past, -1, found).astype(np.int64)


def day_begins(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Give the first instant of a date in a zone, in UTC."""
    return moment(midnight(day, zone), dt.UTC)


def _rolling(days: int, force: Force, first: dt.datetime, as_of: dt.datetime) -> tuple[Period, ...]:
    found: list[Period] = []
    local = as_of.astimezone(force.zone).replace(tzinfo=None)
    end = as_of
    since = first if force.start is None else force.start
    while len(found) < _MOST:
        # Whole days by the clock on the wall: a window over a clock change is an hour longer or shorter.
        day = local - dt.timedelta(days=days * (len(found) + 1))
        start = day.replace(tzinfo=force.zone).astimezone(dt.UTC)
        if found and (start < since if force.start is not None else end <= since):
            break
        name = f"{start.astimezone(force.zone):%Y-%m-%d}/{end.astimezone(force.zone):%Y-%m-%d}"
        found.append(_in_force(Period(start, end.astimezone(dt.UTC), name, rolling=True), force))
        end = start
    return tuple(reversed(found))


def _in_force(period: Period, force: Force) -> Period:
    late = force.start is not None and period.start < force.start
    early = force.end is not None and period.end > force.end
    return Period(period.start, period.end, period.name, period.rolling, whole=not late and not early)


def _months_on(first: dt.date, months: int) -> dt.date:
    count = first.year * 12 + first.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
