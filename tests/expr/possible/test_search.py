"""What no lead can be is found, and of what a lead can be there is an example."""

from __future__ import annotations

import datetime as dt

import pytest

from ola.expr.names import Names
from ola.expr.nodes import Condition
from ola.expr.parse import parse_condition
from ola.expr.possible import Definitions, Limits, Points, Possibilities, Rows, false, not_true, true
from ola.fieldtypes.spec import Choice, Spec

SPECS = {
    "score": Spec("integer"),
    "amount": Spec("number"),
    "email": Spec("email"),
    "job": Spec("text"),
    "key": Spec("id"),
    "country": Spec("country"),
    "source": Spec("choice", choices=(Choice("web"), Choice("event"), Choice("partner"))),
    "topics": Spec("choice", many=True, choices=(Choice("price"), Choice("help"))),
    "consent": Spec("boolean"),
    "created": Spec("datetime"),
    "closed": Spec("datetime"),
    "day": Spec("date"),
    "other_day": Spec("date"),
    "wait": Spec("duration"),
}
NAMES = Names(
    fields=SPECS,
    terms=("hot", "cold"),
    scores=("fit",),
    segments={"tier": ("A", "B", "C"), "size": ("small", "large")},
    events=("call", "mail"),
    zone="America/New_York",
)


def condition(text: str) -> Condition:
    """Read a condition."""
    found, findings = parse_condition(text, NAMES)
    assert found is not None, findings
    return found


DEFINITIONS = Definitions(
    specs=SPECS,
    terms={"hot": condition("score >= 80"), "cold": condition("not hot")},
    scores={
        "fit": Points(
            (
                (condition("hot"), 30),
                (condition("source = event"), 10),
                (condition("source = web"), 20),
                (condition("consent"), -15),
            ),
            0,
            60,
        )
    },
    segments={
        "tier": Rows((("A", condition("hot and fit >= 40")), ("B", condition("fit >= 30"))), "C"),
        "size": Rows((("large", condition("amount > 100")),), "small"),
    },
    limits={"score": Limits(0, 100), "source": Limits(refused=frozenset({"partner"}))},
)
POSSIBLE = Possibilities(DEFINITIONS)


@pytest.mark.parametrize(
    "text",
    [
        "score >= 60 and score < 50",
        "score > 60 and score < 61",  # whole numbers
        "score between 10 and 20 and score not in (10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)",
        "score >= 120",  # more than the field's own most
        "source = partner",  # refused by the field
        "score is blank and score > 3",
        "score is known and score is blank",
        "consent and not consent",
        "source in (web) and source = event",
        "source != web and source != event and source != partner and source is known",
        "email ends with @gmail.com and email ends with @gmx.de",
        'email = "a@gmail.com" and not email ends with "gmail.com"',
        "job contains student and not job contains stud",
        'job starts with "vp" and job starts with "head"',
        'job starts with any of ("vp", "head") and not job starts with "h" and not job contains "p"',
        "key = abc and key in (abd, abe)",
        "not topics contains any of (price, help) and topics is known",
        "day < other_day and other_day < day",
        "day within 3 days after other_day and day < other_day",
        "day within 3 days after other_day and other_day > 2026-01-01 and day < 2025-06-01",
        "created older than 30 days and created > now - 10 days",
        "created >= 2026-03-02 and created < 2026-03-01",
        "created = 2026-03-02 and created > 2026-03-04T12:00Z",
        "created < closed and closed < created + 1 day and created > closed - 1 hour and created < closed - 2 hours",
        "created >= now and closed <= now and created < closed",
        "wait < 1 hour and wait > 90 minutes",
        "number of call < 0",
        "number of call >= 2 and number of call in the last 7 days > 3 and number of call < 2",
        "first call > now and first call < now - 1 day",
        "at least 2 of (source = web, source = event, score > 50) and score < 20",
        "none of (score < 50, score >= 50) and score is known",
        "hot and cold",
        "hot and score < 80",
        "tier A and tier B",
        "tier A and score < 80",
        "tier C and hot and not consent",
        "tier A and source is blank",
        "size large and amount is blank",
        "size large and size small",
        "tier not in (A, B, C)",
        "fit > 60",
        "fit > 50 and fit < 60",  # 60 is cut off, and no rows make 51 to 59
        "fit >= 60",
        "fit = 45",
        "fit >= 40 and score < 80",
    ],
)
def test_what_no_lead_can_be_is_found(text: str) -> None:
    """Bounds, lists, texts, distances in time, counts, terms, segments and sums of points that exclude each other."""
    assert POSSIBLE.impossible(true(condition(text)))
    assert POSSIBLE.example(true(condition(text))) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("score >= 60 and score < 70", ["score is 60"]),
        ("amount > 60 and amount < 61", ["amount is 60.0625"]),
        ("score = 100", ["score is 100"]),
        ("country in (US, DE) and country != DE", ["country is US"]),
        ("country not in (AD, AE)", ["country is AF"]),
        ("email ends with @gmail.com", ['email is "x@gmail.com"']),
        ('job starts with "vp" and job contains "sales" and not job = "vpxsales"', ['job is "vpsales"']),
        ("topics contains any of (price, help) and not topics contains price", ["topics contains help"]),
        ("score is blank", ["score is blank"]),
        ("not consent", ["consent is false"]),
        ("number of call >= 2", ["number of call is 2"]),
        ("day within 3 days after other_day and other_day >= 2026-05-01", None),
        ("created older than 30 days", None),
        ("first call > now", None),
        ("created < closed and closed < created + 1 day", None),
        ("tier B and hot", None),
        ("fit = 35", None),
        ("at least 2 of (source = web, score > 50, consent)", None),
    ],
)
def test_an_example_shows_what_matters(text: str, shown: list[str] | None) -> None:
    """A lead is given by what the condition asks of it."""
    found = POSSIBLE.example(true(condition(text)))
    assert found is not None
    assert not POSSIBLE.impossible(true(condition(text)))
    assert shown is None or list(found.shown) == shown


@pytest.mark.parametrize(
    ("text", "strictly"),
    [
        ("score is known or not score is known", True),
        ("tier in (A, B, C)", True),
        ("fit >= 0", True),
        ("fit <= 60", True),
        ("score >= 0", False),  # by its own least, where it is known
        ("hot or cold", False),
        ("hot or cold or score is blank", False),  # what cannot be read is neither
        ("source in (web, event, partner)", False),
        ("score < 50 or score > 40", False),
        ("created <= now or created > now", False),
        ("number of call >= 0", False),
    ],
)
def test_what_every_lead_is_is_found(text: str, strictly: bool) -> None:  # noqa: FBT001 (a column of the table)
    """That a condition cannot be false is told apart from that it is always true."""
    assert POSSIBLE.impossible(false(condition(text)))
    assert POSSIBLE.impossible(not_true(condition(text))) == strictly


def test_limits_are_left_out_where_they_are_not_asked_for() -> None:
    """A lead may break its field's limits, and is then refused; it can be so all the same."""
    beyond = condition("score >= 120")
    assert POSSIBLE.impossible(true(beyond))
    assert not POSSIBLE.impossible(true(beyond), limited=False)


def test_points_that_add_up_in_binary_only_nearly_are_not_said_to_miss() -> None:
    """0.1 and 0.2 are not 0.3 in binary, nor is what an evaluator adds up; nothing is said of the difference."""
    points = ((condition("consent"), 0.1), (condition("hot"), 0.2))
    possible = Possibilities(Definitions(SPECS, DEFINITIONS.terms, {"fit": Points(points)}))
    assert not possible.impossible(true(condition("fit = 0.3")))
    assert not possible.impossible(true(condition("fit > 0.3")))
    assert possible.impossible(true(condition("fit > 0.31")))


def test_a_search_that_takes_too_long_says_nothing() -> None:
    """Beyond its steps it is neither impossible nor is there an example."""
    contradiction = condition(" and ".join(f"(score = {at} or amount = {at})" for at in range(3)))
    quick = Possibilities(DEFINITIONS, most_steps=3)
    assert not quick.impossible(true(contradiction))
    assert quick.example(true(contradiction)) is None
    assert POSSIBLE.impossible(true(contradiction))


def test_what_is_not_followed_is_possible() -> None:
    """A pattern, or two texts side by side, may hold or not; but not both."""
    pattern, beside = condition("job matches /[0-9]+/"), condition("job = lead.email")
    for each in (pattern, beside):
        assert not POSSIBLE.impossible(true(each))
        assert not POSSIBLE.impossible(false(each))
        assert POSSIBLE.impossible(true(each), false(each))


def test_an_example_is_near_the_moment_that_is_asked_for() -> None:
    """Times of an example lie around the moment given."""
    moment = dt.datetime(2030, 5, 6, tzinfo=dt.UTC)
    found = POSSIBLE.example(true(condition("created < now and closed > created")), now=moment)
    assert found is not None
    assert found.lead.now == moment
    assert abs(found.lead.values["created"] - moment) < dt.timedelta(days=2)  # type: ignore[operator]  # an instant
