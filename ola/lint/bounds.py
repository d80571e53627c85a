"""Bounds of numbers, in words, and whether the leads that two promises bind can be the same."""

from __future__ import annotations

import datetime as dt

from ola.expr.possible import Possibilities
from ola.finding import count
from ola.lint.reasoning import bound_leads
from ola.plan import Attainment, Deadline, Goal, Measure


def overlap(first: Deadline | Goal, second: Deadline | Goal, possible: Possibilities) -> bool:
    """Whether there is a lead that both bind: they say the same, or one was found."""
    if (first.binds, first.spares) == (second.binds, second.spares):
        return True
    asked = (*bound_leads(first.binds, first.spares), *bound_leads(second.binds, second.spares))
    return possible.example(*asked) is not None


def bound_words(goal: Goal) -> str:
    """Write a goal's bound as the agreement does: `at least 95% per month`."""
    amount = goal.bound
    is_share = isinstance(goal.measure, Attainment) or goal.measure.kind in ("share", "spread")
    shown = f"{amount * 100:g}%" if is_share and isinstance(amount, int | float) else _number(amount)
    return f"{goal.sense} {shown} per {period_words(goal.period)}"


def _number(amount: object) -> str:
    return f"{amount:g}" if isinstance(amount, int | float) else str(amount)


def period_words(period: str | dt.timedelta) -> str:
    """Write a period as the agreement does: `month`, `rolling 30 days`."""
    return period if isinstance(period, str) else f"rolling {count(period.days, 'day')}"


def is_number(goal: Goal) -> bool:
    """Whether a goal promises a count or a sum, which add up over leads."""
    return isinstance(goal.measure, Measure) and goal.measure.kind in ("count", "sum")
