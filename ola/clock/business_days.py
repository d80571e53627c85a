"""The n-th business day after a start, and the instant of that day at which a limit is due."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal, overload

from ola.clock.calendar import naive, nothing_after, nothing_before
from ola.clock.hours import read_clock
from ola.clock.wall_clock import DAY, EPOCH_ORDINAL, SECOND, micros, moment
from ola.errors import WrongCall

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ola.clock.calendar import Calendar
    from ola.clock.open_time import OpenTime

    Instants = NDArray[np.datetime64]

AfterHours = Literal["same date", "next opening"]
DueAt = Literal["same time", "opening", "close"]

AFTER_HOURS: tuple[AfterHours, ...] = ("same date", "next opening")
DUE_AT: tuple[DueAt, ...] = ("same time", "opening", "close")


@overload
def due_in_business_days(
    calendar: Calendar, start: dt.datetime, n: int, *,
    after_hours: AfterHours, due_at: DueAt | dt.time, cutoff: str | dt.time | None = None,
) -> dt.datetime: ...  # fmt: skip
@overload
def due_in_business_days(
    calendar: Calendar, start: Instants, n: int, *,
    after_hours: AfterHours, due_at: DueAt | dt.time, cutoff: str | dt.time | None = None,
) -> Instants: ...  # fmt: skip
def due_in_business_days(
    calendar: Calendar,
    start: dt.datetime | Instants,
    n: int,
    *,
    after_hours: AfterHours,
    due_at: DueAt | dt.time,
    cutoff: str | dt.time | None = None,
) -> dt.datetime | Instants:
    """Give the instant that lies `n` business days after `start`.

    An open day is a date with a window of its own; a half day is one. Day 0 is the start's date
    (`after_hours="same date"`), or that of the next opening if the start lies outside hours
    (`"next opening"`, which then also sets the time of day). A start on an open day at or after `cutoff`
    counts from the first opening of the next open day. The answer lies on the n-th open day after day 0,
    at the start's `"same time"` of day, at the first `"opening"`, at the last `"close"`, or at a given
    time of day. Zero days from a closed day are the next open day. A negative `n` counts backwards, and
    `"next opening"` then moves a start outside hours back to the last close; `cutoff` has no say.

    Wall-clock times are those of the calendar's zone. Raises NaiveDatetime, OutsideYears, NeverOpens
    where no open day is left, WrongCall for an unknown convention.
    """
    if after_hours not in AFTER_HOURS:
        msg = f'after_hours={after_hours!r} is not known; write "same date" or "next opening".'
        raise WrongCall(msg)
    if due_at not in DUE_AT and not isinstance(due_at, dt.time):
        msg = f'due_at={due_at!r} is not known; write "same time", "opening" or "close".'
        raise WrongCall(msg)
    late = None if cutoff is None or n < 0 else _since_midnight(read_clock(cutoff))
    if not isinstance(start, dt.datetime):
        from ola.clock import business_days_arrays

        rolls = after_hours == "next opening"
        return business_days_arrays.due(calendar, start, n, rolls=rolls, due_at=due_at, late=late)
    try:
        since = micros(start)
    except TypeError:
        naive(start)
    table: OpenTime | None = calendar.almanac.covering(since, since)
    while table is not None:
        due = _due(table, since, n, rolls=after_hours == "next opening", due_at=due_at, late=late)
        if due is not None:
            return moment(due, start.tzinfo)
        table = calendar.almanac.later(table) if n >= 0 else calendar.almanac.earlier(table)
    raise beyond(calendar, since, n)


def beyond(calendar: Calendar, since: int, n: int) -> Exception:
    """Say why there is no n-th open day: none at all on that side of the start, or too few."""
    # By now the table reaches to the end of the years on that side.
    table = calendar.almanac.covering(since, since)
    if n >= 0:
        return nothing_after(since) if table.next_open(since) is None else calendar.almanac.outside()
    return nothing_before(since) if table.last_close(since) is None else calendar.almanac.outside()


def _due(table: OpenTime, since: int, n: int, *, rolls: bool, due_at: DueAt | dt.time, late: int | None) -> int | None:
    """Give the due instant, or None where the table's years end before it."""
    counted = _counted_from(table, since, backwards=n < 0, rolls=rolls, late=late)
    if counted is None:
        return None
    wall = table.wall.wall(counted)
    day0 = wall // DAY + EPOCH_ORDINAL
    at = bisect_right(table.days, day0) + n - 1 if n > 0 else bisect_left(table.days, day0) + n
    if not 0 <= at < len(table.days) or (n < 0 and table.days[at] < table.first_day):
        return None
    match due_at:
        case "opening":
            return table.opens[at]
        case "close":
            return table.closes[at]
        case "same time" if table.days[at] == day0:
            return counted
        case "same time":
            time = wall % DAY
        case _:
            time = _since_midnight(due_at)
    return table.wall.last_instant((table.days[at] - EPOCH_ORDINAL) * DAY + time)


def _counted_from(table: OpenTime, since: int, *, backwards: bool, rolls: bool, late: int | None) -> int | None:
    """Give the instant whose date is day 0 and whose time of day counts."""
    if late is not None:
        wall = table.wall.wall(since)
        day = wall // DAY + EPOCH_ORDINAL
        at = bisect_left(table.days, day)
        if wall % DAY >= late and at < len(table.days) and table.days[at] == day:
            return table.opens[at + 1] if at + 1 < len(table.days) else None
    if not rolls or table.is_open(since):
        return since
    return table.last_close(since) if backwards else table.next_open(since)


def _since_midnight(time: dt.time) -> int:
    return (time.hour * 3600 + time.minute * 60 + time.second) * SECOND + time.microsecond
