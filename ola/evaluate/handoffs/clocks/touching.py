"""How far leads came with the touches they are owed, of many cycles at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ola.evaluate.handoffs.clocks.cycles import Touches
from ola.evaluate.handoffs.clocks.marks import next_place

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Touching:
    """The touches among marks in the order of leads and time; `past` is the place past each mark's lead."""

    def __init__(self, touches: Touches, event: Numbers, occurred: Flags, at: Numbers, past: Numbers) -> None:
        """Number the touches, and find the next one of each kind."""
        self.owed, self.at, self.past = touches, at, past
        kinds = [occurred & (event == each) for each in sorted(touches.of)]
        own = np.logical_or.reduce(kinds) if kinds else np.zeros(len(at), dtype=bool)
        self.places = np.flatnonzero(own)
        self.before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(own)])
        """How many touches stand before each place."""
        self.next_of = [next_place(kind) for kind in kinds]

    def done(self, starts: Numbers) -> Numbers:
        """Give the place of the touch with which all that is owed from a start on is done; past all without one."""
        none = len(self.at)
        last = self.before[starts] + self.owed.at_least - 1
        found = np.full(len(starts), none, dtype=np.int64)
        enough = last < len(self.places)
        found[enough] = self.places[last[enough]]
        # On so many channels: the place at which the last of the first of each is reached.
        firsts = np.sort(np.stack([of[starts] for of in self.next_of]), axis=0)
        channels = self.owed.channels
        spread = firsts[channels - 1] if channels <= len(firsts) else np.full(len(starts), none)
        found = np.maximum(found, spread)
        return np.where(found < self.past[starts], found, none)

    def so_far(self, starts: Numbers, ends: Numbers, until: Numbers) -> tuple[Numbers, Numbers]:
        """Count the touches, and the channels, from starts up to places and no later than instants."""
        low, high = self.before[starts], self.before[ends]
        first, past = low.copy(), high.copy()
        while (open_ones := np.flatnonzero(low < high)).size:
            middle = (low[open_ones] + high[open_ones]) // 2
            early = self.at[self.places[middle]] <= until[open_ones]
            low[open_ones] = np.where(early, middle + 1, low[open_ones])
            high[open_ones] = np.where(early, high[open_ones], middle)
        counted = np.minimum(low, past) - first
        channels = np.zeros(len(starts), dtype=np.int64)
        for of in self.next_of:
            at = of[starts]
            within = at < ends
            within[within] = self.at[at[within]] <= until[within]
            channels += within
        return counted, channels
