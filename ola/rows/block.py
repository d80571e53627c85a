"""A block of rows: what can be read, what cannot, and where each stands in the input.

Every record of the input is in exactly one block, and there either among the readable rows or among
the unreadable: records in = the sum of `block.count`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.rows.unreadable import Unreadable

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TextRows:
    """The readable rows of a block as they stand in the text: row i is `data[starts[i]:ends[i]]`, line end included."""

    data: bytes
    starts: Numbers
    ends: Numbers

    def taken(self, keep: Mask) -> bytes:
        """Give the text of the rows to keep, in order and untouched; each ends its line."""
        wanted = np.flatnonzero(keep)
        if not wanted.size:
            return b""
        starts, ends = self.starts[wanted], self.ends[wanted]
        breaks = np.flatnonzero(starts[1:] != ends[:-1])
        firsts = starts[np.concatenate(([0], breaks + 1))].tolist()
        lasts = ends[np.concatenate((breaks, [wanted.size - 1]))].tolist()
        view = memoryview(self.data)
        text = b"".join([view[first:last] for first, last in zip(firsts, lasts, strict=True)])
        return text if text.endswith((b"\n", b"\r")) else text + b"\n"


@dataclass(frozen=True, slots=True, eq=False)
class FrameBlock:
    """Rows in columns: text in every column for text files, their own types for typed sources.

    `rows` are the record numbers of the frame's rows, `lines` the lines they start on in a text file.
    In text an empty cell is null and a quoted empty cell (`""`) is an empty text. `done` is the share
    of the input read when this block ends, where that is known. `file` is the one of several files that it
    comes from, in which `rows` and `lines` count.
    """

    frame: pl.DataFrame
    rows: Numbers
    lines: Numbers | None = None
    unreadable: tuple[Unreadable, ...] = ()
    text: TextRows | None = None
    done: float | None = None
    file: str | None = None

    @property
    def count(self) -> int:
        """How many records of the input this block holds, readable or not."""
        return self.frame.height + len(self.unreadable)


@dataclass(frozen=True, slots=True, eq=False)
class RecordBlock:
    """Rows as mappings, for sources that come so (JSON Lines, lists): never made a frame just to be checked."""

    records: list[Mapping[str, object]]
    rows: Numbers
    lines: Numbers | None = None
    unreadable: tuple[Unreadable, ...] = ()
    text: TextRows | None = None
    done: float | None = None
    file: str | None = None

    @property
    def count(self) -> int:
        """How many records of the input this block holds, readable or not."""
        return len(self.records) + len(self.unreadable)


Block = FrameBlock | RecordBlock
