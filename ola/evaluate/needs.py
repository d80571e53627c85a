"""What a condition hangs on, once terms, scores and segments are opened; and what one record cannot show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, assert_never

from ola.expr import nodes
from ola.plan import Plan, Predicate, Shape, Unchanging, Unique

Derived = tuple[Literal["term", "score", "segment"], str]


@dataclass(frozen=True, slots=True)
class Needs:
    """What conditions hang on: fields, and terms, scores and segments after those they need themselves.

    `now` and `events` say whether they ask for the instant of the check, or for what only logs show.
    """

    fields: tuple[str, ...] = ()
    derived: tuple[Derived, ...] = ()
    now: bool = False
    events: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms among what is derived."""
        return tuple(name for kind, name in self.derived if kind == "term")

    @property
    def scores(self) -> tuple[str, ...]:
        """The scores among what is derived."""
        return tuple(name for kind, name in self.derived if kind == "score")

    @property
    def segments(self) -> tuple[str, ...]:
        """The segments among what is derived."""
        return tuple(name for kind, name in self.derived if kind == "segment")


@dataclass(slots=True)
class _Gathered:
    """What was found so far; each name once."""

    fields: dict[str, None] = field(default_factory=dict)
    derived: dict[Derived, None] = field(default_factory=dict)
    now: bool = False
    events: bool = False


def needs(plan: Plan, *conditions: nodes.Condition) -> Needs:
    """Gather what conditions hang on, terms, scores and segments opened, each once."""
    found = _Gathered()
    for condition in conditions:
        _open(plan, condition, found)
    return Needs(tuple(found.fields), tuple(found.derived), found.now, found.events)


def rows_of(plan: Plan, derived: Derived) -> tuple[nodes.Condition, ...]:
    """Give the conditions of a term, score or segment."""
    kind, name = derived
    match kind:
        case "term":
            return (plan.terms[name].condition,)
        case "score":
            return tuple(row for row, _ in plan.scores[name].points)
        case "segment":
            return tuple(row for _, row in plan.segments[name].rows)
        case _:
            assert_never(kind)


def derived_in_order(plan: Plan) -> tuple[Derived, ...]:
    """Give all terms, scores and segments, each after those it needs."""
    found = _Gathered()
    for name in plan.terms:
        _open_derived(plan, ("term", name), found)
    for name in plan.scores:
        _open_derived(plan, ("score", name), found)
    for name in plan.segments:
        _open_derived(plan, ("segment", name), found)
    return tuple(found.derived)


def conditions_of(form: Shape | Predicate) -> tuple[nodes.Condition, ...]:
    """Give the conditions of a form: its guard and, of a rule or stage, its duty."""
    guard = () if form.when is None else (form.when,)
    return (*guard, form.must) if isinstance(form, Predicate) and form.role != "bar" else guard


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


class Sight:
    """What one record of a system shows of a plan: no events, and no fields that the system lacks."""

    __slots__ = ("_hidden", "plan", "system")

    def __init__(self, plan: Plan, system: str | None) -> None:
        """Find the terms, scores and segments that the system does not show whole."""
        self.plan, self.system = plan, system
        self._hidden: set[Derived] = set()
        for derived in derived_in_order(plan):
            if not all(self.shows(row) for row in rows_of(plan, derived)):
                self._hidden.add(derived)

    def has(self, name: str) -> bool:
        """Whether the system has a field."""
        return self.plan.fields[name].column(self.system) is not None

    def shows(self, condition: nodes.Condition) -> bool:
        """Whether one record shows all that a condition hangs on."""
        if any(("term", name) in self._hidden for name in nodes.terms(condition)):
            return False
        return all(self._shows_operand(operand) for operand in nodes.operands(condition))

    def shows_form(self, form: Shape | Predicate) -> bool:
        """Whether the system has all that a form needs; whether one record is enough is another question."""
        return all(self.has(name) for name in fields_of(form)) and all(map(self.shows, conditions_of(form)))

    def judges(self, form: Shape | Predicate) -> bool:
        """Whether one record is enough to judge a form."""
        of_others = isinstance(form, Shape) and isinstance(form.demand, Unique | Unchanging)
        return not of_others and self.shows_form(form)

    def _shows_operand(self, operand: nodes.Operand) -> bool:
        match operand:
            case nodes.FieldRef(name):
                return self.has(name)
            case nodes.ScoreRef(name):
                return ("score", name) not in self._hidden
            case nodes.SegmentRef(name):
                return ("segment", name) not in self._hidden
            case nodes.EventTime() | nodes.EventCount() | nodes.CountOf() | nodes.ColumnRef():
                return False
            case nodes.Literal() | nodes.Now() | nodes.Shifted() | nodes.DayOf():
                return True  # what is shifted is an operand of its own
            case _:
                assert_never(operand)


def _open(plan: Plan, condition: nodes.Condition, found: _Gathered) -> None:
    for operand in nodes.operands(condition):
        match operand:
            case nodes.FieldRef(name):
                found.fields[name] = None
            case nodes.ScoreRef(name):
                _open_derived(plan, ("score", name), found)
            case nodes.SegmentRef(name):
                _open_derived(plan, ("segment", name), found)
            case nodes.Now():
                found.now = True
            case nodes.EventTime() | nodes.EventCount() | nodes.CountOf() | nodes.ColumnRef():
                found.events = True
            case nodes.Literal() | nodes.Shifted() | nodes.DayOf():
                pass
            case _:
                assert_never(operand)
    for name in nodes.terms(condition):
        _open_derived(plan, ("term", name), found)


def _open_derived(plan: Plan, derived: Derived, found: _Gathered) -> None:
    if derived not in found.derived:
        for row in rows_of(plan, derived):
            _open(plan, row, found)
        found.derived[derived] = None
