"""Numbers in digits and in words: `1,500`, `six`, `a dozen`, `twice`, `third`."""

from __future__ import annotations

from fractions import Fraction

from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.tree.words import Words

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
CARDINALS: dict[str, int] = {word: number for number, word in enumerate(_SMALL)} | _TENS | {"dozen": 12}
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
ORDINALS: dict[str, int] = {word: number for number, word in enumerate(_ORDINAL_WORDS, 1)}
TIMES: dict[str, int] = {"once": 1, "twice": 2, "thrice": 3}
_BIG = {"hundred": 100, "thousand": 1000}


def number_at(tokens: Tokens, at: int) -> tuple[Fraction, int] | None:
    """Read a number at a token: `1,500`, `six`, `twenty-five`, `a hundred`, `a dozen`."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "number" and token.number is not None:
        return token.number, at + 1
    if token.kind != "word":
        return None
    if token.low in {"a", "an", "one"} and at + 1 < len(tokens):
        after = tokens[at + 1].low
        if after in _BIG or after == "dozen":
            return Fraction(_BIG.get(after, 12)), at + 2
    found = _word(token.low)
    if found is None:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].low in _BIG:
        return Fraction(found * _BIG[tokens[at + 1].low]), at + 2
    return Fraction(found), at + 1


def _word(low: str) -> int | None:
    tens, _, ones = low.partition("-")
    if ones and (tens in _TENS or tens == "twenty") and 0 < CARDINALS.get(ones, 0) < 10:  # noqa: PLR2004 (one digit)
        return CARDINALS[tens] + CARDINALS[ones]
    return CARDINALS.get(low)


def times_at(tokens: Tokens, at: int) -> tuple[Fraction, int] | None:
    """Read how often: `twice`, `three times`, `2x`, `4+ times`."""
    if at >= len(tokens):
        return None
    if tokens[at].low in TIMES:
        return Fraction(TIMES[tokens[at].low]), at + 1
    if tokens[at].low == "x" and (after := number_at(tokens, at + 1)) is not None:
        return after
    found = number_at(tokens, at)
    if found is None:
        return None
    number, after_number = found
    if after_number < len(tokens) and tokens[after_number].low in {"times", "time", "x"}:
        return number, after_number + 1
    return None


def ordinal_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Read which: `first`, `third`, `3rd`."""
    if at >= len(tokens):
        return None
    low = tokens[at].low
    if low in ORDINALS:
        return ORDINALS[low], at + 1
    if low[:-2].isascii() and low[:-2].isdecimal() and low[-2:] in {"st", "nd", "rd", "th"} and len(low) < 6:  # noqa: PLR2004 (up to 999th)
        return int(low[:-2]), at + 1
    return None


def read_number(words: Words | str) -> Fraction | None:
    """Read words that are one number, or an amount of money."""
    tokens = cut(words)
    if len(tokens) == 1 and tokens[0].kind in {"money", "percent"}:
        return tokens[0].number
    found = number_at(tokens, 0)
    return found[0] if found is not None and found[1] == len(tokens) else None


def shown(number: Fraction) -> str:
    """Write a number as agreements do: `1500`, `0.5`, `0.333`."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.6f}".rstrip("0").rstrip(".")
