"""Worked time as one would write it in NumPy for one week in UTC: what the calendar's arrays are measured against.

It knows one window a day, no holidays, no clock changes, no missing instants, and checks nothing; within
that it is as fast as NumPy was found to allow: a table by day, chunks that stay in the second cache, no
temporaries but its own. `Searched` is the textbook way for any windows: prefix sums and a search.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

HOUR = 3_600 * 10**6
DAY = 24 * HOUR
_CHUNK = 1 << 14


class PlainWeek:
    """Monday to Friday 09:00 to 17:00 in UTC, between two dates."""

    def __init__(self, first: str, past: str) -> None:
        """Lay out the days."""
        days = np.arange(np.datetime64(first, "D"), np.datetime64(past, "D")).view(np.int64)
        length = np.where((days + 3) % 7 < 5, 8 * HOUR, 0)
        self._first = int(days[0]) * DAY
        self._most = np.cumsum(length)
        self._least = self._most - length
        self._clock = self._least - (days * DAY + 9 * HOUR)
        self._day, self._bound, self._start = (np.empty(_CHUNK, dtype=np.int64) for _ in range(3))

    def elapsed(self, a: Counts, b: Counts) -> Counts:
        """Give the worked microseconds from each `a` to each `b`."""
        found = np.empty(len(a), dtype=np.int64)
        for low in range(0, len(found), _CHUNK):
            part = found[low : low + _CHUNK]
            start = self._start[: len(part)]
            self._worked(b[low : low + _CHUNK], part)
            self._worked(a[low : low + _CHUNK], start)
            part -= start
        return found

    def _worked(self, at: Counts, out: Counts) -> None:
        day, bound = self._day[: len(at)], self._bound[: len(at)]
        np.subtract(at, self._first, out=day)
        # NumPy divides unsigned numbers faster.
        np.floor_divide(day.view(np.uint64), DAY, out=day.view(np.uint64))
        self._clock.take(day, out=out, mode="clip")
        out += at
        self._least.take(day, out=bound, mode="clip")
        np.maximum(out, bound, out=out)
        self._most.take(day, out=bound, mode="clip")
        np.minimum(out, bound, out=out)


class Searched:
    """Any windows that do not touch, as rising starts and ends."""

    def __init__(self, starts: Counts, ends: Counts) -> None:
        """Sum up the windows."""
        self._starts, self._ends = starts, ends
        self._before = np.cumsum(ends - starts) - (ends - starts)

    def elapsed(self, a: Counts, b: Counts) -> Counts:
        """Give the worked microseconds from each `a` to each `b`, both after the first start."""
        return self._worked(b) - self._worked(a)

    def _worked(self, at: Counts) -> Counts:
        window = np.searchsorted(self._starts, at, side="right") - 1
        found: Counts = self._before[window] + np.minimum(at, self._ends[window]) - self._starts[window]
        return found
