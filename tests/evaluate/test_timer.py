"""When a commitment is due that starts now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import ola
from ola.errors import NaiveDatetime, WrongCall
from ola.evaluate.handoffs.timer import Timer, due
from tests.evaluate.clock_vectors import CASES, plan_of

HARBOR = ola.load(Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml").plan
CONDITIONS = next(case for case in CASES if case.file == "conditions")
FRIDAY = dt.datetime(2026, 3, 6, 16, 30, tzinfo=dt.UTC)


def test_a_due_hangs_on_the_leads_segment_and_calendar() -> None:
    """Four hours of a German week end on Monday, eight of an American one too."""
    timer = Timer(HARBOR, "first touch", "hubspot")
    german = {"country": "DE", "numemployees": "100", "hs_analytics_source": "OFFLINE"}
    assert timer.due(FRIDAY, german).isoformat() == "2026-03-09T12:15:00+00:00"
    assert timer.due(FRIDAY, {"country": "US"}).isoformat() == "2026-03-09T14:30:00+00:00"
    assert timer.due(FRIDAY, {"id": "7", "properties": german}) == timer.due(FRIDAY, german)


def test_the_answer_comes_on_the_starts_clock() -> None:
    start = FRIDAY.astimezone(dt.timezone(dt.timedelta(hours=2)))
    assert due(HARBOR, "commitments.routing", start).isoformat() == "2026-03-06T18:45:00+02:00"


@pytest.mark.parametrize(
    ("commitment", "lead", "says"),
    [
        ("first tuch", {}, "There is no commitment with a clock called 'first tuch'; the agreement has routing, "),
        ("first-touch", None, "When first touch is due cannot be known: no lead was given"),
    ],
)
def test_what_cannot_be_known_is_said(commitment: str, lead: dict[str, object] | None, says: str) -> None:
    with pytest.raises(WrongCall) as raised:
        due(HARBOR, commitment, FRIDAY, lead)
    assert str(raised.value).startswith(says)


def test_a_limit_that_hangs_on_events_is_not_guessed() -> None:
    """A record shows no events: that it has none is not known."""
    plan = plan_of(CONDITIONS.agreement)
    assert due(plan, "tiered", FRIDAY, {"tier": "a"}) == FRIDAY + dt.timedelta(hours=1)
    with pytest.raises(WrongCall, match="it hangs on visit, and a record shows no events"):
        due(plan, "visited", FRIDAY, {"tier": "a"})


def test_a_start_without_a_zone_names_no_moment() -> None:
    with pytest.raises(NaiveDatetime):
        due(HARBOR, "routing", FRIDAY.replace(tzinfo=None))
