"""Markdown is read as blocks of words, each at its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.source import Source
from ola.tree import markdown
from ola.tree.markdown import Block, Document, Fence, Heading, Listing, Paragraph, Quote, Table, read_markdown
from ola.tree.words import Words


def read(text: str) -> Document:
    """Read a text."""
    return read_markdown(Source("paper.md", text))


def every(blocks: tuple[Block, ...]) -> Iterator[Words]:
    """Give all words of blocks."""
    for block in blocks:
        match block:
            case Heading(words=words) | Paragraph(words=words):
                yield words
            case Listing(items=items):
                for item in items:
                    yield from every(item.blocks)
            case Quote(blocks=inner):
                yield from every(inner)
            case Table(header=header, rows=rows):
                yield from header
                for row in rows:
                    yield from row.cells
            case Fence():
                pass


def test_a_document_is_read_block_by_block() -> None:
    """Headings, paragraphs, lists within lists, tables, quotations and code come in order."""
    document = read(
        "---\nowner: ops\n---\n# Leads\n\nOne.\n\n1. first\n   - inner\n2) other list\n\n"
        "| Field | Type |\n|---|---|\n| `Email` | a \\| b |\n\n> quoted\n\n```yaml\na: 1\n```\n"
    )
    assert document.front == "owner: ops\n"
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds == ["Heading", "Paragraph", "Listing", "Listing", "Table", "Quote", "Fence"]
    heading, _, numbered, _, table, _, fence = document.blocks
    assert isinstance(heading, Heading)
    assert (heading.level, str(heading.words.place)) == (1, "paper.md:4:3")
    assert isinstance(numbered, Listing)
    assert numbered.items[0].label == "1."
    assert [words.text for words in every(numbered.items[0].blocks)] == ["first", "inner"]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0].cells] == ["Email", "a | b"]
    assert [str(cell.place) for cell in table.rows[0].cells] == ["paper.md:14:4", "paper.md:14:13"]
    assert isinstance(fence, Fence)
    assert (fence.info, fence.text, fence.first_line) == ("yaml", "a: 1\n", 19)


def test_struck_out_words_are_not_read_and_told() -> None:
    """What was struck out is no longer agreed."""
    document = read("Leads are called within ~~30~~ 20 minutes.")
    (words,) = every(document.blocks)
    assert words.text == "Leads are called within  20 minutes."
    assert [finding.code for finding in document.findings] == ["OLA165"]


def test_html_and_pictures_are_told_and_comments_are_not() -> None:
    """Comments are for authors; other HTML would be lost in silence."""
    document = read(
        "<!-- a note -->\n\n<table><tr><td>x</td></tr></table>\n\nSee ![a picture](x.png) and <b>this</b>.\n"
    )
    assert [finding.message for finding in document.findings] == [
        "A block of HTML is not read as part of the agreement.",
        "A picture is not read as part of the agreement.",
        "HTML (<b>) is not read as part of the agreement.",
        "HTML (</b>) is not read as part of the agreement.",
    ]
    assert [words.text for words in every(document.blocks)] == ["See  and this."]


@given(st.text(alphabet="ab *_`|~\\&;[]()<>#-1.\n\t>é😀", max_size=120))
def test_every_character_stands_where_it_is_said_to(text: str) -> None:
    """The place of each code point of the words holds that very character, but for breaks and named characters."""
    source = Source("paper.md", text)
    for words in every(read_markdown(source).blocks):
        for at, sign in enumerate(words.text):
            place = words.at(at, at + 1)
            line = source.lines[place.line - 1]
            there = line[place.column - 1 : place.column]
            assert there == sign or sign.isspace() or "&" in text, (words.text, at, place)


def test_a_document_that_is_too_large_is_read_up_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound on the number of parts ends in one finding, and what stands before is read."""
    monkeypatch.setattr(markdown, "MOST_BLOCKS", 3)
    document = read("\n\n".join(f"Paragraph {number}." for number in range(9)))
    assert [words.text for words in every(document.blocks)] == ["Paragraph 0.", "Paragraph 1.", "Paragraph 2."]
    assert [finding.code for finding in document.findings] == ["OLA166"]


def test_deep_nesting_and_giant_tables_end() -> None:
    """What is made to hurt a parser ends in blocks and findings."""
    deep = read("".join(f"{'  ' * depth}- level {depth}\n" for depth in range(300)))
    assert {finding.code for finding in read("> " * 2000 + "deep").findings} == {"OLA166"}
    giant = read("| a | b |\n|---|---|\n" + "| x | y |\n" * 20_000)
    (table,) = giant.blocks
    assert isinstance(table, Table)
    assert len(table.rows) == 20_000
    assert deep.blocks
