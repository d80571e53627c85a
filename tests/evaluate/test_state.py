"""Saved states: what they refuse, what they know again, and what they say of events that come too late."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import polars as pl
import pytest

import ola
from ola.errors import UnreadableInput, UnwritableOutput, WrongCall
from ola.evaluate.handoffs.state import State, read_state
from ola.evaluate.handoffs.timing import Timing

AGREEMENT = """
ola: 1
id: small
title: Small
version: 1.0.0
status: signed
zone: UTC
effective: {from: 2020-01-01}
parties: {sales: {team: Sales, signs: Head}}
fields: {lead_id: {type: id, key: true}}
logs:
  touches: {lead: lead, event: event, at: at, zone: UTC}
  calls: {lead: lead, at: at, zone: UTC}
events:
  form: {log: touches, where: event = form}
  mail: {log: touches, where: event = mail}
  call: {log: calls}
commitments:
  answer: {owed_by: sales, starts: form, stops: [mail, call], within: 30 minutes}
"""
AGREED = ola.load(AGREEMENT.encode())
NOON, LATER = (dt.datetime(2026, 3, 2, hour, tzinfo=dt.UTC) for hour in (12, 15))
FIRST = [("A", "form", "11:00"), ("A", "mail", "11:10"), ("B", "form", "11:50"), ("C", "form", "11:55")]
THEN = [("B", "mail", "12:05"), ("D", "form", "14:50")]


def touches(rows: list[tuple[str, str, str]]) -> pl.DataFrame:
    """Make a log of a day's events."""
    cells = [(lead, event, f"2026-03-02 {at}") for lead, event, at in rows]
    return pl.DataFrame(cells, schema=["lead", "event", "at"], orient="row")


def run(rows: list[tuple[str, str, str]], as_of: dt.datetime, state: State | str | Path | None = None) -> Timing:
    """Measure a day."""
    calls = pl.DataFrame(schema={"lead": pl.String(), "at": pl.String()})
    logs = {"touches": touches(rows), "calls": calls}
    return ola.measure(AGREED, logs, as_of=as_of, state=state, keep_state=True)


def test_a_slice_on_a_saved_state_says_what_one_run_says(tmp_path: Path) -> None:
    """The state is one file; what it was read from is not needed any more."""
    run(FIRST, NOON).save_state(tmp_path / "noon.state")
    sliced = run(THEN, LATER, tmp_path / "noon.state")
    whole = run([*FIRST, *THEN], LATER)
    assert sliced.cycles == whole.cycles
    assert sliced.to_dict() == whole.to_dict()
    assert [each.name for each in tmp_path.iterdir()] == ["noon.state"]
    assert repr(read_state(tmp_path / "noon.state")) == "State(small, as of 2026-03-02T12:00:00Z, 4 rows)"


def test_rows_given_again_are_repetitions() -> None:
    """Slices may overlap: rows equal in every cell are known again, and counted."""
    sliced = run([*FIRST[2:], *THEN], LATER, run(FIRST, NOON).state)
    assert sliced.cycles == run([*FIRST, *THEN], LATER).cycles
    assert sliced.events["touches"] == {"rows": 8, "used": 6, "left_out": {"exact duplicate": 2}}


def test_an_event_that_comes_too_late_names_the_cycles_it_would_change() -> None:
    """It is left out and counted, and said again by every run from then on."""
    sliced = run([*THEN, ("B", "mail", "11:58"), ("A", "mail", "11:40")], LATER, run(FIRST, NOON).state)
    assert sliced.cycles == run([*FIRST, *THEN], LATER).cycles
    found = [each for each in sliced.findings if each.code == "OLA550"]
    assert len(found) == 1
    assert found[0].message == (
        "2 rows of touches lie at or before 2026-03-02T12:00:00Z, up to which the state reaches; left out and counted. "
        "They would change answer of B, cycle 1."
    )
    assert found[0].level == "error"
    assert sliced.events["touches"]["left_out"] == {"before the state": 2}
    again = run([], LATER, sliced.state)
    assert [each for each in again.findings if each.code == "OLA550"] == found
    assert again.events["touches"] == sliced.events["touches"]


def test_a_state_of_another_agreement_is_refused() -> None:
    state = run(FIRST, NOON).state
    other = ola.load(AGREEMENT.replace("30 minutes", "20 minutes").encode())
    with pytest.raises(
        WrongCall, match=r"^The state was made under small 1\.0\.0 \([0-9a-f]{12}\), and this run holds"
    ):
        ola.measure(other, {"touches": touches(THEN)}, as_of=LATER, state=state)


def test_an_earlier_instant_and_other_files_are_refused() -> None:
    state = run(FIRST, NOON).state
    with pytest.raises(WrongCall, match=r"reaches until 2026-03-02T12:00:00Z, and as_of 2026-03-02T11:00:00Z lies"):
        run(THEN, NOON - dt.timedelta(hours=1), state)
    with pytest.raises(WrongCall, match="holds the log calls, and this run gives no file for it"):
        ola.measure(AGREED, {"touches": touches(THEN)}, as_of=LATER, state=state)
    alone = ola.measure(AGREED, {"touches": touches(FIRST)}, as_of=NOON, keep_state=True)
    with pytest.raises(WrongCall, match="made without the log calls"):
        run(THEN, LATER, alone.state)


@pytest.mark.parametrize("damage", ["text", "cut", "bytes", "format", "empty"])
def test_a_damaged_state_says_what_to_do(damage: str, tmp_path: Path) -> None:
    """Whatever became of the file, there is an error with a way out, and no traceback."""
    path = tmp_path / "noon.state"
    run(FIRST, NOON).save_state(path)
    whole = path.read_bytes()
    if damage == "format":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("state.json", '{"format": "ola.state/99"}')
    else:
        middle = len(whole) // 2
        path.write_bytes(
            {"text": b"no state", "cut": whole[:middle], "empty": b""}.get(damage, whole[:60] + bytes(40) + whole[100:])
        )
    with pytest.raises(UnreadableInput, match="Run in full, and save the state again"):
        run(THEN, LATER, path)


def test_a_state_that_is_missing_or_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="There is no state"):
        run(THEN, LATER, tmp_path / "none.state")
    with pytest.raises(UnwritableOutput):
        run(FIRST, NOON).save_state(tmp_path / "nowhere" / "noon.state")
    with pytest.raises(WrongCall, match="No state was kept"):
        ola.measure(AGREED, {"touches": touches(FIRST)}, as_of=NOON).save_state(tmp_path / "noon.state")


def test_a_failing_run_keeps_the_state_that_was_there(tmp_path: Path) -> None:
    """A state is replaced when the next one is written whole."""
    path = tmp_path / "noon.state"
    run(FIRST, NOON).save_state(path)
    before = path.read_bytes()
    with pytest.raises(WrongCall):
        run(THEN, NOON - dt.timedelta(hours=1), path).save_state(path)
    assert path.read_bytes() == before
