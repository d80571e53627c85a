"""Opening an input: files by format, standard input, frames and lists."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from ola.errors import UnreadableInput, WrongCall
from ola.rows.block import RecordBlock
from ola.rows.parquet import ParquetRows
from ola.rows.read import Format, open_rows
from ola.rows.rows import InputFile, Rows

LEADS: list[dict[str, object]] = [{"id": "a", "n": 1}, {"id": "b", "n": None}]
CSV = b"id,n\na,1\nb,\n"
JSONL = b'{"id":"a","n":1}\n{"id":"b","n":null}\n'


def parquet() -> bytes:
    """Give the leads as a Parquet file."""
    file = io.BytesIO()
    pl.DataFrame(LEADS).write_parquet(file)
    return file.getvalue()


def records(rows: Rows) -> list[dict[str, object]]:
    """Give all readable rows as dicts."""
    return [
        dict(record)
        for block in rows.blocks()
        for record in (block.records if isinstance(block, RecordBlock) else block.frame.to_dicts())
    ]


AS_TEXT = [{"id": "a", "n": "1"}, {"id": "b", "n": None}]


@pytest.mark.parametrize(
    ("name", "content", "format_", "expected"),
    [
        ("leads.csv", CSV, None, AS_TEXT),
        ("leads.CSV", CSV, None, AS_TEXT),
        ("leads.tsv", CSV.replace(b",", b"\t"), None, AS_TEXT),
        ("leads.csv.gz", gzip.compress(CSV, mtime=0), None, AS_TEXT),
        ("leads.jsonl", JSONL, None, LEADS),
        ("leads.jsonl.gz", gzip.compress(JSONL, mtime=0), None, LEADS),
        ("leads.parquet", parquet(), None, LEADS),
        ("leads", CSV, None, AS_TEXT),
        ("leads", JSONL, None, LEADS),
        ("leads", parquet(), None, LEADS),
        ("leads.export", CSV, "csv", AS_TEXT),
        ("leads.csv", parquet(), "parquet", LEADS),
    ],
)
def test_files_are_read_by_format(
    tmp_path: Path, name: str, content: bytes, format_: Format | None, expected: list[dict[str, object]]
) -> None:
    """By the format said, else the suffix, else what the file begins with; twice, and with its hash."""
    (tmp_path / name).write_bytes(content)
    with open_rows(tmp_path / name, format=format_) as rows:
        assert records(rows) == expected
        assert records(rows) == expected
        assert rows.sha256() == hashlib.sha256(content).hexdigest()
        assert rows.path == tmp_path / name


@pytest.mark.parametrize("content", [CSV, JSONL, parquet()])
def test_standard_input_is_read_twice_and_leaves_nothing(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` is kept in a temporary file until it is closed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with open_rows("-", stdin=io.BytesIO(content)) as rows:
        assert len(records(rows)) == len(records(rows)) == 2
        assert rows.name == "standard input"
        assert rows.path is None
        assert rows.sha256() == hashlib.sha256(content).hexdigest()
    with pytest.raises(UnreadableInput, match="standard input is empty"):
        open_rows("-", stdin=io.BytesIO(b""))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "source",
    [
        LEADS,
        tuple(LEADS),
        pl.DataFrame(LEADS),
        pl.DataFrame(LEADS).lazy(),
        pd.DataFrame({"id": ["a", "b"], "n": [1.0, float("nan")]}),
        pa.table({"id": ["a", "b"], "n": [1, None]}),
        pa.RecordBatch.from_pylist(LEADS),
    ],
    ids=lambda source: type(source).__name__,
)
def test_what_is_in_memory_is_read(source: object) -> None:
    """Lists of dicts and frames of every kind, as often as wanted; NaN of pandas is a missing number."""
    with open_rows(source) as rows:
        assert records(rows) == LEADS
        assert records(rows) == LEADS
        assert rows.sha256() is None


def test_an_iterator_is_kept_for_the_second_pass() -> None:
    """A generator can be gone through once, rows twice."""

    def made() -> Iterator[dict[str, object]]:
        yield from LEADS

    rows = open_rows(made())
    assert records(rows) == records(rows) == LEADS


def test_what_is_no_mapping_in_a_list_is_kept_as_python_shows_it() -> None:
    """None among leads costs that one."""
    (block,) = open_rows([{"id": 1}, None, ("x", 2)]).blocks()
    assert [(lost.row, lost.line, lost.raw, lost.finding.code) for lost in block.unreadable] == [
        (2, None, "None", "OLA416"),
        (3, None, "('x', 2)", "OLA416"),
    ]
    assert block.unreadable[0].finding.message == "The record is of type NoneType, not a mapping."


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"id": 1}, "dict holds no rows"),
        (b"id\n1\n", "bytes holds no rows"),
        (7, "int holds no rows"),
        (pd.Series([1], name="id"), "One column is no table"),
    ],
)
def test_what_holds_no_rows_is_a_wrong_call(source: object, message: str) -> None:
    """The message says what may be given."""
    with pytest.raises(WrongCall, match=message):
        open_rows(source)


def test_a_frame_of_mixed_types_is_refused_with_a_way_out() -> None:
    """Arrow has no column of numbers and texts."""
    with pytest.raises(UnreadableInput, match=r"must be made one type first, such as text: frame\.astype\(str\)"):
        open_rows(pd.DataFrame({"id": [1, "a", {"b": 1}]}))


def test_a_query_that_fails_is_unreadable() -> None:
    """Polars' words are kept."""
    with pytest.raises(UnreadableInput, match="The query that should give the rows failed"):
        open_rows(pl.DataFrame({"a": [1]}).lazy().select("b"))


def test_a_missing_file_a_folder_and_a_locked_file_are_told_apart(tmp_path: Path) -> None:
    """Each has its own way out."""
    with pytest.raises(UnreadableInput, match=r"There is no file .*nothing\.csv\. Check the name"):
        open_rows(tmp_path / "nothing.csv")
    with pytest.raises(UnreadableInput, match=r"The folder .* has no file that ola reads\. It is empty"):
        open_rows(str(tmp_path))
    with pytest.raises(UnreadableInput, match=r"is a folder\. Name a file in it"):
        InputFile(tmp_path, "leads")
    locked = tmp_path / "locked.csv"
    locked.write_bytes(CSV)
    locked.chmod(0)
    if not os.access(locked, os.R_OK):
        with pytest.raises(UnreadableInput, match="may not be read by you"):
            open_rows(locked)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"format": "xlsx"}, "There is no format 'xlsx' to read"),
        ({"format": "jsonl", "delimiter": ";"}, "A delimiter is for CSV"),
        ({"format": "parquet", "encoding": "cp1252"}, "An encoding is for text"),
    ],
)
def test_arguments_that_do_not_fit_are_wrong_calls(tmp_path: Path, arguments: dict[str, str], message: str) -> None:
    """Nothing that was asked for is passed over in silence."""
    (tmp_path / "leads").write_bytes(CSV)
    with pytest.raises(WrongCall, match=message):
        open_rows(tmp_path / "leads", **arguments)  # type: ignore[arg-type]  # that is the mistake
    with pytest.raises(WrongCall, match="what is in memory has none"):
        open_rows(LEADS, encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty: it is not even an empty Parquet file"),
        (CSV, "is no Parquet file. Say what it is: --read-as csv or --read-as jsonl"),
        (parquet()[:-20], "is a broken or cut off Parquet file"),
    ],
)
def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Told when it is opened, not in the middle."""
    (tmp_path / "leads.parquet").write_bytes(content)
    with pytest.raises(UnreadableInput, match=message):
        open_rows(tmp_path / "leads.parquet")


def test_parquet_broken_in_the_middle_is_refused(tmp_path: Path) -> None:
    """A page that cannot be unpacked is an error of the file."""
    path = tmp_path / "leads.parquet"
    pl.DataFrame({"id": [str(i * 7919) for i in range(5000)]}).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[60:600] = bytes(540)
    path.write_bytes(content)
    with pytest.raises(UnreadableInput, match="is a broken or cut off Parquet file"):
        list(open_rows(path).blocks())


def test_parquet_comes_in_blocks_of_numbered_rows(tmp_path: Path) -> None:
    """Rows are numbered over the whole file, whatever its row groups."""
    path = tmp_path / "leads.parquet"
    pl.DataFrame({"id": range(10), "x": range(10)}).write_parquet(path, row_group_size=3)
    rows = ParquetRows(InputFile(path, path.name), rows=4)
    found = [(block.rows.tolist(), block.frame["id"].to_list(), block.done) for block in rows.blocks(only=["id"])]
    assert found == [
        ([1, 2, 3, 4], [0, 1, 2, 3], 0.4),
        ([5, 6, 7, 8], [4, 5, 6, 7], 0.8),
        ([9, 10], [8, 9], 1.0),
    ]
    assert [block.frame.columns for block in rows.blocks(only=["y"])] == [["id"]] * 3


def test_a_table_without_rows_is_said(tmp_path: Path) -> None:
    """No rows is no error, but somebody wanted to know."""
    path = tmp_path / "leads.parquet"
    pl.DataFrame(schema={"id": pl.Int64}).write_parquet(path)
    assert [finding.code for finding in open_rows(path).findings] == ["OLA434"]
