"""Absolute durations as conditions write them: `30 minutes`, `7 days`, `PT4H`."""

from __future__ import annotations

import datetime as dt
import re

UNITS = {
    "second": dt.timedelta(seconds=1),
    "minute": dt.timedelta(minutes=1),
    "hour": dt.timedelta(hours=1),
    "day": dt.timedelta(days=1),
    "week": dt.timedelta(weeks=1),
}
UNIT = re.compile(r"(second|minute|hour|day|week|month|quarter|year)s?", re.IGNORECASE)
ISO = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?"
)
_PART = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s+(business\s+)?([a-z]+)", re.IGNORECASE)
LONGEST = dt.timedelta(days=366 * 200)


def read_duration(text: str) -> dt.timedelta | str:
    """Give the duration that is written, or a sentence that says why it is none."""
    if iso := ISO.fullmatch(text):
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        if years or months:
            return _NO_FIXED_LENGTH
        total = dt.timedelta(days=days, weeks=weeks) + dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return total if total <= LONGEST else _TOO_LONG
    total = dt.timedelta()
    for number, business, unit in _PART.findall(text):
        if business:
            return "Business time is counted on a calendar, which a condition has none of."
        if unit.lower().removesuffix("s") not in UNITS:
            return _NO_FIXED_LENGTH
        total += min(float(number), 1e7) * UNITS[unit.lower().removesuffix("s")]
    return total if total <= LONGEST else _TOO_LONG


def duration_words(duration: dt.timedelta) -> str:
    """Write a duration in its largest whole units: `7 days`, `1 hour 30 minutes`."""
    left, parts = duration, []
    for unit in ("day", "hour", "minute"):
        count, left = divmod(left, UNITS[unit])
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    if left or not parts:
        seconds = f"{left.total_seconds():f}".rstrip("0").rstrip(".")
        parts.append(f"{seconds or 0} second{'' if seconds == '1' else 's'}")
    return " ".join(parts)


_NO_FIXED_LENGTH = "Months, quarters and years have no fixed length."
_TOO_LONG = "No duration here may be longer than 200 years."
