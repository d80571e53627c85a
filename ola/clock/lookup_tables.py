"""Two questions about sorted points, answered for whole arrays by one look into a table instead of a search.

What is asked about is cut into buckets, a power of two wide, so that a shift finds the bucket. They are no
wider than what the question allows for, unless that would take too many of them.
"""

from __future__ import annotations

import numpy as np

from ola.clock.instant_arrays import Counts

# Two tables of so many stay near the processor's second cache.
_MOST_BUCKETS = 1 << 18


class Steps:
    """Counts how many of some sorted points lie below a value.

    Buckets are no wider than the least distance of two points. So a bucket holds one point at most: the
    count is that of the bucket's start, and one more past the point. Where that takes too many buckets,
    it searches.
    """

    def __init__(self, points: Counts) -> None:
        """Build the table over the points, which rise strictly."""
        self.points = points
        self.low = int(points[0]) if len(points) else 0
        self.high = int(points[-1]) if len(points) else 0
        self.shift = _shift(int(np.diff(points).min()) if len(points) > 1 else 1 << 40)
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


class Worked:
    """Measures how much of some windows lies before an instant.

    Buckets are no wider than the least gap between two windows. So a bucket touches one window at most:
    what is worked rises with that window's clock, and stays between what is worked at the bucket's two
    edges. Where that takes too many buckets, they are wider, and those that touch several windows are
    searched.
    """

    def __init__(self, starts: Counts, ends: Counts, before: Counts) -> None:
        """Build the table over windows that do not touch; the first is empty and lies before all instants."""
        self.starts, self.ends = starts, ends
        # On the clock of a window, an instant that lies in it is what is worked by then.
        self.clocks = before - starts
        self.low, high = (int(starts[1]), int(ends[-1])) if len(starts) > 1 else (0, 0)
        gaps = starts[2:] - ends[1:-1]
        self.shift = _shift(int(gaps.min()) if len(gaps) else max(high - self.low, 1))
        while high - self.low >> self.shift >= _MOST_BUCKETS:
            self.shift += 1
        size = (high - self.low >> self.shift) + 1
        edges = self.low + (np.arange(size + 1, dtype=np.int64) << self.shift)
        worked = self.searched(edges)
        first = np.searchsorted(ends, edges[:-1], side="right")
        past = np.searchsorted(starts, edges[1:], side="left")
        self.clock = self.clocks.take(first, mode="clip")
        self.least, self.most = worked[:-1].copy(), worked[1:].copy()
        touches_several = past - first > 1
        self.several = touches_several if touches_several.any() else None

    def by(self, at: Counts) -> Counts:
        """Give what is worked by each instant."""
        bucket = at - self.low
        bucket >>= self.shift
        # Instants outside the windows fall into the first or last bucket, and are right there too.
        found = self.clock.take(bucket, mode="clip")
        found += at
        np.maximum(found, self.least.take(bucket, mode="clip"), out=found)
        np.minimum(found, self.most.take(bucket, mode="clip"), out=found)
        if self.several is not None:
            where = np.flatnonzero(self.several.take(bucket, mode="clip"))
            found[where] = self.searched(at[where])
        return found

    def searched(self, at: Counts) -> Counts:
        """Give what is worked by each instant, found by a search."""
        window = np.searchsorted(self.starts, at, side="right") - 1
        found: Counts = self.clocks.take(window) + np.minimum(at, self.ends.take(window))
        return found


def _shift(width: int) -> int:
    """Give the power of two whose buckets are no wider than that."""
    return max(width.bit_length() - 1, 0)
