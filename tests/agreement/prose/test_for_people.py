"""What is marked as for people is read as such, and nothing else is."""

from __future__ import annotations

import pytest

from ola.agreement.prose.for_people import SAID
from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.reading import Checked, ForPeople, Outcome
from ola.source import Source

CALLED = "Sales must reach `call` within 4 hours around the clock, counted from `assigned`."


def outcomes(text: str) -> list[tuple[str, str]]:
    """Read a document and tell each unit's words with what they are."""
    return [
        (reading.unit.text, told(outcome))
        for reading in read_paper(Source("paper.md", text)).readings
        for outcome in reading.outcomes
    ]


def told(outcome: Outcome) -> str:
    """Tell an outcome in a word."""
    match outcome:
        case ForPeople(about) if about == SAID:
            return "for people"
        case Checked():
            return "checked"
        case _:
            return "open"


@pytest.mark.parametrize(
    "text",
    [
        f"**For people:** {CALLED}",
        f"For people: {CALLED}",
        f"**Late leads:** for people: {CALLED}",
        f"- **For people:** {CALLED}",
        f"For people:\n\n- {CALLED}",
        f"## For people\n\n{CALLED}",
        f"## Habits (for people)\n\n### More\n\n{CALLED}",
        f'```yaml\nsla: "For people: {CALLED}"\n```',
        f'```yaml\nfor_people:\n  - "{CALLED}"\n```',
    ],
)
def test_a_promise_that_is_marked_is_for_people(text: str) -> None:
    """However it is marked, and whatever it would be read as otherwise."""
    *before, (_, last) = outcomes(text)
    assert last == "for people"
    assert all(kind == "for people" for _, kind in before)


def test_the_mark_before_a_sentence_is_for_that_sentence() -> None:
    """Nothing that follows is taken from what is checked without saying so."""
    assert outcomes(f"**For people:** We are nice. {CALLED}") == [
        ("We are nice.", "for people"),
        (CALLED.replace("`", ""), "checked"),
    ]


ROW = "| within 4 hours around the clock, counted from `assigned` | call | Sales | {} |"
TABLE = "| When{} | What | Who | Why |\n|---|---|---|---|\n{}\n"


def test_a_cell_that_is_marked_is_for_people_and_the_rest_is_read() -> None:
    """A remark beside a promise."""
    text = TABLE.format("", ROW.format("nobody calls twice (for people)"))
    assert [kind for _, kind in outcomes(text)] == ["checked", "for people"]


def test_the_first_cell_stands_for_its_row_and_its_table() -> None:
    """A row may be marked by itself, a table by its header."""
    row = ROW.format("").replace("`assigned`", "`assigned` (for people)")
    assert [kind for _, kind in outcomes(TABLE.format("", row))] == ["for people"]
    assert [kind for _, kind in outcomes(TABLE.format(" (for people)", ROW.format("")))] == ["for people", "for people"]


def test_people_who_are_only_named_are_no_mark() -> None:
    """`For people who call us` begins a sentence like any other."""
    assert outcomes("For people who call us we have a chair.") == [("For people who call us we have a chair.", "open")]
