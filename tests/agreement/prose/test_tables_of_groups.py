"""Tables that sort leads: by a number, by country or state; who has them is told, and no cell is dropped."""

from __future__ import annotations

import pytest

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Ambiguous, Checked, ForPeople, NotUnderstood, Outcome
from ola.source import Source
from ola.tree.value import to_plain


def read(header: str, *rows: str, above: str = "") -> Paper:
    """Read a document of one table."""
    line = "|---" * (header.count("|") - 1) + "|"
    return read_paper(Source("paper.md", "\n".join((above, "", header, line, *rows))))


def told(outcome: Outcome) -> str:
    """Say in a line what an outcome is."""
    match outcome:
        case Checked(says=says):
            return says
        case Ambiguous(questions=questions):
            return " ".join(question.code for question in questions)
        case ForPeople(about=about):
            return f"for people: {about}"
        case NotUnderstood():
            return "not understood"


def says(paper: Paper) -> list[str]:
    """Say what all outcomes are."""
    return [told(outcome) for outcome in paper.outcomes]


def segments(paper: Paper) -> dict[str, dict[str, str]]:
    """Give the segments of a document."""
    tree = to_plain(paper.tree)
    assert isinstance(tree, dict)
    found: dict[str, dict[str, str]] = tree["segments"]
    return found


GRADES = ("| A | 80–100 |", "| B | 60–79 |", "| C | below 60 |")


def test_a_grade_is_a_range_of_a_score() -> None:
    """Each row is a segment; no other field is made up."""
    assert segments(read("| Grade | Score |", *GRADES)) == {
        "grade": {"A": "score between 80 and 100", "B": "score between 60 and 79", "C": "score < 60"}
    }


@pytest.mark.parametrize("header", ["| Grade | Score range |", "| Tier | Score band |", "| Segment | Score (points) |"])
def test_the_header_names_the_field_of_the_number(header: str) -> None:
    """The words for a range are no part of its name."""
    (groups,) = segments(read(header, *GRADES)).values()
    assert groups["C"] == "score < 60"


def test_a_number_that_two_rows_share_is_asked_about() -> None:
    """What is offered leaves out the shared end."""
    paper = read("| Grade | Score |", "| A | 80-100 |", "| B | 60-80 |")
    (first, _) = paper.outcomes
    assert isinstance(first, Ambiguous)
    assert [each.choices for each in first.questions] == [("| A | over 80 to 100 |",)]


def test_sizes_say_where_leads_go() -> None:
    """The row for all others, and for those of which the number is not known."""
    paper = read(
        "| Segment | Employees | Routed to |",
        "| SMB | 1–49 | SMB queue |",
        "| Enterprise | 50+ employees | Field team |",
        "| Unclear | unknown | Inbound pool |",
        "| Rest | all others | Inbound pool |",
    )
    assert says(paper) == [
        "The segment is SMB when employees between 1 and 49; its leads go to SMB queue.",
        "The segment is Enterprise when employees >= 50; its leads go to Field team.",
        "The segment is Unclear when employees is blank; its leads go to Inbound pool.",
        "The segment is Rest for all other leads; its leads go to Inbound pool.",
    ]


FULL = "within 1 hour around the clock, counted from `created`"


def test_a_priority_by_score_with_a_time() -> None:
    """The time is that of the group, and the group is that of the score."""
    paper = read(
        "| Priority | Lead score | Response time | Owner |",
        f"| High | 80+ | {FULL}, fulfilled by `call` | SDR |",
        "| Low | 0-79 | within 2 days around the clock, counted from `created`, fulfilled by `call` | SDR |",
    )
    assert says(paper)[:2] == [
        "The priority is High when lead_score >= 80; SDR has them.",
        f"SDR must reach `call` {FULL}, for leads where `priority = High`.",
    ]


@pytest.mark.parametrize(
    "rest",
    ["all other countries", "Rest of the world", "Everyone else", "All others", "Others", "Any other country"],
)
def test_a_row_for_all_others(rest: str) -> None:
    """However it is called."""
    paper = read(
        "| Region | Owner | Countries |", "| DACH | Anna | Germany, Austria |", f"| Other | Inbound | {rest} |"
    )
    assert segments(paper) == {"region": {"DACH": 'country in (DE, "AT")', "Other": "otherwise"}}
    assert says(paper)[0] == 'The region is DACH when country in (DE, "AT"); Anna has them.'


def test_states_are_no_countries() -> None:
    """CA is California below "States", and not Canada."""
    paper = read("| Territory | States | Rep |", "| West | CA, WA | Raj |", "| Rest | All others | Jo |")
    assert segments(paper) == {"territory": {"West": "state in (CA, WA)", "Rest": "otherwise"}}


def test_no_cell_is_dropped() -> None:
    """A note is for people; a column that nobody knows is not understood, and what is offered says so."""
    paper = read("| Grade | Score | Notes | Then |", "| A | 80–100 | best | call twice |", "| B | 0–79 | rest | - |")
    assert says(paper) == [
        "The grade is A when score between 80 and 100.",
        "for people: a note",
        "not understood",
        "The grade is B when score between 0 and 79.",
        "for people: a note",
    ]
    assert paper.readings[0].for_people == "| A | 80–100 | best | call twice (for people) |"


def test_what_is_offered_says_that_the_other_cells_are_for_people() -> None:
    """So that the row is read in full."""
    row = "| High | 80+ | 1 hour | call twice |"
    paper = read("| Priority | Score | Response time | Then |", row, "| Low | 0-79 | 2 days | - |")
    choices = paper.readings[0].choices
    assert choices
    assert all(choice.endswith("| call twice (for people) |") for choice in choices)


def test_exit_criteria_are_not_what_makes_a_stage() -> None:
    """A time of a stage probably counts from when a lead came there."""
    paper = read("| Stage | Owner | SLA | Exit criteria |", "| MQL | SDR | 4 hours | Accepted or rejected |")
    assert says(paper) == [
        "Stage is one of MQL.",
        "MQL is a stage; it is held by SDR.",
        "OLA170 OLA171 OLA172",
        "not understood",
    ]
    assert paper.readings[1].choices[0] == (
        "| MQL | SDR | within 4 hours around the clock, counted from `MQL`, fulfilled by `first touch` "
        "| Accepted or rejected (for people) |"
    )


def test_a_definition_beside_entry_criteria_is_for_people() -> None:
    """Unless it tells numbers, which would say more."""
    paper = read(
        "| Stage | Definition | Entry criteria |",
        "| MQL | Engaged | score ≥ 60 |",
        "| SQL | 3 calls held | score ≥ 80 |",
    )
    assert says(paper)[1:] == [
        "MQL: score ≥ 60.",
        "for people: what a stage or status means",
        "SQL: score ≥ 80.",
        "not understood",
    ]


def test_points_of_all_other_values() -> None:
    """They are those that no other row of the same part names."""
    paper = read(
        "| Attribute | Value | Points |",
        "| Industry | Software, Media | 15 |",
        "| | All other | 5 |",
        above="## Fit score",
    )
    tree = to_plain(paper.tree)
    assert isinstance(tree, dict)
    assert tree["scores"]["fit_score"]["points"] == [
        {"when": "industry in (Software, Media)", "add": 15},
        {"when": "industry not in (Software, Media)", "add": 5},
    ]


def test_points_under_a_condition_beside_what_is_looked_at() -> None:
    """The condition is not dropped; where it is no plain one, the row is not understood."""
    paper = read(
        "| Criterion | Condition | Points |",
        '| Job title | contains "Director" | 20 |',
        "| Company size | 50 to 500 | 15 |",
        "| Country | US or Canada | 10 |",
        "| Email domain | is free mail | -30 |",
        above="## Fit score",
    )
    tree = to_plain(paper.tree)
    assert isinstance(tree, dict)
    assert tree["scores"]["fit_score"]["points"] == [
        {"when": "job_title contains Director", "add": 20},
        {"when": "company_size between 50 and 500", "add": 15},
        {"when": "country in (US, Canada)", "add": 10},
    ]
    assert says(paper)[3:] == ["not understood"]


def test_two_numbers_of_a_group_are_not_read_by_halves() -> None:
    """Both may be needed, or one of them may do."""
    paper = read("| Segment | Revenue | Employees |", "| SMB | < $10M | 1-99 |", "| ENT | ≥ $10M | 100+ |")
    assert says(paper) == ["not understood", "not understood"]


def test_a_situation_says_of_what_a_row_speaks() -> None:
    """A row whose first cell is not read is not read at all."""
    paper = read("| Situation | What happens | Within |", "| Rep on leave | Lead is reassigned | 2 hours |")
    assert says(paper) == ["not understood"]


def test_a_status_with_an_action_and_a_time() -> None:
    """The statuses are declared, the time is asked about, and the action is not dropped."""
    paper = read(
        "| Lead status | Definition | Next action | SLA | Owner |", "| New | Created | Assign | 1 hour | Marketing |"
    )
    assert says(paper)[0] == "Lead status is one of New."
    assert says(paper)[-1] == "not understood"


def test_a_number_in_a_definition_is_no_part_of_a_name() -> None:
    """It is compared with something, or the row is not understood."""
    paper = read("| Stage | Definition |", "| MQL | Score of 60 or more |", "| SAL | No answer after 6 attempts |")
    tree = to_plain(paper.tree)
    assert isinstance(tree, dict)
    assert tree["stages"] == {"MQL": {"when": "score >= 60"}, "SAL": {}}
    assert says(paper)[-1] == "not understood"


def test_the_last_row_of_a_routing_table_keeps_its_time() -> None:
    """Where all other leads go, and within what time."""
    paper = read(
        "| Condition | Route to | Within | Owner |",
        "| Employees > 500 | Field team | 1 hour | AE |",
        "| Everyone else | Pool | 4 hours | SDR |",
    )
    assert says(paper) == [
        "The route is Field team, to Field team, when employees > 500; AE has them.",
        "OLA170 OLA171",
        "The route is Pool, to Pool, for all other leads; SDR has them.",
        "OLA170 OLA171",
    ]


REASONS = (
    "| Not a fit | Company outside the ICP | Disqualify |",
    "| Unreachable | No reply after 8 attempts | |",
    "| Student | Email ends in .edu | |",
)


def test_reasons_are_the_values_of_a_field() -> None:
    """The heading says of what; when one is used is for people, unless it could be checked; no next step is dropped."""
    paper = read("| Reason | When to use | Next step |", *REASONS, above="## Rejection reasons")
    assert says(paper) == [
        "Rejection reason is one of Not a fit, Unreachable, Student.",
        "Not a fit is among the values.",
        "for people: when a value is used",
        "not understood",
        "Unreachable is among the values.",
        "not understood",
        "Student is among the values.",
        "not understood",
    ]
    tree = to_plain(paper.tree)
    assert isinstance(tree, dict)
    assert tree["fields"]["rejection_reason"]["choices"] == ["Not a fit", "Unreachable", "Student"]


def test_a_reason_told_twice_is_no_list_of_values() -> None:
    """Nobody can tell what such a table lists."""
    paper = read("| Reason | Definition |", "| Student | one |", "| Student | two |")
    assert says(paper) == ["not understood", "not understood"]
