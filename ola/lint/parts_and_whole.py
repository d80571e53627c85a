"""Parts that do not add up to the whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from ola.agreement.agreement import Agreement
from ola.expr.possible import Possibilities, not_true
from ola.finding import Code, Finding, spoken_list
from ola.lint.bounds import bound_words, is_number
from ola.lint.check import found
from ola.lint.reasoning import bound_leads, possibilities
from ola.plan import Goal, Measure

DO_NOT_ADD_UP = Code(
    "OLA259",
    "warning",
    "Parts that do not add up to the whole",
    """A number is promised as a whole and, with `for:`, in parts. The parts share no lead and leave none out, and yet
their sum is another number than the whole. Planning goes by one of them, and the month is judged by the other.

    commitments:
      volume amer: {owed_by: marketing, for: region amer, count: mql, at_least: 100 per month}
      volume emea: {owed_by: marketing, for: region emea, count: mql, at_least: 60 per month}

`volume`, in another place, promises 178.

Instead:

    commitments:
      volume amer: {owed_by: marketing, for: region amer, count: mql, at_least: 110 per month}
      volume emea: {owed_by: marketing, for: region emea, count: mql, at_least: 68 per month}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Add up the parts of every number that is promised as a whole too."""
    possible = possibilities(agreement.plan)
    numbers = [goal for goal in agreement.plan.goals if is_number(goal) and isinstance(goal.bound, int | float)]
    for whole in numbers:
        if whole.binds is not None or whole.spares is not None:
            continue
        parts = [part for part in numbers if part.binds is not None and part.spares is None and _alike(part, whole)]
        if len(parts) < 2 or not _divide(parts, possible):  # noqa: PLR2004 (a sum has two parts)
            continue
        total = sum(part.bound for part in parts if isinstance(part.bound, int | float))
        if total != whole.bound:
            names = spoken_list([part.name for part in parts])
            what = f"{names} add up to {total:g}, and {whole.name} is {bound_words(whole)}."
            yield found(DO_NOT_ADD_UP, parts[-1].clause, what, "Change a part, or the whole.")


def _alike(part: Goal, whole: Goal) -> bool:
    """Whether both count the same, in periods of one kind, and both as a floor or as a ceiling."""
    return _counted(part) == _counted(whole)


def _counted(goal: Goal) -> object:
    measure = replace(goal.measure, calendar=None) if isinstance(goal.measure, Measure) else goal.measure
    return measure, goal.sense, goal.period


def _divide(parts: list[Goal], possible: Possibilities) -> bool:
    """Whether no lead is in two parts, and every lead is in one."""
    alone = all(
        possible.impossible(*bound_leads(one.binds, None), *bound_leads(other.binds, None))
        for one, other in combinations(parts, 2)
    )
    return alone and possible.impossible(*(not_true(part.binds) for part in parts if part.binds is not None))
