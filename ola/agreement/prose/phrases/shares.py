"""Shares of a whole: `95 %`, `one in five`, `a quarter`, `two thirds`, `half`, `all`, `none`."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from ola.agreement.prose.phrases.numbers import number_at, shown
from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.tree.words import Words

PARTS_OF_A_WHOLE = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "tenth": 10, "tenths": 10,
}  # fmt: skip


def share_at(tokens: Tokens, at: int) -> tuple[Fraction, int] | None:
    """Read a share at a token; what is more than all is none."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.kind == "percent" and token.number is not None:
        return (token.number / 100, at + 1) if token.number <= 100 else None  # noqa: PLR2004 (percent)
    if token.low == "half":
        return Fraction(1, 2), at + 1
    if token.low in {"a", "one"} and at + 1 < len(tokens) and tokens[at + 1].low in PARTS_OF_A_WHOLE:
        # "a quarter" is also a time: whoever wants a time asks for that first.
        return Fraction(1, PARTS_OF_A_WHOLE[tokens[at + 1].low]), at + 2
    found = number_at(tokens, at)
    if found is None:
        return None
    number, after = found
    if after < len(tokens) and tokens[after].low in PARTS_OF_A_WHOLE and number > 1:
        if tokens[after].low == "quarters" and [each.low for each in tokens[after + 1 : after + 2]] != ["of"]:
            return None  # three quarters of a year
        share = number / PARTS_OF_A_WHOLE[tokens[after].low]
        return (share, after + 1) if share <= 1 else None
    if after < len(tokens) and (
        tokens[after].low == "in" or [each.low for each in tokens[after : after + 2]] == ["out", "of"]
    ):
        whole = number_at(tokens, after + (1 if tokens[after].low == "in" else 2))
        if whole is not None and number.denominator == 1 and 0 < number <= whole[0] and _ends_there(tokens, whole[1]):
            return number / whole[0], whole[1]
    return None


def _ends_there(tokens: Tokens, at: int) -> bool:
    """Say that no unit of time follows, as in `one in 5 days`."""
    return at >= len(tokens) or tokens[at].low not in {"days", "hours", "minutes", "weeks", "months", "business"}


def share_text(share: Fraction) -> str:
    """Write a share as agreements do: `95%`, `16.666667%`."""
    return f"{shown(share * 100)}%"


def share_limit(share: Fraction, *, least: bool) -> str:
    """Write a share as a limit that it meets itself: a sixth as a least is `16.666666%`, as a most `16.666667%`."""
    percent = share * 10**8
    return share_text(Fraction(floor(percent) if least else ceil(percent), 10**8))


def read_share(words: Words | str) -> Fraction | None:
    """Read words that are one share."""
    tokens = cut(words)
    found = share_at(tokens, 0)
    return found[0] if found is not None and found[1] == len(tokens) else None
