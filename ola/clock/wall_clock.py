"""Wall-clock time of a zone as instants and back, in integer microseconds.

An instant counts microseconds since 1970 in UTC; a wall-clock time counts them since 1970-01-01 00:00
as the clock on the wall shows it. A time that a clock change leaves out is the instant of the change;
of one that it shows twice, a start means the first and an end the last.
"""

from __future__ import annotations

import datetime as dt
import difflib
import zoneinfo
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from ola.errors import WrongCall

SECOND = 1_000_000
# Multiplied, it makes a timedelta in half the time that calling timedelta takes.
MICROSECOND = dt.timedelta(microseconds=1)
DAY = 86_400 * SECOND
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
EPOCH_ORDINAL = EPOCH.toordinal()

_FOREVER = 2**62

# No zone has changed its clocks twice within a week since 1900; the shortest summer, Morocco's, waits a month.
_WEEK = 7 * 86_400


@dataclass(frozen=True, slots=True)
class WallClock:
    """A zone's offsets from UTC over some years.

    `offsets[i]` holds from `changes[i]` until `changes[i + 1]`; the first of `changes` and the one past
    the last stand beyond all instants. `first_walls` and `last_walls` are the wall-clock times from which
    an offset counts for a start and for an end.
    """

    changes: list[int]
    offsets: list[int]
    first_walls: list[int]
    last_walls: list[int]

    def wall(self, instant: int) -> int:
        """Give the wall-clock time at an instant."""
        return instant + self.offsets[bisect_right(self.changes, instant) - 1]

    def first_instant(self, wall: int) -> int:
        """Give the first instant at which the clock shows the time, or the change that leaves it out."""
        at = bisect_right(self.first_walls, wall) - 1
        return max(wall - self.offsets[at], self.changes[at])

    def last_instant(self, wall: int) -> int:
        """Give the last instant at which the clock shows the time, or the change that leaves it out."""
        at = bisect_right(self.last_walls, wall) - 1
        return min(wall - self.offsets[at], self.changes[at + 1])


@lru_cache(maxsize=64)
def wall_clock(zone: zoneinfo.ZoneInfo, first_day: int, past_day: int) -> WallClock:
    """Find the zone's clock changes between two days (ordinals of dates)."""
    low = (first_day - EPOCH_ORDINAL) * 86_400
    high = (past_day - EPOCH_ORDINAL) * 86_400
    before = _offset(zone, low)
    changes, offsets = [-_FOREVER], [before]
    for second in range(low + _WEEK, high + _WEEK, _WEEK):
        after = _offset(zone, second)
        if after != before:
            changes.append(_change(zone, second - _WEEK, second) * SECOND)
            offsets.append(after)
            before = after
    pairs = list(zip(offsets, offsets[1:], changes[1:], strict=False))
    first_walls = [-_FOREVER, *(change + old for old, _, change in pairs)]
    last_walls = [-_FOREVER, *(change + new for _, new, change in pairs)]
    changes.append(_FOREVER)
    return WallClock(changes, offsets, first_walls, last_walls)


def read_zone(name: object) -> zoneinfo.ZoneInfo:
    """Give the zone of that IANA name; raises WrongCall naming near spellings."""
    if not isinstance(name, str):
        msg = f"{name!r} is no time zone; write its IANA name, such as America/New_York."
        raise WrongCall(msg)
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = {each.casefold(): each for each in zoneinfo.available_timezones()}
        for each in sorted(known.values()):
            known.setdefault(each.rpartition("/")[2].casefold(), each)
        wanted = name.casefold().replace(" ", "_")
        near = [known[each] for each in difflib.get_close_matches(wanted, known, n=1)]
        advice = f"Did you mean {near[0]}?" if near else "Write its IANA name, such as America/New_York."
        msg = f"There is no time zone {name!r}. {advice}"
        raise WrongCall(msg) from None


def micros(instant: dt.datetime) -> int:
    """Count microseconds since 1970 in UTC; raises TypeError where the instant has no zone."""
    since = instant - EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def moment(count: int, zone: dt.tzinfo | None) -> dt.datetime:
    """Give the instant of so many microseconds since 1970, on the clock of a zone."""
    instant = EPOCH + MICROSECOND * count
    return instant if zone is dt.UTC else instant.astimezone(zone)


def in_utc(count: int) -> str:
    """Write the instant of so many microseconds since 1970 as messages do: 2026-03-02T10:00:00Z."""
    return moment(count, dt.UTC).isoformat().replace("+00:00", "Z")


def _offset(zone: zoneinfo.ZoneInfo, second: int) -> int:
    moved = (EPOCH + dt.timedelta(seconds=second)).astimezone(zone).utcoffset() or dt.timedelta()
    return (moved.days * 86_400 + moved.seconds) * SECOND + moved.microseconds


def _change(zone: zoneinfo.ZoneInfo, low: int, high: int) -> int:
    before = _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high
