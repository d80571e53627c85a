"""Times of day and weekdays: `9:00 to 18:00`, `8 am - 6 pm`, `until 14`, `noon`, `Monday to Friday`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.tree.words import Words

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_WORDS: dict[str, int] = {
    **{day: number for number, day in enumerate(_LONG)},
    **{f"{day}s": number for number, day in enumerate(_LONG)},
    **{day: number for number, day in enumerate(DAYS)},
    "tues": 1, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
_SAID = {"noon": dt.time(12), "midday": dt.time(12), "midnight": dt.time(0)}
_DOTTED = re.compile(r"(\d{1,2})\.([0-5]\d)")
_TO = frozenset({"to", "-", "until", "till", "through", "thru"})


@dataclass(frozen=True, slots=True)
class DayTime:
    """A time of day; `half` says whether am or pm was said, so that a bare 5 is known to be unclear."""

    at: dt.time
    half: Literal["am", "pm", ""] = ""
    bare: bool = False

    def __str__(self) -> str:
        """Write it as agreements do: `09:00`."""
        return self.at.isoformat("minutes")


def time_at(tokens: Tokens, at: int, *, bare: bool = False) -> tuple[DayTime, int] | None:
    """Read a time of day at a token; `bare` also takes `9` alone, where the words around it ask for a time."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.low in _SAID:
        return DayTime(_SAID[token.low], "pm"), at + 1
    hour = minute = -1
    is_bare = False
    if token.kind == "time":
        hour, minute = (int(part) for part in token.low.split(":"))
    elif bare and token.kind == "number" and (dotted := _DOTTED.fullmatch(token.text)) is not None:
        hour, minute = int(dotted[1]), int(dotted[2])  # "8.30 to 17.30"
    elif token.kind == "number" and token.number is not None and token.number.denominator == 1:
        hour, minute, is_bare = int(token.number), 0, True
    elif token.kind == "word" and token.low[:-1].isdecimal() and token.low.endswith("h"):
        hour, minute = int(token.low[:-1]), 0
    if not (0 <= hour <= 24 and 0 <= minute < 60):  # noqa: PLR2004 (hours and minutes)
        return None
    after = at + 1
    half = _half_at(tokens, after)
    if half is not None:
        word, after = half
        if not 1 <= hour <= 12:  # noqa: PLR2004 (the clock's face)
            return None
        hour = hour % 12 + (12 if word == "pm" else 0)
        return DayTime(dt.time(hour, minute), word), after
    if after < len(tokens) and tokens[after].low in {"o'clock", "h", "hrs"} and is_bare:
        after, is_bare = after + 1, False
    if is_bare and not bare:
        return None
    return DayTime(dt.time(hour % 24, minute), bare=is_bare), after


def _half_at(tokens: Tokens, at: int) -> tuple[Literal["am", "pm"], int] | None:
    low = [token.low for token in tokens[at : at + 4]]
    for word in ("am", "pm"):
        half: Literal["am", "pm"] = "am" if word == "am" else "pm"
        if low[:1] == [word]:
            return half, at + 1
        if low[:1] == [f"{word[0]}.{word[1]}"]:
            return half, at + 1 + (low[1:2] == ["."])
    return None


def window_at(tokens: Tokens, at: int) -> tuple[tuple[str, str], int] | None:
    """Read a stretch of the day at a token: `9:00 to 18:00`, `8 am - 6 pm`, `from 7 to 16`, `between 10 and 19`.

    A stretch whose end is a bare number below its start, such as `9 to 5`, is not read: it may mean the afternoon.
    """
    between = at < len(tokens) and tokens[at].low == "between"
    if at < len(tokens) and tokens[at].low in {"from", "between"}:
        at += 1
    first = time_at(tokens, at, bare=True)
    if first is None or first[1] >= len(tokens):
        return None
    opens, after = first
    if tokens[after].low not in _TO and not (between and tokens[after].low == "and"):
        return None
    last = time_at(tokens, after + 1, bare=True)
    if last is None:
        return None
    closes, end = last
    if opens.bare and closes.half:  # 9 - 12 am and 9 to 5 pm: the half of the second is no half of the first
        if opens.at.hour > 12:  # noqa: PLR2004 (the clock's face)
            return None
        if not (opens.at.hour < 12 and closes.half == "pm"):  # noqa: PLR2004
            return None
        if opens.at.hour < 6:  # noqa: PLR2004 ("1 to 5 pm" begins in the afternoon, "6 to 2 pm" in the morning)
            return None
    if closes.bare and (closes.at <= opens.at or opens.half):
        return None
    if opens.at == closes.at:
        return None
    closing = "24:00" if closes.at == dt.time(0) else str(closes)
    return (str(opens), closing), end


_EVERY_DAY = (("daily",), ("every", "day"), ("each", "day"), ("7", "days", "a", "week"), ("seven", "days", "a", "week"))

_EVERY = frozenset(words[0] for words in _EVERY_DAY)


def weekdays_at(tokens: Tokens, at: int) -> tuple[tuple[str, ...], int] | None:
    """Read weekdays at a token: `Monday to Friday`, `Mon-Fri`, `Tuesdays and Thursdays`, `weekdays`, `daily`."""
    if at >= len(tokens):
        return None
    low = tokens[at].low
    if low == "m-f" or [token.low for token in tokens[at : at + 3]] == ["m", "-", "f"]:
        return DAYS[:5], at + (1 if low == "m-f" else 3)
    if low in {"weekdays", "weekday"}:
        return DAYS[:5], at + 1
    if low in {"weekends", "weekend"}:
        return DAYS[5:], at + 1
    for words in _EVERY_DAY if low in _EVERY else ():
        if tuple(token.low for token in tokens[at : at + len(words)]) == words:
            return DAYS, at + len(words)
    first, joined, last = low.partition("-")
    if joined and first in _DAY_WORDS and last in _DAY_WORDS:
        return _stretch(_DAY_WORDS[first], _DAY_WORDS[last]), at + 1
    if low not in _DAY_WORDS:
        return None
    found = [_DAY_WORDS[low]]
    after = at + 1
    if after + 1 < len(tokens) and tokens[after].low in _TO and tokens[after + 1].low in _DAY_WORDS:
        days = list(_stretch(found[0], _DAY_WORDS[tokens[after + 1].low]))
        after += 2
    else:
        days = [DAYS[found[0]]]
    while (
        after + 1 < len(tokens) and tokens[after].low in {",", "and", "or", "&"} and tokens[after + 1].low in _DAY_WORDS
    ) or _articled(tokens, after):
        after += _articled(tokens, after)
        if after + 3 < len(tokens) and tokens[after + 2].low in _TO and tokens[after + 3].low in _DAY_WORDS:
            days += _stretch(_DAY_WORDS[tokens[after + 1].low], _DAY_WORDS[tokens[after + 3].low])
            after += 4
            continue
        days.append(DAYS[_DAY_WORDS[tokens[after + 1].low]])
        after += 2
    return tuple(dict.fromkeys(days)), after


def _articled(tokens: Tokens, at: int) -> bool:
    """Say that another day follows with its article: `a Saturday, a Sunday or a holiday`."""
    low = [token.low for token in tokens[at : at + 3]]
    return len(low) == 3 and low[0] in {",", "or", "and"} and low[1] in {"a", "the"} and low[2] in _DAY_WORDS  # noqa: PLR2004 (", a Sunday")


def _stretch(first: int, last: int) -> tuple[str, ...]:
    return tuple(DAYS[(first + step) % 7] for step in range((last - first) % 7 + 1))


def days_key(days: tuple[str, ...]) -> str:
    """Write weekdays as calendars do: `mon-fri`, `sat`, `mon, wed`."""
    numbers = [DAYS.index(day) for day in days]
    if len(numbers) > 1 and all((later - sooner) % 7 == 1 for sooner, later in pairwise(numbers)):
        return f"{days[0]}-{days[-1]}"
    return ", ".join(days)


def read_time(words: Words | str) -> DayTime | None:
    """Read words that are one time of day."""
    tokens = cut(words)
    found = time_at(tokens, 0)
    return found[0] if found is not None and found[1] == len(tokens) else None


def read_windows(words: Words | str) -> dict[str, tuple[str, str]] | None:
    """Read a week's hours: `Monday to Friday 9:00 to 18:00, Saturday 10 am - 2 pm`, days before or after their hours.

    Gives the hours by weekday; nothing where anything else stands there.
    """
    tokens = cut(words)
    found = week_at(tokens, 0)
    return found[0] if found is not None and found[1] == len(tokens) else None


def week_at(tokens: Tokens, at: int) -> tuple[dict[str, tuple[str, str]], int] | None:
    """Read a week's hours at a token."""
    week: dict[str, tuple[str, str]] = {}
    end = at
    while True:
        at = end
        if week and at < len(tokens) and tokens[at].low in {",", ";", "and", "&"}:
            at += 1
            if at < len(tokens) and tokens[at].low in {"and", "on"}:
                at += 1
        part = _part_at(tokens, at)
        if part is None or set(part[0]) & set(week):
            return (week, end) if week else None
        days, window, end = part
        week |= dict.fromkeys(days, window)


def _part_at(tokens: Tokens, at: int) -> tuple[tuple[str, ...], tuple[str, str], int] | None:
    """Read some days and their hours, or some hours and their days."""
    if at < len(tokens) and tokens[at].low == "on":
        at += 1
    days = weekdays_at(tokens, at)
    if days is not None:
        between = days[1]
        while between < len(tokens) and tokens[between].low in {",", ":", "from"}:
            between += 1
        window = window_at(tokens, between)
        return None if window is None else (days[0], window[0], window[1])
    window = window_at(tokens, at)
    if window is None:
        return None
    between = window[1]
    while between < len(tokens) and tokens[between].low in {",", "on", "from"}:
        between += 1
    days = weekdays_at(tokens, between)
    return None if days is None else (days[0], window[0], days[1])
