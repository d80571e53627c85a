"""Rows that say in full what they promise, and the rows that are offered where they do not."""

from __future__ import annotations

from typing import Any

import pytest

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Checked, NotUnderstood
from ola.source import Source
from ola.tree.value import to_plain

HOURS = "The calendar `desk hours` is open Monday to Friday 09:00 to 17:00, Europe/Berlin, no holidays.\n\n"
FROM = "counted from `created`"
NEXT_DAY = f"by the end of the next business day on the calendar `desk hours`, {FROM}"
LATE = "a start outside hours counting from the next opening"


def rows(header: str, *cells: str) -> str:
    """Write a table."""
    return "\n".join((header, "|---" * (header.count("|") - 1) + "|", *cells))


def read(text: str) -> Paper:
    """Read a document."""
    return read_paper(Source("paper.md", text))


def tree_of(paper: Paper) -> Any:
    """Give what was understood, as the agreement that a YAML file would hold."""
    return to_plain(paper.tree)


def says(text: str) -> list[str]:
    """Say what each clause of a document is checked as; nothing in it may be open."""
    paper = read(text)
    assert [reading.unit.text for reading in paper.readings if reading.is_open] == []
    return [outcome.says for outcome in paper.outcomes if isinstance(outcome, Checked)]


def offered(text: str, words: str = "") -> tuple[str, ...]:
    """Give what may be written instead of the first row that is open."""
    paper = read(text)
    return next(each.choices for each in paper.readings if each.is_open and words in each.unit.text)


LIMITS = "| When | What | Who |"
GROUPS = "| Group | Who is in it | First contact within |"
GOALS = "| Figure | Goal |"
POINTS = "| Part | Value | Points |"
STAGES = "| Stage | Owner | What it takes |"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (f"within 3 hours around the clock, {FROM}", f"within 3 hours around the clock, {FROM}"),
        (
            "within 3 business hours on the calendar `desk hours`, counted from `assigned`",
            "within 3 business hours on the calendar `desk hours`, counted from `assigned`",
        ),
        (
            f"{NEXT_DAY}, {LATE}",
            f"{NEXT_DAY}, {LATE}",
        ),
    ],
)
def test_a_limit_that_says_all_is_read_as_a_promise(cell: str, told: str) -> None:
    """The row tells who and what, the cell the rest."""
    text = HOURS + rows(LIMITS, f"| {cell} | first call | Sales |")
    assert says(text)[1:] == [f"Sales must reach `first call` {told}."]


def test_a_limit_may_say_who_and_what_fulfils_it() -> None:
    """Where no other cell of the row does."""
    text = rows(
        "| When | What |",
        f"| within 3 hours around the clock, {FROM}, fulfilled by `call`, owed by Sales | first call |",
    )
    assert says(text) == [f"Sales must reach `call` within 3 hours around the clock, {FROM}."]


def test_a_limit_may_say_from_when_it_counts_in_plain_words() -> None:
    """What else is open is asked about."""
    cell = "within 4 business hours of assignment"
    told = "within 4 business hours on the calendar `desk hours`, counted from `assigned`"
    assert says(HOURS + rows(LIMITS, f"| {cell} | first call | Sales |"))[1:] == [
        f"Sales must reach `first call` {told}."
    ]
    assert offered(rows(LIMITS, f"| {cell} | first call | Sales |")) == (
        f"| {told.replace('desk', 'business')} | first call | Sales |",
        "| within 4 hours around the clock, counted from `assigned` | first call | Sales |",
    )


def test_a_limit_that_leaves_something_open_is_offered_with_its_whole_row() -> None:
    """Only the open cell is written anew."""
    assert offered(rows(LIMITS, "| within 20 min | `Claim` the lead | Sales |")) == (
        f"| within 20 minutes around the clock, {FROM} | `Claim` the lead | Sales |",
        "| within 20 minutes around the clock, counted from `assigned` | `Claim` the lead | Sales |",
    )


def test_a_day_that_is_counted_is_offered_in_business_days_and_in_hours() -> None:
    """Where there is a day 0, day 1 is the next."""
    text = HOURS + rows(
        "| Step | What | When | Who |", "| 1 | first mail | Day 0 | Sales |", "| 2 | first call | Day 1 | Sales |"
    )
    assert offered(text, "Day 1")[:2] == (
        f"| 2 | first call | {NEXT_DAY}, {LATE} | Sales |",
        f"| 2 | first call | within 48 hours around the clock, {FROM} | Sales |",
    )


def test_groups_are_ordered_once_their_rows_say_so() -> None:
    """The first row that fits counts; who is in none is in the last."""
    first = f"within 1 hour around the clock, {FROM}, owed by Sales, in the first row that fits"
    text = rows(
        GROUPS,
        f"| Hot | any of: asked for a demo; sent by a customer | {first} |",
        f"| Big | more than 500 staff | {first.replace('1 hour', '2 hours')} |",
        "| Other | everything else | - |",
    )
    paper = read(text)
    assert [reading.unit.text for reading in paper.readings if reading.is_open] == []
    segments = tree_of(paper)["segments"]
    assert segments == {
        "group": {"Hot": "asked_for_demo or sent_by_customer", "Big": "staff > 500", "Other": "otherwise"}
    }


def test_a_group_without_an_order_is_offered_one_and_both_ways_of_its_list() -> None:
    """A list says whether all or any of it is needed."""
    told = offered(rows(GROUPS, "| Hot | asked for a demo; sent by a customer | 1 hour |", "| Other | | - |"))
    assert {way.split("|")[2].strip().split(":")[0] for way in told} == {"any of", "all of"}
    assert all(way.rstrip(" |").endswith("in the first row that fits") for way in told)


def test_the_last_group_without_a_limit_may_be_that_of_all_others() -> None:
    """Nobody is left in none."""
    limit = f"within 1 hour around the clock, {FROM}, owed by Sales, in the first row that fits"
    text = rows(
        GROUPS,
        f"| Hot | asked for a demo | {limit} |",
        "| Rest | self-service | - |",
    )
    assert offered(text, "self-service") == ("| Rest | everything else | - |",)


def test_countries_that_are_none_are_offered_as_groups_that_a_lead_must_bring() -> None:
    """A country that another row has too is left to it."""
    header = "| Region | Countries |"
    text = rows(header, "| North | Canada, Mexico |", "| East | Europe, Turkey, Mexico |", "| Rest | everything else |")
    assert offered(text, "East") == ("| East | `Europe`, Turkey |",)
    mended = rows(header, "| North | Canada, Mexico |", "| East | `Europe`, Turkey |", "| Rest | everything else |")
    assert says(mended)[1] == "The region is East when country in (TR) or europe."


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("at least 75% of `created` per week, owed by Sales", "to at least 75% per week."),
        (
            "less than 5% of `created` per month for each owner, owed by Sales",
            "to less than 5% per month for each owner.",
        ),
    ],
)
def test_a_figure_that_says_all_is_read_as_a_goal(cell: str, told: str) -> None:
    """Of what, in which period, by whom."""
    assert says(rows(GOALS, f"| Reached | {cell} |")) == [
        f"Sales must keep the share of `reached` among `created` {told}"
    ]


def test_a_figure_that_leaves_something_open_is_offered_with_its_whole_row() -> None:
    """Each of several bounds with its period, all in one sense; a typical time as what half of the cases keep."""
    day, week = "per rolling 1 days for each owner", "per week for each owner, owed by AE |"
    several = offered(rows(GOALS, "| new leads | 4-6 per AE and day (20-30 a week) |"))
    assert several == (
        f"| new leads | between 4 and 6 {day}; between 20 and 30 {week}",
        f"| new leads | at least 4 {day}; at least 20 {week}",
        f"| new leads | at most 6 {day}; at most 30 {week}",
    )
    assert says(rows(GOALS, several[2])) == [
        "AE must keep the number of `leads` to at most 6 per rolling 1 days for each owner.",
        "AE must keep the number of `leads` to at most 30 per week for each owner.",
    ]
    header = f"{GOALS} Who |".replace("| |", "|")
    half = offered(rows(header, "| Average time to first contact | under 2 hours per week | Sales |"))
    start, name = "counted from `created`, in 50% of cases per week", "| Average time to first contact |"
    by = "fulfilled by `first contact` | Sales |"
    assert half[::2] == (
        f"{name} within 2 hours around the clock, {start}, {by}",
        f"{name} within 2 business hours on the calendar `business hours`, {start}, {by}",
    )
    assert says(rows(header, half[0])) == [
        f"Sales must reach `first contact` within 2 hours around the clock, {start}."
    ]


def test_bands_that_share_an_end_are_cut_by_their_header_or_one_by_one() -> None:
    """Where a shared end belongs is said once for the table, or for each band."""
    bands = ("| Staff | 1-20 | 0 |", "| | 20-250 | 8 |", "| | 251+ | 15 |")
    assert offered(rows(POINTS, *bands), "Part") == (
        "| Part | Value (shared ends belong to the upper band) | Points |",
        "| Part | Value (shared ends belong to the lower band) | Points |",
    )
    assert offered(rows(POINTS, *bands), "1-20") == ("| Staff | from 1 to under 20 | 0 |",)
    points = {"upper": [], "lower": []}  # type: dict[str, list[object]]
    for side, found in points.items():
        header = POINTS.replace("Value", f"Value (shared ends belong to the {side} band)")
        tree = tree_of(read("## Lead score\n\n" + rows(header, *bands)))
        found += [row["when"] for row in tree["scores"]["lead_score"]["points"]]
    assert points == {
        "upper": ["staff >= 1 and staff < 20", "staff between 20 and 250", "staff >= 251"],
        "lower": ["staff between 1 and 20", "staff > 20 and staff <= 250", "staff >= 251"],
    }


def test_one_word_that_gives_points_is_offered_as_a_condition() -> None:
    """What must be true of it is asked."""
    assert offered(rows("| Signal | Points |", "| Sector | 14 |")) == (
        "| Sector is known | 14 |",
        "| Sector fits | 14 |",
    )
    assert offered(rows("| Signal | Points |", "| 6+ pages in one visit | 9 |")) == (
        "| `pages_in_one_visit >= 6` | 9 |",
    )


def test_what_a_stage_takes_is_offered_with_all_and_with_any_of_it() -> None:
    """A point that cannot be read stands as the name of a yes/no field."""
    text = rows(STAGES, "| Fit | Sales | call held; date by which it must be solved |", "| New | Marketing | came in |")
    assert offered(text) == ("| Fit | Sales | all of: call held; `date by which it must be solved` |",)
    assert offered(rows(STAGES, "| Fit | Sales | call held; budget known |")) == (
        "| Fit | Sales | all of: call held; budget known |",
        "| Fit | Sales | any of: call held; budget known |",
    )
    mended = rows(STAGES, "| Fit | Sales | any of: call held; `date by which it must be solved` |")
    assert tree_of(read(mended))["stages"]["Fit"]["when"] == "call_held or date_by_which_it_must_be_solved"


def test_a_status_of_silence_is_a_clock_or_counts_back_from_now() -> None:
    """Until an answer or else the status, from the first attempt or anew from each; or how often it happened lately."""
    header, clock = "| Status | Use it when |", "within 3 weeks around the clock, counted from `attempt`"
    ways = offered(rows(header, "| Silent | no answer for 3 weeks |"))
    assert ways == (
        f"| Silent | no `answer` {clock}, owed by Sales |",
        f"| Silent | no `answer` {clock}, restarted by `attempt`, owed by Sales |",
        "| Silent | no `answer` in the last 3 weeks |",
    )
    assert says(rows(header, ways[0]))[1:] == [
        f"Sales must reach `answer` or `Silent` {clock}, silence counting as `Silent`."
    ]
    tree = tree_of(read(rows(header, ways[2])))
    assert tree["stages"]["Silent"]["when"] == "number of answer in the last 3 weeks = 0"


def test_a_field_says_its_type_before_its_description() -> None:
    """Also one that is worked out and not filled in."""
    header = "| Field | What it holds |"
    text = rows(header, "| Changes | how often the owner changed |", "| Note | whatever the rep thinks |")
    assert offered(text, "Changes") == (
        "| Changes | whole number, the number of `owner changed`: how often the owner changed |",
    )
    assert offered(text, "Note") == ("| Note | text: whatever the rep thinks |",)
    mended = rows(header, "| Changes | whole number: how often the owner changed |", "| Note | text: whatever |")
    assert says(mended) == ["Changes (integer).", "Note (text)."]


def test_all_of_something_at_a_moment_is_offered_as_a_share_of_a_period() -> None:
    """A row that tells a moment and no period asks for nothing: the nearest that is read is offered."""
    text = rows("| Rule | How often | Who | Mark |", "| Loss Reason filled | on closing | Sales | 100% |")
    (told,) = [reading for reading in read(text).readings if reading.is_open]
    assert [type(outcome) for outcome in told.outcomes] == [NotUnderstood]
    assert told.choices == ("| Loss Reason filled | on closing | Sales | at least 100% of `created` per week |",)
