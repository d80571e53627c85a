"""Numbers of a period that a commitment promises: counts, shares, percentiles, sums, and how they are spread."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from ola.agreement.clauses.forms import NO_ONE_FORM
from ola.agreement.clauses.known import Known
from ola.agreement.clauses.limits import AFTER_HOURS, DUE_AT, NO_CALENDAR, check_limits, lower_calendar_choice
from ola.agreement.scope import (
    UNREADABLE_LIMIT,
    Scope,
    held,
    many,
    number,
    text_of,
    words,
)
from ola.clock.duration import (
    BusinessDays,
    BusinessTime,
    Limit,
    OnBusinessDay,
    UnreadableDuration,
    needs_calendar,
    parse_limit,
)
from ola.expr.mistakes import KINDS_DO_NOT_FIT
from ola.expr.names import Names
from ola.expr.nodes import Condition
from ola.finding import Code
from ola.plan import (
    CalendarChoice,
    Clause,
    Goal,
    LimitRow,
    Measure,
    Repeats,
)
from ola.tree.value import Entry, Node, Scalar

UNREADABLE_BOUND = Code(
    "OLA151",
    "error",
    "A bound that cannot be read",
    """A bound is a number, share or time for a period: `178 per month`, `95% per quarter`, `1 business hour per week`,
`60% per rolling 30 days`. Shares lie between 0% and 100%.

    target: 95 percent monthly

Write `95% per month`.""",
)


_BOUND_TEXT = re.compile(
    r"^\s*(?P<amount>.+?)\s*(?:per|a|every)\s+(?P<period>week|month|quarter|rolling (?P<days>\d{1,4}) days)\s*$"
)


Period = Literal["week", "month", "quarter"] | dt.timedelta


def lower_bound(node: Node | None, clause: Clause, scope: Scope, *, share: bool) -> tuple[float | Limit, Period] | None:
    """Read `95% per month` and its kin to an amount and a period."""
    if not isinstance(node, Scalar):
        return None
    found = _BOUND_TEXT.match(node.text)
    if found is None:
        what = f"{node.text} does not say how much in which period."
        scope.report(UNREADABLE_BOUND, what, node.place, clause.id, "Write it as 95% per month, or 178 per quarter.")
        return None
    if found["days"] and not int(found["days"]):
        what = f"{found['period']} are no time at all."
        scope.report(UNREADABLE_BOUND, what, node.place, clause.id, "Write a number of days such as 30.")
        return None
    period: Period = dt.timedelta(days=int(found["days"])) if found["days"] else _period(found["period"])
    amount = found["amount"]
    percent = _percent(amount)
    if percent is not None:
        return percent, period
    if amount.endswith("%"):
        what = f"{amount} is not a share of anything: it is more than all, or no number."
        scope.report(UNREADABLE_BOUND, what, node.place, clause.id, "Write a percentage up to 100%.")
        return None
    if share:
        what = f"{amount} is not a share."
        scope.report(UNREADABLE_BOUND, what, node.place, clause.id, "Write a percentage such as 95% per month.")
        return None
    if re.fullmatch(r"\d{1,15}(\.\d{1,9})?", amount):
        return float(amount), period
    try:
        return parse_limit(amount), period
    except UnreadableDuration as fault:
        scope.report(UNREADABLE_BOUND, fault.message, node.place, clause.id, fault.advice)
        return None


def _period(word: str) -> Literal["week", "month", "quarter"]:
    return "week" if word == "week" else "month" if word == "month" else "quarter"


def lower_goals(entry: Entry, clause: Clause, form: str, scope: Scope, known: Known) -> Iterator[Goal]:
    """Lower a commitment that promises a number to a goal for each of its bounds."""
    table = entry.value
    measure = _measure(entry, clause, form, scope, known)
    senses: tuple[tuple[str, Literal["at least", "at most"]], ...] = (("at_least", "at least"), ("at_most", "at most"))
    periods: list[Period] = []
    for key, sense in senses:
        there = held(table, key)
        bound = lower_bound(there, clause, scope, share=form == "share") if there is not None else None
        if bound is None or measure is None or there is None:
            continue
        if _bound_fits(bound[0], there, clause, measure, scope, known):
            periods.append(bound[1])
            yield Goal(clause, entry.name, measure, sense, *bound)
    spread = _spread(held(table, "spread"), clause, measure, scope)
    if spread is not None:
        # The end of a period is the end of that period whose number is promised.
        for period in dict.fromkeys(periods):
            yield Goal(clause, entry.name, spread[0], "at most", spread[1], period)


def _bound_fits(
    amount: float | Limit, there: Node, clause: Clause, measure: Measure, scope: Scope, known: Known
) -> bool:
    """Hold a bound against what is measured: a time for times, a number for numbers."""
    what = advice = None
    is_share = isinstance(there, Scalar) and "%" in there.text
    of_time = measure.kind == "percentile" or (measure.kind == "sum" and known.fields[measure.of].kind == "duration")
    if measure.kind == "share":
        return True
    if is_share or isinstance(amount, float | int) == of_time:
        what = f"{text_of(there)} bounds {'no time' if of_time else 'no number'}."
        advice = "Write a time such as 4 hours per month." if of_time else "Write a number such as 178 per month."
    elif isinstance(amount, BusinessDays | OnBusinessDay):
        what = f"{amount} have no length that a time can be compared with."
        advice = "Write business hours, or hours."
    elif measure.kind == "sum" and isinstance(amount, BusinessTime):
        what = f"{amount}: a sum of durations runs on no calendar."
        advice = "Write hours."
    elif isinstance(amount, BusinessTime) and measure.of not in known.on_calendar:
        what = f"{amount} cannot be counted without a calendar, and {measure.of} runs on none."
        scope.report(NO_CALENDAR, what, there.place, clause.id, f"Write hours, or give {measure.of} a calendar.")
        return False
    if what is not None:
        scope.report(UNREADABLE_BOUND, what, there.place, clause.id, advice)
    return what is None


def _measure(entry: Entry, clause: Clause, form: str, scope: Scope, known: Known) -> Measure | None:
    table = entry.value
    calendar = lower_calendar_choice(held(table, "calendar"), clause, scope, known)
    match form:
        case "count":
            event, every = _entries(held(table, "count"), clause, scope, known)
            return None if event is None else Measure("count", event, every=every, calendar=calendar)
        case "share":
            return _share_measure(entry, clause, calendar, scope, known)
        case "percentile":
            timed = scope.known(_only(held(table, "of"), clause, scope), known.commitments, "commitment", clause.id)
            percentile = number(table, "percentile")
            if percentile is not None and not 0 < percentile < 100:  # noqa: PLR2004 (percent)
                there = held(table, "percentile") or entry.value
                said = f"There is no percentile {percentile:g}."
                scope.report(UNREADABLE_BOUND, said, there.place, clause.id, "Write a number between 0 and 100.")
                return None
            return None if timed is None else Measure("percentile", timed, percentile=percentile)
        case _:
            field = scope.known(held(table, "sum"), known.fields, "field", clause.id)
            cohort, every = _entries(held(table, "of"), clause, scope, known)
            if field is not None and known.fields[field].kind not in ("number", "duration"):
                what = f"{field} is no number and no duration, so it has no sum."
                there = held(table, "sum") or entry.value
                scope.report(KINDS_DO_NOT_FIT, what, there.place, clause.id, "Name a number, an amount or a duration.")
                return None
            return None if field is None or cohort is None else Measure("sum", field, cohort, every)


def _share_measure(
    entry: Entry, clause: Clause, calendar: CalendarChoice | None, scope: Scope, known: Known
) -> Measure | None:
    table = entry.value
    cohort, every = _entries(held(table, "of"), clause, scope, known)
    share, there = held(table, "share"), held(table, "within")
    what = _share(share, clause, scope, known)
    if there is not None and not isinstance(there, Scalar):
        said = f"The share of {entry.name} has one limit for all; a table of limits is for clocks."
        scope.report(UNREADABLE_LIMIT, said, there.place, clause.id, "Write within: 30 days, or several commitments.")
        return None
    within = scope.limit_of(there, clause.id)
    if within is not None:
        check_limits(entry, clause, (LimitRow(None, within, text_of(there) or ""),), scope)
    if cohort is None or what is None:
        return None
    day_0, last_day = words(table, "after_hours"), words(table, "due_at")
    return Measure(
        "share",
        cohort,
        what,
        every,
        within=within,
        after_hours=next((each for each in AFTER_HOURS if each == day_0), None),
        due_at=next((each for each in DUE_AT if each == last_day), None),
        calendar=calendar,
        text=text_of(share),
    )


_EVERY = "entries of "


def _entries(node: Node | None, clause: Clause, scope: Scope, known: Known) -> tuple[str | None, bool]:
    """Read `mql`, a lead's first entry of the period, or `entries of mql`, every one of them."""
    one = _only(node, clause, scope)
    name = " ".join((text_of(one) or "").split())
    if one is not None and name.lower().startswith(_EVERY) and not any(each.lower() == name for each in known.events):
        return scope.known_name(name[len(_EVERY) :], one.place, known.events, "event", clause.id), True
    return scope.known(one, known.events, "event", clause.id), False


def _only(node: Node | None, clause: Clause, scope: Scope) -> Node | None:
    """Give the one name that stands there; a number is taken over one thing."""
    several = many(node)
    if len(several) > 1:
        what = f"A number is taken of one thing, and {len(several)} are named."
        scope.report(NO_ONE_FORM, what, several[1].place, clause.id, "Make two commitments of it.")
    return several[0] if several else None


def _spread(node: Node | None, clause: Clause, measure: Measure | None, scope: Scope) -> tuple[Measure, float] | None:
    there = held(node, "at_most")
    last = scope.limit_of(held(node, "last"), clause.id)
    if node is None or last is None or there is None:
        return None
    calendar = None if measure is None else measure.calendar
    if isinstance(last, OnBusinessDay):
        what = f"{last} is no length of time at the end of a period."
        scope.report(UNREADABLE_LIMIT, what, node.place, clause.id, "Write days, business days or hours.")
        return None
    if needs_calendar(last) and (calendar is None or calendar.name is None):
        what = "The last business days hang on a calendar, and none is named."
        if calendar is not None:
            what = "The last business days of a period are those of one calendar, and several are named."
        scope.report(NO_CALENDAR, what, node.place, clause.id, "Add calendar: NAME.")
        return None
    most = _percent(text_of(there) or "")
    if most is None:
        what = f"{text_of(there)} is not a share."
        scope.report(UNREADABLE_BOUND, what, there.place, clause.id, "Write a percentage such as 35%.")
        return None
    return None if measure is None else (replace(measure, kind="spread", last=last), most)


def _share(node: Node | None, clause: Clause, scope: Scope, known: Known) -> str | Condition | Repeats | None:
    """Read what a share is of: an event by name, `duplicate FIELD`, else a condition."""
    name = " ".join((text_of(node) or "").split()).lower()
    event = next((each for each in known.events if each.lower() == name), None)
    if event is None and name.startswith("duplicate ") and node is not None:
        field = scope.known_name(name.removeprefix("duplicate "), node.place, known.fields, "field", clause.id)
        return None if field is None else Repeats(field)
    return event if event is not None else scope.condition(node, clause.id, names=goal_names(scope))


def goal_names(scope: Scope) -> Names | None:
    """Let the conditions of numbers ask for the events of all leads."""
    return None if scope.names is None else replace(scope.names, scope="goal")


def _percent(text: str) -> float | None:
    """Read `35%` as 0.35; nothing for what is no share, or more than all."""
    found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*%\s*", text)
    # As a decimal: 33.3 / 100 in binary is not the nearest number to 0.333, and a share that equals it would miss it.
    share = float(Decimal(found[1]) / 100) if found else 2.0
    return share if share <= 1 else None
