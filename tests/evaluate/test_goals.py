"""Goals over periods: which periods there are, and the words in which one was missed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from ola.clock.duration import BusinessDays, BusinessTime, Limit
from ola.evaluate.goals.budget import budget
from ola.evaluate.goals.missed import missed
from ola.evaluate.goals.periods import Force, period_of, periods
from ola.plan import Attainment, Clause, Goal, Measure
from ola.verdict import GoalVerdict, MeasureName

NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> dt.datetime:
    """Read an instant."""
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("instant", "kind", "name", "start", "end"),
    [
        ("2026-03-01T04:59:59+00:00", "month", "2026-02", "2026-02-01T05:00:00+00:00", "2026-03-01T05:00:00+00:00"),
        ("2026-03-01T05:00:00+00:00", "month", "2026-03", "2026-03-01T05:00:00+00:00", "2026-04-01T04:00:00+00:00"),
        ("2026-12-31T12:00:00+00:00", "quarter", "2026-Q4", "2026-10-01T04:00:00+00:00", "2027-01-01T05:00:00+00:00"),
        ("2027-01-01T12:00:00+00:00", "week", "2026-W53", "2026-12-28T05:00:00+00:00", "2027-01-04T05:00:00+00:00"),
    ],
)
def test_periods_are_those_of_the_calendar_in_the_zone(
    instant: str, kind: str, name: str, start: str, end: str
) -> None:
    found = period_of(at(instant).astimezone(NEW_YORK).date(), kind, NEW_YORK)  # type: ignore[arg-type]
    assert (found.name, found.start.isoformat(), found.end.isoformat()) == (name, start, end)


def test_a_period_in_which_the_agreement_came_into_force_is_not_whole() -> None:
    force = Force(NEW_YORK, dt.date(2026, 1, 15), dt.date(2026, 3, 1))
    found = periods("month", force, at("2026-01-20T00:00Z"), at("2026-02-20T00:00Z"), at("2026-05-01T00:00Z"))
    assert [(each.name, each.whole) for each in found] == [("2026-01", False), ("2026-02", True)]


def test_rolling_windows_end_at_the_report_and_go_back_by_the_clock_on_the_wall() -> None:
    """The clocks went forward on 2026-03-08: that window is an hour shorter."""
    force = Force(NEW_YORK, dt.date(2026, 2, 1))
    found = periods(
        dt.timedelta(days=7), force, at("2026-02-01T05:00Z"), at("2026-03-10T16:00Z"), at("2026-03-10T16:00Z")
    )
    assert [each.name for each in found][-2:] == ["2026-02-24/2026-03-03", "2026-03-03/2026-03-10"]
    assert (found[-1].start, found[-1].end) == (at("2026-03-03T17:00Z"), at("2026-03-10T16:00Z"))
    # Of the window before the first of February only a part was in force, so it is not shown.
    assert found[0].start == at("2026-02-03T17:00Z")


def test_the_newest_rolling_window_is_shown_though_the_agreement_is_younger() -> None:
    force = Force(NEW_YORK, dt.date(2026, 3, 1))
    (only,) = periods(
        dt.timedelta(days=30), force, at("2026-03-01T05:00Z"), at("2026-03-10T16:00Z"), at("2026-03-10T16:00Z")
    )
    assert (only.name, only.whole) == ("2026-02-08/2026-03-10", False)


@pytest.mark.parametrize(
    ("won", "lost", "still_open", "sense", "bound", "wanted"),
    [
        (171, 19, 0, "at least", 0.9, (19, 19, 0, 0)),  # in binary, 1 − 0.9 of 190 is a little less than 19
        (95, 5, 20, "at least", 0.95, (5, 5, 0, 1)),
        (90, 10, 20, "at least", 0.95, (5, 10, -5, 0)),
        (0, 0, 3, "at least", 0.5, (0, 0, 0, 1)),
        (1, 99, 0, "at most", 0.02, (2, 1, 1, 0)),
    ],
)
def test_an_error_budget_is_what_the_promise_allows_less_what_was_breached(
    won: int, lost: int, still_open: int, sense: str, bound: float, wanted: tuple[int, ...]
) -> None:
    found = budget(won, lost, still_open, sense, bound)  # type: ignore[arg-type]
    assert (found.allowed, found.breached, found.left, found.more) == wanted


def _goal(measure: Attainment | Measure, bound: float | Limit, sense: str = "at least") -> Goal:
    clause = Clause("commitments.promise", "error", "sales")
    return Goal(clause, "promise", measure, sense, bound, "month")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("goal", "value", "decided", "still_open", "said"),
    [
        (
            _goal(Attainment("touch"), 0.95),
            0.94996,
            2000,
            0,
            "promise: in 2026-03, 1,900 of 2,000 cycles met, 94.9 %; sales promised at least 95 %.",
        ),
        (
            _goal(Measure("count", "mql"), 178.0),
            1.0,
            1,
            0,
            "promise: in 2026-03, 1 lead of mql; sales promised at least 178.",
        ),
        (
            _goal(Measure("count", "mql", every=True), 1.0, "at most"),
            2.0,
            2,
            0,
            "promise: in 2026-03, 2 entries of mql; sales promised at most 1.",
        ),
        (
            _goal(Measure("share", "mql", "accepted", text="accepted"), 0.6),
            0.25,
            3,
            1,
            "promise: in 2026-03, 1 of 4 leads (accepted), 25 %, 1 still open; sales promised at least 60 %.",
        ),
        (
            _goal(Measure("percentile", "touch", percentile=50), BusinessTime(dt.timedelta(hours=1)), "at most"),
            7500.0,
            3,
            1,
            (
                "promise: in 2026-03, 50 % of touch took up to 2 h 5 min, 1 not stopped; "
                "sales promised at most 1 business hour."
            ),
        ),
        (
            _goal(Measure("sum", "budget", "qualified"), 1_000_000.0),
            950_000.5,
            3,
            0,
            "promise: in 2026-03, budget came to 950,000.5; sales promised at least 1,000,000.",
        ),
        (
            _goal(Measure("spread", "mql", last=BusinessDays(5)), 0.35, "at most"),
            0.6,
            10,
            0,
            (
                "promise: in 2026-03, 6 of 10 leads of mql fell into the last 5 business days, 60 %; "
                "sales promised at most 35 %."
            ),
        ),
        # Neither the promise nor the number comes to look like the other: 3.99 % is not 3.9, and 4.01 % is not 4.
        (
            _goal(Measure("share", "lead", "bounce", text="bounce"), 0.0399, "at most"),
            0.0401,
            10_000,
            0,
            "promise: in 2026-03, 401 of 10,000 leads (bounce), 4.1 %; sales promised at most 3.99 %.",
        ),
    ],
)
def test_a_missed_goal_names_party_period_value_and_promise(
    goal: Goal, value: float, decided: int, still_open: int, said: str
) -> None:
    kind: MeasureName = goal.measure.kind if isinstance(goal.measure, Measure) else "attainment"
    verdict = GoalVerdict(
        "commitments.promise", "2026-03", value, 0.0, met=False, decided=decided, open=still_open, measure=kind
    )
    (found,) = missed(goal, [verdict], None)
    assert (found.code, found.party, found.level, found.message) == ("OLA601", "sales", "error", said)
