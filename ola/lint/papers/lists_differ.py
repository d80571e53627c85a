"""Two lists of the same things, of which one has fewer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from ola.agreement.prose.naming import plain
from ola.agreement.prose.paper import Paper
from ola.agreement.prose.units import Unit
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

LISTS_DIFFER = Code(
    "OLA287",
    "warning",
    "Two lists that differ by a little",
    """Two sentences list nearly the same values, and one of them leaves one out. Most often it was forgotten when the
other was changed.

    The clock closes on Working, Converted, Parked, Rejected or Out of Scope. The contact clock closes on Working,
    Converted, Parked or Rejected.

Make the lists agree, or say why they differ.""",
)
_NAME = r"[A-Z][\w-]*(?: (?!(?:equals|is|are|to|from|on|and|or|of)\b)[A-Za-z][\w-]*)?(?: [A-Z][\w-]*)?"
_LIST = re.compile(rf"{_NAME}(?:, {_NAME}){{2,}},? (?:and|or) {_NAME}")
_BETWEEN = re.compile(r",? (?:and|or) |, ")
_SHARED = 4  # so many in common make it one list
_LEFT_OUT = 2  # … and so few more in the one a slip


def check(paper: Paper) -> Iterator[Finding]:
    """Find pairs of lists that share most of their values."""
    lists = [(unit, names) for unit in _units(paper) if (names := _names(unit))]
    for (one, first), (other, second) in combinations(lists, 2):
        shared = first.keys() & second.keys()
        for fewer, more, unit, there in ((second, first, other, one), (first, second, one, other)):
            left_out = [more[key] for key in more.keys() - fewer.keys()]
            if len(shared) >= _SHARED and shared == fewer.keys() and 0 < len(left_out) <= _LEFT_OUT:
                message = f"{' and '.join(left_out)} is missing here; the list on line {there.place.line} has it."
                yield found(LISTS_DIFFER, unit.place, message, "Make the lists agree, or say why they differ.")


def _units(paper: Paper) -> list[Unit]:
    return [reading.unit for reading in paper.readings if reading.unit.kind == "sentence"]


def _names(unit: Unit) -> dict[str, str]:
    """Give the names that the longest list of a sentence holds, by their plain words."""
    match = max(_LIST.finditer(unit.text), key=lambda each: len(each.group()), default=None)
    return {plain(name): name for name in _BETWEEN.split(match.group())} if match is not None else {}
