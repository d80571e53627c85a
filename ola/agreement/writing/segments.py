"""The segments: ordered tables that give each lead one value."""

from __future__ import annotations

from dataclasses import dataclass

from ola.agreement.writing.atoms import Choice, Name
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Either, Form, table_of
from ola.agreement.writing.rows import Column, Holds, Row, Rows
from ola.agreement.writing.sections import HeadedSection, clause_forms, entries_of, text_node
from ola.tree.value import Mapping, Node


@dataclass(frozen=True)
class Segments(HeadedSection):
    """A heading for each segment, and its rows in their order."""

    def parts(self, node: Node) -> tuple[dict[str, Node], list[Row]]:
        """The conditions are rows; `rows` says whether they stand under a key of their own."""
        table = table_of(node)
        rows = table.get("rows")
        if not isinstance(rows, Mapping):
            return {"way": text_node("first")}, _rows(node)
        return {**table, "rows": text_node("rows")}, _rows(rows)


def _rows(node: Node) -> list[Row]:
    return [Row(text_node(entry.name), {"when": entry.value}) for entry in entries_of(node)]


VALUES = Rows(
    "Value",
    (
        Column(
            "When",
            Holds("when", Either((Choice((("otherwise", "otherwise"),)), Condition(code=True)))),
            ("condition", "criteria"),
        ),
    ),
    ("segment",),
)
_FIRST = Choice((("first", "the first row that is true"),))
_ROWS = Choice((("rows", "the first of these rows that is true"),))
SECTION = Segments(
    "segments",
    "Segments",
    "segment",
    clause_forms(
        {"way": _FIRST, "rows": _ROWS},
        (Form("A lead has the value of {way}."), Form("A lead has the value of {rows}.")),
    ),
    ("segmentation", "routing"),
    rows=VALUES,
)
