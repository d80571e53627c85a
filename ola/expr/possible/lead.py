"""A lead of which the facts on a way are true, and whether the plain reading of conditions agrees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ola.expr.nodes import (
    ColumnRef,
    Compare,
    Condition,
    CountOf,
    EventCount,
    EventTime,
    FieldRef,
    IsBlank,
    Now,
    TextTest,
)
from ola.expr.nodes import Literal as Written
from ola.expr.possible.facts import Facts, kind_of_leaf
from ola.expr.possible.formula import Definitions, Leaf, number, written
from ola.expr.possible.ranges import Range
from ola.expr.possible.wordings import Keys, Words
from ola.expr.reference import BLANK, MALFORMED, Lead, truth
from ola.expr.words import words
from ola.fieldtypes.kind import Kind


@dataclass(frozen=True, slots=True)
class Example:
    """A lead that is possible; `shown` says what matters of it: `country is "DE"`, `score is 60`."""

    lead: Lead
    shown: tuple[str, ...]

    def __str__(self) -> str:
        """Say what matters of the lead."""
        return " and ".join(self.shown)


@dataclass(frozen=True)
class _Scores(Mapping[str, float]):
    """The scores of a lead, each worked out when it is asked for."""

    definitions: Definitions
    leads: list[Lead]

    def __getitem__(self, name: str) -> float:
        score = self.definitions.scores[name]
        total: float = 0
        for condition, points in score.rows:
            if truth(condition, self.leads[0]) is True:
                total += points
        total = total if score.low is None else max(total, score.low)
        return total if score.high is None else min(total, score.high)

    def __iter__(self) -> Iterator[str]:
        return iter(self.definitions.scores)

    def __len__(self) -> int:
        return len(self.definitions.scores)


@dataclass(frozen=True)
class _Segments(Mapping[str, str]):
    """The segments of a lead, each worked out when it is asked for."""

    definitions: Definitions
    leads: list[Lead]

    def __getitem__(self, name: str) -> str:
        table = self.definitions.segments[name]
        return next((value for value, row in table.rows if truth(row, self.leads[0]) is True), table.otherwise)

    def __iter__(self) -> Iterator[str]:
        return iter(self.definitions.segments)

    def __len__(self) -> int:
        return len(self.definitions.segments)


def lead_of(facts: Facts, now: dt.datetime) -> Example | None:
    """Make a lead of the facts of one way; nothing where no values were found for it."""
    try:
        places = _places(facts, now)
        if places is None:
            return None
        values: dict[Leaf, object] = {
            leaf: written(place, kind_of_leaf(leaf, facts.definitions)) for leaf, place in places.items()
        }
    except OverflowError:
        return None
    for leaf, found in facts.values.items():
        match found:
            case Words() | Keys():
                value = found.some()
                if value is None:
                    return None
                values[leaf] = value
            case _:
                pass
    moment = values.get(Now())
    at = moment if isinstance(moment, dt.datetime) else now
    shown: list[str] = []
    fields: dict[str, object] = {}
    columns: dict[str, object] = {}
    events: dict[str, list[dt.datetime]] | None = None
    every: dict[str, list[dt.datetime]] | None = None
    for leaf in dict.fromkeys((*facts.states, *values)):
        known = facts.states.get(leaf, frozenset({"known"}))
        value = values.get(leaf) if "known" in known else None
        if value is None and known == {"known"}:
            value = _any_value(leaf, facts, now)
        state = BLANK if "blank" in known else MALFORMED
        match leaf:
            case FieldRef(name):
                fields[name] = state if value is None else value
            case ColumnRef(name, _):
                columns[name] = state if value is None else value
            case EventTime(event, _) if isinstance(value, dt.datetime):
                events = events or {}
                events.setdefault(event, []).append(value)
            case EventCount(event, _) if isinstance(value, int) and value <= _MOST_EVENTS:
                events = events or {}
                events.setdefault(event, []).extend([at] * value)
            case CountOf(event, _) if isinstance(value, int) and value <= _MOST_EVENTS:
                every = every or {}
                every.setdefault(event, []).extend([at] * value)
            case _:
                continue
        said = _shown(leaf, value, facts)
        shown += [] if said is None else [said]
    leads: list[Lead] = []
    leads.append(
        Lead(
            values=fields,
            columns=columns,
            scores=_Scores(facts.definitions, leads),
            segments=_Segments(facts.definitions, leads),
            terms=facts.definitions.terms,
            now=at,
            events=events,
            all_events=every,
        )
    )
    return Example(leads[0], tuple(shown))


_MOST_EVENTS = 10_000


def stands_up(example: Example, condition: Condition, to_be: Literal["true", "false", "not true", "not false"]) -> bool:
    """Say whether the plain reading finds the condition to be so of the lead."""
    try:
        found = truth(condition, example.lead)
    except (KeyError, TypeError, OverflowError):
        # A term, score or segment that could not be read, or a stretch of time that leaves the years there are.
        return False
    match to_be:
        case "true":
            return found is True
        case "false":
            return found is False
        case "not true":
            return found is not True
        case "not false":
            return found is not False


def _places(facts: Facts, now: dt.datetime) -> dict[Leaf, Fraction] | None:
    """Give each number and time a value, one after the other, so that all distances hold."""
    pinned: dict[Leaf, Fraction] = {}
    here = number(now) or Fraction(0)
    if not facts.hangs_together:
        ranges = {leaf: found for leaf, found in facts.values.items() if isinstance(found, Range)}
        for leaf, found in ranges.items():
            place = found.some(here if kind_of_leaf(leaf, facts.definitions) in ("date", "datetime") else Fraction(0))
            if place is None:
                return None
            pinned[leaf] = place
        return pinned
    reach = facts.in_line()
    if reach is None:
        return None
    # The moment of the check first, so that it is one that may come; then what hangs on it.
    for leaf in sorted(reach, key=lambda leaf: not isinstance(leaf, Now)):
        reached = facts.in_line(pinned)
        if reached is None or leaf not in reached:
            return None
        near = here if kind_of_leaf(leaf, facts.definitions) in ("date", "datetime") else Fraction(0)
        place = reached[leaf].some(near)
        if place is None:
            return None
        pinned[leaf] = place
    return pinned


def _any_value(leaf: Leaf, facts: Facts, now: dt.datetime) -> object | None:
    """Give some value of what is known, and no more said of."""
    kind = kind_of_leaf(leaf, facts.definitions)
    if kind in ("number", "date", "datetime", "duration"):
        place = facts.range_of(leaf).some(number(now) or Fraction(0) if kind in ("date", "datetime") else Fraction(0))
        return None if place is None else written(place, kind)
    return facts.keys_of(leaf).some() or ("x",) if kind == "choices" else facts.words_of(leaf).some()


def _shown(leaf: Leaf, value: object | None, facts: Facts) -> str | None:
    """Say what a value is, as a condition would."""
    kind: Kind = kind_of_leaf(leaf, facts.definitions)
    match value:
        case None:
            return words(IsBlank(leaf))
        case tuple():
            return words(TextTest("contains", leaf, tuple(map(str, value)), "choices"))
        case str() | int() | float() | dt.date() | dt.timedelta():
            return words(Compare("=", leaf, Written(value, kind), kind))
        case _:
            return None
