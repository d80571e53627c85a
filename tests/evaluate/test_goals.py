"""Goals over periods."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from ola.evaluate.handoffs.goals import attainment, missed, period_of
from ola.plan import Attainment, Clause, Goal
from ola.verdict import GoalVerdict, Outcome

UTC = ZoneInfo("UTC")


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
    zone = ZoneInfo("America/New_York")
    found = period_of(dt.datetime.fromisoformat(instant).astimezone(zone).date(), kind, zone)  # type: ignore[arg-type]
    assert (found.name, found.start.isoformat(), found.end.isoformat()) == (name, start, end)


def _goal(bound: float) -> Goal:
    clause = Clause("commitments.touch", "error", "sales")
    return Goal(clause, "touch", Attainment("touch"), "at least", bound, "month")


def _value(goal: Goal, as_of: str, *outcomes: Outcome) -> GoalVerdict:
    by_day = {dt.date(2026, 3, 31): Counter(outcomes)}
    (found,) = attainment(goal, by_day, UTC, dt.datetime.fromisoformat(as_of))
    return found


def test_a_share_that_equals_the_target_is_met() -> None:
    nineteen: tuple[Outcome, ...] = ("met",) * 19
    found = _value(_goal(0.95), "2026-04-01T00:00:00Z", *nineteen, "breached", "excluded", "unknown")
    assert (found.value, found.met, found.decided, found.open) == (0.95, True, 20, 0)


@pytest.mark.parametrize(
    ("outcomes", "met"),
    [
        (("met", "met", "open"), True),  # 2 of 3 at worst
        (("met", "open"), True),
        (("breached", "open"), None),
        (("breached", "breached", "open"), False),
    ],
)
def test_a_period_that_is_over_is_undecided_only_while_open_cycles_could_turn_it(
    outcomes: tuple[Outcome, ...],
    met: bool | None,  # noqa: FBT001 - the verdict is the matter
) -> None:
    assert _value(_goal(0.5), "2026-04-01T00:00:00Z", *outcomes).met is met


def test_a_period_that_is_not_over_may_still_turn() -> None:
    assert _value(_goal(0.5), "2026-03-31T23:59:59Z", "met", "met").met is None


def test_a_missed_goal_names_party_period_value_and_promise() -> None:
    goal = _goal(0.95)
    (found,) = missed(
        goal, [GoalVerdict("commitments.touch", "2026-03", 0.94996, 0.95, met=False, decided=2000, open=0)], "touch"
    )
    assert (found.party, found.level) == ("sales", "error")
    assert found.message == "touch: in 2026-03, 1900 of 2000 cycles met, 94.9 %; at least 95 % was promised."
