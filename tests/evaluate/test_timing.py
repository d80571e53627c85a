"""Clocks, goals and files of events against the vectors in tests/vectors/clocks."""

from __future__ import annotations

import pytest

from ola.evaluate.handoffs.timing import Timing
from ola.verdict import CycleVerdict
from tests.evaluate.clock_vectors import CASES, Case, measured


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_vector_holds(case: Case) -> None:
    """Every case of the vectors comes out as it says."""
    timing = measured(case)
    for name, wanted in case.expected("cycles").items():
        clause = f"commitments.{name.replace(' ', '-')}"
        found = [_row(cycle) for cycle in timing.cycles if cycle.clause == clause]
        assert [_cut(row, want) for row, want in zip(found, wanted, strict=False)] == wanted
        assert [row["lead"] for row in found] == [want["lead"] for want in wanted]
    for name, wanted in case.expected("goals").items():
        goals = [goal.to_dict() for goal in timing.commitments[name].goals]
        assert [_cut(_texts(goal), _texts(want)) for goal, want in zip(goals, wanted, strict=True)] == [
            _texts(want) for want in wanted
        ]
    for name, wanted in case.expected("events").items():
        found_counts = dict(timing.events[name])
        assert _texts(found_counts) == _texts(wanted)
    assert [message for message in case.data.get("messages", []) if message not in _messages(timing)] == []
    if "findings" in case.data:
        assert sorted(finding.code for finding in timing.findings) == case.data["findings"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rows_in_are_rows_used_and_rows_left_out(case: Case) -> None:
    """No row of a log or history is skipped in silence."""
    for counts in measured(case).events.values():
        left_out = counts["left_out"]
        assert isinstance(left_out, dict)
        assert counts["rows"] == counts["used"] + sum(left_out.values())  # type: ignore[operator]


def _messages(timing: Timing) -> list[str]:
    return [finding.message for finding in timing.findings]


def _row(cycle: CycleVerdict) -> dict[str, object]:
    row = cycle.to_dict()
    row["at_risk"] = cycle.at_risk
    row["remaining_s"] = None if cycle.remaining is None else cycle.remaining.total_seconds()
    return {name: _texts(value) for name, value in row.items()}


def _texts(value: object) -> object:
    """Give every scalar as the vectors write it."""
    match value:
        case dict():
            return {str(name): _texts(each) for name, each in value.items()}
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _cut(row: object, wanted: object) -> dict[str, object]:
    assert isinstance(row, dict)
    assert isinstance(wanted, dict)
    return {name: row.get(name) for name in wanted}
