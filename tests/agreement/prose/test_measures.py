"""What the name of a figure in a table says besides: its period, its stages, whether more of it is better."""

from __future__ import annotations

import pytest

from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.reading import Ambiguous, Checked
from ola.source import Source


def row(name: str, goal: str, owner: str = "Marketing", *, above: str = "") -> str:
    """Give what is made of a row: what is checked, or the codes of what is asked and the first phrasing offered."""
    text = f"{above}\n\n| Metric | Target | Owner |\n|---|---|---|\n| {name} | {goal} | {owner} |\n"
    outcome = list(read_paper(Source("paper.md", text)).outcomes)[-1]
    if isinstance(outcome, Checked):
        return outcome.says
    assert isinstance(outcome, Ambiguous)
    offered = outcome.questions[0].choices[:1]
    return " ".join((*(each.code for each in outcome.questions), *offered))


@pytest.mark.parametrize(
    ("name", "goal", "told"),
    [
        ("MQLs per month", "300", "the number of `MQL` to at least 300 per month."),
        ("Monthly SQLs", "40", "the number of `SQL` to at least 40 per month."),
        ("New MQLs / quarter", "≥ 120", "the number of `MQL` to at least 120 per quarter."),
        ("MQL volume (monthly)", "min 150", "the number of `MQL` to at least 150 per month."),
        ("Number of MQLs", "max. 90 per week", "the number of `MQL` to at most 90 per week."),
        ("MQL → SQL conversion", "25 % per quarter", "the share of `SQL` among `MQL` to at least 25% per quarter."),
        ("MQL-to-SQL rate", "at least a fifth per month", "the share of `SQL` among `MQL` to at least 20% per month."),
        ("MQL acceptance rate", "> 80% monthly", "the share of `accepted` among `MQL` to more than 80% per month."),
        ("Share of MQLs accepted", "70 % a month", "the share of `accepted` among `MQL` to at least 70% per month."),
    ],
)
def test_a_name_that_says_all_is_checked(name: str, goal: str, told: str) -> None:
    """A bare figure beside a goal is the least of it."""
    assert row(name, goal) == f"Marketing must keep {told}"


def test_what_nobody_wants_is_asked_in_which_sense_it_is_bounded() -> None:
    """Ten rejected leads may be the most; that a table means so is not guessed."""
    assert (
        row("Rejected MQLs per month", "10") == "OLA179 | Rejected MQLs per month | at most 10 per month | Marketing |"
    )
    assert row("Rejected MQLs per month", "max. 10").startswith(
        "Marketing must keep the number of `rejected MQLs` to at most 10"
    )


def test_the_sentence_above_a_table_may_tell_its_period() -> None:
    """`Quarterly goals:` is for people, and is the period of the figures below."""
    assert (
        row("MQLs", "500", above="Quarterly goals:")
        == "Marketing must keep the number of `MQL` to at least 500 per quarter."
    )
    assert row("MQLs", "500", above="Our goals:").startswith("OLA178 ")


def test_a_typical_time_and_an_amount_of_money_say_not_of_what() -> None:
    """An average is of no clock, and a sum of no field; that of a named event may be what half of the cases keep."""
    assert row("Average response time", "< 2 business hours per month", "Sales") == "OLA183"
    assert row("Median time to first call", "1 hour", "Sales") == (
        "OLA183 OLA170 OLA178 | Median time to first call | within 1 hour around the clock, counted from `created`, "
        "in 50% of cases per month, fulfilled by `first call` | Sales |"
    )
    assert row("Pipeline sourced", "$2m per quarter") == "OLA183"
