"""The plainest checker of one lead: slow, obvious, and what every other evaluator is held to.

It shares with them only what they all stand on: the plan, the nodes of conditions, and how a field type
reads a value. Everything is worked out afresh each time, a node at a time, as the language page says it.

Choices made here, for all evaluators:

- A condition that needs a field the system lacks, or this lead's events, is not judged: a form with such a
  condition is listed as not checked, a score or segment row with one is never true, a stage with one is not
  reached. Terms, scores and segments are opened to see what a condition needs.
- Uniqueness and histories cannot be seen in one lead: those shapes are listed as not checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import assert_never
from zoneinfo import ZoneInfo

from ola.expr import nodes
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_reader
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.pattern import matcher
from ola.fieldtypes.spec import Spec
from ola.fieldtypes.text import fold, nfc, trim
from ola.finding import Level
from ola.plan import (
    Absent,
    Max,
    MaxLength,
    Min,
    MinLength,
    NoneOf,
    OfType,
    Pattern,
    Plan,
    Predicate,
    Present,
    Shape,
    Unchanging,
    Unique,
    judged,
)

Truth = bool | None  # None is unknown


class Blank:
    """What stands for a value that nobody filled in."""


BLANK = Blank()


@dataclass(frozen=True)
class ReferenceVerdict:
    """What the agreement says of one lead: which clauses it breaks at which level, and what is derived."""

    broken: frozenset[tuple[str, Level]] = frozenset()
    stage: str | None = None
    reached: tuple[str, ...] = ()
    segments: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    not_checked: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        """Whether no clause of level error is broken."""
        return all(level != "error" for _, level in self.broken)


@lru_cache(maxsize=256)
def _readers(spec: Spec) -> tuple[Callable[[object], bool], Callable[[object], object]]:
    return blank_reader(spec), TYPES[spec.type].reader(spec)


def default_stage(plan: Plan) -> str:
    """Give the stage that the handoff leaves; without a handoff only what holds always is judged."""
    return plan.handoff[0] if plan.handoff is not None else ""


def reference_check(
    plan: Plan,
    record: Mapping[str, object],
    *,
    system: str | None = None,
    at: str | None = None,
    as_of: dt.datetime,
) -> ReferenceVerdict:
    """Hold one record, in a system's names and spellings, against the plan."""
    lead = _Lead(plan, record, system, as_of)
    broken: set[tuple[str, Level]] = set()
    not_checked: set[str] = set()
    for form in judged(plan, default_stage(plan) if at is None else at):
        if not lead.can_judge(form):
            not_checked.add(form.clause.id)
        elif lead.breaks(form):
            broken.add((form.clause.id, form.clause.level))
    claim = plan.stage_field
    stage = lead.value(claim.name) if claim is not None and lead.has(claim.name) else BLANK
    return ReferenceVerdict(
        broken=frozenset(broken),
        stage=stage if isinstance(stage, str) else None,
        reached=tuple(
            name for name, each in plan.stages.items() if each.reached is not None and lead.acts(each.reached)
        ),
        segments={name: lead.segment(name) for name in plan.segments},
        scores={name: lead.score(name) for name in plan.scores},
        not_checked=frozenset(not_checked),
    )


@dataclass(frozen=True)
class _Lead:
    """One record as it came from one system, at one instant."""

    plan: Plan
    record: Mapping[str, object]
    system: str | None
    now: dt.datetime
    values: dict[str, object] = field(default_factory=dict)  # each read once

    # ── what this lead can be asked ─────────────────────────────────────────────────────────────

    def has(self, name: str) -> bool:
        """Whether the field is in this system at all."""
        return self.plan.fields[name].column(self.system) is not None

    def can_judge(self, form: Shape | Predicate) -> bool:
        """Whether everything the form needs can be seen in one record of this system."""
        if form.when is not None and not self.can_see(form.when):
            return False
        match form:
            case Shape(_, name, demand):
                return self.has(name) and not isinstance(demand, Unique | Unchanging)
            case Predicate():
                return self.can_see(form.must)
            case _:
                assert_never(form)

    def can_see(self, condition: nodes.Condition) -> bool:
        """Whether all fields that a condition needs are in this system, and it needs no events."""
        if not all(self.can_see(self.plan.terms[name].condition) for name in nodes.terms(condition)):
            return False
        return all(self._can_see_operand(operand) for operand in nodes.operands(condition))

    def _can_see_operand(self, operand: nodes.Operand) -> bool:
        match operand:
            case nodes.FieldRef(name):
                return self.has(name)
            case nodes.ScoreRef(name):
                return all(self.can_see(when) for when, _ in self.plan.scores[name].points)
            case nodes.SegmentRef(name):
                return all(self.can_see(when) for _, when in self.plan.segments[name].rows)
            case nodes.EventTime() | nodes.EventCount() | nodes.CountOf() | nodes.ColumnRef():
                return False
            case nodes.Literal() | nodes.Now():
                return True
            case nodes.Shifted(inner, _) | nodes.DayOf(inner, _):
                return self._can_see_operand(inner)
            case _:
                assert_never(operand)

    # ── forms ───────────────────────────────────────────────────────────────────────────────────

    def breaks(self, form: Shape | Predicate) -> bool:
        """Whether the lead breaks a form."""
        match form:
            case Predicate(_, "bar"):
                return form.when is not None and self.truth(form.when) is True
            case _ if form.when is not None and self.truth(form.when) is not True:
                return False
            case Predicate():
                return self.truth(form.must) is not True
            case Shape():
                return self._breaks_shape(form)
            case _:
                assert_never(form)

    def _breaks_shape(self, shape: Shape) -> bool:
        value = self.value(shape.field)
        match shape.demand:
            case OfType():
                return value is MALFORMED
            case Present():
                return value is BLANK
            case Absent():
                return value is not BLANK
            case _ if value is BLANK or value is MALFORMED:
                return False
            case Min(bound):
                return bool(value < bound)  # type: ignore[operator]
            case Max(bound):
                return bool(value > bound)  # type: ignore[operator]
            case MinLength(length):
                return len(_composed(value)) < length
            case MaxLength(length):
                return len(_composed(value)) > length
            case Pattern(pattern):
                return not _covers(pattern, value)
            case NoneOf(values):
                return any(_equal(value, each, self.plan.fields[shape.field].kind) for each in values)
            case Unique() | Unchanging():
                raise AssertionError(shape)
            case _:
                assert_never(shape.demand)

    # ── values ──────────────────────────────────────────────────────────────────────────────────

    def value(self, name: str) -> object:
        """Read a field: its value, BLANK or MALFORMED."""
        column = self.plan.fields[name].column(self.system)
        assert column is not None, name
        if name not in self.values:
            is_blank, read = _readers(self.plan.spec(name, self.system))
            raw = self.record.get(column)
            self.values[name] = BLANK if is_blank(raw) else read(raw)
        return self.values[name]

    def score(self, name: str) -> float:
        """Sum the points of the rows that are true, held within the score's bounds."""
        score = self.plan.scores[name]
        total = sum(points for when, points in score.points if self.acts(when))
        if score.min is not None:
            total = max(total, score.min)
        if score.max is not None:
            total = min(total, score.max)
        return total

    def segment(self, name: str) -> str:
        """Give the value of the first row that is true."""
        segment = self.plan.segments[name]
        return next((value for value, when in segment.rows if self.acts(when)), segment.otherwise)

    def acts(self, condition: nodes.Condition) -> bool:
        """Whether a row or a stage is true of this lead, as far as this system can say."""
        return self.can_see(condition) and self.truth(condition) is True

    def _operand(self, operand: nodes.Operand) -> object:
        match operand:
            case nodes.Literal(value, _):
                return value
            case nodes.FieldRef(name):
                return self.value(name)
            case nodes.ScoreRef(name):
                return self.score(name)
            case nodes.SegmentRef(name):
                return self.segment(name)
            case nodes.Now():
                return self.now
            case nodes.Shifted(inner, by):
                moved = self._operand(inner)
                try:
                    return moved + by if isinstance(moved, dt.date | dt.datetime) else moved
                except OverflowError:
                    return MALFORMED
            case nodes.DayOf(inner, zone):
                instant = self._operand(inner)
                try:
                    return instant.astimezone(ZoneInfo(zone)).date() if isinstance(instant, dt.datetime) else instant
                except OverflowError:
                    return MALFORMED
            case nodes.EventTime() | nodes.EventCount() | nodes.CountOf() | nodes.ColumnRef():
                raise AssertionError(operand)
            case _:
                assert_never(operand)

    # ── truth ───────────────────────────────────────────────────────────────────────────────────

    def truth(self, condition: nodes.Condition) -> Truth:
        """Say whether a condition is true, false or (None) unknown."""
        match condition:
            case nodes.Always(value):
                return value
            case nodes.And(items):
                truths = [self.truth(item) for item in items]
                return False if False in truths else None if None in truths else True
            case nodes.Or(items):
                truths = [self.truth(item) for item in items]
                return True if True in truths else None if None in truths else False
            case nodes.Not(item):
                truth = self.truth(item)
                return None if truth is None else not truth
            case nodes.AtLeast(n, items):
                truths = [self.truth(item) for item in items]
                if truths.count(True) >= n:
                    return True
                return False if truths.count(True) + truths.count(None) < n else None
            case nodes.IsTrue(item):
                return self.truth(item) is True
            case nodes.TermRef(name):
                return self.truth(self.plan.terms[name].condition)
            case nodes.IsKnown(operand):
                return self._operand(operand) not in (BLANK, MALFORMED)
            case nodes.IsBlank(operand):
                return self._operand(operand) is BLANK
            case nodes.Compare(op, left, right, kind):
                sides = (self._operand(left), self._operand(right))
                return None if _unreadable(*sides) else _compare(op, *sides, kind)
            case nodes.OneOf(operand, values, kind):
                one = self._operand(operand)
                return None if _unreadable(one) else any(_equal(one, each.value, kind) for each in values)
            case nodes.TextTest(where, operand, texts, kind):
                whole = self._operand(operand)
                return None if _unreadable(whole) else any(_text_test(where, whole, text, kind) for text in texts)
            case nodes.Matches(operand, pattern):
                covered = self._operand(operand)
                return None if _unreadable(covered) else _covers(pattern, covered)
            case _:
                assert_never(condition)


def _unreadable(*values: object) -> bool:
    return any(value is BLANK or value is MALFORMED for value in values)


def _compare(op: nodes.Comparison, left: object, right: object, kind: Kind) -> bool:
    match op:
        case "=":
            return _equal(left, right, kind)
        case "!=":
            return not _equal(left, right, kind)
        case "<":
            return bool(left < right)  # type: ignore[operator]
        case "<=":
            return bool(left <= right)  # type: ignore[operator]
        case ">":
            return bool(left > right)  # type: ignore[operator]
        case ">=":
            return bool(left >= right)  # type: ignore[operator]
        case _:
            assert_never(op)


def _equal(left: object, right: object, kind: Kind) -> bool:
    match kind:
        case "text":
            return fold(str(left)) == fold(str(right))
        case "choices":
            return right in left  # type: ignore[operator]
        case "id" | "number" | "boolean" | "date" | "datetime" | "duration" | "choice":
            return left == right
        case _:
            assert_never(kind)


def _text_test(where: nodes.TextPlace, value: object, text: str, kind: Kind) -> bool:
    if kind == "choices":
        return text in value  # type: ignore[operator]
    whole, part = (str(value), text) if kind == "id" else (fold(str(value)), fold(text))
    match where:
        case "contains":
            return part in whole
        case "starts with":
            return whole.startswith(part)
        case "ends with":
            return whole.endswith(part)
        case _:
            assert_never(where)


def _composed(value: object) -> str:
    return nfc(trim(str(value)))


def _covers(pattern: str, value: object) -> bool:
    return matcher(pattern)(str(value))
