"""Clocks judged minute by minute with the standard library alone: the rules of time, slow and obvious.

`judge` walks through time from one minute to the next. Between two minutes it asks what the wall clock of the
calendar's zone shows, whether that is open and whether the clock is paused, and uses up the limit; where something
happens it stands still and takes what happens in the order the rules state. A minute in which something happens is
cut there. Nothing is worked out ahead but dues that somebody asks for before their time: those are found by walking
on. Instants are whole seconds since 1970 in UTC, calendars open and close on whole minutes.

Choices made here where the rules leave one:

- Marks of one instant are taken in this order: what ends (a stage left, an owner gone), events, stages in the
  order the moves allow.
- A limit in business days that was paused, or split between owners, before its due has as its budget the worked
  time up to the due that was planned; a pause of closed time alone, or an owner who comes when all of it is used,
  moves nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

MINUTE = 60
DAY = 24 * 60 * MINUTE
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A due that lies further ahead is none that a test should ask for.
PATIENCE = 120 * DAY

Windows = Sequence[tuple[int, int]]


def seconds(instant: dt.datetime) -> int:
    """Give an aware instant as seconds since 1970."""
    return (instant - EPOCH) // dt.timedelta(seconds=1)


def instant(at: int) -> dt.datetime:
    """Give seconds since 1970 as an instant in UTC."""
    return EPOCH + dt.timedelta(seconds=at)


# ── calendars ───────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False)
class Calendar:
    """Windows of wall-clock time, in minutes after midnight, by weekday; an override beats a holiday, that the week."""

    zone: str
    week: Mapping[str, Windows]
    holidays: frozenset[dt.date] = frozenset()
    overrides: Mapping[dt.date, Windows] = field(default_factory=dict)
    open_minutes: dict[dt.date, frozenset[int]] = field(default_factory=dict, repr=False)
    open_near: dict[int, frozenset[int]] = field(default_factory=dict, repr=False)

    def windows_on(self, day: dt.date) -> list[tuple[int, int]]:
        """Give the windows that hold on a date; an end before its start lies on the next day."""
        if day in self.overrides:
            found = self.overrides[day]
        elif day in self.holidays:
            found = ()
        else:
            found = self.week.get(WEEKDAYS[day.weekday()], ())
        return [(start, end if end >= start else end + 24 * 60) for start, end in found if end != start]

    def says_as(self, other: Calendar) -> bool:
        """Whether another calendar has the same zone, hours, holidays and overrides."""
        return (self.zone, self.week, self.holidays, self.overrides) == (
            other.zone,
            other.week,
            other.holidays,
            other.overrides,
        )

    def of_day(self, day: dt.date) -> frozenset[int]:
        """Give the minutes, counted from 1970, in which the windows of a date are open."""
        if day not in self.open_minutes:
            self.open_minutes[day] = frozenset(
                minute
                for start, end in self.windows_on(day)
                for minute in range(showing(self.zone, day, start)[0], showing(self.zone, day, end)[-1])
            )
        return self.open_minutes[day]

    def is_open(self, minute: int) -> bool:
        """Whether the minute that begins then is open: a window belongs to the day it began, up to two days back."""
        day = minute * MINUTE // DAY
        if day not in self.open_near:
            today = instant(day * DAY).date()
            near = (self.of_day(today + dt.timedelta(days=days)) for days in (-3, -2, -1, 0, 1, 2))
            self.open_near[day] = frozenset().union(*near)
        return minute in self.open_near[day]

    def date(self, at: int) -> dt.date:
        """Give the date that the wall shows."""
        return instant(at).astimezone(ZoneInfo(self.zone)).date()

    def opening(self, day: dt.date) -> int:
        """Give the first opening of a date's own windows."""
        return min(self.of_day(day)) * MINUTE

    def close(self, day: dt.date) -> int:
        """Give the last close of a date's own windows."""
        return (max(self.of_day(day)) + 1) * MINUTE

    def open_day(self, day: dt.date) -> dt.date:
        """Give the date itself if it is open, else the next one that is."""
        while not self.of_day(day):
            day += dt.timedelta(days=1)
        return day

    def next_open(self, at: int) -> int:
        """Give the instant itself if it is open, else the next opening."""
        while not self.is_open(at // MINUTE):
            at = (at // MINUTE + 1) * MINUTE
        return at


def showing(zone: str, day: dt.date, minute: int) -> list[int]:
    """Give the minutes (UTC) at which the wall shows a time of a date; where it never does, the first one past it."""
    wanted = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    near = seconds(wanted.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)) // MINUTE
    walls = [(at, instant(at * MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None)) for at in _around(near)]
    return [at for at, wall in walls if wall == wanted] or [next(at for at, wall in walls if wall > wanted)]


def _around(minute: int) -> range:
    return range(minute - 150, minute + 151)


# ── what a clock is ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Time:
    """So many seconds: of open time if `business`, else of all time."""

    seconds: int
    business: bool = False


@dataclass(frozen=True)
class Days:
    """The n-th open day after day 0: at its opening, its close, the start's time of day or a minute after midnight."""

    number: int
    at: str | int
    after_hours: str
    cutoff: int | None = None


Limit = Time | Days
Decision = Callable[[str, int], bool | None]
"""Says of a lead, by name, whether something is so at an instant; null is unknown."""


@dataclass(frozen=True, eq=False)
class ByOwner:
    """The calendar of each owner who has one; of all others, queues and nobody, `otherwise`."""

    calendars: Mapping[str, Calendar]
    otherwise: Calendar | None = None


@dataclass(frozen=True)
class Attempts:
    """At least so many events of these names, on so many of them, spaced apart, before any of others."""

    at_least: int
    of: tuple[str, ...]
    channels: int = 1
    before: tuple[str, ...] = ()
    apart: Time | None = None


@dataclass(frozen=True, eq=False)
class Exemption:
    """What suspends a clock, or relaxes it to other limits: from (included) until (not), or when decided so."""

    name: str
    suspends: bool
    limits: tuple[Row, ...] = ()
    since: int | None = None
    until: int | None = None
    when: Decision | None = None
    agreed_by: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Row:
    """A limit, and for which cycles: all, those that start on weekdays, those restarted, or those decided."""

    limit: Limit
    when: frozenset[str] | str | Decision | None = None


@dataclass(frozen=True, eq=False)
class Clock:
    """A commitment in plain data. `starts` are groups of which one must hold as a whole."""

    starts: tuple[tuple[str, ...], ...]
    stops: frozenset[str] = frozenset()
    cancels: frozenset[str] = frozenset()
    restarts: frozenset[str] = frozenset()
    pauses: frozenset[str] = frozenset()
    resumes: frozenset[str] = frozenset()
    paused_while: Decision | None = None
    limits: tuple[Row, ...] = ()
    calendar: Calendar | ByOwner | Callable[[str, int], Calendar | None] | None = None
    zone: str = "UTC"
    attempts: Attempts | None = None
    sequence: tuple[tuple[int, tuple[str, ...]], ...] = ()
    silence: str | None = None
    binds: Decision | None = None
    exemptions: tuple[Exemption, ...] = ()
    warning: Fraction = Fraction(3, 4)
    # The agreement's version: from when (included) until when (not) it is in force.
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class Lead:
    """What happened to a lead, in any order: events, stages entered, owners given ("" is nobody)."""

    name: str
    events: Sequence[tuple[int, str]] = ()
    stages: Sequence[tuple[int, str]] = ()
    owners: Sequence[tuple[int, str]] = ()
    queues: frozenset[str] = frozenset()
    moves: frozenset[tuple[str, str]] = frozenset()
    assigned: tuple[str, ...] = ("assigned",)
    # Other instants at which something that decisions hang on may change.
    moments: Sequence[int] = ()


@dataclass
class Cycle:
    """One cycle with its verdict; times in seconds."""

    number: int
    start: int
    by: str
    owner: str | None
    runs: list[Run]
    calendar: Calendar | None
    due: int | None = None
    end: int | None = None
    how: str = ""
    ended_by: str = ""
    stopped_at: int | None = None
    worked: int = 0
    paused_at_end: bool = False
    doubt: str | None = None
    suspended_by: str | None = None
    relaxed_by: str | None = None
    counted: list[tuple[int, str]] = field(default_factory=list)
    spaced_at: int | None = None
    owner_now: str | None = None
    days: list[tuple[dt.date, tuple[str, ...]]] = field(default_factory=list)
    fulfilled: set[int] = field(default_factory=set)
    verdict: str = "open"
    reason: str = ""
    breached_at: int | None = None
    remaining: int | None = None
    at_risk: bool | None = None


@dataclass
class Run:
    """A limit as a cycle uses it up; `planned` is the due of a limit in days, as long as nothing moves it."""

    left: int
    business: bool
    planned: int | None = None
    moved: bool = False
    due: int | None = None

    def passes(self, now: int, until: int, *, is_open: bool, paused: bool) -> None:
        """Let time pass in which nothing changes."""
        if self.due is not None:
            return
        runs = is_open or not self.business
        if paused and runs and (self.planned is None or now < self.planned):
            self.moved = True
        if self.planned is not None and not self.moved and self.planned <= until:
            self.due = self.planned
        if paused or not runs:
            return
        spent = min(self.left, until - now)
        self.left -= spent
        if self.left == 0 and (self.planned is None or self.moved) and self.due is None:
            self.due = now + spent


# ── limits ──────────────────────────────────────────────────────────────────────────────────────


def planned_due(calendar: Calendar, start: int, limit: Days) -> int:
    """Give the due of a limit in business days that nothing moves."""
    counted = start
    today = calendar.date(start)
    if limit.cutoff is not None and calendar.of_day(today) and _time_of_day(calendar, start) >= limit.cutoff * MINUTE:
        counted = calendar.opening(calendar.open_day(today + dt.timedelta(days=1)))
    elif limit.after_hours == "next opening":
        counted = calendar.next_open(start)
    day_0 = calendar.date(counted)
    day = calendar.open_day(day_0) if limit.number == 0 else day_0
    for _ in range(limit.number):
        day = calendar.open_day(day + dt.timedelta(days=1))
    if limit.at == "opening":
        return calendar.opening(day)
    if limit.at == "close":
        return calendar.close(day)
    if limit.at == "same time" and day == day_0:
        return counted
    of_day = _time_of_day(calendar, counted) if isinstance(limit.at, str) else limit.at * MINUTE
    # An end that the wall shows twice is the later one.
    minute, rest = divmod(of_day, MINUTE)
    wall = showing(calendar.zone, day, minute)
    return wall[-1] * MINUTE + rest


def _time_of_day(calendar: Calendar, at: int) -> int:
    wall = instant(at).astimezone(ZoneInfo(calendar.zone))
    return wall.hour * 3600 + wall.minute * 60 + wall.second


def begun(limit: Limit, calendar: Calendar | None, start: int) -> Run:
    """Begin to use up a limit."""
    if isinstance(limit, Time):
        return Run(limit.seconds, limit.business, due=None if limit.seconds else start)
    assert calendar is not None
    planned = planned_due(calendar, start, limit)
    budget = sum(stretch for now, stretch in ticks(start, planned) if calendar.is_open(now // MINUTE))
    return Run(budget, business=True, planned=planned, due=planned if planned <= start else None)


def ticks(now: int, until: int) -> list[tuple[int, int]]:
    """Cut a stretch of time at every full minute; give where each piece begins and how long it is."""
    cuts = [now, *range((now // MINUTE + 1) * MINUTE, until, MINUTE), until]
    return [(at, following - at) for at, following in pairwise(cuts)] if now < until else []


# ── what happens at an instant ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Mark:
    """An event that happens, or a state that ends; `stage` says that a stage was entered."""

    name: str
    ends: bool = False
    stage: bool = False


class Contradiction(Exception):
    """Two changes at one instant that stand in no one order."""


def marks_of(lead: Lead, as_of: int) -> tuple[dict[int, list[Mark]], dict[int, str]]:
    """Put what happened in order: the marks of each instant, and who owns the lead from then on."""
    stages, owners = _by_instant(lead.stages), _by_instant(lead.owners)
    events = _by_instant(lead.events)
    found: dict[int, list[Mark]] = {}
    owned: dict[int, str] = {}
    stage: str | None = None
    owner: str | None = None
    for at in sorted({*stages, *owners, *events, *lead.moments}):
        if at > as_of:
            break
        ends: list[Mark] = []
        happens = [Mark(name) for name in sorted(events.get(at, ()))]
        entered: list[Mark] = []
        for place, to in enumerate(_in_order(stage, stages.get(at, ()), lead.moves)):
            if to == stage:
                continue
            if stage:
                (entered if place else ends).append(Mark(stage, ends=True))
            stage = to
            entered += [Mark(to, stage=True)] if to else []
        for to in _in_order(owner, owners.get(at, ()), frozenset()):
            if to == owner:
                continue
            owner = owned[at] = to
            for name in lead.assigned:
                if to and to not in lead.queues:
                    happens.append(Mark(name))
                else:
                    ends.append(Mark(name, ends=True))
        found[at] = [*ends, *happens, *entered]
    return found, owned


def _by_instant(changes: Sequence[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for at, name in changes:
        found.setdefault(at, []).append(name)
    return found


def _in_order(now: str | None, values: Sequence[str], moves: frozenset[tuple[str, str]]) -> tuple[str, ...]:
    """Give the one order of changes of an instant that the moves allow."""
    several = sorted(set(values))
    if len(several) < 2:
        return tuple(several)
    found = {
        order
        for order in permutations(several)
        if moves and all(pair in moves or not pair[0] for pair in zip((now or "", *order), order, strict=False))
    }
    if len(found) != 1:
        raise Contradiction
    return found.pop()


# ── the walk ────────────────────────────────────────────────────────────────────────────────────


def judge(clock: Clock | Sequence[Clock], lead: Lead, as_of: int) -> list[Cycle]:
    """Give every cycle of a clock for one lead; several clocks are the versions of one commitment."""
    walk = _Walk([clock] if isinstance(clock, Clock) else list(clock), lead, as_of)
    walk.on()
    return walk.cycles


def with_breaches(lead: Lead, name: str, cycles: Sequence[Cycle]) -> Lead:
    """Let the breaches of a commitment be events of the lead: `breach of NAME`."""
    breaches = [(cycle.breached_at, f"breach of {name}") for cycle in cycles if cycle.breached_at is not None]
    fields = {each: getattr(lead, each) for each in Lead.__dataclass_fields__}
    return Lead(**{**fields, "events": [*lead.events, *breaches]})


class _Walk:
    """Where the walk stands."""

    def __init__(self, versions: list[Clock], lead: Lead, as_of: int) -> None:
        self.versions, self.clock, self.lead, self.as_of = versions, versions[0], lead, as_of
        self.marks, self.owned = marks_of(lead, as_of)
        self.cycles: list[Cycle] = []
        self.running: Cycle | None = None
        self.holding: set[str] = set()  # what holds: stages, an owner, events that have opened no cycle yet
        self.paused = False
        self.owner: str | None = None
        self.states = {*lead.assigned, *(name for _, name in lead.stages)}

    def on(self) -> None:
        """Go from instant to instant and from minute to minute, up to the instant of the report."""
        instants = sorted(self.marks)
        if not instants:
            return
        for at, following in zip(instants, [*instants[1:], self.as_of], strict=True):
            self._falls_silent(at)
            self._at(at, self.marks[at])
            for now, stretch in ticks(at, following):
                if self.running is None:
                    break
                self._passes(self.running, now, now + stretch)
        self._falls_silent(self.as_of)
        for cycle in self.cycles:
            self._judge(cycle)

    # ── minutes ──

    def _passes(self, cycle: Cycle, now: int, until: int) -> None:
        """Let a minute pass, or the part of one in which nothing happens."""
        paused = self._is_paused(now)
        is_open = cycle.calendar is None or cycle.calendar.is_open(now // MINUTE)
        if cycle.due is None:
            for run in cycle.runs:
                run.passes(now, until, is_open=is_open, paused=paused)
            cycle.due = _latest(cycle.runs)
        if self.clock.silence is not None and cycle.due is not None:
            until = max(now, min(until, cycle.due))
        if is_open and not paused:
            cycle.worked += until - now

    def _is_paused(self, now: int) -> bool:
        decided = self.clock.paused_while
        return self.paused or (decided is not None and decided(self.lead.name, now) is True)

    # ── instants ──

    def _at(self, at: int, marks: list[Mark]) -> None:
        """Take what happens at an instant: the running cycle first, then pauses, then starts."""
        self.owner = self.owned.get(at, self.owner)
        stopped_by = self._seen_by_running(at, marks)
        names = {mark.name for mark in marks if not mark.ends}
        if names & self.clock.pauses:
            self.paused = True
        elif names & self.clock.resumes:
            self.paused = False
        self._changes_owner(at)
        self._starts(at, marks, stopped_by)

    def _seen_by_running(self, at: int, marks: list[Mark]) -> int | None:
        """Let the running cycle see stop, cancel, restart, in this order; give the place of the stop."""
        cycle, clock = self.running, self.clock
        if cycle is None:
            return None
        happens = [(place, mark.name) for place, mark in enumerate(marks) if not mark.ends]
        for place, name in happens:
            if self._stops(cycle, at, name):
                self._end(at, "stop", name)
                return place
        for how, names in (("cancel", clock.cancels), ("before", self._before), ("restart", clock.restarts)):
            for _, name in happens:
                if name in names:
                    self._end(at, how, name)
                    if how == "restart":
                        self._open(at, name, restarted=True)
                    return None
        return None

    @property
    def _before(self) -> tuple[str, ...]:
        return () if self.clock.attempts is None else self.clock.attempts.before

    def _stops(self, cycle: Cycle, at: int, name: str) -> bool:
        """Whether an event stops the cycle: it is a stop, or the touch or entry that fulfils what was promised."""
        attempts = self.clock.attempts
        if attempts is not None and name in attempts.of and (cycle.due is None or at <= cycle.due):
            if cycle.spaced_at is not None and attempts.apart is not None:
                since = ticks(cycle.spaced_at, at)
                spent = sum(
                    stretch
                    for now, stretch in since
                    if not attempts.apart.business or cycle.calendar is None or cycle.calendar.is_open(now // MINUTE)
                )
                if spent < attempts.apart.seconds:
                    return False
            cycle.spaced_at = at
            cycle.counted.append((at, name))
            channels = {each for _, each in cycle.counted}
            return len(cycle.counted) >= attempts.at_least and len(channels) >= attempts.channels
        if self.clock.sequence:
            return self._fulfils(cycle, at, name)
        return name in self.clock.stops

    def _changes_owner(self, at: int) -> None:
        """Split the clock where the owner's calendar becomes another before the due."""
        cycle, choice = self.running, self.clock.calendar
        if cycle is None or not isinstance(choice, ByOwner) or cycle.due is not None or at not in self.owned:
            return
        if cycle.start == at or self.owner == cycle.owner_now:
            return
        cycle.owner_now = self.owner
        calendar = choice.calendars.get(self.owner or "", choice.otherwise)
        if calendar is not None and cycle.calendar is not None and calendar.says_as(cycle.calendar):
            return
        cycle.calendar = calendar
        if cycle.calendar is None:
            # Nobody can say when it will be due.
            cycle.doubt, cycle.runs = cycle.doubt or "no calendar", []
        for run in cycle.runs:
            if run.planned is not None and run.left:
                run.moved = True
        cycle.due = _latest(cycle.runs)

    def _starts(self, at: int, marks: list[Mark], stopped_by: int | None) -> None:
        """Open a cycle if a group of starts holds from now on, unless one runs that is not overdue."""
        first: int | None = None
        used: set[str] = set()
        for place, mark in enumerate(marks):
            if mark.ends:
                self.holding.discard(mark.name)
                continue
            new = mark.name not in self.holding or mark.name not in self.states
            self.holding.add(mark.name)
            for group in self.clock.starts:
                if mark.name in group and (new or len(group) == 1) and self.holding >= set(group):
                    first = place if first is None else first
                    used |= set(group)
        running = self.running
        if first is None or (running is not None and not self._is_over(running, at)):
            return
        if not self._open(at, marks[first].name):
            return
        self.holding -= used - self.states
        self._ends_at_once(at, marks, first, used, stopped_by)

    def _is_over(self, cycle: Cycle, at: int) -> bool:
        """Whether a cycle has lost its chance: its due has passed, or a day of its sequence without what it asked."""
        last = self._last(cycle)
        return last is not None and at > last

    def _last(self, cycle: Cycle) -> int | None:
        """Give the last instant at which a cycle could be met, as far as that is known."""
        missed = [day for i, (day, _) in enumerate(cycle.days) if i not in cycle.fulfilled]
        return _end_of(self._clock_of(cycle), cycle.calendar, missed[0]) if missed else cycle.due

    def _ends_at_once(self, at: int, marks: list[Mark], first: int, used: set[str], stopped_by: int | None) -> None:
        """Let an event of the start's own instant end the new cycle.

        A stop does, unless it stopped another, is the start itself, or is a stage entered before the stage that
        starts. A cancel does only as a stage that is entered after the stage that starts. Where touches are counted
        or asked for by day, the start itself is one too.
        """
        cycle = self.running
        assert cycle is not None
        counts = self.clock.attempts is not None or bool(self.clock.sequence)
        all_marks = [(place, mark) for place, mark in enumerate(marks) if not mark.ends and place != stopped_by]
        others = [(place, mark) for place, mark in all_marks if mark.name not in used]
        of_stages = marks[first].stage
        for place, mark in all_marks if counts else others:
            is_earlier = of_stages and mark.stage and place < first
            if not is_earlier and self._stops(cycle, at, mark.name):
                self._end(at, "stop", mark.name)
                return
        for how, names in (("cancel", self.clock.cancels), ("before", self._before)):
            for place, mark in others:
                if of_stages and mark.stage and place > first and mark.name in names:
                    self._end(at, how, mark.name)
                    return

    # ── cycles ──

    def _open(self, at: int, by: str, *, restarted: bool = False) -> bool:
        """Open a cycle: limit, calendar and owner are those of this instant."""
        clock = self._in_force(at)
        bound = True if clock.binds is None else clock.binds(self.lead.name, at)
        if bound is False:
            return False
        if self.running is not None:
            self._end(at, "start", by)
        self.clock = clock
        calendar = self._calendar(clock, at)
        cycle = Cycle(len(self.cycles) + 1, at, by, self.owner or None, [], calendar, owner_now=self.owner)
        if bound is None:
            cycle.doubt = "for is unknown"
        limit = self._limit(clock.limits, at, calendar, restarted=restarted)
        if calendar is None and isinstance(clock.calendar, ByOwner):
            cycle.doubt = cycle.doubt or "no calendar"
        else:
            cycle.runs = [] if limit is None else [begun(limit, calendar, at)]
            cycle.days = _days(clock, calendar, at)
            cycle.due = _end_of(clock, calendar, cycle.days[-1][0]) if cycle.days else None
            self._exempt(cycle, restarted=restarted)
        if not cycle.days:
            cycle.due = _latest(cycle.runs)
        self.cycles.append(cycle)
        self.running = cycle
        return True

    def _in_force(self, at: int) -> Clock:
        for clock in self.versions:
            if (clock.since is None or clock.since <= at) and (clock.until is None or at < clock.until):
                return clock
        return self.versions[0]

    def _calendar(self, clock: Clock, at: int) -> Calendar | None:
        match clock.calendar:
            case ByOwner(calendars, otherwise):
                return calendars.get(self.owner or "", otherwise)
            case Calendar() | None:
                return clock.calendar
            case _:
                return clock.calendar(self.lead.name, at)

    def _limit(self, rows: Sequence[Row], at: int, calendar: Calendar | None, *, restarted: bool) -> Limit | None:
        """Give the limit of the first row that is true."""
        zone = ZoneInfo(self.clock.zone if calendar is None else calendar.zone)
        for row in rows:
            match row.when:
                case None:
                    return row.limit
                case frozenset():
                    if WEEKDAYS[instant(at).astimezone(zone).weekday()] in row.when:
                        return row.limit
                case str():
                    if restarted:
                        return row.limit
                case _:
                    if row.when(self.lead.name, at) is True:
                        return row.limit
        return None

    def _exempt(self, cycle: Cycle, *, restarted: bool) -> None:
        """Suspend or relax the cycle by the exceptions that cover it, as it is planned at its start."""
        due = cycle.due if cycle.days else _walked_on(cycle, cycle.start)
        for each in self.clock.exemptions:
            if each.since is not None and due is not None and due < each.since:
                continue
            if each.until is not None and cycle.start >= each.until:
                continue
            if each.when is not None and each.when(self.lead.name, cycle.start) is not True:
                continue
            agreed = f", agreed by {' and '.join(each.agreed_by)}" if each.agreed_by else ""
            if each.suspends:
                cycle.suspended_by = cycle.suspended_by or f"{each.name}{agreed}"
                continue
            limit = self._limit(each.limits, cycle.start, cycle.calendar, restarted=restarted)
            if limit is None:
                continue
            run = begun(limit, cycle.calendar, cycle.start)
            later = _walked_on(replace(cycle, runs=[run]), cycle.start)
            if due is None or later is None or later > due:
                due = later
                cycle.runs = [run]
                cycle.relaxed_by = f"{each.name}{agreed}"

    def _end(self, at: int, how: str, by: str) -> None:
        cycle = self.running
        assert cycle is not None
        cycle.end, cycle.how, cycle.ended_by = at, how, by
        if how == "stop":
            cycle.stopped_at = at
        self.running = None

    def _falls_silent(self, at: int) -> None:
        """End a cycle as met whose due has passed in silence, where silence counts."""
        cycle = self.running
        if cycle is not None and self.clock.silence is not None and cycle.due is not None and cycle.due < at:
            cycle.end, cycle.how, cycle.ended_by = cycle.due, "silence", self.clock.silence
            self.running = None

    # ── sequences ──

    def _fulfils(self, cycle: Cycle, at: int, name: str) -> bool:
        """Take an event of a sequence; tell whether every entry is fulfilled with it."""
        today = _date(self.clock, cycle.calendar, at)
        cycle.fulfilled |= {i for i, (day, names) in enumerate(cycle.days) if day == today and name in names}
        return len(cycle.fulfilled) == len(cycle.days)

    # ── verdicts ──

    def _judge(self, cycle: Cycle) -> None:
        """Say how a cycle came out."""
        outside = self._outside(cycle.start)
        end = self.as_of if cycle.end is None else cycle.end
        paused = cycle.end is None and self._is_paused(self.as_of)
        used_up = all(run.left == 0 for run in cycle.runs)  # then a pause has nothing left to cut
        if cycle.doubt is None and cycle.due is None and (used_up or not paused):
            cycle.due = _walked_on(cycle, end)
        if cycle.due is not None and cycle.end is None and cycle.due >= end:
            cycle.remaining = _worked_on(cycle, end, cycle.due)
            used = cycle.worked
            cycle.at_risk = used >= self._clock_of(cycle).warning * (used + cycle.remaining)
        cycle.at_risk = bool(cycle.at_risk)
        last = self._last(cycle)
        passed = last is not None and end > last
        if outside is not None:
            cycle.verdict, cycle.reason = "excluded", outside
        elif cycle.doubt is not None:
            cycle.verdict, cycle.reason, cycle.due = "unknown", cycle.doubt, None
        elif cycle.suspended_by is not None:
            cycle.verdict, cycle.reason = "excluded", f"suspended by {cycle.suspended_by}"
        else:
            cycle.verdict, cycle.reason = self._verdict(cycle, passed=passed)
            if cycle.relaxed_by is not None:
                cycle.reason += f", relaxed by {cycle.relaxed_by}"
        if cycle.verdict == "breached":
            cycle.breached_at = cycle.end if cycle.how == "before" and not passed else last
        if cycle.verdict != "open":
            cycle.remaining = cycle.at_risk = None
        elif cycle.at_risk:
            cycle.reason += ", at risk"

    def _outside(self, at: int) -> str | None:
        """Say why a cycle that starts then belongs to no version."""
        clock = self._in_force(at)
        zone = ZoneInfo(clock.zone)
        if clock.since is not None and at < clock.since:
            return f"it started before the agreement took effect on {instant(clock.since).astimezone(zone).date()}"
        if clock.until is not None and at >= clock.until:
            return f"it started after the agreement had ended on {instant(clock.until).astimezone(zone).date()}"
        return None

    def _verdict(self, cycle: Cycle, *, passed: bool) -> tuple[str, str]:
        late = " after its due" if passed else ""
        attempts = self._clock_of(cycle).attempts
        if attempts is not None and cycle.how in ("", "before", "start", "cancel", "restart"):
            so_far = f"{len(cycle.counted)} of {attempts.at_least}"
            channels = len({name for _, name in cycle.counted})
            if 1 < attempts.channels > channels:
                so_far += f" on {channels} of {attempts.channels} channels"
            if passed:
                return "breached", f"{so_far} by its due"
            if cycle.how == "before":
                return "breached", f"{cycle.ended_by} after {so_far}"
        if cycle.days and passed:
            missed = next(i for i in range(len(cycle.days)) if i not in cycle.fulfilled)
            number, names = self._clock_of(cycle).sequence[missed]
            return "breached", f"no {' or '.join(names)} on day {number}"
        match cycle.how:
            case "stop":
                return ("breached" if passed else "met"), f"stopped by {cycle.ended_by}{late}"
            case "cancel":
                return ("breached" if passed else "excluded"), f"cancelled by {cycle.ended_by}{late}"
            case "restart":
                return ("breached" if passed else "excluded"), f"restarted by {cycle.ended_by}{late}"
            case "start":
                return "breached", f"not stopped before {cycle.ended_by} started the next"
            case "silence":
                return "met", f"silence counts as {cycle.ended_by}"
            case _:
                return ("breached", "not stopped by its due") if passed else ("open", "not stopped yet")

    def _clock_of(self, cycle: Cycle) -> Clock:
        return self._in_force(cycle.start)


def _days(clock: Clock, calendar: Calendar | None, start: int) -> list[tuple[dt.date, tuple[str, ...]]]:
    """Give the dates of a sequence: day 1 is that of the start, the others follow it, by open days on a calendar."""
    found = []
    for number, names in clock.sequence:
        day = _date(clock, calendar, start)
        if calendar is None:
            day += dt.timedelta(days=number - 1)
        else:
            day = calendar.open_day(day)
            for _ in range(number - 1):
                day = calendar.open_day(day + dt.timedelta(days=1))
        found.append((day, names))
    return found


def _date(clock: Clock, calendar: Calendar | None, at: int) -> dt.date:
    return instant(at).astimezone(ZoneInfo(clock.zone if calendar is None else calendar.zone)).date()


def _end_of(clock: Clock, calendar: Calendar | None, day: dt.date) -> int:
    """Give the first instant after a date."""
    zone = clock.zone if calendar is None else calendar.zone
    return showing(zone, day + dt.timedelta(days=1), 0)[0] * MINUTE


def _latest(runs: Sequence[Run]) -> int | None:
    """Give the due of a cycle once all its limits are used up: a relaxed limit never tightens another."""
    dues = [run.due for run in runs if run.due is not None]
    return max(dues) if dues and len(dues) == len(runs) else None


def _walked_on(cycle: Cycle, now: int) -> int | None:
    """Give the due of a cycle that is neither paused nor given to another owner from now on."""
    runs = [Run(run.left, run.business, run.planned, run.moved, run.due) for run in cycle.runs]
    last = now + PATIENCE
    while runs and now < last:
        due = _latest(runs)
        if due is not None:
            return due
        following = (now // MINUTE + 1) * MINUTE
        is_open = cycle.calendar is None or cycle.calendar.is_open(now // MINUTE)
        for run in runs:
            run.passes(now, following, is_open=is_open, paused=False)
        now = following
    return None


def _worked_on(cycle: Cycle, now: int, until: int) -> int:
    """Count the worked time between two instants on the calendar that the cycle has at last."""
    own = cycle.calendar
    return sum(stretch for at, stretch in ticks(now, until) if own is None or own.is_open(at // MINUTE))
