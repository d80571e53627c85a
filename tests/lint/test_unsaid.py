"""What an agreement leaves unsaid: reasons, fallbacks, holidays, signatures, how many are listed."""

from __future__ import annotations

import pytest

from tests.lint.fragments import found

FIELD = """
fields:
  recycle_reason: {{type: choice, choices: [a, b, c], supplied_by: sales, required: {{at: recycled}}, says: '{}'}}
"""


@pytest.mark.parametrize(
    ("says", "number"),
    [
        ("One of three reasons.", None),
        ("One of 3 reasons.", None),
        ("One of four reasons.", 4),
        ("The four closed reasons for a return.", 4),
        ("12 values are allowed.", 12),
        # what announces no list
        ("At least two reasons.", None),
        ("The first two reasons count.", None),
        ("Up to two reasons.", None),
        ("Within two weeks, with reasons.", None),
        ("Two people give their reasons.", None),
        ("One reason is enough.", None),
        ("Three or four reasons.", 4),
    ],
)
def test_a_number_that_is_announced(says: str, number: int | None) -> None:
    """Held against the list of three."""
    noun = "values" if "values" in says else "reasons"
    expected = [] if number is None else [f"OLA257 {number} {noun} are announced, and 3 are listed."]
    assert found(FIELD.format(says)) == expected


TRIES = "owed_by: sales, starts: mql, at_least: 6, of: [call, email sent], within: 14 days"


@pytest.mark.parametrize(
    ("fragment", "messages"),
    [
        ("for_people: [There are six stages.]", []),
        ("for_people: [There are seven stages.]", ["OLA257 7 stages are announced, and 6 are listed."]),
        ("title: Agreement of the three parties", ["OLA257 3 parties are announced, and 2 are listed."]),
        (
            f"commitments: {{cadence: {{{TRIES}, says: At least five attempts.}}}}",
            ["OLA257 5 attempts are announced, and 6 are listed."],
        ),
        (
            f"commitments: {{cadence: {{{TRIES}, says: At least six attempts.}}}}",
            [],
        ),
    ],
)
def test_numbers_of_stages_parties_and_attempts(fragment: str, messages: list[str]) -> None:
    """Sentences for people, the title, and what a commitment says."""
    assert found(fragment) == messages


REASON = "fields: {{lost_reason: {{type: choice, choices: [a, b], supplied_by: sales{}}}}}"


@pytest.mark.parametrize(
    ("more", "is_found"),
    [
        ("", True),
        (", label: Why it was lost", True),
        (", required: {at: disqualified}", False),
        (", required: {when: consent}", False),
    ],
)
def test_reasons_that_nothing_asks_for(more: str, is_found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """A stage or a condition may ask for them."""
    assert ["OLA248" in text for text in found(REASON.format(more))] == [True] * is_found


CARRIED = """
moves:
  - lead -> mql
  - {move: mql -> disqualified, carries: lost_reason}
  - mql -> accepted | recycled
  - accepted -> qualified | recycled
  - recycled -> mql
"""
CHANGED = """
histories: {lost_reason: {log: reasons, lead: a, at: b, to: c}}
events: {said: {field: lost_reason, changes: true}}
commitments: {c: {owed_by: sales, count: said, at_least: 1 per month}}
"""


@pytest.mark.parametrize(
    "fragment",
    [
        "rules: {r: {must: lost_reason is known or consent, party: sales}}",
        CARRIED,
        CHANGED,
    ],
)
def test_reasons_that_a_rule_a_move_or_a_clock_asks_for(fragment: str) -> None:
    """None of them is left out in silence."""
    assert found(f"{REASON.format('')}\n{fragment}") == []


CLOCK = """
commitments:
  c: {{owed_by: sales, starts: mql, stops: meeting, target: 90% per month, {}}}
"""


@pytest.mark.parametrize(
    ("calendar", "owners", "messages"),
    [
        ("by: owner, otherwise: amer", "", []),
        (
            "by: owner",
            "",
            ["OLA250 c runs on the owner's calendar, and nothing says which that is for an owner who is not listed"],
        ),
        (
            "by: owner",
            "\nowners: {kim: {team: amer-sdr}, desk: {queue: true}}",
            ["OLA250 c runs on the owner's calendar, and nothing says which that is for kim and whoever is not listed"],
        ),
        ("by: region", "", []),
    ],
)
def test_a_calendar_for_everybody(calendar: str, owners: str, messages: list[str]) -> None:
    """Queues own no clock, and a segment's values have a calendar each."""
    texts = found(CLOCK.format(f"within: 2 business hours, calendar: {{{calendar}}}") + owners)
    assert [text.rstrip(".") for text in texts] == messages


@pytest.mark.parametrize(
    ("calendar", "is_found"),
    [
        ("hours: {mon-fri: 09:00-17:00}", True),
        ("hours: {mon-fri: 09:00-17:00}, holidays: US", False),
        ("hours: {mon-fri: 09:00-17:00}, holidays: [2026-12-25]", False),
        ("hours: always", False),
        ("hours: {mon-fri: 09:00-17:00}, says: We work on holidays.", False),
    ],
)
def test_holidays(calendar: str, is_found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """A calendar that is open at all times needs none, and a sentence may say that there are none."""
    text = f"calendars: {{amer: {{zone: America/New_York, {calendar}}}}}"
    assert [each for each in found(text) if "holidays" in each] == [
        "OLA253 Nothing says on which holidays amer is closed; it is open on all of them."
    ] * is_found


@pytest.mark.parametrize(
    ("within", "messages"),
    [
        ("24 business hours", ["OLA254 24 business hours are about 3 working days of c, 9 hours each."]),
        ("27 business hours", []),
        ("8 business hours", []),
        ("24 hours, calendar: amer", ["OLA251 c names a calendar, and no limit of it is in business time."]),
    ],
)
def test_hours_that_are_no_days(within: str, messages: list[str]) -> None:
    """The office is open for nine hours a day."""
    calendar = "" if "calendar" in within else ", calendar: amer"
    assert found(CLOCK.format(f"within: {within}{calendar}")) == messages


@pytest.mark.parametrize(
    ("status", "sales", "is_found"),
    [("signed", "{team: S}", True), ("signed", "{signs: Ann}", False), ("draft", "{team: S}", False)],
)
def test_signatures(status: str, sales: str, is_found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Only what is signed has them."""
    texts = found(f"status: {status}\nparties: {{sales: {sales}}}")
    assert ["OLA256" in each for each in texts if "OLA211" not in each] == [True] * is_found
