"""The events: what counts as done, and where it is seen."""

from __future__ import annotations

from ola.agreement.writing.atoms import Name
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Form, Forms
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Phrases, Rows
from ola.agreement.writing.sections import TableSection

_NAME = Name(values=True)
_SEEN = Forms(
    {"at": _NAME, "field": _NAME, "log": _NAME},
    (
        Form("the time in the field {at}"),
        Form("a change of the field {field}", {"changes": True}),
        Form("no change of the field {field}", {"changes": False}),
        Form("the field {field}"),
        Form("a change", {"changes": True}),
        Form("no change", {"changes": False}),
        Form("a row of the log {log}"),
    ),
)

SECTION = TableSection(
    "events",
    "Events",
    Rows(
        "Event",
        (
            Column("Seen as", Phrases(_SEEN), ("seen in", "evidence")),
            Column("Counts when", Holds("where", Condition(code=True)), ("where",)),
            Column("Does not count when", Holds("unless", Condition(code=True)), ("unless",)),
            *ATTRIBUTE_COLUMNS,
        ),
    ),
    ("what counts as done", "activities"),
)
