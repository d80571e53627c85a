"""The marks a clock listens to, of all leads, by columns; and where flags and codes stand in a column."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Marks:
    """The marks the clock listens to, by columns; `past` is the place past the lead's last one."""

    lead: Numbers
    at: Numbers
    event: Numbers
    kind: Numbers
    past: Numbers = field(init=False)
    first: Flags = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.lead)
        self.first = np.ones(count, dtype=bool)
        self.first[1:] = self.lead[1:] != self.lead[:-1]
        edges = np.append(np.flatnonzero(self.first), count)
        self.past = np.repeat(edges[1:], np.diff(edges)) if count else np.zeros(0, dtype=np.int64)

    def last(self, own: Flags) -> Numbers:
        """Give for each mark the place of the lead's last own mark up to it, -1 before there is one."""
        places = np.arange(len(own), dtype=np.int64)
        last = np.maximum.accumulate(np.where(own, places, -1)) if len(own) else places
        firsts = np.maximum.accumulate(np.where(self.first, places, -1)) if len(own) else places
        return np.where(last >= firsts, last, -1)

    def at_place(self, places: Numbers) -> Numbers:
        """Give the instants at places, of which some may lie past all marks: those of the last mark stand there."""
        return self.at[np.minimum(places, len(self.at) - 1)]


def next_place(flags: Flags) -> Numbers:
    """Give for each place, and the one past them, the first flagged place that is not before it."""
    count = len(flags)
    found = np.append(np.where(flags, np.arange(count, dtype=np.int64), count), count)
    return np.minimum.accumulate(found[::-1])[::-1]


def groups(codes: Numbers) -> list[tuple[int, Numbers]]:
    """Give each code, and where it stands."""
    if not len(codes):
        return []
    if (codes == codes[0]).all():
        return [(int(codes[0]), np.arange(len(codes)))]
    order = np.argsort(codes, kind="stable")
    edges = np.flatnonzero(np.append(True, codes[order][1:] != codes[order][:-1]))
    return [(int(codes[at[0]]), at) for at in np.split(order, edges[1:])]
