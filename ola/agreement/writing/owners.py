"""The people and queues that leads belong to, in a table or in a file beside the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.writing.atoms import Name
from ola.agreement.writing.forms import Form, Forms, table_of
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Phrases, Rows
from ola.agreement.writing.sections import Path, TableSection
from ola.tree.value import Node, Scalar

_NAME = Name(values=True, free=True)
_KIND = Forms({}, (Form("a queue", {"queue": True}), Form("a person", {"queue": False})))
FILE = Forms({"file": Name()}, (Form("The owners stand in the file {file}."),))


@dataclass(frozen=True)
class Owners(TableSection):
    """A table of owners, or the sentence that names their file."""

    def write(self, node: Node) -> Iterator[str]:
        """The file if one is named, else the table."""
        if _is_file(node):
            yield FILE.write(table_of(node))[0][0]
            yield ""
        else:
            yield from TableSection.write(self, node)

    def phrase(self, path: Path, node: Node) -> str:
        """The file, or one owner."""
        if path[1:] == ("file",) and isinstance(node, Scalar):
            return FILE.write({"file": node})[0][0]
        return TableSection.phrase(self, path, node)


def _is_file(node: Node) -> bool:
    table = table_of(node)
    return isinstance(table.get("file"), Scalar)


SECTION = Owners(
    "owners",
    "Owners",
    Rows(
        "Owner",
        (
            Column("Team", Holds("team", _NAME)),
            Column("Party", Holds("party", _NAME)),
            Column("Calendar", Holds("calendar", _NAME)),
            Column("Is", Phrases(_KIND), ("kind",)),
            *ATTRIBUTE_COLUMNS,
        ),
    ),
    ("people and queues", "team members"),
)
