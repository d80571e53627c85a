"""Rejected rows put into words and written in their order, beside other work."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING

from ola.evaluate.leads.judged import Judged, rejected_together

if TYPE_CHECKING:
    from ola.rows.write import MadeRows, RejectedRows

_TOGETHER = 20_000  # rejected rows that are put into words at once, unless a block has more
_AHEAD = 1  # how many such parts may wait to be written


class Rejecting:
    """Takes rejected rows block by block, and writes them with their reasons while the next blocks are judged.

    Sentences cost little a row and something each time, so rows of several blocks are put into words together.
    """

    def __init__(self, rows: RejectedRows, workers: Executor) -> None:
        """Write into these rows, with the help of these workers."""
        self._rows, self._workers = rows, workers
        self._kept: list[Judged] = []
        self._coming: deque[Future[MadeRows]] = deque()

    def add(self, judged: Judged) -> None:
        """Take in the rejected rows of a block, and what could not be read."""
        if self._kept and not judged.follows(self._kept[-1]):
            self._hand_over()
        self._kept.append(judged.rejected())
        if sum(each.block.count for each in self._kept) >= _TOGETHER:
            self._hand_over()

    def finish(self) -> None:
        """Write what is still to be written."""
        self._hand_over()
        while self._coming:
            self._rows.put(self._coming.popleft().result())

    def _hand_over(self) -> None:
        if self._kept:
            self._coming.append(self._workers.submit(_told, self._rows, self._kept))
            self._kept = []
        while self._coming and (len(self._coming) > _AHEAD or self._coming[0].done()):
            self._rows.put(self._coming.popleft().result())


def _told(rows: RejectedRows, judged: Sequence[Judged]) -> MadeRows:
    together = rejected_together(judged)
    if together.rejects is not None and rows.copies(together.block):
        made = rows.made_of_lines(together.block, *together.rejects.cells())
        if made is not None:
            return made
    return rows.made(together.block, together.accepted, together.errors, together.warnings)
