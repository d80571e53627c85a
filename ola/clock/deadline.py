"""When a limit is due, what remains of it, and when a share of it is used up."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never, overload

from ola.clock.business_days import AfterHours, DueAt, due_in_business_days
from ola.clock.calendar import naive
from ola.clock.duration import BusinessDays, BusinessTime, Duration, Limit, OnBusinessDay
from ola.clock.wall_clock import MICROSECOND, micros, moment
from ola.errors import OutsideYears, WrongCall

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ola.clock.calendar import Calendar

    Instants = NDArray[np.datetime64]
    Spans = NDArray[np.timedelta64]


@overload
def due_at(
    start: dt.datetime, limit: Limit, calendar: Calendar | None = None, *,
    after_hours: AfterHours | None = None, due_at: DueAt | None = None, cutoff: str | dt.time | None = None,
) -> dt.datetime: ...  # fmt: skip
@overload
def due_at(
    start: Instants, limit: Limit, calendar: Calendar | None = None, *,
    after_hours: AfterHours | None = None, due_at: DueAt | None = None, cutoff: str | dt.time | None = None,
) -> Instants: ...  # fmt: skip
def due_at(
    start: dt.datetime | Instants,
    limit: Limit,
    calendar: Calendar | None = None,
    *,
    after_hours: AfterHours | None = None,
    due_at: DueAt | None = None,
    cutoff: str | dt.time | None = None,
) -> dt.datetime | Instants:
    """Give the instant at which a limit that starts to run at `start` is due.

    Absolute time needs no calendar, other limits do. Business days need `after_hours` and `due_at`, a
    named business day needs `after_hours`: nothing is guessed, WrongCall asks for what is missing.
    `cutoff` moves late starts to the next open day, and has a meaning for days only. An array of
    `datetime64` starts gives an array. Raises what the calendar raises.
    """
    at: DueAt | dt.time
    match limit:
        case Duration(length):
            return later(start, length)
        case BusinessTime(length):
            return _asked(calendar, limit).due(start, length)
        case BusinessDays(days):
            if due_at is None:
                msg = f"{limit} need due_at (same time, opening, close)."
                raise WrongCall(msg)
            n, at = days, due_at
        case OnBusinessDay(day, time):
            n, at = day, time
        case _:
            assert_never(limit)
    if after_hours is None:
        msg = f"{limit}: needs after_hours (same date, next opening)."
        raise WrongCall(msg)
    return due_in_business_days(_asked(calendar, limit), start, n, after_hours=after_hours, due_at=at, cutoff=cutoff)


@overload
def worked(a: dt.datetime, b: dt.datetime, calendar: Calendar | None = None) -> dt.timedelta: ...
@overload
def worked(a: Instants, b: Instants | dt.datetime, calendar: Calendar | None = None) -> Spans: ...
@overload
def worked(a: dt.datetime, b: Instants, calendar: Calendar | None = None) -> Spans: ...
def worked(
    a: dt.datetime | Instants, b: dt.datetime | Instants, calendar: Calendar | None = None
) -> dt.timedelta | Spans:
    """Give the time from `a` to `b` on a calendar, all of it without one; negative where `b` comes first.

    `worked(as_of, due, calendar)` is what remains of a limit, negative once it is overdue.
    """
    if calendar is not None:
        return calendar.elapsed(a, b)
    if isinstance(a, dt.datetime) and isinstance(b, dt.datetime):
        try:
            return MICROSECOND * (micros(b) - micros(a))
        except TypeError:
            naive(a, b)
    from ola.clock.instant_arrays import spans_between

    return spans_between(a, b)


@overload
def used_at(
    start: dt.datetime, due: dt.datetime, share: float | Fraction, calendar: Calendar | None = None
) -> dt.datetime: ...
@overload
def used_at(start: Instants, due: Instants, share: float | Fraction, calendar: Calendar | None = None) -> Instants: ...
def used_at(
    start: dt.datetime | Instants,
    due: dt.datetime | Instants,
    share: float | Fraction,
    calendar: Calendar | None = None,
) -> dt.datetime | Instants:
    """Give the earliest instant at which a share of the time between `start` and `due` is used up.

    The share is a fraction (0.75 is 75 %), taken as the decimal number it is written as; past 1 the same
    calendar runs on. Between two microseconds it is the later one.
    """
    # 0.9 as a float lies a little above nine tenths.
    if not 0 <= share < float("inf"):
        msg = f"share={share} is no share of time; it is 0 or more, and 0.75 is 75 %."
        raise WrongCall(msg)
    exact = Fraction(str(share)) if isinstance(share, float) else Fraction(share)
    used = worked(start, due, calendar)
    length = _share_of(used, exact)
    return later(start, length) if calendar is None else calendar.due(start, length)


def later(start: dt.datetime | Instants, length: dt.timedelta | Spans) -> dt.datetime | Instants:
    """Give the instant that lies so much absolute time after `start`, on the start's clock or as an array."""
    if not (isinstance(start, dt.datetime) and isinstance(length, dt.timedelta)):
        from ola.clock.instant_arrays import moved

        return moved(start, length)
    try:
        # Adding to the datetime itself would move the hands of the clock across a clock change.
        return moment(micros(start) + length // MICROSECOND, start.tzinfo)
    except TypeError:
        naive(start)
    except OverflowError:
        msg = f"{length} after {start.isoformat()} lies beyond all years."
        raise OutsideYears(msg) from None


def _asked(calendar: Calendar | None, limit: Limit) -> Calendar:
    if calendar is None:
        msg = f"{limit} cannot be counted without a calendar; give one."
        raise WrongCall(msg)
    return calendar


def _share_of(used: dt.timedelta | Spans, share: Fraction) -> Any:
    if not isinstance(used, dt.timedelta):
        from ola.clock.instant_arrays import share_of

        return share_of(used, share)
    count = used // MICROSECOND
    return MICROSECOND * -(-count * share.numerator // share.denominator)
