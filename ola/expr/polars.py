"""Conditions as Polars expressions: two Boolean columns without nulls."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

import polars as pl

from ola.expr.answers import answer
from ola.expr.nodes import (
    ColumnRef,
    Compare,
    Comparison,
    Condition,
    CountOf,
    DayOf,
    EventCount,
    EventTime,
    FieldRef,
    IsBlank,
    IsKnown,
    Literal,
    Matches,
    Now,
    OneOf,
    Operand,
    ScoreRef,
    SegmentRef,
    Shifted,
    TextTest,
)
from ola.expr.truth import Answer
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.pattern import matches_columns

Leaf = FieldRef | ColumnRef | ScoreRef | SegmentRef | Now | EventTime | EventCount | CountOf
Test = Callable[[pl.Expr, pl.Expr], pl.Expr]

TESTS: dict[Comparison, tuple[Test, Test]] = {
    "=": (operator.eq, operator.ne),
    "!=": (operator.ne, operator.eq),
    "<": (operator.lt, operator.ge),
    "<=": (operator.le, operator.gt),
    ">": (operator.gt, operator.le),
    ">=": (operator.ge, operator.lt),
}


class Columns(Protocol):
    """Which expressions hold what a condition names.

    Instants are `Datetime("us", "UTC")`, durations `Duration("us")`, choices their keys as strings, a
    list of choices a list of strings.
    """

    def value(self, leaf: Leaf, /) -> pl.Expr:
        """Give the value, null where blank, malformed or unknown; never NaN."""

    def folded(self, leaf: Leaf, /) -> pl.Expr:
        """Give the folded text, null where the value is null."""

    def blank(self, leaf: Leaf, /) -> pl.Expr:
        """Give a Boolean without nulls: nothing was filled in."""

    def term(self, name: str, /) -> Answer[pl.Expr]:
        """Give the two Booleans of a term, without nulls: surely true, surely false."""


def answers(condition: Condition, columns: Columns) -> Answer[pl.Expr]:
    """Give two Boolean expressions without nulls, `true` and `false`; unknown is where neither holds."""
    return answer(condition, _Frame(columns))


def surely_true(condition: Condition, columns: Columns) -> pl.Expr:
    """Give a Boolean expression without nulls: the condition is true (neither false nor unknown)."""
    return answers(condition, columns).true


def surely_false(condition: Condition, columns: Columns) -> pl.Expr:
    """Give a Boolean expression without nulls: the condition is false (neither true nor unknown)."""
    return answers(condition, columns).false


@dataclass(frozen=True, slots=True)
class _Frame:
    """Polars expressions as a target."""

    columns: Columns

    # ── logic; flat, since a chain of thousands would nest too deep for the engine ──

    def always(self, value: bool, /) -> pl.Expr:  # noqa: FBT001 — the constant is the matter
        return pl.lit(value)

    def every(self, items: Sequence[pl.Expr], /) -> pl.Expr:
        return pl.all_horizontal(items) if items else pl.lit(value=True)

    def some(self, items: Sequence[pl.Expr], /) -> pl.Expr:
        return pl.any_horizontal(items) if items else pl.lit(value=False)

    def no(self, item: pl.Expr, /) -> pl.Expr:
        return ~item

    def count_at_least(self, n: int, items: Sequence[pl.Expr], /) -> pl.Expr:
        if n <= 0 or n > len(items):
            return pl.lit(n <= 0)
        return pl.sum_horizontal([item.cast(pl.Int32) for item in items]) >= n

    # ── what asks the data ──

    def term(self, name: str, /) -> Answer[pl.Expr]:
        return self.columns.term(name)

    def compare(self, node: Compare, /) -> Answer[pl.Expr]:
        left, right = self._operand(node.left, node.kind), self._operand(node.right, node.kind)
        holds, fails = TESTS[node.op]
        return Answer(_decided(holds(left, right)), _decided(fails(left, right)))

    def is_known(self, node: IsKnown, /) -> Answer[pl.Expr]:
        value = self._operand(node.operand, "id")
        return Answer(value.is_not_null(), value.is_null())

    def is_blank(self, node: IsBlank, /) -> Answer[pl.Expr]:
        leaf = _leaf(node.operand)
        blank = pl.lit(value=False) if leaf is None else self.columns.blank(leaf)
        return Answer(blank, ~blank)

    def one_of(self, node: OneOf, /) -> Answer[pl.Expr]:
        operand = self._operand(node.operand, node.kind)
        if node.kind == "number":  # a list of numbers would be cast to the column's type
            found = self.some([_decided(operand == literal.value) for literal in node.values])
        else:
            found = _decided(operand.is_in([literal.value for literal in node.values]))
        return Answer(found, operand.is_not_null() & ~found)

    def text_test(self, node: TextTest, /) -> Answer[pl.Expr]:
        operand = self._operand(node.operand, node.kind)
        if node.kind == "choices":
            parts = [operand.list.contains(key) for key in node.texts]
        elif node.where == "contains":
            parts = [operand.str.contains(part, literal=True) for part in node.texts]
        elif node.where == "starts with":
            parts = [operand.str.starts_with(part) for part in node.texts]
        else:
            parts = [operand.str.ends_with(part) for part in node.texts]
        found = self.some([_decided(part) for part in parts])
        return Answer(found, operand.is_not_null() & ~found)

    def matches(self, node: Matches, /) -> Answer[pl.Expr]:
        operand = self._operand(node.operand, "id")
        found = _decided(matches_columns(node.pattern, operand))
        return Answer(found, operand.is_not_null() & ~found)

    # ── operands ──

    def _operand(self, operand: Operand, kind: Kind) -> pl.Expr:
        match operand:
            case Literal(value, _):
                return pl.lit(value)
            case Shifted(inner, by):
                moved = self._operand(inner, kind)
                if kind == "date":
                    return _within_years(moved.dt.offset_by(f"{by.days}d"), dt.date.min, dt.date.max)
                last = dt.datetime.max.replace(tzinfo=dt.UTC)
                return _within_years(moved + pl.lit(by), dt.datetime.min.replace(tzinfo=dt.UTC), last)
            case DayOf(inner, zone):
                day = self._operand(inner, "datetime").dt.convert_time_zone(zone).dt.date()
                return _within_years(day, dt.date.min, dt.date.max)
            case _:
                return self.columns.folded(operand) if kind == "text" else self.columns.value(operand)


def _decided(found: pl.Expr) -> pl.Expr:
    """Turn null, the engine's unknown, into no."""
    return found.fill_null(value=False)


def _within_years(moved: pl.Expr, first: dt.date, last: dt.date) -> pl.Expr:
    """Keep what Python's calendar holds too, the years 1 to 9999; null past them."""
    return pl.when(moved.is_between(first, last)).then(moved)


def _leaf(operand: Operand) -> Leaf | None:
    """Give what an operand hangs on, or nothing for a written value."""
    match operand:
        case Literal():
            return None
        case Shifted(inner, _) | DayOf(inner, _):
            return _leaf(inner)
        case FieldRef() | ColumnRef() | ScoreRef() | SegmentRef() | Now() | EventTime() | EventCount() | CountOf():
            return operand
        case _:
            assert_never(operand)
