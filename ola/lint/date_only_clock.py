"""Clocks of hours that are started or stopped by a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.clock.duration import BusinessTime, Duration, Limit
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import FromField

DATE_ONLY = Code(
    "OLA223",
    "error",
    "A date that is to time a clock of hours",
    """A limit in minutes or hours starts or stops at an event that is seen in a date without a time of day.
Salesforce's `LastActivityDate` and `ConvertedDate` are such dates. Taken as midnight, they would be wrong by up to
a day.

    fields:
      last_activity: {type: date, in: {salesforce: LastActivityDate}}
    events:
      touched: {at: last_activity}
    commitments:
      answer: {owed_by: sales, starts: mql, stops: touched, within: 4 hours, target: 90% per month}

Use a field that holds the time (`type: datetime`), or a log of activities; or give a limit in days.

Instead:

    fields:
      last_activity: {type: date, in: {salesforce: LastActivityDate}}
    events:
      touched: {at: last_activity}
    commitments:
      answer: {owed_by: sales, starts: mql, stops: touched, within: 2 days, target: 90% per month}""",
)
_DAY = dt.timedelta(days=1)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold the events of each clock with a limit below a day against the fields they are seen in."""
    plan = agreement.plan
    for deadline in plan.deadlines:
        if not any(_of_hours(row.limit) for row in deadline.within):
            continue
        named = [*(name for group in deadline.starts for name in group), *deadline.stops, *deadline.cancels]
        for name in dict.fromkeys(named):
            event = plan.events.get(name)
            if event is None or not isinstance(event.seen, FromField):
                continue
            field = plan.fields[event.seen.field]
            if field.kind == "date":
                what = f"{name} is seen in {field.name}, a date, and {deadline.name} is a clock of hours."
                yield found(DATE_ONLY, deadline.clause, what, f"Use a datetime for {name}, or a limit in days.")


def _of_hours(limit: Limit) -> bool:
    match limit:
        case BusinessTime():
            return True
        case Duration(length):
            return length < _DAY or bool(length % _DAY)
        case _:
            return False
