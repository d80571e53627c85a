"""The histories: files of changes, by field."""

from __future__ import annotations

from ola.agreement.writing.atoms import Name
from ola.agreement.writing.logs import COLUMN, FROM_WHERE
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Rows
from ola.agreement.writing.sections import TableSection

SECTION = TableSection(
    "histories",
    "Histories",
    Rows(
        "Changes of",
        (
            Column("File", Holds("log", Name(values=True, free=True)), ("log",)),
            Column("Lead in", Holds("lead", COLUMN), ("lead",)),
            Column("Time in", Holds("at", COLUMN), ("at", "time")),
            Column("Old value in", Holds("from", COLUMN), ("from",)),
            Column("New value in", Holds("to", COLUMN), ("to",)),
            Column("Who changed it in", Holds("by", COLUMN), ("by",)),
            *FROM_WHERE,
            *ATTRIBUTE_COLUMNS,
        ),
        ("history of",),
    ),
    ("field histories", "change logs"),
)
