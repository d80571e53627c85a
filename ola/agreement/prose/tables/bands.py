"""Bands of numbers in a table, such as `20-250` and `2000+`: which share a value, and what they are without it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from ola.agreement.prose.phrases.quantities import Bound, Quantity, quantity_at, read_bound
from ola.agreement.prose.phrases.tokens import cut
from ola.tree.words import Words


@dataclass(frozen=True, slots=True)
class Band:
    """The values from one number to another, either of which may be left out, each end within it or not."""

    low: Quantity | None
    high: Quantity | None
    from_low: bool = True
    to_high: bool = True

    @property
    def figures(self) -> tuple[str, ...]:
        """Its ends."""
        return tuple(str(end) for end in (self.low, self.high) if end is not None)

    def compared(self, field: str) -> str:
        """Write that a field lies in it."""
        low, high = self.low, self.high
        if low is not None and high is not None and self.from_low and self.to_high:
            return f"{field} between {low.plain} and {high.plain}" if low != high else f"{field} = {low.plain}"
        ends = [] if low is None else [f"{field} {'>=' if self.from_low else '>'} {low.plain}"]
        ends += [] if high is None else [f"{field} {'<=' if self.to_high else '<'} {high.plain}"]
        return " and ".join(ends)


_HALF_OPEN = re.compile(
    r"^(?P<from>from|over) (?P<low>\S+(?: \S+)?) (?P<to>to under|to|up to) (?P<high>\S+(?: \S+)?)$", re.IGNORECASE
)


def read_band(words: Words) -> Band | None:
    """Read a cell that is a range of numbers: `20-250`, `2000+`, `up to $2m`, `from 20 to under 250`."""
    half = _HALF_OPEN.match(words.text)
    if half is not None:
        ends = [
            bound.first for name in ("low", "high") if (bound := read_bound(half[name])) is not None and not bound.said
        ]
        if len(ends) == len(("low", "high")) and ends[0].kind == ends[1].kind:
            return Band(ends[0], ends[1], half["from"].lower() == "from", not half["to"].lower().endswith("under"))
    bound = read_bound(words)
    match bound:
        case Bound(sense="between", first=low, second=high):
            return Band(low, high)
        case Bound(sense=">=" | ">" as sense, first=low):
            return Band(low, None, from_low=sense == ">=")
        case Bound(sense="<=" | "<" as sense, first=high):
            return Band(None, high, to_high=sense == "<=")
        case Bound(first=only):
            return Band(only, only)
        case None:
            return None


def band_told(band: Band, words: Words) -> str:
    """Write a band that leaves out one of its ends; amounts as the cell has them."""
    spelt = {str(quantity): text for text, quantity in _amounts(words)}
    low, high = (spelt.get(str(end), str(end)) for end in (band.low, band.high))
    if band.high is None:
        return f"{'from ' if band.from_low else 'over '}{low}"
    if band.low is None:
        return f"{'up to ' if band.to_high else 'under '}{high}"
    return f"{'from' if band.from_low else 'over'} {low} {'to' if band.to_high else 'to under'} {high}"


def _amounts(words: Words) -> Iterator[tuple[str, Quantity]]:
    """Give the numbers of a cell as they are spelt."""
    tokens, at = cut(words), 0
    while at < len(tokens):
        found = quantity_at(tokens, at)
        if found is not None:
            yield words.text[tokens[at].start : tokens[found[1] - 1].end], found[0]
        at = found[1] if found is not None else at + 1


@dataclass(frozen=True)
class Bands:
    """All bands of one signal, the lowest first, each once."""

    every: tuple[Band, ...]

    @cached_property
    def met(self) -> frozenset[Band]:
        """Those of which a value lies in another one too: in the next, or in the one before that reaches highest."""
        found: set[Band] = set()
        highest: Band | None = None
        for at, band in enumerate(self.every):
            after = self.every[at + 1] if at + 1 < len(self.every) else None
            if (highest is not None and _overlap(highest, band)) or (after is not None and _overlap(band, after)):
                found.add(band)
            if highest is None or _reach(highest) < _reach(band):
                highest = band
        return frozenset(found)

    @cached_property
    def _at(self) -> dict[Band, int]:
        return {band: at for at, band in enumerate(self.every)}

    @cached_property
    def _lows(self) -> Counter[Fraction]:
        return Counter(band.low.value for band in self.every if band.low is not None and band.from_low)

    @cached_property
    def _highs(self) -> Counter[Fraction]:
        return Counter(band.high.value for band in self.every if band.high is not None and band.to_high)

    def cut(self, band: Band, side: str) -> Band:
        """Give a band without the ends that belong to another one, the upper or the lower of two that share it."""
        is_point = band.low == band.high
        if side == "upper" and band.high is not None and self._lows[band.high.value] > is_point:
            return replace(band, to_high=False)
        if side == "lower" and band.low is not None and self._highs[band.low.value] > is_point:
            return replace(band, from_low=False)
        return band

    def is_free(self, bare: Band, band: Band) -> bool:
        """Say whether a band without its ends, in place of the whole of it, meets no other."""
        at = self._at[band]
        beside = (*self.every[max(0, at - 1) : at], *self.every[at + 1 : at + 2])
        return bare != band and not any(_overlap(*sorted((bare, other), key=begin)) for other in beside)


def begin(band: Band) -> float:
    """Give where a band begins."""
    return float("-inf") if band.low is None else float(band.low.value)


def _reach(band: Band) -> float:
    return float("inf") if band.high is None else float(band.high.value)


def _overlap(low: Band, high: Band) -> bool:
    """Say whether a value lies in both, of which the first begins no later."""
    if low.high is None or high.low is None:
        return True
    ends, begins = low.high.value, high.low.value
    return ends > begins or (ends == begins and low.to_high and high.from_low)
