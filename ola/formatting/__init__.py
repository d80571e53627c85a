"""An agreement in one order and style, its words and comments kept: by the kind of document it is.

`FORMATTERS` names the kinds; each takes a text and gives it as `ola fmt` writes it, or raises InvalidAgreement with
the findings where the text cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from ola.errors import WrongCall
from ola.formatting.markdown_text import formatted_document
from ola.formatting.yaml_text import formatted_yaml
from ola.source import Source

__all__ = ["FORMATTERS", "formatted"]

FORMATTERS: Mapping[str, Callable[[Source], str]] = {
    "YAML": formatted_yaml,
    "Markdown": formatted_document,
}
_KINDS = {".md": "Markdown", ".markdown": "Markdown", ".docx": "Word", ".html": "HTML", ".htm": "HTML"}


def formatted(source: Source) -> str:
    """Give the text in one order and style; formatting it again changes nothing.

    Raises InvalidAgreement for a text that cannot be read, WrongCall for a kind of document that is not formatted.
    """
    kind = _KINDS.get(PurePath(source.name).suffix.lower(), "YAML")
    if kind not in FORMATTERS:
        message = f"{source.name} is a {kind} document, and ola fmt formats agreements in {' and '.join(FORMATTERS)}."
        raise WrongCall(message)
    return FORMATTERS[kind](source)
