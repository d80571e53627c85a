"""Deadlines: each kind of limit is due by its own rule, and shares of it are used up by the same clock."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ola.clock import Calendar, due_at, parse_limit, used_at, worked
from ola.errors import NaiveDatetime, OutsideYears, WrongCall
from tests.clock.facts import array

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar("Europe/Berlin", {"mon-thu": "09:00-17:00", "fri": "09:00-13:00"})
THURSDAY = dt.datetime(2026, 10, 22, 15, tzinfo=BERLIN)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("30 minutes", "2026-10-22T15:30+02:00"),
        ("4 days", "2026-10-26T14:00+01:00"),
        ("4 business hours", "2026-10-23T11:00+02:00"),
        ("6 business hours", "2026-10-23T13:00+02:00"),
        ("2 business days", "2026-10-26T15:00+01:00"),
        ("same business day", "2026-10-22T17:00+02:00"),
        ("end of next business day", "2026-10-23T13:00+02:00"),
        ("by 09:30 second business day", "2026-10-26T09:30+01:00"),
    ],
)
def test_each_limit_is_due_by_its_rule(limit: str, due: str) -> None:
    said = due_at(THURSDAY, parse_limit(limit), OFFICE, after_hours="same date", due_at="same time")
    assert said == dt.datetime.fromisoformat(due)
    many = due_at(array(THURSDAY), parse_limit(limit), OFFICE, after_hours="same date", due_at="same time")
    assert many.tolist() == array(dt.datetime.fromisoformat(due)).tolist()


def test_absolute_time_needs_no_calendar_and_passes_clock_changes_in_physical_time() -> None:
    start = dt.datetime(2026, 10, 24, 15, tzinfo=BERLIN)
    due = due_at(start, parse_limit("24 hours"))
    assert due == dt.datetime(2026, 10, 25, 14, tzinfo=BERLIN)
    assert worked(start, due) == 24 * HOUR
    assert worked(array(start), array(due)).tolist() == [24 * HOUR]


def test_business_time_asks_for_its_calendar() -> None:
    for limit in ("1 business hour", "1 business day", "same business day"):
        with pytest.raises(WrongCall, match=f"{limit} cannot be counted without a calendar"):
            due_at(THURSDAY, parse_limit(limit), after_hours="same date", due_at="close")


def test_business_days_ask_for_both_conventions() -> None:
    with pytest.raises(WrongCall, match="2 business days need due_at"):
        due_at(THURSDAY, parse_limit("2 business days"), OFFICE, after_hours="same date")
    with pytest.raises(WrongCall, match="2 business days: needs after_hours"):
        due_at(THURSDAY, parse_limit("2 business days"), OFFICE, due_at="close")
    with pytest.raises(WrongCall, match="same business day: needs after_hours"):
        due_at(THURSDAY, parse_limit("same business day"), OFFICE)


def test_a_cutoff_moves_a_late_start_to_the_next_day() -> None:
    limit = parse_limit("same business day")
    due = due_at(THURSDAY, limit, OFFICE, after_hours="next opening", cutoff="15:00")
    assert due == dt.datetime(2026, 10, 23, 13, tzinfo=BERLIN)


def test_what_remains_is_worked_time_and_negative_once_overdue() -> None:
    due = dt.datetime(2026, 10, 23, 11, tzinfo=BERLIN)
    assert worked(THURSDAY, due, OFFICE) == 4 * HOUR
    assert worked(dt.datetime(2026, 10, 26, 9, 30, tzinfo=BERLIN), due, OFFICE) == -2.5 * HOUR


def test_a_share_is_used_up_on_the_calendar_and_runs_on_past_the_due() -> None:
    due = dt.datetime(2026, 10, 23, 11, tzinfo=BERLIN)
    used = [used_at(THURSDAY, due, share, OFFICE).isoformat() for share in (0, 0.5, 0.75, 1, 2)]
    assert used == [
        "2026-10-22T15:00:00+02:00",
        "2026-10-22T17:00:00+02:00",
        "2026-10-23T10:00:00+02:00",
        "2026-10-23T11:00:00+02:00",
        "2026-10-26T11:00:00+01:00",
    ]


def test_a_share_is_taken_as_the_decimal_it_is_written_as() -> None:
    """Nine tenths of ten microseconds are nine, although 0.9 as a float is a little more."""
    start = dt.datetime(2026, 10, 22, 15, tzinfo=dt.UTC)
    due = start + dt.timedelta(microseconds=10)
    assert used_at(start, due, 0.9) == used_at(start, due, Fraction(9, 10)) == start + dt.timedelta(microseconds=9)
    assert used_at(start, due, Fraction(1, 3)) == start + dt.timedelta(microseconds=4)


@pytest.mark.parametrize("share", [-0.1, float("inf"), float("nan")])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(WrongCall, match="is no share of time"):
        used_at(THURSDAY, THURSDAY, share)


def test_instants_beyond_all_years_and_without_a_zone_are_refused() -> None:
    long = parse_limit("99999999 days")
    with pytest.raises(OutsideYears):
        due_at(THURSDAY, long)
    with pytest.raises(OutsideYears):
        due_at(array(THURSDAY), long)
    with pytest.raises(NaiveDatetime):
        due_at(THURSDAY.replace(tzinfo=None), parse_limit("1 hour"))
    with pytest.raises(NaiveDatetime):
        worked(THURSDAY.replace(tzinfo=None), THURSDAY)


def test_missing_instants_stay_missing() -> None:
    given = np.array(["NaT", "2026-10-22T13:00"], dtype="M8[us]")
    assert due_at(given, parse_limit("1 hour")).tolist() == [None, dt.datetime(2026, 10, 22, 14)]  # noqa: DTZ001 - as NumPy gives it
    assert worked(given, given).tolist() == [None, dt.timedelta()]
    assert used_at(given, due_at(given, parse_limit("2 hours")), 0.5).tolist() == [None, dt.datetime(2026, 10, 22, 14)]  # noqa: DTZ001 - as NumPy gives it
