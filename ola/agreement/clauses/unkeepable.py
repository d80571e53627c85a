"""Promises that nobody could keep as they are written, and exceptions that could never act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ola.agreement.clauses.exceptions import NO_ONE_EXCEPTION
from ola.agreement.clauses.forms import NO_ONE_FORM
from ola.agreement.clauses.limits import NO_CALENDAR, NO_CONVENTION
from ola.agreement.scope import Scope, entries, held, many, text_of
from ola.clock.duration import BusinessDays, BusinessTime, Duration, needs_calendar
from ola.finding import Code
from ola.plan import Deadline, Exemption, Goal, Measure
from ola.source import Place
from ola.tree.value import Entry, Node

NEVER_KEPT = Code(
    "OLA162",
    "error",
    "A promise that nobody could keep",
    """Some promises are broken by whatever happens: events on more channels than there are names under `of`; more
events, each so long after the last, than the time of `within` has room for; a sequence without a day.

    of: [call, email sent], at_least: 6, channels: 3

Name a third event under `of`, or write `channels: 2`.""",
)
NEVER_BEGINS = Code(
    "OLA163",
    "error",
    "A clock that could never begin",
    """A clock that starts with the breach of another begins when that one is breached. Clocks that wait for each
other in a circle never begin, and a number of a period is never breached at an instant of a lead.

    first touch: {starts: breach of second touch, …}
    second touch: {starts: breach of first touch, …}

Let one of them start with an event.""",
)
_BREACH = "breach of "


@dataclass(frozen=True, slots=True)
class _Wrong:
    """One thing that cannot be, where it stands, and a way out."""

    code: Code
    what: str
    place: Place
    advice: str


def report_unkeepable(
    commitments: Node | None, scope: Scope, deadlines: Sequence[Deadline], goals: Sequence[Goal]
) -> None:
    """Report what could never be kept or begin, of the commitments."""
    clocks = {deadline.name: deadline for deadline in deadlines}
    numbers = _numbers(clocks, goals)
    written = {entry.name: entry for entry in entries(commitments)}
    for name, deadline in clocks.items():
        for wrong in (*_never_kept(written[name], deadline), *_never_begins(written[name], deadline, clocks, numbers)):
            scope.report(wrong.code, wrong.what, wrong.place, deadline.clause.id, wrong.advice)
    for goal in goals:
        for wrong in _of_no_clock(written[goal.name], goal, numbers):
            scope.report(wrong.code, wrong.what, wrong.place, goal.clause.id, wrong.advice)


def report_idle(
    table: Node | None,
    commitments: Node | None,
    scope: Scope,
    deadlines: Sequence[Deadline],
    goals: Sequence[Goal],
    exemptions: Sequence[Exemption],
) -> None:
    """Report the exceptions that could not act on a commitment that they name."""
    clocks = {deadline.name: deadline for deadline in deadlines}
    written = {entry.name: entry for entry in entries(commitments)}
    numbers = _numbers(clocks, goals)
    for entry, exemption in zip(entries(table), exemptions, strict=True):
        for wrong in _idle(entry, exemption, clocks, numbers, written):
            scope.report(wrong.code, wrong.what, wrong.place, exemption.clause.id, wrong.advice)


def _numbers(clocks: Mapping[str, Deadline], goals: Sequence[Goal]) -> frozenset[str]:
    """Give the commitments that promise numbers of periods; one that cannot be read is neither clock nor number."""
    return frozenset(goal.name for goal in goals if goal.name not in clocks)


def _never_kept(entry: Entry, deadline: Deadline) -> Iterator[_Wrong]:
    days = held(entry.value, "sequence")
    if days is not None and not entries(days):
        yield _Wrong(NEVER_KEPT, f"The sequence of {entry.name} has no day.", days.place, "Write day 1: EVENT.")
    tried = deadline.attempts
    if tried is None:
        return
    channels, apart = held(entry.value, "channels"), held(entry.value, "apart")
    # Names as they are written: one that is unknown is told where it stands.
    kinds = len({(text_of(name) or "").lower() for name in many(held(entry.value, "of"))})
    if channels is not None and kinds and (tried.channels or 0) > kinds:
        named = "1 event is" if kinds == 1 else f"{kinds} events are"
        what = f"{entry.name} wants {tried.channels} channels, and {named} named under of."
        yield _Wrong(NEVER_KEPT, what, channels.place, f"Write at most {kinds}, or name more events under of.")
    if apart is None or not isinstance(tried.apart, Duration | BusinessTime) or not deadline.within:
        return
    if deadline.pauses or deadline.paused_while or (deadline.calendar is not None and deadline.calendar.by_owner):
        # A pause, or an owner with longer hours, makes room.
        return
    limits = [row.limit for row in deadline.within]
    if not all(isinstance(limit, type(tried.apart)) for limit in limits):
        return
    longest = max(limit.length for limit in limits if isinstance(limit, Duration | BusinessTime))
    if tried.apart.length * (tried.at_least - 1) > longest:
        what = f"{entry.name} has no room for {tried.at_least} events, each {text_of(apart)} after the last."
        yield _Wrong(NEVER_KEPT, what, apart.place, "Write fewer events, less time between them, or a longer within.")


def _never_begins(
    entry: Entry, deadline: Deadline, clocks: Mapping[str, Deadline], numbers: frozenset[str]
) -> Iterator[_Wrong]:
    starts = held(entry.value, "starts")
    if starts is None:
        return
    awaited = {name for group in deadline.starts for each in group if (name := _breached(each)) is not None}
    for name in sorted(awaited & numbers):
        what = f"{name} is a number of a period, and is not breached at an instant that a clock could start with."
        yield _Wrong(NEVER_BEGINS, what, starts.place, "Name a commitment with stops, sequence or at_least … of.")
    if (way := _circle(deadline, clocks)) is not None:
        what = f"{entry.name} waits for a breach of {' that waits for a breach of '.join(way)}, so it never begins."
        yield _Wrong(NEVER_BEGINS, what, starts.place, "Let one of them start with an event.")


def _breached(start: str) -> str | None:
    return start.removeprefix(_BREACH) if start.startswith(_BREACH) else None


def _circle(deadline: Deadline, clocks: Mapping[str, Deadline]) -> list[str] | None:
    """Give the way from a clock back to itself, where breaches alone start each clock on it."""
    way: list[str] = []
    name = deadline.name
    while name in clocks:
        groups = clocks[name].starts
        if len(groups) != 1 or len(groups[0]) != 1 or (before := _breached(groups[0][0])) is None:
            return None
        if before in way:
            return way if way[-1] == deadline.name else None
        way.append(before)
        name = before
    return None


def _of_no_clock(entry: Entry, goal: Goal, numbers: frozenset[str]) -> Iterator[_Wrong]:
    of = held(entry.value, "of")
    if of is None or not isinstance(goal.measure, Measure) or goal.measure.kind != "percentile":
        return
    if goal.measure.of in numbers:
        what = f"{goal.measure.of} is no clock, so there is no time that a percentile could be taken of."
        yield _Wrong(NO_ONE_FORM, what, of.place, "Name a commitment with stops, sequence or at_least … of.")


def _idle(
    entry: Entry,
    exemption: Exemption,
    clocks: Mapping[str, Deadline],
    numbers: frozenset[str],
    written: Mapping[str, Entry],
) -> Iterator[_Wrong]:
    for key, named in (("relaxes", exemption.relaxes), ("suspends", exemption.suspends)):
        places = {(text_of(item) or "").lower(): item.place for item in many(held(entry.value, key))}
        for name in named:
            if name in numbers:
                what = f"{name} is a number of a period, and exceptions act on clocks."
                yield _Wrong(NO_ONE_EXCEPTION, what, places.get(name.lower(), entry.key.place), f"Leave {name} out.")
    both = [name for name in exemption.relaxes if name in exemption.suspends]
    relaxes, within = held(entry.value, "relaxes"), held(entry.value, "within")
    if both and relaxes is not None:
        what = f"{entry.name} suspends {both[0]}, so there is nothing left to relax."
        yield _Wrong(NO_ONE_EXCEPTION, what, relaxes.place, f"Name {both[0]} once.")
    if within is not None and relaxes is None:
        what = f"{entry.name} gives a limit, and relaxes nothing to it."
        yield _Wrong(NO_ONE_EXCEPTION, what, within.place, "Leave within out, or add relaxes: with a commitment.")
    for name in exemption.relaxes:
        if (deadline := clocks.get(name)) is not None and within is not None:
            yield from _unfit(written[name], deadline, exemption, within.place)


def _unfit(commitment: Entry, deadline: Deadline, exemption: Exemption, there: Place) -> Iterator[_Wrong]:
    """Hold a relaxed limit against the calendar and the conventions of the commitment it is for."""
    name = deadline.name
    if held(commitment.value, "within") is None:
        what = f"{name} has no limit that {exemption.name} could relax."
        yield _Wrong(NO_ONE_EXCEPTION, what, there, f"Write suspends: {name}, or leave it out.")
        return
    business = [row for row in exemption.within if needs_calendar(row.limit)]
    if business and held(commitment.value, "calendar") is None:
        if any(needs_calendar(row.limit) for row in deadline.within):
            return
        what = f"{business[0].text} hangs on a calendar, and {name} names none."
        yield _Wrong(NO_CALENDAR, what, there, f"Write hours or days, or add calendar: NAME to {name}.")
    counted = [row for row in exemption.within if isinstance(row.limit, BusinessDays)]
    missing = [key for key in ("after_hours", "due_at") if held(commitment.value, key) is None]
    if counted and missing and not any(isinstance(row.limit, BusinessDays) for row in deadline.within):
        what = f"{counted[0].text}: nothing in {name} says {' and '.join(missing)}."
        yield _Wrong(NO_CONVENTION, what, there, f"Add {' and '.join(f'{key}:' for key in missing)} to {name}.")
