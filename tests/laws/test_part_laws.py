"""A law of large files: rows gone through in parts, and clocks swept a few leads at a time, come to the same."""

from __future__ import annotations

from unittest.mock import patch

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ola.evaluate.handoffs.clocks import at_once
from ola.evaluate.handoffs.reading import spread
from ola.evaluate.handoffs.timing import Timing, measure
from tests.laws.test_event_laws import AS_OF, CHANGES, PLAN, TOUCHES, frame


def measured(touches: list[pl.DataFrame], changes: list[dict[str, str]]) -> Timing:
    """Measure a log that comes in pieces, and a history."""
    stages = frame(changes, ("lead", "to", "old", "at", "who"))
    return measure(PLAN, {"touches": touches, "stages": stages}, as_of=AS_OF, keep_state=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(TOUCHES, max_size=30), st.lists(CHANGES, max_size=20), st.integers(1, 7), st.integers(1, 5))
def test_parts_come_to_what_the_whole_comes_to(
    touches: list[dict[str, str]], changes: list[dict[str, str]], rows: int, marks: int
) -> None:
    """A log spread over files and swept span by span gives the same verdicts, numbers, counts and findings."""
    pieces = [frame(touches[i : i + 2], ("lead", "event", "at")) for i in range(0, len(touches), 2)]
    whole = measured(pieces, changes)
    with patch.object(spread, "AT_ONCE", rows), patch.object(at_once, "_AT_A_TIME", marks):
        parts = measured(pieces, changes)
    assert parts.to_dict() == whole.to_dict()
    assert [cycle.to_dict() for cycle in parts.cycles] == [cycle.to_dict() for cycle in whole.cycles]
    assert parts.findings == whole.findings


def test_rows_come_back_each_once() -> None:
    """What was spread comes back in parts, equal rows in one of them, in the order they came."""
    rows = pl.DataFrame({"same1": pl.Series([1, 2, 65, 1, 129], dtype=pl.UInt64), "row": [1, 2, 3, 4, 5]})
    with patch.object(spread, "AT_ONCE", 2), spread.Spread() as parts:
        for i in range(rows.height):
            parts.take(rows[i : i + 1])
        found = [part.get_column("row").to_list() for part in parts.parts()]
    assert sorted(found) == [[1, 3, 4, 5], [2]]
