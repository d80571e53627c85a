"""The fields that segments and scores hung on, worked out when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ola.evaluate.leads.blame import Evidence
from ola.evaluate.leads.docket import Docket
from ola.expr import nodes
from ola.expr.truth import Truth


class HungOn(Mapping[str, tuple[str, ...]]):
    """A mapping like any other; most leads with a blank field are never asked, and so cost nothing."""

    __slots__ = ("_asked", "_found")

    def __init__(self, find: Callable[..., dict[str, tuple[str, ...]]], *lead: Any) -> None:
        """Keep the question: a function, and the lead it is asked of."""
        self._asked: tuple[Callable[..., dict[str, tuple[str, ...]]], tuple[Any, ...]] | None = (find, lead)
        self._found: dict[str, tuple[str, ...]] = {}

    def _answer(self) -> dict[str, tuple[str, ...]]:
        asked = self._asked
        if asked is not None:
            find, lead = asked
            self._found = find(*lead)
            self._asked = None
        return self._found

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self._answer()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answer())

    def __len__(self) -> int:
        return len(self._answer())

    def __repr__(self) -> str:
        return repr(self._answer())

    def __reduce__(self) -> tuple[Any, ...]:
        return (dict, (self._answer(),))


def hung_on(docket: Docket, evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Say which blank or malformed fields left a row undecided that could have changed a segment or score."""
    found: dict[str, tuple[str, ...]] = {}
    for name, segment in docket.plan.segments.items():
        undecided: list[nodes.Condition] = []
        for _, row in segment.rows:
            if docket.sees(row):
                truth = evidence.truth(row)
                if truth is Truth.TRUE:
                    break
                if truth is Truth.UNKNOWN:
                    undecided.append(row)
        _note(found, name, undecided, evidence)
    for name, score in docket.plan.scores.items():
        total = low = high = 0.0
        undecided = []
        for row, points in score.points:
            truth = evidence.truth(row) if docket.sees(row) else Truth.FALSE
            if truth is Truth.TRUE:
                total += points
            elif truth is Truth.UNKNOWN and points:
                undecided.append(row)
                low, high = low + min(points, 0), high + max(points, 0)
        if undecided and held(total + low, score.min, score.max) != held(total + high, score.min, score.max):
            _note(found, name, undecided, evidence)
    return found


def held(total: float, least: float | None, most: float | None) -> float:
    """Hold a score within its bounds."""
    if least is not None and total < least:
        total = least
    return most if most is not None and total > most else total


def _note(found: dict[str, tuple[str, ...]], name: str, undecided: list[nodes.Condition], evidence: Evidence) -> None:
    fields = dict.fromkeys(each.name for row in undecided for each in evidence.blame(row, Truth.UNKNOWN))
    if fields:
        found[name] = tuple(fields)
