"""Commitments: what each side owes the other, how fast and how often."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.clauses.forms import form_of
from ola.agreement.clauses.header import ATTRIBUTES, NAME
from ola.agreement.clauses.known import Known
from ola.agreement.clauses.limits import (
    AFTER_HOURS,
    DUE_AT,
    LIMIT,
    LIMITS,
    NO_CALENDAR,
    check_limits,
    lower_calendar_choice,
    lower_limits,
)
from ola.agreement.clauses.numbers import UNREADABLE_BOUND, goal_names, lower_bound, lower_goals
from ola.agreement.scope import (
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
    Table,
    Text,
    Word,
    one_or_many,
)
from ola.clock.duration import (
    BusinessTime,
    Duration,
)
from ola.expr.mistakes import KINDS_DO_NOT_FIT
from ola.finding import Code
from ola.plan import (
    Attainment,
    Attempts,
    CalendarChoice,
    Clause,
    Deadline,
    Goal,
    SequenceDay,
    Step,
)
from ola.tree.value import Entry, Node, Scalar

_EVENTS = one_or_many(NAME)


BOUND = Text("a bound such as 95% per month", numbers=True, examples=("95% per month",))
STEPS = Table(Text("what is done"), "actions by share or time")


COMMITMENTS = Table(
    Keys(
        {
            "owed_by": Key(NAME, "The party that owes it and answers for it.", required=True, example="sales"),
            "owed_to": Key(NAME, "The party it is owed to.", example="marketing"),
            "for": Key(ConditionText(), "The leads it binds for; all unless said.", example="source = event"),
            "unless": Key(ConditionText(), "The leads it does not bind for.", example="bad fit"),
            "count": Key(NAME, "The event or stage whose number is promised.", example="mql"),
            "share": Key(ConditionText(), "The event or condition whose share is promised.", example="accepted"),
            "percentile": Key(Amount(), "The percentile of a clock that is promised.", example=50),
            "sum": Key(NAME, "The field whose sum is promised.", example="budget"),
            "starts": Key(
                _EVENTS, "The events that start the clock; joined by and where all must hold.", example="mql"
            ),
            "stops": Key(_EVENTS, "The events that stop it; the first one counts.", example=["call", "meeting"]),
            "of": Key(
                _EVENTS, "The events counted, or the cohort a share is taken of.", example=["call", "email sent"]
            ),
            "restarts": Key(_EVENTS, "Events that end the cycle and open the next.", example="assigned"),
            "cancels": Key(_EVENTS, "Events that end the duty.", example="disqualified"),
            "pauses": Key(_EVENTS, "Events that stop the clock for a while.", example="on hold"),
            "resumes": Key(_EVENTS, "Events that let it run again.", example="released"),
            "paused_while": Key(ConditionText(), "The clock waits while this is true.", example="legal_hold"),
            "within": Key(LIMITS, "How long the clock may run.", example="4 business hours"),
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
                STEPS,
                "What happens as the limit nears and passes.",
                example={"75%": "warn owner"},
            ),
            "at_least": Key(BOUND, "The least: a number of events, or a bound per period.", example="178 per month"),
            "at_most": Key(BOUND, "The most: a bound per period.", example="5% per month"),
            "channels": Key(Amount(whole=True, least=1), "On so many channels.", example=2),
            "apart": Key(LIMIT, "The least time between two events that count.", example="1 day"),
            "sequence": Key(
                Table(_EVENTS, "the events owed, by day (day 1 is that of the start)"),
                "The days on each of which one of the events is owed.",
                example={"day 1": "email sent", "day 2": ["call", "meeting"]},
            ),
            "silence": Key(NAME, "The stop that no answer by the due counts as.", example="accepted"),
            "before": Key(_EVENTS, "Before any of these may happen.", example=["recycled"]),
            "spread": Key(
                Keys(
                    {
                        "last": Key(LIMIT, "The last days of the period.", required=True, example="5 business days"),
                        "at_most": Key(BOUND, "The most of it that may fall there.", required=True, example="35%"),
                    },
                    "last and at_most",
                ),
                "How evenly a period's number falls.",
            ),
            "target": Key(BOUND, "The share of decided cycles that must be met.", example="95% per month"),
            "per": Key(one_or_many(NAME), "Cut by owner, team or a segment.", example="owner"),
            **ATTRIBUTES,
        },
        "a commitment",
    ),
    "a table of commitments",
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
        form = form_of(entry, clause, scope)
        _known_cuts(held(entry.value, "per"), clause, scope, known)
        if form in ("stops", "sequence", "at_least"):
            deadline = _lower_deadline(entry, clause, form, scope, known)
            deadlines.append(deadline)
            target = held(entry.value, "target")
            bound = lower_bound(target, clause, scope, share=True) if target is not None else None
            if bound is not None and isinstance(bound[0], float):
                goals.append(Goal(clause, entry.name, Attainment(entry.name), "at least", *bound, per=deadline.per))
        elif form is not None:
            binds = scope.condition(held(entry.value, "for"), clause.id, names=goal_names(scope))
            spares = scope.condition(held(entry.value, "unless"), clause.id, names=goal_names(scope))
            found = lower_goals(entry, clause, form, scope, known)
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


def _lower_deadline(entry: Entry, clause: Clause, form: str, scope: Scope, known: Known) -> Deadline:
    table = entry.value
    starts = _starts(held(table, "starts"), clause, scope, known)
    within = lower_limits(held(table, "within"), clause, scope)
    calendar = lower_calendar_choice(held(table, "calendar"), clause, scope, known)
    day_0, last_day = words(table, "after_hours"), words(table, "due_at")
    check_limits(entry, clause, within, scope)
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
