"""Periods that numbers are promised for: `per month`, `a week`, `each quarter`, `monthly`, `per rolling 30 days`."""

from __future__ import annotations

from ola.agreement.prose.phrases.numbers import number_at
from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.tree.words import Words

_NAMES = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
_ADVERBS = {
    "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year",
}  # fmt: skip
_OPENS = frozenset({"per", "a", "an", "each", "every", "in", "within", "/", "of", "by", "over"})
OPENS_PERIOD = _OPENS | _ADVERBS.keys()
# What ola's goals are told for; days and years are not (yet) among them.
SPOKEN = frozenset({"week", "month", "quarter"})


def period_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read a period at a token and give its word: `week`, `month`, `quarter`, `rolling 30 days`."""
    if at >= len(tokens):
        return None
    low = [token.low for token in tokens[at : at + 6]]
    if low[0] in _ADVERBS:
        return _ADVERBS[low[0]], at + 1
    if low[0] not in _OPENS:
        return None
    after = 1
    while after < len(low) and low[after] in {"a", "an", "any", "each", "every", "the", "one", "single", "given"}:
        after += 1
    rolling = low[after : after + 1] == ["rolling"]
    if rolling or (low[0] == "in" and low[1:2] == ["any"]):
        days = number_at(tokens, at + after + rolling)
        if days is not None and days[1] < len(tokens) and tokens[days[1]].low in {"days", "day"}:
            return f"rolling {days[0]} days", days[1] + 1
        if rolling or days is not None:
            return None
    if low[0] in {"in", "within", "of", "over", "by"} and after == 1:
        return None  # "in month" is no English, and "of month" names none
    if low[after : after + 1] in (["calendar"], ["fiscal"]):
        if low[after] == "fiscal":
            return None
        after += 1
    word = low[after].removesuffix("'s") if after < len(low) else ""
    return (_NAMES[word], at + after + 1) if word in _NAMES else None


def read_period(words: Words | str) -> str | None:
    """Read words that are one period: `per month`, `monthly`, `month`."""
    tokens = cut(words)
    found = period_at(tokens, 0)
    if found is not None and found[1] == len(tokens):
        return found[0]
    return _NAMES.get(tokens[0].low) if len(tokens) == 1 else None
