"""Lengths of time and limits as people write them: `30 minutes`, `4 business hours`, `end of next business day`."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, assert_never

from ola.clock.hours import read_clock
from ola.errors import WrongCall


class UnreadableDuration(WrongCall):
    """A text that names no length of time; `advice` is the way out."""

    def __init__(self, message: str, advice: str) -> None:
        """Keep the advice apart from what stands there."""
        super().__init__(f"{message} {advice}")
        self.message = message
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Duration:
    """Absolute time: an hour is 60 minutes by any clock, a day is 24 hours."""

    length: dt.timedelta

    def __str__(self) -> str:
        """Write it as agreements do: `30 minutes`, `14 days`."""
        return _written(self.length, "")


@dataclass(frozen=True, slots=True)
class BusinessTime:
    """Time within a calendar's windows."""

    length: dt.timedelta

    def __str__(self) -> str:
        """Write it as agreements do: `4 business hours`."""
        return _written(self.length, "business ")


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """Open days of a calendar, counted after day 0; the agreement says what day 0 is and when the last is due."""

    days: int

    def __str__(self) -> str:
        """Write it as agreements do: `2 business days`."""
        return f"{self.days} business {'day' if self.days == 1 else 'days'}"


@dataclass(frozen=True, slots=True)
class OnBusinessDay:
    """A time of day, or the close, on the n-th open day after day 0, which is the same business day itself."""

    day: int
    at: dt.time | Literal["close"] = "close"

    def __str__(self) -> str:
        """Write it as agreements do: `same business day`, `by 09:00 next business day`."""
        match self.day, self.at:
            case 0, "close":
                return "same business day"
            case day, "close":
                return f"end of {_ordinal(day)} business day"
            case day, dt.time() as at:
                shown = at.isoformat("minutes" if at.second == 0 else "seconds")
                return f"by {shown} {_ordinal(day)} business day"


Length = Duration | BusinessTime | BusinessDays
Limit = Duration | BusinessTime | BusinessDays | OnBusinessDay

_SECOND = 1_000_000
_UNITS = {
    "second": _SECOND,
    "minute": 60 * _SECOND,
    "hour": 3600 * _SECOND,
    "day": 86_400 * _SECOND,
    "week": 604_800 * _SECOND,
}
_SPELT = {
    "s": "second", "sec": "second", "secs": "second",
    "min": "minute", "mins": "minute",
    "h": "hour", "hr": "hour", "hrs": "hour",
    "d": "day", "workday": "business day", "workdays": "business day",
    **{f"{unit}{plural}": unit for unit in _UNITS for plural in ("", "s")},
}  # fmt: skip
_SHOWN = 60
_EXAMPLES = "Write one such as 30 minutes or 4 business hours."
_NO_FIXED_LENGTH = {"month": "30 days", "quarter": "90 days", "year": "365 days"}
_ORDINALS = ("same", "next", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

# Nine digits hold any time an agreement can mean, and keep the arithmetic short for any text.
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_PART = re.compile(rf"({_NUMBER})[ -]?(?:(business|working|work|calendar)[ -])?([a-z]+)", re.ASCII)
_BETWEEN_PARTS = re.compile(r" ?,? ?(?:and )?")
_ISO = re.compile(
    r"P(?:(?P<year>N)Y)?(?:(?P<month>N)M)?(?:(?P<week>N)W)?(?:(?P<day>N)D)?"
    r"(?:T(?=\d)(?:(?P<hour>N)H)?(?:(?P<minute>N)M)?(?:(?P<second>N)S)?)?".replace("N", r"\d{1,9}(?:[.,]\d{1,9})?"),
    re.ASCII,
)
_NTH = r"(?:(?P<word>[a-z]+)|(?P<number>\d{1,4})(?:st|nd|rd|th)|(?:on )?business day (?P<day>\d{1,4}))"
_ON_DAY = re.compile(
    rf"(?:(?:by )?(?:the )?(?:end|close) of (?:the )?|by (?P<at>\d{{1,2}}:\d\d(?::\d\d)?) (?:on )?(?:the )?|(?P<bare>))"
    rf"{_NTH}(?(day)|(?: (?:business|working|work) day| workday))",
    re.ASCII,
)


def parse_duration(text: object) -> Length:
    """Read `30 minutes`, `4 business hours`, `2 business days`, `1 hour 30 minutes`, or ISO 8601 such as `PT4H`.

    "working" and "work" mean "business"; without one of them an hour or a day is absolute time. Raises
    UnreadableDuration, whose message says what stands there and whose advice says what to write.
    """
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        msg = f"{text} has no unit."
        raise UnreadableDuration(msg, f'Write "{text} minutes" or another unit.')
    if not isinstance(text, str):
        msg = f"{_quoted(repr(text))} is no length of time."
        raise UnreadableDuration(msg, _EXAMPLES)
    plain = " ".join(text.split())
    if not plain:
        msg = "There is no length of time."
        raise UnreadableDuration(msg, _EXAMPLES)
    if plain[0] in "Pp" and plain[1:2] and plain[1] in "Tt0123456789":
        return _read_iso(plain)
    return _read_parts(plain)


def parse_limit(text: object) -> Limit:
    """Read a length of time, or `same business day`, `end of next business day`, `by 09:00 next business day`.

    Further days are `end of third business day`, `by 12:00 on business day 3`. Raises UnreadableDuration.
    """
    if isinstance(text, str):
        plain = " ".join(text.split()).lower()
        found = _ON_DAY.fullmatch(plain)
        if found is not None:
            return _on_day(found, plain)
        if re.match(r"(by|end|close|same|next|eod|eob|cob)\b", plain):
            msg = f"{_quoted(plain)} is no limit."
            raise UnreadableDuration(
                msg,
                "Write same business day, end of next business day, or by 09:00 next business day.",
            )
    return parse_duration(text)


def spelt(text: str) -> str:
    """Write a limit in its usual spelling, number and unit kept: `4 working hrs` is `4 business hours`.

    ISO 8601 and named days come out in words. Raises UnreadableDuration.
    """
    limit = parse_limit(text)
    plain = " ".join(text.split()).lower()
    if isinstance(limit, OnBusinessDay) or plain.startswith("p"):
        return str(limit)
    words = []
    for number, kind, written in _PART.findall(plain):
        unit = _SPELT[written]
        business = kind in {"business", "working", "work"} and not unit.startswith("business ")
        words.append(f"{number} {'business ' if business else ''}{unit}{'' if number == '1' else 's'}")
    return " ".join(words)


def needs_calendar(limit: Limit) -> bool:
    """Tell whether the limit depends on a calendar."""
    match limit:
        case Duration():
            return False
        case BusinessTime() | BusinessDays() | OnBusinessDay():
            return True
        case _:
            assert_never(limit)


def _read_parts(plain: str) -> Length:
    lower = plain.lower()
    at = 0
    parts: list[tuple[Fraction, bool, str]] = []
    while at < len(lower):
        found = _PART.match(lower, at)
        if found is None:
            raise _no_part(plain, lower[at:] if parts else lower)
        number, kind, unit = found.groups()
        parts.append(_part(plain, Fraction(number), kind, unit))
        between = _BETWEEN_PARTS.match(lower, found.end())
        at = between.end() if between is not None else found.end()
        if at == len(lower) and at != found.end():
            raise _no_part(plain, lower[found.end() :])
    kinds = {(business, business and unit == "day") for _, business, unit in parts}
    if len(kinds) > 1:
        advice = "Business days are counted, other time is measured: write one of them."
        if all(not counted for _, counted in kinds):
            advice = "Repeat the word: 1 business hour 30 business minutes."
        msg = f"{_quoted(plain)} mixes absolute time, business time or business days."
        raise UnreadableDuration(msg, advice)
    units = [unit for _, _, unit in parts]
    if len(set(units)) < len(units):
        msg = f"{_quoted(plain)} names one unit twice."
        raise UnreadableDuration(msg, "Add them up.")
    business, counted = kinds.pop()
    if counted:
        (days, _, _) = parts[0]
        if days.denominator != 1:
            msg = f"{_quoted(plain)} splits a business day."
            raise UnreadableDuration(msg, "Business days are whole; write business hours.")
        return BusinessDays(int(days))
    length = _length(plain, [(number, unit) for number, _, unit in parts])
    return BusinessTime(length) if business else Duration(length)


def _part(plain: str, number: Fraction, kind: str | None, written: str) -> tuple[Fraction, bool, str]:
    """Give the number, whether it counts business time, and the unit in full."""
    unit = _SPELT.get(written)
    single = written.removesuffix("s")
    if unit is None and written in {"m", "mo", "mos"}:
        msg = f"{_quoted(plain)} could mean minutes or months."
        raise UnreadableDuration(msg, f'Write "{float(number):g} minutes".')
    if unit is None and single in _NO_FIXED_LENGTH:
        fixed = f"write days, such as {_NO_FIXED_LENGTH[single]} or 20 business days."
        msg = f"{_quoted(plain)}: a {single} has no fixed length."
        raise UnreadableDuration(msg, fixed.capitalize())
    if unit is None and written in {"business", "working", "work"}:
        msg = f"{_quoted(plain)} has no unit."
        raise UnreadableDuration(msg, f"Write {written} hours or {written} days.")
    if unit is None:
        near = difflib.get_close_matches(written, [*_SPELT, "business"], n=1)
        advice = f'Did you mean "{near[0]}"?' if near else "Write seconds, minutes, hours, days or weeks."
        msg = f"{_quoted(plain)}: {_quoted(written)} is no unit of time."
        raise UnreadableDuration(msg, advice)
    business = kind in {"business", "working", "work"} or unit == "business day"
    unit = unit.removeprefix("business ")
    if kind == "calendar" and unit not in {"day", "week"}:
        msg = f"{_quoted(plain)}: only days and weeks are counted by the calendar."
        raise UnreadableDuration(msg, f"Write {unit}s.")
    if business and unit == "week":
        msg = f"{_quoted(plain)}: a business week has no fixed length."
        raise UnreadableDuration(msg, "Write business days, such as 5 business days.")
    return number, business, unit


def _no_part(plain: str, rest: str) -> UnreadableDuration:
    if re.match(r"[-+]", rest):
        return UnreadableDuration(f"{_quoted(plain)} has a sign.", "Leave it out; lengths of time are not negative.")
    if re.fullmatch(rf"{_NUMBER}", rest, re.ASCII):
        return UnreadableDuration(f"{_quoted(plain)} has no unit.", f'Write "{rest} minutes" or another unit.')
    if re.match(r"\d{10}|\d+\.\d{10}", rest, re.ASCII):
        return UnreadableDuration(f"{_quoted(plain)} has too many digits.", "Write a shorter number.")
    if re.match(r"\d+:\d\d", rest, re.ASCII):
        return UnreadableDuration(
            f"{_quoted(plain)} is a time of day.", "Write hours and minutes, such as 1 hour 30 minutes."
        )
    return UnreadableDuration(f"{_quoted(plain)} is no length of time.", _EXAMPLES)


def _read_iso(plain: str) -> Duration:
    found = _ISO.fullmatch(plain.upper())
    given = {unit: number for unit, number in found.groupdict().items() if number} if found else {}
    if not given:
        msg = f"{_quoted(plain)} is no ISO 8601 duration."
        raise UnreadableDuration(msg, "Write one such as PT4H or P2D, or 4 hours.")
    for unit in ("year", "month"):
        if unit in given:
            advice = f"Write days, such as {_NO_FIXED_LENGTH[unit]}."
            msg = f"{_quoted(plain)}: a {unit} has no fixed length."
            raise UnreadableDuration(msg, advice)
    return Duration(_length(plain, [(Fraction(number.replace(",", ".")), unit) for unit, number in given.items()]))


def _length(plain: str, parts: list[tuple[Fraction, str]]) -> dt.timedelta:
    count = sum((number * _UNITS[unit] for number, unit in parts), Fraction(0))
    if count.denominator != 1:
        msg = f"{_quoted(plain)} is finer than a microsecond."
        raise UnreadableDuration(msg, "Round it.")
    try:
        return dt.timedelta(microseconds=int(count))
    except OverflowError:
        msg = f"{_quoted(plain)} is longer than any calendar."
        raise UnreadableDuration(msg, "Write a shorter time.") from None


def _on_day(found: re.Match[str], plain: str) -> OnBusinessDay:
    word = found["word"]
    if word is not None and word not in _ORDINALS:
        near = difflib.get_close_matches(word, _ORDINALS, n=1)
        advice = f'Did you mean "{near[0]}"?' if near else "Write same, next, second, third, or business day 3."
        msg = f"{_quoted(plain)}: {_quoted(word)} names no day."
        raise UnreadableDuration(msg, advice)
    day = int(found["number"] or found["day"] or 0) if word is None else _ORDINALS.index(word)
    if found["bare"] is not None and day:
        msg = f"{_quoted(plain)} names no time of that day."
        raise UnreadableDuration(msg, f'Write "end of {plain}" or "by 09:00 {plain}".')
    if found["at"] is None:
        return OnBusinessDay(day)
    try:
        return OnBusinessDay(day, read_clock(found["at"]))
    except WrongCall:
        msg = f"{_quoted(plain)}: {found['at']} is no time of day."
        raise UnreadableDuration(msg, "Write one such as 09:00.") from None


def _written(length: dt.timedelta, kind: str) -> str:
    rest = length // dt.timedelta(microseconds=1)
    if not rest:
        return f"0 {kind}minutes"
    parts = []
    # A single day reads as 24 hours, which nobody takes for a business day.
    whole_days = not kind and rest % _UNITS["day"] == 0 and rest > _UNITS["day"]
    for unit in ("day",) if whole_days else ("hour", "minute"):
        number, rest = divmod(rest, _UNITS[unit])
        if number:
            parts.append(f"{number} {kind}{unit}{'' if number == 1 else 's'}")
    if rest:
        seconds, fine = divmod(rest, _SECOND)
        number_text = f"{seconds}.{fine:06d}".rstrip("0") if fine else f"{seconds}"
        parts.append(f"{number_text} {kind}second{'' if number_text == '1' else 's'}")
    return " ".join(parts)


def _ordinal(day: int) -> str:
    if day < len(_ORDINALS):
        return _ORDINALS[day]
    last_two, last = day % 100, day % 10
    ending = "th" if last_two in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
    return f"{day}{ending}"


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= _SHOWN else text[:_SHOWN] + "..."}"'
