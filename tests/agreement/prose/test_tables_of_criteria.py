"""Tables of criteria: with the sentence above that says whose they are, or with a column for each stage."""

from __future__ import annotations

import pytest

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Ambiguous, Checked, ForPeople, NotUnderstood
from ola.source import Source
from ola.tree.value import to_plain

LEAD = "A lead is an MQL when it meets all of these criteria:"


def read(*rows: str, header: str = "| Criterion | Value |", above: str = LEAD) -> Paper:
    """Read a document of one table."""
    line = "|---" * (header.count("|") - 1) + "|"
    return read_paper(Source("paper.md", "\n".join((above, "", header, line, *rows))))


def when(paper: Paper, stage: str) -> str | None:
    """Give what makes a stage."""
    tree = to_plain(paper.tree)
    assert isinstance(tree, dict)
    found: str | None = tree["stages"][stage].get("when")
    return found


@pytest.mark.parametrize(
    ("row", "condition"),
    [
        ("| Company size | 50-500 employees |", "company_size between 50 and 500"),
        ("| Region | DACH |", "region = DACH"),
        ("| Score | ≥ 60 |", "score >= 60"),
        ("| Lead score | 60+ |", "lead_score >= 60"),
        ("| Industry | SaaS, Fintech |", "industry in (SaaS, Fintech)"),
        ("| Industry | not government |", "industry != government"),
        ("| Budget | at least €10,000 |", "budget >= 10000"),
        ("| Phone | known |", "phone is known"),
        ("| Authority | `decision maker` |", "decision_maker"),
    ],
)
@pytest.mark.parametrize("header", ["| Criterion | Value |", "| Attribute | Requirement |", "| Field | Must be |"])
def test_a_row_is_a_condition_of_what_the_sentence_above_names(row: str, condition: str, header: str) -> None:
    """Whatever its columns are called."""
    paper = read(row, "| Fit | `good fit` |", header=header)
    assert when(paper, "MQL") == f"{condition} and good_fit"
    assert all(isinstance(outcome, Checked) for outcome in paper.outcomes)


@pytest.mark.parametrize(
    "cell",
    [
        "Manager or above",
        "Director and above",
        "Business address (no Gmail)",
        "Pain identified",
        "within 6 months",
        "60",
        "Decision maker or influencer",
    ],
)
def test_no_yes_no_field_is_made_up_of_two_cells(cell: str) -> None:
    """What cannot be read is offered as one, to be chosen."""
    paper = read("| Score | ≥ 60 |", f"| Thing | {cell} |")
    *_, outcome = paper.outcomes
    assert isinstance(outcome, NotUnderstood)
    assert outcome.nearest is not None
    assert outcome.nearest.startswith("| Thing | `thing ")
    mended = read("| Score | ≥ 60 |", outcome.nearest)
    assert all(isinstance(each, Checked) for each in mended.outcomes)


def test_a_heading_leaves_open_whether_all_are_needed() -> None:
    """It is asked, and the heading may say so."""
    rows = ("| Score | ≥ 60 |", "| Region | DACH |")
    first, *_ = read(*rows, above="## MQL criteria").outcomes
    assert isinstance(first, Ambiguous)
    assert [question.code for question in first.questions] == ["OLA177"]
    paper = read(*rows, above="## MQL criteria (any of the following)")
    assert when(paper, "MQL") == "score >= 60 or region = DACH"


def test_notes_are_for_people_and_other_columns_are_not_dropped() -> None:
    """A third column may say more."""
    header = "| Criterion | Value | Why |"
    *_, note = read("| Score | ≥ 60 | it works |", header=header).outcomes
    assert isinstance(note, ForPeople)
    *_, more = read("| Score | ≥ 60 | for new leads |", header="| Criterion | Value | Only |").outcomes
    assert isinstance(more, NotUnderstood)


STAGES = ("| Lead score | 50+ | 80+ |", "| Country | US, Canada | – |", "| Budget | Not required | known |")


def test_a_column_for_each_stage() -> None:
    """The header says whether all of a column is needed."""
    asked, *rows = read(*STAGES, header="| Dimension | MQL | SQL |", above="## Stages").outcomes
    assert isinstance(asked, Ambiguous)
    assert asked.questions[0].choices == (
        "| Dimension (all needed) | MQL | SQL |",
        "| Dimension (any needed) | MQL | SQL |",
    )
    assert [row.says for row in rows if isinstance(row, Checked)] == [
        "MQL: lead_score >= 50; SQL: lead_score >= 80.",
        "MQL: country in (US, Canada).",
        "SQL: budget is known.",
    ]
    paper = read(*STAGES, header="| Dimension (all needed) | MQL | SQL |", above="## Stages")
    assert when(paper, "MQL") == "lead_score >= 50 and country in (US, Canada)"
    assert when(paper, "SQL") == "lead_score >= 80 and budget is known"


def test_a_cell_of_a_stage_that_cannot_be_read_is_not_dropped() -> None:
    """The rest of the row is read."""
    header = "| Dimension (all needed) | MQL | SQL |"
    paper = read("| Budget | known | Confirmed by phone |", header=header, above="## Stages")
    outcomes = list(paper.outcomes)
    assert [type(each) for each in outcomes] == [Checked, Checked, NotUnderstood]
    assert isinstance(outcomes[2], NotUnderstood)
    assert outcomes[2].nearest == "| Budget | known | `budget confirmed by phone` |"
