"""Rows that say more than a figure: points that fade, who is told of what is overdue, where leads of a status go."""

from __future__ import annotations

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Checked
from ola.source import Source
from tests.agreement.prose.test_tables import section, told


def read(text: str) -> Paper:
    """Read a document of one table."""
    return read_paper(Source("paper.md", text))


def first_choices(paper: Paper) -> str:
    """Give the document with the first phrasing that is offered in place of every unit that is open."""
    lines = list(paper.source.lines)
    for reading in paper.readings:
        if reading.is_open and reading.choices:
            lines[reading.unit.place.line - 1] = reading.choices[0]
    return "\n".join(lines)


FADES = """
| Signal | Points | Fades |
|---|---|---|
| Shop page | 12 | 5 points a week after 14 days |
| Fair visit | 8 | halved after 60 days |
| Catalogue order | 9 | halved after 60 days |
| Price list | 4 | now and then |
"""


def test_points_that_fade_are_asked_about_and_offered_step_by_step() -> None:
    """In the author's numbers: when the first are lost, and for what is halved whether it is halved again."""
    paper = read(FADES)
    asked = [reading.choices for reading in paper.readings if reading.is_open]
    assert asked == [
        (
            (
                "| Shop page | 12 | -5 when older than 14 days, -5 when older than 21 days, -2 when older than 28 days,"
                " counted from the last `shop page` |"
            ),
            (
                "| Shop page | 12 | -5 when older than 21 days, -5 when older than 28 days, -2 when older than 35 days,"
                " counted from the last `shop page` |"
            ),
        ),
        (
            "| Fair visit | 8 | halved when older than 60 days, counted from the last `fair visit` |",
            (
                "| Fair visit | 8 | halved when older than 60 days, again when older than 120 days, "
                "counted from the last `fair visit` |"
            ),
        ),
        (),
        (),
    ]


def test_points_that_fade_are_taken_away_again() -> None:
    """A row of points for each step, for as long as the signal itself gives its points."""
    steps = "halved when older than 60 days, again when older than 90 days, counted from the last `visit`"
    paper = read(FADES.replace("halved after 60 days", steps, 1))
    assert section(paper, "scores", "score", "points")[1:4] == [  # type: ignore[index] # a list
        {"when": "fair_visit", "add": 8},
        {"when": "fair_visit and last visit older than 60 days", "add": -4},
        {"when": "fair_visit and last visit older than 90 days", "add": -2},
    ]


OVERDUE = """
Leads that Sales has not called after 40 minutes go to the team lead.

| Overdue by | Told |
|---|---|
| half the limit | Sales |
| the limit | team lead |
| soon | nobody |
"""


def test_who_is_told_when_a_limit_is_overdue_is_a_clock_of_its_own() -> None:
    """Of the limit that the sentence above tells; half over it may be meant, or half of it."""
    paper = read(OVERDUE)
    rows = [reading for reading in paper.readings if reading.unit.kind == "row"]
    assert [told(outcome) for row in rows for outcome in row.outcomes] == [
        "deadline? OLA171 OLA181",
        "deadline? OLA171 OLA181",
        "not understood",
    ]
    rest = "around the clock, counted from `created`, fulfilled by `called`, owed by Sales | Sales |"
    assert rows[0].choices[:2] == (
        f"| half the limit: within 60 minutes {rest}",
        f"| half the limit: within 20 minutes {rest}",
    )
    mended = read(first_choices(paper))
    assert [told(outcome) for outcome in mended.outcomes if isinstance(outcome, Checked)][1:] == [
        (
            "deadline: Sales must reach `called` within 60 minutes around the clock, counted from `created`; "
            "otherwise Sales is told."
        ),
        (
            "deadline: Sales must reach `called` within 80 minutes around the clock, counted from `created`; "
            "otherwise team lead is told."
        ),
    ]


MOVED = """
| Status | Meaning |
|---|---|
| Fresh | nobody has touched it |
| Claimed | somebody works it |
| Resting | not now |

## When a rep leaves

| Status at that time | What happens |
|---|---|
| Fresh | `Fresh Holding` |
| Claimed, `Claim Date` before 2025-01-01 | `Pool` |
| Claimed | `Leaver Queue`, team lead decides within 3 working days |
| Resting | the rep named on the account if the account is in play, else round robin |
| Resting | `Pool`, unless it is late |
| Resting | the desk calls them |
| Resting | SDR pool within 3 days |
| Resting | status becomes Fresh, and somebody is told |
"""


def test_what_becomes_of_leads_by_their_status() -> None:
    """A row says where they go, under what condition besides, and in what time somebody decides."""
    paper = read(MOVED)
    rows = [reading for reading in paper.readings if reading.unit.headings and reading.unit.kind == "row"]
    assert [told(outcome) for row in rows for outcome in row.outcomes] == [
        "derived: Where status = Fresh: Fresh Holding.",
        "derived: Where status = Claimed and claim_date < 2025-01-01: Pool.",
        "derived: Where status = Claimed: Leaver Queue.",
        "deadline? OLA170 OLA175 OLA171",
        (
            "derived: Where status = Resting and account_is_in_play: the rep named on the account; "
            "Where status = Resting: round robin."
        ),
        "not understood",
        "not understood",
        "not understood",
        "not understood",
    ]
    assert rows[2].choices[0] == (
        "| Claimed | `Leaver Queue`; Team lead must reach `decided` within 3 business days on the calendar "
        "`business hours`, counted from `moved to Leaver Queue`, a start outside hours counting from the next opening, "
        "due at close |"
    )
    assert section(paper, "segments", "when a rep leaves", "not told") == "otherwise"


def test_what_a_box_was_is_offered_as_what_it_is() -> None:
    """Of a box that was ticked nothing tells when; what is ticked now can be looked at."""
    text = """
| Field | What it holds |
|---|---|
| Result | `In` or `Out` |

| What you see | What it means |
|---|---|
| Result `Out` although `On Hold` was ticked | tell the desk, the pause failed |
"""
    paper = read(text)
    (row,) = [reading for reading in paper.readings if reading.is_open]
    assert row.choices == ("| Result `Out` although `On Hold` is ticked | tell the desk, the pause failed |",)
    mended = read(first_choices(paper))
    assert section(mended, "terms", "tell_the_desk") == {"when": "result = Out and on_hold"}


def test_a_field_that_counts_is_held_against_the_log() -> None:
    """What it counts is an event of the author's words."""
    text = "| Field | What it holds |\n|---|---|\n| Changes | how often the owner changed; the first is number 1 |"
    (row,) = read(text).readings
    assert row.choices == (
        "| Changes | whole number, the number of `owner changed`: how often the owner changed; the first is number 1 |",
    )
    mended = read(first_choices(read(text)))
    assert [told(outcome) for outcome in mended.outcomes] == ["derived: Changes is the number of `owner changed`."]
    assert section(mended, "rules", "Changes counts") == {"must": "changes = number of owner_changed"}


def test_several_acts_of_a_row_have_each_its_day() -> None:
    """As many clocks as acts, in one cell; where their numbers are not as many, the last day is that of all."""
    text = """
Office hours are Monday to Friday 09:00 to 17:00, Europe/Berlin, no holidays.

| Step | What | When |
|---|---|---|
| 1 | Mail | Day 0 |
| 2 | Calls 2 and 3 | Day 4, Day 8 |
| 3 | Calls | Day 4, Day 8 |
"""
    paper = read(text)
    several = next(each for each in paper.readings if "Calls 2 and 3" in each.unit.text)
    assert several.choices[1].startswith(
        "| 2 | Calls 2 and 3 | within 120 hours around the clock, counted from `created`"
    )
    assert "; within 216 hours around the clock, counted from `created`, fulfilled by `call 3`" in several.choices[1]
    mended = read(text.replace("| 2 | Calls 2 and 3 | Day 4, Day 8 |", several.choices[1]))
    row = next(each for each in mended.readings if "Calls 2 and 3" in each.unit.text)
    assert [outcome.figures for outcome in row.outcomes if isinstance(outcome, Checked)] == [
        ("120 hours", "2"),
        ("216 hours", "3"),
    ]
