"""Conditions over a record as JSON Schemas.

Every condition becomes two sets of records, where it is true and where it is false, each drawn from inside and
from outside (`ola.export.schema_truth`). Blank and malformed operands leave a comparison unknown, and that
border is exact: only what two fields, or a field and the clock, are to each other cannot be drawn.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never
from urllib.parse import quote

from ola.evaluate.needs import Sight
from ola.export.schema_threshold import reaching
from ola.export.schema_truth import (
    EVERYWHERE,
    NOWHERE,
    Bounds,
    Doubt,
    Schema,
    all_of,
    both,
    either,
    exactly,
    none_of,
    outside,
)
from ola.export.schema_values import Values
from ola.expr import nodes, truth
from ola.expr.answers import answer
from ola.expr.truth import Answer
from ola.fieldtypes.kind import Kind
from ola.plan import Plan

COMPARE: Mapping[nodes.Comparison, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MIRRORED: Mapping[nodes.Comparison, nodes.Comparison] = {
    "=": "=",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


@dataclass(slots=True)
class Conditions:
    """The conditions of a plan in one system's names, and the definitions their schemas refer to.

    `typed` are the fields whose malformed values are refused anyway: conditions need not ask again.
    """

    plan: Plan
    system: str | None
    typed: frozenset[str] = frozenset()
    definitions: dict[str, Schema] = field(default_factory=dict)
    sight: Sight = field(init=False)
    _terms: dict[str, Answer[Bounds]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sight = Sight(self.plan, self.system)

    # ── fields ──────────────────────────────────────────────────────────────────────────────────

    def values(self, name: str) -> Values:
        """Give the schemas of one field's values, as definitions that a reader finds by the field's name."""
        return Values(self.plan.fields[name], self.plan.spec(name, self.system), self.define, name in self.typed)

    def define(self, name: str, schema: Schema) -> Schema:
        """Keep a schema under a name and give a reference to it."""
        if isinstance(schema, bool) or set(schema) == {"$ref"}:
            return schema
        unused = name
        while unused in self.definitions and self.definitions[unused] != schema:
            unused += " again"
        self.definitions[unused] = schema
        return {"$ref": "#/$defs/" + quote(unused.replace("~", "~0").replace("/", "~1"))}

    def column(self, name: str) -> str:
        """Give the name this system has for a field."""
        column = self.plan.fields[name].column(self.system)
        if column is None:
            raise LookupError(name)
        return column

    def having(self, name: str, values: Bounds) -> Bounds:
        """Give the records that have the field with such a value."""

        def record(schema: Schema) -> Schema:
            column = self.column(name)
            return schema and {"required": [column], "properties": {column: schema}}

        return Bounds(record(values.surely), record(values.possibly), values.doubts)

    def blank(self, name: str) -> Bounds:
        """Give the records in which the field is missing or blank."""
        return exactly({"properties": {self.column(name): self.values(name).blank}})

    def filled(self, name: str) -> Bounds:
        """Give the records in which something stands in the field, readable or not."""
        return self.having(name, exactly(none_of(self.values(name).blank)))

    def if_there(self, name: str, values: Bounds) -> Bounds:
        """Give the records in which the field, if it is there at all, has such a value."""

        def record(schema: Schema) -> Schema:
            return schema is True or {"properties": {self.column(name): schema}}

        return Bounds(record(values.surely), record(values.possibly), values.doubts)

    def known(self, name: str) -> Bounds:
        """Give the records in which the field is well formed."""
        return self.having(name, self.values(name).known)

    # ── conditions ──────────────────────────────────────────────────────────────────────────────

    def answer(self, condition: nodes.Condition) -> Answer[Bounds]:
        """Draw where a condition is true and where it is false."""
        return answer(condition, self)

    def row(self, condition: nodes.Condition) -> Bounds:
        """Draw where a row of a score or segment acts; one that this system cannot see never does."""
        return self.answer(condition).true if self.sight.shows(condition) else NOWHERE

    def always(self, value: bool, /) -> Bounds:  # noqa: FBT001 -- the constant is the matter
        """Give every record, or none."""
        return EVERYWHERE if value else NOWHERE

    def every(self, items: Sequence[Bounds], /) -> Bounds:
        """Give what lies in all sets."""
        return both(items)

    def some(self, items: Sequence[Bounds], /) -> Bounds:
        """Give what lies in one of the sets."""
        return either(items)

    def no(self, item: Bounds, /) -> Bounds:
        """Give what lies outside."""
        return outside(item)

    def count_at_least(self, n: int, items: Sequence[Bounds], /) -> Bounds:
        """Give what lies in at least n of the sets."""
        return reaching([(1, item) for item in items], lambda total: total >= n, self._share)

    def term(self, name: str, /) -> Answer[Bounds]:
        """Draw a named condition once; it stands under its name."""
        if name not in self._terms:
            inner = self.answer(self.plan.terms[name].condition)
            self._terms[name] = Answer(
                self._named(f"{name} is true", inner.true), self._named(f"{name} is false", inner.false)
            )
        return self._terms[name]

    def compare(self, node: nodes.Compare, /) -> Answer[Bounds]:
        """Draw a comparison; of two values of one record only that both must be known."""
        return self._compare(node.op, node.left, node.right, node.kind)

    def is_known(self, node: nodes.IsKnown, /) -> Answer[Bounds]:
        """Draw where a value is well formed."""
        return self._decided(self._known(node.operand))

    def is_blank(self, node: nodes.IsBlank, /) -> Answer[Bounds]:
        """Draw where nothing was filled in."""
        if isinstance(node.operand, nodes.FieldRef):
            return Answer(self.blank(node.operand.name), self.filled(node.operand.name))
        return self._decided(self._blank(node.operand))

    def one_of(self, node: nodes.OneOf, /) -> Answer[Bounds]:
        """Draw membership as one comparison after the other."""
        return truth.or_(self, [self._compare("=", node.operand, value, node.kind) for value in node.values])

    def text_test(self, node: nodes.TextTest, /) -> Answer[Bounds]:
        """Draw where a text has a part, or a list a choice."""
        return self._of_value(node.operand, lambda values: values.text_test(node.where, node.texts, node.kind))

    def matches(self, node: nodes.Matches, /) -> Answer[Bounds]:
        """Draw where a pattern covers the text."""
        return self._of_value(node.operand, lambda values: values.matches(node.pattern))

    def _decided(self, true: Bounds) -> Answer[Bounds]:
        return Answer(true, outside(true))

    def _share(self, bounds: Bounds) -> Bounds:
        return self._named(f"step {len(self.definitions) + 1}", bounds)

    def _named(self, name: str, bounds: Bounds) -> Bounds:
        if bounds.is_exact:
            return exactly(self.define(name, bounds.surely))
        return Bounds(
            self.define(f"{name}, surely", bounds.surely),
            self.define(f"{name}, possibly", bounds.possibly),
            bounds.doubts,
        )

    # ── operands ────────────────────────────────────────────────────────────────────────────────

    def _known(self, operand: nodes.Operand) -> Bounds:
        match operand:
            case nodes.FieldRef(name):
                return self.known(name)
            case nodes.Shifted(inner, _) | nodes.DayOf(inner, _):
                return self._known(inner)
            case _:
                return EVERYWHERE

    def _blank(self, operand: nodes.Operand) -> Bounds:
        match operand:
            case nodes.FieldRef(name):
                return self.blank(name)
            case nodes.Shifted(inner, _) | nodes.DayOf(inner, _):
                return self._blank(inner)
            case _:
                return NOWHERE

    def _of_value(self, operand: nodes.Operand, test: Callable[[Values], Answer[Bounds]]) -> Answer[Bounds]:
        match operand:
            case nodes.FieldRef(name):
                values = self.values(name)
                found = test(values)
                return Answer(
                    self.having(name, both([values.known, found.true])),
                    self.having(name, both([values.known, found.false])),
                )
            case _:
                return self._undrawn(operand)

    def _compare(self, op: nodes.Comparison, left: nodes.Operand, right: nodes.Operand, kind: Kind) -> Answer[Bounds]:
        match left, right:
            case nodes.Literal(first, _), nodes.Literal(second, _):
                return truth.always(self, COMPARE[op](first, second))
            case nodes.Literal(), _:
                return self._compare(MIRRORED[op], right, left, kind)
            case nodes.FieldRef(), nodes.Literal(value, _):
                return self._of_value(left, lambda values: values.compare(op, value, kind))
            case nodes.ScoreRef(name), nodes.Literal(int() | float() as value, _):
                return self._decided(self._score(name, op, value))
            case nodes.SegmentRef(name), nodes.Literal(str() as value, _) if op in {"=", "!="}:
                found = self._decided(self._segment(name, value))
                return found if op == "=" else truth.not_(self, found)
            case _:
                return self._undrawn(left, right)

    def _undrawn(self, *sides: nodes.Operand) -> Answer[Bounds]:
        """Give a comparison that no schema can draw: unknown where a side is, either way where both are known."""
        known = all_of(self._known(side).possibly for side in sides)
        either_way = Bounds(surely=False, possibly=known, doubts=(_doubt(sides),))
        return Answer(either_way, either_way)

    # ── scores and segments ─────────────────────────────────────────────────────────────────────

    def _score(self, name: str, op: nodes.Comparison, bound: float) -> Bounds:
        match op:
            case ">=" | ">":
                return self._score_reaches(name, op, bound)
            case "<":
                return outside(self._score_reaches(name, ">=", bound))
            case "<=":
                return outside(self._score_reaches(name, ">", bound))
            case "=":
                return both([self._score(name, ">=", bound), self._score(name, "<=", bound)])
            case "!=":
                return outside(self._score(name, "=", bound))
            case _:
                assert_never(op)

    def _score_reaches(self, name: str, op: nodes.Comparison, bound: float) -> Bounds:
        score = self.plan.scores[name]

        def enough(total: float) -> bool:
            held = total if score.min is None else max(total, score.min)
            return COMPARE[op](held if score.max is None else min(held, score.max), bound)

        rows = [(points, self.row(when)) for when, points in score.points]
        return self._named(f"{name} is {op} {bound:g}", reaching(rows, enough, self._share))

    def _segment(self, name: str, value: str) -> Bounds:
        segment = self.plan.segments[name]
        rows = [(each, self.row(when)) for each, when in segment.rows]
        ways = [
            both([true, *(outside(before) for _, before in rows[:at])])
            for at, (each, true) in enumerate(rows)
            if each == value
        ]
        if segment.otherwise == value:
            ways.append(both([outside(true) for _, true in rows]))
        return self._named(f"{name} is {value}", either(ways))


def _doubt(sides: tuple[nodes.Operand, ...]) -> Doubt:
    innermost = [_innermost(side) for side in sides]
    if nodes.Now() in innermost:
        return Doubt("comparison with now", "a schema does not know what time it is")
    if any(isinstance(side, nodes.Literal) for side in innermost):
        return Doubt("text read as another type", "a date or time that is moved, or cut to its day, arrives as text")
    return Doubt("comparison between fields", "a schema cannot hold one value of a record against another")


def _innermost(operand: nodes.Operand) -> nodes.Operand:
    match operand:
        case nodes.Shifted(inner, _) | nodes.DayOf(inner, _):
            return _innermost(inner)
        case _:
            return operand
