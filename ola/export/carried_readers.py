"""Readers that an exported pydantic module carries with it, as source text: nothing here may need ola.

Each reads as its field type does (`ola.fieldtypes`), with the type's own patterns handed in; a law holds the
two together. A reader gets a value that is not blank and gives what it means, or MALFORMED.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

# White space as Unicode has it; `str.strip()` alone also takes U+001C to U+001F.
WHITE_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


# The first and last millisecond of the calendar, from 1970 on.
FIRST_MILLISECOND = -62_135_596_800_000
LAST_MILLISECOND = 253_402_300_799_999


class Malformed(enum.Enum):
    """What stands for a value that is not readable as its type."""

    MALFORMED = "malformed"


MALFORMED = Malformed.MALFORMED


def folded(text: str) -> str:
    """Give the form in which texts compare: trimmed, composed, lower-cased code point by code point."""
    return unicodedata.normalize("NFC", text.strip(WHITE_SPACE)).replace("Σ", "σ").lower()


def composed(text: str) -> str:
    """Give the trimmed text with its accents composed, as its length is counted."""
    return unicodedata.normalize("NFC", text.strip(WHITE_SPACE))


def digits(raw: Any) -> str | Malformed:
    """Give a whole number as its digits."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return MALFORMED
    if isinstance(raw, int):
        return str(raw) if -(2**63) <= raw < 2**64 else MALFORMED
    value = read_integer(raw, "")
    return MALFORMED if value is MALFORMED else str(value)


def is_blank(raw: Any, words: frozenset[str], *, many: bool = False) -> bool:
    """Say whether nothing was filled in: null, empty, white space, or a word that means as much."""
    if raw is None or (isinstance(raw, float) and math.isnan(raw)):
        return True
    if isinstance(raw, str):
        return folded(raw) in {"", *words} or (many and all(folded(part) in {"", *words} for part in raw.split(";")))
    if many and isinstance(raw, list | tuple):
        return all(is_blank(part, words) for part in raw)
    return digits(raw) in words


def read_text(raw: Any) -> str | Malformed:
    """Read text that keeps its spelling; a whole number stands for its digits."""
    if not isinstance(raw, str):
        return digits(raw)
    try:
        raw.encode()
    except UnicodeEncodeError:
        return MALFORMED
    return raw.strip(WHITE_SPACE)


def read_form(raw: Any, *patterns: str) -> str | Malformed:
    """Read text of a certain form, such as a mail address."""
    if not isinstance(raw, str):
        return MALFORMED
    text = raw.strip(WHITE_SPACE)
    return text if all(re.fullmatch(pattern, text) for pattern in patterns) else MALFORMED


def read_phone(raw: Any, pattern: str) -> str | Malformed:
    """Read a phone number; a whole number of 7 to 15 digits stands for them."""
    if isinstance(raw, str):
        return read_form(raw, pattern)
    value = read_integer(raw, "")
    return str(value) if isinstance(value, int) and 10**6 <= value < 10**15 else MALFORMED


def read_language(raw: Any, pattern: str) -> str | Malformed:
    """Read a language code, in lower case with hyphens."""
    text = read_form(raw, pattern)
    return MALFORMED if text is MALFORMED else text.replace("_", "-").lower()


def read_integer(raw: Any, pattern: str) -> int | Malformed:
    """Read a whole number within ±(2^53 - 1)."""
    if isinstance(raw, str):
        text = raw.strip(WHITE_SPACE)
        if not pattern or not re.fullmatch(pattern, text):
            return MALFORMED
        figures = text.lstrip("+-").lstrip("0") or "0"
        if len(figures) > len(str(2**53)):
            return MALFORMED
        return (-1 if text[0] == "-" else 1) * int(figures)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not -(2**53) < raw < 2**53:
        return MALFORMED
    return int(raw) if raw == int(raw) else MALFORMED


def read_number(raw: Any, pattern: str) -> float | Malformed:
    """Read a decimal number; a group in the pattern picks the number out of what stands around it."""
    if isinstance(raw, str):
        found = re.fullmatch(pattern, raw.strip(WHITE_SPACE))
        if found is None:
            return MALFORMED
        value = float(found[found.lastindex or 0])
    elif isinstance(raw, bool) or not isinstance(raw, int | float):
        return MALFORMED
    else:
        try:
            value = float(raw)
        except OverflowError:
            return MALFORMED
    return value if math.isfinite(value) else MALFORMED


def read_boolean(raw: Any) -> bool | Malformed:
    """Read yes or no."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        text = raw.strip(WHITE_SPACE)
        words = {"true": True, "yes": True, "t": True, "y": True, "1": True}
        words |= {"false": False, "no": False, "f": False, "n": False, "0": False}
        return words.get(text.lower(), MALFORMED) if text.isascii() else MALFORMED
    return {"1": True, "0": False}.get(str(digits(raw)), MALFORMED)


def read_choice(raw: Any, spellings: Mapping[str, str], *, numbers: bool = True) -> str | Malformed:
    """Read one of the choices by any of its folded spellings."""
    text = raw if isinstance(raw, str) else digits(raw) if numbers else MALFORMED
    return spellings.get(folded(text), MALFORMED) if isinstance(text, str) else MALFORMED


def read_choices(raw: Any, spellings: Mapping[str, str], words: frozenset[str]) -> tuple[str, ...] | Malformed:
    """Read several choices, from a list or from text with `;` between them."""
    parts: Sequence[Any] = raw if isinstance(raw, list | tuple) else raw.split(";") if isinstance(raw, str) else [raw]
    keys = [read_choice(part, spellings) for part in parts if not is_blank(part, words)]
    if not keys or MALFORMED in keys:
        return MALFORMED
    return tuple(dict.fromkeys(str(key) for key in keys))


def read_day(text: str, order: str) -> dt.date:
    """Give the date of a text that has the form of one."""
    if re.match("[0-9]{4}-", text):
        return dt.date.fromisoformat(text)
    first, second, year = map(int, re.split("[./-]", text))
    return dt.date(year, first, second) if order == "month first" else dt.date(year, second, first)


def read_milliseconds(raw: Any) -> dt.datetime | Malformed:
    """Give the instant that so many milliseconds after 1970 began."""
    value = read_integer(raw, "[+-]?[0-9]+")
    if value is MALFORMED or not FIRST_MILLISECOND <= value <= LAST_MILLISECOND:
        return MALFORMED
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=value)


def read_date(raw: Any, pattern: str, order: str) -> dt.date | Malformed:
    """Read a day, alone or with midnight behind it."""
    if isinstance(raw, dt.datetime):
        return raw.date() if raw.time() == dt.time() else MALFORMED
    if isinstance(raw, dt.date):
        return raw
    if order == "epoch ms" and (not isinstance(raw, str) or re.fullmatch("[+-]?[0-9]+", raw.strip(WHITE_SPACE))):
        instant = read_milliseconds(raw)
        return instant.date() if isinstance(instant, dt.datetime) else MALFORMED
    text = read_form(raw, pattern)
    return MALFORMED if text is MALFORMED else read_day(re.split("[Tt ]", text, maxsplit=1)[0], order)


def read_datetime(raw: Any, pattern: str, parts: str, order: str, zone: str | None) -> dt.datetime | Malformed:
    """Read an instant in UTC; without an offset of its own it is in the source's zone."""
    if isinstance(raw, dt.datetime):
        return in_utc(raw, zone)
    if order == "epoch ms" and (not isinstance(raw, str) or re.fullmatch("[+-]?[0-9]+", raw.strip(WHITE_SPACE))):
        return read_milliseconds(raw)
    text = read_form(raw, pattern)
    found = None if text is MALFORMED else re.match(parts, text)
    if found is None:
        return MALFORMED
    written, hours, minutes, seconds, fraction, half, utc, sign, east_hours, east_minutes = found.groups()
    hour = int(hours) if not half else int(hours) % 12 + (12 if half in "Pp" else 0)
    clock = dt.time(hour, int(minutes), int(seconds or 0), int((fraction or "")[:6].ljust(6, "0")))
    moment = dt.datetime.combine(read_day(written, order), clock)
    if utc:
        return moment.replace(tzinfo=dt.UTC)
    if sign:
        east = dt.timedelta(hours=int(east_hours), minutes=int(east_minutes or 0))
        moment = moment.replace(tzinfo=dt.timezone(-east if sign == "-" else east))
    return in_utc(moment, zone)


def in_utc(moment: dt.datetime, zone: str | None) -> dt.datetime | Malformed:
    """Give the instant; a moment without offset and zone names none."""
    if moment.tzinfo is None:
        if zone is None:
            return MALFORMED
        moment = moment.replace(tzinfo=ZoneInfo(zone), fold=0)
    try:
        return moment.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        return MALFORMED


def day_of(instant: dt.datetime | None, zone: str) -> dt.date | None:
    """Give the date of an instant in a zone."""
    try:
        return None if instant is None else instant.astimezone(ZoneInfo(zone)).date()
    except OverflowError:
        return None


def shifted(moment: Any, seconds: float) -> Any:
    """Give a date or instant moved by so many seconds."""
    try:
        return None if moment is None else moment + dt.timedelta(seconds=seconds)
    except OverflowError:
        return None


def read_duration(raw: Any, pattern: str, words: str, parts: str) -> dt.timedelta | Malformed:
    """Read a length of time: a count and its unit, or ISO 8601."""
    if isinstance(raw, dt.timedelta):
        return raw
    text = read_form(raw, pattern)
    if text is MALFORMED:
        return MALFORMED
    if spoken := re.match(words, text):
        count, fraction, unit = spoken.groups()
        seconds = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}[unit[0].lower()]
        millionths = int((fraction or "").ljust(6, "0"))
        return dt.timedelta(microseconds=(int(count) * 1_000_000 + millionths) * seconds)
    iso = re.match(parts, text)
    if iso is None:
        return MALFORMED
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in iso.groups()[:5])
    millionths = int((iso[6] or "").ljust(6, "0"))
    return dt.timedelta(days + 7 * weeks, seconds, millionths, hours=hours, minutes=minutes)
