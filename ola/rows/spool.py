"""Rows that come once, such as a query's: kept in a nameless temporary file, so that they can be gone through again."""

from __future__ import annotations

import io
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import polars as pl

from ola.errors import UnreadableInput
from ola.finding import DataPlace, Finding, count
from ola.rows.block import FrameBlock
from ola.rows.common_types import common_type
from ola.rows.parquet import NO_ROWS
from ola.rows.rows import Rows

_ROWS = 100_000


class SpooledRows(Rows):
    """Frames of the same columns, in the order they came; a column may have other types from frame to frame.

    The file has no name, so nothing of it is left whatever becomes of the program.
    """

    columns: tuple[str, ...]
    types: dict[str, pl.DataType]

    def __init__(self, frames: Iterable[pl.DataFrame], *, name: str) -> None:
        """Take in all frames, of which there is at least one; raise `UnreadableInput` where there is no room."""
        self.name = name
        self._lock = threading.Lock()  # two passes may be under way at once
        self._places: list[tuple[int, int, int]] = []
        schemas: list[pl.Schema] = []
        try:
            self._file = tempfile.TemporaryFile(prefix="ola-")  # noqa: SIM115 — it lives as long as the rows
            self._gone = weakref.finalize(self, self._file.close)
            for frame in frames:
                for part in _in_blocks(frame):
                    self._keep(part)
                if not schemas or schemas[-1] != frame.schema:
                    schemas.append(frame.schema)
            if not self._places:
                self._keep(pl.DataFrame(schema=schemas[0]))
        except OSError as error:
            message = (
                f"{name} could not be kept in {tempfile.gettempdir()} for a second pass: {error.strerror or error}. "
                "Make room there, or set TMPDIR to a folder that has some."
            )
            raise UnreadableInput(message) from error
        self.columns = tuple(schemas[0])
        self.types = {column: common_type(schema[column] for schema in schemas) for column in self.columns}
        self.height = sum(rows for _, _, rows in self._places)
        if not self.height:
            message = f"{name} has {count(len(self.columns), 'column')} and no rows."
            self.findings = (Finding(NO_ROWS.code, NO_ROWS.level, message, place=DataPlace(file=name)),)

    def _keep(self, frame: pl.DataFrame) -> None:
        kept = io.BytesIO()
        frame.write_ipc_stream(kept, compression="lz4")
        self._places.append((self._file.tell(), kept.tell(), frame.height))
        self._file.write(kept.getbuffer())

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[FrameBlock]:
        """Go through the rows from the first; an input without rows gives one empty block, for its types."""
        wanted = self.wanted(only)
        row = 0
        for start, length, rows in self._places:
            with self._lock:
                self._file.seek(start)
                kept = self._file.read(length)
            frame = pl.read_ipc_stream(io.BytesIO(kept), columns=wanted).select(wanted)
            empty = {name: self.types[name] for name, kind in frame.schema.items() if kind == pl.Null}
            frame = frame.cast(empty)  # type: ignore[arg-type]  # names to types
            numbers = np.arange(row + 1, row + rows + 1)
            row += rows
            yield FrameBlock(frame, numbers, done=row / max(1, self.height))

    def close(self) -> None:
        """Let go of the file."""
        self._gone()


def _in_blocks(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for first in range(0, frame.height, _ROWS):
        yield frame.slice(first, _ROWS)


def gathered(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Put small frames of one schema together, so that a block is worth its while; the last may be small."""
    some: list[pl.DataFrame] = []
    for frame in frames:
        some.append(frame)
        if sum(each.height for each in some) >= _ROWS:
            yield pl.concat(some)
            some = []
    if some:
        yield pl.concat(some)
