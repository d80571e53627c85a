"""What is known of a lead on one way through a formula: each value's state and range, and how values lie apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from ola.expr.nodes import ColumnRef, Comparison, Condition, CountOf, DayOf, EventCount, EventTime, FieldRef, Now
from ola.expr.possible.formula import (
    DAY,
    FIRST,
    LAST,
    OPPOSITE,
    Among,
    Apart,
    Bound,
    Definitions,
    Fact,
    Given,
    Leaf,
    Limits,
    Listing,
    State,
    Unfollowed,
    Wording,
    left_the_years,
    number,
    position,
)
from ola.expr.possible.ranges import Range
from ola.expr.possible.wordings import Keys, Words
from ola.fieldtypes.choice import Choice
from ola.fieldtypes.field_type import kind_of
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.spec import Spec

Value = Range | Words | Keys
_ALL = frozenset({"known", "blank", "malformed"})
# No zone's clock has ever been further from UTC.
_FURTHEST_ZONE = Fraction(16 * 3_600_000_000)


@dataclass(frozen=True, slots=True)
class Edge:
    """`leaf` less `other` is at most `by`, or less than that where it is strict; no leaf is the zero of the line."""

    leaf: Leaf | None
    other: Leaf | None
    by: Fraction
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds so far; every change gives new facts, or nothing where no lead is left.

    `limited` says that each field keeps the limits that its own clauses set.
    """

    definitions: Definitions
    limited: bool = True
    states: Mapping[Leaf, frozenset[str]] = field(default_factory=dict)
    values: Mapping[Leaf, Value] = field(default_factory=dict)
    apart: tuple[Edge, ...] = ()
    unfollowed: Mapping[Condition, bool] = field(default_factory=dict)

    # ── taking a fact in ──

    def with_state(self, fact: State) -> Facts | None:
        """Take in that a value is there, blank, or not so."""
        return self.stated(fact.given, holds=fact.holds)

    def stated(self, given: Given, *, holds: bool) -> Facts | None:
        """Take in that a value is in a state, or is not."""
        before = self.states.get(given.leaf, _states(given.leaf))
        left = before & {given.state} if holds else before - {given.state}
        if not left:
            return None
        return self if left == before else replace(self, states={**self.states, given.leaf: left})

    def with_fact(self, fact: Fact) -> Facts | None:
        """Take in that values are there and a comparison of them holds, or does not."""
        found: Facts | None = self
        for leaf in fact.leaves:
            if found is not None and not isinstance(leaf, Now):
                found = found.stated(Given(leaf, "known"), holds=True)
        for operand in fact.moved:
            found = None if found is None else found.tested(Fact(left_the_years(operand), False, ()))  # noqa: FBT003
        return None if found is None else found.tested(fact)

    def tested(self, fact: Fact) -> Facts | None:
        """Take in a comparison of values that are there."""
        test, holds = fact.test, fact.holds
        value: Value | None
        match test:
            case Bound(leaf, op, bound):
                value = self.range_of(leaf).narrowed(op if holds else OPPOSITE[op], bound)
            case Apart(leaf, other, op, by):
                return self._moved_apart(leaf, other, op if holds else OPPOSITE[op], by)
            case Among(leaf, values):
                value = self.words_of(leaf).among(values, holds=holds)
            case Wording(leaf, where, parts):
                value = self.words_of(leaf).worded(where, parts, holds=holds)
            case Listing(leaf, keys):
                value = self.keys_of(leaf).listed(keys, holds=holds)
            case Unfollowed(node):
                if node in self.unfollowed:
                    return self if self.unfollowed[node] == holds else None
                return replace(self, unfollowed={**self.unfollowed, node: holds})
            case _:
                assert_never(test)
        if value is None:
            return None
        if self.values.get(leaf) == value:
            return self
        found = replace(self, values={**self.values, leaf: value})
        return found if not found.hangs_together or found.in_line() is not None else None

    def _moved_apart(self, leaf: Leaf, other: Leaf, op: Comparison, by: Fraction) -> Facts | None:
        edges: tuple[Edge, ...]
        match op:
            case "<" | "<=":
                edges = (Edge(leaf, other, by, op == "<"),)
            case ">" | ">=":
                edges = (Edge(other, leaf, -by, op == ">"),)
            case "=":
                edges = (Edge(leaf, other, by), Edge(other, leaf, -by))
            case "!=":
                # Two ways, which the search takes one after the other; taken together, they say nothing.
                return None if leaf == other and not by else self
        found = replace(self, apart=(*self.apart, *edges))
        return found if found.in_line() is not None else None

    # ── what a value can be before anything is said of it ──

    def range_of(self, leaf: Leaf) -> Range:
        """Give what a number or a time can still be."""
        found = self.values.get(leaf)
        if isinstance(found, Range):
            return found
        kind, start = self._kind(leaf), Range()
        if kind == "date":
            start = Range(FIRST, LAST, step=DAY)
        elif kind == "datetime":
            start = Range(FIRST, LAST, step=Fraction(1))
        elif kind == "duration":
            start = Range(step=Fraction(1))
        elif isinstance(leaf, EventCount | CountOf):
            start = Range(low=Fraction(0), step=Fraction(1))
        elif isinstance(leaf, FieldRef) and self._is_whole(leaf.name):
            start = Range(step=Fraction(1))
        return start if not isinstance(leaf, FieldRef) else self._within_limits(leaf.name, start)

    def _is_whole(self, name: str) -> bool:
        spec = self.definitions.specs.get(name)
        return spec is not None and spec.type == "integer"

    def _within_limits(self, name: str, start: Range) -> Range:
        limits = self.definitions.limits.get(name) if self.limited else None
        if limits is None:
            return start
        found: Range | None = start
        for op, bound in ((">=", limits.low), ("<=", limits.high)):
            place = number(bound)
            if found is not None and place is not None:
                found = found.narrowed(">=" if op == ">=" else "<=", place)
        # Limits that leave no value are a finding of their own; here they are as if they were not.
        return start if found is None else found

    def words_of(self, leaf: Leaf) -> Words:
        """Give what a text, a choice or a truth value can still be."""
        found = self.values.get(leaf)
        if isinstance(found, Words):
            return found
        limits = self._limits(leaf)
        only: frozenset[object] | None = None
        if self._kind(leaf) == "boolean":
            only = frozenset({True, False})
        elif isinstance(leaf, FieldRef) and (spec := self.definitions.specs.get(leaf.name)):
            only = _listed(spec)
        left = None if only is None else only - limits.refused
        return Words(left or only, limits.refused)

    def _limits(self, leaf: Leaf) -> Limits:
        name = leaf.name if isinstance(leaf, FieldRef) else ""
        return self.definitions.limits.get(name, Limits()) if self.limited else Limits()

    def keys_of(self, leaf: Leaf) -> Keys:
        """Give what a list of choices can still hold."""
        found = self.values.get(leaf)
        if isinstance(found, Keys):
            return found
        spec = self.definitions.specs.get(leaf.name) if isinstance(leaf, FieldRef) else None
        return Keys(frozenset(choice.key for choice in spec.choices) if spec is not None else None)

    def _kind(self, leaf: Leaf) -> Kind:
        return kind_of_leaf(leaf, self.definitions)

    # ── numbers and times that hang together ──

    @property
    def hangs_together(self) -> bool:
        """Whether what one value can be says something of another."""
        return bool(self.apart) or any(isinstance(leaf, DayOf) for leaf in self.values)

    def edges(self) -> Iterator[Edge]:
        """Give every bound and every distance as one thing is at most another and a number."""
        yield from self.apart
        for leaf in self._in_play():
            found = self.range_of(leaf)
            if found.high is not None:
                yield Edge(leaf, None, found.high, found.high_open)
            if found.low is not None:
                yield Edge(None, leaf, -found.low, found.low_open)
            if isinstance(leaf, DayOf) and (inner := position(leaf.operand)) is not None and inner[0] is not None:
                # The instant lies within its day, as far as a zone's clock can be from UTC.
                base, by = inner
                yield Edge(base, leaf, DAY + _FURTHEST_ZONE - by, strict=True)
                yield Edge(leaf, base, _FURTHEST_ZONE + by)

    def _in_play(self) -> tuple[Leaf, ...]:
        leaves: dict[Leaf, None] = {leaf: None for leaf, value in self.values.items() if isinstance(value, Range)}
        for edge in self.apart:
            leaves |= {leaf: None for leaf in (edge.leaf, edge.other) if leaf is not None}
        for leaf in tuple(leaves):
            if isinstance(leaf, DayOf) and (inner := position(leaf.operand)) is not None and inner[0] is not None:
                leaves[inner[0]] = None
        return tuple(leaves)

    def in_line(self, pinned: Mapping[Leaf, Fraction] | None = None) -> dict[Leaf, Range] | None:
        """Give how far each number and time reaches, all distances taken together; nothing where they contradict.

        These are difference bounds, which shortest ways decide (Bellman and Ford). A strict bound counts as a hair
        less than the same bound that is not.
        """
        edges = list(self.edges())
        for leaf, value in (pinned or {}).items():
            edges += [Edge(leaf, None, value), Edge(None, leaf, -value)]
        leaves = dict.fromkeys(leaf for edge in edges for leaf in (edge.leaf, edge.other) if leaf is not None)
        ahead = _shortest(edges, turned=False)
        behind = _shortest(edges, turned=True)
        if ahead is None or behind is None:
            return None
        found: dict[Leaf, Range] = {}
        for leaf in leaves:
            high, low = ahead.get(leaf), behind.get(leaf)
            start = self.range_of(leaf)
            left: Range | None = start
            if high is not None and left is not None:
                left = left.narrowed("<" if high[1] else "<=", high[0])
            if low is not None and left is not None:
                left = left.narrowed(">" if low[1] else ">=", -low[0])
            if left is None:
                return None
            found[leaf] = left
        return found


def _shortest(edges: list[Edge], *, turned: bool) -> dict[Leaf | None, tuple[Fraction, int]] | None:
    """Give the shortest way from zero to each leaf (turned: to zero), or nothing where a circle is less than none."""
    # A length is a number and, against it, how many strict bounds are in it: each takes away a hair.
    found: dict[Leaf | None, tuple[Fraction, int]] = {None: (Fraction(0), 0)}
    nodes = {node for edge in edges for node in (edge.leaf, edge.other)} | {None}
    for node in nodes:
        # From anywhere, a circle is seen; what no way reaches stays far away.
        found.setdefault(node, (_FAR, 0))
    for _ in range(len(nodes) + 1):
        changed = False
        for edge in edges:
            start, end = (edge.leaf, edge.other) if turned else (edge.other, edge.leaf)
            length, hairs = found[start]
            way = (length + edge.by, hairs - edge.strict)
            if way < found[end]:
                found[end] = way
                changed = True
        if not changed:
            return {node: way for node, way in found.items() if node is not None and way[0] < _FAR / 2}
    return None


_FAR = Fraction(10) ** 60


def kind_of_leaf(leaf: Leaf, definitions: Definitions) -> Kind:
    """Give the kind of what an operand hangs on."""
    match leaf:
        case FieldRef(name):
            spec = definitions.specs.get(name)
            return "text" if spec is None else kind_of(spec)
        case ColumnRef(_, kind):
            return kind
        case EventTime() | Now():
            return "datetime"
        case DayOf():
            return "date"
        case EventCount() | CountOf():
            return "number"
        case _:
            assert_never(leaf)


@lru_cache(maxsize=64)
def _listed(spec: Spec) -> frozenset[object] | None:
    """Give the values of a closed list (a choice, a stage, a country, a language); nothing where any may stand."""
    from ola.fieldtypes import TYPES

    type_ = TYPES[spec.type]
    return (frozenset(type_.spellings(spec).values()) or None) if isinstance(type_, Choice) else None


def _states(leaf: Leaf) -> frozenset[str]:
    match leaf:
        case FieldRef() | ColumnRef():
            return _ALL
        case Now() | DayOf():
            return frozenset({"known"})
        case EventTime() | EventCount() | CountOf():
            return frozenset({"known", "blank"})
        case _:
            assert_never(leaf)
