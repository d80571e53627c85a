"""Limits: how long a clock may run, and on whose calendar."""

from __future__ import annotations

import re
from typing import Literal

from ola.agreement.clauses.derived import NO_OTHERWISE, OTHERWISE
from ola.agreement.clauses.known import Known
from ola.agreement.scope import (
    UNREADABLE_LIMIT,
    Scope,
    entries,
    held,
    text_of,
    words,
)
from ola.agreement.structure import (
    Either,
    Table,
    Text,
)
from ola.clock.duration import (
    BusinessDays,
    OnBusinessDay,
    needs_calendar,
)
from ola.expr.names import closest
from ola.expr.nodes import Condition
from ola.finding import Code
from ola.plan import (
    CalendarChoice,
    Clause,
    LimitRow,
    Restarted,
    StartsOn,
)
from ola.tree.value import Entry, Node, Scalar
from ola.tree.value import Mapping as Written

AFTER_HOURS: tuple[Literal["same date", "next opening"], ...] = ("same date", "next opening")


DUE_AT: tuple[Literal["same time", "opening", "close"], ...] = ("same time", "opening", "close")


LIMIT = Text("a time limit such as 4 business hours", examples=("15 minutes", "4 business hours"))


LIMITS = Either((Table(LIMIT, "a table of conditions, each with its limit"), LIMIT))


NO_CALENDAR = Code(
    "OLA144",
    "error",
    "A business limit without a calendar",
    """"4 business hours" is a length of time only on a calendar: whose hours, in which zone, with which holidays.

    within: 4 business hours

Add `calendar: amer`, or `calendar: {by: region}` where a segment's values are names of calendars.""",
)


NO_CONVENTION = Code(
    "OLA145",
    "error",
    "Business days without their convention",
    """Two business days from Friday 19:00 end on different days in different companies. The agreement must say
both: `after_hours` (is day 0 the start's date, or that of the next opening?) and `due_at` (same time, opening or
close of the last day).

    within: 2 business days

Add `after_hours: next opening, due_at: close`.""",
)


CANNOT_WAIT = Code(
    "OLA160",
    "error",
    "A pause of a limit that is due at an opening or a close",
    """A pause takes worked time out of a clock. A limit in business days that is due when the office opens or closes
has no worked time to take it from: half a day's wait is no whole day.

    within: 2 business days, after_hours: same date, due_at: close, pauses: on hold

Write the limit in business hours, or make it due at the same time of day.""",
)


_DAYS = {
    day: short
    for short, long in zip(
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        strict=True,
    )
    for day in (short, long)
}


def runs_on_calendar(table: Node | None) -> bool:
    """Whether a clock names a calendar, or has a limit that asks for one, which is a finding of its own."""
    within = held(table, "within")
    limits = [within] if isinstance(within, Scalar) else [entry.value for entry in entries(within)]
    return held(table, "calendar") is not None or any("business" in (text_of(each) or "").lower() for each in limits)


def lower_limits(node: Node | None, clause: Clause, scope: Scope) -> tuple[LimitRow, ...]:
    """Lower a limit, or a table of them, to rows of which the first true one wins."""
    if isinstance(node, Scalar):
        limit = scope.limit_of(node, clause.id)
        return () if limit is None else (LimitRow(None, limit, node.text, place=node.place),)
    rows: list[LimitRow] = []
    closed = False
    for entry in entries(node):
        limit = scope.limit_of(entry.value, clause.id)
        if closed:
            what = f"{entry.name} stands after otherwise, which takes every lead that is left."
            scope.report(NO_OTHERWISE, what, entry.key.place, clause.id, "Move otherwise to the end.")
            continue
        closed = entry.name.strip().lower() == OTHERWISE
        when = None if closed else _row_condition(entry, clause, scope)
        if limit is not None and (closed or when is not None):
            rows.append(LimitRow(when, limit, text_of(entry.value) or "", entry.name, entry.key.place))
    if isinstance(node, Written) and not closed:
        what = "The limits leave leads without one: no row takes those that no other took."
        scope.report(NO_OTHERWISE, what, node.place, clause.id, "Add a last row otherwise: with their limit.")
    return tuple(rows)


def _row_condition(entry: Entry, clause: Clause, scope: Scope) -> Condition | StartsOn | Restarted | None:
    text = " ".join(entry.name.lower().split())
    if text == "restarted":
        return Restarted()
    if text.startswith("starts on "):
        days = [part for part in re.split(r"\s*(?:,|\bor\b|\band\b)\s*", text.removeprefix("starts on ")) if part]
        unknown = [day for day in days if day not in _DAYS]
        if unknown:
            what = f"{unknown[0]} is not a day of the week."
            meant = closest(unknown[0], _DAYS)
            scope.report(
                UNREADABLE_LIMIT, what, entry.key.place, clause.id, f'Did you mean "{meant}"?' if meant else None
            )
            return None
        return StartsOn(tuple(_DAYS[day] for day in days))
    return scope.condition(entry.key, clause.id)


def lower_calendar_choice(node: Node | None, clause: Clause, scope: Scope, known: Known) -> CalendarChoice | None:
    """Lower the calendar a clock runs on: one by name, by a segment's value, or by the lead's owner."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        name = scope.known(node, known.calendars, "calendar", clause.id)
        return None if name is None else CalendarChoice(name=name)
    by = held(node, "by")
    otherwise = scope.known(held(node, "otherwise"), known.calendars, "calendar", clause.id)
    if text_of(by) == "owner":
        return CalendarChoice(by_owner=True, otherwise=otherwise)
    segment = scope.known(by, known.segments, "segment", clause.id)
    if segment is None or by is None:
        return None
    table: dict[str, str] = {}
    for row in entries(held(node, "values")):
        value = scope.known_name(
            row.name, row.key.place, known.segments[segment].values, f"value of {segment}", clause.id
        )
        named = scope.known(row.value, known.calendars, "calendar", clause.id)
        if value is not None and named is not None:
            table[value] = named
    for value in known.segments[segment].values:
        if value in table:
            continue
        if value in known.calendars:
            table[value] = value
        elif otherwise is None:
            what = f"{segment} can be {value}, and there is no calendar of that name."
            scope.report(
                NO_CALENDAR, what, by.place, clause.id, f"Define calendars.{value}, or add otherwise: with a calendar."
            )
    return CalendarChoice(by_segment=segment, table=table, otherwise=otherwise)


def check_limits(entry: Entry, clause: Clause, within: tuple[LimitRow, ...], scope: Scope) -> None:
    """Hold the limits against the calendar and the convention they need."""
    there = held(entry.value, "within")
    if there is None:
        return
    business = [row for row in within if needs_calendar(row.limit)]
    if business and held(entry.value, "calendar") is None:
        what = f"{business[0].text} hangs on a calendar, and {entry.name} names none."
        scope.report(NO_CALENDAR, what, there.place, clause.id, "Add calendar: NAME.")
    counted = [row for row in within if isinstance(row.limit, BusinessDays)]
    missing = [
        key
        for key in ("after_hours", "due_at")
        if held(entry.value, key) is None and ("commitments", entry.name, key) not in scope.refused
    ]
    if counted and missing:
        what = f"{counted[0].text}: nothing says {' and '.join(missing)}."
        advice = "Add after_hours: same date or next opening, and due_at: same time, opening or close."
        scope.report(NO_CONVENTION, what, there.place, clause.id, advice)
    waits = next((key for key in ("pauses", "paused_while") if held(entry.value, key) is not None), None)
    on_day = [row for row in within if isinstance(row.limit, OnBusinessDay)]
    if counted and waits is not None and words(entry.value, "due_at") in ("opening", "close"):
        what = f"{counted[0].text}, due at {words(entry.value, 'due_at')}, cannot wait: {waits} takes hours, not days."
        advice = "Write due_at: same time or a limit in business hours, or leave the pause out."
        scope.report(CANNOT_WAIT, what, there.place, clause.id, advice)
    elif on_day and waits is not None:
        what = f"{on_day[0].text} cannot wait: {waits} takes hours, not days."
        advice = "Write a limit in business hours, or leave the pause out."
        scope.report(CANNOT_WAIT, what, there.place, clause.id, advice)
    if on_day and held(entry.value, "after_hours") is None:
        what = f"{on_day[0].text}: nothing says which day a start outside hours belongs to."
        scope.report(NO_CONVENTION, what, there.place, clause.id, "Add after_hours: same date or next opening.")
