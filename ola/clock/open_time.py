"""The open time of a calendar over some years: windows as instants, their prefix sums, the open days.

Everything is in integer microseconds since 1970 in UTC. Built once and never changed; a calendar that is
asked about further years builds a wider one.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ola.clock.wall_clock import DAY, EPOCH_ORDINAL, SECOND, WallClock, wall_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from ola.clock.hours import Windows
    from ola.clock.open_time_arrays import Kernel

# A window may reach two days past the one it belongs to.
_REACH = 2


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Where a calendar is open between the instants `first` (included) and `past` (not).

    Window `i` is `starts[i]` until `ends[i]`, and `before[i]` is the open time before it; windows do not
    touch each other. The first one is empty and lies before all instants, so that every instant has a
    window that starts no later. Open day `j` is the date with ordinal `days[j]`, whose own windows run
    from `opens[j]` to `closes[j]`.
    """

    years: tuple[int, int]
    first: int
    past: int
    first_day: int
    starts: list[int]
    ends: list[int]
    before: list[int]
    days: list[int]
    opens: list[int]
    closes: list[int]
    wall: WallClock
    kernel: list[Kernel] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All the open time there is."""
        return self.before[-1] + self.ends[-1] - self.starts[-1]

    def worked(self, instant: int) -> int:
        """Give the open time before an instant."""
        at = bisect_right(self.starts, instant) - 1
        return self.before[at] + min(instant, self.ends[at]) - self.starts[at]

    def earliest(self, worked: int) -> int:
        """Give the earliest instant with so much open time before it; some, and no more than there is."""
        at = bisect_left(self.before, worked) - 1
        return self.starts[at] + worked - self.before[at]

    def latest(self, worked: int) -> int:
        """Give the latest instant with so much open time before it; less than there is."""
        at = bisect_right(self.before, worked) - 1
        return self.starts[at] + worked - self.before[at]

    def is_open(self, instant: int) -> bool:
        """Tell whether the instant lies in a window: its start does, its end does not."""
        return instant < self.ends[bisect_right(self.starts, instant) - 1]

    def next_open(self, instant: int) -> int | None:
        """Give the earliest open instant that is not before this one, if there is one."""
        at = bisect_right(self.ends, instant)
        return max(instant, self.starts[at]) if at < len(self.starts) else None

    def last_close(self, instant: int) -> int | None:
        """Give the latest end of a window that is not after this instant, if there is one."""
        at = bisect_right(self.ends, instant) - 1
        return self.ends[at] if at else None

    def windows(self, low: int, high: int) -> list[tuple[int, int]]:
        """List the open stretches between two instants, cut off at both."""
        at, past = bisect_right(self.ends, low), bisect_left(self.starts, high)
        return [
            (max(low, start), min(high, end))
            for start, end in zip(self.starts[at:past], self.ends[at:past], strict=True)
        ]


def open_time(
    zone: ZoneInfo, windows_of: Callable[[int], Windows], years: tuple[int, int], only: Sequence[int] | None = None
) -> OpenTime:
    """Lay out the windows that `windows_of` gives for each date (by ordinal) of the years, first to last.

    `only` names the dates, rising, that may have windows, where the others are known to have none.
    """
    first_day = dt.date(years[0], 1, 1).toordinal()
    past_day = dt.date(years[1] + 1, 1, 1).toordinal()
    wall = wall_clock(zone, first_day - _REACH - 3, past_day + _REACH + 3)
    starts, ends = [-(2**62)], [-(2**62)]
    days, opens, closes = [], [], []
    dates = range(first_day - _REACH, past_day)
    for day in dates if only is None else [day for day in only if day in dates]:
        own = []
        midnight = (day - EPOCH_ORDINAL) * DAY
        for window in windows_of(day):
            start = wall.first_instant(midnight + window.opens * SECOND)
            end = wall.last_instant(midnight + window.closes * SECOND)
            if start < end:
                own.append((start, end))
        for start, end in own:
            _join(starts, ends, start, end)
        if own:
            days.append(day)
            opens.append(own[0][0])
            closes.append(max(end for _, end in own))
    before, worked = [], 0
    for start, end in zip(starts, ends, strict=True):
        before.append(worked)
        worked += end - start
    first = wall.first_instant((first_day - EPOCH_ORDINAL) * DAY)
    past = wall.first_instant((past_day - EPOCH_ORDINAL) * DAY)
    return OpenTime(years, first, past, first_day, starts, ends, before, days, opens, closes, wall)


def _join(starts: list[int], ends: list[int], start: int, end: int) -> None:
    """Add a window that starts no earlier than the ones before it, as one with the last if they touch."""
    if start <= ends[-1]:
        ends[-1] = max(ends[-1], end)
    else:
        starts.append(start)
        ends.append(end)
