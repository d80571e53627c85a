"""Business hours by the two dozen, which are more than a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

from ola.agreement.agreement import Agreement
from ola.clock.duration import BusinessTime
from ola.finding import Code, Finding, count
from ola.lint.check import found
from ola.plan import Deadline, Plan

DOZENS_OF_HOURS = Code(
    "OLA254",
    "info",
    "24 business hours are no day",
    """A limit of 24, 48 or 72 business hours is read by most people as one, two or three days. On a calendar of eight
hours a day, 24 business hours are three working days.

    commitments:
      reply:
        owed_by: sales
        starts: mql
        stops: meeting
        within: 24 business hours
        calendar: amer
        target: 90% per month

If a day is meant, write `1 business day` (with `after_hours` and `due_at`) or `24 hours`.

Instead:

    commitments:
      reply:
        owed_by: sales
        starts: mql
        stops: meeting
        within: 1 business day
        after_hours: next opening
        due_at: same time
        calendar: amer
        target: 90% per month""",
)
_DAY = dt.timedelta(days=1)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:
    """Look for limits of whole days in business hours."""
    plan = agreement.plan
    for deadline in plan.deadlines:
        for row in deadline.within:
            if not isinstance(row.limit, BusinessTime) or row.limit.length < _DAY or row.limit.length % _DAY:
                continue
            a_day = _open_a_day(deadline, plan, as_of)
            if a_day is None or a_day >= _DAY:
                continue
            days = row.limit.length / a_day
            shown = "about " if days % 1 else ""
            what = (
                f"{row.text} are {shown}{count(round(days), 'working day')} of {deadline.name}, {_hours(a_day)} each."
            )
            meant = count(row.limit.length // _DAY, "business day")
            advice = f"If {meant} {'is' if meant.startswith('1 ') else 'are'} meant, write that."
            yield found(DOZENS_OF_HOURS, deadline.clause, what, advice, row.place)


def _open_a_day(deadline: Deadline, plan: Plan, as_of: dt.datetime) -> dt.timedelta | None:
    """Give how long the clock's calendar is open on an open day, in the mean of the four weeks from `as_of`."""
    choice = deadline.calendar
    names = [] if choice is None else [choice.name, choice.otherwise, *choice.table.values()]
    calendar = next((there for name in names if (there := plan.calendars.get(name or "")) is not None), None)
    if calendar is None:
        return None
    zone = ZoneInfo(calendar.zone)
    first = as_of.astimezone(zone).date()
    midnights = [dt.datetime.combine(first + _DAY * day, dt.time(), zone) for day in range(29)]
    worked = [each for start, end in pairwise(midnights) if (each := calendar.elapsed(start, end))]
    return sum(worked, dt.timedelta()) / len(worked) if worked else None


def _hours(length: dt.timedelta) -> str:
    return f"{length / dt.timedelta(hours=1):.3g} hours"
