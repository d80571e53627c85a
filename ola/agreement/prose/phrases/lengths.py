"""Lengths of time: `6 working hours`, `half an hour`, `three weeks`, `90 business minutes`, `4 months`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ola.agreement.prose.phrases.numbers import number_at, shown
from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.tree.words import Words

Unit = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
UNITS: dict[str, Unit] = {
    "second": "second", "seconds": "second", "sec": "second", "secs": "second",
    "minute": "minute", "minutes": "minute", "min": "minute", "mins": "minute",
    "hour": "hour", "hours": "hour", "h": "hour", "hr": "hour", "hrs": "hour",
    "day": "day", "days": "day", "d": "day", "week": "week", "weeks": "week", "wk": "week", "wks": "week",
    "month": "month", "months": "month", "quarter": "quarter", "quarters": "quarter", "year": "year", "years": "year",
}  # fmt: skip
# How time is told that runs in working hours only, and time that runs day and night.
BUSINESS = frozenset({"business", "working", "work", "office", "opening", "operating"})
ABSOLUTE = frozenset({"calendar", "clock", "consecutive", "elapsed"})
ONE_DAY = {"workday": "day", "workdays": "day", "weekday": "day", "weekdays": "day"}
_NOT_LENGTHS: frozenset[Unit] = frozenset({"month", "quarter", "year"})


@dataclass(frozen=True, slots=True)
class Length:
    """An amount of time; `business` says working time, `absolute` that the words ask for day and night."""

    amount: Fraction
    unit: Unit
    business: bool = False
    absolute: bool = False

    def __str__(self) -> str:
        """Write it as agreements do: `4 business hours`, `1 day`, `30 minutes`."""
        kind = "business " if self.business else ""
        return f"{shown(self.amount)} {kind}{self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def is_fixed(self) -> bool:
        """Whether it is as long at any time: months, quarters and years are not, nor is a week of working days."""
        return self.unit not in _NOT_LENGTHS and not (self.business and self.unit == "week")


def length_at(tokens: Tokens, at: int) -> tuple[Length, int] | None:
    """Read a length of time at a token."""
    half = _half_at(tokens, at)
    if half is not None:
        return half
    found = number_at(tokens, at)
    if found is None and at < len(tokens) and tokens[at].low in {"a", "an"}:
        found = Fraction(1), at + 1
    if found is None:
        return None
    amount, after = found
    if after < len(tokens) and tokens[after].low in {"full", "whole", "complete", "-"}:
        after += 1
    if tokens[after : after + 3] and [token.low for token in tokens[after : after + 3]] == ["and", "a", "half"]:
        amount, after = amount + Fraction(1, 2), after + 3
    return _unit_at(tokens, after, amount)


def _unit_at(tokens: Tokens, at: int, amount: Fraction) -> tuple[Length, int] | None:
    if at >= len(tokens):
        return None
    low = tokens[at].low
    if low in ONE_DAY:
        return Length(amount, "day", business=True), at + 1
    kind = low.removesuffix("-")
    business, absolute = kind in BUSINESS, kind in ABSOLUTE
    if business or absolute:
        at += 1
    else:
        first, _, rest = low.partition("-")
        if first in BUSINESS and rest in UNITS:
            return Length(amount, UNITS[rest], business=True), at + 1
    unit = UNITS.get(tokens[at].low.removesuffix("'s").rstrip("'")) if at < len(tokens) else None
    if unit is None:
        return None
    after = at + 1
    if after < len(tokens) and tokens[after].low in {"'", "’"}:  # five days' notice
        after += 1
    if (
        not business
        and not absolute
        and [token.low for token in tokens[after : after + 3]] in (["of", "working", "time"], ["of", "opening", "time"])
    ):
        business, absolute, after = True, True, after + 3
    if not business and [token.low for token in tokens[after : after + 3]] in (
        ["around", "the", "clock"],
        ["day", "and", "night"],
    ):
        absolute, after = True, after + 3
    if (
        [token.low for token in tokens[after : after + 3]] == ["and", "a", "half"]
        and unit in {"hour", "day", "week"}
        and amount == int(amount)
    ):
        amount, after = amount + Fraction(1, 2), after + 3
    if amount < 1 and unit == "hour":
        amount, unit = amount * 60, "minute"
    return Length(amount, unit, business=business, absolute=absolute), after


_HALVES = (
    (["half"], Fraction(1, 2)),
    (["a", "half"], Fraction(1, 2)),
    (["a", "quarter", "of"], Fraction(1, 4)),
    (["three", "quarters", "of"], Fraction(3, 4)),
)


def _half_at(tokens: Tokens, at: int) -> tuple[Length, int] | None:
    """Read `half an hour`, `half a day`, `a quarter of an hour`, `three quarters of an hour`."""
    if at >= len(tokens) or tokens[at].low not in {"half", "a", "three"}:
        return None
    low = [token.low for token in tokens[at : at + 6]]
    for words, share in _HALVES:
        after = len(words)
        if low[:after] == words and low[after : after + 1] in (["a"], ["an"]):
            return _unit_at(tokens, at + after + 1, share)
        if words != ["half"] and low[:after] == words and low[after : after + 1] == ["hour"]:
            return _unit_at(tokens, at + after, share)
    if low[:2] == ["half", "hour"]:
        return Length(Fraction(30), "minute"), at + 2
    return None


def read_length(words: Words | str) -> Length | None:
    """Read words that are one length of time."""
    tokens = cut(words)
    found = length_at(tokens, 0)
    return found[0] if found is not None and found[1] == len(tokens) else None
