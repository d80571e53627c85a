"""Definitions that nothing in the agreement uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.agreement.scope import clause_id, entries
from ola.expr.nodes import Condition, terms
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import CalendarChoice, Clause, Measure, Plan, Repeats, Restarted, StartsOn

UNUSED_TERM = Code(
    "OLA214",
    "warning",
    "A term that nothing uses",
    """A term is defined, and no condition of the agreement names it. Most often a rule was meant to, so a sentence
that people signed is checked nowhere.

    terms:
      bad fit: job_title contains "student"

Use it (`unless: bad fit` on a stage), or remove it.""",
)
UNUSED_CALENDAR = Code(
    "OLA215",
    "warning",
    "A calendar that nothing uses",
    """A calendar is defined, and no commitment and no owner runs on it. A limit may be running on another one than
was meant.

    calendars:
      emea: {zone: Europe/Berlin, hours: {mon-fri: 09:00-17:00}}

Name it in a commitment, or remove it.""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Find terms and calendars that are defined and not used."""
    plan = agreement.plan
    used = {name for condition in conditions(plan) for name in terms(condition)}
    for term in plan.terms.values():
        if term.name not in used:
            yield found(
                UNUSED_TERM, term.clause, f"Nothing uses the term {term.name}.", "Use it in a condition, or remove it."
            )
    kept = {owner.calendar for owner in plan.owners.values()}
    for choice in calendar_choices(plan):
        kept |= {choice.name, choice.otherwise, *choice.table.values()}
    for entry in entries(agreement.tree.get("calendars")):
        if entry.name in plan.calendars and entry.name not in kept:
            clause = Clause(clause_id("calendars", entry.name), place=entry.key.place)
            what = f"Nothing runs on the calendar {entry.name}."
            yield found(UNUSED_CALENDAR, clause, what, "Name it in a commitment, or remove it.")


def calendar_choices(plan: Plan) -> Iterator[CalendarChoice]:
    """Give every choice of a calendar in the plan."""
    for deadline in plan.deadlines:
        if deadline.calendar is not None:
            yield deadline.calendar
    for goal in plan.goals:
        if isinstance(goal.measure, Measure) and goal.measure.calendar is not None:
            yield goal.measure.calendar


def conditions(plan: Plan) -> Iterator[Condition]:
    """Give every condition of the plan."""
    yield from (term.condition for term in plan.terms.values())
    yield from (condition for score in plan.scores.values() for condition, _ in score.points)
    yield from (condition for segment in plan.segments.values() for _, condition in segment.rows)
    yield from (shape.when for shape in plan.shapes if shape.when is not None)
    for predicate in plan.predicates:
        yield predicate.must
        if predicate.when is not None:
            yield predicate.when
    for deadline in plan.deadlines:
        every = (deadline.binds, deadline.spares, deadline.paused_while, *(row.when for row in deadline.within))
        yield from (each for each in every if each is not None and not isinstance(each, StartsOn | Restarted))
    for goal in plan.goals:
        yield from (each for each in (goal.binds, goal.spares) if each is not None)
        if (
            isinstance(goal.measure, Measure)
            and goal.measure.what is not None
            and not isinstance(goal.measure.what, str | Repeats)
        ):
            yield goal.measure.what
    for exemption in plan.exemptions:
        if exemption.when is not None:
            yield exemption.when
