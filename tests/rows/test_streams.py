"""Streams of Arrow batches, DuckDB relations, lazy frames: taken in once, in parts, gone through as often as wanted."""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from ola.errors import UnreadableInput
from ola.rows.block import FrameBlock
from ola.rows.read import open_rows
from ola.rows.rows import Rows

LEADS = [{"id": "a", "n": 1}, {"id": "b", "n": None}]
SCHEMA = pa.schema([("id", pa.string()), ("n", pa.int64())])


def frames(rows: Rows, only: list[str] | None = None) -> list[pl.DataFrame]:
    """Give the frame of each block."""
    return [block.frame for block in rows.blocks(only) if isinstance(block, FrameBlock)]


def reader(leads: list[dict[str, object]] = LEADS) -> pa.RecordBatchReader:  # type: ignore[assignment]  # Arrow's own rows
    """Give a stream of one lead a batch."""
    return pa.RecordBatchReader.from_batches(SCHEMA, (pa.RecordBatch.from_pylist([each], SCHEMA) for each in leads))


@pytest.mark.parametrize("kind", ["reader", "relation", "lazy frame"])
def test_what_comes_once_is_gone_through_twice(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All columns or some, and nothing is left in the temporary folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with duckdb.connect() as connection:
        connection.execute("create table leads as select * from (values ('a', 1), ('b', null)) t(id, n)")
        source = {
            "reader": reader(),
            "relation": connection.sql("select id, n::bigint as n from leads order by id"),
            "lazy frame": pl.DataFrame(LEADS).lazy(),
        }[kind]
        with open_rows(source) as rows:
            assert pl.concat(frames(rows)).to_dicts() == LEADS
            assert pl.concat(frames(rows, ["n"])).to_dicts() == [{"n": 1}, {"n": None}]
            assert rows.columns == ("id", "n")
            assert rows.sha256() is None
    assert list(tmp_path.iterdir()) == []


def test_small_batches_are_put_together_and_large_ones_cut() -> None:
    """A block is worth its while, and bounded."""
    many = pl.DataFrame({"id": pl.int_range(250_000, eager=True)})
    rows = open_rows(many.to_arrow().to_reader(max_chunksize=7_000))
    assert [frame.height for frame in frames(rows)] == [100_000, 5_000, 100_000, 5_000, 40_000]
    assert pl.concat(frames(rows)).equals(many)
    blocks = list(open_rows(many.to_arrow().to_reader()).blocks())
    assert [block.count for block in blocks] == [100_000, 100_000, 50_000]
    assert [int(block.rows[0]) for block in blocks] == [1, 100_001, 200_001]
    assert [block.done for block in blocks] == [0.4, 0.8, 1.0]


def test_a_stream_never_stands_in_memory_whole() -> None:
    """Two hundred megabytes of text take a small part of that of Python's memory and Arrow's."""

    def batches() -> Iterator[pa.RecordBatch]:
        for at in range(200):
            yield pa.record_batch({"id": [f"{at}-{row}" for row in range(1_000)], "text": ["x" * 1_000] * 1_000})

    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    before = pa.total_allocated_bytes()
    tracemalloc.start()
    rows = open_rows(pa.RecordBatchReader.from_batches(schema, batches()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000
    assert pa.total_allocated_bytes() - before < 60_000_000
    assert sum(block.count for block in rows.blocks(["id"])) == 200_000


def test_a_stream_without_rows_has_its_columns() -> None:
    """And it is said, as of a table without rows."""
    rows = open_rows(reader([]))
    assert [frame.schema for frame in frames(rows)] == [pl.Schema({"id": pl.String, "n": pl.Int64})]
    assert [str(finding) for finding in rows.findings] == ["stream OLA434 stream has 2 columns and no rows."]


def test_a_stream_that_fails_is_unreadable() -> None:
    """The words of its producer are kept."""

    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.RecordBatch.from_pylist(LEADS, SCHEMA)
        message = "the line went dead"
        raise RuntimeError(message)

    with pytest.raises(UnreadableInput, match=r"The stream that should give the rows failed: .*the line went dead"):
        open_rows(pa.RecordBatchReader.from_batches(SCHEMA, batches()))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select 1 as id, 2 as id", "Two columns have the name id"),
        (
            "select 1 as id, interval 1 day as wait",
            r"The column wait is of type month_day_nano_interval, which ola does not read\. Make it text",
        ),
        ("select id from nowhere.leads", "nowhere"),
    ],
)
def test_columns_that_cannot_be_read_are_named(query: str, message: str) -> None:
    """With what to do in the query."""
    with duckdb.connect() as connection, pytest.raises((UnreadableInput, duckdb.Error), match=message):
        open_rows(connection.sql(query))


def test_no_room_for_a_stream_says_where_and_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The temporary folder is named."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    class Full:
        def tell(self) -> int:
            return 0

        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            pass

    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Full())
    with pytest.raises(UnreadableInput) as caught:
        open_rows(reader())
    assert str(caught.value) == (
        f"stream could not be kept in {tmp_path} for a second pass: No space left on device. "
        "Make room there, or set TMPDIR to a folder that has some."
    )
