"""Business days counted for NumPy arrays of starts, by the rules of `business_days`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ola.clock.business_days import DueAt, beyond
from ola.clock.open_time_arrays import NAT, Counts, Instants, counts_of, covered, kernel_of, missing_in
from ola.clock.wall_clock import DAY, EPOCH_ORDINAL, SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ola.clock.calendar import Calendar
    from ola.clock.open_time import OpenTime


class Days:
    """A table's open days and clock changes as arrays."""

    def __init__(self, table: OpenTime) -> None:
        """Copy the table's lists."""
        self.days = np.array(table.days, dtype=np.int64)
        self.opens = np.array(table.opens, dtype=np.int64)
        self.closes = np.array(table.closes, dtype=np.int64)
        self.changes = np.array(table.wall.changes, dtype=np.int64)
        self.offsets = np.array(table.wall.offsets, dtype=np.int64)
        self.last_walls = np.array(table.wall.last_walls, dtype=np.int64)

    def wall(self, at: Counts) -> Counts:
        """Give the wall-clock time at each instant."""
        found: Counts = at + self.offsets[np.searchsorted(self.changes, at, side="right") - 1]
        return found

    def last_instant(self, wall: Counts) -> Counts:
        """Give the last instant at which the clock shows each time."""
        at = np.searchsorted(self.last_walls, wall, side="right") - 1
        found: Counts = np.minimum(wall - self.offsets[at], self.changes[at + 1])
        return found


def due(
    calendar: Calendar, start: object, n: int, *, rolls: bool, due_at: DueAt | dt.time, late: int | None
) -> Instants:
    """Give the instant that lies `n` business days after each start; NaT stays NaT."""
    since = counts_of(start)
    missing = missing_in(since)
    table, (since,) = covered(calendar.almanac, missing, since)
    flat = since.reshape(-1)
    while True:
        found, lacking = _due(table, flat, n, rolls=rolls, due_at=due_at, late=late)
        if not lacking.any():
            break
        wider = calendar.almanac.later(table) if n >= 0 else calendar.almanac.earlier(table)
        if wider is None:
            raise beyond(calendar, int(flat[lacking][0]), n)
        table = wider
    return np.where(missing, NAT, found.reshape(since.shape)).view("M8[us]")


def _due(
    table: OpenTime, since: Counts, n: int, *, rolls: bool, due_at: DueAt | dt.time, late: int | None
) -> tuple[Counts, NDArray[np.bool_]]:
    """Give the due instants, and for which starts the table's years end before it."""
    days = Days(table)
    if not len(days.days):
        return since, np.ones(since.shape, dtype=bool)
    counted, lacking = _counted_from(table, days, since, backwards=n < 0, rolls=rolls, late=late)
    wall = days.wall(counted)
    day0 = wall // DAY + EPOCH_ORDINAL
    at = np.searchsorted(days.days, day0, side="right" if n > 0 else "left") + (n - 1 if n > 0 else n)
    lacking |= (at < 0) | (at >= len(days.days))
    at = np.clip(at, 0, len(days.days) - 1)
    day = days.days[at]
    if n < 0:
        lacking |= day < table.first_day
    if due_at == "opening":
        return days.opens[at], lacking
    if due_at == "close":
        return days.closes[at], lacking
    if isinstance(due_at, dt.time):
        time = np.int64((due_at.hour * 3600 + due_at.minute * 60 + due_at.second) * SECOND + due_at.microsecond)
        return days.last_instant((day - EPOCH_ORDINAL) * DAY + time), lacking
    moved = days.last_instant((day - EPOCH_ORDINAL) * DAY + wall % DAY)
    return np.where(day == day0, counted, moved), lacking


def _counted_from(
    table: OpenTime, days: Days, since: Counts, *, backwards: bool, rolls: bool, late: int | None
) -> tuple[Counts, NDArray[np.bool_]]:
    """Give the instants whose dates are day 0, and for which starts the table's years end before them."""
    counted, lacking = since, np.zeros(since.shape, dtype=bool)
    if rolls:
        kernel = kernel_of(table)
        is_open = kernel.is_open(since)
        window = kernel.by_end.below(since) + (0 if backwards else 1)
        lacking = ~is_open & ((window == 0) if backwards else (window >= len(kernel.starts)))
        edges = kernel.ends if backwards else kernel.starts
        counted = np.where(is_open | lacking, since, edges.take(window, mode="clip"))
    if late is not None:
        wall = days.wall(since)
        day = wall // DAY + EPOCH_ORDINAL
        at = np.searchsorted(days.days, day, side="left")
        past = (wall % DAY >= late) & (days.days.take(at, mode="clip") == day)
        lacking = np.where(past, at + 1 >= len(days.days), lacking)
        counted = np.where(past & ~lacking, days.opens.take(at + 1, mode="clip"), counted)
    return counted, lacking
