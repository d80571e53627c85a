"""Commitments: what each side owes the other, how fast and how often."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ola.agreement.clauses.derived import NO_OTHERWISE, OTHERWISE
from ola.agreement.clauses.header import ATTRIBUTES, NAME
from ola.agreement.scope import (
    UNREADABLE_DATE,
    UNREADABLE_LIMIT,
    Scope,
    entries,
    held,
    many,
    number,
    text_of,
    texts,
    words,
)
from ola.agreement.structure import (
    Amount,
    ConditionText,
    Either,
    Key,
    Keys,
    ListOf,
    Table,
    Text,
    Word,
    listed,
    one_or_many,
)
from ola.clock.duration import (
    BusinessDays,
    BusinessTime,
    Duration,
    Limit,
    OnBusinessDay,
    UnreadableDuration,
    needs_calendar,
    parse_limit,
)
from ola.expr.mistakes import KINDS_DO_NOT_FIT
from ola.expr.names import Names, closest
from ola.expr.nodes import Condition
from ola.finding import Code
from ola.plan import (
    Attainment,
    Attempts,
    CalendarChoice,
    Clause,
    Deadline,
    Event,
    Exemption,
    Field,
    ForPeople,
    Goal,
    LimitRow,
    Measure,
    Repeats,
    Restarted,
    Segment,
    SequenceDay,
    StartsOn,
    Step,
)
from ola.tree.value import Entry, Items, Node, Scalar
from ola.tree.value import Mapping as Written

AFTER_HOURS: tuple[Literal["same date", "next opening"], ...] = ("same date", "next opening")
DUE_AT: tuple[Literal["same time", "opening", "close"], ...] = ("same time", "opening", "close")
_LIMIT = Text("a time limit such as 4 business hours", examples=("15 minutes", "4 business hours"))
_LIMITS = Either((Table(_LIMIT, "a table of conditions, each with its limit"), _LIMIT))
_EVENTS = one_or_many(NAME)
_BOUND = Text("a bound such as 95% per month", numbers=True, examples=("95% per month",))

COMMITMENTS = Table(
    Keys(
        {
            "owed_by": Key(NAME, "The party that owes it and answers for it.", required=True, example="sales"),
            "owed_to": Key(NAME, "The party it is owed to.", example="marketing"),
            "for": Key(ConditionText(), "The leads it binds for; all unless said.", example="source = event"),
            "unless": Key(ConditionText(), "The leads it does not bind for.", example="bad fit"),
            "starts": Key(
                _EVENTS, "The events that start the clock; joined by and where all must hold.", example="mql"
            ),
            "stops": Key(_EVENTS, "The events that stop it; the first one counts.", example=["call", "meeting"]),
            "restarts": Key(_EVENTS, "Events that end the cycle and open the next.", example="assigned"),
            "cancels": Key(_EVENTS, "Events that end the duty.", example="disqualified"),
            "pauses": Key(_EVENTS, "Events that stop the clock for a while.", example="on hold"),
            "resumes": Key(_EVENTS, "Events that let it run again.", example="released"),
            "paused_while": Key(ConditionText(), "The clock waits while this is true.", example="legal_hold"),
            "within": Key(_LIMITS, "How long the clock may run.", example="4 business hours"),
            "calendar": Key(
                Either(
                    (
                        Keys(
                            {
                                "by": Key(NAME, "A segment whose values name calendars, or owner.", required=True),
                                "otherwise": Key(NAME, "The calendar of any other value."),
                                "values": Key(Table(NAME, "calendars by value"), "The calendar of each value."),
                            },
                            "by a segment or owner",
                        ),
                        NAME,
                    )
                ),
                "The calendar business time runs on.",
                example="amer",
            ),
            "after_hours": Key(Word(AFTER_HOURS), "Day 0 of a start outside hours.", example="next opening"),
            "due_at": Key(Word(DUE_AT), "When on the last business day it is due.", example="close"),
            "cutoff": Key(
                Text("a time of day", r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"),
                "Later starts count for the next day.",
                example="15:00",
            ),
            "steps": Key(
                Table(Text("what is done"), "actions by share or time"),
                "What happens as the limit nears and passes.",
                example={"75%": "warn owner"},
            ),
            "at_least": Key(_BOUND, "The least: a number of events, or a bound per period.", example="178 per month"),
            "at_most": Key(_BOUND, "The most: a bound per period.", example="5% per month"),
            "of": Key(
                _EVENTS, "The events counted, or the cohort a share is taken of.", example=["call", "email sent"]
            ),
            "channels": Key(Amount(whole=True, least=1), "On so many channels.", example=2),
            "apart": Key(_LIMIT, "The least time between two events that count.", example="1 day"),
            "sequence": Key(
                Table(_EVENTS, "the events owed, by day (day 1 is that of the start)"),
                "The days on each of which one of the events is owed.",
                example={"day 1": "email sent", "day 2": ["call", "meeting"]},
            ),
            "silence": Key(NAME, "The stop that no answer by the due counts as.", example="accepted"),
            "before": Key(_EVENTS, "Before any of these may happen.", example=["recycled"]),
            "count": Key(NAME, "The event or stage whose number is promised.", example="mql"),
            "share": Key(ConditionText(), "The event or condition whose share is promised.", example="accepted"),
            "percentile": Key(Amount(), "The percentile of a clock that is promised.", example=50),
            "sum": Key(NAME, "The field whose sum is promised.", example="budget"),
            "spread": Key(
                Keys(
                    {
                        "last": Key(_LIMIT, "The last days of the period.", required=True, example="5 business days"),
                        "at_most": Key(_BOUND, "The most of it that may fall there.", required=True, example="35%"),
                    },
                    "last and at_most",
                ),
                "How evenly a period's number falls.",
            ),
            "target": Key(_BOUND, "The share of decided cycles that must be met.", example="95% per month"),
            "per": Key(one_or_many(NAME), "Cut by owner, team or a segment.", example="owner"),
            **ATTRIBUTES,
        },
        "a commitment",
    ),
    "a table of commitments",
)
EXCEPTIONS = Table(
    Keys(
        {
            "when": Key(
                ConditionText(),
                "While this is true at a cycle's start.",
                example="count of mql in the last 7 days > 100",
            ),
            "from": Key(Text("a date", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "The first day.", example="2026-12-24"),
            "until": Key(Text("a date", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), "The first day after.", example="2027-01-02"),
            "relaxes": Key(_EVENTS, "The commitments whose limit is relaxed.", example="first touch"),
            "suspends": Key(_EVENTS, "The commitments that do not bind.", example="cadence"),
            "within": Key(_LIMITS, "The relaxed limit.", example="16 business hours"),
            "agreed_by": Key(one_or_many(NAME), "The parties that agreed.", example=["marketing", "sales"]),
            **ATTRIBUTES,
        },
        "an exception",
    ),
    "a table of exceptions",
)
FOR_PEOPLE = ListOf(Text("a sentence"))

NO_ONE_FORM = Code(
    "OLA143",
    "error",
    "A commitment without one form",
    """Exactly one of `stops`, `count`, `share`, `percentile` and `sum` says what a commitment promises; with none of
them it is `at_least … of` events. The other keys must belong to that form: a clock starts and has a limit, a
number has a bound per period.

    first touch: {owed_by: sales, starts: mql, within: 4 hours}

Here no event stops the clock: add `stops: [call, email sent]`.""",
)
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
UNREADABLE_SEQUENCE = Code(
    "OLA161",
    "error",
    "A sequence whose days cannot be read",
    """A sequence says on which day after the start what is owed; day 1 is the day of the start. Each day stands there
once.

    sequence: {first day: email sent, day 2: call}

Write `day 1: email sent`.""",
)
UNREADABLE_BOUND = Code(
    "OLA151",
    "error",
    "A bound that cannot be read",
    """A bound is a number, share or time for a period: `178 per month`, `95% per quarter`, `1 business hour per week`,
`60% per rolling 30 days`. Shares lie between 0% and 100%.

    target: 95 percent monthly

Write `95% per month`.""",
)
NO_ONE_EXCEPTION = Code(
    "OLA159",
    "error",
    "An exception that changes nothing, or at no time",
    """An exception says when it holds (`when: CONDITION`, or `from` and `until` dates) and what it changes:
`relaxes` a commitment to another limit, or `suspends` it.

    exceptions:
      surge: {relaxes: first touch}

Add `when: count of mql in the last 7 days > 100, within: 16 business hours`.""",
)
FORMS = ("stops", "sequence", "count", "share", "percentile", "sum")
_OF_CLOCKS = ("stops", "restarts", "pauses", "resumes", "paused_while", "steps", "target")
_BELONG = {
    "stops": {*_OF_CLOCKS, "starts", "cancels", "within", "calendar", "after_hours", "due_at", "cutoff", "silence"},
    "sequence": {"sequence", "starts", "cancels", "restarts", "calendar", "steps", "target"},
    "count": {"count", "at_least", "at_most", "spread", "calendar"},
    "share": {"share", "of", "within", "at_least", "at_most", "calendar", "after_hours", "due_at"},
    "percentile": {"percentile", "of", "at_least", "at_most"},
    "sum": {"sum", "of", "at_least", "at_most"},
    "at_least": {
        *(
            "starts",
            "at_least",
            "of",
            "channels",
            "apart",
            "within",
            "before",
            "cancels",
            "calendar",
            "target",
            "steps",
        ),
        *("restarts", "pauses", "resumes", "paused_while", "after_hours", "due_at", "cutoff"),
    },
}
_ANY_FORM = {"owed_by", "owed_to", "for", "unless", "per", *ATTRIBUTES}
_DAYS = {
    day: short
    for short, long in zip(
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        strict=True,
    )
    for day in (short, long)
}
_BOUND_TEXT = re.compile(
    r"^\s*(?P<amount>.+?)\s*(?:per|a|every)\s+(?P<period>week|month|quarter|rolling (?P<days>\d{1,4}) days)\s*$"
)

Period = Literal["week", "month", "quarter"] | dt.timedelta


@dataclass(frozen=True, slots=True)
class Known:
    """What a commitment may name."""

    events: dict[str, Event]
    segments: dict[str, Segment]
    calendars: tuple[str, ...]
    fields: dict[str, Field]
    commitments: tuple[str, ...]
    on_calendar: frozenset[str] = frozenset()
    """The commitments that run on a calendar."""


def runs_on_calendar(table: Node | None) -> bool:
    """Whether a clock names a calendar, or has a limit that asks for one, which is a finding of its own."""
    within = held(table, "within")
    limits = [within] if isinstance(within, Scalar) else [entry.value for entry in entries(within)]
    return held(table, "calendar") is not None or any("business" in (text_of(each) or "").lower() for each in limits)


def lower_commitments(table: Node | None, scope: Scope, known: Known) -> tuple[list[Deadline], list[Goal]]:
    """Lower each commitment to a deadline, a goal, or a deadline with the goal its target states."""
    deadlines: list[Deadline] = []
    goals: list[Goal] = []
    for entry in entries(table):
        clause = scope.clause(("commitments", entry.name), entry)
        party = scope.known(held(entry.value, "owed_by"), scope.parties, "party", clause.id)
        scope.known(held(entry.value, "owed_to"), scope.parties, "party", clause.id)
        clause = Clause(clause.id, clause.level, party, clause.place, clause.says)
        scope.claim_id(clause)
        form = _form(entry, clause, scope)
        _known_cuts(held(entry.value, "per"), clause, scope, known)
        if form in ("stops", "sequence", "at_least"):
            deadline = _lower_deadline(entry, clause, form, scope, known)
            deadlines.append(deadline)
            target = held(entry.value, "target")
            bound = _bound(target, clause, scope, share=True) if target is not None else None
            if bound is not None and isinstance(bound[0], float):
                goals.append(Goal(clause, entry.name, Attainment(entry.name), "at least", *bound, per=deadline.per))
        elif form is not None:
            binds = scope.condition(held(entry.value, "for"), clause.id, names=_goal_names(scope))
            spares = scope.condition(held(entry.value, "unless"), clause.id, names=_goal_names(scope))
            found = _lower_goals(entry, clause, form, scope, known)
            per = texts(held(entry.value, "per"))
            goals += [replace(goal, binds=binds, spares=spares, per=per) for goal in found]
    return deadlines, goals


def _known_cuts(per: Node | None, clause: Clause, scope: Scope, known: Known) -> None:
    """Hold what numbers are cut by against owner, team, the segments and the fields that have a few values."""
    for item in many(per):
        if text_of(item) in ("owner", "team"):
            continue
        name = scope.known(item, [*known.segments, *known.fields], "segment or field", clause.id)
        field = None if name is None or name in known.segments else known.fields[name]
        if field is not None and (field.key or field.personal or field.many):
            why = "names one lead" if field.key else "is personal" if field.personal else "has many values at once"
            what = f"{field.name} {why}, so nothing can be cut by it."
            scope.report(KINDS_DO_NOT_FIT, what, item.place, clause.id, "Name owner, team, a segment or a choice.")


def _form(entry: Entry, clause: Clause, scope: Scope) -> str | None:
    """Find the one form of a commitment and hold its keys against it."""
    table = entry.value
    if not isinstance(table, Written):
        return None
    said = [form for form in FORMS if form in table]
    if len(said) > 1:
        there = table.entry(said[1])
        what = f"{entry.name} says both {said[0]} and {said[1]}; a commitment has one form."
        scope.report(NO_ONE_FORM, what, (there or entry).key.place, clause.id, "Make two commitments of it.")
        return None
    shapeless = {key for *path, key in scope.refused if path == ["commitments", entry.name]}
    if not said and shapeless & {*FORMS, "at_least", "of"}:
        return None
    if not said and not ("at_least" in table and "of" in table):
        what = f"Nothing says what {entry.name} promises."
        advice = (
            "Add stops: EVENT for a clock, at_least: N and of: EVENTS for attempts, or count, share, percentile, sum."
        )
        scope.report(NO_ONE_FORM, what, entry.key.place, clause.id, advice)
        return None
    form = said[0] if said else "at_least"
    strangers = [each for each in table.entries if each.name not in _BELONG[form] | _ANY_FORM]
    for each in strangers:
        what = f"{each.name} does not belong to a commitment of the form {form}."
        scope.report(
            NO_ONE_FORM, what, each.key.place, clause.id, f"Leave it out, or use {listed(sorted(_BELONG[form]), 20)}."
        )
    missing = {
        "stops": ("starts", "within"),
        "sequence": ("starts",),
        "at_least": ("starts",),
        "share": ("of",),
        "percentile": ("of",),
        "sum": ("of",),
    }.get(form, ())
    absent = [key for key in missing if key not in table]
    if form in ("count", "share", "percentile", "sum") and "at_least" not in table and "at_most" not in table:
        absent.append("at_least or at_most")
    for key in absent:
        if shapeless & set(key.split(" or ")):
            continue
        what = f"{entry.name} has no {key}."
        scope.report(NO_ONE_FORM, what, entry.key.place, clause.id, f"Add {key}.")
    return None if absent or strangers else form


def _lower_deadline(entry: Entry, clause: Clause, form: str, scope: Scope, known: Known) -> Deadline:
    table = entry.value
    starts = _starts(held(table, "starts"), clause, scope, known)
    within = lower_limits(held(table, "within"), clause, scope)
    calendar = _calendar(held(table, "calendar"), clause, scope, known)
    day_0, last_day = words(table, "after_hours"), words(table, "due_at")
    _check_limits(entry, clause, within, scope)
    attempts: Attempts | None = None
    if form == "at_least":
        attempts = Attempts(
            at_least=_count(held(table, "at_least"), clause, scope),
            of=_events(held(table, "of"), clause, scope, known),
            channels=None if number(table, "channels") is None else int(number(table, "channels") or 0),
            before=_events(held(table, "before"), clause, scope, known),
            apart=_apart(held(table, "apart"), calendar, clause, scope),
        )
    stops = _events(held(table, "stops"), clause, scope, known)
    cutoff = words(table, "cutoff")
    return Deadline(
        clause=clause,
        name=entry.name,
        starts=starts,
        stops=stops,
        cancels=_events(held(table, "cancels"), clause, scope, known),
        restarts=_events(held(table, "restarts"), clause, scope, known),
        pauses=_events(held(table, "pauses"), clause, scope, known),
        resumes=_events(held(table, "resumes"), clause, scope, known),
        paused_while=scope.condition(held(table, "paused_while"), clause.id),
        within=within,
        calendar=calendar,
        after_hours=next((each for each in AFTER_HOURS if each == day_0), None),
        due_at=next((each for each in DUE_AT if each == last_day), None),
        cutoff=None if cutoff is None else dt.time.fromisoformat(cutoff.rjust(5, "0")),
        attempts=attempts,
        sequence=tuple(_sequence(held(table, "sequence"), clause, scope, known)),
        silence=scope.known(held(table, "silence"), stops, "stop", clause.id),
        binds=scope.condition(held(table, "for"), clause.id),
        spares=scope.condition(held(table, "unless"), clause.id),
        steps=tuple(_steps(held(table, "steps"), clause, scope)),
        per=texts(held(table, "per")),
    )


def _apart(
    node: Node | None, calendar: CalendarChoice | None, clause: Clause, scope: Scope
) -> Duration | BusinessTime | None:
    """Read the least time between two events that count: absolute, or within the calendar's windows."""
    found = scope.limit_of(node, clause.id)
    if node is None or found is None:
        return None
    if not isinstance(found, Duration | BusinessTime):
        what = f"{found} is no length of time between two events."
        scope.report(UNREADABLE_LIMIT, what, node.place, clause.id, "Write days or hours: 1 day, 4 business hours.")
        return None
    if isinstance(found, BusinessTime) and calendar is None:
        what = f"{found} hangs on a calendar, and none is named."
        scope.report(NO_CALENDAR, what, node.place, clause.id, "Add calendar: NAME.")
    return found


def _sequence(node: Node | None, clause: Clause, scope: Scope, known: Known) -> Iterator[SequenceDay]:
    """Read the days of a sequence, in their order."""
    days: dict[int, SequenceDay] = {}
    for entry in entries(node):
        found = re.fullmatch(r"\s*day\s+(\d{1,3})\s*", entry.name, flags=re.IGNORECASE)
        number = 0 if found is None else int(found[1])
        if number < 1 or number in days:
            what = f"{entry.name} is no day of a sequence, or stands there twice."
            scope.report(UNREADABLE_SEQUENCE, what, entry.key.place, clause.id, "Write day 1, day 2 and so on.")
            continue
        events = _events(entry.value, clause, scope, known)
        if events:
            days[number] = SequenceDay(number, events)
    yield from (days[number] for number in sorted(days))


def _starts(node: Node | None, clause: Clause, scope: Scope, known: Known) -> tuple[tuple[str, ...], ...]:
    """Read the groups of events that start a clock; one may be the breach of another commitment."""
    groups: list[tuple[str, ...]] = []
    for item in many(node):
        if not isinstance(item, Scalar):
            continue
        if item.text.lower().startswith("breach of "):
            name = item.text[len("breach of ") :].strip()
            found = scope.known_name(
                name, item.at(len("breach of "), len(item.text)), known.commitments, "commitment", clause.id
            )
            if found is not None:
                groups.append((f"breach of {found}",))
            continue
        group: list[str] = []
        offset = 0
        for part in re.split(r"(\s+and\s+)", item.text, flags=re.IGNORECASE):
            if part.strip().lower() != "and":
                found = scope.known_name(
                    part.strip(), item.at(offset, offset + len(part)), known.events, "event", clause.id
                )
                group += [found] if found else []
            offset += len(part)
        if group:
            groups.append(tuple(group))
    return tuple(groups)


def _events(node: Node | None, clause: Clause, scope: Scope, known: Known) -> tuple[str, ...]:
    return scope.known_list(node, known.events, "event", clause.id)


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


def _calendar(node: Node | None, clause: Clause, scope: Scope, known: Known) -> CalendarChoice | None:
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


def _check_limits(entry: Entry, clause: Clause, within: tuple[LimitRow, ...], scope: Scope) -> None:
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


def _steps(node: Node | None, clause: Clause, scope: Scope) -> Iterator[Step]:
    for entry in entries(node):
        action = text_of(entry.value) or ""
        percent = re.fullmatch(r"\s*(\d{1,4}(?:\.\d+)?)\s*%\s*", entry.name)
        if percent:
            yield Step(float(percent[1]) / 100, None, action)
            continue
        after = scope.limit_of(entry.key, clause.id)
        if after is not None:
            yield Step(None, after, action)


def _count(node: Node | None, clause: Clause, scope: Scope) -> int:
    if isinstance(node, Scalar):
        if isinstance(node.value, int) and not isinstance(node.value, bool) and node.value >= 1:
            return node.value
        what = f"{node.text} is not a number of events."
        scope.report(UNREADABLE_BOUND, what, node.place, clause.id, "Write a whole number such as 6.")
    return 1


def _bound(node: Node | None, clause: Clause, scope: Scope, *, share: bool) -> tuple[float | Limit, Period] | None:
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


def _lower_goals(entry: Entry, clause: Clause, form: str, scope: Scope, known: Known) -> Iterator[Goal]:
    table = entry.value
    measure = _measure(entry, clause, form, scope, known)
    senses: tuple[tuple[str, Literal["at least", "at most"]], ...] = (("at_least", "at least"), ("at_most", "at most"))
    periods: list[Period] = []
    for key, sense in senses:
        there = held(table, key)
        bound = _bound(there, clause, scope, share=form == "share") if there is not None else None
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
    calendar = _calendar(held(table, "calendar"), clause, scope, known)
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
        _check_limits(entry, clause, (LimitRow(None, within, text_of(there) or ""),), scope)
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
    return event if event is not None else scope.condition(node, clause.id, names=_goal_names(scope))


def _goal_names(scope: Scope) -> Names | None:
    """Let the conditions of numbers ask for the events of all leads."""
    return None if scope.names is None else replace(scope.names, scope="goal")


def _percent(text: str) -> float | None:
    """Read `35%` as 0.35; nothing for what is no share, or more than all."""
    found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*%\s*", text)
    # As a decimal: 33.3 / 100 in binary is not the nearest number to 0.333, and a share that equals it would miss it.
    share = float(Decimal(found[1]) / 100) if found else 2.0
    return share if share <= 1 else None


def lower_exceptions(table: Node | None, scope: Scope, known: Known) -> Iterator[Exemption]:
    """Lower each exception to what it relaxes or suspends, and when."""
    for entry in entries(table):
        clause = scope.clause(("exceptions", entry.name), entry)
        scope.claim_id(clause)
        when = held(entry.value, "when")
        names = None if scope.names is None else replace(scope.names, scope="exception")
        since = scope.date_of(held(entry.value, "from"), clause.id)
        until = scope.date_of(held(entry.value, "until"), clause.id)
        last = held(entry.value, "until")
        if since and until and until <= since and last is not None:
            what = f"The exception ends on {until}, before it begins on {since}."
            scope.report(UNREADABLE_DATE, what, last.place, clause.id, "Write a later date under until.")
        relaxes = scope.known_list(held(entry.value, "relaxes"), known.commitments, "commitment", clause.id)
        suspends = scope.known_list(held(entry.value, "suspends"), known.commitments, "commitment", clause.id)
        within = lower_limits(held(entry.value, "within"), clause, scope)
        _check_exception(entry, clause, scope)
        yield Exemption(
            clause=clause,
            name=entry.name,
            relaxes=relaxes,
            suspends=suspends,
            within=within,
            when=scope.condition(when, clause.id, names=names),
            since=since,
            until=until,
            agreed_by=scope.known_list(held(entry.value, "agreed_by"), scope.parties, "party", clause.id),
        )


def _check_exception(entry: Entry, clause: Clause, scope: Scope) -> None:
    there = {
        key for key in ("when", "from", "until", "relaxes", "suspends", "within") if held(entry.value, key) is not None
    }
    if not there & {"when", "from", "until"}:
        what = f"Nothing says when {entry.name} holds."
        scope.report(
            NO_ONE_EXCEPTION, what, entry.key.place, clause.id, "Add when: CONDITION, or from: and until: dates."
        )
    if not there & {"relaxes", "suspends"}:
        what = f"Nothing says what {entry.name} changes."
        scope.report(NO_ONE_EXCEPTION, what, entry.key.place, clause.id, "Add relaxes: or suspends: with a commitment.")
    if "relaxes" in there and "within" not in there:
        what = f"{entry.name} relaxes a limit without saying to what."
        scope.report(NO_ONE_EXCEPTION, what, entry.key.place, clause.id, "Add within: with the relaxed limit.")


def lower_for_people(node: Node | None) -> Iterator[ForPeople]:
    """Keep the sentences that are shown and signed, never pretended to be checked."""
    items = node.items if isinstance(node, Items) else ()
    for at, item in enumerate(items, 1):
        if isinstance(item, Scalar):
            clause = Clause(f"for_people.{at}", "info", None, item.place, item.text)
            yield ForPeople(clause, item.text, "written for people")
