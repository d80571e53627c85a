"""When a promise is kept or lost for good: a number that may still move lies between two bounds.

Every measure says between which numbers its final value must lie. A promise is decided where both ends of that range
say the same, so a period that is not over, or has open members, is decided as soon as they cannot change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Literal

Number = float | Fraction
Sense = Literal["at least", "at most"]

# A share of members yet to come is never quite none or all once one of those there are says otherwise.
_JUST = Fraction(1, 10**15)


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a number can become."""

    low: Number
    high: Number


def decided(within: Range, sense: Sense, bound: Number) -> bool | None:
    """Say whether the promise is kept, wherever in the range the number ends; null where it depends."""
    kept = [end >= bound if sense == "at least" else end <= bound for end in (within.low, within.high)]
    return kept[0] if kept[0] == kept[1] else None


def count_range(count: float, unsure: float, *, over: bool) -> Range:
    """Give the range of a number that can only grow: by `unsure` more, without end while the period runs."""
    return Range(count, count + unsure if over else inf)


def share_range(won: int, lost: int, unsure: int, *, over: bool) -> Range | None:
    """Give the range of a share of which `unsure` members may fall either way; nothing of no members."""
    if over:
        members = won + lost + unsure
        return Range(Fraction(won, members), Fraction(won + unsure, members)) if members else None
    return Range(_JUST if won else 0, 1 - _JUST if lost else 1)


def exact(share: float) -> Fraction:
    """Give a promised share as the decimal number it was written as."""
    return Fraction(repr(share))
