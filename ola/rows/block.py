"""A block of rows: what can be read, what cannot, and where each stands in the input.

Every record of the input is in exactly one block, and there either among the readable rows or among
the unreadable: records in = the sum of `block.count`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.rows.unreadable import Unreadable

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
_NO_DELIMITER = "\x1f"  # a character that no text of leads has


@dataclass(frozen=True, slots=True, eq=False)
class TextRows:
    """The readable rows of a block as they stand in the text: row i is `data[starts[i]:ends[i]]`, line end included."""

    data: bytes
    starts: Numbers
    ends: Numbers

    @classmethod
    def joined(cls, parts: Sequence[TextRows]) -> TextRows:
        """Put rows of several blocks one behind the other."""
        sizes = np.cumsum([0, *(len(part.data) for part in parts)])[:-1]
        starts = np.concatenate([part.starts + size for part, size in zip(parts, sizes, strict=True)])
        ends = np.concatenate([part.ends + size for part, size in zip(parts, sizes, strict=True)])
        return cls(b"".join(part.data for part in parts), starts, ends)

    def only(self, keep: Mask) -> TextRows:
        """Give the rows to keep alone, and let go of the others' text; each ends its line."""
        if keep.all():
            return self
        lengths = self.ends[keep] - self.starts[keep]
        text = b"".join(self.taken(keep))
        if len(text) > lengths.sum():  # the last row of a text may lack a line end
            lengths[-1] += 1
        ends = np.cumsum(lengths)
        return TextRows(text, ends - lengths, ends)

    def lines(self) -> pl.Series | None:
        """Give each row as a line without its end, where every row is one; all of them are UTF-8."""
        text = (
            self.data
            if self.starts.size and self.ends[-1] == len(self.data)
            else b"".join(self.taken(np.ones(self.starts.size, np.bool_)))
        )
        text = text.replace(b"\r\n", b"\n")
        if b"\r" in text or _NO_DELIMITER.encode() in text:
            return None
        frame = pl.read_csv(
            text,
            has_header=False,
            separator=_NO_DELIMITER,
            quote_char=None,
            schema={"line": pl.String()},
            raise_if_empty=False,
        )
        return frame["line"] if frame.height == self.starts.size else None

    def taken(self, keep: Mask) -> list[bytes | memoryview]:
        """Give the text of the rows to keep, in order and untouched, in pieces; each row ends its line."""
        wanted = np.flatnonzero(keep)
        if not wanted.size:
            return []
        starts, ends = self.starts[wanted], self.ends[wanted]
        breaks = np.flatnonzero(starts[1:] != ends[:-1])
        firsts = starts[np.concatenate(([0], breaks + 1))].tolist()
        lasts = ends[np.concatenate((breaks, [wanted.size - 1]))].tolist()
        view = memoryview(self.data)
        text: list[bytes | memoryview] = [view[first:last] for first, last in zip(firsts, lasts, strict=True)]
        return text if text[-1][-1:] in {b"\n", b"\r"} else [*text, b"\n"]


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
