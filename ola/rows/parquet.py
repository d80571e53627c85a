"""Parquet in blocks of rows, a slice of the file at a time, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from ola.errors import UnreadableInput
from ola.finding import Code, DataPlace, Finding, count
from ola.rows.block import FrameBlock
from ola.rows.rows import FileRows, InputFile

NO_ROWS = Code(
    "OLA434",
    "warning",
    "The table has columns and no rows",
    """\
Nothing was checked because there is nothing to check. If leads were expected, the query that
wrote this table found none: look at its filter and its dates.""",
)

_ROWS = 100_000
_AT_ONCE = 3  # blocks that are read in one go: a part of a row group costs nearly as much as all of it


class ParquetRows(FileRows):
    """The rows of a Parquet file, each column in its own type."""

    columns: tuple[str, ...]

    def __init__(self, file: InputFile, *, rows: int = _ROWS) -> None:
        """Read the file's footer; raise `UnreadableInput` if it is no whole Parquet file. `rows` make a block."""
        super().__init__(file)
        self._rows = rows
        if not file.size:
            message = f"{self.name} is empty: it is not even an empty Parquet file. Export it again."
            raise UnreadableInput(message)
        if not file.head.startswith(b"PAR1"):
            message = f"{self.name} is no Parquet file. Say what it is: --read-as csv or --read-as jsonl."
            raise UnreadableInput(message)
        try:
            self._frame = pl.scan_parquet(file.path, glob=False)
            self.types = dict(self._frame.collect_schema())
            self.columns = tuple(self.types)
            self.height = int(self._frame.select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._broken(error) from error
        if not self.height:
            message = f"{self.name} has {count(len(self.columns), 'column')} and no rows."
            place = DataPlace(file=self.name)
            self.findings = (Finding(NO_ROWS.code, NO_ROWS.level, message, place=place),)

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[FrameBlock]:
        """Go through the rows from the first; a table without rows gives one empty block, for its types."""
        frame = self._frame.select(self.wanted(only))
        at_once = self._rows * _AT_ONCE
        for start in range(0, max(1, self.height), at_once):
            try:
                part = frame.slice(start, at_once).collect()
            except (pl.exceptions.PolarsError, OSError) as error:
                raise self._broken(error) from error
            for first in range(start, min(start + at_once, max(1, self.height)), self._rows):
                numbers = np.arange(first + 1, min(first + self._rows, self.height) + 1)
                block = part.slice(first - start, self._rows)
                yield FrameBlock(block, numbers, done=min(1.0, (first + self._rows) / max(1, self.height)))
        self._file.require_unchanged()

    def _broken(self, error: Exception) -> UnreadableInput:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        return UnreadableInput(f"{self.name} is a broken or cut off Parquet file ({what}). Write or fetch it again.")
