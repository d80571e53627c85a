"""Words of the field and the terms they are read as: the table, the glossary, and what a document calls so itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.reading import Declared
from ola.agreement.prose.sentences.synonyms import EVENTS, TERMS, event_term
from tests.sentence_vectors import read_alone

GLOSSARY = Path(__file__).parents[3] / "docs/reference/glossary.md"
TABLE = Path(__file__).parents[3] / "docs/explanation/reading-english.md"
ORDINARY = Declared(stages=("MQL",), parties=("Sales",), calendars=("office hours",))


@pytest.mark.parametrize("term", TERMS)
def test_every_term_is_a_word_of_the_glossary(term: str) -> None:
    """Whoever reads what a word was taken for can look it up."""
    text = GLOSSARY.read_text(encoding="utf-8").lower()
    assert any(f"**{form}**" in text for form in (term, f"{term}ed", term.removesuffix("ed"), term.removesuffix("d")))


def test_the_page_on_reading_english_has_the_whole_table() -> None:
    """Terms in its first column, the words read as each in its second."""
    rows = dict(re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {term: tuple(words.split(", ")) for term, words in rows.items()} == TERMS


def test_no_word_is_read_as_two_terms() -> None:
    """Else the order of the table would decide."""
    words = [word for several in TERMS.values() for word in several]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("term", EVENTS)
def test_an_event_is_called_by_its_term(term: str) -> None:
    """However the document says it."""
    known = lexicon(ORDINARY)
    assert {event_term(word, known) for word in EVENTS[term]} == {term}


def test_what_a_document_calls_so_itself_keeps_its_name() -> None:
    """A stage Turned Down is that stage, and no rejection."""
    assert event_term("Turned Down", lexicon(Declared(stages=("Turned Down",)))) == "Turned Down"


def test_words_that_were_read_as_terms_are_told() -> None:
    """A sentence says which; a term of several words is not taken apart."""
    reading = read_alone("Sales turns down or accepts every MQL within 4 working hours of the handover.", ORDINARY)
    assert {(each.word, each.term) for each in reading.taken} == {
        ("turns down", "rejected"),
        ("working hours", "business hours"),
        ("handover", "handoff"),
    }
    reading = read_alone("Sales makes a first touch on every MQL within 4 business hours of assignment.", ORDINARY)
    assert reading.taken == ()
