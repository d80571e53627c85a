"""A condition as a formula of plain facts: what has to hold of a lead for it to be true, and for it to be false.

Kleene's third value is gone here: that a condition is unknown means that neither of its two formulas holds. A fact
about a value says too that the value is known; that it does not hold means that the value is blank or malformed,
or known and otherwise.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, assert_never

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
    Matches,
    Not,
    Now,
    OneOf,
    Operand,
    ScoreRef,
    SegmentRef,
    Shifted,
    TermRef,
    TextPlace,
    TextTest,
)
from ola.expr.nodes import Literal as Written
from ola.expr.truth import Answer
from ola.fieldtypes.kind import ORDERED, Kind
from ola.fieldtypes.spec import Spec

# ── what an agreement defines ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Points:
    """A score: the points of the rows that are true, held within `low` and `high`."""

    rows: tuple[tuple[Condition, float], ...]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A segment: the value of the first row that is true, else the last one."""

    rows: tuple[tuple[str, Condition], ...]
    otherwise: str

    @property
    def values(self) -> tuple[str, ...]:
        """The values there are."""
        return tuple(dict.fromkeys([*(value for value, _ in self.rows), self.otherwise]))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a field's own clauses leave of its values: a least, a greatest, and values that are refused."""

    low: float | dt.date | dt.datetime | dt.timedelta | None = None
    high: float | dt.date | dt.datetime | dt.timedelta | None = None
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Definitions:
    """The terms, scores and segments that conditions may name, how fields are read, and their limits."""

    specs: Mapping[str, Spec] = field(default_factory=dict)
    terms: Mapping[str, Condition] = field(default_factory=dict)
    scores: Mapping[str, Points] = field(default_factory=dict)
    segments: Mapping[str, Rows] = field(default_factory=dict)
    limits: Mapping[str, Limits] = field(default_factory=dict)


# ── facts ───────────────────────────────────────────────────────────────────────────────────────

Leaf = FieldRef | ColumnRef | EventTime | EventCount | CountOf | Now | DayOf


@dataclass(frozen=True, slots=True)
class Given:
    """That a value is known, or is blank; what is neither is malformed."""

    leaf: Leaf
    state: Literal["known", "blank"]


@dataclass(frozen=True, slots=True)
class Bound:
    """That a number or time lies on one side of another; times are microseconds since the year 1."""

    leaf: Leaf
    op: Comparison
    value: Fraction


@dataclass(frozen=True, slots=True)
class Apart:
    """That the first of two numbers or times, less the second, lies on one side of a number."""

    leaf: Leaf
    other: Leaf
    op: Comparison
    by: Fraction


@dataclass(frozen=True, slots=True)
class Among:
    """That a value is one of these."""

    leaf: Leaf
    values: frozenset[object]


@dataclass(frozen=True, slots=True)
class Wording:
    """That a text contains, starts with or ends with one of these."""

    leaf: Leaf
    where: TextPlace
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """That a list of choices holds one of these."""

    leaf: Leaf
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """That a comparison holds which nothing more is known of, such as a pattern: it may, or may not."""

    node: Condition


Test = Bound | Apart | Among | Wording | Listing | Unfollowed


@dataclass(frozen=True, slots=True)
class State:
    """A fact about whether a value is there."""

    given: Given
    holds: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about values that are there.

    `moved` are operands that stay within the years 1 to 9999 where the fact says anything, and `escape` holds of leads
    for which one of them does not: then nothing can be worked out, though all that it hangs on is there.
    """

    test: Test
    holds: bool
    leaves: tuple[Leaf, ...]
    moved: tuple[Operand, ...] = ()
    escape: Formula = False


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these holds."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """At least so many of these hold."""

    n: int
    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """The sum of the points of the rows that hold, held within two bounds, lies on one side of a number.

    A row is the formula of its being true, that of its not being true, and its points. `least` and `most` are what the
    rows can add to the points so far, and `error` is how far the sum of an evaluator may be off, as it adds in binary.
    """

    rows: tuple[tuple[Formula, Formula, Fraction], ...]
    low: Fraction | None
    high: Fraction | None
    op: Comparison
    value: Fraction
    least: Fraction
    most: Fraction
    error: Fraction = Fraction(0)
    so_far: Fraction = Fraction(0)


Formula = bool | State | Fact | Every | Some | Several | Scored

OPPOSITE: Mapping[Comparison, Comparison] = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
MIRRORED: Mapping[Comparison, Comparison] = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def negated(formula: Formula) -> Formula:
    """Give the formula that holds where this one does not."""
    match formula:
        case bool():
            return not formula
        case State(given, holds):
            return State(given, not holds)
        case Fact(test, holds, leaves, moved, escape):
            missing = (State(Given(leaf, "known"), holds=False) for leaf in leaves if not isinstance(leaf, Now))
            otherwise = Fact(test, not holds, leaves, moved, escape)
            return Some((*missing, otherwise, *(() if escape is False else (escape,))))
        case Every(items):
            return Some(tuple(negated(item) for item in items))
        case Some(items):
            return Every(tuple(negated(item) for item in items))
        case Several(n, items):
            return Several(len(items) - n + 1, tuple(negated(item) for item in items))
        case Scored():
            return replace(formula, op=OPPOSITE[formula.op])
        case _:
            assert_never(formula)


# ── numbers and times on one line ───────────────────────────────────────────────────────────────

DAY = Fraction(86_400_000_000)
_EPOCH = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
FIRST, LAST = Fraction(0), Fraction((dt.datetime.max.replace(tzinfo=dt.UTC) - _EPOCH) // _MICROSECOND)


def number(value: object) -> Fraction | None:
    """Give a number, date, instant or length of time as one number; nothing for anything else."""
    match value:
        case bool():
            return None
        case int():
            return Fraction(value)
        case float():
            return Fraction(value) if math.isfinite(value) else None
        case dt.datetime():
            return Fraction((value - _EPOCH) // _MICROSECOND)
        case dt.date():
            return (value.toordinal() - 1) * DAY
        case dt.timedelta():
            return Fraction(value // _MICROSECOND)
        case _:
            return None


def written(value: Fraction, kind: Kind) -> int | float | dt.date | dt.datetime | dt.timedelta:
    """Give the value of a kind that stands at a place of the line; raises OverflowError beyond the years there are."""
    match kind:
        case "date":
            return dt.date.fromordinal(int(value // DAY) + 1)
        case "datetime":
            return _EPOCH + dt.timedelta(microseconds=int(value))
        case "duration":
            return dt.timedelta(microseconds=int(value))
        case _:
            return int(value) if value.denominator == 1 else float(value)


# ── from conditions to formulas ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Formulas:
    """The formulas of conditions, among the definitions of one agreement."""

    definitions: Definitions

    @cached_property
    def _known(self) -> dict[tuple[str, str], Answer[Formula]]:
        return {}

    @cached_property
    def _made(self) -> dict[int, tuple[Condition, Answer[Formula]]]:
        return {}

    @cached_property
    def _rows(self) -> dict[str, tuple[tuple[Formula, Formula, Fraction], ...]]:
        return {}

    def answers(self, condition: Condition) -> Answer[Formula]:
        """Give what makes a condition true, and what makes it false; made once for each condition."""
        made = self._made.get(id(condition))
        if made is None:
            # The condition is kept, so that no other one can take its place.
            made = self._made[id(condition)] = (condition, answer(condition, self))
        return made[1]

    # ── logic ──

    def always(self, value: bool, /) -> Formula:  # noqa: FBT001 (the constant is the matter)
        """Give a constant."""
        return value

    def every(self, items: Sequence[Formula], /) -> Formula:
        """Say that all hold."""
        return _every(items)

    def some(self, items: Sequence[Formula], /) -> Formula:
        """Say that one holds."""
        return _some(items)

    def no(self, item: Formula, /) -> Formula:
        """Say that it does not hold."""
        return negated(item)

    def count_at_least(self, n: int, items: Sequence[Formula], /) -> Formula:
        """Say that at least n hold."""
        return Several(n, tuple(items))

    # ── names ──

    def term(self, name: str, /) -> Answer[Formula]:
        """Give the answers of a named condition."""
        if name not in self.definitions.terms:
            # A term that could not be read may be anything, unknown too.
            ways = (Fact(Unfollowed(each), True, ()) for each in (TermRef(name), Not(TermRef(name))))  # noqa: FBT003
            return Answer(*ways)
        key = ("term", name)
        if key not in self._known:
            self._known[key] = self.answers(self.definitions.terms[name])
        return self._known[key]

    def _segment(self, name: str, value: str) -> Formula:
        """Say that a segment has a value: one of its rows is true, and none before it."""
        key = ("segment", f"{name}\n{value}")
        if key not in self._known:
            table = self.definitions.segments[name]
            true = [self.answers(row).true for _, row in table.rows]
            not_true = [negated(each) for each in true]
            ways = [_every([*not_true[:at], true[at]]) for at, (other, _) in enumerate(table.rows) if other == value]
            if value == table.otherwise:
                ways.append(_every(not_true))
            self._known[key] = Answer(_some(ways), False)  # noqa: FBT003 (a segment is never unknown)
        return self._known[key].true

    def _any_value(self, name: str, values: Sequence[object]) -> Answer[Formula]:
        """Say that a segment has one of these values; it always has one."""
        every = self.definitions.segments[name].values
        return Answer(
            _some([self._segment(name, value) for value in every if value in values]),
            _some([self._segment(name, value) for value in every if value not in values]),
        )

    def _scored(self, name: str, op: Comparison, value: Fraction) -> Answer[Formula]:
        score = self.definitions.scores[name]
        if name not in self._rows:
            true = [self.answers(condition).true for condition, _ in score.rows]
            points = [number(add) or Fraction(0) for _, add in score.rows]
            found = zip(true, map(negated, true), points, strict=True)
            self._rows[name] = tuple(sorted(found, key=lambda row: -abs(row[2])))
        rows = self._rows[name]
        least = sum((points for _, _, points in rows if points < 0), Fraction(0))
        most = sum((points for _, _, points in rows if points > 0), Fraction(0))
        whole = all(points.denominator == 1 for _, _, points in rows)
        error = Fraction(0) if whole else (most - least) / 10**9
        test = Scored(rows, number(score.low), number(score.high), op, value, least, most, error)
        return Answer(test, negated(test))

    # ── what asks the lead ──

    def compare(self, node: Compare, /) -> Answer[Formula]:
        """Give the answers of two operands side by side."""
        left, right, op = node.left, node.right, node.op
        if isinstance(left, Written) and not isinstance(right, Written):
            left, right, op = right, left, MIRRORED[op]
        if isinstance(right, Written):
            if isinstance(left, SegmentRef) and left.name in self.definitions.segments:
                found = self._any_value(left.name, (right.value,))
                return found if op == "=" else Answer(found.false, found.true)
            place = number(right.value)
            if isinstance(left, ScoreRef) and left.name in self.definitions.scores and place is not None:
                return self._scored(left.name, op, place)
        if node.kind in ORDERED:
            return self._in_order(node, op, left, right)
        if isinstance(right, Written) and (leaf := _leaf(left)) is not None:
            found = _both(Among(leaf, frozenset([right.value])), left)
            return found if op == "=" else Answer(found.false, found.true)
        return self._unfollowed(node, left, right)

    def _in_order(self, node: Compare, op: Comparison, left: Operand, right: Operand) -> Answer[Formula]:
        one, other = position(left), position(right)
        if one is None or other is None:
            return self._unfollowed(node, left, right)
        leaf, by = one
        beside, offset = other
        test: Test
        if leaf is not None and beside is not None:
            test = Apart(leaf, beside, op, offset - by)
        elif leaf is not None:
            test = Bound(leaf, op, offset - by)
        elif beside is not None:
            test = Bound(beside, MIRRORED[op], by - offset)
        else:
            return self._unfollowed(node, left, right)
        return _both(test, left, right)

    def _unfollowed(self, node: Condition, *operands: Operand) -> Answer[Formula]:
        return _both(Unfollowed(node), *operands)

    def is_known(self, node: IsKnown, /) -> Answer[Formula]:
        """Give the answers of "has a well-formed value"."""
        leaf = _leaf(node.operand)
        if leaf is None or isinstance(leaf, Now):
            return Answer(True, False)  # noqa: FBT003 (a written value, a score or now is always there)
        known = State(Given(leaf, "known"), holds=True)
        if not isinstance(node.operand, Shifted | DayOf):
            return Answer(known, negated(known))
        stays = Fact(left_the_years(node.operand), False, ())  # noqa: FBT003 (it does not)
        return Answer(_every([known, stays]), _some([negated(known), _out_of_years(node.operand)]))

    def is_blank(self, node: IsBlank, /) -> Answer[Formula]:
        """Give the answers of "nothing was filled in"."""
        leaf = _leaf(node.operand)
        if leaf is None or isinstance(leaf, Now):
            return Answer(False, True)  # noqa: FBT003 (a written value, a score or now is always there)
        blank = State(Given(leaf, "blank"), holds=True)
        return Answer(blank, negated(blank))

    def one_of(self, node: OneOf, /) -> Answer[Formula]:
        """Give the answers of membership."""
        operand = node.operand
        if isinstance(operand, SegmentRef) and operand.name in self.definitions.segments:
            return self._any_value(operand.name, [each.value for each in node.values])
        if node.kind in ORDERED or isinstance(operand, ScoreRef):
            each = [self.compare(Compare("=", operand, value, node.kind)) for value in node.values]
            return Answer(_some([one.true for one in each]), _every([one.false for one in each]))
        leaf = _leaf(operand)
        if leaf is None:
            return self._unfollowed(node, operand)
        return _both(Among(leaf, frozenset(each.value for each in node.values)), operand)

    def text_test(self, node: TextTest, /) -> Answer[Formula]:
        """Give the answers of a text's part, or of a list that holds a choice."""
        leaf = _leaf(node.operand)
        if leaf is None:
            return self._unfollowed(node, node.operand)
        if node.kind == "choices":
            test: Test = Listing(leaf, frozenset(node.texts))
        else:
            test = Wording(leaf, node.where, node.texts)
        return _both(test, node.operand)

    def matches(self, node: Matches, /) -> Answer[Formula]:
        """Give the answers of a pattern: one that is followed no further."""
        return self._unfollowed(node, node.operand)


def _both(test: Test, *operands: Operand) -> Answer[Formula]:
    """Give the facts that a test of these operands holds, and that it does not."""
    leaves = tuple(leaf for operand in operands if (leaf := _leaf(operand)) is not None)
    moved = tuple(operand for operand in operands if isinstance(operand, Shifted | DayOf))
    escape = _some([_out_of_years(operand) for operand in moved])
    holds, fails = (Fact(test, each, leaves, moved, escape) for each in (True, False))
    return Answer(holds, fails)


def _every(items: Sequence[Formula]) -> Formula:
    kept = [item for item in items if item is not True]
    if any(item is False for item in kept):
        return False
    return True if not kept else kept[0] if len(kept) == 1 else Every(tuple(kept))


def _some(items: Sequence[Formula]) -> Formula:
    kept = [item for item in items if item is not False]
    if any(item is True for item in kept):
        return True
    return False if not kept else kept[0] if len(kept) == 1 else Some(tuple(kept))


def _leaf(operand: Operand) -> Leaf | None:
    """Give what an operand hangs on; nothing for a written value, a score or a segment."""
    match operand:
        case Written() | ScoreRef() | SegmentRef():
            return None
        case Shifted(inner, _) | DayOf(inner, _):
            return _leaf(inner)
        case FieldRef() | ColumnRef() | Now() | EventTime() | EventCount() | CountOf():
            return operand
        case _:
            assert_never(operand)


def position(operand: Operand) -> tuple[Leaf | None, Fraction] | None:
    """Give an operand as a value of the lead plus a number; nothing for what does not stand on the line."""
    match operand:
        case Written(value, _):
            place = number(value)
            return None if place is None else (None, place)
        case ScoreRef() | SegmentRef():
            return None
        case Shifted(inner, by):
            inner_position = position(inner)
            moved = number(by)
            if inner_position is None or moved is None:
                return None
            return inner_position[0], inner_position[1] + moved
        case DayOf():
            return (None if _leaf(operand) is None else operand, Fraction(0))
        case FieldRef() | ColumnRef() | Now() | EventTime() | EventCount() | CountOf():
            return operand, Fraction(0)
        case _:
            assert_never(operand)


def left_the_years(operand: Operand) -> Unfollowed:
    """Give the test that an operand, moved or asked for its day, has left the years there are."""
    return Unfollowed(IsBlank(operand))


def _out_of_years(operand: Operand) -> Formula:
    """Say that a value left the years 1 to 9999 when it was moved, which only one near their ends can do."""
    far = Fraction(0)
    inner = operand
    while isinstance(inner, Shifted | DayOf):
        by = DAY * 2 if isinstance(inner, DayOf) else number(inner.by)
        far, inner = far + abs(by or Fraction(0)), inner.operand
    leaf = _leaf(operand)
    if leaf is None:
        return False
    ends = (Bound(leaf, "<", FIRST + far), Bound(leaf, ">", LAST - far))
    near = Some(tuple(Fact(end, True, (leaf,)) for end in ends))  # noqa: FBT003 (it holds)
    return Every((Fact(left_the_years(operand), True, ()), near))  # noqa: FBT003 (it holds)
