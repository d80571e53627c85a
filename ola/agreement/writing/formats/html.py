"""A document as a page of HTML that prints well: numbered sections and pages, tables that break between rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TEMPLATE = Path(__file__).with_name("document.html.jinja")
_WIDE = 6  # columns: a table with more is set smaller


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page: a word for its style, and its HTML."""

    kind: str
    html: str


def as_html(text: str) -> str:
    """Give the whole page; it needs nothing beside itself."""
    from jinja2 import Environment

    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(text)
    _mark_tables(tokens)
    parts = [Part(_kind(part), parser.renderer.render(part, parser.options, {})) for part in _parts(tokens)]
    title = next((token.content for token in tokens if token.type == "inline"), "Agreement")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(title=re.sub(r"[`\\]", "", title), parts=parts)


def _parts(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Cut the document before each heading of the second level."""
    part: list[Token] = []
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h2" and part:
            yield part
            part = []
        part.append(token)
    if part:
        yield part


def _kind(part: Sequence[Token]) -> str:
    heading = part[1].content if part[0].type == "heading_open" and part[0].tag == "h2" else "head"
    return re.sub(r"[^a-z]+", "-", heading.lower())


def _mark_tables(tokens: Sequence[Token]) -> None:
    """Note on each table whether it has one column or more than fit in the usual size."""
    opened, columns = None, 0
    for token in tokens:
        if token.type == "table_open":
            opened, columns = token, 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "thead_close" and opened is not None and (columns == 1 or columns > _WIDE):
            opened.attrSet("class", "narrow" if columns == 1 else "wide")
