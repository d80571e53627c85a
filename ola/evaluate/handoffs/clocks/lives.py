"""The lives of one lead's clocks: each verdict unfolded to what happened and which windows counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from ola.clock.days import midnight
from ola.clock.wall_clock import micros, moment
from ola.errors import ClockError, WrongCall
from ola.evaluate.handoffs.clocks.clock import Clock, Part
from ola.evaluate.handoffs.clocks.course import Course, Piece
from ola.evaluate.handoffs.clocks.cycles import Cycle, Found, settle
from ola.evaluate.handoffs.clocks.opening import Terms
from ola.evaluate.handoffs.clocks.steps import steps_of
from ola.evaluate.handoffs.mark import ENDED, KINDS, NEVER, OCCURRED
from ola.evaluate.handoffs.timeline.editions import Edition
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.evaluate.masking import mask
from ola.plan import FromStage
from ola.verdict import ClockLife, CycleVerdict, Happened, Ran


def lives(
    editions: Sequence[Edition], tables: Mapping[str, CycleTable], lead: str, as_of: dt.datetime
) -> Iterator[ClockLife]:
    """Follow the clocks of one lead again and tell what came to its verdicts, in the order of the tables."""
    for table in tables.values():
        own = [table.row(i) for i in table.of_lead(lead)]
        if not own:
            continue
        clock = Clock(editions, table.clause, tables)
        ats, marks = clock.happenings.of_lead(lead)
        kept = [i for i, mark in enumerate(marks) if mark in clock.marks]
        found = clock.follow(lead, [ats[i] for i in kept], [marks[i] for i in kept])
        restarted = {cycle.end for cycle in found.cycles if cycle.how == "restart"}
        for verdict in own:
            cycle = _cycle_of(found, verdict)
            if cycle is None:
                yield _unseen(clock, verdict)
                continue
            part = clock.parts[cycle.version]
            settle(cycle, part.watch.silence, micros(as_of))
            terms = part.terms(lead, cycle.start, restarted=cycle.start in restarted, course=cycle.opened.course)
            told = _Told(clock, part, terms, cycle, verdict, as_of, restarted=cycle.start in restarted)
            yield told.life(ats, marks)


def _cycle_of(found: Found, verdict: CycleVerdict) -> Cycle | None:
    started = None if verdict.started_at is None else micros(verdict.started_at)
    return next((cycle for cycle in found.cycles if cycle.start == started), None)


def _unseen(clock: Clock, verdict: CycleVerdict) -> ClockLife:
    deadline = next(part.deadline for part in reversed(clock.parts) if part.deadline is not None)
    return ClockLife(verdict, deadline.name, deadline.clause.party, str(deadline.clause.place or ""))


class _Told:
    """One cycle, and the times it has to tell of."""

    def __init__(
        self,
        clock: Clock,
        part: Part,
        terms: Terms,
        cycle: Cycle,
        verdict: CycleVerdict,
        as_of: dt.datetime,
        *,
        restarted: bool,
    ) -> None:
        self.restarted = restarted
        self.clock, self.part, self.terms, self.cycle, self.verdict = clock, part, terms, cycle, verdict
        self.now = micros(as_of)
        self.end = max(cycle.start, self.now) if cycle.end is None else cycle.end
        self.due = None if verdict.due_at is None else micros(verdict.due_at)
        self.course = cycle.opened.course or Course([Piece(-NEVER, cycle.opened.clock, cycle.opened.calendar)])
        self.plain_zone = ZoneInfo(part.edition.plan.zone)

    def life(self, ats: Sequence[int], marks: Sequence[int]) -> ClockLife:
        """Tell it; `ats` and `marks` are everything that happened to the lead."""
        deadline, row = self.part.wording, self.terms.row
        moments = [*self._started(), *self._between(ats, marks), *self._owners(), *self._closed_days()]
        moments += [*self._steps(), *self._ended()]
        moments.sort(key=lambda each: each[0])
        place = None if row is None else row.place
        calendars = [piece.name for piece in self._pieces() if piece.name is not None]
        named = [self.cycle.opened.calendar] if self.cycle.opened.calendar is not None else []
        return ClockLife(
            self.verdict,
            deadline.name,
            deadline.clause.party,
            str(place or deadline.clause.place or ""),
            limit=None if row is None else row.text,
            chosen_by=None if row is None else row.said or None,
            calendars=tuple(dict.fromkeys([*named, *calendars])),
            happened=tuple(Happened(self._clock(at), what) for at, what in moments),
            ran=tuple(self._ran()),
        )

    def _started(self) -> Iterator[tuple[int, str]]:
        cycle = self.cycle
        owner = self.part.edition.owners.at(self.verdict.lead, cycle.start)
        how = "restarted by" if self.restarted else "started by"
        yield cycle.start, f"{how} {self._starter()}" + (f"; owned by {self._shown(owner)}" if owner else "")
        if self.course.piece_at(cycle.start).paused:
            yield cycle.start, "it is paused already"
        if cycle.opened.suspended is not None:
            yield cycle.start, cycle.opened.suspended
        if cycle.opened.relaxed is not None:
            yield cycle.start, f"relaxed by {cycle.opened.relaxed}"

    def _shown(self, owner: str) -> str:
        """Name an owner, masked where owners are personal."""
        return mask(owner) if self.part.edition.plan.owners_are_personal else owner

    def _starter(self) -> str:
        """Name what started it: the events that all had to hold, where it was more than one."""
        own = self.clock.names[self.cycle.by]
        groups = () if self.restarted else self.part.wording.starts
        return " and ".join(next((group for group in groups if own in group), (own,)))

    def _between(self, ats: Sequence[int], marks: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Tell of what the clock listens to, after its start and up to its end."""
        watch, cycle = self.part.watch, self.cycle
        for at, mark in zip(ats, marks, strict=True):
            event, kind = divmod(mark, KINDS)
            if kind == ENDED or not cycle.start <= at <= self.end:
                continue
            name = self.clock.names[event] + ("" if kind == OCCURRED else ", perhaps")
            ends_it = at == self.end and event == cycle.ended_by
            if event in watch.pauses:
                yield at, f"paused by {name}"
            elif event in watch.resumes:
                yield at, f"resumed by {name}"
            elif event in watch.evidence and not ends_it:
                late = "" if at <= cycle.last else ", after the due: it does not count"
                yield at, f"{name}{late}"
            elif event in watch.singles | watch.members and at > cycle.start and not ends_it:
                if not isinstance(self.clock.happenings.roster.seen[event], FromStage) and event in watch.states:
                    continue
                yield at, f"{name} again, while the clock runs: it starts nothing"

    def _owners(self) -> Iterator[tuple[int, str]]:
        owners = self.part.edition.owners
        if owners.past is None or self.verdict.lead not in owners.past.values:
            return
        ats, values = owners.past.values[self.verdict.lead]
        for at, value in zip(ats, values, strict=True):
            if self.cycle.start < at <= self.end:
                who = self._shown(value) if isinstance(value, str) else "nobody"
                piece = self.course.piece_at(at)
                on = f", on the calendar {piece.name}" if piece.name is not None and self.part.courses.by_owner else ""
                yield at, f"owned by {who}{on}"

    def _closed_days(self) -> Iterator[tuple[int, str]]:
        """Tell of working days on which the calendar was closed: holidays and its own closures."""
        pieces = list(self._pieces())
        for piece, after in zip(pieces, [*(each.at for each in pieces[1:]), self.end], strict=True):
            if piece.calendar is None:
                continue
            zone = self._zone(piece)
            first = moment(max(piece.at, self.cycle.start), zone).date()
            for number in range((moment(after, zone).date() - first).days + 1):
                date = first + dt.timedelta(days=number)
                since = max(midnight(date, zone), self.cycle.start)
                is_closed = piece.calendar.hours[date.weekday()] and not piece.calendar.windows_on(date)
                if is_closed and piece.at <= since < after:
                    yield since, f"{piece.name} is closed all day"

    def _steps(self) -> Iterator[tuple[int, str]]:
        try:
            due = NEVER if self.due is None else self.due
            for step in steps_of(self.part.wording, self.cycle.opened, self.cycle.start, due):
                if step.at <= self.end and self.verdict.verdict in ("open", "breached"):
                    yield step.at, f"step {step.name}: {step.step.action}"
        except (ClockError, WrongCall, OverflowError):
            return

    def _ended(self) -> Iterator[tuple[int, str]]:
        cycle, due = self.cycle, self.due
        if due is not None and (due <= self.end or cycle.end is None):
            yield due, "due"
        if cycle.broken is not None and cycle.missed is not None:
            yield cycle.broken, cycle.missed
        if cycle.end is not None and cycle.ended_by is not None:
            words = {"stop": "stopped by", "cancel": "cancelled by", "restart": "restarted by", "before": "ended by"}
            by = self.clock.names[cycle.ended_by]
            said = "silence counts as" if cycle.how == "silence" else words.get(cycle.how or "", "followed by a new")
            yield cycle.end, f"{said} {by}"
        elif cycle.end is None:
            yield self.now, "now: not stopped yet"

    def _pieces(self) -> Iterator[Piece]:
        for piece in self.course.pieces:
            if piece.at < self.end and (
                piece.at >= self.cycle.start or piece is self.course.piece_at(self.cycle.start)
            ):
                yield piece

    def _ran(self) -> Iterator[Ran]:
        """Give the windows that counted, and the pauses between them."""
        pieces = list(self._pieces())
        for piece, after in zip(pieces, [*(each.at for each in pieces[1:]), self.end], strict=True):
            low, high = max(piece.at, self.cycle.start), min(after, self.end)
            if low >= high:
                continue
            zone = self._zone(piece)
            if piece.calendar is None and not piece.paused and self.part.courses.by_owner:
                # Whose hours count then nobody can tell, so none are told.
                continue
            if piece.paused or piece.calendar is None:
                yield Ran(moment(low, zone), moment(high, zone), piece.paused)
                continue
            try:
                windows = piece.calendar.windows(moment(low, zone), moment(high, zone))
            except ClockError:
                continue
            yield from (Ran(start, end) for start, end in windows)

    def _clock(self, at: int) -> dt.datetime:
        return moment(at, self._zone(self.course.piece_at(at)))

    def _zone(self, piece: Piece) -> ZoneInfo:
        calendar = piece.calendar or self.cycle.opened.clock
        return self.plain_zone if calendar is None else ZoneInfo(calendar.zone)
