"""Promises that nobody could keep, clocks that never begin, and exceptions that never act are found when read."""

from __future__ import annotations

import pytest

from ola.agreement.reading import read_agreement
from ola.source import Source

HEAD = """\
ola: 1
id: small
version: 1.0.0
status: signed
zone: UTC
parties: {marketing: {}, sales: {}}
calendars: {office: {zone: UTC, hours: {mon-fri: 09:00-17:00}}}
fields: {lead_id: {type: id, key: true}, stage: {type: stage}, score: {type: number}}
stages: {mql: {party: marketing}, accepted: {party: sales, end: true}}
logs: {touches: {lead: lead_id, event: event, at: at, zone: UTC}}
histories: {stage: {log: stages, lead: lead_id, at: at, to: stage, zone: UTC}}
events: {call: {log: touches, where: event = call}, email sent: {log: touches, where: event = email}}
"""
TRIES = "owed_by: sales, starts: mql, within: 2 days"
CLOCK = "owed_by: sales, starts: mql, stops: call"
NUMBER = "  volume: {owed_by: sales, count: mql, at_least: 3 per month}\n"


def found(text: str) -> list[str]:
    """Read an agreement whose head is given; list code and message of what was found."""
    return [f"{each.code} {each.message}" for each in read_agreement(Source("a.yaml", HEAD + text)).findings]


@pytest.mark.parametrize(
    ("commitment", "message"),
    [
        (f"{TRIES}, at_least: 3, of: [call, email sent], channels: 3", "x wants 3 channels, and 2 events are named"),
        (f"{TRIES}, at_least: 3, of: [call, call], channels: 2", "x wants 2 channels, and 1 event is named"),
        (f"{TRIES}, at_least: 4, of: call, apart: 1 day", "x has no room for 4 events, each 1 day after the last."),
        ("owed_by: sales, starts: mql, sequence: {}", "The sequence of x has no day."),
    ],
)
def test_what_nobody_could_keep(commitment: str, message: str) -> None:
    """More channels than names, more time between events than there is, and days that are none are errors."""
    (only,) = found(f"commitments:\n  x: {{{commitment}}}\n")
    assert only.startswith(f"OLA162 {message}")


def test_what_is_just_possible_is_kept() -> None:
    """Three events a day apart fit into two days, and a name is a channel."""
    tries = f"{TRIES}, at_least: 3, of: [call, email sent], channels: 2, apart: 1 day"
    assert found(f"commitments:\n  x: {{{tries}}}\n") == []


def test_clocks_that_wait_for_each_other() -> None:
    """A circle of breaches begins nowhere; where one of them also starts with an event, all begin."""
    rest = "owed_by: sales, stops: call, within: 1 hour"
    circle = f"commitments:\n  x: {{starts: breach of y, {rest}}}\n  y: {{starts: breach of x, {rest}}}\n"
    assert found(circle) == [
        "OLA163 x waits for a breach of y that waits for a breach of x, so it never begins.",
        "OLA163 y waits for a breach of x that waits for a breach of y, so it never begins.",
    ]
    assert found(circle.replace("breach of x", "[mql, breach of x]")) == []
    own = f"commitments:\n  x: {{starts: breach of x, {rest}}}\n"
    assert found(own) == ["OLA163 x waits for a breach of x, so it never begins."]


def test_a_number_has_no_breach_and_no_percentile() -> None:
    """A clock starts with the breach of a clock, and a percentile is one of a clock."""
    after = "  x: {owed_by: sales, starts: breach of volume, stops: call, within: 1 hour}\n"
    half = "  x: {owed_by: sales, percentile: 50, of: volume, at_most: 1 hour per month}\n"
    assert found(f"commitments:\n{NUMBER}{after}") == [
        "OLA163 volume is a number of a period, and is not breached at an instant that a clock could start with."
    ]
    assert found(f"commitments:\n{NUMBER}{half}") == [
        "OLA143 volume is no clock, so there is no time that a percentile could be taken of."
    ]


@pytest.mark.parametrize(
    ("exception", "message"),
    [
        ("suspends: volume", "OLA159 volume is a number of a period, and exceptions act on clocks."),
        ("relaxes: x, suspends: x, within: 9 hours", "OLA159 e suspends x, so there is nothing left to relax."),
        ("suspends: x, within: 9 hours", "OLA159 e gives a limit, and relaxes nothing to it."),
        ("relaxes: week, within: 9 hours", "OLA159 week has no limit that e could relax."),
        ("relaxes: x, within: 9 business hours", "OLA144 9 business hours hangs on a calendar, and x names none."),
        ("relaxes: y, within: 2 business days", "OLA145 2 business days: nothing in y says after_hours and due_at."),
    ],
)
def test_exceptions_that_could_not_act(exception: str, message: str) -> None:
    """An exception acts on clocks, either way, and gives a limit that the clock's calendar can run."""
    clocks = f"  x: {{{CLOCK}, within: 4 hours}}\n  y: {{{CLOCK}, calendar: office, within: 4 business hours}}\n"
    days = "  week: {owed_by: sales, starts: mql, sequence: {day 1: call}}\n"
    text = f"commitments:\n{NUMBER}{clocks}{days}exceptions:\n  e: {{when: score > 5, {exception}}}\n"
    assert found(text) == [message]


def test_a_merge_needs_two_columns() -> None:
    """The lead that was merged and the one that is left stand in different columns."""
    assert found("merges: {log: merges, lead: lead_id, into: lead_id}\n") == [
        "OLA164 The merged lead and the lead that is left stand both in lead_id."
    ]
