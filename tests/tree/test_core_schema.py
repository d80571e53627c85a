"""Plain words mean what YAML 1.2 says."""

from __future__ import annotations

import math

import pytest

from ola.tree.core_schema import plain_value


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "on",
        "yes",
        "y",
        "12:30",
        "09:00",
        "2026-12-24",
        "1_000",
        "0b1",
        "1.2.3",
        "2.1.0",
        "=",
        "tRUE",
        "0o8",
        "١",
    ],
)
def test_words_that_older_readers_change_stay_text(text: str) -> None:
    """NO is Norway, 12:30 is a time of day, and 2026-12-24 a day to be read by the agreement."""
    assert plain_value(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("0123", 123),
        ("-7", -7),
        ("0o17", 15),
        ("0xFf", 255),
        ("1.10", 1.1),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
    ],
)
def test_words_of_the_core_schema_are_read(text: str, value: object) -> None:
    """Numbers, true, false and null are values."""
    read = plain_value(text)
    assert read == value
    assert type(read) is type(value)


def test_not_a_number_is_read() -> None:
    """.nan is the one value that does not equal itself."""
    assert math.isnan(plain_value(".NaN"))  # type: ignore[arg-type]


def test_a_number_nobody_writes_stays_text() -> None:
    """Python refuses to read integers of thousands of digits; text never fails."""
    assert plain_value("9" * 5000) == "9" * 5000
