"""The stages, in order: who holds a lead there, what is true of it, and what must be filled in."""

from __future__ import annotations

from ola.agreement.writing.atoms import Name
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Form, Forms
from ola.agreement.writing.lists import Several
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Phrases, Rows
from ola.agreement.writing.sections import TableSection

_END = Forms({}, (Form("may end here", {"end": True}), Form("goes on", {"end": False})))

SECTION = TableSection(
    "stages",
    "Stages",
    Rows(
        "Stage",
        (
            Column("Held by", Holds("party", Name(values=True, free=True)), ("party", "owner")),
            Column("Reached when", Holds("when", Condition(code=True)), ("when", "entry criteria")),
            Column("Barred when", Holds("unless", Condition(code=True)), ("unless",)),
            Column("Requires", Holds("requires", Several(Name(values=True), "and"))),
            Column("Its way", Phrases(_END), ("end",)),
            *ATTRIBUTE_COLUMNS,
        ),
    ),
    ("lifecycle", "lifecycle stages", "lead stages"),
)
