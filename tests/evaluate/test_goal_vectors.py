"""Numbers over periods against the vectors in tests/vectors/goals."""

from __future__ import annotations

import pytest

from tests.evaluate.clock_vectors import Case
from tests.evaluate.goal_vectors import CASES, measured


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_vector_holds(case: Case) -> None:
    """Every number of every period comes out as it was worked out by hand."""
    shown = measured(case).to_dict()
    commitments = shown["commitments"]
    assert isinstance(commitments, dict)
    for name, wanted in case.expected("goals").items():
        goals = commitments[name.replace(" ", "-")]["goals"]
        assert {name: [goal["period"] for goal in goals]} == {name: [goal["period"] for goal in wanted]}
        assert {name: _cut(goals, wanted)} == {name: wanted}
    for name, wanted in case.expected("elapsed").items():
        assert _cut(commitments[name]["elapsed"], wanted) == wanted
    for name, wanted in case.expected("cuts").items():
        cuts = {(cut["by"], cut["value"] or "null"): cut for cut in commitments[name]["cuts"]}
        there = [cuts[each["by"], each["value"]] for each in wanted]
        assert _cut(there, wanted) == wanted
    for name in ("chains", "parties"):
        if name in case.data:
            assert _cut(shown[name], case.data[name]) == case.data[name]
    if "findings" in case.data:
        assert sorted(finding.code for finding in measured(case).findings) == case.data["findings"]


def _cut(there: object, wanted: object) -> object:
    """Give of what is there what a vector names, as it writes it."""
    match there, wanted:
        case dict(), dict():
            return {name: _cut(there.get(name), each) for name, each in wanted.items()}
        case list() | tuple(), list():
            return [_cut(mine, each) for mine, each in zip(there, wanted, strict=True)]
        case None, _:
            return "null"
        case bool(), _:
            return str(there).lower()
        case _:
            return str(there)
