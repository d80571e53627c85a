"""Patterns of sentences: what they match, what stands in their gaps, and that they refuse to be wrong themselves."""

from __future__ import annotations

import pytest

from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.phrases.tokens import cut, text_of
from ola.agreement.prose.reading import Declared
from ola.agreement.prose.sentences.gaps import Setting, words_of
from ola.agreement.prose.sentences.pattern import Found, pattern

DECLARED = Declared(fields=("Score",), choices=(("Status", ("Ready", "Claimed")),), stages=("MQL",))


def match(text: str, sentence: str) -> Found | None:
    """Hold a pattern against a sentence."""
    tokens = cut(sentence)
    return pattern(text).match(tokens, words_of(tokens), Setting(lexicon(DECLARED)))


@pytest.mark.parametrize(
    ("text", "sentence", "fits"),
    [
        ("a (lead|deal) [is] lost", "a lead is lost", True),
        ("a (lead|deal) [is] lost", "A DEAL lost", True),
        ("a (lead|deal) [is] lost", "a lead was lost", False),
        ("a (lead|deal) [is] lost", "a lead is lost again", False),
        ("a (lead|deal) [is] lost", "a lead is", False),
        ("(within|in less than) <length>", "in less than 2 hours", True),
        ("(within|in less than) <length>", "within hours", False),
        ("<words> : <list:points>", "all of these : a; b", True),
    ],
)
def test_a_pattern_covers_a_sentence_from_end_to_end(text: str, sentence: str, fits: bool) -> None:  # noqa: FBT001 (a case of a table)
    """Words, ways of saying them, and what may be left out."""
    assert (match(text, sentence) is not None) is fits


def test_gaps_are_told_by_name_with_their_tokens() -> None:
    """Two gaps of one kind have names of their own."""
    found = match("from <first:value> to <value> within <length>", "from Ready to Claimed within 2 hours")
    assert found is not None
    assert (found["first"].text, found["value"].text, str(found["length"])) == ("Ready", "Claimed", "2 hours")
    assert found.spans["length"] == (5, 7)
    assert "other" not in found
    assert found.get("other") is None


def test_a_quoted_word_is_no_word_of_a_pattern() -> None:
    """What stands in quotes is somebody's text."""
    assert match("a lead is lost", 'a lead is "lost"') is None


def test_a_gap_gives_way_until_the_rest_fits() -> None:
    """The first end at which all that follows fits is taken."""
    found = match("<words> means <rest:words>", "what this means means nothing")
    assert found is not None
    assert text_of(found["words"]) in {"what this", "what this means"}


@pytest.mark.parametrize("text", ["a ) b", "<nothing:unheard>"])
def test_a_pattern_that_is_wrong_is_refused_when_it_is_made(text: str) -> None:
    """A bracket too many, or a gap of no kind."""
    with pytest.raises((ValueError, KeyError)):
        pattern(text)
