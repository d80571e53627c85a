"""Marks that tell several bounds, each for a period of its own: `4-6 per rep and day (20-30 a week)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.phrases.quantities import Bound, bound_at
from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.sentences.goals import Number, bound_told
from ola.tree.words import Words

BETWEEN = re.compile(r";\s*")  # what ola writes between several things that a cell tells in full
_PERIODS = {"day": "rolling 1 days", "week": "week", "month": "month", "quarter": "quarter"}
_BOUNDS = re.compile(
    r"^(?:between|at least|at most|less than|more than) .+ per (?:week|month|quarter|rolling \d+ days)\b"
)


def parts_of(mark: Words) -> tuple[Words, ...]:
    """Take a mark apart that tells several bounds in full, as ola writes them; a single part for any other."""
    found = mark.parted(BETWEEN)
    return found if all(_BOUNDS.match(part.text) for part in found) else (mark,)


def others_of(tokens: Tokens, bound: Bound) -> tuple[tuple[Bound, str], ...]:
    """Give the bounds of a mark besides one of them, each with its period; nothing where one of them has none."""
    every = tuple(_bounds(tokens))
    found: list[tuple[Bound, str]] = []
    for number, (each, end) in enumerate(every):
        until = every[number + 1][1] if number + 1 < len(every) else len(tokens)
        period = next((_PERIODS[token.low] for token in tokens[end:until] if token.low in _PERIODS), None)
        if each == bound:
            continue
        if period is None or each.first.kind != bound.first.kind:
            return ()
        found.append((each, period))
    return tuple(found)


def _bounds(tokens: Tokens) -> Iterator[tuple[Bound, int]]:
    """Give the numbers and shares of a mark, and where each ends; "a week" is the period of one."""
    at = 0
    while at < len(tokens):
        here = bound_at(tokens, at)
        if here is not None and here[0].first.kind != "length":
            yield here
        at = here[1] if here is not None else at + 1


def also_told(way: Number, others: tuple[tuple[Bound, str], ...]) -> Iterator[str]:
    """Write the other bounds in the sense in which the one is meant: both ends of a range, or the same one."""
    each = f" for each {way.per}" if way.per in {"owner", "team"} else ""
    for other, period in others:
        yield f"{bound_told(replace(way, bound=_as_meant(other, way.bound)))} per {period}{each}"


def _as_meant(other: Bound, meant: Bound | None) -> Bound:
    if meant is None or meant.second is not None:
        return other
    if other.second is None:
        return replace(other, sense=meant.sense)
    return Bound(meant.sense, other.second if meant.sense in {"<=", "<"} else other.first)
