"""Conditions as generated Python: two plain boolean expressions, and the constants they use.

Nothing written in an agreement gets into the text of the code: names become identifiers that the
caller gives, values become constants of a pool (`Constants`), which is the globals of the code.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, assert_never
from zoneinfo import ZoneInfo

from ola.expr import moment
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
from ola.fieldtypes.pattern import matcher
from ola.fieldtypes.text import fold

Leaf = FieldRef | ColumnRef | ScoreRef | SegmentRef | Now | EventTime | EventCount | CountOf

SIGNS: dict[Comparison, tuple[str, str]] = {
    "=": ("==", "!="),
    "!=": ("!=", "=="),
    "<": ("<", ">="),
    "<=": ("<=", ">"),
    ">": (">", "<="),
    ">=": (">=", "<"),
}


class Spelling(Protocol):
    """How the code around a condition spells what the condition names."""

    def value(self, leaf: Leaf, /) -> str:
        """Give an expression of the value: `None` where blank, malformed or unknown; cheap to repeat."""

    def folded(self, leaf: Leaf, /) -> str:
        """Give an expression of the folded text; only reached where the value is not `None`."""

    def blank(self, leaf: Leaf, /) -> str:
        """Give a boolean expression: nothing was filled in."""

    def may_be_none(self, leaf: Leaf, /) -> bool:
        """Say whether `value` can be `None`; scores, segments and now usually cannot."""

    def term(self, name: str, /) -> Answer[str]:
        """Give the two boolean expressions of a term: surely true, surely false."""


@dataclass(frozen=True, slots=True)
class Constants:
    """The constants generated code uses, by the identifiers it knows them under: part of its globals."""

    pool: dict[str, object] = field(default_factory=dict)
    _known: dict[tuple[type, object], str] = field(default_factory=dict)

    def name(self, value: object) -> str:
        """Give the identifier of a constant, the same for equal values of one type."""
        key = (type(value), value)
        try:
            found = self._known.get(key)
        except TypeError:  # unhashable: every mention is a constant of its own
            return self._add(value)
        if found is None:
            found = self._known[key] = self._add(value)
        return found

    def fresh(self) -> str:
        """Give an identifier nothing else uses, for a value worked out on the way."""
        name = f"_v{len(self.pool)}"
        self.pool[name] = None
        return name

    def _add(self, value: object) -> str:
        name = f"_c{len(self.pool)}"
        self.pool[name] = value
        return name


def answers(condition: Condition, spelling: Spelling, constants: Constants) -> Answer[str]:
    """Give two boolean expressions in Python, `true` and `false`; unknown is where neither holds.

    The expressions stand in a function whose globals hold `constants.pool`.
    """
    return answer(condition, _Code(spelling, constants))


def surely_true(condition: Condition, spelling: Spelling, constants: Constants) -> str:
    """Give a boolean expression in Python: the condition is true (neither false nor unknown)."""
    return answers(condition, spelling, constants).true


def surely_false(condition: Condition, spelling: Spelling, constants: Constants) -> str:
    """Give a boolean expression in Python: the condition is false (neither true nor unknown)."""
    return answers(condition, spelling, constants).false


@dataclass(frozen=True, slots=True)
class _Spelt:
    """An operand in code: what must hold first, and the expression that may then be evaluated."""

    guards: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Code:
    """Python text as a target."""

    spelling: Spelling
    constants: Constants

    # ── logic ──

    def always(self, value: bool, /) -> str:  # noqa: FBT001 — the constant is the matter
        return "True" if value else "False"

    def every(self, items: Sequence[str], /) -> str:
        return _joined("and", items) if items else "True"

    def some(self, items: Sequence[str], /) -> str:
        return _joined("or", items) if items else "False"

    def no(self, item: str, /) -> str:
        return f"(not {item})"

    def count_at_least(self, n: int, items: Sequence[str], /) -> str:
        if n <= 0 or n > len(items):
            return self.always(n <= 0)
        if n in (1, len(items)):
            return self.some(items) if n == 1 else self.every(items)
        return f"({_joined('+', items)} >= {n})"

    # ── what asks the data ──

    def term(self, name: str, /) -> Answer[str]:
        return self.spelling.term(name)

    def compare(self, node: Compare, /) -> Answer[str]:
        left, right = self._operand(node.left, node.kind), self._operand(node.right, node.kind)
        guards = tuple(dict.fromkeys((*left.guards, *right.guards)))
        holds, fails = SIGNS[node.op]
        return Answer(
            _guarded(guards, f"{left.text} {holds} {right.text}"),
            _guarded(guards, f"{left.text} {fails} {right.text}"),
        )

    def is_known(self, node: IsKnown, /) -> Answer[str]:
        guards = self._operand(node.operand, "id").guards
        known = _guarded(guards[:-1], guards[-1]) if guards else "True"
        return Answer(known, self.no(known))

    def is_blank(self, node: IsBlank, /) -> Answer[str]:
        leaf = _leaf(node.operand)
        blank = "False" if leaf is None else self.spelling.blank(leaf)
        return Answer(blank, self.no(blank))

    def one_of(self, node: OneOf, /) -> Answer[str]:
        operand = self._operand(node.operand, node.kind)
        values = self.constants.name(frozenset(literal.value for literal in node.values))
        return Answer(
            _guarded(operand.guards, f"{operand.text} in {values}"),
            _guarded(operand.guards, f"{operand.text} not in {values}"),
        )

    def text_test(self, node: TextTest, /) -> Answer[str]:
        operand = self._operand(node.operand, node.kind)
        if node.kind == "choices":
            keys = self.constants.name(frozenset(node.texts))
            apart = f"{keys}.isdisjoint({operand.text})"
            return Answer(_guarded(operand.guards, f"not {apart}"), _guarded(operand.guards, apart))
        if node.where == "contains":
            guards, text = operand.guards, operand.text
            if len(node.texts) > 1 and not text.isidentifier():
                kept = self.constants.fresh()
                guards, text = (*guards, f"({kept} := {text}) is not None"), kept
            found = self.some([f"{self.constants.name(part)} in {text}" for part in node.texts])
            return Answer(_guarded(guards, found), _guarded(guards, self.no(found)))
        method = "startswith" if node.where == "starts with" else "endswith"
        found = f"{operand.text}.{method}({self.constants.name(node.texts)})"
        return Answer(_guarded(operand.guards, found), _guarded(operand.guards, f"not {found}"))

    def matches(self, node: Matches, /) -> Answer[str]:
        operand = self._operand(node.operand, "id")
        found = f"{self.constants.name(matcher(node.pattern))}({operand.text})"
        return Answer(_guarded(operand.guards, found), _guarded(operand.guards, f"not {found}"))

    # ── operands ──

    def _operand(self, operand: Operand, kind: Kind) -> _Spelt:
        match operand:
            case Literal(value, _):
                return _Spelt((), self._constant(value))
            case Shifted(inner, by):
                return self._moved(moment.shifted, inner, by, kind)
            case DayOf(inner, zone):
                return self._moved(moment.day_of, inner, ZoneInfo(zone), "datetime")
            case _:
                value = self.spelling.value(operand)
                guards = (f"{value} is not None",) if self.spelling.may_be_none(operand) else ()
                return _Spelt(guards, self.spelling.folded(operand) if kind == "text" else value)

    def _moved(self, move: Callable[..., object], inner: Operand, by: object, kind: Kind) -> _Spelt:
        moved, kept = self._operand(inner, kind), self.constants.fresh()
        call = f"{self.constants.name(move)}({moved.text}, {self.constants.name(by)})"
        return _Spelt((*moved.guards, f"({kept} := {call}) is not None"), kept)

    def _constant(self, value: object) -> str:
        if value is True or value is False:
            return repr(value)
        if type(value) is int or (type(value) is float and math.isfinite(value)):
            return f"({value!r})" if value < 0 else repr(value)
        return self.constants.name(value)


def _guarded(guards: Sequence[str], text: str) -> str:
    return _joined("and", [*guards, text])


def _joined(word: str, items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 and items[0].startswith("(") else f"({f' {word} '.join(items)})"


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


@dataclass(frozen=True, slots=True)
class Locals:
    """The plain spelling: every leaf and term under an identifier of its own, given in a table.

    `values` and `blanks` map leaves to identifiers, `terms` map a term to its two; text is folded where
    it is compared unless `folds` has an identifier for the folded text.
    """

    constants: Constants
    values: dict[Leaf, str]
    blanks: dict[Leaf, str]
    terms: dict[str, Answer[str]] = field(default_factory=dict)
    folds: dict[Leaf, str] = field(default_factory=dict)

    def value(self, leaf: Leaf, /) -> str:
        """Give the leaf's identifier."""
        return self.values[leaf]

    def folded(self, leaf: Leaf, /) -> str:
        """Give the identifier of the folded text, or fold it on the spot."""
        return self.folds.get(leaf) or f"{self.constants.name(fold)}({self.values[leaf]})"

    def blank(self, leaf: Leaf, /) -> str:
        """Give the identifier of the blank flag; what is no field is blank where it has no value."""
        return self.blanks.get(leaf) or f"({self.values[leaf]} is None)"

    def may_be_none(self, leaf: Leaf, /) -> bool:
        """Say that only scores, segments and now always have a value."""
        return not isinstance(leaf, (ScoreRef, SegmentRef, Now))

    def term(self, name: str, /) -> Answer[str]:
        """Give the term's two identifiers."""
        return self.terms[name]
