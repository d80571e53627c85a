"""Tables are told apart by what their columns hold, and each row says what it is understood as."""

from __future__ import annotations

import pytest

from ola.agreement.prose.columns import HEADERS, columns
from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Ambiguous, Checked, ForPeople, NotUnderstood, Outcome
from ola.agreement.prose.tables import TABLES
from ola.source import Source
from ola.tree.markdown import Table, read_markdown
from ola.tree.value import Mapping, Node, to_plain


def read(text: str) -> Paper:
    """Read a document of one table."""
    return read_paper(Source("paper.md", text))


def told(outcome: Outcome) -> str:
    """Say in a line what an outcome is."""
    match outcome:
        case Checked(form=form, says=says):
            return f"{form}: {says}"
        case Ambiguous(form=form, questions=questions):
            return f"{form}? {' '.join(question.code for question in questions)}"
        case ForPeople(about=about):
            return f"for people: {about}"
        case NotUnderstood():
            return "not understood"


def section(paper: Paper, *path: str) -> object:
    """Give a part of the tree that came of a document."""
    node: Node = paper.tree
    for name in path:
        assert isinstance(node, Mapping)
        found = node.get(name)
        assert found is not None, name
        node = found
    return to_plain(node)


FIELDS = """
| Field | API name | What it holds |
|---|---|---|
| Result | `Result__c` | `In` or `Out`, empty as long as the clock is open |
| Reached On | `Reached__c` | date on which somebody answered |
| Changes | `Changes__c` | how often the owner changed |
"""


SEEN = """
| Field | Type |
|---|---|
| Wait | number |
| Worked (minutes) | number |
| Result | `In` or `Out` |

| What you see | What it means |
|---|---|
| Wait and Worked both empty | still waiting; nothing is counted |
| Wait filled, Worked 0, Result `In` | done before the office opened |
| both filled but different | split by a night |
| Wait above 3 although the moon was full | bad luck |
"""


def test_what_is_seen_on_a_record_means_something() -> None:
    """Each row is a term; one with a word that names no field is not understood."""
    paper = read(SEEN)
    assert [told(outcome) for outcome in paper.outcomes][3:] == [
        "derived: “still waiting” means that wait is blank and worked_minutes is blank.",
        'derived: “done before the office opened” means that wait is known and worked_minutes = 0 and result = "In".',
        "derived: “split by a night” means that wait is known and worked_minutes is known and wait != worked_minutes.",
        "not understood",
    ]
    assert section(paper, "terms", "still waiting") == {"when": "wait is blank and worked_minutes is blank"}


def test_a_table_of_fields_declares_them() -> None:
    """Types and values come from what a description says; what is counted, not filled in, is not taken for a field."""
    paper = read(FIELDS)
    assert [told(outcome) for outcome in paper.outcomes] == [
        "shape: Result (choice) is one of In, Out; it is the column Result__c; it is empty while the clock is open.",
        "shape: Reached On (date); it is the column Reached__c.",
        "not understood",
    ]
    assert section(paper, "fields", "result") == {
        "type": "choice",
        "label": "Result",
        "choices": ["In", "Out"],
        "blank": {"when": "clock_is_open"},
    }


ASKED_FOR = """
| Field | Type | Required? |
|---|---|---|
| Email | email | yes |
| Phone | text | if `Source` is `demo` |
| Source | Picklist: `demo`, `event` | at MQL |
| Country | text | optional |
| Budget | number | when known |
| Notes | text | as the moon has it |

An MQL has an email.
"""


def test_a_column_says_when_a_field_is_needed() -> None:
    """Always, at a stage, under a condition, or never; words nobody can make out are not dropped."""
    paper = read(ASKED_FOR)
    assert [told(outcome) for outcome in paper.outcomes][:6] == [
        "shape: Email (email); it is required always.",
        "shape: Phone (text); it is required when source = demo.",
        "shape: Source (choice) is one of demo, event; it is required at MQL.",
        "shape: Country (text).",
        "shape: Budget (number).",
        "not understood",
    ]
    assert section(paper, "fields", "source", "required") == {"at": "MQL"}


STAGES = """
# The way of a lead

| Stage | Owned by | Probability | What it takes |
|---|---|---|---|
| Known | Marketing | 0% | e-mail is known |
| Fit | Sales | 25% | discovery call held; budget holder known |
| Signed | Sales | 100% | - |
"""


def test_points_without_all_or_any_are_asked_about() -> None:
    """A list of points that does not say how they are joined is never guessed."""
    paper = read(STAGES)
    assert [told(outcome) for outcome in paper.outcomes] == [
        "shape: Stage is one of Known, Fit, Signed.",
        "predicate: Known: e-mail is known; it is held by Marketing; Probability is 0%.",
        "predicate? OLA177",
        "predicate: Signed is a stage; it is held by Sales; Probability is 100%.",
    ]
    (asked,) = (outcome for outcome in paper.outcomes if isinstance(outcome, Ambiguous))
    assert [question.asks for question in asked.questions] == [
        "Does Fit need all of these points, or is any of them enough?"
    ]
    assert {finding.code for finding in paper.findings} == {"OLA177"}


STATUSES = """
| Status | Use it when |
|---|---|
| New | nobody has written |
| Lost | cannot buy; always with a `Reason` |
| Silent | no answer for 3 weeks |

## Reasons

| New | Lost |
|---|---|
| Duplicate | No budget |
|  | Competitor |
"""


def test_statuses_are_values_and_ask_for_fields() -> None:
    """The rows of a status table are the values of its field; a field named in one is required there."""
    paper = read(STATUSES)
    assert [told(outcome) for outcome in paper.outcomes] == [
        "shape: Status is one of New, Lost, Silent.",
        "predicate: New: nobody has written.",
        "shape: Reason is required when status = Lost.",
        "for people: what a stage or status means",
        "deadline? OLA171",
        "shape: Reason has its own values at each of New, Lost.",
        "shape: Among the values are Duplicate, No budget.",
        "shape: Among the values are Competitor.",
    ]
    assert section(paper, "fields", "reason", "choices") == ["Duplicate", "No budget", "Competitor"]


NEEDED = """
| From status | Fields that must be filled |
|---|---|
| Ready | `Email`, `Country` |
| Claimed | as above, plus `Phone` or `Profile` |
"""


def test_what_is_needed_from_a_stage_on() -> None:
    """One of two fields is enough where an "or" stands between them."""
    paper = read(NEEDED)
    assert [told(outcome) for outcome in paper.outcomes] == [
        "shape: From Ready on these are required: Email, Country.",
        "shape: From Claimed on these are required: Phone or Profile.",
    ]
    assert section(paper, "fields", "email", "required") == {"from": "Ready"}
    assert section(paper, "rules", "phone or profile at Claimed", "must") == "any of (phone is known, profile is known)"


REGIONS = """
| Region | Countries |
|---|---|
| North | United States, Canada |
| South | Brazil, Canada |
| Gulf | Gulf states |
| East | Poland and Turkey |
| Rest | everything else |
"""


def test_regions_that_share_a_country_or_name_none_are_asked_about() -> None:
    """Which row wins, and which countries a group is, only the authors know."""
    paper = read(REGIONS)
    assert [told(outcome) for outcome in paper.outcomes] == [
        "derived? OLA181",
        "derived? OLA181",
        "derived? OLA180",
        "derived: The region is East when country in (PL, TR).",
        "derived: The region is Rest for all other leads.",
    ]
    assert section(paper, "segments", "region") == {"East": "country in (PL, TR)", "Rest": "otherwise"}


ROUTING = """
| Rule | Condition | Goes to | Within |
|---|---|---|---|
| Large | headcount >= 750 AND tier IN [A, B] | enterprise desk | 10 minutes |
| Small | headcount BETWEEN 5 AND 750 | small desk | - |
"""


def test_routing_reads_the_condition_and_asks_about_the_limit() -> None:
    """To whom a case goes is read; from when its time counts is not said."""
    paper = read(ROUTING)
    assert [told(outcome) for outcome in paper.outcomes] == [
        "derived: The route is Large, to enterprise desk, when headcount >= 750 and tier in (A, B).",
        "deadline? OLA170 OLA171 OLA174",
        "derived: The route is Small, to small desk, when headcount between 5 and 750.",
    ]


POINTS = """
## Scoring

| Signal | Value | Points | Fades |
|---|---|---|---|
| Staff | 1-20 | 0 | |
| | 21-250 | 8 | |
| Country | A list: Canada, Denmark | 10 | |
| Demo request | | 30 | halved after 60 days |
"""


def test_points_are_read_and_fading_is_asked_about() -> None:
    """An empty first cell says "as above"; a list of values gets its name."""
    paper = read(POINTS)
    assert [told(outcome) for outcome in paper.outcomes] == [
        "derived: 1-20 gives 0 points.",
        "derived: 21-250 gives 8 points.",
        "derived: A list: Canada, Denmark gives 10 points.",
        "derived: Demo request gives 30 points.",
        "derived? OLA171 OLA173",
    ]
    assert section(paper, "scores", "score", "points") == [
        {"when": "staff between 1 and 20", "add": 0},
        {"when": "staff between 21 and 250", "add": 8},
        {"when": "a list", "add": 10},
        {"when": "demo_request", "add": 30},
    ]


def test_bands_that_share_an_end_are_asked_about() -> None:
    """Twenty people would get two numbers of points."""
    paper = read("## Score\n\n| Part | Value | Points |\n|---|---|---|\n| Staff | 1-20 | 0 |\n| | 20-250 | 8 |\n")
    assert [told(outcome) for outcome in paper.outcomes] == ["derived? OLA179", "derived? OLA179", "derived? OLA179"]


GOALS = """
| Check | How often | Who | Mark |
|---|---|---|---|
| Contact bounces | monthly | Marketing | < 4% |
| Deals without activity for 21 days | daily | AE | flag and mail |
| Leads matched | on arrival | Ops | 93% or better |
"""


def test_goals_say_who_how_much_and_for_what_period() -> None:
    """A share without a period is no promise yet."""
    paper = read(GOALS)
    assert [told(outcome) for outcome in paper.outcomes] == [
        "goal? OLA183",
        "deadline: AE must reach `activity` within 21 days around the clock, counted from `activity`.",
        "goal? OLA178 OLA183",
    ]


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ("within 20 min", "OLA170 OLA171"),
        ("within 4 business hours of assignment", "OLA170"),
        ("at once", "OLA173 OLA171"),
        ("Day 2", "OLA170"),
        ("within 2 business days", "OLA170 OLA175 OLA171"),
    ],
)
def test_a_limit_in_a_table_says_what_is_missing(when: str, codes: str) -> None:
    """The calendar, the start, the number, or the end of the last day."""
    paper = read(f"| When | What | Who |\n|---|---|---|\n| {when} | first call | SDR |\n")
    assert [told(outcome) for outcome in paper.outcomes] == [f"deadline? {codes}"]


def test_signatures_are_for_people() -> None:
    """Who signs is no clause."""
    paper = read("| Name | Function | Date |\n|---|---|---|\n| Ann | Sales | 3 Feb |\n")
    assert [told(outcome) for outcome in paper.outcomes] == ["for people: a signature"]


def test_every_kind_of_table_has_a_name_of_its_own() -> None:
    """The kinds stand on one screen, each once."""
    names = [reader.name for reader in TABLES]
    assert len(names) == len(set(names))


def test_headers_are_synonyms_of_one_role_each() -> None:
    """A word that heads a column has one meaning, whatever its case and whatever stands in parentheses after it."""
    words = [word for several in HEADERS.values() for word in several]
    assert len(words) == len(set(words))
    (table,) = read_markdown(
        Source("paper.md", "| **Lead Status** (kept by sales) | USE IT WHEN: |\n|---|---|\n| a | b |")
    ).blocks
    assert isinstance(table, Table)
    assert columns(table).roles == ("status", "means")
