"""What `ola measure` gives: the JSON, the rows of cycles, and what a person reads."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from ola.errors import NaiveDatetime, UnwritableOutput, WrongCall
from ola.evaluate.handoffs.timing import Timing, measure
from ola.rows.read import open_rows
from tests.evaluate.clock_vectors import CASES, Case, frame_of, measured, plan_of

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "measure.schema.json").read_text("utf-8"))
LIMITS = next(case for case in CASES if case.file == "limits")
FILES = next(case for case in CASES if case.file == "files")
COLUMNS = [
    "clause",
    "lead",
    "cycle",
    "verdict",
    "started_at",
    "due_at",
    "stopped_at",
    "worked_s",
    "wall_s",
    "owner",
    "reason",
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_json_is_as_the_published_schema_says(case: Case) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(measured(case).to_json(limit=2)))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_counts_of_a_commitment_are_those_of_its_cycles() -> None:
    for case in CASES:
        timing = measured(case)
        for each in timing.commitments.values():
            for outcome, count in each.counts.items():
                assert count == sum(cycle.clause == each.clause and cycle.verdict == outcome for cycle in timing.cycles)


def _written(timing: Timing, path: Path) -> list[dict[str, object]]:
    timing.write_verdicts(path)
    if path.suffix == ".csv":
        return list(csv.DictReader(path.read_text("utf-8").splitlines()))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return pl.read_parquet(path).to_dicts()


def test_a_row_a_cycle_is_written_with_the_segments(tmp_path: Path) -> None:
    """CSV, JSON Lines and Parquet hold the same rows under the same names."""
    timing = measured(LIMITS)
    lines = _written(timing, tmp_path / "cycles.jsonl")
    assert lines == [cycle.to_dict() for cycle in timing.cycles]
    assert list(lines[0]) == [*COLUMNS, "region", "tier"]
    cells = _written(timing, tmp_path / "cycles.csv")
    assert [row["due_at"] for row in cells] == [row["due_at"] or "" for row in lines]
    typed = _written(timing, tmp_path / "cycles.parquet")
    assert [row["due_at"] for row in typed] == [cycle.due_at for cycle in timing.cycles]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cycles.csv", "cycles.jsonl", "cycles.parquet"]


def test_no_cycles_give_a_file_with_the_names_alone(tmp_path: Path) -> None:
    timing = measure(plan_of(FILES.agreement), {}, as_of=dt.datetime(2026, 5, 12, tzinfo=dt.UTC))
    assert timing.cycles == ()
    timing.write_verdicts(tmp_path / "none.csv")
    assert (tmp_path / "none.csv").read_text("utf-8") == ",".join(COLUMNS) + "\n"


def test_another_ending_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match=r"cycles\.xlsx ends in \.xlsx"):
        measured(LIMITS).write_verdicts(tmp_path / "cycles.xlsx")
    with pytest.raises(UnwritableOutput):
        measured(LIMITS).write_verdicts(tmp_path / "nowhere" / "cycles.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_files_of_any_kind_give_the_same_cycles(kind: str, tmp_path: Path) -> None:
    """A log is read alike from CSV, JSON Lines and Parquet."""
    case = FILES
    logs = {}
    for name, rows in case.data["logs"].items():
        names = dict.fromkeys(name for row in rows for name in row)
        frame = pl.DataFrame({each: [row.get(each) for row in rows] for each in names})
        path = tmp_path / f"{name}.{kind}"
        getattr(frame, {"csv": "write_csv", "jsonl": "write_ndjson", "parquet": "write_parquet"}[kind])(path)
        logs[name] = open_rows(path)
    timing = measure(plan_of(case.agreement), logs, as_of=dt.datetime.fromisoformat(case.data["as_of"]))
    assert timing.cycles == measured(case).cycles
    assert timing.events == measured(case).events


def test_a_row_that_cannot_be_read_is_counted_and_told(tmp_path: Path) -> None:
    path = tmp_path / "touches.csv"
    path.write_text("lead,event,at,auto\nA,call\nA,call,2026-05-12 10:00,\n", "utf-8")
    timing = measure(
        plan_of(FILES.agreement), {"touches": open_rows(path)}, as_of=dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    )
    assert timing.events["touches"] == {"rows": 2, "used": 1, "left_out": {"unreadable row": 1}}
    assert any(finding.code.startswith("OLA4") and finding.count == 1 for finding in timing.findings)


def test_wrong_calls_are_refused() -> None:
    plan = plan_of(FILES.agreement)
    with pytest.raises(NaiveDatetime):
        measure(plan, {}, as_of=dt.datetime(2026, 6, 1))  # noqa: DTZ001 - the fault that is meant
    with pytest.raises(WrongCall, match=r"no system .hubspot.\. It has crm"):
        measure(plan, {}, None, "hubspot", as_of=dt.datetime(2026, 6, 1, tzinfo=dt.UTC))


def test_a_person_reads_a_line_a_commitment() -> None:
    first, *_ = str(measured(FILES)).splitlines()
    assert first == "touch: 100 % met (1 met, 0 breached, 0 open, 0 excluded, 0 unknown)"


def test_what_is_cut_by_must_be_there_and_may_be_shown() -> None:
    plan = plan_of(FILES.agreement)
    as_of = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    with pytest.raises(WrongCall, match=r"no 'colour' to cut by\. There is owner, team, party"):
        measure(plan, {}, as_of=as_of, by=["colour"])
    key = plan.key
    assert key is not None
    with pytest.raises(WrongCall, match=rf"{key.name} names one lead, so nothing can be cut by it\."):
        measure(plan, {}, as_of=as_of, by=[key.name])


def test_every_cycle_is_in_one_part_of_each_cut() -> None:
    by_party = measure(
        plan_of(FILES.agreement),
        {name: frame_of(rows, ()) for name, rows in FILES.data["logs"].items()},
        as_of=dt.datetime.fromisoformat(FILES.data["as_of"]),
        by=["owner", "party"],
    )
    for each in by_party.commitments.values():
        for name in ("owner", "party"):
            parts = [cut.counts for cut in each.cuts if cut.by == name]
            assert sum(sum(part.values()) for part in parts) == sum(each.counts.values())
