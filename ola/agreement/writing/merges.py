"""The merges: the file of leads that became part of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.writing.atoms import Name
from ola.agreement.writing.forms import table_of
from ola.agreement.writing.logs import COLUMN, FROM_WHERE
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Row, RowRead, Rows
from ola.agreement.writing.sections import Put, TableSection
from ola.tree.value import Node


@dataclass(frozen=True)
class Merges(TableSection):
    """A table of one row."""

    def rows_of(self, node: Node) -> Iterator[Row]:
        """Give the one row."""
        yield Row(None, table_of(node))

    def puts(self, row: RowRead) -> Iterator[Put]:
        """What the row puts into the tree."""
        yield (self.key,), row.table


SECTION = Merges(
    "merges",
    "Merges",
    Rows(
        "",
        (
            Column("Merged lead in", Holds("lead", COLUMN)),
            Column("Lead that is left in", Holds("into", COLUMN)),
            Column("Time in", Holds("at", COLUMN)),
            Column("File", Holds("log", Name(values=True, free=True)), ("log",)),
            *FROM_WHERE,
            *ATTRIBUTE_COLUMNS,
        ),
    ),
    ("merged leads", "duplicates"),
)
