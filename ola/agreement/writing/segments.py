"""The segments: ordered tables that give each lead one value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.writing.atoms import Choice
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Either, Form, key_of, table_of
from ola.agreement.writing.rows import Column, Holds, Row, RowRead, Rows
from ola.agreement.writing.sections import HeadedSection, Put, clause_forms, entries_of, text_node
from ola.tree.value import Entry, Mapping, Node, Scalar


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
WAYS = frozenset(("way", "rows"))  # what a sentence says of the table below it: where its rows stand


def value_puts(name: Scalar, row: RowRead, way: str) -> Iterator[Put]:
    """What a row puts into the tree."""
    if row.name is None:
        return
    for entry in row.entries:
        value: Node = Mapping((Entry(row.name, entry.value),), row.place)
        if way == "rows":
            value = Mapping((Entry(key_of("rows", row.place), value),), row.place)
        yield ("segments",), Mapping((Entry(name, value),), row.place)


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
