"""Records as systems send them: nested under `properties`, and without the keys of what is blank."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from ola.evaluate.handoffs.reading.pieces import opened
from ola.evaluate.handoffs.timing import Timing, measure
from ola.rows.read import open_rows
from tests.evaluate.clock_vectors import CASES, plan_of

CONDITIONS = next(case for case in CASES if case.file == "conditions")
AS_OF = dt.datetime(2026, 5, 30, tzinfo=dt.UTC)


def test_a_records_own_keys_win() -> None:
    assert opened({"id": 1, "properties": {"id": 2, "made": 3}}) == {
        "id": 1,
        "made": 3,
        "properties": {"id": 2, "made": 3},
    }
    assert opened({"id": 1, "properties": "none"}) == {"id": 1, "properties": "none"}


def _measured(folder: Path, leads: list[dict[str, object]]) -> Timing:
    files: dict[str, list[dict[str, object]]] = {
        "leads": leads,
        "stages": [{"lead": lead["lead_id"], "at": "2026-05-12T10:00:00Z", "to": "mql"} for lead in leads],
        "touches": [{"properties": {"lead": "A", "event": "call", "at": "2026-05-12T10:30:00Z"}}],
    }
    for name, rows in files.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    logs = {name: open_rows(folder / f"{name}.jsonl") for name in ("stages", "touches")}
    return measure(plan_of(CONDITIONS.agreement), logs, open_rows(folder / "leads.jsonl"), as_of=AS_OF)


def test_leads_and_events_are_read_from_under_properties(tmp_path: Path) -> None:
    made = "2026-05-12T10:00:00Z"
    timing = _measured(tmp_path, [{"lead_id": "A", "properties": {"tier": "a", "made": made}}])
    of_clause = {cycle.clause: cycle for cycle in timing.cycles}
    tiered, greeting = of_clause["commitments.tiered"], of_clause["commitments.greeting"]
    assert (tiered.verdict, tiered.due_at) == ("met", dt.datetime(2026, 5, 12, 11, tzinfo=dt.UTC))
    assert (greeting.verdict, greeting.started_at) == ("met", dt.datetime(2026, 5, 12, 10, tzinfo=dt.UTC))


def test_a_key_that_no_record_has_is_blank(tmp_path: Path) -> None:
    """A file of records leaves out what is blank; a table without the column says nothing of it."""
    timing = _measured(tmp_path, [{"lead_id": "A"}])
    tiered = next(cycle for cycle in timing.cycles if cycle.clause == "commitments.tiered")
    assert (tiered.verdict, tiered.due_at) == ("met", dt.datetime(2026, 5, 13, 10, tzinfo=dt.UTC))
