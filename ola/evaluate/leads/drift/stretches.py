"""A column's history in stretches of rows: how many cells of each code, and where the first and last of them stand.

Memory does not grow with the input: when there is no room for more stretches, two become one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ola.evaluate.leads.drift.spelling import CODES, Codes

Numbers = NDArray[np.int64]

MOST = 128


@dataclass(slots=True, eq=False)
class Stretches:
    """Stretches of `width` rows each, by row number: what code stands in how many cells, from which row to which.

    `counts`, `first` and `last` have a row a stretch and a column a code; `first` and `last` are 0 where there is none.
    """

    width: int = 1
    counts: Numbers = field(default_factory=lambda: np.zeros((MOST, CODES), np.int64))
    first: Numbers = field(default_factory=lambda: np.zeros((MOST, CODES), np.int64))
    last: Numbers = field(default_factory=lambda: np.zeros((MOST, CODES), np.int64))

    def add(self, codes: Codes, rows: Numbers) -> None:
        """Take in the codes of some rows, whose numbers rise from block to block."""
        if not len(rows):
            return
        while (int(rows[-1]) - 1) // self.width >= MOST:
            self._halve()
        at = (rows - 1) // self.width * CODES + codes
        size = MOST * CODES
        self.counts += np.bincount(at, minlength=size).reshape(MOST, CODES)
        # Of several that are assigned to one place NumPy keeps the last.
        first, last = np.zeros(size, np.int64), np.zeros(size, np.int64)
        first[at[::-1]] = rows[::-1]
        last[at] = rows
        self.first = np.where(self.first == 0, first.reshape(MOST, CODES), self.first)
        self.last = np.maximum(self.last, last.reshape(MOST, CODES))

    def _halve(self) -> None:
        """Let two stretches be one, all along."""
        room = MOST // 2
        counts, first, last = (
            np.zeros((MOST, CODES), np.int64),
            np.zeros((MOST, CODES), np.int64),
            np.zeros((MOST, CODES), np.int64),
        )
        counts[:room] = self.counts[::2] + self.counts[1::2]
        first[:room] = np.where(self.first[::2] == 0, self.first[1::2], self.first[::2])
        last[:room] = np.maximum(self.last[::2], self.last[1::2])
        self.width, self.counts, self.first, self.last = 2 * self.width, counts, first, last
