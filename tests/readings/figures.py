"""The figures of a reading: durations, shares, counts, times of day, each as a number and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Figure(NamedTuple):
    """A number and what it counts: `4` `business hour`, `95` `%`, `178` and nothing, `09:00-17:00` and `time`."""

    amount: str
    unit: str


_TIMES = re.compile(r"\b(\d{1,2}:\d{2})(?:-(\d{1,2}:\d{2}))?")
_NUMBER = re.compile(
    r"(?<![\w.])(-?\d[\d,]*(?:\.\d+)?)\s*"
    r"(?:(%)|((?:full )?(?:business |working )?(?:minute|hour|day|week|month|quarter|year))s?\b)?"
)
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_QUOTED = re.compile(r"'[^']*'")
_COMPARES = re.compile(r"[<>=]|\bbetween\b|\bin last\b|\bwithin\b")
# What these keys hold is told in words, or names something: a number in it is no figure of the clause.
_TOLD = frozenset(
    # read more easily than as a list of strings
    """lines name action metric about holds api_name else pattern text also rule task title values counted needs
    calendar fields field old_owner instead_of until result sets period between to from by party note""".split()  # noqa: SIM905
)


def figures(text: str) -> frozenset[Figure]:
    """Take the figures from words."""
    found: set[Figure] = set()
    for match in _TIMES.finditer(text):
        found.add(Figure("-".join(part.zfill(5) for part in match.groups() if part), "time"))
    for match in _NUMBER.finditer(_DATE.sub(" ", _TIMES.sub(" ", text))):
        amount, share, unit = match.groups()
        plain = _plain(amount)
        # Half and 50 % are one figure.
        found.add(
            Figure(_plain(str(float(plain) * 100)), "%")
            if _is_part(plain, unit)
            else Figure(plain, share or _unit(unit))
        )
    return frozenset(found)


def _is_part(amount: str, unit: str | None) -> bool:
    return not unit and 0 < float(amount) < 1


def _plain(amount: str) -> str:
    number = float(amount.replace(",", ""))
    return str(int(number)) if number == int(number) else str(number)


def _unit(unit: str | None) -> str:
    return (unit or "").replace("working", "business").replace("full ", "")


def reading_figures(reading: object, key: str = "") -> Iterator[Figure]:
    """Take the figures from the reading of a clause as JSON; what is only told in words is left out."""
    match reading:
        case bool() | None:
            return
        case int() | float():
            is_share = isinstance(reading, float) and 0 < reading <= 1
            yield Figure(_plain(str(round(reading * 100, 6))), "%") if is_share else Figure(_plain(str(reading)), "")
        case str():
            bare = _QUOTED.sub(" ", reading)
            # A number in a condition that compares nothing is part of a name: "case 4".
            yield from (each for each in figures(bare) if each.unit or _COMPARES.search(bare))
        case list():
            for each in reading:
                yield from reading_figures(each, key)
        case dict():
            for name, each in reading.items():
                if name not in _TOLD:
                    yield from reading_figures(each, name)
        case _:
            return
