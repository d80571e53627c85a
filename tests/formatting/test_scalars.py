"""One value written in YAML reads back as itself, between brackets and on lines of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.formatting.scalars import is_plain, quoted
from ola.source import Source
from ola.tree.value import Mapping, to_plain
from ola.tree.yaml import read_yaml

# What YAML can hold at all: no half characters.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    "-?:,[]{}#&*!|>'\"%@` ab\\\n\t", max_size=8
)


def read(text: str) -> object:
    """Read a table as plain values; nothing where it cannot be read."""
    node, findings = read_yaml(Source("a.yaml", text))
    return to_plain(node) if isinstance(node, Mapping) and not findings else None


@given(TEXTS)
def test_a_text_in_quotes_reads_back(text: str) -> None:
    """Whatever it holds."""
    written = quoted(text)
    assert read(f"a: {written}\n") == {"a": text}
    assert read(f"{{a: {written}, b: [{written}]}}\n") == {"a": text, "b": [text]}


@given(TEXTS)
def test_a_text_that_is_plain_reads_back(text: str) -> None:
    """As a value and as a key."""
    if is_plain(text, flow=False):
        assert read(f"a: {text}\n") == {"a": text}
        assert read(f"{text}: 1\n") == {text: 1}
    if is_plain(text, flow=True):
        assert read(f"{{first: {text}, then: [{text}, {text}]}}\n") == {"first": text, "then": [text, text]}
        assert read(f"{{{text}: {text}}}\n") == {text: text}


@pytest.mark.parametrize(
    ("text", "alone", "between"),
    [
        ("first touch", True, True),
        ("09:00-17:00", True, True),
        ("mql -> accepted", True, True),
        ("country in (US, CA)", True, False),
        ("score >= 60", True, True),
        ("-5 points", True, True),
        ("NO", True, True),
        ("60", False, False),
        ("true", False, False),
        ("~", False, False),
        ("a: b", False, False),
        ("@gmail.com", False, False),
        ("", False, False),
        (" a", False, False),
        ("?", False, False),
    ],
)
def test_which_texts_need_quotes(text: str, alone: bool, between: bool) -> None:  # noqa: FBT001 (columns of the table)
    """Numbers, truth values and nothing are told from words; brackets make commas matter."""
    assert (is_plain(text, flow=False), is_plain(text, flow=True)) == (alone, between)
