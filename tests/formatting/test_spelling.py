"""Limits and bounds in one spelling mean what they meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.clock.duration import parse_limit, spelt
from ola.formatting.spelling import bound, limit, step


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 working hrs", "4 business hours"),
        ("90 business minutes", "90 business minutes"),
        ("1 hours", "1 hour"),
        ("2h", "2 hours"),
        ("PT4H30M", "4 hours 30 minutes"),
        ("1 hour, 30 mins", "1 hour 30 minutes"),
        ("5 workdays", "5 business days"),
        ("3 calendar days", "3 days"),
        ("1.5 h", "1.5 hours"),
        ("same working day", "same business day"),
        ("by 9:00 next business day", "by 09:00 next business day"),
        ("close of the 2nd working day", "end of second business day"),
        ("as soon as possible", "as soon as possible"),
    ],
)
def test_limits(text: str, expected: str) -> None:
    """The number and the unit stay; what is no limit does too."""
    assert limit(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("95 % per month", "95% per month"),
        ("95% a month", "95% per month"),
        ("178 every quarter", "178 per quarter"),
        ("60% per rolling 30 days", "60% per rolling 30 days"),
        ("1 working hour per month", "1 business hour per month"),
        ("35 %", "35%"),
        ("plenty", "plenty"),
    ],
)
def test_bounds(text: str, expected: str) -> None:
    """An amount, and per which period."""
    assert bound(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("75 %", "75%"), ("2h", "2 hours"), ("later", "later")])
def test_steps(text: str, expected: str) -> None:
    """A share of the limit, or a length of time."""
    assert step(text) == expected


UNITS = (
    "s",
    "sec",
    "second",
    "min",
    "mins",
    "minutes",
    "h",
    "hrs",
    "hour",
    "hours",
    "d",
    "day",
    "days",
    "week",
    "weeks",
)


@given(
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(UNITS)), min_size=1, max_size=2),
    st.sampled_from(["", "business ", "working ", "work ", "calendar "]),
    st.sampled_from([" ", ", ", " and "]),
)
def test_the_usual_spelling_means_the_same(parts: list[tuple[int, str]], kind: str, between: str) -> None:
    """Whatever can be read is read as the same limit afterwards, and is spelt so already."""
    text = between.join(f"{number} {kind}{unit}" for number, unit in parts)
    try:
        meant = parse_limit(text)
    except ValueError:
        return
    assert parse_limit(spelt(text)) == meant
    assert spelt(spelt(text)) == spelt(text)
