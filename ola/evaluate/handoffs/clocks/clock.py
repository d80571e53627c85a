"""One commitment's clock over all leads: every cycle with its verdict."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from ola.clock.duration import BusinessTime
from ola.clock.wall_clock import MICROSECOND, micros
from ola.evaluate.handoffs.clocks.at_once import at_once
from ola.evaluate.handoffs.clocks.breaches import breached, breaches_of
from ola.evaluate.handoffs.clocks.course import Course, Piece
from ola.evaluate.handoffs.clocks.courses import Courses
from ola.evaluate.handoffs.clocks.cycles import Found, Open, Opened, Touches, Version, Watch, cycles_of, settle
from ola.evaluate.handoffs.clocks.judging import Judge, Row, judged
from ola.evaluate.handoffs.clocks.opening import Opening, Terms, clock_conditions
from ola.evaluate.handoffs.mark import NEVER
from ola.evaluate.handoffs.reading.leads import ROWS_DIFFER, Leads
from ola.evaluate.handoffs.reading.logs import lead_fields
from ola.evaluate.handoffs.timeline.editions import Edition, on_one_timeline
from ola.evaluate.handoffs.timeline.events import Happenings, Roster, owner_field
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.evaluate.handoffs.verdicts.settled import joined
from ola.plan import Attempts, Clause, Deadline, FromChange, FromField, FromLog, FromStage, Plan


@dataclass(frozen=True, slots=True)
class Clocked:
    """The cycles of a commitment in the order of leads and starts, and what was noticed on the way.

    `early` are leads whose stop lies before their start, with the stop; `row_stands` the fields whose value in the
    lead's row was taken for all times.
    """

    cycles: CycleTable
    early: tuple[tuple[str, str], ...] = ()
    row_stands: tuple[str, ...] = ()


def clocked(editions: Sequence[Edition], clause: str, earlier: Mapping[str, CycleTable], as_of: dt.datetime) -> Clocked:
    """Follow every lead; `earlier` are the cycles of commitments whose breach starts this clock.

    `editions` are the versions of the agreement in order of time; a cycle runs by the one in force at its start.
    """
    clock = Clock(editions, clause, earlier)
    now = micros(as_of)
    # What no event tells of is judged by the newest wording.
    newest = max(i for i, part in enumerate(clock.parts) if part.deadline is not None)
    part = clock.parts[newest]
    begun = part.begun(as_of)
    swept = at_once(clock, begun, now)
    rows: list[Row] = []
    early = [] if swept is None else [*swept.early]
    for lead, found in clock.followed(None if swept is None else swept.left):
        if found.early is not None and found.cycles[0].end is None and lead not in begun:
            early.append((lead, clock.names[found.early.event]))
            clock.doubt_early(found)
        for i, cycle in enumerate(found.cycles, 2 if lead in begun else 1):
            settle(cycle, clock.parts[cycle.version].watch.silence, now)
            rows.append(Row(lead, i, cycle.opened, cycle, cycle.version))

    counts = Numbered(clock.happenings, rows, None if swept is None else swept.cycles)
    others = _unseen(part, newest, counts, begun, as_of)
    counts.take(others)
    others += _unknown_breaches(part, newest, earlier, counts)
    if others:
        rows = sorted([*rows, *others], key=lambda row: (row.lead, row.number))
    table = judged([each.judge(clock.names, now) for each in clock.parts], clause, rows, clock.happenings, now)
    if swept is not None:
        table = joined(swept.cycles, table)
    stands = part.opening.row_stands if len(table) and part.leads.given else ()
    return Clocked(table, tuple(early), tuple(name for name in stands if part.leads.has(name)))


class Numbered(Container[str]):
    """How many cycles of each lead there are."""

    def __init__(self, happenings: Happenings, rows: Iterable[Row], swept: CycleTable | None) -> None:
        """Count those that were followed one by one, and those that were swept."""
        self.happenings, self.of_rows = happenings, Counter(row.lead for row in rows)
        count = len(happenings.leads)
        # The words of a table's leads are all leads, by number.
        self.of_swept = np.zeros(count, np.int64) if swept is None else np.bincount(swept.leads.codes, minlength=count)

    def take(self, rows: Iterable[Row]) -> None:
        """Count more cycles."""
        self.of_rows.update(row.lead for row in rows)

    def __contains__(self, lead: object) -> bool:
        return lead in self.of_rows or self[str(lead)] > 0

    def __getitem__(self, lead: str) -> int:
        number = self.happenings.lead_numbers.get(lead)
        return self.of_rows[lead] + (0 if number is None else int(self.of_swept[number]))


class Part:
    """A clock by the wording of one version: what it listens to, what opens its cycles, what nobody can see.

    `first` is the number of the version's first event on the timeline that the versions share.
    """

    def __init__(self, edition: Edition, deadline: Deadline | None, happenings: Happenings, first: int) -> None:
        """Compile, and find out what is missing; a version without the commitment opens no cycles."""
        self.edition, self.deadline, self.happenings, self.first = edition, deadline, happenings, first
        self.leads = edition.leads
        own = self.wording
        self.seen = seen = watch_of(edition.plan, own, happenings.roster)
        self.watch = seen if not first else watch_of(edition.plan, own, happenings.roster, first)
        self.courses = Courses(edition.plan, own, self.leads, happenings, self.watch)
        # What only ends a cycle well, or only puts its due off, can leave none but the met in no doubt.
        softly = (seen.stops | seen.evidence | seen.pauses) - seen.singles - seen.members
        softly -= seen.cancels | seen.restarts | seen.before | seen.resumes
        self.opening = Opening(
            edition.plan,
            own,
            self.leads,
            happenings,
            first=first,
            hidden=_lacking(happenings, seen.events - softly),
            unseen_stop=_lacking(happenings, seen.events & softly),
            conditions=None if clock_conditions(own) else edition.segments_alone,
        )
        self.undated = _undated(happenings, self.leads, seen.events - softly)
        self.undated_stops = _undated(happenings, self.leads, seen.events & softly)
        ends = (seen.stops | seen.cancels | seen.before | seen.evidence) - seen.singles - seen.members
        for lead, why in edition.claims.unseen_ends(ends).items():
            self.undated_stops.setdefault(lead, why)

    @property
    def wording(self) -> Deadline:
        """The version's own wording; one that nothing starts, where it has none."""
        return self.deadline or Deadline(Clause("", "info", None, None), "", ())

    def begun(self, as_of: dt.datetime) -> dict[str, str]:
        """Give the leads whose clock had started before their history begins, and why nobody knows when."""
        found = self.edition.claims.begun(self.wording)
        return {lead: why for lead, why in found.items() if self.opening.bound_by_row(lead, as_of)}

    def judge(self, names: tuple[str, ...], as_of: int) -> Judge:
        """Give what judges the cycles that start in the version's time."""
        return Judge(self.edition, self.wording, names, as_of)

    def terms(self, lead: str, start: int, *, restarted: bool, course: Course | None = None) -> Terms:
        """Give what a cycle of a lead that starts then runs by; `course` says on whose calendar it starts."""
        if self.opening.is_static:
            return self.opening.static_terms(lead, self.undated.get(lead), self.undated_stops.get(lead))
        calendar = None if course is None else course.piece_at(start).calendar
        return self.opening.terms_at(
            lead,
            start,
            restarted=restarted,
            undated=self.undated.get(lead),
            undated_stop=self.undated_stops.get(lead),
            zone=None if calendar is None else calendar.zone,
        )

    def opens(self, lead: str, course: Course | None) -> Open:
        """Give what opens the cycles of a lead."""

        def opened(place: int, at: int, restarted: bool) -> tuple[Opened, int] | None:  # noqa: ARG001, FBT001
            terms = self.terms(lead, at, restarted=restarted, course=course)
            return self.opening.opened(lead, terms, at, course=course)

        return opened


class Clock:
    """One commitment's clock over all versions of the agreement."""

    def __init__(self, editions: Sequence[Edition], clause: str, earlier: Mapping[str, CycleTable]) -> None:
        """Compile each version's wording, and put what they see onto one timeline."""
        deadlines = [edition.deadline(clause) for edition in editions]
        seen = [
            edition.happenings if deadline is None else breached(deadline, earlier, edition.happenings)
            for edition, deadline in zip(editions, deadlines, strict=True)
        ]
        firsts = accumulate((len(each.roster.names) for each in seen), initial=0)
        self.happenings = on_one_timeline(seen)
        self.names = self.happenings.roster.names
        self.parts = [
            Part(edition, deadline, happenings, first)
            for edition, deadline, happenings, first in zip(editions, deadlines, seen, firsts, strict=False)
        ]
        self.marks = frozenset[int]().union(*(part.watch.marks for part in self.parts))

    def followed(self, only: NDArray[np.bool_] | None = None) -> Iterator[tuple[str, Found]]:
        """Follow each lead, or only some of them, and give those that have a cycle."""
        chosen = self.happenings.chosen(self.marks, only)
        ats, marks = chosen.at.tolist(), chosen.mark.tolist()
        for number, low, high in zip(chosen.leads, chosen.lows, chosen.highs, strict=True):
            lead = self.happenings.leads[number]
            found = self.follow(lead, ats[low:high], marks[low:high])
            if found.cycles:
                yield lead, found

    def follow(self, lead: str, ats: Sequence[int], marks: Sequence[int]) -> Found:
        """Follow one lead through its marks."""
        versions = [
            Version(part.watch, part.opens(lead, part.courses.of(lead, ats, marks)), part.edition.until)
            for part in self.parts
        ]
        return cycles_of(versions, ats, marks)

    def doubt_early(self, found: Found) -> None:
        """Put a cycle in doubt whose stop, a timestamp that holds one time only, lies before its start."""
        first, early = found.cycles[0], found.early
        if early is not None and isinstance(self.happenings.roster.seen[early.event], FromField):
            first.doubt = first.doubt or f"{self.names[early.event]} lies before {self.names[first.by]}"


def watch_of(plan: Plan, deadline: Deadline, known: Roster, first: int = 0) -> Watch:
    """Give each event its role in the commitment's clock; a name that is no event has none.

    `first` is the number of the roster's first event.
    """

    def numbers(names: Iterable[str]) -> tuple[int, ...]:
        return tuple(first + known.numbers[name] for name in names if name in known.numbers)

    owner = owner_field(plan)
    owners = () if owner is None else (owner.name, "owner")
    stages = [i for i, seen in enumerate(known.seen, first) if isinstance(seen, FromStage)]
    assigned = [i for i, seen in enumerate(known.seen, first) if isinstance(seen, FromChange) and seen.field in owners]
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
        silence=next(iter(numbers([deadline.silence])), None) if deadline.silence is not None else None,
        states=[*stages, *assigned],
        stages=stages,
        careful=deadline.paused_while is not None or (deadline.calendar is not None and deadline.calendar.by_owner),
    )


def _spaced(attempts: Attempts) -> Callable[[Opened, int, int], bool] | None:
    """Give what says whether a touch is far enough off the last that counted."""
    apart = attempts.apart
    if apart is None:
        return None
    length = apart.length // MICROSECOND

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
    found: dict[str, str] = dict(happenings.tangled)
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


def _unseen(
    part: Part, version: int, started: Container[str], begun: Mapping[str, str], as_of: dt.datetime
) -> list[Row]:
    """Give an unknown cycle for each lead that has started by what its row says, or at a time nobody can read.

    Leads that had `begun` before their history does have one too, whatever cycles follow.
    """
    found = {**part.edition.claims.unseen_starts(part.wording), **begun}
    for lead, why in _undated(part.happenings, part.leads, part.seen.singles | part.seen.members).items():
        found.setdefault(lead, why)
    return [
        Row(lead, 1, part.opening.unknown(lead, why), version=version)
        for lead, why in found.items()
        if lead in begun or (lead not in started and part.opening.bound_by_row(lead, as_of))
    ]


def _unknown_breaches(part: Part, version: int, earlier: Mapping[str, CycleTable], counts: Numbered) -> list[Row]:
    """Give an unknown cycle for each cycle without a verdict whose breach would start this clock."""
    found = []
    for name in breaches_of(part.wording):
        table = earlier.get(name)
        for cycle in () if table is None else table.having("unknown"):
            why = f"whether {name} was breached is not known: {cycle.reason}"
            row = Row(cycle.lead, counts[cycle.lead] + 1, part.opening.unknown(cycle.lead, why), version=version)
            found.append(row)
            counts.take([row])
    return found
