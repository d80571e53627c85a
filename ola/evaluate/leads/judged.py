"""A block of rows with its verdicts: which are accepted, and what the others break, in words when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.leads.wording import PROBLEMS, Wording

if TYPE_CHECKING:
    from ola.evaluate.leads.record import ReadLead

Mask = NDArray[np.bool_]
Problems = Sequence[Sequence[Mapping[str, Any]]] | pl.Series


@dataclass(frozen=True, slots=True, eq=False)
class Rejects:
    """Rejected rows of frames of one schema: as they came, what conditions look at in them, and what they break.

    `broken` says by index of the form which rows break it, `repeats` of the unique ones in how many rows a row's value
    stands.
    """

    frame: pl.DataFrame
    prepared: pl.DataFrame
    broken: Mapping[int, pl.Series]
    repeats: Mapping[int, pl.Series]
    wording: Wording

    def only(self, rows: pl.Series) -> Rejects:
        """Give some of the rows."""
        if rows.all():
            return self
        broken = {at: column.filter(rows) for at, column in self.broken.items()}
        repeats = {at: column.filter(rows) for at, column in self.repeats.items()}
        few = pl.Series(np.flatnonzero(rows.to_numpy()))  # filtered rows would keep the text of all the others alive
        return Rejects(self.frame[few], self.prepared.filter(rows), broken, repeats, self.wording)

    def problems(self) -> tuple[pl.Series, pl.Series]:
        """Say in words what is wrong with each row: a list of errors, and one of warnings."""
        return self.wording.problems(self.frame, self.prepared, self.broken, self.repeats)

    def cells(self) -> tuple[pl.Series, pl.Series]:
        """Say the same as it stands in cells of delimited text."""
        return self.wording.problems(self.frame, self.prepared, self.broken, self.repeats, as_cells=True)


class Judged:
    """A block with its verdicts: `accepted` says of each readable row whether it is.

    `errors` and `warnings` belong to the rejected readable rows, in their order: for each a list of `code`,
    `clause`, `field` (a JSON Pointer) and `message`. Words are only made for who asks. `rejects` are
    the rejected rows of a frame; records have none. `values` are those that were to be kept: of a frame as
    `FrameVerdicts` has them, of records as they were read.
    """

    __slots__ = ("_found", "_gather", "accepted", "block", "rejects", "values")

    def __init__(
        self,
        block: Any,
        accepted: Mask,
        gather: Callable[[], tuple[Problems, Problems]] | Rejects,
        values: pl.DataFrame | list[ReadLead] | None = None,
    ) -> None:
        """Keep the block, what of it is accepted, and the rejected rows, or how to say why they are."""
        self.block, self.accepted, self.values = block, accepted, values
        self.rejects = gather if isinstance(gather, Rejects) else None
        self._gather = gather.problems if isinstance(gather, Rejects) else gather
        self._found: tuple[Problems, Problems] | None = None

    @property
    def errors(self) -> pl.Series:
        """What is wrong with each rejected row, at level error."""
        return pl.Series("_ola_errors", self._problems()[0], dtype=PROBLEMS)

    @property
    def warnings(self) -> pl.Series:
        """What else is wrong with each rejected row, at level warning."""
        return pl.Series("_ola_warnings", self._problems()[1], dtype=PROBLEMS)

    def _problems(self) -> tuple[Problems, Problems]:
        if self._found is None:
            self._found = self._gather()
        return self._found

    def rejected(self) -> Judged:
        """The same of the rejected rows alone, and of what could not be read; the accepted ones are let go of."""
        rejects = self.rejects
        if rejects is None:
            return self
        rows = ~self.accepted
        lines = None if self.block.lines is None else self.block.lines[rows]
        text = None if self.block.text is None else self.block.text.only(rows)
        block = replace(self.block, frame=rejects.frame, rows=self.block.rows[rows], lines=lines, text=text)
        return Judged(block, np.zeros(rejects.frame.height, dtype=bool), rejects)

    def follows(self, other: Judged) -> bool:
        """Whether the rejected rows of both can be put into words together, those of the other first."""
        mine, theirs = self.rejects, other.rejects
        if mine is None or theirs is None or mine.wording is not theirs.wording:
            return False
        return bool(self.block.file == other.block.file)


def rejected_together(several: Sequence[Judged]) -> Judged:
    """Make one block of the rejected rows (see `Judged.rejected`) of several blocks that follow each other."""
    if len(several) == 1:
        return several[0]
    blocks = [each.block for each in several]
    rejects = [each.rejects for each in several if each.rejects is not None]
    block = replace(
        blocks[-1],
        frame=pl.concat([each.frame for each in rejects]),
        rows=np.concatenate([each.rows for each in blocks]),
        lines=None if blocks[0].lines is None else np.concatenate([each.lines for each in blocks]),
        unreadable=tuple(lost for each in blocks for lost in each.unreadable),
        text=None if blocks[0].text is None else type(blocks[0].text).joined([each.text for each in blocks]),
    )
    heights = [each.frame.height for each in rejects]
    together = Rejects(
        block.frame,
        pl.concat([each.prepared for each in rejects]),
        _joined([each.broken for each in rejects], heights, nothing=False),
        _joined([each.repeats for each in rejects], heights, nothing=0),
        rejects[0].wording,
    )
    return Judged(block, np.zeros(block.frame.height, dtype=bool), together)


def _joined(
    parts: Sequence[Mapping[int, pl.Series]], heights: Sequence[int], *, nothing: object
) -> dict[int, pl.Series]:
    """Put columns of several blocks together, in the order of the forms; a block that has none has nothing there."""
    found = {}
    for at in sorted({at for part in parts for at in part}):
        dtype = next(part[at].dtype for part in parts if at in part)
        blank = pl.Series([nothing], dtype=dtype)
        found[at] = pl.concat(
            [part.get(at, blank.new_from_index(0, height)) for part, height in zip(parts, heights, strict=True)]
        )
    return found
