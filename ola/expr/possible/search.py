"""The search for a lead of which conditions are true or not: every way is gone through, up to a limit.

A formula is taken apart from the outside in. What holds on every way is taken in first; of what has several ways the
one with the fewest is tried next. A way ends where the facts contradict; a lead is possible where one does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, assert_never

from ola.expr.nodes import Condition
from ola.expr.possible.facts import Facts
from ola.expr.possible.formula import (
    OPPOSITE,
    Apart,
    Definitions,
    Every,
    Fact,
    Formula,
    Formulas,
    Scored,
    Several,
    Some,
    State,
    negated,
)
from ola.expr.possible.lead import Example, lead_of, stands_up

__all__ = ["Asked", "Example", "Possibilities", "false", "not_false", "not_true", "true"]

MOST_STEPS = 6_000
MOST_IN_ALL = 120_000
MOST_LEADS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition, and what it is to be of a lead."""

    condition: Condition
    to_be: Literal["true", "false", "not true", "not false"]


def true(condition: Condition) -> Asked:
    """Ask for leads of which it is true."""
    return Asked(condition, "true")


def false(condition: Condition) -> Asked:
    """Ask for leads of which it is false."""
    return Asked(condition, "false")


def not_true(condition: Condition) -> Asked:
    """Ask for leads of which it is false or unknown."""
    return Asked(condition, "not true")


def not_false(condition: Condition) -> Asked:
    """Ask for leads of which it is true or unknown."""
    return Asked(condition, "not false")


class _Tired(Exception):
    """The search has taken as many steps as it may."""


@dataclass(slots=True)
class _Steps:
    """The steps that are left to all questions together."""

    left: int

    def take(self, steps: int) -> None:
        """Take steps; raises _Tired where there are not so many."""
        self.left -= steps
        if self.left < 0:
            raise _Tired


@dataclass(frozen=True)
class Possibilities:
    """What leads can be, among the definitions of one agreement; `limited` leads keep the limits of their fields.

    A question takes `most_steps` at most, and all together `most_in_all`; what is asked after that is left open.
    """

    definitions: Definitions = field(default_factory=Definitions)
    most_steps: int = MOST_STEPS
    most_in_all: int = MOST_IN_ALL

    @cached_property
    def _steps(self) -> _Steps:
        return _Steps(self.most_in_all)

    @cached_property
    def _formulas(self) -> Formulas:
        return Formulas(self.definitions)

    def impossible(self, *asked: Asked, limited: bool = True) -> bool:
        """Say whether no lead is so; not said of anything that a lead can be, nor where the search gave up."""
        try:
            return next(self._ways(asked, limited=limited), None) is None
        except _Tired:
            return False

    def example(self, *asked: Asked, limited: bool = True, now: dt.datetime | None = None) -> Example | None:
        """Give a lead that is so, by the plain reading of the conditions; nothing where none was found."""
        ways = self._ways(asked, limited=limited)
        for _ in range(MOST_LEADS):
            try:
                facts = next(ways, None)
            except _Tired:
                return None
            if facts is None:
                return None
            found = lead_of(facts, now or dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC))
            if found is not None and all(stands_up(found, each.condition, each.to_be) for each in asked):
                return found
        return None

    def _ways(self, asked: tuple[Asked, ...], *, limited: bool) -> Iterator[Facts]:
        wanted = [self._formula(each) for each in asked]
        return _search(wanted, Facts(self.definitions, limited), self.most_steps, self._steps)

    def _formula(self, asked: Asked) -> Formula:
        answers = self._formulas.answers(asked.condition)
        match asked.to_be:
            case "true":
                return answers.true
            case "false":
                return answers.false
            case "not true":
                return negated(answers.true)
            case "not false":
                return negated(answers.false)
            case _:
                assert_never(asked.to_be)


# ── the search ──────────────────────────────────────────────────────────────────────────────────


def _search(wanted: list[Formula], start: Facts, most_steps: int, in_all: _Steps) -> Iterator[Facts]:
    """Give the facts of every way on which all that is wanted holds; raises _Tired after too many steps."""
    ways: list[tuple[Facts, list[Formula]]] = [(start, wanted)]
    own = _Steps(most_steps)
    while ways:
        facts, pending = ways.pop()
        steps = 1 + sum(len(each.items) if isinstance(each, Some | Every) else 1 for each in pending)
        own.take(steps)
        in_all.take(steps)
        settled = _settle(facts, pending)
        if settled is None:
            continue
        facts, open_ = settled
        if not open_:
            yield facts
            continue
        at = min(range(len(open_)), key=lambda place: _breadth(open_[place]))
        rest = [*open_[:at], *open_[at + 1 :]]
        ways.extend((facts, [way, *rest]) for way in reversed(_branches(open_[at])))


def _settle(facts: Facts, pending: list[Formula]) -> tuple[Facts, list[Formula]] | None:
    """Take in all that holds on every way; give what has several ways, or nothing where there is a contradiction."""
    open_: list[Formula] = []
    todo = list(reversed(pending))
    while todo:
        formula = todo.pop()
        taken: Facts | None
        match formula:
            case bool():
                if not formula:
                    return None
            case State() | Fact():
                if isinstance(formula, Fact) and isinstance(formula.test, Apart) and _is_unequal(formula):
                    open_.append(_either_side(formula))
                    continue
                taken = _taken(facts, formula)
                if taken is None:
                    return None
                if taken is not facts:
                    # What had several ways may have fewer now.
                    facts = taken
                    todo, open_ = [*todo, *reversed(open_)], []
            case Every(items):
                todo += reversed(items)
            case Some(items):
                left = _left(facts, items)
                if left is None:
                    continue
                if not left:
                    return None
                if len(left) == 1:
                    todo.append(left[0])
                else:
                    open_.append(Some(tuple(left)))
            case Several(n, items):
                if n > len(items):
                    return None
                if n == len(items):
                    todo += reversed(items)
                elif n == 1:
                    todo.append(Some(items))
                elif n > 0:
                    open_.append(formula)
            case Scored():
                decided = _decided(formula)
                if decided is False:
                    return None
                if decided is None:
                    open_.append(formula)
            case _:
                assert_never(formula)
    return facts, open_


def _taken(facts: Facts, fact: State | Fact) -> Facts | None:
    return facts.with_state(fact) if isinstance(fact, State) else facts.with_fact(fact)


def _left(facts: Facts, items: tuple[Formula, ...]) -> list[Formula] | None:
    """Give the ways that the facts leave open; nothing to choose (None) where one of them holds already."""
    left: list[Formula] = []
    for item in items:
        if item is True:
            return None
        if isinstance(item, State | Fact) and not (isinstance(item, Fact) and isinstance(item.test, Apart)):
            taken = _taken(facts, item)
            if taken is facts:
                return None
            if taken is None:
                continue
        left.append(item)
    return left


def _is_unequal(fact: Fact) -> bool:
    return isinstance(fact.test, Apart) and (fact.test.op if fact.holds else OPPOSITE[fact.test.op]) == "!="


def _either_side(fact: Fact) -> Formula:
    assert isinstance(fact.test, Apart)  # noqa: S101 (asked by the caller)
    sides = (replace(fact.test, op="<"), replace(fact.test, op=">"))
    return Some(tuple(replace(fact, test=side, holds=True) for side in sides))


def _breadth(formula: Formula) -> int:
    match formula:
        case Some(items):
            return len(items)
        case Several(_, items):
            return 2 * len(items)
        case Scored(rows):
            return 1000 + len(rows)
        case _:
            return 0


def _branches(formula: Formula) -> list[Formula]:
    """Give the ways of a formula that has several, no two of them alike."""
    match formula:
        case Some(items):
            return list(items)
        case Several(n, items):
            first, rest = items[0], items[1:]
            return [Every((first, Several(n - 1, rest))), Several(n, rest)]
        case Scored(rows):
            true, not_true, points = rows[0]
            loss, gain = (points, Fraction(0)) if points < 0 else (Fraction(0), points)
            left = replace(formula, rows=rows[1:], least=formula.least - loss, most=formula.most - gain)
            taken = replace(left, so_far=formula.so_far + points)
            return [Every((true, taken)), Every((not_true, left))]
        case _:
            return [formula]


def _decided(scored: Scored) -> bool | None:
    """Say whether a score's sum is sure to lie where it is to; nothing where that hangs on rows left open."""
    low = _held(scored.so_far + scored.least - scored.error, scored)
    high = _held(scored.so_far + scored.most + scored.error, scored)
    value = scored.value
    match scored.op:
        case "<":
            sure, never = high < value, low >= value
        case "<=":
            sure, never = high <= value, low > value
        case ">":
            sure, never = low > value, high <= value
        case ">=":
            sure, never = low >= value, high < value
        case "=":
            sure, never = low == high == value, value < low or value > high
        case "!=":
            sure, never = value < low or value > high, low == high == value
        case _:
            assert_never(scored.op)
    if sure or never:
        return sure
    # With every row known, only the error of adding up in binary is left open: then it may be so.
    return None if scored.rows else True


def _held(value: Fraction, scored: Scored) -> Fraction:
    if scored.low is not None:
        value = max(value, scored.low)
    return value if scored.high is None else min(value, scored.high)
