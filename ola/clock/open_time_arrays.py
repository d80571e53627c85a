"""Open time asked about by NumPy arrays: the same intervals and prefix sums, found by tables instead of bisection."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ola.clock.wall_clock import micros
from ola.errors import NaiveDatetime, NeverOpens, OutsideYears, WrongCall

if TYPE_CHECKING:
    from fractions import Fraction

    from ola.clock.almanac import Almanac
    from ola.clock.open_time import OpenTime

Counts = NDArray[np.int64]
Instants = NDArray[np.datetime64]
Spans = NDArray[np.timedelta64]

NAT = np.iinfo(np.int64).min

# Longer than all years of the calendar, so that sums of two still fit.
_BEYOND = 1 << 60

# So many at a time stay in the processor's second cache.
_CHUNK = 1 << 14
_MOST_BUCKETS = 1 << 18


class Steps:
    """Counts how many of some sorted points lie below a value, by one look into a table.

    The values are cut into buckets no wider than the least distance of two points, a power of two. So a
    bucket holds one point at most: the count is that of the bucket's start, and one more past the point.
    Where that takes too many buckets, it searches.
    """

    def __init__(self, points: Counts) -> None:
        """Build the table over the points, which rise strictly."""
        self.points = points
        self.low = int(points[0]) if len(points) else 0
        self.high = int(points[-1]) if len(points) else 0
        least = int(np.diff(points).min()) if len(points) > 1 else 1 << 40
        self.shift = max(least.bit_length() - 1, 0)
        size = (self.high - self.low >> self.shift) + 1
        self.rank: Counts | None = None
        if size <= _MOST_BUCKETS:
            edges = self.low + (np.arange(size, dtype=np.int64) << self.shift)
            self.rank = np.searchsorted(points, edges, side="left").astype(np.int64)
            self.next = points.take(np.minimum(self.rank, len(points) - 1)) if len(points) else edges

    def below(self, values: Counts) -> Counts:
        """Count the points less than each value."""
        if self.rank is None or not len(self.points):
            return np.searchsorted(self.points, values, side="left").astype(np.int64)
        at = np.subtract(values, self.low)
        np.right_shift(at, self.shift, out=at)
        # Values outside the points fall into the first or last bucket, and are right there too.
        found = self.rank.take(at, mode="clip")
        found += self.next.take(at, mode="clip") < values
        return found


class Kernel:
    """A table of open time as arrays; every method takes and gives counts of microseconds."""

    def __init__(self, table: OpenTime) -> None:
        """Copy the table's lists."""
        self.starts = np.array(table.starts, dtype=np.int64)
        self.ends = np.array(table.ends, dtype=np.int64)
        self.before = np.array(table.before, dtype=np.int64)
        self.most = self.before + (self.ends - self.starts)
        self.moved = self.before - self.starts
        # The empty window before all instants is no point: so a count is the place of a window.
        # A start is reached, and an end passed, at the instant itself: less one, below means at or below.
        self.by_start = Steps(self.starts[1:] - 1)
        self.by_end = Steps(self.ends[1:] - 1)
        self.by_worked = Steps(self.before[1:])

    def worked(self, at: Counts) -> Counts:
        """Give the open time before each instant."""
        window = self.by_start.below(at)
        found = self.moved.take(window, mode="clip")
        found += at
        np.minimum(found, self.most.take(window, mode="clip"), out=found)
        return found

    def earliest(self, worked: Counts) -> Counts:
        """Give the earliest instant with so much open time before it."""
        found: Counts = worked - self.moved.take(self.by_worked.below(worked), mode="clip")
        return found

    def latest(self, worked: Counts) -> Counts:
        """Give the latest instant with so much open time before it."""
        found: Counts = worked - self.moved.take(self.by_worked.below(worked + 1), mode="clip")
        return found

    def is_open(self, at: Counts) -> NDArray[np.bool_]:
        """Tell which instants lie in a window."""
        found: NDArray[np.bool_] = at < self.ends.take(self.by_start.below(at), mode="clip")
        return found

    def next_open(self, at: Counts) -> Counts:
        """Give the earliest open instant not before each; there must be one."""
        window = self.by_end.below(at)
        window += 1
        return np.maximum(at, self.starts.take(window, mode="clip"))


def kernel_of(table: OpenTime) -> Kernel:
    """Give the table's arrays, made once."""
    if not table.kernel:
        table.kernel.append(Kernel(table))
    return table.kernel[0]


def elapsed(almanac: Almanac, a: object, b: object) -> Spans:
    """Give the open time from each `a` to each `b`."""
    low, high = np.broadcast_arrays(counts_of(a), counts_of(b))
    missing = missing_in(low, high)
    table, (low, high) = covered(almanac, missing, low, high)
    kernel = kernel_of(table)
    return _answer(_in_chunks(lambda x, y: kernel.worked(y) - kernel.worked(x), low, high), missing).view("m8[us]")


def due(almanac: Almanac, start: object, duration: object, *, roll: bool) -> Instants:
    """Give the earliest instant at which each duration is used up; the latest for a negative one."""
    since, used = np.broadcast_arrays(counts_of(start), spans_of(duration))
    missing = missing_in(since, used)
    used = np.where(missing, 0, used) if missing.any() else used
    table, (since,) = covered(almanac, missing, since)
    kernel = kernel_of(table)
    target = _in_chunks(kernel.worked, since)
    span = almanac.years[1] - almanac.years[0] + 2
    if used.size and max(int(used.max()), -int(used.min())) > span * 366 * 86_400_000_000:
        raise almanac.outside()
    target = target + used
    forward, backward = used > 0, used < 0
    while forward.any() and int(target.max(where=forward, initial=0)) > table.total:
        wider = almanac.later(table)
        if wider is None:
            raise _too_little(almanac, table, since[forward & (target > table.total)], "after")
        table, kernel = wider, kernel_of(wider)
        target = _in_chunks(kernel.worked, since) + used
    while backward.any():
        low = int(target.min(where=backward, initial=table.total))
        if low >= 0 and table.latest(low) >= table.first:
            break
        wider = almanac.earlier(table)
        if wider is None:
            raise _too_little(almanac, table, since[backward & (target <= low)], "before")
        table, kernel = wider, kernel_of(wider)
        target = _in_chunks(kernel.worked, since) + used
    found = since
    if forward.any():
        found = np.where(forward, _in_chunks(kernel.earliest, target), found)
    if backward.any():
        found = np.where(backward, _in_chunks(kernel.latest, target), found)
    return _answer(_next_open(almanac, found, missing) if roll else found, missing).view("M8[us]")


def is_open(almanac: Almanac, t: object) -> NDArray[np.bool_]:
    """Tell which instants lie in a window; NaT does not."""
    at = counts_of(t)
    missing = missing_in(at)
    table, (at,) = covered(almanac, missing, at)
    found: NDArray[np.bool_] = kernel_of(table).is_open(at) & ~missing
    return found


def next_open(almanac: Almanac, t: object) -> Instants:
    """Give the earliest open instant not before each."""
    at = counts_of(t)
    missing = missing_in(at)
    return _answer(_next_open(almanac, at, missing), missing).view("M8[us]")


def counts_of(instants: object) -> Counts:
    """Read `datetime64` instants (UTC), or one aware datetime, as microseconds; NaT is the least count."""
    if isinstance(instants, dt.datetime):
        try:
            return np.int64(micros(instants)).reshape(())  # type: ignore[return-value]
        except TypeError:
            msg = f"{instants.isoformat()} has no zone, so it names no moment; give it one (tzinfo)."
            raise NaiveDatetime(msg) from None
    return _counts(instants, "M", "an aware datetime or a datetime64 array in UTC")


def spans_of(durations: object) -> Counts:
    """Read `timedelta64` durations, or one timedelta, as microseconds."""
    if isinstance(durations, dt.timedelta):
        count = durations // dt.timedelta(microseconds=1)
        return np.asarray(max(min(count, _BEYOND), -_BEYOND), dtype=np.int64)
    return _counts(durations, "m", "a timedelta or a timedelta64 array")


def missing_in(*counts: Counts) -> NDArray[np.bool_]:
    """Tell where one of them is NaT; a single no where none is."""
    if all(not each.size or each.min() != NAT for each in counts):
        return np.zeros((), dtype=bool)
    found: NDArray[np.bool_] = np.logical_or.reduce([each == NAT for each in counts])
    return found


def covered(almanac: Almanac, missing: NDArray[np.bool_], *instants: Counts) -> tuple[OpenTime, list[Counts]]:
    """Give open time that covers all the instants, and the instants with a known one in place of each missing."""
    if missing.any():
        known = ~missing
        if not known.any():
            instants = tuple(np.zeros_like(each) for each in instants)
        else:
            instants = tuple(np.where(missing, each[known].flat[0], each) for each in instants)
    elif not instants[0].size:
        return almanac.covering(0, 0), list(instants)
    low, high = min(int(each.min()) for each in instants), max(int(each.max()) for each in instants)
    return almanac.covering(low, high), list(instants)


def _counts(values: object, kind: str, wanted: str) -> Counts:
    dtype = getattr(values, "dtype", None)
    if getattr(dtype, "kind", None) != kind or not isinstance(dtype, np.dtype):
        msg = f"{type(values).__name__} {str(values)[:60]!r} is not {wanted}."
        raise WrongCall(msg)
    found = np.asarray(values)
    unit, _ = np.datetime_data(found.dtype)
    if unit == "generic":
        msg = f"A {found.dtype} without a unit is not {wanted}."
        raise WrongCall(msg)
    exact = found.astype(f"{kind}8[us]", copy=False)
    if unit not in {"us", "ns", "ps", "fs", "as"} and not np.array_equal(
        exact.astype(found.dtype), found, equal_nan=True
    ):
        # Days and years can name instants that do not fit into microseconds.
        msg = "An instant lies outside the years that any calendar covers."
        raise OutsideYears(msg)
    return exact.view(np.int64)


def _next_open(almanac: Almanac, at: Counts, missing: NDArray[np.bool_]) -> Counts:
    table, (at,) = covered(almanac, missing, at)
    if not at.size:
        return at
    last = int(at.max())
    while table.next_open(last) is None:
        wider = almanac.later(table)
        if wider is None:
            msg = f"The calendar has no open time after {np.datetime64(last, 'us')}Z."
            raise NeverOpens(msg)
        table = wider
    return _in_chunks(kernel_of(table).next_open, at)


def _too_little(almanac: Almanac, table: OpenTime, since: Counts, side: str) -> OutsideYears | NeverOpens:
    worst = int(since.max()) if side == "after" else int(since.min())
    left = table.total - table.worked(worst) if side == "after" else table.worked(worst)
    return (
        almanac.outside()
        if left
        else NeverOpens(f"The calendar has no open time {side} {np.datetime64(worst, 'us')}Z.")
    )


def _in_chunks(answer: Any, *given: Counts) -> Counts:
    shape = given[0].shape
    flat = [each.reshape(-1) for each in given]
    found = np.empty(len(flat[0]), dtype=np.int64)
    for low in range(0, len(found), _CHUNK):
        found[low : low + _CHUNK] = answer(*(each[low : low + _CHUNK] for each in flat))
    return found.reshape(shape)


def _answer(found: Counts, missing: NDArray[np.bool_]) -> Counts:
    return np.where(missing, NAT, found) if missing.any() else found


def spans_between(a: object, b: object) -> Spans:
    """Give the absolute time from each `a` to each `b`."""
    low, high = np.broadcast_arrays(counts_of(a), counts_of(b))
    return _answer(high - low, (low == NAT) | (high == NAT)).view("m8[us]")


def moved(start: object, length: object) -> Instants:
    """Give the instants that lie so much absolute time after each start."""
    since, span = np.broadcast_arrays(counts_of(start), spans_of(length))
    known = (since != NAT) & (span != NAT)
    if (known & ((abs(since) >= _BEYOND) | (abs(span) >= _BEYOND))).any():
        msg = "An instant lies beyond all years."
        raise OutsideYears(msg)
    return _answer(since + span, (since == NAT) | (span == NAT)).view("M8[us]")


def share_of(spans: Spans, share: Fraction) -> Spans:
    """Give a share of each span, rounded up to whole microseconds; NaT stays NaT."""
    counts = spans.view(np.int64)
    missing = counts == NAT
    whole, rest = np.divmod(np.where(missing, 0, counts), share.denominator)
    return _answer(whole * share.numerator - (-rest * share.numerator // share.denominator), missing).view("m8[us]")
