"""The scores: points for what is true of a lead."""

from __future__ import annotations

from dataclasses import dataclass

from ola.agreement.writing.atoms import Number, Prose
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.forms import Form, table_of
from ola.agreement.writing.rows import Column, Holds, Row, Rows
from ola.agreement.writing.sections import HeadedSection, clause_forms
from ola.tree.value import Items, Node


@dataclass(frozen=True)
class Scores(HeadedSection):
    """A heading for each score, the range it is held in, and its rows of points."""

    def parts(self, node: Node) -> tuple[dict[str, Node], list[Row]]:
        """The points are rows."""
        table = table_of(node)
        points = table.pop("points", None)
        rows = points.items if isinstance(points, Items) else ()
        return table, [Row(None, table_of(row)) for row in rows]


POINTS = Rows(
    "",
    (
        Column("Points", Holds("add", Number()), ("add", "score")),
        Column("When", Holds("when", Condition(code=True)), ("condition", "criterion")),
        Column("In words", Holds("says", Prose()), ("says",)),
    ),
)
SECTION = Scores(
    "scores",
    "Scores",
    "score",
    clause_forms(
        {"min": Number(), "max": Number()},
        (
            Form("It lies between {min} and {max}."),
            Form("It is never less than {min}."),
            Form("It is never more than {max}."),
        ),
    ),
    ("scoring", "lead scoring"),
    rows=POINTS,
)
