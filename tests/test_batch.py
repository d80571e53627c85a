"""A batch written: many blocks in the making at once leave the files that one block after the other leaves."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from pathlib import Path

import polars as pl
import pytest

from ola import rejecting
from ola.batch import Batch
from ola.rows import parquet
from ola.rows.csv_text import CsvRows
from ola.rows.limits import Limits
from ola.rows.rows import InputFile, Rows
from tests.bench.work.agreement import AT, SYSTEM, work_plan
from tests.bench.work.leads import leads

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
SIZES = (1 << 10, 1 << 14, 1 << 24)


def written(folder: Path, rows: Rows, suffix: str, *, unique: bool = False) -> tuple[Path, Path, dict[str, object]]:
    """Check rows and write both files; give them with the result as JSON has it."""
    folder.mkdir()
    accepted, rejected = folder / f"accepted{suffix}", folder / f"rejected{suffix}"
    plan = work_plan(unique=True) if unique else work_plan()
    batch = Batch(plan, rows, SYSTEM, AT, NOW, limit=7)
    batch.write(accepted, rejected)
    return accepted, rejected, batch.to_dict()


def text_of(frame: pl.DataFrame, *, odd: str, line_end: str) -> bytes:
    """Give leads as CSV; every fourteenth line is followed by an odd one."""
    lines = frame.write_csv(line_terminator="\n", quote_style="necessary").splitlines()
    dice = random.Random(3)  # noqa: S311 - nothing secret
    found = [lines[0]]
    for line in lines[1:]:
        found.append(line)
        if odd and dice.random() < 1 / 14:
            found.append(odd)
    return line_end.join([*found, ""]).encode()


@pytest.mark.parametrize("unique", [False, True])
@pytest.mark.parametrize("odd", ["", "short,row", 'x,"never closed'])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_delimited_text_is_written_alike_in_blocks_of_any_size(
    tmp_path: Path, odd: str, line_end: str, monkeypatch: pytest.MonkeyPatch, *, unique: bool
) -> None:
    """Accepted lines byte for byte, rejected rows with their reasons, the counts: whatever is read at once."""
    monkeypatch.setattr(rejecting, "_TOGETHER", 10)
    path = tmp_path / "leads.csv"
    frame = leads(600, bad=0.4)
    path.write_bytes(text_of(pl.concat([frame, frame.head(30)]), odd=odd, line_end=line_end))
    found = []
    for size in SIZES:
        rows = CsvRows(InputFile(path, "leads.csv"), limits=Limits(block=size))
        accepted, rejected, told = written(tmp_path / f"{size}", rows, ".csv", unique=unique)
        rejected_rows = list(csv.reader(rejected.read_text(encoding="utf-8").splitlines()))
        found.append((accepted.read_bytes(), rejected_rows, json.dumps(told, default=str)))
    assert found[0] == found[1] == found[2]
    accepted_rows = found[0][0].count(b"\n") - 1
    assert accepted_rows + len(found[0][1]) - 1 == path.read_bytes().count(b"\n") - 1
    assert {len(row) for row in found[0][1]} == {len(frame.columns) + 4}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_parquet_is_written_alike_in_blocks_of_any_size(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows with the same reasons, in every format."""
    monkeypatch.setattr(rejecting, "_TOGETHER", 10)
    path = tmp_path / "leads.parquet"
    leads(500, bad=0.3).write_parquet(path)
    found = []
    for size in (7, 100, 1000):
        rows = parquet.ParquetRows(InputFile(path, "leads.parquet"), rows=size)
        accepted, rejected, told = written(tmp_path / f"{size}", rows, suffix)
        if suffix == ".parquet":
            files: tuple[object, ...] = tuple(pl.read_parquet(each).to_dicts() for each in (accepted, rejected))
        else:
            files = (accepted.read_bytes(), rejected.read_bytes())
        found.append((files, json.dumps(told, default=str)))
    assert found[0] == found[1] == found[2]


def test_a_rejected_row_of_text_is_the_line_it_came_in(tmp_path: Path) -> None:
    """Quotes that nobody needs stay; behind the line stand its reasons, each cell as any reader of CSV has it."""
    path = tmp_path / "leads.csv"
    header, first, *_ = leads(1, bad=0).write_csv().splitlines()
    cells = first.split(",")
    cells[1] = '"say ""no"""'
    cells[4] = '"Acme"'
    path.write_text("\n".join([header, ",".join(cells), ""]), encoding="utf-8")
    _, rejected, _ = written(tmp_path / "out", CsvRows(InputFile(path, "leads.csv")), ".csv")
    head, line = rejected.read_text(encoding="utf-8").splitlines()
    assert head == f"{header},_ola_errors,_ola_warnings,_ola_raw,_ola_line"
    assert line.startswith(f"{','.join(cells)},")
    (row,) = csv.DictReader([head, line])
    assert (row["email"], row["_ola_warnings"], row["_ola_raw"], row["_ola_line"]) == ('say "no"', "[]", "", "2")
    assert json.loads(row["_ola_errors"]) == [
        {
            "code": "OLA301",
            "clause": "fields.email.type",
            "field": "/email",
            "message": "email is “s…”, which is not readable as a mail address such as ana@acme.com.",
        }
    ]
