"""Names resolved and kinds checked: from the tree the grammar gives to nodes, each mistake a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from ola.expr.duration import duration_words
from ola.expr.literals import (
    KIND_WORDS,
    Unread,
    day_in,
    kind_of,
    read_instant,
    read_literal,
    read_part,
    segment_spec,
)
from ola.expr.mistakes import (
    CANNOT_STAND_ALONE,
    KINDS_DO_NOT_FIT,
    NEEDS_QUOTES,
    NEVER_ENOUGH,
    NOT_ABSOLUTE,
    NOT_HERE,
    REFUSED_PATTERN,
    UNKNOWN_EVENT,
    UNKNOWN_NAME,
    UNKNOWN_VALUE,
    VALUE_OR_FIELD,
)
from ola.expr.names import PHRASES, Named, Names, closest, only_near
from ola.expr.nodes import (
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
    TextPlace,
    TextTest,
)
from ola.expr.tokens import Token
from ola.fieldtypes.kind import ORDERED, Kind
from ola.fieldtypes.pattern import UnreadablePattern, check_pattern
from ola.fieldtypes.spec import Spec
from ola.finding import Code, Edit, Finding, Fix
from ola.source import Place

if TYPE_CHECKING:
    from lark import Tree


@dataclass(frozen=True, slots=True)
class _Typed:
    """An operand that is known: its kind, how its values are read, how it is written and where."""

    operand: Operand
    kind: Kind
    spec: Spec | None
    shown: str
    span: tuple[int, int]
    explicit: bool = True


@dataclass(frozen=True, slots=True)
class _Raw:
    """A written value that nothing has read yet."""

    token: Token

    @property
    def span(self) -> tuple[int, int]:
        return self.token.start, self.token.end


_Side = _Typed | _Raw


@dataclass(slots=True)
class Reading:
    """One condition being read; collects findings as it goes, and goes on after each."""

    names: Names
    text: str
    place_of: Callable[[int, int], Place]
    clause: str | None = None
    tokens: list[Token] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def found(
        self, code: Code, message: str, start: int, end: int, advice: str | None = None, right: str | None = None
    ) -> None:
        """Keep a finding about a stretch of the condition; `right` is what alone can be meant by it."""
        place, was = self.place_of(start, end), self.text[start:end]
        fix = None if right is None else Fix(f"{was} is now {right}", (Edit(place, was, right),))
        self.findings.append(
            Finding(code.code, code.level, message, clause=self.clause, place=place, advice=advice, fix=fix)
        )

    # ── conditions ──────────────────────────────────────────────────────────────────────────────

    def condition(self, tree: Tree[Any]) -> Condition | None:
        """Give the nodes of a tree, or nothing where a finding says why not."""
        children: list[Any] = tree.children
        match tree.data:
            case "start":
                return self.condition(children[0])
            case "either":
                return self._group(children, Or)
            case "both":
                return self._group(children, And)
            case "all_of":
                return self._group(children[0].children, And)
            case "any_of":
                return self._group(children[0].children, Or)
            case "none_of":
                return _not(self._group(children[0].children, Or))
            case "negation":
                return _not(self.condition(children[0]))
            case "at_least":
                return self._at_least(*children)
            case "alone":
                return self._alone(children[0])
            case "short":
                return self._short(*children)
            case "comparison":
                left, sign, right = children
                return self._comparison(cast("Comparison", sign.value), left, right)
            case "is_known" | "is_blank":
                return self._presence(children[0], known=tree.data == "is_known")
            case "is_in" | "is_not_in":
                inside = self._one_of(*children)
                return inside if tree.data == "is_in" else _not(inside)
            case "between":
                return self._between(*children)
            case "text_test" | "text_test_not":
                inside = self._text_test(*children)
                return inside if tree.data == "text_test" else _not(inside)
            case "matches":
                return self._matches(*children)
            case "within":
                return self._within(*children)
            case "older_than":
                return self._older_than(*children)
            case _:  # pragma: no cover — a rule of the grammar that is not read
                raise AssertionError(tree.data)

    def _group(self, children: Sequence[Tree[Any]], kind: type[And | Or]) -> Condition | None:
        items = [self.condition(child) for child in children]
        if any(item is None for item in items):
            return None
        known = tuple(item for item in items if item is not None)
        return known[0] if len(known) == 1 else kind(known)

    def _at_least(self, number: Any, listed: Tree[Any]) -> Condition | None:
        token = self.tokens[number.start_pos]
        items = [self.condition(child) for child in listed.children]
        if not token.text.isdigit() or not 1 <= int(token.text[:9]) <= len(items):
            said = (
                f"At least {token.text} of {len(items)} can never be so."
                if token.text.isdigit()
                else f'"{token.text}" is not a count.'
            )
            if token.text.isdigit() and not int(token.text):
                said = f"At least {token.text} of {len(items)} is always so."
            self.found(NEVER_ENOUGH, said, token.start, token.end, f"Write a number from 1 to {len(items)}.")
            return None
        known = tuple(item for item in items if item is not None)
        return AtLeast(int(token.text), known) if len(known) == len(items) else None

    def _alone(self, tree: Tree[Any]) -> Condition | None:
        token = self._single(tree)
        if token is not None and token.named is not None and token.named.what == "term":
            return TermRef(token.named.name)
        side = self._side(tree, left=True)
        if side is None:
            return None
        start, end = side.span
        written = self.text[start:end]
        if isinstance(side, _Raw):
            self.found(
                CANNOT_STAND_ALONE, f'"{written}" is a value, not a condition.', start, end, "Compare a field with it."
            )
            return None
        if side.kind == "boolean":
            return Compare("=", side.operand, Literal(True, "boolean"), "boolean")  # noqa: FBT003 — the value is the matter
        advice = f'Write "{side.shown} is known", or compare it.'
        match side.operand:
            case ColumnRef(name, "text"):
                advice = f'Type the column (columns: {{{name}: boolean}}), or compare it: {name} = "true".'
            case SegmentRef(name):
                values = self.names.segments.get(name, ("A",))
                advice = f'Name one of its values: "{name} {values[0] if values else "A"}".'
            case _:
                pass
        said = f'"{side.shown}" is {KIND_WORDS[side.kind]} and no condition by itself.'
        self.found(CANNOT_STAND_ALONE, said, start, end, advice)
        return None

    def _short(self, name: Any, value: Tree[Any]) -> Condition | None:
        token, other = self.tokens[name.start_pos], self._token(value)
        if token.named is None or token.named.what != "segment":
            written = self.text[token.start : other.end]
            joined = f'"{token.text} = {other.text}"'
            if other.named is not None:
                joined = f'"{token.text} and {other.text}"'
            self.found(
                UNKNOWN_NAME,
                f'"{written}" is no name of the agreement.',
                token.start,
                other.end,
                f"Did you mean {joined}?",
            )
            return None
        side = self._named(token)
        right = None if side is None else self._literal(side, other)
        return None if side is None or right is None else Compare("=", side.operand, right, "choice")

    # ── comparisons ─────────────────────────────────────────────────────────────────────────────

    def _comparison(self, op: Comparison, left: Tree[Any], right: Tree[Any]) -> Condition | None:
        return self._compare(op, self._side(left, left=True, beside=right), self._side(right))

    def _compare(self, op: Comparison, left: _Side | None, right: _Side | None) -> Condition | None:
        pair = self._pair(left, right)
        if pair is None:
            return None
        one, other = pair
        if op not in ("=", "!=") and one.kind not in ORDERED:
            kind = KIND_WORDS[one.kind]
            said = f'"{one.shown}" is {kind}, which has no order.'
            self.found(KINDS_DO_NOT_FIT, said, *_across(one, other), 'Compare it with "=", "!=" or "in (…)".')
            return None
        return Compare(op, one.operand, other.operand, one.kind)

    def _pair(self, left: _Side | None, right: _Side | None) -> tuple[_Typed, _Typed] | None:
        """Bring both sides to one kind; the left side fixes it, unless only the right one has a kind."""
        if left is None or right is None:
            return None
        match left, right:
            case _Raw(), _Raw():
                said = "Both sides are written values, so nothing of a lead is compared."
                self.found(KINDS_DO_NOT_FIT, said, left.span[0], right.span[1], "Name a field on the left.")
                return None
            case _Raw(token), _Typed():
                one = self._read_beside(right, token)
                return None if one is None else self._same_days(one, right)
            case _Typed(), _Raw(token):
                other = self._read_beside(left, token)
                return None if other is None else self._same_days(left, other)
            case _Typed(), _Typed():
                return self._two_operands(left, right)
            case _:  # pragma: no cover — all four are above
                return None

    def _two_operands(self, left: _Typed, right: _Typed) -> tuple[_Typed, _Typed] | None:
        if self._may_be_value(left, right):
            token = Token("WORD", right.shown, *right.span)
            read = read_literal(token, left.kind, left.spec, self.names.zone, left.shown)
            if isinstance(read, Literal):
                self._value_or_field(token)
                return self._same_days(left, _Typed(read, read.kind, None, right.shown, right.span))
        if {left.kind, right.kind} <= {"date", "datetime"} or (left.kind == right.kind and left.kind != "choices"):
            one, other = _currency(left), _currency(right)
            if one == other or None in (one, other):
                return self._same_days(left, right)
            said = f'"{left.shown}" is in {one}, and "{right.shown}" is in {other}.'
            self.found(KINDS_DO_NOT_FIT, said, *_across(left, right), "Amounts compare in one currency only.")
            return None
        if left.kind == right.kind:
            self._lists_only(left)
            return None
        said = f'"{left.shown}" is {KIND_WORDS[left.kind]}, and "{right.shown}" is {KIND_WORDS[right.kind]}.'
        advice = "Type the log's column under columns." if isinstance(left.operand, ColumnRef) else None
        self.found(KINDS_DO_NOT_FIT, said, *_across(left, right), advice)
        return None

    def _may_be_value(self, left: _Typed, right: _Typed) -> bool:
        return not right.explicit and left.kind in ("text", "id", "choice", "boolean")

    def _lists_only(self, side: _Typed) -> None:
        said = f'"{side.shown}" is a list of choices.'
        advice = f'Write "{side.shown} contains …", "is known" or "is blank".'
        self.found(KINDS_DO_NOT_FIT, said, *side.span, advice)

    def _read_beside(self, side: _Typed, token: Token) -> _Typed | None:
        if side.kind == "choices":
            self._lists_only(side)
            return None
        literal = self._literal(side, token)
        return None if literal is None else _Typed(literal, literal.kind, None, token.text, (token.start, token.end))

    def _same_days(self, left: _Typed, right: _Typed) -> tuple[_Typed, _Typed] | None:
        """Turn an instant beside a date into its day in the agreement's zone."""
        if {left.kind, right.kind} != {"date", "datetime"}:
            return left, right
        return self._as_day(left), self._as_day(right)

    def _as_day(self, side: _Typed) -> _Typed:
        if side.kind == "date":
            return side
        return _Typed(self._day(side.operand), "date", None, side.shown, side.span)

    def _day(self, operand: Operand) -> Operand:
        match operand:
            case Literal(value, _) if isinstance(value, dt.datetime):
                return Literal(day_in(value, self.names.zone), "date")
            case Shifted(inner, by) if not by % dt.timedelta(days=1):
                return Shifted(self._day(inner), by)
            case _:
                return DayOf(operand, self.names.zone)

    def _between(self, operand: Tree[Any], low: Tree[Any], high: Tree[Any]) -> Condition | None:
        left = self._side(operand, left=True, beside=low)
        above = self._compare(">=", left, self._side(low))
        below = self._compare("<=", left, self._side(high))
        return None if above is None or below is None else And((above, below))

    def _within(self, operand: Tree[Any], span: Any, way: Any, other: Tree[Any]) -> Condition | None:
        by = self._duration(span)
        left, right = self._side(operand, left=True, beside=other), self._side(other)
        pair = self._pair(left, right)
        if pair is None or by is None or not self._are_times(pair[0]):
            return None
        one, two = pair
        after = way.value.lower() == "after"
        moved = self._shift(two, by if after else -by, span)
        if moved is None:
            return None
        early, late = (two.operand, moved) if after else (moved, two.operand)
        return And((Compare(">=", one.operand, early, one.kind), Compare("<=", one.operand, late, one.kind)))

    def _older_than(self, operand: Tree[Any], span: Any) -> Condition | None:
        if not self._in_lead(span, "now"):
            return None
        by, left = self._duration(span), self._side(operand, left=True)
        if left is None or by is None:
            return None
        if isinstance(left, _Raw):
            self._unknown(left.token)
            return None
        if not self._are_times(left):
            return None
        limit = self._as_day(self._now(left.span)) if left.kind == "date" else self._now(left.span)
        moved = self._shift(limit, -by, span)
        return None if moved is None else Compare("<", left.operand, moved, left.kind)

    def _are_times(self, side: _Typed) -> bool:
        if side.kind in ("date", "datetime"):
            return True
        said = f'"{side.shown}" is {KIND_WORDS[side.kind]}, not a date or a time.'
        self.found(KINDS_DO_NOT_FIT, said, *side.span, "Only dates and times have an age or a distance.")
        return False

    def _presence(self, tree: Tree[Any], *, known: bool) -> Condition | None:
        side = self._side(tree, left=True)
        if side is None:
            return None
        if isinstance(side, _Raw):
            self._unknown(side.token)
            return None
        if not isinstance(side.operand, (FieldRef, ColumnRef, EventTime)):
            said = f'"{side.shown}" always has a value.'
            self.found(KINDS_DO_NOT_FIT, said, *side.span, "Ask it of a field, or of the first or last event.")
            return None
        return IsKnown(side.operand) if known else IsBlank(side.operand)

    def _one_of(self, operand: Tree[Any], values: Tree[Any]) -> Condition | None:
        side = self._side(operand, left=True)
        if isinstance(side, _Raw):
            self._unknown(side.token)
            return None
        if side is None:
            return None
        if side.kind == "choices":
            self._lists_only(side)
            return None
        literals: list[Literal] = []
        others: list[Condition] = []
        complete = True
        for value in values.children:
            token = self._token(value)
            if token.named is not None:
                compared = self._compare("=", side, self._named_or_value(token))
                match compared:
                    case None:
                        complete = False
                    case Compare(_, _, Literal() as literal, _):
                        literals.append(literal)
                    case _:
                        others.append(compared)
                continue
            read = self._literal(side, token)
            if read is None:
                complete = False
            else:
                literals.append(read)
        if not complete:
            return None
        kind, left = side.kind, side.operand
        if kind == "datetime" and any(literal.kind == "date" for literal in literals):
            literals = [
                Literal(day_in(each.value, self.names.zone), "date") if isinstance(each.value, dt.datetime) else each
                for each in literals
            ]
            kind, left = "date", self._day(left)
        if literals:
            others.insert(0, OneOf(left, tuple(dict.fromkeys(literals)), kind))
        return others[0] if len(others) == 1 else Or(tuple(others))

    def _text_test(self, operand: Tree[Any], where: Any, texts: Tree[Any]) -> Condition | None:
        side = self._side(operand, left=True)
        if isinstance(side, _Raw):
            self._unknown(side.token)
            return None
        place = cast("TextPlace", " ".join(where.value.lower().split()))
        given = texts.children[0]
        listed = [self._token(value) for value in (given.children if given.data == "values" else [given])]
        if side is None:
            return None
        if side.kind == "choices" and place == "contains":
            literals = [self._literal(side, token) for token in listed]
            if any(literal is None for literal in literals):
                return None
            keys = tuple(str(literal.value) for literal in literals if literal is not None)
            return TextTest(place, side.operand, keys, "choices")
        if side.kind not in ("text", "id"):
            said = f'"{side.shown}" is {KIND_WORDS[side.kind]}; only text has parts.'
            advice = f'Write "{side.shown} = …" or "{side.shown} in (…)".'
            self.found(KINDS_DO_NOT_FIT, said, *side.span, None if side.kind == "choices" else advice)
            return None
        for token in listed:
            if not token.text:
                self.found(
                    KINDS_DO_NOT_FIT,
                    "Every text contains an empty text.",
                    token.start,
                    token.end,
                    "Write what it must hold.",
                )
                return None
            if token.spaced or _is_phrase(token):
                self._needs_quotes(token)
            elif token.named is not None and self.names.scope != "log":
                self._value_or_field(token)
        return TextTest(place, side.operand, tuple(read_part(token, side.kind) for token in listed), side.kind)

    def _matches(self, operand: Tree[Any], pattern: Any) -> Condition | None:
        side, token = self._side(operand, left=True), self.tokens[pattern.start_pos]
        if isinstance(side, _Raw):
            self._unknown(side.token)
            return None
        try:
            check_pattern(token.text)
        except UnreadablePattern as refused:
            start = min(token.start + 1 + refused.offset, token.end - 1)
            self.found(REFUSED_PATTERN, refused.problem, start, max(start + 1, token.end - 1), refused.advice)
            return None
        if side is None:
            return None
        if side.kind not in ("text", "id"):
            said = f'"{side.shown}" is {KIND_WORDS[side.kind]}; only text has a pattern.'
            self.found(KINDS_DO_NOT_FIT, said, *side.span)
            return None
        return Matches(side.operand, token.text)

    # ── operands ────────────────────────────────────────────────────────────────────────────────

    def _side(self, tree: Tree[Any], *, left: bool = False, beside: Tree[Any] | None = None) -> _Side | None:
        """Read one side of a comparison; what may still be a value waits for the other side."""
        children: list[Any] = tree.children
        plain, *shift = children
        side = self._plain(plain, left=left, beside=beside, shifted=bool(shift))
        if side is None or not shift:
            return side
        sign, span = shift
        by = self._duration(span)
        if by is None:
            return None
        if isinstance(side, _Raw):
            read = read_instant(side.token.text, self.names.zone)
            if read is None:
                self._unknown(side.token)
                return None
            side = _Typed(read, read.kind, None, side.token.text, side.span)
        if side.kind not in ("date", "datetime"):
            said = f'"{side.shown}" is {KIND_WORDS[side.kind]}; only dates and times can be moved by a duration.'
            self.found(KINDS_DO_NOT_FIT, said, *side.span)
            return None
        moved = self._shift(side, by if sign.value == "+" else -by, span)
        end = self.tokens[span.start_pos].end
        shown = f"{side.shown} {sign.value} {duration_words(by)}"
        return None if moved is None else _Typed(moved, side.kind, side.spec, shown, (side.span[0], end))

    def _plain(self, tree: Tree[Any], *, left: bool, beside: Tree[Any] | None, shifted: bool) -> _Side | None:
        leaves: list[Any] = tree.children
        match tree.data:
            case "name":
                return self._named_or_value(self._token(tree), left=left)
            case "literal":
                return self._written(self._token(tree), left=left, beside=beside, shifted=shifted)
            case "now":
                token = self._token(tree)
                return self._now((token.start, token.end)) if self._in_lead(leaves[0], "now") else None
            case "event_time":
                which, event = (self.tokens[each.start_pos] for each in leaves)
                name = self._event(event, which.start)
                if name is None:
                    return None
                asked = EventTime(name, "first" if which.text.lower() == "first" else "last")
                return _Typed(asked, "datetime", None, f"{asked.which} {name}", (which.start, event.end))
            case _:
                return self._counted(tree)

    def _counted(self, tree: Tree[Any]) -> _Side | None:
        leaves: list[Any] = tree.children
        event, before = self.tokens[leaves[0].start_pos], self.tokens[leaves[0].start_pos - 1]
        last = self._duration(leaves[1]) if len(leaves) > 1 else None
        end = self.tokens[leaves[-1].start_pos].end
        if tree.data == "count_of" and self.names.scope not in ("goal", "exception"):
            said = '"count of" looks at all leads, and stands in goals and exceptions only.'
            self.found(NOT_HERE, said, before.start, end, f'Did you mean "number of {event.text}", of this lead?')
            return None
        name = self._event(event, before.start)
        if name is None or (last is None and len(leaves) > 1):
            return None
        node: Operand = EventCount(name, last) if tree.data == "event_count" else CountOf(name, last)
        return _Typed(node, "number", None, self.text[before.start : end], (before.start, end))

    def _written(self, token: Token, *, left: bool, beside: Tree[Any] | None, shifted: bool) -> _Side | None:
        if not left or shifted:
            return _Raw(token)
        if self.names.scope == "log" and token.type in ("WORD", "STRING"):
            return _Typed(ColumnRef(token.text, "text"), "text", None, token.text, (token.start, token.end))
        if token.type == "WORD":
            other = beside.children[0] if beside is not None else None
            has_kind = other is not None and other.data != "literal"
            if not (has_kind and not token.spaced and read_instant(token.text, self.names.zone)):
                self._unknown(token)
                return None
        return _Raw(token)

    def _named_or_value(self, token: Token, *, left: bool = False) -> _Side | None:
        named = token.named
        if named is not None and not left and self.names.scope == "log" and not named.explicit:
            return _Raw(token)  # in a log's where, bare words on the right are text
        return self._named(token)

    def _named(self, token: Token) -> _Typed | None:
        named, span = token.named, (token.start, token.end)
        if named is None:
            self._unknown(token)
            return None
        match named.what:
            case "field":
                spec = self.names.fields[named.name]
                return _Typed(FieldRef(named.name), kind_of(spec), spec, named.name, span, named.explicit)
            case "column":
                spec = self.names.columns[named.name]
                return _Typed(ColumnRef(named.name, kind_of(spec)), kind_of(spec), spec, named.name, span)
            case "score":
                return _Typed(ScoreRef(named.name), "number", None, named.name, span, explicit=False)
            case "segment":
                spec = segment_spec(self.names.segments[named.name])
                return _Typed(SegmentRef(named.name), "choice", spec, named.name, span, explicit=False)
            case _:
                self._no_operand(named, span)
                return None

    def _no_operand(self, named: Named, span: tuple[int, int]) -> None:
        said = f'"{named.name}" is a condition, which is true or false by itself.'
        self.found(KINDS_DO_NOT_FIT, said, *span, f'Write "{named.name}" or "not {named.name}" alone.')

    def _now(self, span: tuple[int, int]) -> _Typed:
        return _Typed(Now(), "datetime", None, "now", span)

    def _event(self, token: Token, start: int) -> str | None:
        if not self._in_lead_at(start, token.end, "An event"):
            return None
        if token.named is not None:
            return token.named.name
        near = closest(token.text, (*self.names.events, *self.names.stages))
        said = f'There is no event or stage "{token.text}".'
        advice = f'Did you mean "{near}"?' if near else "List it under events."
        right = only_near(token.text, (*self.names.events, *self.names.stages))
        self.found(UNKNOWN_EVENT, said, token.start, token.end, advice, right)
        return None

    def _in_lead(self, leaf: Any, what: str) -> bool:
        token = self.tokens[leaf.start_pos]
        return self._in_lead_at(token.start, token.end, f'"{what}"')

    def _in_lead_at(self, start: int, end: int, what: str) -> bool:
        if self.names.scope != "log":
            return True
        self.found(
            NOT_HERE, f"{what} is not known in a log's where.", start, end, "It sees one row and its lead's fields."
        )
        return False

    # ── values ──────────────────────────────────────────────────────────────────────────────────

    def _literal(self, side: _Typed, token: Token) -> Literal | None:
        if side.kind == "duration" and token.fault is not None:
            self._duration_fault(token)
            return None
        read = read_literal(
            token, side.kind if side.kind != "choices" else "choice", side.spec, self.names.zone, side.shown
        )
        if isinstance(read, Unread):
            if token.spaced or (token.type == "WORD" and not read.unlisted and side.kind == "text"):
                self._needs_quotes(token)
            elif token.type == "WORD" and _is_phrase(token):
                self._needs_quotes(token, side)
            else:
                code = UNKNOWN_VALUE if read.unlisted else KINDS_DO_NOT_FIT
                advice = read.advice
                if token.type == "WORD" and not read.unlisted and (near := closest(token.text, self.names.spelt)):
                    advice = f'Did you mean "{near}"?'
                self.found(code, read.message, token.start, token.end, advice, read.right)
            return None
        if token.spaced or (token.type == "WORD" and _is_phrase(token) and side.kind != "boolean"):
            self._needs_quotes(token, side, is_value=True)
            return None
        if token.type == "NAME" and token.named is not None and self.names.scope != "log":
            self._value_or_field(token)
        return read

    def _needs_quotes(self, token: Token, side: _Typed | None = None, *, is_value: bool = False) -> None:
        word = token.text.lower()
        if side is not None and word in ("known", "blank"):
            said = f'"is not {word}" is no comparison.'
            other = "known" if word == "blank" else "blank"
            advice = f'Write "{side.shown} is {other}", or "not {side.shown} is {word}".'
            self.found(NEEDS_QUOTES, said, token.start, token.end, advice)
            return
        advice = f'If the value is meant, write "{token.text}" in quotes.'
        why = "is spelt like a word of the grammar" if _is_phrase(token) else "has spaces"
        # What the field can have is surely meant as its value.
        right = f'"{token.text}"' if is_value and '"' not in token.text else None
        self.found(NEEDS_QUOTES, f'"{token.text}" {why}, so it needs quotes.', token.start, token.end, advice, right)

    def _value_or_field(self, token: Token) -> None:
        said = f'"{token.text}" is a value here and the name of a field too; it is taken as the value.'
        advice = f'Quote it ("{token.text}"), or write lead.{token.text} for the field.'
        self.found(VALUE_OR_FIELD, said, token.start, token.end, advice)

    def _unknown(self, token: Token) -> None:
        near = closest(token.text, self.names.spelt)
        if token.type != "WORD":
            said = f'"{token.text}" is a value; a field was wanted.'
            self.found(KINDS_DO_NOT_FIT, said, token.start, token.end, "Name a field on the left.")
            return
        kinds = "column or lead field" if self.names.scope == "log" else "field, term, score or segment"
        advice = f'Did you mean "{near}"?' if near else "List it in the agreement, or correct its spelling."
        right = only_near(token.text, self.names.spelt)
        self.found(UNKNOWN_NAME, f'There is no {kinds} "{token.text}".', token.start, token.end, advice, right)

    def _duration(self, leaf: Any) -> dt.timedelta | None:
        token: Token = self.tokens[leaf.start_pos]
        if token.fault is None:
            return token.duration
        self._duration_fault(token)
        return None

    def _duration_fault(self, token: Token) -> None:
        said = token.fault or ""
        self.found(NOT_ABSOLUTE, said, token.start, token.end, "Write seconds, minutes, hours, days or weeks.")

    def _shift(self, side: _Typed, by: dt.timedelta, span: Any) -> Operand | None:
        if side.kind == "date" and by % dt.timedelta(days=1):
            token = self.tokens[span.start_pos]
            said = f'"{side.shown}" compares by days, and "{token.text}" is not a whole number of days.'
            self.found(NOT_ABSOLUTE, said, token.start, token.end, "Write days or weeks.")
            return None
        return Shifted(side.operand, by)

    # ── tokens under a tree ─────────────────────────────────────────────────────────────────────

    def _token(self, tree: Tree[Any]) -> Token:
        leaf: Any = tree.children[0]
        index: int = leaf.start_pos
        return self.tokens[index]

    def _single(self, tree: Tree[Any]) -> Token | None:
        plain = tree.children[0]
        return self._token(plain) if len(tree.children) == 1 and plain.data == "name" else None


def _not(condition: Condition | None) -> Condition | None:
    return None if condition is None else Not(condition)


def _across(left: _Typed, right: _Typed) -> tuple[int, int]:
    return min(left.span[0], right.span[0]), max(left.span[1], right.span[1])


def _currency(side: _Typed) -> str | None:
    return side.spec.currency if side.spec is not None and side.spec.type == "money" else None


_PHRASE_WORDS = frozenset(word for phrase in PHRASES for word in phrase)


def _is_phrase(token: Token) -> bool:
    return token.type == "WORD" and token.text.lower() in _PHRASE_WORDS
