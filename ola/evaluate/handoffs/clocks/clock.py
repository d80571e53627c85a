"""One commitment's clock by the wording of each version: what it listens to, and the cycles of one lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from ola.clock.duration import BusinessTime
from ola.clock.wall_clock import MICROSECOND
from ola.evaluate.handoffs.clocks.breaches import breached
from ola.evaluate.handoffs.clocks.course import Course, Piece
from ola.evaluate.handoffs.clocks.courses import Courses
from ola.evaluate.handoffs.clocks.cycles import Found, Open, Opened, Touches, Version, Watch, cycles_of
from ola.evaluate.handoffs.clocks.judging import Judge
from ola.evaluate.handoffs.clocks.opening import Opening, Terms, clock_conditions
from ola.evaluate.handoffs.mark import NEVER
from ola.evaluate.handoffs.reading.leads import ROWS_DIFFER
from ola.evaluate.handoffs.reading.logs import lead_fields
from ola.evaluate.handoffs.timeline.editions import Edition, on_one_timeline
from ola.evaluate.handoffs.timeline.events import Happenings, Roster, owner_field
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.plan import Attempts, Clause, Deadline, FromChange, FromField, FromLog, FromStage, Plan


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
        self.undated = self.undated_of(seen.events - softly)
        self.undated_stops = self.undated_of(seen.events & softly)
        ends = (seen.stops | seen.cancels | seen.before | seen.evidence) - seen.singles - seen.members
        for lead, why in edition.claims.unseen_ends(ends).items():
            self.undated_stops.setdefault(lead, why)

    def undated_of(self, events: Iterable[int]) -> dict[str, str]:
        """Give the leads that have one of these events at a time nobody can read, and why."""
        happenings, leads = self.happenings, self.leads
        found: dict[str, str] = dict(happenings.tangled)
        for event in sorted(events):
            for lead in happenings.undated.get(event, ()):
                name, seen = happenings.roster.names[event], happenings.roster.seen[event]
                if lead in leads.differing and isinstance(seen, FromField):
                    why = f"{ROWS_DIFFER}, so the time of {name} cannot be told"
                elif isinstance(seen, FromLog) and lead_fields(seen) and lead not in leads.place:
                    why = f"whether {name} happened hangs on the lead's fields, and its row is not known"
                else:
                    why = f"the time of {name} cannot be read"
                found.setdefault(lead, why)
        return found

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
        if (why := happenings.unseen(event)) is not None:
            return why
    return None
