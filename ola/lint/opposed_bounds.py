"""A least that is more than the most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.bounds import bound_words, is_number, period_words
from ola.lint.check import found
from ola.plan import Goal, Measure

OPPOSED = Code(
    "OLA258",
    "warning",
    "A least that is more than the most",
    """One promise sets a floor under a number, another a ceiling over the same number, and the floor is the higher of
the two: whoever keeps one breaks the other. Weeks are held against months and quarters by how many of them a longer
period can touch.

    commitments:
      no flood: {owed_by: marketing, count: mql, at_most: 25 per week}

Here `volume`, in another place, promises at least 178 a month, and the six weeks that a month can touch have 150 at
most.

Instead:

    commitments:
      no flood: {owed_by: marketing, count: mql, at_most: 60 per week}""",
)
# How many of the shorter period a longer one can touch, its first and last cut ones included.
_TOUCHES = {("week", "month"): 6, ("week", "quarter"): 15, ("month", "quarter"): 3}


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold every floor against the ceilings over the same number."""
    for first, second in combinations(agreement.plan.goals, 2):
        floor, ceiling = (first, second) if first.sense == "at least" else (second, first)
        if floor.sense != "at least" or ceiling.sense != "at most" or not _same_number(floor, ceiling):
            continue
        most = _most(ceiling, floor)
        if most is not None and isinstance(floor.bound, int | float) and floor.bound > most:
            other = f"{first.name} {bound_words(first)}" if first.name != second.name else bound_words(first)
            what = f"{second.name} wants {bound_words(second)}, and {other}; both cannot be kept."
            yield found(OPPOSED, second.clause, what, "Change one of the two numbers.")


def _same_number(floor: Goal, ceiling: Goal) -> bool:
    if not isinstance(floor.measure, Measure) or not isinstance(ceiling.measure, Measure):
        return False
    if replace(floor.measure, text=None, calendar=None) != replace(ceiling.measure, text=None, calendar=None):
        return False
    # What all leads may be at most, some of them may not be more than; shares are of the very same leads.
    everybody = ceiling.binds is None and ceiling.spares is None
    return (floor.binds, floor.spares) == (ceiling.binds, ceiling.spares) or (everybody and is_number(floor))


def _most(ceiling: Goal, floor: Goal) -> float | None:
    """Give the most that the ceiling leaves in a period of the floor."""
    if not isinstance(ceiling.bound, int | float):
        return None
    if ceiling.period == floor.period:
        return ceiling.bound
    periods = (period_words(ceiling.period), period_words(floor.period))
    return ceiling.bound * _TOUCHES[periods] if periods in _TOUCHES and is_number(floor) else None
