"""What a profile keeps, and what a check notices, beyond what the vectors hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

import ola
from ola.errors import WrongCall
from ola.evaluate.leads.drift import profiling as drift
from ola.evaluate.leads.drift.outside_list import Outside
from ola.evaluate.leads.drift.profiling import profile_rows
from ola.evaluate.leads.drift.seen import Column
from ola.evaluate.leads.drift.stretches import MOST
from ola.fieldtypes.spec import Choice, Spec
from ola.finding import DataPlace

FOLDER = Path(drift.__file__).parent
AGREEMENT = ola.load(
    b"""
ola: 1
id: drift
version: 1.0.0
zone: UTC
parties: {marketing: {}, sales: {}}
systems: {crm: {party: sales}}
fields:
  lead_id: {type: id, key: true}
  age: {type: integer}
  source: {type: choice, choices: [web, event]}
  phone: {type: phone, required: {at: mql}}
  stage: {type: stage}
stages: {lead: {}, mql: {}}
moves: [lead -> mql]
handoff: mql -> lead
logs: {touches: {lead: lead_id, event: event, at: at, zone: UTC}}
events: {call: {log: touches, where: event = call}}
""".replace(b"moves: [lead -> mql]", b"moves: [lead -> mql, mql -> lead]")
)


def test_every_kind_of_drift_is_a_file_and_in_the_table() -> None:
    """A file that can tell something has its own in the table, in which missing columns are told as a check does."""
    told = {each.__module__.rpartition(".")[2] for each in drift.DRIFTS} - {"profiling"}
    files = {path.stem for path in FOLDER.glob("*.py") if "= Code(" in path.read_text("utf-8")}
    assert told == files


def test_what_is_kept_of_a_column_does_not_grow() -> None:
    """After a million rows in blocks a column has as many stretches, and as few values, as after ten thousand."""
    rows = 1_000_000
    leads = pl.DataFrame({"lead_id": pl.arange(0, rows, eager=True)}).with_columns(
        age=pl.when(pl.col("lead_id") < 600_000).then(pl.col("lead_id").cast(pl.String)).otherwise(pl.lit("about 50")),
        source="w" + pl.col("lead_id").cast(pl.String),
    )
    found = ola.profile(AGREEMENT, leads, as_of="2026-06-01")
    by_name = {column.column: column for column in found.columns}
    assert (found.records, by_name["age"].filled, by_name["age"].not_readable) == (rows, rows, 400_000)
    assert by_name["age"].spelt == {"number as text": 600_000, "text": 400_000}
    turn = next(each for each in found.findings if each.code == "OLA328" and each.clause == "fields.age")
    assert turn.message == (
        "age changes its spelling: number in rows 1 to 600,000, text that is not readable from row 600,001 on."
    )
    assert len(by_name["source"].outside) == 100
    assert not by_name["source"].outside_is_whole
    assert Column("age", None).stretches.counts.nbytes < 100_000
    assert MOST < 1000


def test_the_most_frequent_values_outlast_the_others() -> None:
    """When there is no room for more values, those that stand seldom are let go of, and that is said."""
    outside = Outside(Spec("choice", choices=(Choice("web"),)))
    for block in range(6):
        some = [f"{block}-{number}" for number in range(3_000)]
        outside.add(pl.Series(["often"] * 50 + some))
    assert not outside.is_whole
    assert outside.listed(personal=False)[0] == ("often", 300)
    assert len(outside.times) <= 10_000


def test_columns_that_come_late_were_blank_before() -> None:
    """Records bring columns of their own: whoever lacks one has a blank there, in blocks before it came as well."""
    leads = [{"lead_id": str(n), "age": n} for n in range(6_000)]
    late = [{"lead_id": str(n), "age": str(n), "properties": {"source": "fair"}} for n in range(6_000, 6_010)]
    found = ola.profile(AGREEMENT, [*leads, *late], as_of="2026-06-01")
    by_name = {column.column: column for column in found.columns}
    assert (by_name["source"].filled, by_name["source"].blank) == (10, 6_000)
    assert by_name["source"].outside == (("fair", 10),)
    assert by_name["age"].spelt == {"number": 6_000, "number as text": 10}
    assert "properties" not in by_name


def test_what_an_earlier_run_put_beside_the_rows_is_no_column() -> None:
    """Rejected rows that are looked at again have the columns they came with."""
    leads = pl.DataFrame({"lead_id": ["1"], "_ola_errors": ["[]"], "_ola_line": ["2"]})
    found = ola.profile(AGREEMENT, leads, as_of="2026-06-01")
    assert [column.column for column in found.columns] == ["lead_id"]
    batch = ola.check(AGREEMENT, leads, as_of="2026-06-01")
    assert batch.unexpected.columns == ()


@dataclass(frozen=True)
class OfFile:
    """A block of an input of several files, each of which counts its rows from 1."""

    file: str
    frame: pl.DataFrame
    rows: NDArray[np.int64]
    lines: None = None
    unreadable: tuple[()] = ()
    done: None = None


@dataclass(frozen=True)
class Files:
    """An input of several files."""

    frames: dict[str, pl.DataFrame]
    name: str = "leads"
    columns: tuple[str, ...] = ("lead_id", "age")

    def blocks(self, only: object = None) -> Iterator[OfFile]:  # noqa: ARG002 - as rows are asked for
        """Go through the files, two blocks each."""
        for file, frame in self.frames.items():
            for first in (0, 10):
                part = frame[first : first + 10]
                yield OfFile(file, part, np.arange(first + 1, first + 1 + part.height))


def test_rows_of_several_files_are_told_with_their_file() -> None:
    """Where each file counts its rows anew, a turn and a run of blanks name the file as well."""
    ids = {"lead_id": [str(n) for n in range(20)]}
    files = Files(
        {
            "a.csv": pl.DataFrame({**ids, "age": [str(n) for n in range(20)]}),
            "b.csv": pl.DataFrame({**ids, "age": ["about 50"] * 8 + [None] * 12}),
            "c.csv": pl.DataFrame({**ids, "age": [None] * 3 + ["about 50"] * 17}),
        }
    )
    found = profile_rows(AGREEMENT.plan, files, as_of=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    told = {each.code: (each.message, each.place) for each in found.findings if each.clause == "fields.age"}
    assert told["OLA328"] == (
        "age changes its spelling: number in rows 1 to 20 of a.csv, text that is not readable from row 1 of b.csv on.",
        DataPlace("b.csv", 1, field="/age"),
    )
    others = "45 of the other 45 leads have it"
    assert told["OLA323"] == (
        f"age is blank in 15 leads one after the other, rows 9 of b.csv to 3 of c.csv; {others}.",
        DataPlace("b.csv", 9, field="/age"),
    )


def test_rows_that_cannot_be_read_are_counted_apart(tmp_path: Path) -> None:
    """They are among the records and in no column; an input without rows has nothing to tell but what it lacks."""
    file = tmp_path / "leads.csv"
    file.write_text("lead_id,age,source,phone,stage\n1,5\n2,6,web,,mql\n", "utf-8")
    found = ola.profile(AGREEMENT, file, as_of="2026-06-01")
    assert (found.records, found.unreadable, found.columns[0].filled) == (2, 1, 1)
    file.write_text("lead_id,age\n", "utf-8")
    nothing = ola.profile(AGREEMENT, file, as_of="2026-06-01")
    assert {each.code for each in nothing.findings} == {"OLA320", "OLA432"}
    assert ola.profile(AGREEMENT, [], as_of="2026-06-01").columns == ()


@pytest.mark.parametrize(("at", "level"), [("mql", "warning"), ("lead", "info")])
def test_the_stage_says_what_is_required(at: str, level: str) -> None:
    """A field that no lead has is a warning where the stage asked for requires it."""
    leads = [{"lead_id": str(n), "age": n, "source": "web", "phone": "", "stage": "mql"} for n in range(3)]
    found = ola.profile(AGREEMENT, leads, at=at, as_of="2026-06-01")
    assert [(each.code, each.level) for each in found.findings] == [("OLA322", level)]
    assert str(found) == f"3 leads, 5 columns: 1 {'note' if level == 'info' else level}"


def test_names_in_events_are_told_with_the_leads() -> None:
    """With events, what `measure` finds of their names stands behind what the leads have to tell."""
    leads = [{"lead_id": "1", "age": 1, "source": "web", "phone": "+12025550100", "stage": "mql"}]
    events = pl.DataFrame({"lead_id": ["1", "1"], "event": ["Calls", "fax"], "at": ["2026-05-04T10:00:00Z"] * 2})
    found = ola.profile(AGREEMENT, leads, events=events, as_of="2026-06-01")
    assert [each.code for each in found.findings] == ["OLA506", "OLA523"]
    by_measure = ola.measure(AGREEMENT, events, leads=leads, as_of="2026-06-01").findings
    assert set(found.findings) <= set(by_measure)


def test_wrong_calls_are_refused() -> None:
    """A system or a stage that the agreement does not have is named before a row is read."""
    with pytest.raises(WrongCall, match="no system"):
        ola.profile(AGREEMENT, [], system="hubspot")
    with pytest.raises(WrongCall, match="no stage"):
        ola.profile(AGREEMENT, [], at="nurture")


def test_a_check_notices_blocks_on_the_way() -> None:
    """What stands outside a list is counted over all blocks, and a field is blank only if no block has it."""
    rows = 250_000
    leads = pl.DataFrame({"lead_id": pl.arange(0, rows, eager=True).cast(pl.String)}).with_columns(
        source=pl.when(pl.int_range(pl.len()) % 1000 == 0).then(pl.lit("fair")).otherwise(pl.lit("web")),
        phone=pl.when(pl.int_range(pl.len()) == rows - 1).then(pl.lit("+12025550100")),
        stage=pl.lit(" "),
        more=pl.lit("x"),
    )
    batch = ola.check(AGREEMENT, leads, at="lead", as_of=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    assert batch.unexpected.to_dict() == {
        "columns": [{"column": "more", "filled": rows, "meant": None}],
        "missing": ["age"],
        "values": {"source": {"count": 250, "most": [{"value": "fair", "count": 250}]}},
        "blank": ["stage"],
    }
