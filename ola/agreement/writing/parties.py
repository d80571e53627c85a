"""The parties: who agrees, and who signs for them."""

from __future__ import annotations

from ola.agreement.writing.atoms import Prose
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Rows
from ola.agreement.writing.sections import TableSection

SECTION = TableSection(
    "parties",
    "Parties",
    Rows(
        "Party",
        (
            Column("Team", Holds("team", Prose())),
            Column("Signed for by", Holds("signs", Prose()), ("signs", "signatory")),
            *ATTRIBUTE_COLUMNS,
        ),
        ("side",),
    ),
    ("the parties", "who agrees"),
)
