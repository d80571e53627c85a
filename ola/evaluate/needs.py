"""What a condition hangs on, once terms, scores and segments are opened; and what one record cannot show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from ola.expr import nodes
from ola.plan import Plan, Predicate, Shape, Unchanging, Unique


@dataclass(frozen=True, slots=True)
class Needs:
    """The fields, terms, scores and segments a condition hangs on, in order; whether on now, on events."""

    fields: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    now: bool = False
    events: bool = False


@dataclass
class _Gathered:
    """What was found so far; each name once, what it needs before it."""

    fields: dict[str, None] = field(default_factory=dict)
    terms: dict[str, None] = field(default_factory=dict)
    scores: dict[str, None] = field(default_factory=dict)
    segments: dict[str, None] = field(default_factory=dict)
    now: bool = False
    events: bool = False


def needs(plan: Plan, *conditions: nodes.Condition) -> Needs:
    """Gather what conditions hang on, terms, scores and segments opened; what a name needs stands before it."""
    found = _Gathered()
    for condition in conditions:
        _open(plan, condition, found)
    return Needs(
        tuple(found.fields),
        tuple(found.terms),
        tuple(found.scores),
        tuple(found.segments),
        found.now,
        found.events,
    )


def visible(plan: Plan, system: str | None, *conditions: nodes.Condition) -> bool:
    """Whether one record of a system shows all that the conditions hang on: its fields are there, no events."""
    wanted = needs(plan, *conditions)
    return not wanted.events and all(plan.fields[name].column(system) is not None for name in wanted.fields)


def conditions_of(form: Shape | Predicate) -> tuple[nodes.Condition, ...]:
    """Give the conditions of a form: its guard and, of a rule or stage, its duty."""
    guard = () if form.when is None else (form.when,)
    return (*guard, form.must) if isinstance(form, Predicate) and form.role != "bar" else guard


def seen_in_one(plan: Plan, system: str | None, form: Shape | Predicate) -> bool:
    """Whether one record of a system is enough to judge a form."""
    of_others = isinstance(form, Shape) and isinstance(form.demand, Unique | Unchanging)
    return not of_others and judgeable(plan, system, form)


def judgeable(plan: Plan, system: str | None, form: Shape | Predicate) -> bool:
    """Whether a system has all the fields that a form needs."""
    if not visible(plan, system, *conditions_of(form)):
        return False
    return all(plan.fields[name].column(system) is not None for name in fields_of(form))


def fields_of(form: Shape | Predicate) -> tuple[str, ...]:
    """Give the fields that a form itself speaks of, its conditions aside."""
    match form:
        case Shape(_, name, Unique(by, _)):
            return tuple(dict.fromkeys([name, *by]))
        case Shape(_, name, _):
            return (name,)
        case Predicate():
            return ()
        case _:
            assert_never(form)


def _open(plan: Plan, condition: nodes.Condition, found: _Gathered) -> None:
    for operand in nodes.operands(condition):
        match operand:
            case nodes.FieldRef(name):
                found.fields[name] = None
            case nodes.ScoreRef(name):
                if name not in found.scores:
                    for row, _ in plan.scores[name].points:
                        _open(plan, row, found)
                    found.scores[name] = None
            case nodes.SegmentRef(name):
                if name not in found.segments:
                    for _, row in plan.segments[name].rows:
                        _open(plan, row, found)
                    found.segments[name] = None
            case nodes.Now():
                found.now = True
            case nodes.EventTime() | nodes.EventCount() | nodes.CountOf() | nodes.ColumnRef():
                found.events = True
            case nodes.Literal() | nodes.Shifted() | nodes.DayOf():
                pass
            case _:
                assert_never(operand)
    for name in nodes.terms(condition):
        if name not in found.terms:
            _open(plan, plan.terms[name].condition, found)
            found.terms[name] = None


def derived_in_order(plan: Plan) -> Iterator[tuple[str, str]]:
    """Give the terms, scores and segments (`("score", name)`), each after those it needs."""
    done: dict[tuple[str, str], None] = {}

    def visit(kind: str, name: str, rows: tuple[nodes.Condition, ...]) -> None:
        if (kind, name) in done:
            return
        for row in rows:
            inner = needs(plan, row)
            for term in inner.terms:
                visit("term", term, (plan.terms[term].condition,))
            for score in inner.scores:
                visit("score", score, tuple(when for when, _ in plan.scores[score].points))
            for segment in inner.segments:
                visit("segment", segment, tuple(when for _, when in plan.segments[segment].rows))
        done[kind, name] = None

    for name, term in plan.terms.items():
        visit("term", name, (term.condition,))
    for name, score in plan.scores.items():
        visit("score", name, tuple(when for when, _ in score.points))
    for name, segment in plan.segments.items():
        visit("segment", name, tuple(when for _, when in segment.rows))
    yield from done
