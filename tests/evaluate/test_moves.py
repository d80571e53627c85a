"""Moves between stages are held against those the agreement allows."""

from __future__ import annotations

import ola

AGREEMENT = b"""\
ola: 1
id: moves
version: 1.0.0
status: signed
zone: UTC
parties: {marketing: {}, sales: {}}
fields: {lead_id: {type: id, key: true}, stage: {type: stage}}
stages:
  lead: {party: marketing}
  mql: {party: marketing}
  accepted: {party: sales, end: true}
moves: [lead -> mql, mql -> accepted]
histories: {stage: {log: stages, lead: lead_id, at: at, to: to, zone: UTC}}
"""


def changes(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    """Make a history of rows of lead, day and new stage."""
    return [{"lead_id": lead, "at": f"{day}T09:00:00Z", "to": to} for lead, day, to in rows]


def test_a_move_that_is_not_allowed_is_a_finding_with_its_party() -> None:
    """A skipped stage is found once a kind of move, with how many leads made it; the first stage is never judged."""
    history = changes(
        ("1", "2026-01-05", "lead"), ("1", "2026-01-06", "mql"), ("1", "2026-01-07", "accepted"),
        ("2", "2026-01-05", "lead"), ("2", "2026-01-06", "accepted"),
        ("3", "2026-01-05", "lead"), ("3", "2026-01-06", "accepted"), ("3", "2026-01-07", "mql"),
        ("4", "2026-01-05", "accepted"),
    )  # fmt: skip
    timing = ola.measure(ola.load(AGREEMENT), {"stages": history}, as_of="2026-02-01")
    found = [finding for finding in timing.findings if finding.clause == "moves"]
    assert [(each.code, each.message, each.party, each.count, each.examples) for each in found] == [
        ("OLA540", "1 lead went from accepted to mql, which no move allows.", "sales", 1, ("3",)),
        ("OLA540", "2 leads went from lead to accepted, which no move allows.", "marketing", 2, ("2", "3")),
    ]


def test_allowed_moves_are_not_mentioned() -> None:
    """A history in the agreement's order finds nothing about moves."""
    history = changes(("1", "2026-01-05", "lead"), ("1", "2026-01-06", "mql"), ("1", "2026-01-06", "mql"))
    timing = ola.measure(ola.load(AGREEMENT), {"stages": history}, as_of="2026-02-01")
    assert [finding for finding in timing.findings if finding.clause == "moves"] == []


def test_the_first_change_is_judged_where_it_says_what_was_before() -> None:
    """A history with the old value shows the move that led to its first row."""
    agreed = ola.load(AGREEMENT.replace(b"to: to,", b"to: to, from: old,"))
    history = [{"lead_id": "1", "at": "2026-01-05T09:00:00Z", "to": "accepted", "old": "lead"}]
    timing = ola.measure(agreed, {"stages": history}, as_of="2026-02-01")
    assert [finding.message for finding in timing.findings if finding.clause == "moves"] == [
        "1 lead went from lead to accepted, which no move allows."
    ]
