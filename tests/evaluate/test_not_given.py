"""What is said of events that cannot be seen: why, in words as the files are spelt, and a way out that fits."""

from __future__ import annotations

import datetime as dt

import pytest

from ola.evaluate.handoffs.timing import measure
from ola.finding import Finding
from tests.evaluate.clock_vectors import CASES, frame_of, plan_of

CONDITIONS = next(case for case in CASES if case.file == "conditions")
AS_OF = dt.datetime(2026, 5, 30, tzinfo=dt.UTC)


def _unseen(event: str, *columns: str) -> Finding:
    logs = {"touches": frame_of([], columns)} if columns else {}
    found = measure(plan_of(CONDITIONS.agreement), logs, frame_of([{"lead_id": "A"}], ()), as_of=AS_OF).findings
    return next(each for each in found if each.code == "OLA504" and f"event {event} " in each.message)


@pytest.mark.parametrize(
    ("event", "columns", "says", "advises"),
    [
        ("call", (), "The log touches was not given, so ", "Name the file on the command line"),
        ("call", ("lead", "at"), "touches has no column event, so ", "Export the column"),
        ("made", (), "leads has no column made, so ", "Export the column"),
    ],
)
def test_a_reason_keeps_the_spelling_of_files_and_has_a_way_out(
    event: str, columns: tuple[str, ...], says: str, advises: str
) -> None:
    found = _unseen(event, *columns)
    assert found.message.startswith(says)
    assert (found.advice or "").startswith(advises)
