"""Calendars are known before promises are read: those told in full may be counted on, the others are offered."""

from __future__ import annotations

import pytest

from ola.agreement.prose.paper import context_of, read_paper
from ola.agreement.prose.reading import Checked
from ola.source import Source

FULL = "The calendar `desk hours` is open Monday to Friday 09:00 to 17:00, Europe/Berlin, no holidays."
HALF = "Desk hours are Monday to Friday 9:00 to 17:00."
PROMISE = "Sales must reach `call` within 4 business hours, counted from `assigned`."


@pytest.mark.parametrize(
    ("text", "calendars", "hours"),
    [
        (FULL, ("desk hours",), ()),
        (HALF, (), ("desk hours",)),
        (f"{HALF} {FULL}", ("desk hours",), ()),
        ("Sales calls every lead within 4 business hours of assignment.", (), ()),
        ("## Opening hours\n\n- Tuesday to Friday 9 am - 9 pm, in the shop's own time zone.", (), ("opening hours",)),
    ],
)
def test_a_calendar_is_told_in_full_or_by_half(text: str, calendars: tuple[str, ...], hours: tuple[str, ...]) -> None:
    """Zone and holidays make it whole."""
    declared = context_of(Source("paper.md", text)).declared
    assert (declared.calendars, declared.hours) == (calendars, hours)


def test_business_hours_run_on_the_one_calendar_that_is_told() -> None:
    """Wherever in the document it stands."""
    paper = read_paper(Source("paper.md", f"{PROMISE}\n\n{FULL}"))
    assert all(isinstance(outcome, Checked) for outcome in paper.outcomes)


@pytest.mark.parametrize(("besides", "named"), [("", "business hours"), (HALF, "desk hours")])
def test_business_hours_without_a_calendar_are_offered_with_the_name_of_one(besides: str, named: str) -> None:
    """The name the document has for it, or the usual one."""
    first = read_paper(Source("paper.md", f"{PROMISE}\n\n{besides}")).readings[0]
    assert first.choices[0] == (
        f"Sales must reach `call` within 4 business hours on the calendar `{named}`, counted from `assigned`."
    )
