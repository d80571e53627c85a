"""What a masked value shows, and what it never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.evaluate.masking import mask


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("jane.doe@example.com", "j…@…"),
        ("j@example.com", "…@…"),
        ("+1 202 555 0100", "+…00"),
        ("Jane Doe", "J…"),
        ("Al", "…"),
        ("", "…"),
        (12345678, "…"),
        (True, "…"),
        (None, "…"),
        ({"a": 1}, "…"),
    ],
)
def test_a_masked_value_keeps_its_shape(value: object, shown: str) -> None:
    """An address stays an address, a long number keeps its last digits, short values and other things show nothing."""
    assert mask(value) == shown


@given(st.text())
def test_most_of_a_value_stays_hidden(value: str) -> None:
    """At most a third of the characters of a text is shown, and of an address one."""
    masked = mask(value)
    seen = [each for each in masked if each != "…" and not (each == "@" and "@" in value)]
    assert len(seen) <= len(value) / 3 or (len(seen) == 1 and "@" in value)
    assert "…" in masked
