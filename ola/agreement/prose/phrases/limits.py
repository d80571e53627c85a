"""Limits: `within 4 business hours`, `the same working day`, `by noon of the next business day`, `at once`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ola.agreement.prose.phrases.lengths import BUSINESS, Length, length_at
from ola.agreement.prose.phrases.numbers import ORDINALS
from ola.agreement.prose.phrases.times import DayTime, time_at
from ola.agreement.prose.phrases.tokens import Tokens

_WITHIN = frozenset({"within", "inside", "in"})
_AT_ONCE = (
    ("at", "once"), ("immediately",), ("instantly",), ("promptly",), ("asap",), ("right", "away"), ("straight", "away"),
    ("without", "delay"), ("as", "soon", "as", "possible"), ("quickly",), ("in", "real", "time"), ("timely",),
    ("in", "a", "timely", "manner"), ("in", "due", "time"),
)  # fmt: skip
_DAY_WORDS = frozenset({"day", "morning", "workday"})


@dataclass(frozen=True, slots=True)
class OnDay:
    """A day counted from that of the start, and the time on it if one is said: `close` is the end of its hours."""

    day: int
    business: bool
    at: DayTime | Literal["close"] | None = None

    def __str__(self) -> str:
        """Write it as agreements do."""
        kind = "business day" if self.business else "day"
        name = "same" if self.day == 0 else next(word for word, number in _NTH.items() if number == self.day)
        if self.at == "close":
            return f"end of {name} {kind}"
        return f"{name} {kind}" if self.at is None else f"by {self.at} {name} {kind}"


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A word for haste, which is no limit: `at once`, `promptly`, `regularly`."""

    word: str

    def __str__(self) -> str:
        """Give the word."""
        return self.word


Limit = Length | OnDay | AtOnce
_STRETCHES = frozenset("week month quarter year weeks months quarters years following".split())
_NTH = {"next": 1, **ORDINALS} | {"following": 1}


def limit_at(tokens: Tokens, at: int) -> tuple[Limit, int] | None:
    """Read a limit at a token, with the word that opens it."""
    if at >= len(tokens):
        return None
    low = [token.low for token in tokens[at : at + 6]]
    for words in _AT_ONCE:
        if tuple(low[: len(words)]) == words:
            return _bounded(tokens, at + len(words)) or (AtOnce(" ".join(words)), at + len(words))
    if low[0] in _WITHIN and ("same" in low[1:3] or low[1:2] == ["same-day"]):
        return _on_day(tokens, at + 1)  # within the same day
    if low[0] in _WITHIN:
        start = at + 1 + (low[1:2] == ["of"]) + (low[1:2] in (["the"], ["under"], ["max"]))
        if low[1:3] == ["less", "than"] or low[1:3] == ["no", "more"]:
            start = at + 3 + (low[1:3] == ["no", "more"])
        if low[1:3] == ["the", "next"]:
            start = at + 3
        return length_at(tokens, start)
    if low[:3] == ["at", "the", "latest"] or low[:1] == ["latest"]:
        start = at + (3 if low[0] == "at" else 1)
        return length_at(tokens, start + (low[start - at : start - at + 1] in (["after"], ["within"])))
    if low[:3] in (["no", "later", "than"], ["not", "later", "than"]):
        length = length_at(tokens, at + 3)
        return length if length is not None else _on_day(tokens, at + 3)
    return _on_day(tokens, at)


def _bounded(tokens: Tokens, at: int) -> tuple[Limit, int] | None:
    """Read what bounds "at once", and so is the limit: `at once, but no later than 2 hours`."""
    at += tokens[at : at + 1] != () and tokens[at].low == ","
    if tokens[at : at + 1] and tokens[at].low in {"but", "and"}:
        at += 1
    elif [token.low for token in tokens[at : at + 3]] not in (
        ["no", "later", "than"],
        ["not", "later", "than"],
        ["at", "the", "latest"],
    ):
        return None
    found = limit_at(tokens, at)
    return found if found is not None and not isinstance(found[0], AtOnce) else None


def _on_day(tokens: Tokens, at: int) -> tuple[OnDay, int] | None:
    """Read a day by its place after the start: the same, the next, and by when on it."""
    low = [token.low for token in tokens[at : at + 4]]
    opened = low[:1] in (["by"], ["before"], ["until"], ["till"], ["at"])
    at += opened or low[:1] in (["on"], ["during"])
    if low[:1] == ["same-day"]:
        return OnDay(0, business=False), at + 1
    time = time_at(tokens, at) if opened else None
    if time is not None:
        day = _day(tokens, _skip(tokens, time[1], {"on", "of", "the", ","}))
        return None if day is None else (OnDay(day[0], business=day[1], at=time[0]), day[2])
    if low[opened : opened + 1] in (["eod"], ["cob"], ["eob"]) or [token.low for token in tokens[at : at + 3]] in (
        ["close", "of", "business"], ["end", "of", "business"], ["end", "of", "day"],
    ):  # fmt: skip
        end = at + 1 if low[opened] in {"eod", "cob", "eob"} else at + 3
        day = _day(tokens, _skip(tokens, end, {"on", "of", "the"}))
        return (
            (OnDay(0, business=True, at="close"), end)
            if day is None
            else (OnDay(day[0], business=True, at="close"), day[2])
        )
    start = _skip(tokens, at, {"the"})
    if [token.low for token in tokens[start : start + 2]] in (["end", "of"], ["close", "of"]):
        day = _day(tokens, _skip(tokens, start + 2, {"the"}))
        return None if day is None else (OnDay(day[0], business=day[1], at="close"), day[2])
    day = _day(tokens, start)
    if day is None:
        return None
    number, business, end = day
    late = _skip(tokens, end, {","})
    if late < len(tokens) and tokens[late].low in {"by", "before", "at"}:
        time = time_at(tokens, late + 1)
        if time is not None:
            return OnDay(number, business=business, at=time[0]), time[1]
    return OnDay(number, business=business), end


def _day(tokens: Tokens, at: int) -> tuple[int, bool, int] | None:
    """Read `same business day`, `next working day`, `day it lands`: which, of what kind, and where it ends."""
    low = [token.low for token in tokens[at : at + 4]]
    number = 0 if low[:1] == ["same"] else _NTH.get(low[0]) if low else None
    start = 1 if number is not None else 0
    business = low[start : start + 1] != [] and low[start] in BUSINESS
    day = start + business
    if low[day : day + 1] == [] or low[day] not in _DAY_WORDS:
        return None
    if low[day] == "workday":
        business = True
    end = at + day + 1
    if number is None:
        after = low[day + 1 : day + 3]
        if after[:1] == ["after"]:
            return 1, business, end + 1
        if after[:1] == ["of"] and len(after) > 1:
            return 0, business, end  # "on the day of receipt": what follows tells from when
        if after[:1] in (["it"], ["they"]) and len(after) > 1:
            return 0, business, end
        return None
    if number > 1 and low[0] in ORDINALS and number > len(ORDINALS):
        return None
    if low[0] in ORDINALS and [token.low for token in tokens[end : end + 1]] == ["of"]:
        after = [token.low for token in tokens[end + 1 : end + 3]]
        if after[-1:] and after[-1] in _STRETCHES:
            return None  # "the first working day of each month": a date, not a day after something
    return number, business, end


def _skip(tokens: Tokens, at: int, words: set[str]) -> int:
    while at < len(tokens) and tokens[at].low in words:
        at += 1
    return at
