"""One commitment's clock over all leads: every cycle with its verdict."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ola.clock.duration import BusinessTime
from ola.clock.wall_clock import micros
from ola.evaluate.handoffs.breaches import breached, breaches_of
from ola.evaluate.handoffs.claims import Claims
from ola.evaluate.handoffs.conditions import Conditions
from ola.evaluate.handoffs.course import Course, Piece
from ola.evaluate.handoffs.courses import Courses
from ola.evaluate.handoffs.cycle_table import CycleTable
from ola.evaluate.handoffs.cycles import NEVER, Found, Open, Opened, Touches, Version, Watch, cycles_of, settle
from ola.evaluate.handoffs.events import Happenings, Roster, owner_field
from ola.evaluate.handoffs.judging import Row, judged
from ola.evaluate.handoffs.leads import ROWS_DIFFER, Leads
from ola.evaluate.handoffs.logs import lead_fields
from ola.evaluate.handoffs.opening import Opening, Terms, clock_conditions
from ola.plan import Attempts, Deadline, FromChange, FromField, FromLog, FromStage, Plan


@dataclass(frozen=True, slots=True)
class Clocked:
    """The cycles of a commitment in the order of leads and starts, and what was noticed on the way.

    `early` are leads whose stop lies before their start, with the stop; `row_stands` the fields whose value in the
    lead's row was taken for all times.
    """

    cycles: CycleTable
    early: tuple[tuple[str, str], ...] = ()
    row_stands: tuple[str, ...] = ()


def clocked(
    plan: Plan,
    deadline: Deadline,
    leads: Leads,
    happenings: Happenings,
    claims: Claims,
    earlier: Mapping[str, CycleTable],
    as_of: dt.datetime,
    segments_alone: Conditions,
) -> Clocked:
    """Follow every lead; `earlier` are the cycles of commitments whose breach starts this clock.

    `segments_alone` answer for clocks without conditions, all of which ask the same of a lead.
    """
    happenings = breached(deadline, earlier, happenings)
    known = happenings.roster
    clock = Clock(plan, deadline, leads, happenings, claims, segments_alone)
    watch, now = clock.watch, micros(as_of)

    rows: list[Row] = []
    early: list[tuple[str, str]] = []
    for lead, found in _followed(clock):
        if found.early is not None and found.cycles[0].end is None:
            early.append((lead, known.names[found.early.event]))
            _doubt_early(found, known)
        for i, cycle in enumerate(found.cycles, 1):
            settle(cycle, watch.silence, now)
            rows.append(Row(lead, i, cycle.opened, cycle))

    others = _unseen(deadline, clock.opening, happenings, claims, watch, {row.lead for row in rows}, as_of)
    others += _unknown_breaches(deadline, earlier, clock.opening, Counter(row.lead for row in [*rows, *others]))
    if others:
        rows = sorted([*rows, *others], key=lambda row: (row.lead, row.number))
    table = judged(plan, deadline, rows, known.names, _Owners(plan, leads, happenings), as_of)
    stands = clock.opening.row_stands if rows and leads.given else ()
    return Clocked(table, tuple(early), tuple(name for name in stands if leads.has(name)))


class Clock:
    """One commitment's clock, compiled: what it listens to, what opens its cycles, what nobody can see."""

    def __init__(
        self,
        plan: Plan,
        deadline: Deadline,
        leads: Leads,
        happenings: Happenings,
        claims: Claims,
        segments_alone: Conditions,
    ) -> None:
        """Compile, and find out what is missing."""
        self.happenings = happenings
        self.watch = watch = watch_of(plan, deadline, happenings.roster)
        self.courses = Courses(plan, deadline, leads, happenings, watch)
        # What only ends a cycle well, or only puts its due off, can leave none but the met in no doubt.
        softly = (watch.stops | watch.evidence | watch.pauses) - watch.singles - watch.members
        softly -= watch.cancels | watch.restarts | watch.before | watch.resumes
        self.opening = Opening(
            plan,
            deadline,
            leads,
            happenings,
            hidden=_lacking(happenings, watch.events - softly),
            unseen_stop=_lacking(happenings, watch.events & softly),
            conditions=None if clock_conditions(deadline) else segments_alone,
        )
        self.undated = _undated(happenings, leads, watch.events - softly)
        self.undated_stops = _undated(happenings, leads, watch.events & softly)
        ends = (watch.stops | watch.cancels | watch.before | watch.evidence) - watch.singles - watch.members
        for lead, why in claims.unseen_ends(ends).items():
            self.undated_stops.setdefault(lead, why)


def _followed(clock: Clock) -> Iterator[tuple[str, Found]]:
    """Follow each lead that has a cycle."""
    opening, happenings, courses = clock.opening, clock.happenings, clock.courses
    chosen = happenings.chosen(clock.watch.marks)
    ats, marks = chosen.at.tolist(), chosen.mark.tolist()
    names = [happenings.leads[number] for number in chosen.leads]
    terms: list[Terms] = []
    dues: list[int | None] = []
    if opening.is_static:
        terms = [opening.static_terms(lead, clock.undated.get(lead), clock.undated_stops.get(lead)) for lead in names]
        counts = [high - low for low, high in zip(chosen.lows, chosen.highs, strict=True)]
        # The dues of all instants at once, of those too at which no cycle will open.
        dues = opening.dues(terms, counts, chosen.at)
    for i, lead in enumerate(names):
        low, high = chosen.lows[i], chosen.highs[i]
        course = courses.of(lead, ats[low:high], marks[low:high]) if courses else None
        open_cycle: Open
        if opening.is_static:
            if terms[i].opened is None:
                continue
            open_cycle = _ByRow(opening, lead, terms[i], dues, low, course)
        else:
            open_cycle = _ByStart(opening, lead, clock.undated.get(lead), clock.undated_stops.get(lead), course)
        found = cycles_of([Version(clock.watch, open_cycle)], ats[low:high], marks[low:high])
        if found.cycles:
            yield lead, found


@dataclass(frozen=True, slots=True)
class _ByRow:
    """Opens the cycles of a lead whose terms hang on its row alone."""

    opening: Opening
    lead: str
    terms: Terms
    dues: list[int | None]
    low: int
    course: Course | None

    def __call__(self, place: int, at: int, restarted: bool, /) -> tuple[Opened, int] | None:  # noqa: ARG002, FBT001
        return self.opening.opened(self.lead, self.terms, at, self.dues[self.low + place], self.course)


@dataclass(frozen=True, slots=True)
class _ByStart:
    """Opens the cycles of a lead whose terms hang on when they start."""

    opening: Opening
    lead: str
    undated: str | None
    undated_stop: str | None
    course: Course | None

    def __call__(self, place: int, at: int, restarted: bool, /) -> tuple[Opened, int] | None:  # noqa: ARG002, FBT001
        terms = self.opening.terms_at(
            self.lead, at, restarted=restarted, undated=self.undated, undated_stop=self.undated_stop
        )
        return self.opening.opened(self.lead, terms, at, course=self.course)


class _Owners:
    """Says who owned a lead at an instant: its history, where it has one, else its row."""

    def __init__(self, plan: Plan, leads: Leads, happenings: Happenings) -> None:
        self.field, self.leads = owner_field(plan), leads
        self.past = None if self.field is None else happenings.pasts.get(self.field.name)

    def __call__(self, lead: str, at: int | None, /) -> str | None:
        if self.field is None:
            return None
        past = self.past
        if past is not None and at is not None and lead in past.seen:
            value = past.value_at(lead, at)
        else:
            value = self.leads.value(lead, self.field.name)
        return value if isinstance(value, str) else None


def watch_of(plan: Plan, deadline: Deadline, known: Roster) -> Watch:
    """Give each event its role in the commitment's clock; a name that is no event has none."""

    def numbers(names: Iterable[str]) -> tuple[int, ...]:
        return tuple(known.numbers[name] for name in names if name in known.numbers)

    owner = owner_field(plan)
    owners = () if owner is None else (owner.name, "owner")
    stages = [i for i, seen in enumerate(known.seen) if isinstance(seen, FromStage)]
    assigned = [i for i, seen in enumerate(known.seen) if isinstance(seen, FromChange) and seen.field in owners]
    attempts = deadline.attempts
    touches = None
    if attempts is not None:
        touches = Touches(attempts.at_least, frozenset(numbers(attempts.of)), attempts.channels or 1, _spaced(attempts))
    return Watch(
        [numbers(group) for group in deadline.starts if all(name in known.numbers for name in group)],
        stops=numbers(deadline.stops),
        cancels=numbers(deadline.cancels),
        restarts=numbers(deadline.restarts),
        pauses=numbers(deadline.pauses),
        resumes=numbers(deadline.resumes),
        before=() if attempts is None else numbers(attempts.before),
        touches=touches,
        sequence=numbers(name for day in deadline.sequence for name in day.events),
        silence=None if deadline.silence is None else known.numbers.get(deadline.silence),
        states=[*stages, *assigned],
        stages=stages,
        careful=deadline.paused_while is not None or (deadline.calendar is not None and deadline.calendar.by_owner),
    )


def _spaced(attempts: Attempts) -> Callable[[Opened, int, int], bool] | None:
    """Give what says whether a touch is far enough off the last that counted."""
    apart = attempts.apart
    if apart is None:
        return None
    length = apart.length // dt.timedelta(microseconds=1)

    def spaced(opened: Opened, last: int, at: int) -> bool:
        calendar = opened.clock if isinstance(apart, BusinessTime) else None
        return Course([Piece(-NEVER, calendar)]).used(last, at) >= length

    return spaced


def _lacking(happenings: Happenings, events: Iterable[int]) -> str | None:
    """Say which of these events cannot be seen at all, and why: the first by number."""
    for event in sorted(events):
        if event in happenings.lacking:
            return f"{happenings.roster.names[event]} cannot be seen: {happenings.lacking[event]}"
    return None


def _undated(happenings: Happenings, leads: Leads, events: Iterable[int]) -> dict[str, str]:
    """Give the leads that have one of these events at a time nobody can read."""
    found: dict[str, str] = {}
    for event in sorted(events):
        for lead in happenings.undated.get(event, ()):
            name, seen = happenings.roster.names[event], happenings.roster.seen[event]
            if lead in leads.differing and isinstance(seen, FromField):
                found.setdefault(lead, f"{ROWS_DIFFER}, so the time of {name} cannot be told")
            elif isinstance(seen, FromLog) and lead_fields(seen) and lead not in leads.place:
                found.setdefault(lead, f"whether {name} happened hangs on the lead's fields, and its row is not known")
            else:
                found.setdefault(lead, f"the time of {name} cannot be read")
    return found


def _doubt_early(found: Found, known: Roster) -> None:
    """Put a cycle in doubt whose stop, a timestamp that holds one time only, lies before its start."""
    first, early = found.cycles[0], found.early
    if early is not None and isinstance(known.seen[early.event], FromField):
        first.doubt = first.doubt or f"{known.names[early.event]} lies before {known.names[first.by]}"


def _unseen(
    deadline: Deadline,
    opening: Opening,
    happenings: Happenings,
    claims: Claims,
    watch: Watch,
    started: Container[str],
    as_of: dt.datetime,
) -> list[Row]:
    """Give an unknown cycle for each lead that has started by what its row says, or at a time nobody can read."""
    found = dict(claims.unseen_starts(deadline))
    for lead, why in _undated(happenings, opening.leads, watch.singles | watch.members).items():
        found.setdefault(lead, why)
    return [
        Row(lead, 1, opening.unknown(lead, why))
        for lead, why in found.items()
        if lead not in started and opening.bound_by_row(lead, as_of)
    ]


def _unknown_breaches(
    deadline: Deadline, earlier: Mapping[str, CycleTable], opening: Opening, counts: Counter[str]
) -> list[Row]:
    """Give an unknown cycle for each cycle without a verdict whose breach would start this clock."""
    found = []
    for name in breaches_of(deadline):
        table = earlier.get(name)
        for cycle in () if table is None else table.having("unknown"):
            counts[cycle.lead] += 1
            why = f"whether {name} was breached is not known: {cycle.reason}"
            found.append(Row(cycle.lead, counts[cycle.lead], opening.unknown(cycle.lead, why)))
    return found
