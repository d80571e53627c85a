"""Conditions as Python that a person reads: two expressions each, where it is true and where it is false."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from ola.expr import nodes
from ola.expr.answers import answer
from ola.expr.truth import Answer
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.pattern import for_python
from ola.fieldtypes.text import fold

_SIGNS: Mapping[nodes.Comparison, tuple[str, str]] = {
    "=": ("==", "!="),
    "!=": ("!=", "=="),
    "<": ("<", ">="),
    "<=": ("<=", ">"),
    ">": (">", "<="),
    ">=": (">=", "<"),
}


def literal(value: object) -> str:
    """Write a value as Python reads it."""
    match value:
        case dt.datetime():
            return f"dt.datetime.fromisoformat({value.isoformat()!r})"
        case dt.date():
            return f"dt.date({value.year}, {value.month}, {value.day})"
        case dt.timedelta():
            return f"dt.timedelta({value.days}, {value.seconds}, {value.microseconds})"
        case _:
            return repr(value)


def a_set(values: Sequence[object]) -> str:
    """Write values as a set."""
    return f"{{{', '.join(dict.fromkeys(literal(value) for value in values))}}}"


@dataclass(frozen=True, slots=True)
class Python:
    """Conditions of a lead in Python.

    `attributes` are what the model calls the fields, `functions` what the module calls terms, scores and
    segments. A value that is not well formed is None, or MALFORMED where a malformed value is let through
    (`lenient`).
    """

    attributes: Mapping[str, str]
    functions: Mapping[tuple[str, str], str]
    lenient: frozenset[str]

    def answer(self, condition: nodes.Condition) -> Answer[str]:
        """Write where a condition is true and where it is false."""
        return answer(condition, self)

    def field(self, name: str) -> str:
        """Write a field's value."""
        return f"lead.{self.attributes[name]}"

    def field_known(self, name: str) -> str:
        """Write that a field's value is well formed."""
        value = self.field(name)
        return f"{value} not in (None, MALFORMED)" if name in self.lenient else f"{value} is not None"

    # ── logic ───────────────────────────────────────────────────────────────────────────────────

    def always(self, value: bool, /) -> str:  # noqa: FBT001 -- the constant is the matter
        """Write a constant."""
        return repr(value)

    def every(self, items: Sequence[str], /) -> str:
        """Write that all hold."""
        return _joined(" and ", items, neutral="True")

    def some(self, items: Sequence[str], /) -> str:
        """Write that one holds."""
        return _joined(" or ", items, neutral="False")

    def no(self, item: str, /) -> str:
        """Write that it does not hold."""
        return _negated(item)

    def count_at_least(self, n: int, items: Sequence[str], /) -> str:
        """Write that at least n hold."""
        return f"sum([{', '.join(items)}]) >= {n}"

    # ── what asks the lead ──────────────────────────────────────────────────────────────────────

    def term(self, name: str, /) -> Answer[str]:
        """Call the functions of a term."""
        called = self.functions["term", name]
        return Answer(f"{called}_is_true(lead, now)", f"{called}_is_false(lead, now)")

    def compare(self, node: nodes.Compare, /) -> Answer[str]:
        """Compare where both sides are known."""
        known = self._known(node.left, node.right)
        left, right = self._operand(node.left, node.kind), self._operand(node.right, node.kind)
        if node.kind == "boolean" and node.op in {"=", "!="}:
            holds, fails = ("is", "is not") if node.op == "=" else ("is not", "is")
        else:
            holds, fails = _SIGNS[node.op]
        return Answer(self.every([*known, f"{left} {holds} {right}"]), self.every([*known, f"{left} {fails} {right}"]))

    def is_known(self, node: nodes.IsKnown, /) -> Answer[str]:
        """Ask whether a value is well formed."""
        known = self.every(self._known(node.operand))
        return Answer(known, self.no(known))

    def is_blank(self, node: nodes.IsBlank, /) -> Answer[str]:
        """Ask whether nothing was filled in."""
        operand = node.operand
        while isinstance(operand, nodes.Shifted | nodes.DayOf):
            operand = operand.operand
        blank = f"{self.field(operand.name)} is None" if isinstance(operand, nodes.FieldRef) else "False"
        return Answer(blank, self.no(blank))

    def one_of(self, node: nodes.OneOf, /) -> Answer[str]:
        """Ask for membership."""
        known, value = self._known(node.operand), self._operand(node.operand, node.kind)
        values = a_set([each.value for each in node.values])
        return Answer(self.every([*known, f"{value} in {values}"]), self.every([*known, f"{value} not in {values}"]))

    def text_test(self, node: nodes.TextTest, /) -> Answer[str]:
        """Look for a part of a text, or a choice in a list."""
        known, value = self._known(node.operand), self._operand(node.operand, node.kind)
        match node.where:
            case _ if node.kind == "choices":
                found = f"not {a_set(node.texts)}.isdisjoint({value})"
            case "contains" if len(node.texts) == 1:
                found = f"{literal(node.texts[0])} in {value}"
            case "contains":
                found = f"any(part in {value} for part in {node.texts!r})"
            case "starts with":
                found = f"{value}.startswith({node.texts!r})"
            case "ends with":
                found = f"{value}.endswith({node.texts!r})"
            case _:
                assert_never(node.where)
        return Answer(self.every([*known, found]), self.every([*known, self.no(found)]))

    def matches(self, node: nodes.Matches, /) -> Answer[str]:
        """Ask whether a pattern covers the text."""
        known, value = self._known(node.operand), self._operand(node.operand, "id")
        found = f"re.fullmatch({for_python(node.pattern)!r}, {value})"
        return Answer(self.every([*known, f"{found} is not None"]), self.every([*known, f"{found} is None"]))

    # ── operands ────────────────────────────────────────────────────────────────────────────────

    def _known(self, *operands: nodes.Operand) -> list[str]:
        found: dict[str, None] = {}
        for operand in operands:
            match operand:
                case nodes.FieldRef(name):
                    found[self.field_known(name)] = None
                case nodes.Shifted(inner, _) | nodes.DayOf(inner, _):
                    found.update(dict.fromkeys(self._known(inner)))
                    found[f"{self._operand(operand, 'date')} is not None"] = None
                case _:
                    pass
        return list(found)

    def _operand(self, operand: nodes.Operand, kind: Kind) -> str:
        match operand:
            case nodes.Literal(value, _):
                return literal(fold(value)) if kind == "text" and isinstance(value, str) else literal(value)
            case nodes.FieldRef(name):
                return f"folded({self.field(name)})" if kind == "text" else self.field(name)
            case nodes.ScoreRef(name):
                return f"{self.functions['score', name]}(lead, now)"
            case nodes.SegmentRef(name):
                return f"{self.functions['segment', name]}(lead, now)"
            case nodes.Now():
                return "now"
            case nodes.Shifted(inner, by):
                return f"shifted({self._operand(inner, kind)}, {by.total_seconds()!r})"
            case nodes.DayOf(inner, zone):
                return f"day_of({self._operand(inner, kind)}, {zone!r})"
            case nodes.EventTime() | nodes.EventCount() | nodes.CountOf() | nodes.ColumnRef():
                raise LookupError(operand)
            case _:
                assert_never(operand)


def _joined(word: str, items: Sequence[str], *, neutral: str) -> str:
    absorbing = "False" if neutral == "True" else "True"
    parts = list(dict.fromkeys(item for item in items if item != neutral))
    if absorbing in parts:
        return absorbing
    return word.join(_wrapped(item) for item in parts) if len(parts) > 1 else parts[0] if parts else neutral


_OPPOSITE: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def _negated(item: str) -> str:
    """Turn an expression around as a person would: `x is None` for `not x is not None`."""
    match ast.parse(item, mode="eval").body:
        case ast.Constant(bool() as value):
            return repr(not value)
        case ast.UnaryOp(ast.Not(), inner):
            return ast.unparse(inner)
        case ast.Compare(left, [op], [right]) if type(op) in _OPPOSITE:
            return ast.unparse(ast.Compare(left, [_OPPOSITE[type(op)]()], [right]))
        case _:
            return f"not ({item})" if " " in item else f"not {item}"


def _wrapped(item: str) -> str:
    return f"({item})" if " and " in item or " or " in item or " if " in item else item
