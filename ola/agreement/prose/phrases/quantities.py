"""Quantities and their bounds: `above 1,500`, `60 or more`, `under 4 %`, `no more than 2 weeks`, `35-40`, `93 %+`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ola.agreement.prose.phrases.lengths import Length, length_at
from ola.agreement.prose.phrases.numbers import number_at, shown
from ola.agreement.prose.phrases.shares import share_at, share_text
from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.tree.words import Words

Sense = Literal[">=", ">", "<=", "<", "=", "between", "either"]
Kind = Literal["number", "money", "share", "length"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, an amount of money, a share or a length of time."""

    kind: Kind
    value: Fraction
    length: Length | None = None

    def __str__(self) -> str:
        """Write it as a figure: `1500`, `95%`, `4 business hours`."""
        if self.length is not None:
            return str(self.length)
        return share_text(self.value) if self.kind == "share" else shown(self.value)

    @property
    def plain(self) -> str:
        """Write its number as conditions do: a share of 60 % is 0.6."""
        return shown(self.value)


@dataclass(frozen=True, slots=True)
class Bound:
    """How a quantity is bounded; `said` is false where only the quantity stands there, `about` where it is vague.

    `either` is the least or the most, and the words do not tell which.
    """

    sense: Sense
    first: Quantity
    second: Quantity | None = None
    said: bool = True
    about: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        """The quantities in one spelling each."""
        return (str(self.first),) if self.second is None else (str(self.first), str(self.second))


# Words before a quantity, longest first, and what they make of it.
BEFORE: dict[tuple[str, ...], Sense] = {
    ("no", "less", "than"): ">=", ("not", "less", "than"): ">=", ("no", "fewer", "than"): ">=",
    ("not", "fewer", "than"): ">=", ("a", "minimum", "of"): ">=", ("minimum", "of"): ">=", ("at", "least"): ">=",
    ("not", "under"): ">=", ("not", "below"): ">=", ("minimum",): ">=", ("min",): ">=", ("min", "."): ">=",
    (">=",): ">=",
    ("no", "more", "than"): "<=", ("not", "more", "than"): "<=", ("a", "maximum", "of"): "<=", ("maximum", "of"): "<=",
    ("no", "higher", "than"): "<=", ("no", "longer", "than"): "<=", ("at", "most"): "<=", ("up", "to"): "<=",
    ("not", "above"): "<=", ("not", "over"): "<=", ("maximum",): "<=", ("max",): "<=", ("max", "."): "<=",
    ("<=",): "<=",
    ("more", "than"): ">", ("greater", "than"): ">", ("higher", "than"): ">", ("longer", "than"): ">",
    ("larger", "than"): ">", ("bigger", "than"): ">", ("above",): ">", ("over",): ">", ("exceeding",): ">",
    ("exceeds",): ">", ("exceed",): ">", ("beyond",): ">", (">",): ">", ("older", "than"): ">",
    ("less", "than"): "<", ("fewer", "than"): "<", ("lower", "than"): "<", ("smaller", "than"): "<",
    ("shorter", "than"): "<", ("below",): "<", ("under",): "<", ("<",): "<", ("younger", "than"): "<",
    ("exactly",): "=", ("equal", "to"): "=", ("=",): "=",
}  # fmt: skip
AFTER: dict[tuple[str, ...], Sense] = {
    **{(joint, word): ">=" for joint in ("or", "and") for word in
       ("more", "above", "better", "higher", "longer", "greater", "over", "larger", "older", "up", "upwards",
        "onwards")},
    **{(joint, word): "<=" for joint in ("or", "and") for word in
       ("less", "fewer", "below", "under", "lower", "shorter", "smaller", "younger")},
    ("+",): ">=", ("upwards",): ">=", ("at", "most"): "<=", ("at", "least"): ">=", ("or", "sooner"): "<=",
}  # fmt: skip
_ABOUT = frozenset(
    {"about", "around", "roughly", "approximately", "approx", "nearly", "almost", "some", "circa", "ca", "~"}
)
_LONGEST = 3


def quantity_at(tokens: Tokens, at: int) -> tuple[Quantity, int] | None:
    """Read a quantity at a token."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "money" and token.number is not None:
        return Quantity("money", token.number), at + 1
    share, length = share_at(tokens, at), length_at(tokens, at)
    if share is not None and (length is None or share[1] >= length[1]):
        return Quantity("share", share[0]), share[1]
    if length is not None:
        return Quantity("length", length[0].amount, length[0]), length[1]
    number = number_at(tokens, at)
    return None if number is None else (Quantity("number", number[0]), number[1])


def quantities(words: Words | str) -> tuple[Quantity, ...]:
    """Give every quantity in words, in order."""
    tokens, found, at = cut(words), list[Quantity](), 0
    while at < len(tokens):
        here = quantity_at(tokens, at)
        if here is not None:
            found.append(here[0])
        at = here[1] if here is not None else at + 1
    return tuple(found)


def bound_at(tokens: Tokens, at: int) -> tuple[Bound, int] | None:
    """Read a bounded quantity at a token; a bare one reads as "=" with `said` false."""
    about = False
    if at < len(tokens) and tokens[at].low in _ABOUT:
        about, at = True, at + 1
    between = at < len(tokens) and tokens[at].low in {"between", "from"}
    word = tokens[at].low if between else ""
    if between:
        ranged = _range_at(tokens, at + 1, "and" if word == "between" else "to")
        if ranged is not None:
            return ranged
        if word == "between":
            return None
        single = quantity_at(tokens, at + 1)
        if single is None or single[0].kind == "length":
            return None
        after = single[1] + (
            1 if single[1] < len(tokens) and tokens[single[1]].low in {"on", "up", "onwards", "upwards"} else 0
        )
        return Bound(">=", single[0]), after
    before, at = _words_at(tokens, at, BEFORE)
    if before is not None and at < len(tokens) and tokens[at].low in _ABOUT:
        about, at = True, at + 1
    if before is None:
        ranged = _range_at(tokens, at, "-") or _range_at(tokens, at, "to")
        if ranged is not None:
            return ranged
    found = quantity_at(tokens, at)
    if found is None:
        return None
    quantity, end = found
    behind, end = _words_at(tokens, end, AFTER)
    if before is not None and behind is not None:
        return None
    sense = before or behind
    return Bound(sense or "=", quantity, said=sense is not None, about=about), end


def _range_at(tokens: Tokens, at: int, joint: str) -> tuple[Bound, int] | None:
    """Read `50 to 500`, `$2m-$20m`, `35-40`, `50 and 500`; the first may leave its unit to the second."""
    first = quantity_at(tokens, at) or _plain_at(tokens, at)
    if first is None or first[1] >= len(tokens):
        return None
    low, after = first
    joints = {"-", "to"} if joint in {"-", "to"} else {joint}
    if tokens[after].low not in joints:
        return None
    second = quantity_at(tokens, after + 1)
    if second is None:
        return None
    high, end = second
    if low.kind == "number" and high.kind != "number":
        value = low.value / 100 if high.kind == "share" else low.value
        length = None
        if high.length is not None:
            length = Length(value, high.length.unit, business=high.length.business, absolute=high.length.absolute)
        if (
            high.kind == "money"
            and tokens[after + 1].low.rstrip().endswith(("k", "m"))
            and low.value < high.value / 1000
        ):
            return None  # "2-20k": twos or two thousands?
        low = Quantity(high.kind, value, length)
    if low.kind == "money" and high.kind == "number":
        high = Quantity("money", high.value)
    if low.kind != high.kind or (low.length is None) != (high.length is None):
        return None
    if low.value >= high.value and (low.length is None or high.length is None or low.length.unit == high.length.unit):
        return None
    return Bound("between", low, high), end


def _plain_at(tokens: Tokens, at: int) -> tuple[Quantity, int] | None:
    number = number_at(tokens, at)
    return None if number is None else (Quantity("number", number[0]), number[1])


def _words_at(tokens: Tokens, at: int, table: dict[tuple[str, ...], Sense]) -> tuple[Sense | None, int]:
    """Read the longest words of a table at a token."""
    low = tuple(token.low for token in tokens[at : at + _LONGEST])
    for length in range(len(low), 0, -1):
        if low[:length] in table and not (table is AFTER and low[length : length + 1] == ("than",)):
            return table[low[:length]], at + length
    return None, at


def read_bound(words: Words | str) -> Bound | None:
    """Read words that are one bounded quantity."""
    tokens = cut(words)
    found = bound_at(tokens, 0)
    return found[0] if found is not None and found[1] == len(tokens) else None
