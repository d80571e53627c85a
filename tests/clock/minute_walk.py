"""Worked time counted minute by minute with the standard library alone: the slow truth, for whole minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Walked:
    """A calendar by its definition; windows are minutes after midnight, ends may lie past 24:00."""

    zone: str
    hours: Mapping[str, Pairs]
    holidays: frozenset[dt.date]
    overrides: Mapping[dt.date, Pairs]

    def windows(self, low: dt.datetime, high: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
        """Give the windows of all days that may touch the time between two instants."""
        found = []
        day = low.date() - dt.timedelta(days=4)
        while day <= high.date() + dt.timedelta(days=2):
            for start, end in self.written(day):
                found.append((first_showing(self.zone, day, start), last_showing(self.zone, day, end)))
            day += dt.timedelta(days=1)
        return [(start, end) for start, end in found if start < high and end > low]

    def written(self, day: dt.date) -> Pairs:
        """Give the windows that hold on a date."""
        if day in self.overrides:
            return self.overrides[day]
        return () if day in self.holidays else self.hours.get(WEEKDAYS[day.weekday()], ())

    def elapsed(self, low: dt.datetime, high: dt.datetime) -> dt.timedelta:
        """Count the open minutes from `low` to `high`, both whole minutes in UTC."""
        windows = self.windows(low, high)
        minutes, at = 0, low
        while at < high:
            minutes += any(start <= at < end for start, end in windows)
            at += MINUTE
        return minutes * MINUTE

    def due(self, start: dt.datetime, minutes: int) -> dt.datetime | None:
        """Walk on until so many minutes are used; gives up after four days."""
        last = start + dt.timedelta(days=4)
        windows = self.windows(start, last)
        at, left = start, minutes
        while left and at < last:
            left -= any(opens <= at < closes for opens, closes in windows)
            at += MINUTE
        return None if left else at


def first_showing(zone: str, day: dt.date, minute: int) -> dt.datetime:
    """Find the first minute (UTC) at which the clock shows that time, or the first past it if it never does."""
    wanted, shown = _around(zone, day, minute)
    return next((at for at, wall in shown if wall == wanted), None) or next(at for at, wall in shown if wall > wanted)


def last_showing(zone: str, day: dt.date, minute: int) -> dt.datetime:
    """Find the last minute (UTC) at which the clock shows that time, or the first past it if it never does."""
    wanted, shown = _around(zone, day, minute)
    exact = [at for at, wall in shown if wall == wanted]
    return exact[-1] if exact else next(at for at, wall in shown if wall > wanted)


def _around(zone: str, day: dt.date, minute: int) -> tuple[dt.datetime, list[tuple[dt.datetime, dt.datetime]]]:
    wanted = dt.datetime.combine(day, dt.time()) + minute * MINUTE
    hours = [_hour(zone, wanted.replace(minute=0) + dt.timedelta(hours=hour)) for hour in range(-16, 17)]
    near = [each for each in hours if abs(each[0][1] - wanted) <= dt.timedelta(hours=3)]
    return wanted, [shown for each in near for shown in each]


@lru_cache(maxsize=20_000)
def _hour(zone: str, utc: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    opened = ZoneInfo(zone)
    minutes = (utc.replace(tzinfo=dt.UTC) + minute * MINUTE for minute in range(60))
    return [(at, at.astimezone(opened).replace(tzinfo=None)) for at in minutes]
