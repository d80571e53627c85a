"""The vectors of tests/vectors/goals, read."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import yaml

from ola.evaluate.handoffs.timing import Timing, measure
from tests.evaluate.clock_vectors import Case, frame_of, plan_of

FOLDER = Path(__file__).parents[1] / "vectors" / "goals"
COLUMNS = ("lead", "event", "at", "to")


@cache
def measured(case: Case) -> Timing:
    """Measure a case."""
    logs = {name: frame_of(rows or [], COLUMNS) for name, rows in case.data["logs"].items()}
    given = case.data.get("leads")
    since = case.data.get("since")
    return measure(
        plan_of(case.agreement),
        logs,
        None if given is None else frame_of(given, ("lead_id", "created_at", "stage", "owner", "budget", "change")),
        case.data.get("system"),
        as_of=dt.datetime.fromisoformat(case.data["as_of"]),
        by=case.data.get("by") or (),
        since=None if since is None else dt.date.fromisoformat(since),
    )


def _read(path: Path) -> list[Case]:
    # Every scalar is text, as in a CSV file; `null` alone is nothing.
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    return [Case(path.stem, data["agreement"], each) for each in data["cases"]]


CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in _read(path)]
