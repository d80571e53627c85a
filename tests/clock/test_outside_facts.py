"""Facts that nobody on this project wrote hold, in the scalar and in the array entrance."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ola.clock import due_in_business_days
from ola.clock.business_days import AfterHours
from ola.clock.calendar import Calendar
from tests.clock.facts import array, calendar_of, read

TIME = read("business-time.jsonl")
DEVIATIONS = read("business-time-deviations.jsonl")
DAYS = [fact for fact in read("business-days.jsonl") if fact["n"] >= 1 and fact["conventions"]]

Answer = dt.timedelta | dt.datetime | bool


def expected(fact: dict[str, Any]) -> Answer:
    match fact["op"]:
        case "elapsed":
            return dt.timedelta(seconds=fact["expected"])
        case "is_open":
            return bool(fact["expected"])
        case _:
            return dt.datetime.fromisoformat(fact["expected"])


def one_by_one(fact: dict[str, Any]) -> Answer:
    calendar, start = calendar_of(fact), dt.datetime.fromisoformat(fact["start"])
    match fact["op"]:
        case "elapsed":
            return calendar.elapsed(start, dt.datetime.fromisoformat(fact["end"]))
        case "add":
            return calendar.due(start, dt.timedelta(seconds=fact["duration_s"]))
        case "is_open":
            return calendar.is_open(start)
        case _:
            return calendar.next_open(start)


def by_array(fact: dict[str, Any]) -> Answer:
    calendar, start = calendar_of(fact), array(dt.datetime.fromisoformat(fact["start"]))
    match fact["op"]:
        case "elapsed":
            span: dt.timedelta
            [span] = calendar.elapsed(start, array(dt.datetime.fromisoformat(fact["end"]))).tolist()
            return span
        case "add":
            [instant] = calendar.due(start, dt.timedelta(seconds=fact["duration_s"])).tolist()
        case "is_open":
            is_open: bool
            [is_open] = calendar.is_open(start).tolist()
            return is_open
        case _:
            [instant] = calendar.next_open(start).tolist()
    answer: dt.datetime = instant.replace(tzinfo=dt.UTC)
    return answer


def test_there_are_as_many_facts_as_were_given() -> None:
    assert (len(TIME), len({fact["id"] for fact in TIME}), len(DAYS)) == (479, 479, 23)


@pytest.mark.parametrize("answer", [one_by_one, by_array])
def test_every_fact_about_worked_time_holds(answer: Any) -> None:
    wrong = [(fact["id"], answer(fact)) for fact in TIME if answer(fact) != expected(fact)]
    assert wrong == []


@pytest.mark.parametrize("answer", [one_by_one, by_array])
def test_of_the_facts_by_other_rules_one_agrees(answer: Any) -> None:
    assert [fact["id"] for fact in DEVIATIONS if answer(fact) == expected(fact)] == ["biz-dst-004"]


def test_a_calendar_of_empty_windows_never_opens() -> None:
    [fact] = [fact for fact in TIME if fact["id"] == "btd-diff-004"]
    assert not calendar_of(fact).ever_opens


@pytest.mark.parametrize("fact", DAYS, ids=lambda fact: fact["id"])
@pytest.mark.parametrize("after_hours", ["same date", "next opening"])
def test_business_days_agree_under_exactly_the_readings_that_are_ours(
    fact: dict[str, Any], after_hours: AfterHours
) -> None:
    """Where a fact lists a reading of ours we agree with it; where it does not, our answer is another."""
    hours = fact["hours"] if isinstance(fact["hours"], dict) else dict.fromkeys(fact["workdays"], fact["hours"])
    calendar = Calendar("UTC", {day: [tuple(window)] for day, window in hours.items()}, fact["holidays"])
    bare = "T" not in fact["start"]
    listed = {"nth_after", "nth_after+keep"} if after_hours == "same date" else {"start_at_next_opening"}
    if bare and after_hours == "next opening":
        listed.add("roll_first")

    start = dt.datetime.fromisoformat(fact["start"]).replace(tzinfo=dt.UTC)
    due = due_in_business_days(calendar, start, fact["n"], after_hours=after_hours, due_at="same time")
    said = dt.datetime.fromisoformat(fact["expected"]).replace(tzinfo=dt.UTC)

    agrees = due.date() == said.date() if bare else due == said
    assert agrees == bool(listed & set(fact["conventions"]))
    assert due_in_business_days(
        calendar, array(start), fact["n"], after_hours=after_hours, due_at="same time"
    ).tolist() == [due.replace(tzinfo=None)]
