"""The written agreements of tests/agreements: put into ola's language, measured, and held against verdicts by hand."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

import ola
from ola.agreement.agreement import Agreement
from ola.evaluate.handoffs.timing import Timing
from ola.verdict import OUTCOMES, GoalVerdict

HERE = Path(__file__).parent / "agreements"
FOLDERS = sorted(path.parent.name for path in HERE.glob("*/expected.yaml"))
LEAST_ROWS = 30
CLAUSE = re.compile(r"\bc\d\d\b")
DECIDED = re.compile(r"#\s*(c\d\d) decided:")
AGAINST = re.compile(r"#\s*(c\d\d) against (c\d\d) decided:")


@dataclass(frozen=True, eq=False)
class Sample:
    """One written agreement: its folder, what is expected of it, and its clauses."""

    folder: Path
    text: str
    expected: dict[str, Any]
    clauses: dict[str, dict[str, str]]
    contradictions: tuple[tuple[str, str], ...]

    @property
    def comments(self) -> str:
        """The comments of the agreement, a line each."""
        lines = [line.partition("#")[2] for line in self.text.splitlines() if "#" in line]
        return "\n".join(f"#{line}" for line in lines)

    @property
    def not_measured(self) -> dict[str, str]:
        """The clauses of which nothing, or not all, is measured, and why."""
        return self.expected.get("not_measured") or {}

    @property
    def logs(self) -> dict[str, Path]:
        """The files of events, by the names the agreement gives them."""
        return {path.stem: path for path in sorted((self.folder / "logs").glob("*.csv"))}

    @property
    def leads(self) -> Path | None:
        """The leads, where their fields matter."""
        path = self.folder / "leads.csv"
        return path if path.exists() else None


@cache
def sample(name: str) -> Sample:
    """Read a folder."""
    folder = HERE / name
    expected, clauses = (_read(folder / f"{file}.yaml") for file in ("expected", "clauses"))
    text = (folder / "agreement.ola.yaml").read_text(encoding="utf-8")
    pairs = tuple((first, second) for first, second in clauses["contradictions"])
    return Sample(folder, text, expected, clauses["clauses"], pairs)


@cache
def agreement(name: str) -> Agreement:
    """Load the agreement of a folder."""
    return ola.load(sample(name).folder / "agreement.ola.yaml")


@cache
def measured(name: str) -> Timing:
    """Measure a folder's logs as they stand in its files."""
    of = sample(name)
    return ola.measure(
        agreement(name),
        of.logs,
        leads=of.leads,
        system=of.expected.get("system"),
        as_of=of.expected["as_of"],
    )


def _read(path: Path) -> dict[str, Any]:
    # Every scalar is text, as in a CSV file; `null` alone is nothing.
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return found


def _plain(key: str, value: object) -> object:
    """Give a value as both sides can be compared: instants in UTC, numbers as fractions, nothing as null."""
    if value is None or value == "null":
        return None
    if isinstance(value, dt.timedelta):
        value = value.total_seconds()
    if isinstance(value, str) and key.endswith("_at"):
        return dt.datetime.fromisoformat(value).astimezone(dt.UTC).isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)) or (isinstance(value, str) and re.fullmatch(r"-?\d+([./]\d+)?", value)):
        return round(float(Fraction(str(value))), 9)
    if isinstance(value, (list, tuple)):
        return [_plain(key, each) for each in value]
    return value


def _held(wanted: dict[str, object], found: dict[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Give what is wanted and what was found, as far as it is wanted."""
    return (
        {key: _plain(key, value) for key, value in wanted.items()},
        {key: _plain(key, found.get(key, "no such key")) for key in wanted},
    )


def _cycles(timing: Timing) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {
        name: [] for name, each in timing.commitments.items() if sum(each.counts.values()) or not each.goals
    }
    for cycle in timing.cycles:
        row = {
            **cycle.to_dict(),
            "at_risk": cycle.at_risk,
            "remaining_s": None if cycle.remaining is None else cycle.remaining.total_seconds(),
        }
        found.setdefault(cycle.clause.removeprefix("commitments."), []).append(row)
    return found


def _verdict_rows(timing: Timing) -> list[dict[str, object]]:
    return [cycle.to_dict() for cycle in timing.cycles]


@pytest.mark.parametrize("name", FOLDERS)
def test_lint_finds_no_error(name: str) -> None:
    found = ola.lint(agreement(name), as_of=sample(name).expected["as_of"])
    assert [str(each) for each in found if each.level == "error"] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_every_clock_is_among_the_verdicts_expected(name: str) -> None:
    plan = agreement(name).plan
    clocks = {each.clause.id.removeprefix("commitments.") for each in plan.deadlines}
    goals = {each.clause.id.removeprefix("commitments.") for each in plan.goals}
    assert set(sample(name).expected["cycles"]) == clocks
    assert set(sample(name).expected.get("goals") or {}) == goals
    cut = [each.clause.id for each in plan.deadlines if each.per] + [each.clause.id for each in plan.goals if each.per]
    assert set(sample(name).expected.get("cuts") or {}) == {clause.removeprefix("commitments.") for clause in cut}


@pytest.mark.parametrize("name", FOLDERS)
def test_verdicts_are_those_worked_out_by_hand(name: str) -> None:
    found = _cycles(measured(name))
    for commitment, rows in sample(name).expected["cycles"].items():
        there = found.get(commitment, [])
        key = [(row["lead"], str(row["cycle"])) for row in rows or []]
        assert sorted(key) == sorted((row["lead"], str(row["cycle"])) for row in there), commitment
        for wanted in rows or []:
            row = next(
                each for each in there if (each["lead"], str(each["cycle"])) == (wanted["lead"], wanted["cycle"])
            )
            want, have = _held(wanted, row)
            assert {"at": commitment, **want} == {"at": commitment, **have}, row["reason"]


@pytest.mark.parametrize("name", FOLDERS)
def test_goals_are_those_worked_out_by_hand(name: str) -> None:
    timing, of = measured(name), sample(name)
    for commitment, rows in (of.expected.get("goals") or {}).items():
        assert _goals(rows, timing.commitments[commitment].goals) == [], commitment
    for commitment, parts in (of.expected.get("cuts") or {}).items():
        there = {f"{cut.by} {cut.value}": cut.goals for cut in timing.commitments[commitment].cuts}
        assert set(parts) == set(there), commitment
        for part, rows in parts.items():
            assert _goals(rows, there[part]) == [], f"{commitment}, {part}"


def _goals(wanted: list[dict[str, object]] | None, found: Sequence[GoalVerdict]) -> list[object]:
    """Give the periods that are not as they are wanted, and those that only one side has."""
    rows, there = wanted or [], [goal.to_dict() for goal in found]
    held = [_held(want, have) for want, have in zip(rows, there, strict=False)]
    least = min(len(rows), len(there))
    return [*(each for each in held if each[0] != each[1]), *rows[least:], *there[least:]]


@pytest.mark.parametrize("name", FOLDERS)
def test_steps_are_taken_when_they_were_to_be(name: str) -> None:
    timing, wanted = measured(name), sample(name).expected.get("steps") or {}
    plan = agreement(name).plan
    assert {each.clause.id.removeprefix("commitments.") for each in plan.deadlines if each.steps} == set(wanted)
    for commitment, rows in wanted.items():
        leads = {cycle.lead for cycle in timing.cycles if cycle.clause == f"commitments.{commitment}"}
        taken = sorted(
            (
                life.verdict.lead,
                str(life.verdict.cycle),
                step.what.partition(":")[0],
                _plain("_at", step.at.isoformat()),
            )
            for lead in leads
            for life in timing.explain(lead).clocks
            if life.verdict.clause == f"commitments.{commitment}"
            for step in life.happened
            if step.what.startswith("step ")
        )
        by_hand = [(row["lead"], row["cycle"], f"step {row['step']}", _plain("_at", row["at"])) for row in rows or []]
        assert taken == sorted(by_hand), commitment


@pytest.mark.parametrize("name", FOLDERS)
def test_moves_and_other_findings_are_those_provoked(name: str) -> None:
    wanted = sample(name).expected
    findings: list[dict[str, object]] = [{"count": 1, **each.to_dict()} for each in measured(name).findings]
    moves = wanted.get("moves") or []
    codes = {each["code"] for each in moves}
    found = sorted(
        (each for each in findings if each["code"] in codes), key=lambda each: (str(each["code"]), str(each["message"]))
    )
    held = [_held(want, have) for want, have in zip(moves, found, strict=True)]
    assert [want for want, _ in held] == [have for _, have in held]
    counts = {code: str(sum(each["code"] == code for each in findings)) for code in wanted.get("findings") or {}}
    assert counts == (wanted.get("findings") or {})


@pytest.mark.parametrize("name", FOLDERS)
def test_the_rows_of_a_file_may_stand_in_any_order(name: str) -> None:
    of = sample(name)
    turned = {log: pl.read_csv(path, infer_schema=False).reverse() for log, path in of.logs.items()}
    timing = ola.measure(
        agreement(name),
        turned,
        leads=of.leads,
        system=of.expected.get("system"),
        as_of=of.expected["as_of"],
    )
    assert _verdict_rows(timing) == _verdict_rows(measured(name))


@pytest.mark.parametrize("name", FOLDERS)
def test_the_log_is_no_toy(name: str) -> None:
    of = sample(name)
    rows = 0
    for path in of.logs.values():
        with path.open(encoding="utf-8", newline="") as file:
            rows += sum(1 for _ in csv.DictReader(file))
    verdicts = {row["verdict"] for cycles in of.expected["cycles"].values() for row in cycles or []}
    assert rows >= LEAST_ROWS
    assert verdicts == {*OUTCOMES}


@pytest.mark.parametrize("name", FOLDERS)
def test_every_clause_of_the_text_is_measured_or_listed_with_the_reason(name: str) -> None:
    of = sample(name)
    assert [each for each in of.clauses if each not in {*CLAUSE.findall(of.comments), *of.not_measured}] == []
    assert [each for each in of.not_measured if each not in of.clauses or not of.not_measured[each].strip()] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_every_ambiguity_and_contradiction_is_decided_beside_its_clause(name: str) -> None:
    of = sample(name)
    decided = DECIDED.findall(of.comments)
    wanting = [
        f"{clause} has {about['ambiguities']} ambiguities"
        for clause, about in of.clauses.items()
        if decided.count(clause) < int(about["ambiguities"])
    ]
    assert wanting == []
    settled = {frozenset(pair) for pair in AGAINST.findall(of.comments)}
    assert [pair for pair in of.contradictions if frozenset(pair) not in settled] == []
