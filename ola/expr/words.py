"""A condition written out again, for messages and documents; reading it gives the same nodes."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import assert_never

from ola.expr.duration import duration_words
from ola.expr.names import GRAMMAR_WORDS, Names, name_key
from ola.expr.nodes import (
    Always,
    And,
    AtLeast,
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
    IsTrue,
    Literal,
    Matches,
    Not,
    Now,
    OneOf,
    Operand,
    Or,
    ScoreRef,
    SegmentRef,
    Shifted,
    TermRef,
    TextTest,
)
from ola.fieldtypes.kind import Kind

ENGLISH: dict[Comparison, str] = {
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def words(condition: Condition, names: Names | None = None) -> str:
    """Write a condition in the language of conditions, with the English twins of the signs.

    With the names it was read with, the text reads back to the same nodes (a guard's `IsTrue` and a
    group of one are not written). Texts come folded, choices by their key.
    """
    return _Writer(names or Names()).condition(condition)


class _Writer:
    def __init__(self, names: Names) -> None:
        self.names = names

    def condition(self, condition: Condition) -> str:
        match condition:
            case Always(value):
                return "always" if value else "never"
            case And((Compare(">=", low, _, _) as first, Compare("<=", high, _, _) as last)) if low == high:
                return f"{self.left(first)} between {self.right(first)} and {self.right(last)}"
            case And(items):
                return " and ".join(self.inner(item, And, Or) for item in items)
            case Or(items):
                return " or ".join(self.inner(item, Or) for item in items)
            case Not(Or(items)) if len(items) > 1:
                return f"none of ({', '.join(map(self.condition, items))})"
            case Not(OneOf() as item):
                return self.one_of(item, "not in")
            case Not(TextTest() as item):
                return self.text_test(item, "not ")
            case Not(item):
                return f"not {self.inner(item, And, Or)}"
            case AtLeast(n, items):
                return f"at least {n} of ({', '.join(map(self.condition, items))})"
            case IsTrue(item):
                return self.condition(item)
            case TermRef(name):
                return name
            case Compare("=", left, Literal(True, "boolean"), _) if not isinstance(left, Literal):
                return self.operand(left)
            case Compare(op, _, _, _):
                return f"{self.left(condition)} {ENGLISH[op]} {self.right(condition)}"
            case IsKnown(operand):
                return f"{self.operand(operand)} is known"
            case IsBlank(operand):
                return f"{self.operand(operand)} is blank"
            case OneOf():
                return self.one_of(condition, "in")
            case TextTest():
                return self.text_test(condition, "")
            case Matches(operand, pattern):
                escaped = re.sub(r"\\?/", r"\\/", pattern)
                return f"{self.operand(operand)} matches /{escaped}/"
            case _:
                assert_never(condition)

    def inner(self, condition: Condition, *loose: type[And | Or]) -> str:
        text = self.condition(condition)
        binds_less = isinstance(condition, loose) and len(condition.items) > 1
        return f"({text})" if binds_less and not text.startswith("none of") and not _is_between(condition) else text

    def left(self, node: Compare) -> str:
        return self.literal(node.left, quoted=True) if isinstance(node.left, Literal) else self.operand(node.left)

    def right(self, node: Compare) -> str:
        return self.operand(node.right, beside=node.kind)

    def one_of(self, node: OneOf, word: str) -> str:
        return f"{self.operand(node.operand)} {word} ({', '.join(map(self.literal, node.values))})"

    def text_test(self, node: TextTest, negation: str) -> str:
        if node.kind == "choices":
            texts = [self.literal(Literal(text, "choice")) for text in node.texts]
        else:
            texts = [_quoted(text) for text in node.texts]
        listed = texts[0] if len(texts) == 1 else f"any of ({', '.join(texts)})"
        return f"{self.operand(node.operand)} {negation}{node.where} {listed}"

    def operand(self, operand: Operand, beside: Kind | None = None) -> str:
        match operand:
            case Literal():
                return self.literal(operand)
            case FieldRef(name):
                # on the right of open kinds a bare name would be read as a value
                open_kind = beside in ("text", "id", "choice", "boolean")
                return f"lead.{name}" if open_kind or self.names.scope == "log" else name
            case ColumnRef(name, _):
                return name if self.plain(name) or name_key(name) in self.names.index else _quoted(name)
            case ScoreRef(name) | SegmentRef(name):
                return name
            case Now():
                return "now"
            case EventTime(event, which):
                return f"{which} {event}"
            case EventCount(event, last):
                return f"number of {event}{_in_the_last(last)}"
            case CountOf(event, last):
                return f"count of {event}{_in_the_last(last)}"
            case Shifted(inner, by):
                sign = "-" if by < dt.timedelta() else "+"
                return f"{self.operand(inner, beside)} {sign} {duration_words(abs(by))}"
            case DayOf(inner, _):
                return self.operand(inner, beside)
            case _:
                assert_never(operand)

    def literal(self, literal: Literal, *, quoted: bool = False) -> str:
        match literal.value:
            case bool(value):
                return "true" if value else "false"
            case int(value):
                return str(value)
            case float(value):
                return format(Decimal(repr(value)), "f")
            case dt.datetime() as value:
                return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
            case dt.date() as value:
                return value.isoformat()
            case dt.timedelta() as value:
                return duration_words(value)
            case str(value):
                bare = literal.kind != "text" and not quoted and self.plain(value)
                return value if bare else _quoted(value)
            case _:
                assert_never(literal.value)

    def plain(self, word: str) -> bool:
        known = name_key(word) in self.names.index
        return _PLAIN.fullmatch(word) is not None and word.lower() not in GRAMMAR_WORDS and not known


def _is_between(condition: Condition) -> bool:
    match condition:
        case And((Compare(">=", low, _, _), Compare("<=", high, _, _))):
            return low == high
        case _:
            return False


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _in_the_last(last: dt.timedelta | None) -> str:
    return "" if last is None else f" in the last {duration_words(last)}"
