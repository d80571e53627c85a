"""The formats in which a document is handed over: Markdown, HTML for print, Word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

DocumentFormat = Literal["markdown", "html", "docx"]


def _markdown(text: str) -> str:
    return text


def _html(text: str) -> str:
    from ola.agreement.writing.formats.html import as_html

    return as_html(text)


def _docx(text: str) -> bytes:
    from ola.agreement.writing.formats.docx import as_docx

    return as_docx(text)


# Each makes its file of the document in Markdown, so that all three say the same.
FORMATS: dict[DocumentFormat, Callable[[str], str | bytes]] = {"markdown": _markdown, "html": _html, "docx": _docx}
