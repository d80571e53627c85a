"""Definitions that nothing in the agreement uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.agreement.scope import clause_id, entries
from ola.expr.nodes import CountOf, EventCount, EventTime, Operand, ScoreRef, SegmentRef, operands, terms
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.sites import commitments, sites
from ola.plan import CalendarChoice, Clause, Deadline, FromStage, Goal, Measure, Plan

UNUSED_TERM = Code(
    "OLA214",
    "warning",
    "A term that nothing uses",
    """A term is defined, and no condition of the agreement names it. Most often a rule was meant to, so a sentence
that people signed is checked nowhere.

    terms:
      student: job_title contains "student"

Use it (`unless: student` on a stage), or remove it.

Instead:

    terms:
      student: job_title contains "student"
    stages:
      mql: {party: marketing, when: score >= 60 and consent, unless: bad fit or student}""",
)
UNUSED_CALENDAR = Code(
    "OLA215",
    "warning",
    "A calendar that nothing uses",
    """A calendar is defined, and no commitment and no owner runs on it. A limit may be running on another one than
was meant.

    calendars:
      apac: {zone: Asia/Singapore, hours: {mon-fri: 09:00-17:00}, holidays: SG}

Name it in a commitment, or give it to an owner, or remove it.

Instead:

    calendars:
      apac: {zone: Asia/Singapore, hours: {mon-fri: 09:00-17:00}, holidays: SG}
    owners:
      mei: {team: apac-sdr, calendar: apac}""",
)
UNUSED_SEGMENT = Code(
    "OLA245",
    "info",
    "A segment that nothing hangs on",
    """Leads are given a value of the segment, which a check shows; but no condition asks for it, no limit and no
calendar goes by it, and no number is cut by it. It may be there for routing, or a table of limits was meant to use it.

    segments:
      size:
        large: employees >= 1000
        other: otherwise

Nothing needs to change where the value itself is what is wanted. Otherwise use it, or remove it.

Instead:

    segments:
      size:
        large: employees >= 1000
        other: otherwise
    commitments:
      volume: {owed_by: marketing, count: mql, at_least: 178 per month, per: size}""",
)
UNUSED_SCORE = Code(
    "OLA246",
    "info",
    "A score that nothing hangs on",
    """Leads are given the points, which a check shows; but no condition compares the score with a number, so nobody
qualifies or is sorted by it.

    scores:
      interest:
        points:
          - {when: source = event, add: 10}
          - {when: phone is known, add: 5}

Compare it (`interest >= 10` in a stage, term or segment), or remove it.

Instead:

    scores:
      interest:
        points:
          - {when: source = event, add: 10}
          - {when: phone is known, add: 5}
    stages:
      mql: {party: marketing, when: interest >= 10 and consent, unless: bad fit}""",
)
UNUSED_EVENT = Code(
    "OLA247",
    "info",
    "An event that nothing counts",
    """The agreement says where the event is seen, and no commitment starts, stops or counts it, and no condition
asks for it. Most often it belongs into a list under `stops` or `of`.

    events:
      demo: {log: touches, where: event = demo}

Count it where it is meant to, or remove it.

Instead:

    events:
      demo: {log: touches, where: event = demo}
    commitments:
      demos: {owed_by: sales, count: demo, at_least: 20 per month}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Find what is defined and not used."""
    plan = agreement.plan
    conditions = [site.condition for site in sites(agreement)]
    used = {name for condition in conditions for name in terms(condition)}
    asked = [operand for condition in conditions for operand in operands(condition)]
    for term in plan.terms.values():
        if term.name not in used:
            advice = "Use it in a condition, or remove it."
            yield found(UNUSED_TERM, term.clause, f"Nothing uses the term {term.name}.", advice)
    kept = {owner.calendar for owner in plan.owners.values()}
    for choice in calendar_choices(plan):
        kept |= {choice.name, choice.otherwise, *choice.table.values()}
    for entry in entries(agreement.tree.get("calendars")):
        if entry.name in plan.calendars and entry.name not in kept:
            clause = Clause(clause_id("calendars", entry.name), place=entry.key.place)
            what = f"Nothing runs on the calendar {entry.name}."
            yield found(UNUSED_CALENDAR, clause, what, "Name it in a commitment, or remove it.")
    yield from _values(plan, asked)
    counted = {name for clause in commitments(plan) for name in _events(clause)}
    counted |= {each.event for each in asked if isinstance(each, EventTime | EventCount | CountOf)}
    for event in plan.events.values():
        if not isinstance(event.seen, FromStage) and event.name not in counted:
            what = f"Nothing counts the event {event.name}."
            yield found(UNUSED_EVENT, event.clause, what, "Name it under stops, of or count, or remove it.")


def _values(plan: Plan, asked: list[Operand]) -> Iterator[Finding]:
    """Find the segments and scores that nothing asks for."""
    sorted_by = {choice.by_segment for choice in calendar_choices(plan)}
    sorted_by |= {each.name for each in asked if isinstance(each, SegmentRef)}
    sorted_by |= {name for clause in commitments(plan) for name in clause.per}
    for segment in plan.segments.values():
        if segment.name not in sorted_by:
            what = f"Nothing hangs on the segment {segment.name}."
            yield found(
                UNUSED_SEGMENT, segment.clause, what, "Use it in a limit or a condition, or let it be shown only."
            )
    compared = {each.name for each in asked if isinstance(each, ScoreRef)}
    for score in plan.scores.values():
        if score.name not in compared:
            what = f"Nothing hangs on the score {score.name}."
            yield found(UNUSED_SCORE, score.clause, what, "Compare it with a number, or remove it.")


def _events(clause: Deadline | Goal) -> Iterator[str]:
    """Give the events that a commitment names."""
    if isinstance(clause, Goal):
        if isinstance(clause.measure, Measure):
            yield clause.measure.of
            if isinstance(clause.measure.what, str):
                yield clause.measure.what
        return
    yield from (name for group in clause.starts for name in group)
    for names in (clause.stops, clause.cancels, clause.restarts, clause.pauses, clause.resumes):
        yield from names
    yield from (name for day in clause.sequence for name in day.events)
    if clause.attempts is not None:
        yield from (*clause.attempts.of, *clause.attempts.before)


def calendar_choices(plan: Plan) -> Iterator[CalendarChoice]:
    """Give every choice of a calendar in the plan."""
    for deadline in plan.deadlines:
        if deadline.calendar is not None:
            yield deadline.calendar
    for goal in plan.goals:
        if isinstance(goal.measure, Measure) and goal.measure.calendar is not None:
            yield goal.measure.calendar
