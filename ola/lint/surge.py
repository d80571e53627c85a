"""Exceptions for many leads at once that the promised number of leads is enough for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.expr.nodes import And, Compare, Condition, CountOf, Literal
from ola.finding import Code, Finding
from ola.lint.bounds import bound_words, period_words
from ola.lint.check import found
from ola.plan import Goal, Measure

SURGE_IS_NORMAL = Code(
    "OLA260",
    "warning",
    "An exception that the promised volume is enough for",
    """An exception holds when more leads than some number came in a few days, and a commitment promises so many leads a
month that some such days must have more. The exception is then the rule: one side keeps its promise, and relaxes the
other's limit by it.

    exceptions:
      surge: {when: count of mql in the last 7 days > 30, relaxes: first touch, within: 16 business hours}

`volume` promises 178 leads a month; spread over five times seven days, some seven days have 36 of them.

Instead:

    exceptions:
      surge: {when: count of mql in the last 7 days > 80, relaxes: first touch, within: 16 business hours}""",
)
_LONGEST = {"week": 7, "month": 31, "quarter": 92}


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold the number from which each exception acts against the numbers that are promised."""
    plan = agreement.plan
    for exemption in plan.exemptions:
        for event, last, most in _surges(exemption.when):
            for goal in plan.goals:
                stretches = _stretches(goal, event, last)
                if stretches and isinstance(goal.bound, int | float) and goal.bound / stretches > most:
                    days = f"{last.days} days" if last.days != 1 else "day"
                    what = (
                        f"{goal.name} promises {bound_words(goal)}: in every {period_words(goal.period)} that keeps "
                        f"it, some {days} have more than {most:g}, and {exemption.name} holds."
                    )
                    yield found(SURGE_IS_NORMAL, exemption.clause, what, "Write a larger number, or change the limit.")


def _surges(condition: Condition | None) -> Iterator[tuple[str, dt.timedelta, float]]:
    match condition:
        case Compare(">", CountOf(event, dt.timedelta() as last), Literal(int() | float() as most, _), _):
            yield event, last, float(most)
        case Compare(">=", CountOf(event, dt.timedelta() as last), Literal(int() | float() as most, _), _):
            yield event, last, most - 1.0
        case And(items) if len(items) == 1:
            yield from _surges(items[0])
        case _:
            return


def _stretches(goal: Goal, event: str, last: dt.timedelta) -> int:
    """Give how many stretches of that length cover a period of the goal; none where it counts something else."""
    measure = goal.measure
    if not isinstance(measure, Measure) or measure.kind != "count" or measure.of != event or goal.sense != "at least":
        return 0
    days = goal.period.days if isinstance(goal.period, dt.timedelta) else _LONGEST[goal.period]
    return -(-dt.timedelta(days=days) // last)
