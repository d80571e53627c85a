"""Open time asked about by NumPy arrays: the same intervals and prefix sums, found by tables instead of bisection."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ola.clock.calendar import nothing_after, nothing_before
from ola.clock.instant_arrays import Asked, Counts, Instants, Spans, counts_of, spans_of
from ola.clock.lookup_tables import Steps, Worked
from ola.clock.wall_clock import DAY, EPOCH_ORDINAL

if TYPE_CHECKING:
    from ola.clock.almanac import Almanac
    from ola.clock.open_time import OpenTime


class OpenDays:
    """A table's open days as arrays, and the clock on the wall that tells which of them an instant lies on."""

    def __init__(self, table: OpenTime) -> None:
        """Copy the table's lists."""
        self.days = np.array(table.days, dtype=np.int64)
        self.opens = np.array(table.opens, dtype=np.int64)
        self.closes = np.array(table.closes, dtype=np.int64)
        self._by_day = Steps(self.days)
        self._changes = np.array(table.wall.changes, dtype=np.int64)
        self._offsets = np.array(table.wall.offsets, dtype=np.int64)
        # The first change lies before all instants, and the last after them.
        self._by_change = Steps(self._changes[1:-1] - 1)
        self._by_last_wall = Steps(np.array(table.wall.last_walls[1:], dtype=np.int64) - 1)

    def before(self, day: Counts) -> Counts:
        """Count the open days before each date."""
        return self._by_day.below(day)

    def date_and_time(self, at: Counts) -> tuple[Counts, Counts]:
        """Give the date and the time of day that the clock shows at each instant."""
        wall = at + self._offsets.take(self._by_change.below(at), mode="clip")
        day = wall // DAY
        time = wall - day * DAY
        return day + EPOCH_ORDINAL, time

    def last_instant(self, day: Counts, time: Counts | np.int64) -> Counts:
        """Give the last instant at which the clock shows each time of each date."""
        wall = (day - EPOCH_ORDINAL) * DAY + time
        at = self._by_last_wall.below(wall)
        found: Counts = wall - self._offsets.take(at, mode="clip")
        return np.minimum(found, self._changes.take(at + 1, mode="clip"))


class Kernel:
    """A table of open time as arrays; every method takes and gives counts of microseconds."""

    def __init__(self, table: OpenTime) -> None:
        """Copy the table's lists."""
        self._table = table
        self.starts = np.array(table.starts, dtype=np.int64)
        self.ends = np.array(table.ends, dtype=np.int64)
        self.before = np.array(table.before, dtype=np.int64)
        self.moved = self.before - self.starts

    def worked(self, at: Counts) -> Counts:
        """Give the open time before each instant."""
        return self._by_time.by(at)

    def earliest(self, worked: Counts) -> Counts:
        """Give the earliest instant with so much open time before it."""
        found: Counts = worked - self.moved.take(self._by_worked.below(worked), mode="clip")
        return found

    def latest(self, worked: Counts) -> Counts:
        """Give the latest instant with so much open time before it."""
        found: Counts = worked - self.moved.take(self._by_worked.below(worked + 1), mode="clip")
        return found

    def is_open(self, at: Counts) -> NDArray[np.bool_]:
        """Tell which instants lie in a window."""
        found: NDArray[np.bool_] = at < self.ends.take(self._by_start.below(at), mode="clip")
        return found

    def next_open(self, at: Counts) -> Counts:
        """Give the earliest open instant not before each; there must be one."""
        return np.maximum(at, self.starts.take(self.ended(at) + 1, mode="clip"))

    def ended(self, at: Counts) -> Counts:
        """Count the windows that end no later than each instant."""
        return self._by_end.below(at)

    # The empty window before all instants is no point: so a count is the place of a window.
    # A start is reached, and an end passed, at the instant itself: less one, below means at or below.

    @cached_property
    def open_days(self) -> OpenDays:
        """The open days, made when they are first asked about."""
        return OpenDays(self._table)

    @cached_property
    def _by_time(self) -> Worked:
        return Worked(self.starts, self.ends, self.before)

    @cached_property
    def _by_worked(self) -> Steps:
        return Steps(self.before[1:])

    @cached_property
    def _by_start(self) -> Steps:
        return Steps(self.starts[1:] - 1)

    @cached_property
    def _by_end(self) -> Steps:
        return Steps(self.ends[1:] - 1)


def kernel_of(table: OpenTime) -> Kernel:
    """Give the table's arrays, made once."""
    if not table.kernel:
        table.kernel.append(Kernel(table))
    return table.kernel[0]


def elapsed(almanac: Almanac, a: object, b: object) -> Spans:
    """Give the open time from each `a` to each `b`."""
    asked = Asked(counts_of(a), counts_of(b))

    def answer(low: Counts, high: Counts) -> Counts:
        kernel = kernel_of(almanac.covering(*asked.reach(0, 1)))
        found = kernel.worked(high)
        found -= kernel.worked(low)
        return found

    return asked.answered(answer).view("m8[us]")


def due(almanac: Almanac, start: object, duration: object, *, roll: bool) -> Instants:
    """Give the earliest instant at which each duration is used up; the latest for a negative one."""
    asked = Asked(counts_of(start), spans_of(duration))

    def answer(since: Counts, used: Counts) -> Counts:
        found = _used_up(almanac, almanac.covering(*asked.reach(0)), since, used)
        return _next_open(almanac, found) if roll else found

    if asked.known:
        least, most = asked.reach(1)
        if max(most, -least) > (almanac.years[1] - almanac.years[0] + 2) * 366 * DAY:
            raise almanac.outside()
    return asked.answered(answer).view("M8[us]")


def is_open(almanac: Almanac, t: object) -> NDArray[np.bool_]:
    """Tell which instants lie in a window; NaT does not."""
    asked = Asked(counts_of(t))
    return asked.answered(lambda at: kernel_of(almanac.covering(*asked.reach(0))).is_open(at), unknown=False)


def next_open(almanac: Almanac, t: object) -> Instants:
    """Give the earliest open instant not before each."""
    asked = Asked(counts_of(t))
    if asked.known:
        # The years are laid out for all at once.
        almanac.covering(*asked.reach(0))
    return asked.answered(lambda at: _next_open(almanac, at)).view("M8[us]")


def _used_up(almanac: Almanac, table: OpenTime, since: Counts, used: Counts) -> Counts:
    """Give the instants at which so much open time is used up, laying out further years where that takes them."""
    ahead, back = int(used.max()) > 0, int(used.min()) < 0
    while True:
        kernel = kernel_of(table)
        target = kernel.worked(since)
        target += used
        if ahead and int(target.max(where=used > 0, initial=0)) > table.total:
            wider = almanac.later(table)
            if wider is None:
                last = int(since[(used > 0) & (target > table.total)].max())
                raise nothing_after(last) if table.next_open(last) is None else almanac.outside()
        elif back and not _reaches(table, low := int(target.min(where=used < 0, initial=table.total))):
            wider = almanac.earlier(table)
            if wider is None:
                first = int(since[(used < 0) & (target <= low)].min())
                raise almanac.outside() if table.worked(first) else nothing_before(first)
        else:
            break
        table = wider
    if not ahead and not back:
        return since
    if not back and int(used.min()) > 0:
        return kernel.earliest(target)
    return np.select([used > 0, used < 0], [kernel.earliest(target), kernel.latest(target)], since)


def _reaches(table: OpenTime, worked: int) -> bool:
    """Tell whether the latest instant with so much open time before it lies in the table's years."""
    return worked >= 0 and table.latest(worked) >= table.first


def _next_open(almanac: Almanac, at: Counts) -> Counts:
    last = int(at.max())
    table = almanac.covering(int(at.min()), last)
    while table.next_open(last) is None:
        wider = almanac.later(table)
        if wider is None:
            raise nothing_after(last)
        table = wider
    return kernel_of(table).next_open(at)
