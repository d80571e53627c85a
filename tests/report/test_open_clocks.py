"""The table of clocks that still run."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from ola.report.open_clocks import as_csv, table

BERLIN = ZoneInfo("Europe/Berlin")


def clock(**said: object) -> dict[str, object]:
    """Give a clock as the JSON of `ola measure` does."""
    plain: dict[str, object] = {
        "clause": "commitments.first-touch",
        "lead": "L1",
        "cycle": 1,
        "owner": "lena",
        "started_at": "2026-10-24T06:00:00Z",
        "due_at": "2026-10-25T00:30:00Z",
        "remaining_s": 5459.0,
        "at_risk": False,
    }
    return plain | said


def test_each_clock_has_a_line_with_its_due_in_the_zone() -> None:
    """Both half past twos of the night in October are told apart; paused clocks and those without a limit say so."""
    clocks = [
        clock(at_risk=True),
        clock(lead="L2", due_at="2026-10-25T01:30:00Z", remaining_s=360_000.0, owner=None, cycle=2),
        clock(lead="L3", due_at=None, remaining_s=None, at_risk=None),
        clock(lead="L4", clause="commitments.cadence", due_at=None, remaining_s=None, at_risk=None),
    ]
    assert table(clocks, BERLIN, {"commitments.cadence"}, 20) == (
        "due                      left           commitment   lead         owner\n"
        "2026-10-25 02:30 CEST    1:30  at risk  first-touch  L1           lena\n"
        "2026-10-25 02:30 CET   100:00           first-touch  L2, cycle 2\n"
        "paused                                  first-touch  L3           lena\n"
        "no limit                                cadence      L4           lena"
    )


def test_what_the_limit_leaves_out_is_counted() -> None:
    assert table([clock()] * 1500, BERLIN, (), 1).splitlines()[2:] == ["… and 1,499 more"]
    assert table([], BERLIN, (), 1) == "No clock is open."


def test_the_csv_has_every_clock_with_plain_numbers() -> None:
    assert as_csv([clock(owner=None), clock(at_risk=True, due_at=None, remaining_s=None)]) == (
        "due_at,remaining_s,at_risk,clause,lead,cycle,owner,started_at\n"
        "2026-10-25T00:30:00Z,5459.0,false,commitments.first-touch,L1,1,,2026-10-24T06:00:00Z\n"
        ",,true,commitments.first-touch,L1,1,lena,2026-10-24T06:00:00Z\n"
    )
