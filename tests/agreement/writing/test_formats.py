"""The page for print and the Word file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from docx.text.paragraph import Paragraph

import ola
from ola.agreement.writing.formats.docx import as_docx
from ola.agreement.writing.formats.html import as_html
from ola.errors import WrongCall
from ola.source import Source
from ola.tree.markdown_text import code, prose

DEMO = Path(__file__).parents[3] / "ola/bundled/demo/agreement.ola.yaml"


@pytest.mark.parametrize("to", ["markdown", "html", "docx"])
def test_a_document_is_written_as_yaml_again(to: str, tmp_path: Path) -> None:
    """Whoever was sent a document gets the YAML that it could have been written from."""
    path = tmp_path / f"a.{'md' if to == 'markdown' else to}"
    content = ola.write(DEMO, to, year=2026)  # type: ignore[arg-type]
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    text = ola.write(path, "yaml")
    assert isinstance(text, str)
    assert ola.write(text.encode(), year=2026) == ola.write(DEMO, year=2026)
    assert ola.fmt(Source("a.ola.yaml", text)) == text
    assert text.startswith("ola: 1\nid: lakeside-leads\n")


def test_the_page_prints_with_numbers_and_without_torn_rows() -> None:
    """Pages are numbered, headings stay with what follows, rows are not cut, heads of tables come again."""
    page = ola.write(DEMO, "html", year=2026)
    assert isinstance(page, str)
    for rule in (
        'content: counter(page) " / " counter(pages)',
        "h1, h2, h3 { break-after: avoid",
        "thead { display: table-header-group; }",
        "tr { break-inside: avoid; }",
        "section.signatures { break-inside: avoid; }",
    ):
        assert rule in page
    assert "<title>Lead agreement between Demand Generation and Inside Sales</title>" in page
    assert re.findall(r'<section class="([a-z-]+)">', page)[:4] == ["head", "words", "parties", "stages"]
    assert "http" not in page  # it needs nothing from elsewhere


def test_wide_tables_are_set_small_and_those_of_one_column_narrow() -> None:
    """A table with many columns stays on the page."""
    wide = f"| {' | '.join('abcdefg')} |\n|{'---|' * 7}\n| {' | '.join('1234567')} |\n"
    assert '<table class="wide">' in as_html(wide)
    assert '<table class="narrow">' in as_html("| a |\n|---|\n| 1 |\n")
    assert "<table>" in as_html("| a | b |\n|---|---|\n| 1 | 2 |\n")


def test_words_of_an_agreement_are_no_html_of_the_page() -> None:
    """Neither a title nor a sentence can bring a script."""
    page = as_html("# \\<script>alert(1)\\</script>\n\n\\<b> `<i>`\n")
    assert "<script>" not in page
    assert "&lt;b&gt; <code>&lt;i&gt;</code>" in page


def test_the_word_file_has_word_s_own_headings_lists_and_tables() -> None:
    """So that its outline, its numbers and the heads of its tables work in Word."""
    content = ola.write(DEMO, "docx", year=2026)
    assert isinstance(content, bytes)
    document = docx.Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None]
    assert styles[0] == "Heading 1"
    assert styles.count("Heading 2") == 18
    assert styles.count("List Number") == 5
    assert styles.count("Quote") == 4
    numbers = [number_of(paragraph) for paragraph in document.paragraphs if is_numbered(paragraph)]
    assert [numbers.count(number) for number in dict.fromkeys(numbers)] == [4, 1]  # each list begins at 1
    first = document.tables[1].rows[0]
    assert [cell.text for cell in first.cells] == ["Word", "Is"]
    assert "w:tblHeader" in first._tr.xml
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs if run.style.name == "Code"]
    assert "phone is known" in [run.text for run in runs]


def test_a_word_file_can_be_made_of_any_text() -> None:
    """What XML cannot hold is shown as a sign, as in every other format."""
    content = as_docx(f"# {prose(chr(7))} {code(chr(1))}\n")
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "\ufffd \ufffd"


def is_numbered(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is an item of a numbered list."""
    return paragraph.style is not None and paragraph.style.name == "List Number"


def number_of(paragraph: Paragraph) -> str:
    """Give the number of the list that an item belongs to."""
    (found,) = re.findall(r'<w:numId w:val="(\d+)"', paragraph._p.xml)
    return str(found)


def test_without_python_docx_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes with the extra docx."""
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(WrongCall, match=r"pip install 'ola-contract\[docx\]'"):
        as_docx("# a")
