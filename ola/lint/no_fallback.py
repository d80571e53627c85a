"""Clocks that run on the owner's calendar, and owners without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.sites import commitments
from ola.plan import CalendarChoice, Deadline, Goal, Measure, Plan

NO_FALLBACK = Code(
    "OLA250",
    "warning",
    "A calendar by owner without one for the others",
    """The clock runs on the calendar of whoever owns the lead. Owners without a calendar, and those who join later and
are not listed yet, have none: the limit cannot be counted for their leads, which are then neither met nor breached.

    commitments:
      meeting in time:
        owed_by: sales
        starts: mql and assigned
        stops: meeting
        calendar: {by: owner}
        within: 4 business hours
        target: 90% per month

Name the calendar of everybody else.

Instead:

    commitments:
      meeting in time:
        owed_by: sales
        starts: mql and assigned
        stops: meeting
        calendar: {by: owner, otherwise: amer}
        within: 4 business hours
        target: 90% per month""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Look for calendars by owner that leave some out."""
    plan = agreement.plan
    for clause in commitments(plan):
        choice = _calendar(clause)
        if choice is not None and choice.by_owner and choice.otherwise is None:
            without = [owner.name for owner in plan.owners.values() if owner.calendar is None and not owner.queue]
            who = f"{', '.join(without)} and whoever is not listed" if without else "an owner who is not listed"
            what = f"{clause.name} runs on the owner's calendar, and nothing says which that is for {who}."
            yield found(NO_FALLBACK, clause.clause, what, _advice(plan))


def _calendar(clause: Deadline | Goal) -> CalendarChoice | None:
    if isinstance(clause, Deadline):
        return clause.calendar
    return clause.measure.calendar if isinstance(clause.measure, Measure) else None


def _advice(plan: Plan) -> str:
    named = next(iter(plan.calendars), "NAME")
    return f"Add otherwise, such as calendar: {{by: owner, otherwise: {named}}}."
