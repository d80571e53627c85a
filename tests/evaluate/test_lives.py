"""The life of a clock, told: whole texts, compared."""

from __future__ import annotations

import datetime as dt

import pytest

import ola
from ola.errors import WrongCall
from ola.evaluate.handoffs.timing import Timing, measure
from tests.evaluate.clock_vectors import CASES, frame_of, measured

AGREEMENT = """
ola: 1
id: lives
title: Lives
version: 1.0.0
status: signed
zone: UTC
effective: {from: 2020-01-01}
parties: {sales: {team: Sales, signs: Head}}
calendars: {office: {zone: UTC, hours: {mon-fri: 09:00-17:00}}}
fields:
  lead_id: {type: id, key: true}
  stage: {type: stage}
stages: {lead: {}, mql: {}, accepted: {}, lost: {}}
logs:
  touches: {lead: lead, event: event, at: at, zone: UTC}
histories:
  stage: {log: stages, lead: lead, at: at, to: to, zone: UTC}
events:
  call: {log: touches, where: event = call}
  mail: {log: touches, where: event = mail}
commitments:
  answer:
    owed_by: sales
    starts: mql
    stops: [accepted, lost]
    silence: accepted
    within: 4 business hours
    calendar: office
  cadence: {owed_by: sales, starts: mql, at_least: 3, of: [call, mail], within: 5 days, before: lost}
"""

TOLD = """\
answer, lead A, cycle 1: met
  sales owes it within 4 business hours, <bytes>:28:13
  on the calendar office
  Tue 2026-05-12 15:00 UTC  started by mql
      Tue 2026-05-12 15:00 UTC to 17:00  counted 2 h
      Wed 2026-05-13 09:00 UTC to 11:00  counted 2 h
  Wed 2026-05-13 11:00 UTC  due
  Wed 2026-05-13 11:00 UTC  silence counts as accepted
  met: silence counts as accepted, 4 h used

cadence, lead A, cycle 1: breached
  sales owes it within 5 days, <bytes>:30:81
  Tue 2026-05-12 15:00 UTC  started by mql
      Tue 2026-05-12 15:00 UTC to Thu 2026-05-14 10:00:30  counted 43 h 30 s
  Tue 2026-05-12 16:00 UTC  call
  Wed 2026-05-13 16:00 UTC  mail
  Thu 2026-05-14 10:00:30 UTC  ended by lost
  breached: lost after 2 of 3, 43 h 30 s used"""


def timing(stages: list[tuple[str, str, str]], touches: list[tuple[str, str, str]]) -> Timing:
    """Measure changes (lead, instant, stage) and touches (lead, instant, event)."""
    logs = {
        "stages": frame_of([{"lead": lead, "at": at, "to": to} for lead, at, to in stages], ("lead", "at", "to")),
        "touches": frame_of(
            [{"lead": lead, "at": at, "event": event} for lead, at, event in touches], ("lead", "at", "event")
        ),
    }
    plan = ola.load(AGREEMENT.encode()).plan
    return measure(plan, logs, as_of=dt.datetime(2026, 5, 20, tzinfo=dt.UTC))


def test_a_life_tells_of_touches_of_an_end_too_soon_and_of_silence() -> None:
    """Each clock of the lead is told, the windows that counted between what happened."""
    found = timing(
        [("A", "2026-05-12 15:00", "mql"), ("A", "2026-05-14 10:00:30", "lost")],
        [("A", "2026-05-12 16:00", "call"), ("A", "2026-05-13 16:00", "mail")],
    )
    assert str(found.explain("A")) == TOLD


def test_a_lead_without_clocks_is_said_to_have_none() -> None:
    """Whoever mistypes a lead is told so."""
    with pytest.raises(WrongCall, match="No clock of the agreement ever ran for 'B'"):
        timing([("A", "2026-05-12 15:00", "mql")], []).explain("B")


def test_a_clock_that_is_open_is_told_up_to_now() -> None:
    """What has not ended ends with the instant of the report."""
    found = timing([("A", "2026-05-19 16:00", "mql")], [])
    (answer, _) = found.explain("A").clocks
    assert [(each.at.isoformat(), each.what) for each in answer.happened] == [
        ("2026-05-19T16:00:00+00:00", "started by mql"),
        ("2026-05-20T00:00:00+00:00", "now: not stopped yet"),
        ("2026-05-20T12:00:00+00:00", "due"),
    ]


def test_hours_that_are_nobodys_are_not_told_as_counted() -> None:
    """While a queue holds the lead, and the clock runs by its owner, nobody can tell which hours count."""
    name = "A restart out of a clock whose due nobody can tell opens one that is sure"
    (case,) = (each for each in CASES if each.data["name"] == name)
    first = next(life for life in measured(case).explain("B").clocks if life.name == "again")
    assert [(each.at.isoformat(), each.what) for each in first.happened] == [
        ("2026-05-12T09:00:00-04:00", "started by mql; owned by casey"),
        ("2026-05-12T11:00:00-04:00", "owned by pool"),
        ("2026-05-13T09:00:00+02:00", "owned by lena, on the calendar emea"),
        ("2026-05-13T09:00:00+02:00", "restarted by assigned"),
    ]
    assert [(each.start.isoformat(), each.end.isoformat()) for each in first.ran] == [
        ("2026-05-12T09:00:00-04:00", "2026-05-12T11:00:00-04:00")
    ]
