"""Words written as Markdown read back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.source import Source
from ola.tree.markdown import Heading, Listing, Paragraph, Quote, Table, read_markdown
from ola.tree.markdown_text import code, codes, one_line, prose, table

SIGNS = st.text("ab1 .)|\\`*_[]()<>~&#;+-=!\"'“”—:/{}\té\u00a0🙂", max_size=12)
TEXTS = st.one_of(SIGNS, st.text(max_size=12)).map(one_line).filter(bool)


def blocks(text: str) -> list[object]:
    """Read a text's blocks."""
    return list(read_markdown(Source("a.md", text)).blocks)


@given(TEXTS)
def test_prose_reads_as_it_is_wherever_it_stands(text: str) -> None:
    """In a heading, a paragraph, an item, a quotation, beside other words and in a cell."""
    (heading, paragraph, listing, quote) = blocks(
        f"# {prose(text)}\n\n{prose(text)}\n\n- {prose(text)}\n\n> {prose(text)}\n"
    )
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(listing, Listing)
    assert isinstance(quote, Quote)
    assert heading.words.text == text
    assert paragraph.words.text == text
    (item,) = listing.items[0].blocks
    (quoted,) = quote.blocks
    assert isinstance(item, Paragraph)
    assert isinstance(quoted, Paragraph)
    assert item.words.text == text
    assert quoted.words.text == text
    (made,) = blocks("\n".join(table((prose(text),), [(prose(text),)])))
    assert isinstance(made, Table)
    assert made.header[0].text == text
    assert made.rows[0].cells[0].text == text


@given(TEXTS)
def test_code_reads_as_it_is_in_a_sentence_and_in_a_cell(text: str) -> None:
    """And is marked as code from end to end."""
    (paragraph,) = blocks(f"a {code(text)}, b")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.words.text == f"a {text}, b"
    assert paragraph.words.is_marked(2, 2 + len(text), "code")
    (made,) = blocks("\n".join(table(("A", "B"), [(code(text), "x")])))
    assert isinstance(made, Table)
    assert [cell.text for cell in made.rows[0].cells] == [text, "x"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("hs_object_id", "hs_object_id"),
        ("_id_", r"\_id\_"),
        ("a|b *c*\n# d <e>", r"a|b \*c\* # d \<e>"),
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("1.2.0", "1.2.0"),
        ("C# and F#", r"C# and F\#"),
        ("AT&T, &amp;", r"AT\&T, \&amp;"),
    ],
)
def test_prose_is_escaped_only_where_it_must_be(text: str, written: str) -> None:
    """Whoever reads the Markdown itself sees plain words."""
    assert prose(text) == written


def test_what_no_document_can_hold_is_shown_as_such() -> None:
    """Breaks are spaces; control characters, and what is no character at all, can be told from words."""
    assert one_line(" a\r\n b\tc\x0bd ") == "a b c d"
    assert one_line("a\x00b\x07c\uffffd") == "a\ufffdb\ufffdc\ufffdd"


def test_words_and_code_cannot_break_out_of_a_cell() -> None:
    """Bars and backticks of an agreement are shown, not obeyed."""
    assert code("a|b`c\nd") == r"``a|b`c d``"
    assert codes(["a", "b"]) == "`a`, `b`"
    assert codes([]) == "—"
    assert table(("A", "B"), [("x|y", "")]) == ["| A | B |", "|---|---|", r"| x\|y | — |", ""]
    assert table(("A",), [("",)], nothing="") == ["| A |", "|---|", "|  |", ""]
    assert table(("A",), []) == []
