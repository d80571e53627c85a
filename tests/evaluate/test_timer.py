"""When a commitment is due that starts now."""

from __future__ import annotations

import datetime as dt
import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest

import ola
from ola.errors import NaiveDatetime, WrongCall
from ola.evaluate.handoffs.clocks.timer import Timer, due
from tests.evaluate.clock_vectors import CASES, plan_of

HARBOR_FILE = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
HARBOR = ola.load(HARBOR_FILE).plan
CONDITIONS = next(case for case in CASES if case.file == "conditions")
FRIDAY = dt.datetime(2026, 3, 6, 16, 30, tzinfo=dt.UTC)


def test_a_due_hangs_on_the_leads_segment_and_calendar() -> None:
    """Four hours of a German week end on Monday, eight of an American one too."""
    timer = Timer(HARBOR, "first touch", "hubspot")
    german = {"country": "DE", "numemployees": "100", "hs_analytics_source": "OFFLINE"}
    assert timer.due(FRIDAY, german).isoformat() == "2026-03-09T12:15:00+00:00"
    assert timer.due(FRIDAY, {"country": "US"}).isoformat() == "2026-03-09T14:30:00+00:00"
    assert timer.due(FRIDAY, {"id": "7", "properties": german}) == timer.due(FRIDAY, german)


def test_a_lead_that_is_no_mapping_and_a_clock_without_one_limit_are_refused() -> None:
    with pytest.raises(WrongCall, match="A lead is a mapping of columns to values, not list"):
        Timer(HARBOR, "first touch", "hubspot").due(FRIDAY, [])  # type: ignore[arg-type]
    text = HARBOR_FILE.read_text().replace(
        "  routing: {", "  week one: {owed_by: sales, starts: mql, sequence: {day 1: call}}\n  routing: {"
    )
    with pytest.raises(WrongCall, match="week one is a sequence of days"):
        Timer(ola.load(text.encode()).plan, "week one")


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


CELLS: dict[str, list[object]] = {
    "country": ["US", "DE", "us", None, "", 7, ["US"]],
    "numemployees": ["100", "5000", 5000, 5000.0, True, 1, "1", None, "many"],
    "hs_analytics_source": ["OFFLINE", None, "DIRECT_TRAFFIC"],
}


def test_what_a_timer_remembers_changes_no_answer() -> None:
    """One timer asked for every mixture of cells says what a new one says of each."""
    warm = ola.timer(ola.load(HARBOR_FILE), "first touch", "hubspot")
    leads = [dict(zip(CELLS, cells, strict=True)) for cells in product(*CELLS.values())]
    fresh = [Timer(HARBOR, "first touch", "hubspot") for _ in range(3)]
    for i, lead in enumerate(leads):
        cold = fresh[i % 3]
        cold._by_cells.clear()
        cold._by_answers.clear()
        assert warm.due(FRIDAY, lead) == cold.due(FRIDAY, lead), lead
    assert [warm.due(FRIDAY, lead) for lead in leads] == [warm.due(FRIDAY, dict(lead)) for lead in leads]


def test_a_timer_says_what_is_left_and_when_it_warns() -> None:
    """Three quarters of four German hours are used at 10:30 on Monday; an hour of office time earlier than its due."""
    timer = Timer(HARBOR, "first touch", "hubspot")
    german = {"country": "DE", "numemployees": "100", "hs_analytics_source": "OFFLINE"}
    due_then = timer.due(FRIDAY, german)
    assert timer.warning(FRIDAY, german).isoformat() == "2026-03-09T10:30:00+00:00"
    assert timer.remaining(FRIDAY, german, as_of=due_then - dt.timedelta(minutes=20)) == dt.timedelta(minutes=20)
    assert timer.remaining(FRIDAY, german, as_of=due_then + dt.timedelta(minutes=20)) == -dt.timedelta(minutes=20)
    with pytest.raises(NaiveDatetime):
        timer.remaining(FRIDAY, german, as_of=due_then.replace(tzinfo=None))


def test_a_pickled_timer_gives_the_same_answers() -> None:
    timer = pickle.loads(pickle.dumps(Timer(HARBOR, "first touch", "hubspot")))  # noqa: S301 - our own bytes
    assert timer.due(FRIDAY, {"country": "US"}) == due(HARBOR, "first touch", FRIDAY, {"country": "US"}, "hubspot")


def test_threads_share_a_timer() -> None:
    timer = Timer(HARBOR, "first touch", "hubspot")
    leads = [{"country": country, "numemployees": str(size)} for size in range(50) for country in ("US", "DE", "FR")]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda lead: timer.due(FRIDAY, lead), leads * 4))
    alone = Timer(HARBOR, "first touch", "hubspot")
    assert found == [alone.due(FRIDAY, lead) for lead in leads] * 4


def test_due_and_timer_say_the_same() -> None:
    agreement = ola.load(HARBOR_FILE)
    lead = {"country": "DE"}
    assert ola.due(agreement, "first touch", FRIDAY, lead, "hubspot") == ola.timer(
        agreement, "first touch", system="hubspot"
    ).due(start=FRIDAY, lead=lead)


OWNED = """
ola: 1
id: owned
title: Owned
version: 1.0.0
status: signed
zone: UTC
parties: {sales: {team: Sales}}
calendars:
  early: {zone: UTC, hours: {mon-fri: 06:00-14:00}}
  late: {zone: UTC, hours: {mon-fri: 12:00-20:00}}
owners: {casey: {calendar: early}, lena: {calendar: late}, pool: {queue: true}}
fields: {lead_id: {type: id, key: true}, owner: {type: owner}}
logs: {touches: {lead: lead, event: event, at: at, zone: UTC}}
events: {form: {log: touches, where: event = form}, call: {log: touches, where: event = call}}
commitments:
  answer: {owed_by: sales, starts: form, stops: call, calendar: {by: owner}, within: 1 business hour}
  plain: {owed_by: sales, starts: form, stops: call, within: 2 hours}
exceptions:
  fair: {from: 2026-03-10, until: 2026-03-12, suspends: plain, agreed_by: [sales]}
  rush: {from: 2026-03-16, until: 2026-03-18, relaxes: plain, within: 5 hours}
"""


def test_a_clock_in_its_owners_hours_takes_the_owner_from_the_lead_or_the_call() -> None:
    timer = ola.timer(ola.load(OWNED.encode()), "answer")
    monday = dt.datetime(2026, 3, 9, 9, 0, tzinfo=dt.UTC)
    assert timer.due(monday, {"owner": "casey"}) == monday.replace(hour=10)
    assert timer.due(monday, owner="lena") == monday.replace(hour=13)
    assert timer.warning(monday, owner="lena") == monday.replace(hour=12, minute=45)
    for owner, why in (
        (None, "the lead has no owner"),
        ("pool", "the lead has no owner"),
        ("zoe", "zoe is not listed"),
    ):
        with pytest.raises(WrongCall, match=f"answer is due cannot be known: .*{why}"):
            timer.due(monday, owner=owner)


def test_dated_exceptions_count() -> None:
    """A commitment that is suspended has no due, and a relaxed one has its later due."""
    timer = ola.timer(ola.load(OWNED.encode()), "plain")
    start = dt.datetime(2026, 3, 9, 9, 0, tzinfo=dt.UTC)
    assert timer.due(start) == start.replace(hour=11)
    assert timer.due(start + dt.timedelta(days=7)) == start.replace(day=16, hour=14)
    with pytest.raises(WrongCall, match="plain is suspended by fair, agreed by sales: nothing is due"):
        timer.due(start + dt.timedelta(days=1))
