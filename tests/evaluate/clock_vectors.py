"""The vectors of tests/vectors/clocks, read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

import ola
from ola.evaluate.handoffs.timing import Timing, measure
from ola.plan import Plan

FOLDER = Path(__file__).parents[1] / "vectors" / "clocks"


@dataclass(frozen=True, eq=False)
class Case:
    """One case of a file, with the agreement of that file."""

    file: str
    agreement: str
    data: dict[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.file}: {self.data['name']}"

    def expected(self, what: str) -> dict[str, Any]:
        """Give what the case expects of one kind, by name."""
        return self.data.get(what) or {}


def frame_of(rows: list[dict[str, str]], columns: tuple[str, ...]) -> pl.DataFrame:
    """Give rows of text cells as a frame; an empty file has the columns that its agreement names."""
    names = list(dict.fromkeys(name for row in rows for name in row)) or list(columns)
    return pl.DataFrame({name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in names})


@cache
def plan_of(agreement: str) -> Plan:
    """Load the agreement of a file."""
    return ola.load(agreement.encode()).plan


@cache
def measured(case: Case) -> Timing:
    """Measure a case, once."""
    return measured_by(plan_of(case.agreement), case)


def measured_by(plan: Plan, case: Case) -> Timing:
    """Measure a case by a plan of its agreement."""
    logs = {
        name: frame_of(rows or [], ("lead", "event", "at", "to", "auto")) for name, rows in case.data["logs"].items()
    }
    given = case.data.get("leads")
    leads = None if given is None else frame_of(given, ("lead_id",))
    as_of = dt.datetime.fromisoformat(case.data["as_of"])
    return measure(plan, logs, leads, case.data.get("system"), as_of=as_of)


def _read(path: Path) -> list[Case]:
    # Every scalar is text, as in a CSV file; `null` alone is nothing.
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    return [Case(path.stem, data["agreement"], each) for each in data["cases"]]


CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in _read(path)]
