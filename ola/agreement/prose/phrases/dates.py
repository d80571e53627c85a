"""Days of the calendar: `1 October 2026`, `October 1st, 2026`, `1 Oct. 2026`, `2026-10-01`.

Days in digits alone, as `01/10/2026`, are read by half of the world in another way, and not read here.
"""

from __future__ import annotations

import datetime as dt
import re

from ola.agreement.prose.phrases.tokens import Tokens

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 6


def date_at(tokens: Tokens, at: int) -> tuple[dt.date, int] | None:
    """Read a day with its year at a token, and where it ends."""
    if at >= len(tokens):
        return None
    if _ISO.fullmatch(tokens[at].low):
        found = _day(*map(int, tokens[at].low.split("-")))
        return None if found is None else (found, at + 1)
    # The words of a date without "the", "of", commas and the stop behind an abbreviation.
    words = [
        (token.low, here + 1)
        for here, token in enumerate(tokens[at : at + _LONGEST], at)
        if token.low not in {"the", "of", ",", "."}
    ][:3]
    if len(words) < 3 or tokens[at].low in {"of", ",", "."}:  # noqa: PLR2004 (day, month, year)
        return None
    (first, _), (second, _), (year, end) = words
    day, month = (first, second) if second in _MONTHS else (second, first)
    named = _DAY.fullmatch(day)
    if named is None or month not in _MONTHS or not re.fullmatch(r"[12]\d{3}", year):
        return None
    found = _day(int(year), _MONTHS[month], int(named[1]))
    return None if found is None else (found, end)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
