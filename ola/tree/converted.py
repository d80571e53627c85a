"""A Word file or a page of HTML as Markdown, so that it is read like any other document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ola.errors import UnreadableInput
from ola.tree.markdown_text import BAR, code, prose

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

LARGEST_UNPACKED = 100 * 1024 * 1024
_NEEDED = "{name}: reading {what} needs {libraries}: pip install 'ola-contract[docx]'."

# Where Word's own styles say what a paragraph is, and mammoth would not see it.
_STYLES = """
r[style-name='Code'] => code
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Number'] => ol > li:fresh
p[style-name='List Bullet'] => ul > li:fresh
p[style-name='Title'] => h1:fresh
"""


def from_docx(content: bytes, name: str) -> str:
    """Give the Markdown of a Word file. Raises UnreadableInput for what is none, or holds more than 100 MB."""
    try:
        import mammoth
    except ImportError:
        raise UnreadableInput(_NEEDED.format(name=name, what="Word files", libraries="mammoth")) from None
    try:
        _require_small(content, name)
        page = mammoth.convert_to_html(io.BytesIO(content), style_map=_STYLES, convert_image=_no_picture).value
    except UnreadableInput:
        raise
    except Exception as fault:  # mammoth raises whatever it stumbles over
        msg = f"{name} is not a Word file that can be read ({type(fault).__name__}: {fault}). Save it as .docx again."
        raise UnreadableInput(msg) from fault
    return from_html(page, name)


def _require_small(content: bytes, name: str) -> None:
    """Raise UnreadableInput for a file that is small only as long as it is packed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > LARGEST_UNPACKED:
        msg = f"{name} unpacks to more than 100 MB. An agreement is a text of some pages; check the file."
        raise UnreadableInput(msg)


def _no_picture(image: object) -> list[object]:
    """Pictures are not words."""
    del image
    return []


def from_html(page: str, name: str) -> str:
    """Give the Markdown of a page of HTML. Raises UnreadableInput for one that is nested too deep."""
    try:
        from bs4 import BeautifulSoup
        from markdownify import MarkdownConverter
    except ImportError:
        raise UnreadableInput(_NEEDED.format(name=name, what="pages of HTML", libraries="markdownify")) from None

    class Converter(MarkdownConverter):
        """Markdownify, with words and code escaped as ola's own documents are."""

        def escape(self, text: str, parent_tags: object = None) -> str:
            del parent_tags
            return _keeping_edges(text, prose)

        def convert_code(self, el: Any, text: str, parent_tags: object) -> str:
            del text, parent_tags
            return _keeping_edges(el.get_text(), code)

        def convert_td(self, el: Any, text: str, parent_tags: object) -> str:
            return str(super().convert_td(el, text.replace("|", BAR), parent_tags))  # type: ignore[misc]

        def convert_th(self, el: Any, text: str, parent_tags: object) -> str:
            return str(super().convert_th(el, text.replace("|", BAR), parent_tags))  # type: ignore[misc]

    soup = BeautifulSoup(page, "html.parser")
    for unseen in soup(["head", "script", "style", "template", "img"]):
        unseen.decompose()
    _set_bold_outside_code(soup)
    try:
        return str(Converter(heading_style="atx", bullets="-", strong_em_symbol="*").convert_soup(soup))
    except RecursionError:
        msg = f"{name} is nested too deep to be an agreement. Check that it is the right file."
        raise UnreadableInput(msg) from None


def _keeping_edges(text: str, write: Callable[[str], str]) -> str:
    inner = text.strip()
    if not inner:
        return " " if text else ""
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    return f"{' ' if start else ''}{write(inner)}{' ' if end else ''}"


def _set_bold_outside_code(soup: BeautifulSoup) -> None:
    """Turn bold inside code into code inside bold, and join bold that stands side by side: Word keeps runs apart."""
    from bs4 import Tag

    for each in soup("code"):
        inner = each.contents[0] if len(each.contents) == 1 else None
        if isinstance(inner, Tag) and inner.name in {"strong", "b"}:
            inner.unwrap()
            each.wrap(soup.new_tag("strong"))
    for each in soup("strong"):
        while isinstance(after := each.next_sibling, Tag) and after.name == "strong":
            each.extend(list(after.contents))
            after.decompose()
