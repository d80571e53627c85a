"""The same rows have the same verdicts, however they come: one file or many, compressed, streamed, from a database."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import sqlalchemy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ola.evaluate.leads.batch import check_blocks
from ola.rows.read import open_rows
from tests.export.records import records
from tests.laws.test_lead_laws import CHECKERS, FRAMES, NOW, case, frame_of


def csv_files(frame: pl.DataFrame, folder: Path) -> object:
    """Three files of a folder, one of them compressed, one with its columns in another order."""
    some = max(1, frame.height // 3)
    frame.head(some).write_csv(folder / "1.csv")
    (folder / "2.csv.gz").write_bytes(gzip.compress(frame.slice(some, some).write_csv().encode()))
    frame.slice(2 * some).select(frame.columns[::-1]).write_csv(folder / "3.csv", separator=";")
    return folder


def json_files(frame: pl.DataFrame, folder: Path) -> object:
    """Two files by a pattern."""
    frame.head(3).write_ndjson(folder / "1.jsonl")
    frame.slice(3).write_ndjson(folder / "2.jsonl")
    return str(folder / "*.jsonl")


def parquet_files(frame: pl.DataFrame, folder: Path) -> object:
    """Two files in a list."""
    frame.head(5).write_parquet(folder / "1.parquet")
    frame.slice(5).write_parquet(folder / "2.parquet")
    return [folder / "1.parquet", folder / "2.parquet"]


def reader(frame: pl.DataFrame, folder: Path) -> object:
    """A stream of small batches."""
    del folder
    return frame.to_arrow().to_reader(max_chunksize=4)


def relation(frame: pl.DataFrame, folder: Path) -> object:
    """What DuckDB makes of a file."""
    frame.write_parquet(folder / "leads.parquet")
    return duckdb.connect().from_parquet(str(folder / "leads.parquet"))


def table(frame: pl.DataFrame, folder: Path) -> object:
    """A table of SQLite."""
    engine = sqlalchemy.create_engine(f"sqlite:///{folder}/leads.db", poolclass=sqlalchemy.NullPool)
    columns = [sqlalchemy.Column(sqlalchemy.quoted_name(name, quote=True), sqlalchemy.Text()) for name in frame.columns]
    made = sqlalchemy.Table("leads", sqlalchemy.MetaData(), *columns)
    with engine.begin() as connection:
        made.create(connection)
        connection.execute(made.insert(), frame.to_dicts())
    return f"sqlite:///{folder}/leads.db#leads"


FORMS: tuple[Callable[[pl.DataFrame, Path], object], ...] = (
    csv_files,
    json_files,
    parquet_files,
    reader,
    relation,
    table,
)


@FRAMES
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_the_same_rows_have_the_same_verdicts_however_they_come(name: str, data: st.DataObject) -> None:
    """Accepted are the same, and the findings are the same word for word, those of repeated values too."""
    plan, values, system, at = case(name)
    columns = list(CHECKERS[name].docket.fields.values())
    leads = data.draw(st.lists(records(plan, system, values), min_size=10, max_size=20))
    frame = frame_of([*leads, *leads[:2]], columns)
    assume("\0" not in frame.write_csv())  # in a file it is a row that cannot be read

    def judged(source: object) -> tuple[list[bool], list[tuple[str, str, str | None]]]:
        with open_rows(source) as rows:
            batch = check_blocks(plan, system, at, NOW, rows, limit=10_000)
            accepted = [bool(each) for block in batch for each in block.accepted]
        return accepted, [(each.code, each.message, each.clause) for each in batch.findings]

    expected = judged(frame)
    for form in FORMS:
        with tempfile.TemporaryDirectory() as folder:
            assert judged(form(frame, Path(folder))) == expected, form.__name__
