"""Rows with several acts, each on a day of its own: `Attempts 3 and 4 | Day 5, Day 9`."""

from __future__ import annotations

import re
from dataclasses import replace

from ola.agreement.prose.phrases.limits import OnDay
from ola.agreement.prose.sentences.promise import Promise
from ola.agreement.prose.tables.several import BETWEEN
from ola.tree.words import Words

_NUMBERED = re.compile(r"^(?P<what>[A-Za-z][\w -]*?)s? (?P<numbers>\d+(?:(?:, | and |, and | & )\d+)+)$")
_FURTHEST = 12  # days that have a word


def by_their_days(action: Words, days: list[int], row: Promise) -> tuple[Promise, ...]:
    """Give a promise for each of the acts that a row numbers; nothing where they are not as many as its days."""
    found = _NUMBERED.match(action.text)
    numbers = re.findall(r"\d+", found["numbers"]) if found is not None else []
    if found is None or len(numbers) != len(days) or not all(0 <= day <= _FURTHEST for day in days):
        return ()
    what = found["what"].lower()
    return tuple(
        replace(row, limit=OnDay(day, business=False), stops=(f"{what} {number}",))
        for number, day in zip(numbers, days, strict=True)
    )


def clocks_of(limit: Words) -> tuple[Words, ...]:
    """Take a cell apart that tells several clocks in full, as ola writes them; a single part for any other."""
    found = limit.parted(BETWEEN)
    return found if all("counted from" in part.text for part in found) else (limit,)
