"""Marks of all leads in one order: by lead, time, rank and kind."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_BITS = 63


def lined_up(marks: pl.DataFrame) -> tuple[Numbers, Numbers, NDArray[np.int32]]:
    """Give leads, instants and marks in order, of rows with `number`, `at`, `rank` and `mark`, none of them null.

    Where all four fit into one number, that is sorted: many times faster than by four columns.
    """
    if not marks.height:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing.astype(np.int32)
    at = marks.get_column("at").to_numpy()
    first = int(at.min())
    since = at - first
    # Few logs tell more than seconds: in their own steps, times are small numbers.
    step = max(int(np.gcd.reduce(since)), 1)
    since //= step
    others = [marks.get_column(name).to_numpy() for name in ("number", "rank", "mark")]
    number, rank, mark = others
    bits = [int(each.max()).bit_length() for each in (since, rank, mark)]
    if sum(bits) + int(number.max()).bit_length() > _BITS:
        ordered = marks.sort("number", "at", "rank", "mark")
        lead, at, mark = (ordered.get_column(name).to_numpy() for name in ("number", "at", "mark"))
        return lead, at, mark
    packed = number.astype(np.int64)
    for column, width in zip((since, rank, mark), bits, strict=True):
        packed <<= width
        packed |= column
    packed.sort()
    of_mark = (packed & ((1 << bits[2]) - 1)).astype(np.int32)
    packed >>= bits[1] + bits[2]
    instants = (packed & ((1 << bits[0]) - 1)) * step + first
    packed >>= bits[0]
    return packed, instants, of_mark
