"""Tables of working hours are calendars: a row for each office, or a row for each day."""

from __future__ import annotations

import pytest

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Ambiguous, Checked, NotUnderstood
from ola.source import Source
from ola.tree.value import to_plain


def read(header: str, *rows: str, above: str = "## Business hours", after: str = "") -> Paper:
    """Read a document of one table."""
    line = "|---" * (header.count("|") - 1) + "|"
    return read_paper(Source("paper.md", "\n".join((above, "", header, line, *rows, "", after))))


def calendars(paper: Paper) -> object:
    """Give the calendars of a document."""
    tree = to_plain(paper.tree)
    assert isinstance(tree, dict)
    return tree.get("calendars")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "| Region | Hours | Time zone | Holidays |",
            "| US East | Mon–Fri 8:00–18:00 | America/New_York | US federal holidays |",
        ),
        (
            "| Team | Days | Working hours | Zone | Public holidays |",
            "| US East | Monday to Friday | 08:00-18:00 | America/New_York | without the public holidays of US |",
        ),
        (
            "| Office | Business hours | Time zone |",
            "| US East | Mon–Fri 8:00–18:00 | America/New_York, without the public holidays of US |",
        ),
    ],
)
def test_a_row_for_each_office_is_a_calendar(header: str, row: str) -> None:
    """Its cells say what a sentence would."""
    hours = {"zone": "America/New_York", "hours": {"mon-fri": "08:00-18:00"}, "holidays": "US"}
    assert calendars(read(header, row)) == {"us east": hours}


def test_what_an_office_leaves_open_is_asked_and_offered_as_its_row() -> None:
    """Holidays of several parts of a country, and a zone that is none."""
    header = "| Region | Hours | Time zone | Holidays |"
    paper = read(header, "| EMEA | Mon–Fri 9:00–17:30 | Europe/London | UK bank holidays |")
    choices = paper.readings[0].choices
    assert choices[0] == (
        "| EMEA | Monday to Friday 09:00 to 17:30 | Europe/London | without the public holidays of GB-ENG |"
    )
    for choice in choices:
        assert not any(reading.is_open for reading in read(header, choice).readings)


DAYS = ("| Monday | 08:00 | 18:00 |", "| Friday | 08:00 | 16:00 |", "| Sunday | closed | – |")


def test_a_row_for_each_day_is_one_calendar() -> None:
    """The first header may hold zone and holidays; they are asked for where it does not."""
    first, *rows = read("| Day | Opens | Closes |", *DAYS).outcomes
    assert isinstance(first, Ambiguous)
    choices = first.questions[0].choices
    assert choices[1] == "| Day (Europe/Berlin, no holidays) | Opens | Closes |"
    assert [row.says for row in rows if isinstance(row, Checked)] == [
        "Monday: 08:00 to 18:00.",
        "Friday: 08:00 to 16:00.",
        "Sunday: closed.",
    ]
    assert calendars(read(choices[1], *DAYS)) == {
        "business hours": {"zone": "Europe/Berlin", "hours": {"mon": "08:00-18:00", "fri": "08:00-16:00"}}
    }


def test_a_promise_runs_on_the_calendar_of_a_table() -> None:
    """It is known by its name, and not asked for again."""
    after = "Sales must reach `call` within 4 business hours, counted from `created`."
    paper = read("| Day (Europe/Berlin, no holidays) | Opens | Closes |", *DAYS, after=after)
    *_, promise = paper.outcomes
    assert isinstance(promise, Checked)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("| Day | Opens | Closes |", ("| Monday | 08:00 | 18:00 |", "| Saturday | by appointment | – |")),
        ("| Region | Hours | Contact |", ("| EMEA | Mon–Fri 9:00–17:30 | Jo |",)),
        ("| Region | Hours | Time zone |", ("| EMEA | as agreed | Europe/London |",)),
    ],
)
def test_other_words_are_no_hours(header: str, rows: tuple[str, ...]) -> None:
    """Nothing of them is dropped."""
    paper = read(header, *rows)
    assert calendars(paper) is None
    assert all(isinstance(outcome, NotUnderstood) for outcome in paper.outcomes)
