"""Accepted rows untouched, rejected rows with their reasons, and never half a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from ola.errors import UnwritableOutput, WrongCall
from ola.finding import DataPlace, Finding
from ola.rows.output import require_apart, written_together
from ola.rows.read import open_rows
from ola.rows.rows import Rows
from ola.rows.write import AcceptedRows, RejectedRows, reasons

WRONG = Finding(
    "OLA301", "error", "score is 400, at most 100", clause="fields.score.max", place=DataPlace(field="/score")
)


def split(
    source: object, accepted: Path, rejected: Path, bad: Sequence[int], *, as_series: bool = False
) -> tuple[int, int]:
    """Reject the rows of these numbers; give how many were accepted and rejected."""
    with open_rows(source) as rows:
        good, wrong = AcceptedRows(accepted, rows), RejectedRows(rejected, rows)
        with written_together(good, wrong):
            for block in rows.blocks():
                keep = ~np.isin(block.rows, bad)
                errors = [[WRONG]] * int((~keep).sum())
                warnings: list[list[Finding]] = [[] for _ in errors]
                good.add(block, keep)
                if as_series:
                    wrong.add(block, keep, reasons(errors), reasons(warnings))
                else:
                    wrong.add(block, keep, errors, warnings)
        return good.count, wrong.count


def accept_all(rows: Rows, good: AcceptedRows, *others: RejectedRows, until: int | None = None) -> None:
    """Accept every row; be interrupted after the one with number `until`."""
    with written_together(good, *others):
        for block in rows.blocks():
            good.add(block, np.ones(block.count, np.bool_))
            if until is not None and block.rows[-1] >= until:
                raise KeyboardInterrupt


REASON = [{"code": "OLA301", "clause": "fields.score.max", "field": "/score", "message": "score is 400, at most 100"}]


@pytest.mark.parametrize("as_series", [False, True])
def test_csv_keeps_the_bytes_of_accepted_rows(tmp_path: Path, *, as_series: bool) -> None:
    """Quotes, line ends, order and the byte order mark stay as they were."""
    source, accepted, rejected = (tmp_path / name for name in ("leads.csv", "ok.csv", "bad.csv"))
    source.write_bytes(b'\xef\xbb\xbfid;score\r\n"1";"4"\r\n2;400\r\n3\r\n4;5"\r\n5;""')
    assert split(source, accepted, rejected, [2], as_series=as_series) == (3, 2)
    assert accepted.read_bytes() == b'\xef\xbb\xbfid;score\r\n"1";"4"\r\n4;5"\r\n5;""\n'
    assert rejected.read_bytes().startswith(
        b"\xef\xbb\xbfid;score;_ola_errors;_ola_warnings;_ola_raw;_ola_line\n2;400;"
    )
    rows = pl.read_csv(rejected, separator=";", infer_schema=False).to_dicts()
    assert json.loads(rows[0]["_ola_errors"]) == REASON
    assert rows[0] | {"_ola_errors": ""} == {
        "id": "2",
        "score": "400",
        "_ola_errors": "",
        "_ola_warnings": "[]",
        "_ola_raw": None,
        "_ola_line": "3",
    }
    (reason,) = json.loads(rows[1]["_ola_errors"])
    assert reason["code"] == "OLA405"
    assert rows[1] | {"_ola_errors": ""} == {
        "id": None,
        "score": None,
        "_ola_errors": "",
        "_ola_warnings": "[]",
        "_ola_raw": "3",
        "_ola_line": "4",
    }


def test_json_lines_keep_the_bytes_of_accepted_rows(tmp_path: Path) -> None:
    """Spacing, escapes and the order of keys stay as they were."""
    source, accepted, rejected = (tmp_path / name for name in ("leads.jsonl", "ok.jsonl", "bad.jsonl"))
    source.write_bytes(b'{"id" : 1,"n":"\\u00e9"}\n{"id":2}\n[3]\n{"id":4.50}')
    assert split(source, accepted, rejected, [2]) == (2, 2)
    assert accepted.read_bytes() == b'{"id" : 1,"n":"\\u00e9"}\n{"id":4.50}\n'
    lines = [json.loads(line) for line in rejected.read_text("utf-8").splitlines()]
    assert lines[0] == {"id": 2, "_ola_errors": REASON, "_ola_warnings": [], "_ola_raw": None, "_ola_line": 2}
    assert (lines[1]["_ola_raw"], lines[1]["_ola_line"]) == ("[3]", 3)


def test_parquet_keeps_types_and_values(tmp_path: Path) -> None:
    """What was a number, an instant or a list is one again."""
    source, accepted, rejected = (tmp_path / name for name in ("leads.parquet", "ok.parquet", "bad.parquet"))
    frame = pl.DataFrame({"id": [1, 2, 3], "at": [datetime(2026, 1, 1, tzinfo=UTC)] * 3, "tags": [["a"], [], None]})
    frame.write_parquet(source)
    assert split(source, accepted, rejected, [2]) == (2, 1)
    assert pl.read_parquet(accepted).equals(frame[[0, 2]])
    assert pl.read_parquet(rejected).to_dicts() == [
        {**frame.row(1, named=True), "_ola_errors": REASON, "_ola_warnings": [], "_ola_raw": None, "_ola_line": None}
    ]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".ndjson", ".parquet"])
@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "records"])
def test_every_input_goes_to_every_output(tmp_path: Path, kind: str, suffix: str) -> None:
    """Whatever is read can be written in each format, and read again by ola with the same number of rows."""
    leads: list[dict[str, object]] = [{"id": "a", "n": None}, {"id": "b", "n": "x"}, {"id": "c", "n": "y"}]
    source: object = leads
    if kind != "records":
        source = tmp_path / f"in.{kind}"
        if kind == "parquet":
            pl.DataFrame(leads).write_parquet(source)
        else:
            getattr(pl.DataFrame(leads), "write_csv" if kind == "csv" else "write_ndjson")(source)
    accepted, rejected = tmp_path / f"ok{suffix}", tmp_path / f"bad{suffix}"
    assert split(source, accepted, rejected, [2]) == (2, 1)
    for path, ids in ((accepted, ["a", "c"]), (rejected, ["b"])):
        with open_rows(path) as rows:
            blocks = list(rows.blocks())
        found = [
            row["id"]
            for block in blocks
            for row in (block.records if hasattr(block, "records") else block.frame.to_dicts())
        ]
        assert found == ids
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(("ok", "bad", "."))) == [
        f"bad{suffix}",
        f"ok{suffix}",
    ]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_records_of_many_shapes_go_into_columns(tmp_path: Path, suffix: str) -> None:
    """Columns come in order of appearance; a column of one simple type has it, all else is text or JSON."""
    leads = [{"id": 1, "x": "t"}, {"id": 2, "x": {"y": [1]}, "z": True}, {"id": 3, "x": float("nan")}]
    accepted, rejected = tmp_path / f"ok{suffix}", tmp_path / f"bad{suffix}"
    assert split(leads, accepted, rejected, []) == (3, 0)
    if suffix == ".csv":
        assert accepted.read_text() == 'id,x,z\n1,t,\n2,"{""y"": [1]}",true\n3,NaN,\n'
        assert rejected.read_text() == "_ola_errors,_ola_warnings,_ola_raw,_ola_line\n"
    else:
        assert pl.read_parquet(accepted).rows() == [(1, "t", None), (2, '{"y": [1]}', True), (3, "NaN", None)]


def test_a_rejected_file_that_is_checked_again_gains_nothing_twice(tmp_path: Path) -> None:
    """What an earlier run added is left out of accepted and made anew in rejected."""
    for suffix in (".csv", ".jsonl", ".parquet"):
        first, again, accepted = (tmp_path / f"{name}{suffix}" for name in ("first", "again", "ok"))
        split([{"id": "a"}, {"id": "b"}, {"id": "c"}], tmp_path / f"none{suffix}", first, [1, 2, 3])
        assert split(first, accepted, again, [2]) == (2, 1)
        with open_rows(accepted) as rows:
            columns = {name for block in rows.blocks() for name in (rows.columns or block.records[0])}  # type: ignore[union-attr]
        assert columns == {"id"}
        with open_rows(again) as rows:
            columns = {name for block in rows.blocks() for name in (rows.columns or block.records[0])}  # type: ignore[union-attr]
        assert columns == {"id", "_ola_errors", "_ola_warnings", "_ola_raw", "_ola_line"}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_failed_run_leaves_what_was_there(tmp_path: Path, suffix: str) -> None:
    """A run that dies in the middle leaves the old files and nothing else."""
    accepted, rejected = tmp_path / f"ok{suffix}", tmp_path / f"bad{suffix}"
    accepted.write_text("old")
    with open_rows([{"id": i} for i in range(12_000)]) as rows:
        good, wrong = AcceptedRows(accepted, rows), RejectedRows(rejected, rows)
        with pytest.raises(KeyboardInterrupt):
            accept_all(rows, good, wrong, until=5_000)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(accepted.name, "old")]


def test_a_stopped_parquet_file_leaves_nothing(tmp_path: Path) -> None:
    """The thread that writes Parquet ends with the run."""
    with open_rows(pl.DataFrame({"id": range(250_000)})) as rows:
        good = AcceptedRows(tmp_path / "ok.parquet", rows)
        with pytest.raises(KeyboardInterrupt):
            accept_all(rows, good, until=200_000)
    assert list(tmp_path.iterdir()) == []


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    """Not even through a link."""
    source = tmp_path / "leads.csv"
    source.write_text("id\n1\n")
    (tmp_path / "link.csv").symlink_to(source)
    with open_rows(source) as rows, pytest.raises(WrongCall, match="is the input itself"):
        AcceptedRows(tmp_path / "link.csv", rows)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere/ok.csv", "there is no folder"),
        ("folder.csv", "is a folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_said_before_any_work(tmp_path: Path, name: str, message: str) -> None:
    """The message says what to do about it."""
    (tmp_path / "folder.csv").mkdir()
    with open_rows([{"id": 1}]) as rows, pytest.raises(UnwritableOutput, match=message):
        AcceptedRows(tmp_path / name, rows)


def test_an_unknown_suffix_is_a_wrong_call(tmp_path: Path) -> None:
    """Ola does not guess what a .xlsx should be."""
    with open_rows([{"id": 1}]) as rows, pytest.raises(WrongCall, match=r"Use one of: \.csv, \.tsv, \.jsonl"):
        AcceptedRows(tmp_path / "ok.xlsx", rows)


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written is not left half."""
    with open_rows([{"id": "x" * 100} for _ in range(50_000)]) as rows:
        good = AcceptedRows(tmp_path / "ok.jsonl", rows)

        class Full:
            """A file on a full disk."""

            def write(self, _: bytes) -> int:
                raise OSError(28, "No space left on device")

            def close(self) -> None:
                raise OSError(28, "No space left on device")

        good._output._file.close()
        monkeypatch.setattr(good._output, "_file", Full())
        with pytest.raises(UnwritableOutput, match=r"No space left on device\. Nothing was left under that name"):
            accept_all(rows, good)
    assert list(tmp_path.iterdir()) == []


def test_one_name_for_two_outputs_is_refused(tmp_path: Path) -> None:
    """Accepted and rejected in one file would be neither."""
    with pytest.raises(WrongCall, match="is asked for twice"):
        require_apart(tmp_path / "a.csv", None, tmp_path / "x" / ".." / "a.csv")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_no_rows_still_make_a_file_with_columns(tmp_path: Path, suffix: str) -> None:
    """A program that reads the outputs finds the columns it expects."""
    source = tmp_path / "leads.csv"
    source.write_text("id,n\n")
    accepted, rejected = tmp_path / f"ok{suffix}", tmp_path / f"bad{suffix}"
    assert split(source, accepted, rejected, []) == (0, 0)
    if suffix == ".csv":
        assert accepted.read_text() == "id,n\n"
        assert rejected.read_text() == "id,n,_ola_errors,_ola_warnings,_ola_raw,_ola_line\n"
    elif suffix == ".parquet":
        assert pl.read_parquet(accepted).columns == ["id", "n"]
        assert pl.read_parquet(rejected).columns[2:] == ["_ola_errors", "_ola_warnings", "_ola_raw", "_ola_line"]
    else:
        assert accepted.read_text() == ""


def test_a_typed_frame_without_rows_keeps_its_types(tmp_path: Path) -> None:
    """No row is no reason to forget that the column held numbers."""
    frame = pl.DataFrame(schema={"id": pl.Int64, "at": pl.Date})
    split(frame, tmp_path / "ok.parquet", tmp_path / "bad.parquet", [])
    assert pl.read_parquet(tmp_path / "ok.parquet").schema == frame.schema
