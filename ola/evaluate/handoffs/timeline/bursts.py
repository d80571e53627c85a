"""Half minutes in which one person touched many leads, as a log shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

WINDOW = 30_000_000  # half a minute, in microseconds
LEAST = 10
_BUCKETS = 1 << 22
_SPREAD = 0x9E3779B97F4A7C15  # an odd number that spreads neighbouring half minutes (Knuth's multiplicative hashing)


@dataclass(frozen=True, slots=True)
class Burst:
    """So many leads touched by one owner in one half minute, of one log."""

    log: str
    file: str
    owner: str
    at: int
    leads: int


def bursts(log: str, file: str, occurrences: pl.DataFrame, touches: Iterable[int]) -> tuple[Burst, ...]:
    """Find the half minutes of a log in which one owner (`by`) touched many leads."""
    acted = occurrences.filter(pl.col("by").is_not_null() & pl.col("event").is_in([*touches]))
    if acted.height < LEAST:
        return ()
    window = (pl.col("at") // WINDOW).alias("window")
    # Buckets with few rows hold no burst; they are told apart without grouping every half minute.
    windows = acted.select(window).to_series().to_numpy().astype(np.uint64)
    with np.errstate(over="ignore"):
        spread = acted.get_column("by").hash(7).to_numpy() ^ (windows * np.uint64(_SPREAD))
    bucket = (spread >> np.uint64(42)).astype(np.int64)
    busy = np.bincount(bucket, minlength=_BUCKETS) >= LEAST
    found = (
        acted.filter(pl.Series(busy[bucket]))
        .group_by("by", window)
        .agg(pl.col("lead").n_unique().alias("leads"))
        .filter(pl.col("leads") >= LEAST)
        .sort("by", "window")
    )
    return tuple(Burst(log, file, by, at * WINDOW, leads) for by, at, leads in found.iter_rows())
