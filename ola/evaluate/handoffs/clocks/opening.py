"""What a cycle runs by: limit, calendar, segments and owner, as they stood at its start and fixed there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import assert_never
from zoneinfo import ZoneInfo

from ola.clock.calendar import Calendar
from ola.clock.days import days_from
from ola.clock.deadline import due_at
from ola.clock.duration import BusinessDays, BusinessTime, Duration, Limit, OnBusinessDay, needs_calendar
from ola.clock.wall_clock import EPOCH, MICROSECOND, micros, moment
from ola.errors import ClockError, OutsideYears, WrongCall
from ola.evaluate.handoffs.calendars import calendar_by_segment
from ola.evaluate.handoffs.clocks.course import Course, Piece
from ola.evaluate.handoffs.clocks.cycles import Opened, Window
from ola.evaluate.handoffs.clocks.exceptions import Excepted, Exceptions
from ola.evaluate.handoffs.clocks.limit_rows import row_conditions, row_for
from ola.evaluate.handoffs.mark import NEVER
from ola.evaluate.handoffs.reading.histories import Past
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.asking import Asking, numbers
from ola.evaluate.handoffs.timeline.conditions import Answers, Conditions, event_leaves
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.needs import needs
from ola.expr import nodes
from ola.plan import Deadline, LimitRow, Plan, Restarted, StartsOn

_NO_SEGMENTS: Mapping[str, str] = {}


def clock_conditions(deadline: Deadline) -> tuple[nodes.Condition, ...]:
    """Give the conditions of a clock: whom it binds, whom it spares, and those of its limits."""
    found = [each for each in (deadline.binds, deadline.spares) if each is not None]
    return (*found, *row_conditions(deadline.within))


def deciding(plan: Plan, deadline: Deadline) -> tuple[nodes.Condition, ...]:
    """Give the conditions a verdict hangs on: those of the clock and of the segment that names its calendar."""
    choice = deadline.calendar
    segment = None if choice is None or choice.by_segment is None else plan.segments.get(choice.by_segment)
    return (*clock_conditions(deadline), *(() if segment is None else (when for _, when in segment.rows)))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a lead's cycles run by: `opened` is null where the commitment binds none of them."""

    opened: Opened | None
    limit: Limit | None = None
    calendar: Calendar | None = None
    row: LimitRow | None = None


UNBOUND = Terms(None)


class Opening:
    """Opens the cycles of one commitment."""

    def __init__(
        self,
        plan: Plan,
        deadline: Deadline,
        leads: Leads,
        happenings: Happenings | None,
        *,
        first: int = 0,
        hidden: str | None = None,
        unseen_stop: str | None = None,
        conditions: Conditions | None = None,
    ) -> None:
        """Compile; `hidden` puts every cycle in doubt, `unseen_stop` each that is not met.

        `first` is the number of the first event on the timeline that the walk follows; `conditions` are those of the
        clock, where they are compiled already.
        """
        self.plan, self.deadline, self.leads, self.happenings = plan, deadline, leads, happenings
        self.first = first
        own = clock_conditions(deadline)
        self.conditions = conditions or Conditions(plan, own)
        self.asking = Asking(self.conditions, leads, happenings)
        self.places = {id(condition): i for i, condition in enumerate(own)}
        self.zone = ZoneInfo(plan.zone)
        decides = deciding(plan, deadline)
        self.decide = frozenset(needs(plan, *decides).fields)
        self.asked = event_leaves(plan, decides)
        self.asked_events = () if happenings is None else tuple(numbers(happenings, self.asked))
        self.unseen_stop = unseen_stop
        self.exceptions = Exceptions(plan, deadline, leads, happenings)
        pasts = {} if happenings is None else happenings.pasts
        self.doubt = hidden or self._unseen(pasts)
        self.row_stands = tuple(name for name in self.conditions.own.fields if name not in pasts)
        needed = self.conditions.own
        self.needs_row = bool(needed.fields or needed.scores or needed.segments)
        if deadline.calendar is not None and deadline.calendar.by_segment is not None:
            self.needs_row = True
        self.by_owner = deadline.calendar is not None and deadline.calendar.by_owner
        self.segments_hang = bool(self.conditions.fields or self.conditions.asks)
        by_start = any(isinstance(row.when, StartsOn | Restarted) for row in deadline.within)
        self.is_static = not (by_start or self.conditions.all.now or self.conditions.asks or self.asking.pasts)
        """Whether what a lead's cycles run by hangs on its row alone, not on when they start."""
        self._static: dict[tuple[int, str | None, str | None, str | None], Terms] = {}
        self.kinds = leads.kinds(self.conditions.fields) if self.is_static else []

    # ── one lead ──

    def static_terms(self, lead: str, undated: str | None = None, undated_stop: str | None = None) -> Terms:
        """Give what all cycles of a lead run by; only where `is_static`."""
        row = self.leads.place.get(lead)
        kind = -1 if row is None else self.kinds[row]
        no_row = self._no_row(lead, row)
        key = (kind, no_row, undated, undated_stop)
        known = self._static.get(key)
        if known is None:
            answered = self.conditions.remembered.get(kind)
            values, blanks = self.asking.row(row)
            if answered is None:
                answered = self.conditions.remembered[kind] = self.conditions(values, blanks, EPOCH, ())
            known = self._static[key] = self._terms(
                values, answered, EPOCH, no_row=no_row, undated=undated, unless_met=undated_stop
            )
        return known

    def terms_at(
        self,
        lead: str,
        start: int,
        *,
        restarted: bool = False,
        undated: str | None = None,
        undated_stop: str | None = None,
        zone: str | None = None,
    ) -> Terms:
        """Give what a cycle that starts then runs by.

        `undated` says which event of the lead nobody can place in time, `undated_stop` the same of a stop; `zone` is
        that of the owner's calendar, where the clock runs on it.
        """
        row = self.leads.place.get(lead)
        values, blanks = self.asking.values_at(lead, start)
        doubt = self.asking.in_doubt(lead, start, self.decide) or self.asking.undated(lead, self.asked_events)
        by_history = bool(self.asking.pasts) and len(self.asking.pasts) == len(values)
        known = by_history and all(lead in past.seen for _, past in self.asking.pasts)
        return self._terms(
            values,
            self.asking.answered(values, blanks, lead, start),
            moment(start, dt.UTC),
            restarted=restarted,
            no_row=None if known else self._no_row(lead, row),
            undated=doubt or undated,
            unless_met=undated_stop,
            zone=zone,
        )

    def of_record(self, values: Mapping[str, object] | None, blank: Mapping[str, bool], start: int) -> Terms:
        """Give what a cycle of one record runs by, of which the fields' values are given and nothing else is known."""
        known, now = values or {}, moment(start, dt.UTC)
        own = [known.get(name) for name in self.conditions.fields]
        blanks = [blank.get(name, False) for name in self.conditions.fields]
        found = self._terms(
            own,
            self.conditions(own, blanks, now, [None] * len(self.conditions.asks)),
            now,
            no_row="no lead was given" if values is None else None,
        )
        if self.asked and found.opened is not None and found.limit is not None:
            why = f"it hangs on {self.asked[0].event}, and a record shows no events"
            return Terms(Opened(doubt=why, moves=True))
        return found

    def opened(self, lead: str, terms: Terms, start: int, *, course: Course | None = None) -> tuple[Opened, int] | None:
        """Open a cycle by its terms; `course` says when the lead's clock runs, where anything cuts it."""
        opened = terms.opened
        if opened is None:
            return None
        calendar = terms.calendar
        if course is not None and self.by_owner and terms.limit is not None:
            piece = course.piece_at(start)
            calendar = piece.calendar
            opened = replace(opened, calendar=piece.name, clock=calendar)
            if piece.doubt is not None:
                return _undue(replace(opened, course=course), piece.doubt), NEVER
        due, why = self.due(terms.limit, calendar, start)
        if why is not None:
            opened = _undue(opened, why)
        planned = due
        if course is not None:
            opened, due = self._cut(opened, terms.limit, calendar, start, due, course)
        if self.deadline.sequence:
            opened, due = self._days(opened, calendar, start)
            planned = due
        if self.exceptions:
            # Decided at the start: what pauses the clock later has no say.
            found = self.exceptions.at(lead, start, planned)
            if found is not None:
                return self._excepted(opened, calendar, start, due, planned, course, found)
        return opened, due

    # ── dues ──

    def due(self, limit: Limit | None, calendar: Calendar | None, start: int) -> tuple[int, str | None]:
        """Give the due of a cycle that starts then, or why it cannot be worked out."""
        if limit is None:
            return NEVER, None
        own = self.deadline
        try:
            found = due_at(
                moment(start, dt.UTC),
                limit,
                calendar,
                after_hours=own.after_hours,
                due_at=own.due_at,
                cutoff=own.cutoff,
            )
        except (ClockError, WrongCall, OverflowError) as error:
            return NEVER, _beyond("its due", error, calendar)
        return micros(found), None

    def _cut(
        self, opened: Opened, limit: Limit | None, calendar: Calendar | None, start: int, due: int, course: Course
    ) -> tuple[Opened, int]:
        """Move a due by the pauses and changes of owner that cut the clock before it."""
        course = course if self.by_owner else course.on(calendar)
        # A limit in absolute time runs on no calendar; only pauses cut it.
        run = course.on(None) if isinstance(limit, Duration) else course
        opened = replace(opened, course=course, run=run, budget=None)
        if limit is None or due == NEVER or run.is_plain(start, due):
            return opened, due
        planned: int | None = None
        try:
            match limit:
                case Duration(length) | BusinessTime(length):
                    budget = length // MICROSECOND
                case BusinessDays() | OnBusinessDay():
                    budget, planned = Course([Piece(-NEVER, calendar)]).used(start, due), due
                case _:
                    assert_never(limit)
            moved = run.due(start, budget) if planned is None else run.due_as_planned(start, budget, planned)
        except (ClockError, WrongCall, OverflowError) as error:
            why = _beyond("its due", error, calendar)
            return replace(opened, doubt=opened.doubt or why, moves=True), NEVER
        opened = replace(opened, budget=budget, planned=planned)
        doubted = run.doubted(start, moved)
        if doubted is not None and opened.doubt is None:
            # What it is held to is no longer known, so nothing that starts later finds it overdue.
            opened = replace(opened, doubt=doubted[1], doubt_from=doubted[0], moves=True, due_only=not opened.moves)
            return opened, NEVER
        return opened, moved

    def _days(self, opened: Opened, calendar: Calendar | None, start: int) -> tuple[Opened, int]:
        """Lay out the days of a sequence."""
        zone = self.zone if calendar is None else ZoneInfo(calendar.zone)
        try:
            windows = tuple(
                Window(begin, end, events, missed)
                for (begin, end), (events, missed) in zip(
                    days_from(start, [each.day for each in self.deadline.sequence], calendar, zone),
                    self._entries(),
                    strict=True,
                )
            )
        except (ClockError, OverflowError) as error:
            why = _beyond("the last of its days", error, calendar)
            return replace(opened, doubt=opened.doubt or why, moves=True), NEVER
        return replace(opened, windows=windows), max(window.end for window in windows)

    def _entries(self) -> list[tuple[frozenset[int], str]]:
        known = {} if self.happenings is None else self.happenings.roster.numbers
        return [
            (
                frozenset(self.first + known[name] for name in entry.events if name in known),
                f"no {' or '.join(entry.events)} on day {entry.day}",
            )
            for entry in self.deadline.sequence
        ]

    def _excepted(
        self,
        opened: Opened,
        calendar: Calendar | None,
        start: int,
        due: int,
        planned: int,
        course: Course | None,
        found: Excepted,
    ) -> tuple[Opened, int]:
        """Suspend a cycle, or judge it by the relaxed limit where that is planned to be due later than `planned`."""
        opened = replace(
            opened,
            suspended=found.suspended,
            unless_met=opened.unless_met or found.unseen,
            doubt=opened.doubt or found.unsure,
            moves=opened.moves or found.unsure is not None,
        )
        for name, limit in found.relaxed:
            if needs_calendar(limit) and calendar is None:
                opened = replace(opened, doubt=opened.doubt or f"{limit} needs a calendar", moves=True)
                continue
            relaxed, why = self.due(limit, calendar, start)
            if why is not None:
                opened = replace(opened, doubt=opened.doubt or why, moves=True)
                continue
            if relaxed > planned:
                planned = due = relaxed
                if course is not None:
                    opened, due = self._cut(opened, limit, calendar, start, relaxed, course)
                opened = replace(opened, relaxed=name)
        return opened, due

    # ── how terms come about ──

    def _unseen(self, pasts: Mapping[str, Past]) -> str | None:
        """Say which field or event that the verdict hangs on cannot be seen of any lead."""
        for name in self.conditions.fields:
            if name in self.decide and name not in pasts and self.leads.given and name in self.leads.lacking:
                return f"{self.leads.lacking[name]}, and the commitment hangs on it"
        for event in self.asked_events:
            if self.happenings is not None and (why := self.happenings.unseen(event)) is not None:
                return why
        return None

    def _no_row(self, lead: str, row: int | None) -> str | None:
        return None if row is not None else self.leads.no_row(lead)

    def _terms(
        self,
        values: list[object],
        answered: tuple[Answers, Mapping[str, str]],
        now: dt.datetime,
        *,
        restarted: bool = False,
        no_row: str | None = None,
        undated: str | None = None,
        unless_met: str | None = None,
        zone: str | None = None,
    ) -> Terms:
        deadline = self.deadline
        if no_row is not None and self.needs_row:
            return Terms(Opened(doubt=f"{no_row}, and the commitment hangs on its fields", moves=True))
        answers, segments = answered
        if no_row is not None and self.segments_hang:
            segments = _NO_SEGMENTS
        doubt = self.doubt
        if deadline.spares is not None and answers[self.places[id(deadline.spares)]][0]:
            return UNBOUND
        if deadline.binds is not None:
            surely, surely_not = answers[self.places[id(deadline.binds)]]
            if surely_not:
                return UNBOUND
            if not surely:
                doubt = doubt or f"for cannot be decided{self._blank_fields(values)}"
        calendar_name, calendar, why_none = self._calendar(segments)
        named = zone if calendar is None else calendar.zone
        days_of = self.zone if named is None else ZoneInfo(named)
        row = row_for(deadline.within, answers, self.places, micros(now), days_of, restarted=restarted)
        limit = None if row is None else row.limit
        if row is None and deadline.within:
            doubt = doubt or "no row of within is true of the lead"
        elif row is not None and calendar is None and needs_calendar(row.limit) and not self.by_owner:
            doubt, limit = doubt or why_none or f"{row.text} needs a calendar", None
        doubt = doubt or undated
        opened = Opened(
            doubt=doubt,
            moves=doubt is not None,
            unless_met=self.unseen_stop or unless_met,
            calendar=calendar_name,
            clock=calendar,
            segments=segments,
        )
        return Terms(opened, limit, calendar, row)

    def unknown(self, lead: str, why: str) -> Opened:
        """Stand for a cycle whose start nobody can date: its segments are those of the lead's row."""
        row = self.leads.place.get(lead)
        segments: Mapping[str, str] = _NO_SEGMENTS
        if row is not None or not self.segments_hang:
            _, segments = self.conditions(*self.asking.row(row), EPOCH, [None] * len(self.conditions.asks))
        return Opened(doubt=why, moves=True, segments=segments)

    def bound_by_row(self, lead: str, as_of: dt.datetime) -> bool:
        """Whether the commitment may bind the lead as its row stands: it is not surely spared."""
        row = self.leads.place.get(lead)
        if row is None:
            return True
        answers, _ = self.conditions(*self.asking.row(row), as_of, [None] * len(self.conditions.asks))
        spares, binds = self.deadline.spares, self.deadline.binds
        if spares is not None and answers[self.places[id(spares)]][0]:
            return False
        return binds is None or not answers[self.places[id(binds)]][1]

    def _calendar(self, segments: Mapping[str, str]) -> tuple[str | None, Calendar | None, str | None]:
        choice = self.deadline.calendar
        if choice is None:
            return None, None, None
        if choice.by_owner:
            # The course of the lead's clock says whose calendar it is.
            return None, None, None
        name = choice.name
        if choice.by_segment is not None:
            name = calendar_by_segment(choice, segments)
            if name is None:
                return None, None, f"there is no calendar for {choice.by_segment} {segments.get(choice.by_segment, '')}"
        calendar = self.plan.calendars.get(name or "")
        return name, calendar, None if calendar is not None else f"there is no calendar {name}"

    def _blank_fields(self, values: list[object]) -> str:
        blank = [name for name, value in zip(self.conditions.fields, values, strict=True) if value is None]
        own = [name for name in blank if name in self.conditions.own.fields]
        return f": {', '.join(own)} {'is' if len(own) == 1 else 'are'} blank or malformed" if own else ""


def _undue(opened: Opened, why: str) -> Opened:
    """Say that nobody can tell when a cycle is due; that there is one stays as sure as it was."""
    return replace(opened, doubt=opened.doubt or why, moves=True, due_only=not opened.moves or opened.due_only)


def _beyond(what: str, error: Exception, calendar: Calendar | None) -> str:
    """Say why an instant cannot be worked out, in the same words for all cycles, so that they are counted together."""
    if not isinstance(error, OutsideYears):
        return f"{what} cannot be worked out: {str(error).rstrip('.')}"
    if calendar is None:
        return f"{what} lies beyond all years"
    first, last = calendar.years
    return f"{what} cannot be worked out: its calendar covers the years {first} to {last}"
