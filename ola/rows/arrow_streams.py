"""Rows that come as a stream of Arrow batches: readers, DuckDB relations and whatever else speaks Arrow's protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from ola.errors import UnreadableInput
from ola.rows.spool import SpooledRows, gathered

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 100_000


def stream_rows(source: Any, name: str) -> SpooledRows:
    """Take in a stream, batch by batch: it comes once, and never stands in memory whole. Needs pyarrow.

    Raises `UnreadableInput` where the stream fails, or has a column that cannot be read.
    """
    import pyarrow as pa

    try:
        batches = pa.RecordBatchReader.from_stream(_stream(source))
        return SpooledRows(gathered(frames_of(batches)), name=name)
    except (UnreadableInput, MemoryError):
        raise
    except Exception as error:  # whatever the producer of the stream raises
        message = f"The {name} that should give the rows failed: {error}"
        raise UnreadableInput(message) from error


def _stream(source: Any) -> Any:
    """Ask DuckDB for a stream by its own words, which bound a batch; others are streams themselves."""
    for word in ("to_arrow_reader", "fetch_record_batch"):
        if type(source).__module__.partition(".")[0] in {"duckdb", "_duckdb"} and hasattr(source, word):
            return getattr(source, word)(_BATCH)
    return source


def frames_of(batches: pa.RecordBatchReader) -> Iterator[pl.DataFrame]:
    """Give each batch as a frame, and one without rows where there is no batch.

    Raises `UnreadableInput` for a column that Polars does not know, and for names that stand twice.
    """
    import pyarrow as pa

    names = batches.schema.names
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        message = f"Two columns have the name {repeated[0]}. Give each a name of its own: SELECT … AS …."
        raise UnreadableInput(message)
    for field in batches.schema:
        try:
            _frame(pa.RecordBatch.from_pylist([], pa.schema([field])))
        except (pl.exceptions.PanicException, Exception) as error:  # Polars raises many kinds
            message = (
                f"The column {field.name} is of type {field.type}, which ola does not read. "
                "Make it text, or leave it out."
            )
            raise UnreadableInput(message) from error
    yield _frame(pa.RecordBatch.from_pylist([], batches.schema))
    for batch in batches:
        if batch.num_rows:
            yield _frame(batch)


def _frame(batch: pa.RecordBatch) -> pl.DataFrame:
    """Make a frame; a type that another program has built on a plain one (such as JSON on text) is that plain one."""
    columns = [getattr(column, "storage", column) for column in batch.columns]
    made = pl.from_arrow(batch.from_arrays(columns, names=batch.schema.names))
    assert isinstance(made, pl.DataFrame)  # noqa: S101 — of a batch Polars makes a frame
    return made
