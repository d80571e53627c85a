"""Working hours that nothing is said of: no calendar at all, or one without holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.agreement.scope import words
from ola.clock.duration import Duration
from ola.finding import Code, Finding, count
from ola.lint.check import found
from ola.lint.sites import section
from ola.plan import Clause

NO_CALENDAR_AT_ALL = Code(
    "OLA252",
    "info",
    "No working hours anywhere",
    """The agreement has clocks and not one calendar, so every limit runs through nights, weekends and holidays: what
comes on Friday at 18:00 with 4 hours is late at 22:00. It may be meant so; most often nobody thought of it.

    ola: 1
    id: small
    version: 1.0.0
    status: signed
    zone: America/New_York
    parties: {marketing: {signs: VP Marketing}, sales: {signs: VP Sales}}
    fields:
      lead_id: {type: id, key: true, supplied_by: marketing}
      stage: {type: stage}
    stages:
      mql: {party: marketing}
      accepted: {party: sales, end: true}
    moves: [mql -> accepted]
    commitments:
      answer: {owed_by: sales, starts: mql, stops: accepted, within: 4 hours, target: 90% per month}

Define the hours, and write `4 business hours` where they count.

Instead:

    ola: 1
    id: small
    version: 1.0.0
    status: signed
    zone: America/New_York
    parties: {marketing: {signs: VP Marketing}, sales: {signs: VP Sales}}
    fields:
      lead_id: {type: id, key: true, supplied_by: marketing}
      stage: {type: stage}
    stages:
      mql: {party: marketing}
      accepted: {party: sales, end: true}
    moves: [mql -> accepted]
    calendars:
      office: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}, holidays: US}
    commitments:
      answer:
        owed_by: sales
        starts: mql
        stops: accepted
        within: 4 business hours
        calendar: office
        target: 90% per month""",
)
NO_HOLIDAYS = Code(
    "OLA253",
    "info",
    "A calendar that says nothing of holidays",
    """The calendar names no holidays, so it is open on all of them: a lead that comes on the evening of December 24 is
due on the morning of the 25th. It may be meant so; most often the holidays were forgotten.

    calendars:
      amer: {zone: America/New_York, hours: {mon-fri: 09:00-18:00}}

Name the country or its part (`US`, `DE-BE`), or say in a sentence that holidays are worked.

Instead:

    calendars:
      amer: {zone: America/New_York, hours: {mon-fri: 09:00-18:00}, says: Open on public holidays too.}""",
)
_HOUR = dt.timedelta(hours=1)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Look for clocks without any calendar, and for calendars without holidays."""
    plan, calendars = agreement.plan, section(agreement, "calendars")
    limits = [row.limit for deadline in plan.deadlines for row in deadline.within]
    of_hours = [limit for limit in limits if isinstance(limit, Duration) and limit.length >= _HOUR]
    entry = agreement.tree.entry("commitments")
    if not calendars and of_hours and entry is not None:
        many = "the one limit runs" if len(of_hours) == 1 else f"all {count(len(of_hours), 'limit')} run"
        what = f"No calendar is defined, so {many} through nights, weekends and holidays."
        clause = Clause("commitments", place=entry.key.place)
        yield found(NO_CALENDAR_AT_ALL, clause, what, "Define calendars, and write business hours where they count.")
    for name, calendar in plan.calendars.items():
        said = words(calendars[name].value, "says") or ""
        always = words(calendars[name].value, "hours") == "always"
        if calendar.places or calendar.holidays or always or "holiday" in said.lower():
            continue
        clause = Clause(f"calendars.{'-'.join(name.lower().split())}", place=calendars[name].key.place)
        what = f"Nothing says on which holidays {name} is closed; it is open on all of them."
        yield found(NO_HOLIDAYS, clause, what, "Add holidays: COUNTRY, or a sentence under says: that they are worked.")
