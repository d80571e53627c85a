"""The systems that hold leads."""

from __future__ import annotations

from ola.agreement.writing.atoms import Choice, Name
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Rows
from ola.agreement.writing.sections import TableSection

DATES = Choice(
    (
        ("iso", "year first"),
        ("day first", "day first"),
        ("month first", "month first"),
        ("epoch ms", "milliseconds since 1970"),
    )
)
_VALUES = Choice((("typed", "by their types"), ("text", "as text")))

SECTION = TableSection(
    "systems",
    "Systems",
    Rows(
        "System",
        (
            Column("Run by", Holds("party", Name(values=True, free=True)), ("party",)),
            Column("Time zone", Holds("zone", Name(free=True)), ("zone",)),
            Column("Dates", Holds("dates", DATES)),
            Column("Values", Holds("values", _VALUES)),
            *ATTRIBUTE_COLUMNS,
        ),
        ("tool",),
    ),
    ("tools", "systems of record", "the systems"),
)
