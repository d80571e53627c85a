"""How text compares, by examples from the language page and Unicode's corners."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from ola.fieldtypes.folded_pattern import folded_pattern
from ola.fieldtypes.grammar import compiled, whole
from ola.fieldtypes.text import fold, is_encodable, trim

SAME = [
    ("  VP Sales\n", "vp sales"),
    ("ΟΔΟΣ", "οδοσ"),
    ("CAFE\u0301", "café"),
    ("\u212aelvin", "kelvin"),
    ("\u212bngström", "ångström"),
    ("İ", "i\u0307"),
    ("STRAẞE", "straße"),
    ("한국", "한국"),
]
APART = [
    ("ΟΔΟΣ", "οδος"),  # ς is another letter than σ
    ("İ", "i"),
    ("ß", "ss"),
    ("ﬁ", "fi"),
    ("J\u030c", "ǰ"),  # there is no capital ǰ, so its parts are lower-cased after they could be composed
    ("\x1ca", "a"),
    ("\u200ba", "a"),
    ("a  b", "a b"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_the_same(one: str, other: str) -> None:
    """They fold alike, and the pattern of each finds the other."""
    assert fold(one) == fold(other)
    assert compiled(whole(folded_pattern(one).whole)).search(other)
    assert compiled(whole(folded_pattern(other).whole)).search(one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_these_are_not(one: str, other: str) -> None:
    """They fold apart, and the pattern of neither finds the other."""
    assert fold(one) != fold(other)
    assert not compiled(whole(folded_pattern(one).whole)).search(other)
    assert not compiled(whole(folded_pattern(other).whole)).search(one)


def test_no_accent_is_missed() -> None:
    """What may follow a letter without changing it holds no accent, and none lies beyond the tables."""
    follows = compiled("(?:" + folded_pattern("a").surely.split("(?:", 1)[1]).fullmatch  # type: ignore[union-attr]
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.combining(char):
            assert code < 0x30000
            assert not follows(char)
        elif unicodedata.normalize("NFC", "a" + char) != "a" + unicodedata.normalize("NFC", char):
            assert not follows(char)


def test_half_a_character_is_no_text() -> None:
    """A lone surrogate cannot be written to a file; anything else can."""
    assert [is_encodable(text) for text in ("a", "é😀", "\ud800", "a\udfff")] == [True, True, False, False]
    assert trim("\x85\u3000a\x1f ") == "a\x1f"
