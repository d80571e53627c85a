"""Rows that are in memory already: lists of mappings, and frames of Polars, pandas, Arrow and whatever speaks Arrow."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ola.errors import UnreadableInput, WrongCall
from ola.finding import Code
from ola.rows.block import FrameBlock, RecordBlock
from ola.rows.parquet import ParquetRows
from ola.rows.reported import reported
from ola.rows.rows import InputFile, Rows
from ola.rows.unreadable import Unreadable, unreadable

NOT_A_MAPPING = Code(
    "OLA416",
    "error",
    "A record in the list is no mapping",
    """\
A list of leads holds mappings (dicts) from field names to values. Something else stands among
them: `None`, a tuple, a text. It is rejected and kept as Python shows it; give each lead as a dict.""",
)

_RECORDS = 5_000
_ROWS = 100_000


class RecordRows(Rows):
    """A list of mappings, each record as it is."""

    columns: None

    def __init__(self, records: Iterable[object], *, name: str = "records") -> None:
        """Keep the records; an iterator is gone through once and kept as a list."""
        self.name = name
        self.columns = None
        self._records = records if isinstance(records, Sequence) else list(records)

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[RecordBlock]:  # noqa: ARG002 — records are whole
        """Go through the records from the first."""
        for first in range(0, len(self._records), _RECORDS):
            some = self._records[first : first + _RECORDS]
            records: list[Mapping[str, object]] = []
            numbers: list[int] = []
            lost: list[Unreadable] = []
            for row, record in enumerate(some, first + 1):
                if isinstance(record, Mapping):
                    records.append(record)
                    numbers.append(row)
                else:
                    lost.append(self._unreadable(record, row))
            done = (first + len(some)) / len(self._records)
            yield RecordBlock(records, np.array(numbers, np.int64), unreadable=tuple(lost), done=done)

    def _unreadable(self, record: object, row: int) -> Unreadable:
        message = f"The record is of type {type(record).__name__}, not a mapping."
        advice = "Give each lead as a dict from field names to values."
        raw = repr(record)
        return unreadable(NOT_A_MAPPING, file=self.name, row=row, line=None, raw=raw, message=message, advice=advice)


class FrameRows(Rows):
    """A frame in memory, each column in its own type."""

    columns: tuple[str, ...]

    def __init__(self, frame: pl.DataFrame, *, name: str = "frame") -> None:
        """Keep the frame; nothing is copied."""
        self.name = name
        self.columns = tuple(frame.columns)
        self._frame = frame

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[FrameBlock]:
        """Go through the rows from the first; a frame without rows gives one empty block, for its types."""
        frame = self._frame.select(self.wanted(only))
        for first in range(0, max(1, self._frame.height), _ROWS):
            part = frame.slice(first, _ROWS)
            numbers = np.arange(first + 1, first + part.height + 1)
            yield FrameBlock(part, numbers, done=(first + part.height) / max(1, frame.height))


class LazyRows(ParquetRows):
    """A lazy Polars query, run once into a temporary file, so that its rows are the same on every pass."""

    def __init__(self, query: pl.LazyFrame, *, name: str = "query") -> None:
        """Run the query; raise `UnreadableInput` if it fails."""
        handle, path = tempfile.mkstemp(prefix="ola-", suffix=".parquet")
        os.close(handle)
        try:
            query.sink_parquet(path, compression="lz4")
        except (pl.exceptions.PolarsError, OSError) as error:
            Path(path).unlink(missing_ok=True)
            message = f"The query that should give the rows failed: {reported(error)}"
            raise UnreadableInput(message) from error
        super().__init__(InputFile(Path(path), name, temporary=True))

    def sha256(self) -> None:
        """No hash: the rows were never a file of the caller's."""
        return


def rows_in_memory(source: object) -> Rows:
    """Give the rows of an object; raise `WrongCall` where it is nothing that holds rows."""
    if isinstance(source, pl.DataFrame):
        return FrameRows(source)
    if isinstance(source, pl.LazyFrame):
        return LazyRows(source)
    if _comes_once(source):
        from ola.rows.arrow_streams import stream_rows

        return stream_rows(source, "stream")
    if hasattr(source, "__arrow_c_stream__") or type(source).__module__.split(".")[0] == "pandas":
        return FrameRows(_as_polars(source))
    if isinstance(source, Iterable) and not isinstance(source, Mapping | str | bytes | bytearray):
        return RecordRows(source)
    message = (
        f"{type(source).__name__} holds no rows. Give a path, a list of dicts, a data frame "
        "(Polars, pandas, Arrow) or an ola.Query; one lead goes to ola.checker."
    )
    raise WrongCall(message)


def _comes_once(source: object) -> bool:
    """Whether it speaks Arrow and is not known to stand in memory already; without pyarrow all is taken in whole."""
    if not hasattr(source, "__arrow_c_stream__") or type(source).__module__.partition(".")[0] == "pandas":
        return False
    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        return False
    return not isinstance(source, pa.Table | pa.RecordBatch | pa.ChunkedArray)


def _as_polars(source: Any) -> pl.DataFrame:
    """Make a Polars frame of an Arrow or pandas one; missing numbers of pandas (NaN) become null."""
    module = type(source).__module__.split(".")[0]
    try:
        made: object = pl.from_pandas(source) if module == "pandas" else pl.DataFrame(source)
    except ModuleNotFoundError as error:
        message = f"A pandas frame needs pyarrow to be read: pip install 'ola-contract[pandas]' ({error})."
        raise UnreadableInput(message) from error
    except Exception as error:
        # pyarrow and Polars raise many kinds for a column of mixed types
        message = (
            f"The {module} frame cannot be read: {reported(error)}. A column that mixes types must be made one type "
            "first, such as text: frame.astype(str)."
        )
        raise UnreadableInput(message) from error
    if not isinstance(made, pl.DataFrame):
        message = "One column is no table of leads. Give the whole frame."
        raise WrongCall(message)
    return made
