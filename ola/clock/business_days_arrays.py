"""Business days counted for NumPy arrays of starts, by the rules of `business_days`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ola.clock.business_days import DueAt, beyond
from ola.clock.instant_arrays import Asked, Counts, Instants, counts_of
from ola.clock.open_time_arrays import kernel_of
from ola.clock.wall_clock import SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ola.clock.calendar import Calendar
    from ola.clock.open_time import OpenTime


def due(
    calendar: Calendar, start: object, n: int, *, rolls: bool, due_at: DueAt | dt.time, late: int | None
) -> Instants:
    """Give the instant that lies `n` business days after each start; NaT stays NaT."""
    asked = Asked(counts_of(start))

    def answer(since: Counts) -> Counts:
        table = calendar.almanac.covering(*asked.reach(0))
        while True:
            found, lacking = _due(table, since, n, rolls=rolls, due_at=due_at, late=late)
            if not lacking.any():
                return found
            wider = calendar.almanac.later(table) if n >= 0 else calendar.almanac.earlier(table)
            if wider is None:
                raise beyond(calendar, int(since[lacking][0]), n)
            table = wider

    return asked.answered(answer).view("M8[us]")


def _due(
    table: OpenTime, since: Counts, n: int, *, rolls: bool, due_at: DueAt | dt.time, late: int | None
) -> tuple[Counts, NDArray[np.bool_]]:
    """Give the due instants, and for which starts the table's years end before it."""
    open_days = kernel_of(table).open_days
    if not len(open_days.days):
        return since, np.ones(since.shape, dtype=bool)
    counted, lacking = _counted_from(table, since, backwards=n < 0, rolls=rolls, late=late)
    day0, time = open_days.date_and_time(counted)
    at = open_days.before(day0 + 1) + (n - 1) if n > 0 else open_days.before(day0) + n
    lacking |= (at < 0) | (at >= len(open_days.days))
    day = open_days.days.take(at, mode="clip")
    if n < 0:
        lacking |= day < table.first_day
    if due_at == "opening":
        return open_days.opens.take(at, mode="clip"), lacking
    if due_at == "close":
        return open_days.closes.take(at, mode="clip"), lacking
    if isinstance(due_at, dt.time):
        asked = np.int64((due_at.hour * 3600 + due_at.minute * 60 + due_at.second) * SECOND + due_at.microsecond)
        return open_days.last_instant(day, asked), lacking
    return np.where(day == day0, counted, open_days.last_instant(day, time)), lacking


def _counted_from(
    table: OpenTime, since: Counts, *, backwards: bool, rolls: bool, late: int | None
) -> tuple[Counts, NDArray[np.bool_]]:
    """Give the instants whose dates are day 0, and for which starts the table's years end before them."""
    kernel = kernel_of(table)
    counted, lacking = since, np.zeros(since.shape, dtype=bool)
    if rolls:
        is_open = kernel.is_open(since)
        window = kernel.ended(since) + (0 if backwards else 1)
        lacking = ~is_open & ((window == 0) if backwards else (window >= len(kernel.starts)))
        edges = kernel.ends if backwards else kernel.starts
        counted = np.where(is_open | lacking, since, edges.take(window, mode="clip"))
    if late is not None:
        open_days = kernel.open_days
        day, time = open_days.date_and_time(since)
        at = open_days.before(day)
        past = (time >= late) & (open_days.days.take(at, mode="clip") == day)
        lacking = np.where(past, at + 1 >= len(open_days.days), lacking)
        counted = np.where(past & ~lacking, open_days.opens.take(at + 1, mode="clip"), counted)
    return counted, lacking
