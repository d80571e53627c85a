"""Words of a document know where they stand, and are cut into sentences."""

from __future__ import annotations

import pytest

from ola.source import Source
from ola.tree.markdown import Paragraph, read_markdown
from ola.tree.words import Words, sentences


def words(text: str) -> Words:
    """Read the one paragraph of a text."""
    (block,) = read_markdown(Source("paper.md", text)).blocks
    assert isinstance(block, Paragraph)
    return block.words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales calls. Marketing waits.", ["Sales calls.", "Marketing waits."]),
        (
            "It takes approx. 5 minutes, e.g. a call. Then mail.",
            ["It takes approx. 5 minutes, e.g. a call.", "Then mail."],
        ),
        ("The flag stays No. Then a form is sent.", ["The flag stays No.", "Then a form is sent."]),
        ("Only `Handover No. 2` counts.", ["Only Handover No. 2 counts."]),
        ("Handover No. 2 counts.", ["Handover No. 2 counts."]),
        ("We open at 9 a.m. Leads wait.", ["We open at 9 a.m.", "Leads wait."]),
        ("Is it late? No.", ["Is it late?", "No."]),
        ("It says “Call us. Now.” and ends.", ["It says “Call us. Now.” and ends."]),
        ("Set **Approached**. b. Schools: send a mail.", ["Set Approached.", "b. Schools: send a mail."]),
        ("A limit of 1.5 hours holds.", ["A limit of 1.5 hours holds."]),
        ("No end", ["No end"]),
    ],
)
def test_words_are_cut_into_sentences(text: str, expected: list[str]) -> None:
    """A full stop ends a sentence unless it ends a short form, a number, or stands inside code or quotes."""
    assert [each.text for each in sentences(words(text))] == expected


def test_a_sentence_knows_its_place_on_a_later_line() -> None:
    """Words that go on over a line break keep the place of each."""
    second = sentences(words("One thing. Sales calls\n  *every* lead."))[1]
    assert second.text == "Sales calls every lead."
    assert (second.place.line, second.place.column, second.place.end_line) == (1, 12, 2)
    assert str(second.at(12, 17)) == "paper.md:2:4"


def test_marks_are_cut_with_their_words() -> None:
    """What is set off stays set off in a part of the words."""
    part = words("Set `Lead Status` to **New** now.").cut(4, 24)
    assert part.text == "Lead Status to New n"
    assert part.marked("code") == ("Lead Status",)
    assert part.marked("strong") == ("New",)
    assert part.is_marked(0, 4, "code")
    assert not part.is_marked(0, 13, "code")
