"""A field that is filled in as a rule, and suddenly is not: a long run of blanks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ola.finding import Code, Finding, count

if TYPE_CHECKING:
    from ola.evaluate.leads.drift.seen import Seen

BLANK_RUN = Code(
    "OLA323",
    "warning",
    "A long run of blanks in a field that is filled in elsewhere",
    """\
Row after row is blank, far longer than chance would have it where the rest of the file is mostly filled in. Mostly an
integration stopped writing the field on some day, or one of several files that were put together lacks the column.

    phone is blank in rows 4,001 to 9,000; of the other 4,000 rows 3,812 are filled in

In a file that is sorted it may be right: sorted by source, the leads of one source may have no phone. The longest run
of a field is told.

Find out what the rows of the run have in common, and where the field was lost.""",
)

_SHORTEST = 10
_FEWEST_OTHERS = 10
_CHANCE = -20.0  # log of about one in half a thousand million


@dataclass(slots=True)
class BlankRun:
    """The longest run of blanks so far, as the rows of its ends, and the run that is still going on."""

    first: int = 0
    last: int = 0
    length: int = 0
    _open_first: int = 0
    _open_length: int = 0
    _previous: int = 0

    def add(self, blank: NDArray[np.bool_], rows: NDArray[np.int64]) -> None:
        """Take in which of some rows are blank."""
        size = len(rows)
        if not size:
            return
        filled = np.flatnonzero(~blank)
        if not len(filled):
            self._go_on(int(rows[0]), size)
        else:
            if filled[0]:
                self._go_on(int(rows[0]), int(filled[0]))
                self._previous = int(rows[filled[0] - 1])
            self._end()
            gaps = np.diff(filled)
            longest = int(gaps.argmax()) if len(gaps) else 0
            if len(gaps) and gaps[longest] - 1 > self.length:
                self.first, self.last = int(rows[filled[longest] + 1]), int(rows[filled[longest + 1] - 1])
                self.length = int(gaps[longest]) - 1
            behind = size - 1 - int(filled[-1])
            if behind:
                self._go_on(int(rows[filled[-1] + 1]), behind)
        self._previous = int(rows[-1])

    def _go_on(self, row: int, length: int) -> None:
        if not self._open_length:
            self._open_first = row
        self._open_length += length

    def _end(self) -> None:
        """Close the run that is going on."""
        if self._open_length > self.length:
            self.first, self.last, self.length = self._open_first, self._previous, self._open_length
        self._open_length = 0

    def finish(self) -> None:
        """Close the run that goes on to the end of the input."""
        self._end()


def blank_runs(seen: Seen) -> Iterator[Finding]:
    """Tell the longest run of blanks of each field where it is longer than chance would have it."""
    for column in seen.columns.values():
        own, run = column.own, column.blanks
        others = seen.rows - run.length
        if own is None or run.length < _SHORTEST or others < _FEWEST_OTHERS or not column.filled:
            continue
        blank_elsewhere = (column.blank - run.length + 1) / (others + 2)
        if run.length * math.log(blank_elsewhere) > _CHANCE:
            continue
        filled = f"{column.filled:,} of the other {count(others, 'lead')} {'has' if column.filled == 1 else 'have'} it"
        yield seen.finding(
            BLANK_RUN,
            column,
            f"{own.name} is blank in {count(run.length, 'lead')} one after the other, "
            f"{seen.counting.rows(run.first, run.last)}; {filled}.",
            row=run.first,
            advice="Find out what these rows have in common, and where the field was lost.",
            count=run.length,
        )
