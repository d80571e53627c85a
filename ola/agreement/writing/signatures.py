"""Where the document is signed: a line for each party."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.scope import entries, words
from ola.agreement.writing.sections import title
from ola.tree.markdown_text import prose, table
from ola.tree.value import Node

HEADING = "Signatures"
HEADER = ("For", "Name", "Date", "Signature")


def write_signatures(parties: Node | None) -> Iterator[str]:
    """Give a line for each party, with who signs for it."""
    rows = ((_party(each.name), prose(words(each.value, "signs") or ""), "", "") for each in entries(parties))
    yield from table(HEADER, rows, nothing="")


def _party(name: str) -> str:
    return title(name)
