"""A document as a Word file: headings, lists and tables in the styles of Word, names and conditions in one for code."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from ola.agreement.writing.signatures import HEADER as SIGNATURES
from ola.errors import WrongCall
from ola.source import Source
from ola.tree.markdown import Block, Fence, Heading, Listing, Paragraph, Quote, Table, read_markdown
from ola.tree.words import Words

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

CODE_STYLE = "Code"
_NEEDED = "Writing Word files needs python-docx: pip install 'ola-contract[docx]'."


def as_docx(text: str) -> bytes:
    """Give the bytes of the file. Raises WrongCall where python-docx is not installed."""
    try:
        import docx
    except ImportError:
        raise WrongCall(_NEEDED) from None
    document = docx.Document()
    _set_styles(document)
    for block in read_markdown(Source("document.md", text)).blocks:
        _add(document, block)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _set_styles(document: WordDocument) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    document.styles["Normal"].font.name = "Georgia"
    document.styles["Normal"].font.size = Pt(10.5)
    for level in range(1, 4):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.color.rgb = "Georgia", RGBColor(0x1A, 0x1A, 0x1A)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "Georgia")
    code = document.styles.add_style(CODE_STYLE, WD_STYLE_TYPE.CHARACTER)
    code.font.name, code.font.size = "Consolas", Pt(9)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin = section.bottom_margin = Mm(22)
        _add_page_number(section.footer.paragraphs[0])


def _add_page_number(paragraph: WordParagraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 (python-docx has no other way)


def _add(document: WordDocument, block: Block) -> None:
    match block:
        case Heading(level, words):
            _write(document.add_paragraph(style=f"Heading {min(level, 9)}"), words)
        case Paragraph(words):
            _write(document.add_paragraph(), words)
        case Quote(blocks):
            for inner in blocks:
                if isinstance(inner, Paragraph):
                    _write(document.add_paragraph(style="Quote"), inner.words)
        case Listing(ordered, items):
            number = _new_numbers(document) if ordered else None
            for item in items:
                for at, inner in enumerate(item.blocks):
                    if at == 0 and isinstance(inner, Paragraph):
                        paragraph = document.add_paragraph(style="List Bullet" if number is None else "List Number")
                        if number is not None:
                            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number  # noqa: SLF001 (python-docx has no other way)
                        _write(paragraph, inner.words)
                    else:
                        _add(document, inner)
        case Table():
            _add_table(document, block)
        case Fence(text=text):
            document.add_paragraph().add_run(text, style=CODE_STYLE)
        case _:
            assert_never(block)


def _new_numbers(document: WordDocument) -> int:
    """Let the next numbered list begin at 1; all lists of a style would go on counting otherwise."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    counted = numbering.add_num(numbering.num_having_numId(style).abstractNumId.val)
    counted.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(counted.numId)


def _write(paragraph: WordParagraph, words: Words) -> None:
    """Write words as runs, a run for each stretch that is set off in one way."""
    edges = sorted({0, len(words.text), *(edge for mark in words.marks for edge in (mark.start, mark.end))})
    for start, end in pairwise(edges):
        run = paragraph.add_run(words.text[start:end])
        if words.is_marked(start, end, "code"):
            run.style = CODE_STYLE
        run.bold = words.is_marked(start, end, "strong") or None
        run.italic = words.is_marked(start, end, "emphasis") or None


def _add_table(document: WordDocument, table: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    is_signed = tuple(cell.text for cell in table.header) == SIGNATURES
    made = document.add_table(rows=0, cols=len(table.header), style="Table Grid")
    for at, cells in enumerate((table.header, *(row.cells for row in table.rows))):
        row = made.add_row()
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 (python-docx has no other way to these two)
        properties.append(OxmlElement("w:cantSplit"))
        if is_signed and at > 0:
            row.height = Mm(14)
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, words in zip(row.cells, cells, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            _write(paragraph, words)
            for run in paragraph.runs:
                run.font.size = Pt(9)
                run.bold = True if at == 0 else run.bold
    document.add_paragraph()
