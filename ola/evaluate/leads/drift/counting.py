"""Rows counted through an input, also where each of its files counts them anew; and where a row stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ola.finding import DataPlace

Numbers = NDArray[np.int64]


@dataclass(slots=True)
class Counting:
    """The files of an input in order, each with how many rows came before it; `last` is the last row so far.

    The rows of one file keep their own numbers.
    """

    name: str
    before: list[int] = field(default_factory=lambda: [0])
    files: list[str] = field(default_factory=list)
    last: int = 0

    def count(self, block: Any) -> Numbers:
        """Number the readable rows of the next block, so that they rise through the whole input."""
        file: str = getattr(block, "file", None) or self.name
        if not self.files:
            self.files.append(file)
        elif file != self.files[-1]:
            self.files.append(file)
            self.before.append(self.last)
        rows: Numbers = block.rows + self.before[-1]
        lost = max((each.row for each in block.unreadable), default=0) + self.before[-1]
        self.last = max(self.last, int(rows[-1]) if len(rows) else 0, lost)
        return rows

    def place(self, row: int) -> DataPlace:
        """Give the place of a row: its file, and its number there."""
        file, number = self._own(row)
        return DataPlace(file, number)

    def rows(self, first: int, last: int) -> str:
        """Name the rows from one to another: `rows 31 to 42`, with the files where there are several."""
        (one, start), (other, end) = self._own(first), self._own(last)
        if one == other:
            return f"rows {start:,} to {end:,}{self._of(one)}"
        return f"rows {start:,} of {one} to {end:,} of {other}"

    def row(self, row: int) -> str:
        """Name a row: `row 31`, with its file where there are several."""
        file, number = self._own(row)
        return f"row {number:,}{self._of(file)}"

    def _own(self, row: int) -> tuple[str, int]:
        at = bisect_right(self.before, row - 1) - 1
        return (self.files[at] if self.files else self.name), row - self.before[at]

    def _of(self, file: str) -> str:
        return f" of {file}" if len(self.files) > 1 else ""
