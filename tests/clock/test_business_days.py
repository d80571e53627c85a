"""Business days: what is due at opening and close, said by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import yaml

from ola.clock import Calendar, due_in_business_days
from ola.errors import NaiveDatetime, NeverOpens, OutsideYears, WrongCall
from tests.clock.facts import FOLDER, array

SAID = yaml.safe_load((FOLDER / "business-days-due.yaml").read_text(encoding="utf-8"))
CALENDARS = {name: Calendar(**said) for name, said in SAID["calendars"].items()}
FACTS: list[dict[str, Any]] = SAID["facts"]

NINE_TO_FIVE = Calendar("Europe/Berlin", {"mon-fri": "09:00-17:00"})
BERLIN = ZoneInfo("Europe/Berlin")


def test_at_least_twelve_facts_are_about_opening_and_close() -> None:
    assert len(FACTS) == 20
    assert {fact["due_at"] for fact in FACTS} == {"opening", "close"}


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["says"])
def test_the_fact_holds_alone_and_in_an_array(fact: dict[str, Any]) -> None:
    calendar = CALENDARS[fact["calendar"]]
    said = {"after_hours": fact["after_hours"], "due_at": fact["due_at"], "cutoff": fact.get("cutoff")}
    start, due = dt.datetime.fromisoformat(str(fact["start"])), dt.datetime.fromisoformat(str(fact["due"]))
    assert due_in_business_days(calendar, start, fact["n"], **said) == due
    assert due_in_business_days(calendar, array(start), fact["n"], **said).tolist() == array(due).tolist()


def test_zero_days_at_the_same_time_leave_an_open_start_where_it_is() -> None:
    start = dt.datetime(2026, 10, 23, 14, 30, 0, 7, BERLIN)
    assert due_in_business_days(NINE_TO_FIVE, start, 0, after_hours="next opening", due_at="same time") == start


def test_a_given_time_of_day_is_on_the_wall_clock_of_the_calendar() -> None:
    start = dt.datetime(2026, 3, 27, 14, tzinfo=dt.UTC)
    due = due_in_business_days(NINE_TO_FIVE, start, 1, after_hours="same date", due_at=dt.time(9))
    assert due == dt.datetime(2026, 3, 30, 9, tzinfo=BERLIN)


def test_missing_instants_stay_missing() -> None:
    starts = np.array(["2026-11-23T10:00", "NaT"], dtype="M8[us]")
    due = due_in_business_days(NINE_TO_FIVE, starts, 1, after_hours="same date", due_at="close")
    assert due.tolist() == [dt.datetime(2026, 11, 24, 16), None]  # noqa: DTZ001 - as NumPy gives it


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(NaiveDatetime, match="2026-11-23T10:00:00 has no zone"):
        due_in_business_days(NINE_TO_FIVE, dt.datetime(2026, 11, 23, 10), 1, after_hours="same date", due_at="close")  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize("name", ["after_hours", "due_at", "cutoff"])
def test_an_unknown_convention_is_refused(name: str) -> None:
    said: dict[str, Any] = {"after_hours": "same date", "due_at": "close"} | {name: "sometimes"}
    with pytest.raises(WrongCall, match="sometimes"):
        due_in_business_days(NINE_TO_FIVE, dt.datetime(2026, 11, 23, 10, tzinfo=BERLIN), 1, **said)


@pytest.mark.parametrize("n", [1, -1])
def test_a_calendar_without_open_days_says_so(n: int) -> None:
    start = dt.datetime(2026, 11, 23, 10, tzinfo=BERLIN)
    with pytest.raises(NeverOpens):
        due_in_business_days(Calendar("Europe/Berlin", {}), start, n, after_hours="same date", due_at="close")
    with pytest.raises(NeverOpens):
        due_in_business_days(Calendar("Europe/Berlin", {}), array(start), n, after_hours="same date", due_at="close")


@pytest.mark.parametrize("n", [40_000, -40_000])
def test_days_past_the_years_say_so(n: int) -> None:
    start = dt.datetime(2026, 11, 23, 10, tzinfo=BERLIN)
    with pytest.raises(OutsideYears, match="The answer lies outside the years 1900 to 2100"):
        due_in_business_days(NINE_TO_FIVE, start, n, after_hours="same date", due_at="close")
