"""NumPy arrays of instants and durations: read as counts of microseconds, asked about a chunk at a time.

What is worked out on the way needs little memory so, and stays near the processor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ola.clock.wall_clock import micros
from ola.errors import NaiveDatetime, OutsideYears, WrongCall

if TYPE_CHECKING:
    from fractions import Fraction

Counts: TypeAlias = NDArray[np.int64]
Instants: TypeAlias = NDArray[np.datetime64]
Spans: TypeAlias = NDArray[np.timedelta64]

NAT = np.iinfo(np.int64).min

# Longer than all years of the calendar, so that sums of two still fit.
_BEYOND = 1 << 60

# So many at a time stay in the processor's second cache.
_CHUNK = 1 << 14


class Asked:
    """Arrays that are asked about together, place by place; where one of them is NaT, nothing is known."""

    def __init__(self, *given: Counts) -> None:
        """Stretch the arrays to one shape, and find what each reaches from and to."""
        stretched = np.broadcast_arrays(*given)
        self.shape = stretched[0].shape
        self._flat = [each.reshape(-1) for each in stretched]
        self._reaches: list[tuple[int, int]] = []
        self._gaps = False
        for part in self._parts():
            # NaT is the least count there is.
            lows = [int(each.min()) for each in part]
            if NAT in lows:
                self._gaps = True
                where = _known(part)
                if not where.any():
                    continue
                part = [each[where] for each in part]  # noqa: PLW2901 - what is known of it
                lows = [int(each.min()) for each in part]
            highs = [int(each.max()) for each in part]
            found = list(zip(lows, highs, strict=True))
            self._reaches = [
                (min(low, least), max(high, most))
                for (low, high), (least, most) in zip(found, self._reaches or found, strict=True)
            ]

    @property
    def known(self) -> bool:
        """Whether anything is known at any place."""
        return bool(self._reaches)

    def reach(self, *arrays: int) -> tuple[int, int]:
        """Give the least and the greatest count in those of the arrays, over the places where all is known."""
        chosen = [self._reaches[each] for each in arrays]
        return min(low for low, _ in chosen), max(high for _, high in chosen)

    def answered(self, answer: Callable[..., NDArray[Any]], unknown: int = NAT) -> NDArray[Any]:
        """Answer chunk by chunk, with `unknown` where a NaT is; `answer` sees none of them."""
        found = np.full(self.shape, unknown) if self._gaps or not self.known else np.empty(self.shape, type(unknown))
        flat = found.reshape(-1)
        low = 0
        for part in self._parts():
            high = low + len(part[0])
            if not self._gaps:
                flat[low:high] = answer(*part)
            elif (where := _known(part)).any():
                flat[low:high][where] = answer(*(each[where] for each in part))
            low = high
        return found

    def _parts(self) -> Iterator[list[Counts]]:
        for low in range(0, len(self._flat[0]), _CHUNK):
            yield [each[low : low + _CHUNK] for each in self._flat]


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


def spans_between(a: object, b: object) -> Spans:
    """Give the absolute time from each `a` to each `b`."""
    return Asked(counts_of(a), counts_of(b)).answered(lambda low, high: high - low).view("m8[us]")


def moved(start: object, length: object) -> Instants:
    """Give the instants that lie so much absolute time after each start."""
    asked = Asked(counts_of(start), spans_of(length))
    if asked.known:
        low, high = asked.reach(0, 1)
        if max(high, -low) >= _BEYOND:
            msg = "An instant lies beyond all years."
            raise OutsideYears(msg)
    return asked.answered(lambda since, span: since + span).view("M8[us]")


def share_of(spans: Spans, share: Fraction) -> Spans:
    """Give a share of each span, rounded up to whole microseconds; NaT stays NaT."""

    def part(counts: Counts) -> Counts:
        whole, rest = np.divmod(counts, share.denominator)
        found: Counts = whole * share.numerator - (-rest * share.numerator // share.denominator)
        return found

    return Asked(spans.view(np.int64)).answered(part).view("m8[us]")


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


def _known(part: list[Counts]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.logical_and.reduce([each != NAT for each in part])
    return found
