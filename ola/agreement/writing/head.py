"""The head of the document: its title, and a table of what the paper is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.writing.atoms import DATE, Kind, Name, Number, Written
from ola.agreement.writing.sections import Path, under
from ola.tree.markdown_text import code, prose, table
from ola.tree.value import Mapping, Node, Scalar

UNTITLED = "Agreement"


@dataclass(frozen=True)
class Line:
    """One line of the head: what it is called, where it stands in the agreement, and how it is written."""

    label: str
    path: Path
    kind: Kind
    also: tuple[str, ...] = ()


_WORD = Name(free=True)
LINES = (
    Line("Id", ("id",), _WORD, ("agreement", "name")),
    Line("Version", ("version",), Written(r"\d+\.\d+\.\d+"), ("edition",)),
    Line("Status", ("status",), _WORD),
    Line("Company founded on", ("founded",), DATE),
    Line("Time zone", ("zone",), _WORD, ("zone",)),
    Line("In force from", ("effective", "from"), DATE, ("effective from", "valid from")),
    Line("No longer in force from", ("effective", "until"), DATE),
    Line("Reviewed every", ("review", "every"), _WORD, ("review",)),
    Line("Next review", ("review", "next"), DATE, ("next review on",)),
    Line("Version of the language", ("ola",), Number()),
)
HEADER = ("The agreement", "")


def write_head(tree: Mapping) -> Iterator[str]:
    """Give the title and the table."""
    title, name = tree.get("title"), tree.get("id")
    if isinstance(title, Scalar):
        yield f"# {prose(title.text)}"
    else:
        yield f"# {UNTITLED} {code(name.text) if isinstance(name, Scalar) else ''}".rstrip()
    yield ""
    rows = []
    for line in LINES:
        node: Node | None = tree
        for key in line.path:
            node = node.get(key) if isinstance(node, Mapping) else None
        text = None if node is None else line.kind.write(node)
        if text is not None:
            rows.append((line.label, text))
    yield from table(HEADER, rows)


def phrase(path: Path, node: Node) -> str:
    """Say one line of the head, or two."""
    if path == ("title",) and isinstance(node, Scalar):
        return prose(node.text)
    tree = under(path, node)
    rows = list(write_head(tree if isinstance(tree, Mapping) else Mapping((), node.place)))[4:]
    return "; ".join(row.strip("| ").replace(" | ", ": ") for row in rows if row)
