"""Rows whose cells together say a sentence are read as that sentence, and what is offered stands in their cells."""

from __future__ import annotations

import pytest

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Ambiguous, Checked, NotUnderstood
from ola.source import Source

HOURS = "The calendar `desk hours` is open Monday to Friday 09:00 to 17:00, Europe/Berlin, no holidays.\n\n"
FOUR = "| Who | What | By when | Target |"


def read(header: str, *rows: str) -> Paper:
    """Read a document of one table."""
    line = "|---" * (header.count("|") - 1) + "|"
    return read_paper(Source("paper.md", HOURS + "\n".join((header, line, *rows))))


@pytest.mark.parametrize(
    ("header", "row", "codes"),
    [
        (FOUR, "| Sales | Contact every MQL | Within 4 business hours | 95% |", {"OLA172", "OLA178"}),
        (FOUR, "| Sales | Update the lead status | 24 hours | – |", {"OLA170", "OLA171"}),
        ("| Obligation | Owner | SLA |", "| Accept or reject the lead | AE | 4 business hours |", {"OLA171"}),
        ("| Task | Responsible | Deadline | Notes |", "| Call every MQL | SDR | 1 hour | soon |", {"OLA170", "OLA171"}),
    ],
)
def test_who_what_and_by_when_are_a_promise(header: str, row: str, codes: set[str]) -> None:
    """What the sentence leaves open is asked; each row that is offered is read in full."""
    _, reading = read(header, row).readings
    asked = [each for each in reading.outcomes if isinstance(each, Ambiguous)]
    assert {question.code for each in asked for question in each.questions} == codes
    assert reading.choices
    for choice in reading.choices:
        assert choice.startswith("|")
        _, mended = read(header, choice).readings
        assert not mended.is_open, choice
        assert isinstance(mended.outcomes[0], Checked)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (FOUR, "| Marketing | Deliver MQLs | End of month | 200 per month |"),  # a target that is no share
        (FOUR, "| Sales | Contact every MQL | Some time | 95% |"),
        ("| Who | What | By when | Unless |", "| Sales | Contact every MQL | 4 hours | on leave |"),
        ("| Who | What | By when |", "| Whoever is free | Contact every MQL | 4 hours |"),
        ("| Task | Owner |", "| The big plan | Marketing |"),
    ],
)
def test_a_cell_that_the_sentence_does_not_say_is_not_dropped(header: str, row: str) -> None:
    """The row is not understood."""
    _, outcome = read(header, row).outcomes
    assert isinstance(outcome, NotUnderstood)


def test_a_column_for_each_side() -> None:
    """Each cell is a promise of its own."""
    header = "| Marketing will | Sales commits to |"
    _, reading = read(header, "| Deliver 200 MQLs per month | contact every MQL within 4 business hours |").readings
    first, second = reading.outcomes
    assert isinstance(first, Checked)
    assert first.says == "Marketing must keep the number of `MQL` to at least 200 per month."
    assert isinstance(second, Ambiguous)
    (question,) = second.questions
    assert question.choices[0] == (
        "| Deliver 200 MQLs per month | reach `first touch` within 4 business hours, counted from `MQL` |"
    )
    _, mended = read(header, question.choices[0]).readings
    assert not mended.is_open


def test_what_one_side_does_may_be_open_while_the_other_is_read() -> None:
    """It is told by its own cell."""
    header = "| Marketing will | Sales will |"
    _, reading = read(header, "| Deliver 200 MQLs per month | shine like the sun |").readings
    assert [type(each) for each in reading.outcomes] == [Checked, NotUnderstood]
    assert reading.for_people == "| Deliver 200 MQLs per month | shine like the sun (for people) |"
