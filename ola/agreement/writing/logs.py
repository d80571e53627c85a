"""The logs: files of events, and what their columns hold."""

from __future__ import annotations

from ola.agreement.writing.atoms import Name
from ola.agreement.writing.listed import COLUMN_TYPES
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Rows
from ola.agreement.writing.sections import TableSection
from ola.agreement.writing.systems import DATES

COLUMN = Name(values=True, free=True)
FROM_WHERE = (
    Column("System", Holds("system", Name(values=True, free=True))),
    Column("Time zone", Holds("zone", Name(free=True)), ("zone",)),
    Column("Dates", Holds("dates", DATES)),
)

SECTION = TableSection(
    "logs",
    "Logs",
    Rows(
        "Log",
        (
            Column("Lead in", Holds("lead", COLUMN), ("lead",)),
            Column("Time in", Holds("at", COLUMN), ("at", "time")),
            Column("Event in", Holds("event", COLUMN), ("event",)),
            Column("Who acted in", Holds("owner", COLUMN), ("owner",)),
            Column("Further columns", Holds("columns", COLUMN_TYPES), ("columns",)),
            *FROM_WHERE,
            *ATTRIBUTE_COLUMNS,
        ),
    ),
    ("event logs", "activity logs"),
)
