"""How a value looks in a message, and as what a finding carries it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ola.evaluate.showing import kept, shown


class Loud:
    """Something whose text cannot be had."""

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("about 50", "“about 50”"),
        ("x" * 61, "“" + "x" * 60 + "…”"),
        ("a\nb\x1b[31m", "“a\\nb\\x1b[31m”"),
        (None, "nothing"),
        (True, "true"),
        (12.5, "12.5"),
        (float("nan"), "nan"),
        (dt.date(2026, 6, 1), "2026-06-01"),
        ([1, 2], "a list of 2"),
        ([], "an empty list"),
        ({"a": 1}, "an object, not one value"),
        (b"abc", "3 bytes that are no text"),
        (Loud(), "a Loud"),
    ],
)
def test_a_value_is_shown_in_a_few_words(value: object, words: str) -> None:
    """Text is quoted, cut and made printable; what is no single value is described."""
    assert shown(value) == words


def test_a_huge_number_is_described() -> None:
    """Python itself refuses to write it."""
    assert shown(10**5000) == kept(10**5000) == "a number of about 5001 digits"


def test_a_personal_value_is_masked() -> None:
    """Neither the message nor the finding's value tells a personal value."""
    assert shown("jane@example.com", personal=True) == "“j…@…”"
    assert kept("jane@example.com", personal=True) == "j…@…"


ONE = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()


@settings(max_examples=60)
@given(ONE | st.lists(ONE, max_size=2))
def test_what_a_finding_carries_is_strict_json(value: object) -> None:
    """Whatever was seen, the finding can be written as JSON that every reader takes."""
    text = json.dumps(kept(value), allow_nan=False)
    json.loads(text.encode())
