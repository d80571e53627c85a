"""Capacities that do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from ola.agreement.prose.paper import Paper
from ola.agreement.prose.phrases.numbers import number_at
from ola.agreement.prose.phrases.tokens import cut
from ola.finding import Code, Finding
from ola.lint.papers.clause import found
from ola.source import Place

SUMS = Code(
    "OLA280",
    "warning",
    "Numbers that do not add up",
    """A document says how much one person takes and how much several of them take together, and the product is
another number.

    | Item | Limit |
    |---|---|
    | new leads | 4-6 per AE and day (20-30 a week) |

    Six AEs therefore take 110-150 new leads a week.

Six times 20 to 30 is 120 to 180. Mend one of the numbers.""",
)
_EACH = re.compile(r"(?P<low>\d+)\s*[-–]\s*(?P<high>\d+) (?:a|per) (?P<period>day|week|month)", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?P<many>\w+) (?P<who>[A-Z]\w*s)\b[^.]*?\btakes? (?P<low>\d+)\s*[-–]\s*(?P<high>\d+)"
    r"(?P<what>[^.,;]*?) (?:a|per) (?P<period>day|week|month)",
    re.IGNORECASE,
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find totals that are not the number of people times what each takes."""
    units = [reading.unit for reading in paper.readings]
    each: list[tuple[Fraction, Fraction, str, str, Place]] = []
    for unit in units:
        match = _EACH.search(unit.text)
        if match is not None and re.search(r"\bper [A-Z]", unit.text):
            each.append(
                (
                    Fraction(match["low"]),
                    Fraction(match["high"]),
                    match["period"].lower(),
                    unit.text.lower(),
                    unit.place,
                )
            )
    for unit in units:
        match = _ALL.search(unit.text)
        many = number_at(cut(match["many"]), 0) if match else None
        if match is None or many is None:
            continue
        for low, high, period, text, place in each:
            thing = match["what"].strip().lower()
            if period != match["period"].lower() or not thing or thing not in text:
                continue
            if (low * many[0], high * many[0]) != (Fraction(match["low"]), Fraction(match["high"])):
                message = (
                    f"{match['many']} {match['who']} with {low} to {high} {thing} a {period} each (line {place.line}) "
                    f"take {low * many[0]} to {high * many[0]}; here stand {match['low']} to {match['high']}."
                )
                yield found(SUMS, unit.place, message, "Mend one of the numbers.")
