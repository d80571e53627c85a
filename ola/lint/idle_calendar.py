"""Calendars that a commitment names and no limit of it runs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.agreement.scope import held
from ola.clock.duration import BusinessTime, needs_calendar
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.sites import commitments, section
from ola.plan import Attainment, Deadline, Goal, StartsOn

IDLE_CALENDAR = Code(
    "OLA251",
    "warning",
    "A calendar that no limit runs on",
    """The commitment names a calendar, and its limits are plain hours or days, which run through nights, weekends and
holidays. Most often "business" was forgotten; then leads of Friday evening are late on Saturday.

    commitments:
      reply: {owed_by: sales, starts: mql, stops: meeting, within: 4 hours, calendar: amer, target: 90% per month}

Write `4 business hours`, or leave the calendar out.

Instead:

    commitments:
      reply:
        owed_by: sales
        starts: mql
        stops: meeting
        within: 4 business hours
        calendar: amer
        target: 90% per month""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Look for something in each commitment that its calendar is for."""
    plan = agreement.plan
    written = section(agreement, "commitments")
    named = {each.name: each for each in reversed(commitments(plan))}
    for name, clause in named.items():
        calendar = written[name].value
        node = held(calendar, "calendar")
        if node is None or _is_used(clause, [goal for goal in plan.goals if goal.name == name]):
            continue
        limit = held(calendar, "within")
        plain = "no limit of it is in business time" if limit is not None else "it has no limit in business time"
        what = f"{name} names a calendar, and {plain}."
        yield found(IDLE_CALENDAR, clause.clause, what, "Write business hours or days, or leave it out.", node.place)


def _is_used(clause: Deadline | Goal, goals: list[Goal]) -> bool:
    if isinstance(clause, Deadline):
        limits = [row.limit for row in clause.within] + [step.after for step in clause.steps if step.after is not None]
        apart = clause.attempts.apart if clause.attempts is not None else None
        days = any(isinstance(row.when, StartsOn) for row in clause.within)
        counted = any(needs_calendar(limit) for limit in limits) or isinstance(apart, BusinessTime)
        return counted or days or bool(clause.sequence) or clause.cutoff is not None
    measures = [goal.measure for goal in goals]
    limits = [
        limit
        for measure in measures
        if not isinstance(measure, Attainment)
        for limit in (measure.within, measure.last)
        if limit is not None
    ]
    return any(needs_calendar(limit) for limit in limits)
