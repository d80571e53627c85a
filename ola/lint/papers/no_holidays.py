"""Working time without a word on public holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

NO_HOLIDAYS = Code(
    "OLA282",
    "warning",
    "No word on public holidays",
    """The document counts time or days, and says nothing of public holidays. On the first of them somebody will be late
by one reading and in time by the other.

    Every Ready record is claimed within 6 working hours.

Name the holidays that are kept: "public holidays of Germany do not count".""",
)
_TIMED = re.compile(r"\b(?:hours?|days?|minutes)\b", re.IGNORECASE)
_WORKING = re.compile(
    r"\b(?:business|working|opening|office)[ -](?:time|hours?|minutes?|days?|week)\b|\b(?:mon|tue|wed|thu|fri)\w*\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:bank |public )?holidays?\b", re.IGNORECASE)


def check(paper: Paper) -> Iterator[Finding]:
    """Find a document that counts time and names no holidays."""
    units = [reading.unit for reading in paper.readings]
    if any(_SAID.search(unit.text) for unit in units):
        return
    first = next((unit for unit in units if _WORKING.search(unit.text)), None) or next(
        (unit for unit in units if _TIMED.search(unit.text)), None
    )
    if first is not None:
        yield found(
            NO_HOLIDAYS,
            first.place,
            "The document counts time and says nothing of public holidays.",
            "Name those that are kept.",
        )
