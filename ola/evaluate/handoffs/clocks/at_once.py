"""The cycles of all plain leads at once, by columns.

A lead is plain where nothing about it is in doubt and no two events of one instant have to be put in order. Its
cycles are those that the walk of `cycles.py` gives, found for all leads together: the first cycle of each, then
the second, and so on. Every other lead is left to the walk; which they are, the answer says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from ola.clock.calendar import Calendar
from ola.clock.deadline import due_at
from ola.clock.duration import BusinessTime, Duration, Limit, needs_calendar
from ola.errors import ClockError, WrongCall
from ola.evaluate.handoffs.clocks.clock import Clock, Part
from ola.evaluate.handoffs.clocks.courses import owner_piece
from ola.evaluate.handoffs.clocks.courses_at_once import CoursesAtOnce
from ola.evaluate.handoffs.clocks.cycles import How
from ola.evaluate.handoffs.clocks.marks import Flags, Marks, Numbers, groups, next_place
from ola.evaluate.handoffs.clocks.opening import Terms
from ola.evaluate.handoffs.clocks.touching import Touching
from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.mark import ENDED, KINDS, NEVER, OCCURRED, PERHAPS
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.handoffs.verdicts.cycle_table import CODES, NONE, CycleTable, Running
from ola.evaluate.handoffs.verdicts.settled import one_after_another
from ola.plan import CalendarChoice, FromChange, FromField

_HOW: tuple[How | None, ...] = (None, "stop", "cancel", "restart", "start", "before")
_NOT_ENDED, _STOP, _CANCEL, _RESTART, _START, _BEFORE = range(6)
_AT_A_TIME = 2_000_000
_MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class AtOnce:
    """The cycles of the plain leads, their stops before any start (lead, event), and the leads left to the walk."""

    cycles: CycleTable
    early: tuple[tuple[str, str], ...]
    left: Flags


def at_once(clock: Clock, begun: Iterable[str], as_of: int) -> AtOnce | None:
    """Find the cycles of the plain leads of a clock; nothing where the clock itself asks for a walk."""
    if len(clock.parts) != 1 or not _is_plain_clock(clock.parts[0]):
        return None
    part, happenings = clock.parts[0], clock.happenings
    left = np.zeros(len(happenings.leads), dtype=bool)
    known = happenings.lead_numbers if begun else {}
    left[[known[lead] for lead in begun if lead in known]] = True
    bound = _bound(part, happenings, left)
    found = [_Sweep(clock, part, as_of, left, bound, marks).swept() for marks in _spans(happenings.lead)]
    early = tuple(pair for each in found for pair in each.early)
    return AtOnce(one_after_another([each.cycles for each in found]), early, left)


def _spans(leads: Numbers) -> list[slice]:
    """Part sorted marks into spans of so many, each lead's in one: what a sweep holds beside them stays small."""
    found: list[slice] = []
    low = 0
    while low < len(leads) or not found:
        high = int(np.searchsorted(leads, leads[min(low + _AT_A_TIME, len(leads)) - 1], "right")) if len(leads) else 0
        found.append(slice(low, high))
        low = high
    return found


def _is_plain_clock(part: Part) -> bool:
    """Whether roles of the clock's events can be told mark by mark, and terms lead by lead."""
    watch, own = part.watch, part.wording
    if not part.opening.is_static or own.sequence or own.paused_while is not None:
        return False
    if watch.touches is not None and watch.touches.spaced is not None:
        return False
    if part.courses.by_owner is not None and not owner_events(part):
        return False
    starts = watch.singles | watch.members
    waits = watch.pauses | watch.resumes
    ends = watch.stops | watch.cancels | watch.before | watch.evidence
    if len(ends) < sum(map(len, (watch.stops, watch.cancels, watch.before, watch.evidence))):
        # An event with two roles asks for the order of one instant.
        return False
    if watch.silence is not None or watch.members != watch.states:
        return False
    if starts & ends or waits & (starts | ends | watch.restarts) or watch.pauses & watch.resumes:
        return False
    return not (ends & watch.restarts or watch.singles & watch.restarts)


@dataclass(slots=True)
class _Cycles:
    """One cycle of each of some leads: places among the marks, instants, and how it ended."""

    start: Numbers
    end: Numbers
    how: Numbers
    due: Numbers
    number: int
    cut: Flags


def _bound(part: Part, happenings: Happenings, left: Flags) -> tuple[Numbers, list[Terms]]:
    """Give each lead's kind of terms, -1 where the commitment binds it not, and the kinds; leave whom it doubts."""
    leads = happenings.leads
    numbers = happenings.numbers(part.leads.frame.get_column("lead"))
    rows = np.full(len(leads), -1, dtype=np.int64)
    rows[numbers[numbers >= 0]] = np.flatnonzero(numbers >= 0)
    kinds = np.array([*part.opening.kinds, -1], dtype=np.int64)[rows]
    # Leads without a row have none for one reason, but for those whose rows differ.
    differing = happenings.numbers(pl.Series("lead", list(part.leads.differing), dtype=pl.String))
    kinds[differing[differing >= 0]] = -2
    order = np.argsort(kinds, kind="stable")
    ordered = kinds[order]
    changes = np.append(True, ordered[1:] != ordered[:-1])
    edges = [*np.flatnonzero(changes[: len(order)]).tolist(), len(order)]
    codes = np.full(len(leads), -1, dtype=np.int64)
    known: dict[int, int] = {}
    found: list[Terms] = []
    for low, high in pairwise(edges):
        terms = part.opening.static_terms(leads[order[low]])
        if terms.opened is None:
            continue
        if terms.opened.doubt is not None or terms.opened.unless_met is not None:
            left[order[low:high]] = True
            continue
        code = known.setdefault(id(terms), len(found))
        if code == len(found):
            found.append(terms)
        codes[order[low:high]] = code
    return codes, found


class _Sweep:
    """One clock, swept over the leads of a span of marks."""

    def __init__(
        self,
        clock: Clock,
        part: Part,
        as_of: int,
        left: Flags,
        bound: tuple[Numbers, list[Terms]],
        span: slice,
    ) -> None:
        self.clock, self.part, self.as_of, self.left = clock, part, as_of, left
        self.kind_of, self.kinds = bound
        self.judge = part.judge(clock.names, as_of)
        self.happenings = happenings = clock.happenings
        watch = part.watch
        self.by_owner = part.courses.by_owner
        wanted = set(watch.marks)
        if self.by_owner is not None:
            # Every change of owner is a mark, so that a calendar holds from one mark to the next.
            wanted |= {event * KINDS + kind for event in owner_events(part)[:1] for kind in (OCCURRED, ENDED, PERHAPS)}
        flags = np.zeros(KINDS * len(happenings.roster.names), dtype=bool)
        flags[list(wanted)] = True
        keep = np.flatnonzero(flags[happenings.mark[span]]) + span.start
        mark = happenings.mark[keep].astype(np.int64)
        self.marks = Marks(happenings.lead[keep], happenings.at[keep], mark // KINDS, mark % KINDS)
        self.occurred = self.marks.kind == OCCURRED
        self.role = np.zeros(len(mark), dtype=np.int64)
        roles = ((_STOP, watch.stops), (_CANCEL, watch.cancels), (_RESTART, watch.restarts), (_BEFORE, watch.before))
        for code, events in roles:
            self.role[self.occurred & self._among(events)] = code
        self.touching = None
        if watch.touches is not None:
            marks = self.marks
            self.touching = Touching(watch.touches, marks.event, self.occurred, marks.at, marks.past)
        self._leave_what_is_in_doubt()
        self.runs, self.run_of = self._runs()
        self.starts = self._starts()
        self.courses = self._courses()

    # ── which leads are plain ──

    def number_of(self, lead: str) -> int:
        """Give a lead's number, or -1 for one that no event names."""
        return self.happenings.lead_numbers.get(lead, -1)

    def leave(self, numbers: Iterable[int]) -> None:
        """Leave leads to the walk."""
        known = [number for number in numbers if number >= 0]
        if known:
            self.left[known] = True

    def _leave_what_is_in_doubt(self) -> None:
        """Leave leads with contradictions, events nobody can date, or events of one instant that need an order."""
        marks, watch = self.marks, self.part.watch
        self.left[marks.lead[marks.kind == PERHAPS]] = True
        self.leave(self.number_of(lead) for lead in (*self.part.undated, *self.part.undated_stops))
        # What ended an earlier state stands before the rest of its instant, and needs no order.
        at = np.flatnonzero(self.occurred)
        if not len(at):
            return
        after = np.zeros(len(at), dtype=bool)
        after[1:] = (marks.at[at[1:]] == marks.at[at[:-1]]) & (marks.lead[at[1:]] == marks.lead[at[:-1]])
        together = after.copy()
        together[:-1] |= after[1:]
        in_order = watch.stops | watch.cancels | watch.before | watch.evidence | watch.pauses | watch.resumes
        ordered = self._among(in_order)[at]
        late_restart = after & (self.role[at] == _RESTART)
        self.left[marks.lead[at[(together & ordered) | late_restart]]] = True

    def _among(self, events: Iterable[int]) -> Flags:
        flags = np.zeros(max(len(self.happenings.roster.names), 1), dtype=bool)
        flags[list(events)] = True
        found: Flags = flags[self.marks.event]
        return found

    # ── what cycles run by ──

    def _runs(self) -> tuple[list[tuple[Limit | None, Calendar | None]], Numbers]:
        """Give the limits and calendars there are, and which each lead runs by, -1 where it is not bound."""
        known: dict[tuple[Limit | None, int], int] = {}
        runs: list[tuple[Limit | None, Calendar | None]] = []
        codes = []
        for terms in self.kinds:
            code = known.setdefault((terms.limit, id(terms.calendar)), len(runs))
            if code == len(runs):
                runs.append((terms.limit, terms.calendar))
            codes.append(code)
        return runs, np.array([*codes, -1], dtype=np.int64)[self.kind_of]

    def _starts(self) -> Flags:
        """Say which marks may open a cycle: a start of its own, or the last of the states that must hold together."""
        watch, marks = self.part.watch, self.marks
        starts: Flags = self.occurred & self._among(watch.singles)
        groups = {group for own in watch.groups_of.values() for group in own}
        for group in groups:
            holds = {event: self._holds(event) for event in group}
            for event in group:
                after = holds[event]
                before = np.zeros_like(after)
                before[1:] = after[:-1] & ~marks.first[1:]
                fresh = self.occurred & (marks.event == event) & ~before
                for other in group:
                    if other != event:
                        fresh &= holds[other]
                starts |= fresh
        return starts

    def _holds(self, event: int) -> Flags:
        """Say after which marks a state of the lead holds."""
        marks = self.marks
        own = (marks.event == event) & ((marks.kind == OCCURRED) | (marks.kind == ENDED))
        last = self.marks.last(own)
        holds: Flags = (last >= 0) & (marks.kind[np.maximum(last, 0)] == OCCURRED)
        return holds

    # ── when clocks run ──

    def _courses(self) -> CoursesAtOnce:
        """Say, mark by mark, on which calendar clocks run and whether they are paused."""
        watch = self.part.watch
        calendars, on = self._by_owner(self.by_owner) if self.by_owner is not None else self._by_run()
        pauses = self.occurred & self._among(watch.pauses)
        changes = pauses | (self.occurred & self._among(watch.resumes))
        last = self.marks.last(changes)
        return CoursesAtOnce(self.marks, calendars, on, (last >= 0) & pauses[np.maximum(last, 0)], self.left)

    def _by_run(self) -> tuple[list[Calendar | None], Numbers]:
        """Give the calendars, and which one each mark's lead runs on."""
        calendars: list[Calendar | None] = [None]
        places = dict[int, int]()
        for _, calendar in self.runs:
            if calendar is not None and id(calendar) not in places:
                places[id(calendar)] = len(calendars)
                calendars.append(calendar)
        of_run = [0 if calendar is None else places[id(calendar)] for _, calendar in self.runs]
        return calendars, np.array([*of_run, 0], dtype=np.int64)[self.run_of[self.marks.lead]]

    def _by_owner(self, choice: CalendarChoice) -> tuple[list[Calendar | None], Numbers]:
        """Give the calendars, and the one of whoever owns the lead after each mark, -1 where nobody can tell."""
        held = self.part.courses.is_held
        owners = self.part.edition.owners.at_all(self.marks.lead, self.marks.at)
        calendars: list[Calendar | None] = [None]
        known: dict[str, int] = {}
        codes = []
        for owner in owners.words:
            piece = owner_piece(self.part.edition.plan, choice, owner if held(owner) else None)
            if piece.name is None:
                codes.append(-1)
                continue
            code = known.setdefault(piece.name, len(calendars))
            if code == len(calendars):
                calendars.append(piece.calendar)
            codes.append(code)
        return calendars, np.array(codes, dtype=np.int64)[owners.codes]

    # ── the sweep ──

    def swept(self) -> AtOnce:
        """Follow all plain leads, cycle by cycle."""
        marks, count = self.marks, len(self.marks.lead)
        next_start, next_end = next_place(self.starts), next_place(self.role > 0)
        firsts = np.flatnonzero(marks.first)
        plain = ~self.left[marks.lead[firsts]] & (self.kind_of[marks.lead[firsts]] >= 0)
        firsts = firsts[plain]
        early = self._early(firsts, next_start)
        now = next_start[firsts]
        now = now[now < marks.past[firsts]]
        found: list[_Cycles] = []
        while len(now):
            due, cut = self._dues(now)
            past = marks.past[now]
            end = next_end[now + 1]
            # A restart acts on a cycle that runs already.
            same = (end < past) & (marks.at[np.minimum(end, count - 1)] == marks.at[now])
            while (again := same & (self.role[np.minimum(end, count - 1)] == _RESTART)).any():
                end[again] = next_end[end[again] + 1]
                same = again & (end < past) & (marks.at[np.minimum(end, count - 1)] == marks.at[now])
            end = np.where(end < past, end, count)
            done = self._done(now, end, due)
            end = np.where(done < count, done, end)
            start = next_start[now + 1]
            ignored = (start < past) & (start < end) & (marks.at[np.minimum(start, count - 1)] <= due)
            while ignored.any():
                start[ignored] = next_start[start[ignored] + 1]
                ignored &= (start < past) & (start < end)
                ignored[ignored] = marks.at[start[ignored]] <= due[ignored]
            over = (start < past) & (start < end)
            last = np.where(over, start, end)
            ended = last < count
            how = np.where(over, _START, np.where(ended, self.role[np.minimum(last, count - 1)], _NOT_ENDED))
            how[~over & (done < count)] = _STOP
            found.append(_Cycles(now, np.where(ended, last, -1), how, due, len(found) + 1, cut))
            follows = np.where(over | (how == _RESTART), last, next_start[np.minimum(last + 1, count)])
            now = follows[ended & (follows < past)]
        return self._table(found, early)

    def _done(self, now: Numbers, end: Numbers, due: Numbers) -> Numbers:
        """Give the touch that completes what is owed, where it comes before an end and no later than the due."""
        none = len(self.marks.at)
        if self.touching is None:
            return np.full(len(now), none, dtype=np.int64)
        done = self.touching.done(now)
        in_time = done < end
        in_time[in_time] = self.marks.at[done[in_time]] <= due[in_time]
        return np.where(in_time, done, none)

    def _early(self, firsts: Numbers, next_start: Numbers) -> dict[int, int]:
        """Give, for each lead that was stopped before its first start, the event that did it, by number."""
        marks = self.marks
        stop = next_place(self.role == _STOP)[firsts]
        began = next_start[firsts]
        here = np.flatnonzero((stop < began) & (began < marks.past[firsts]))
        own = {int(marks.lead[stop[i]]): int(marks.event[stop[i]]) for i in here.tolist()}
        seen = self.happenings.roster.seen
        dated = [lead for lead, event in own.items() if isinstance(seen[event], FromField)]
        self.leave(dated)
        return {lead: event for lead, event in own.items() if not self.left[lead]}

    def _dues(self, now: Numbers) -> tuple[Numbers, Flags]:
        """Give the dues of cycles that start at these marks, and which of them pauses or owners have moved."""
        marks = self.marks
        starts, leads = marks.at[now], marks.lead[now]
        due = np.full(len(now), NEVER, dtype=np.int64)
        own = self.part.wording
        cut = np.zeros(len(now), dtype=bool)
        for run, at in groups(self.run_of[leads]):
            limit = self.runs[run][0]
            if limit is None:
                continue
            for code, here in groups(self.courses.on[now[at]]):
                these = at[here]
                calendar = self.courses.calendar(code)
                if calendar is None and (needs_calendar(limit) or code < 0):
                    self.left[leads[these]] = True
                    continue
                try:
                    found: Any = due_at(
                        starts[these].astype("datetime64[us]"),
                        limit,
                        calendar,
                        after_hours=own.after_hours,
                        due_at=own.due_at,
                        cutoff=own.cutoff,
                    )
                except (ClockError, WrongCall, OverflowError):
                    self.left[leads[these]] = True
                    continue
                due[these] = found.astype("datetime64[us]").astype(np.int64)
            is_wall = isinstance(limit, Duration)
            these = at[self.courses.is_cut(now[at], due[at], is_wall=is_wall)]
            if not len(these):
                continue
            if not isinstance(limit, Duration | BusinessTime):
                # Business days that are cut need the plan of the uncut ones: the walk knows it.
                self.left[leads[these]] = True
                continue
            cut[these] = True
            budget = np.full(len(these), limit.length // _MICROSECOND, dtype=np.int64)
            due[these] = self.courses.used_up(now[these], starts[these], budget, is_wall=is_wall)
        return due, cut

    # ── the table ──

    def _table(self, found: list[_Cycles], early: Mapping[int, int]) -> AtOnce:
        """Judge what was found, and lay it out in the order of leads and cycles."""
        marks = self.marks
        start = _joined([each.start for each in found])
        end = _joined([each.end for each in found])
        how = _joined([each.how for each in found])
        due = _joined([each.due for each in found])
        cut = _joined([each.cut for each in found]).astype(bool)
        number = _joined([np.full(len(each.start), each.number, dtype=np.int64) for each in found])
        order = np.lexsort((number, marks.lead[start])) if len(start) else np.zeros(0, dtype=np.int64)
        start, end, how, due, number = (each[order] for each in (start, end, how, due, number))
        cut = cut[order]
        lead, starts = marks.lead[start], marks.at[start]
        ended = end >= 0
        ends = np.where(ended, marks.at[np.maximum(end, 0)] if len(marks.at) else 0, np.maximum(starts, self.as_of))
        due = self._as_they_stood(start, starts, ends, due, cut & ended & (ends < due))
        spent = self.courses.worked(start, starts, ends, due)
        self._leave_excepted(lead, starts, due, cut)
        in_time = ends <= due
        by = np.where(ended, marks.event[np.maximum(end, 0)] if len(marks.at) else 0, -1)
        codes, keys = self._outcomes(starts, how, by, in_time)
        if self.touching is not None and len(start):
            at = np.flatnonzero((codes == CODES["breached"]) & (how != _STOP))
            up_to = np.where(ended, end, marks.past[start])[at]
            keys[at] = self._how_far(self.touching, start[at], up_to, ends[at], due[at], by[at])
        still = (codes == CODES["open"]) & (due < NEVER)
        running = self._open(start, starts, ends, due, cut, still)
        keep = np.flatnonzero(~self.left[lead])
        now_at = np.full(len(lead), -1, dtype=np.int64)
        now_at[keep] = np.arange(len(keep))
        reasons = self._reasons(keys, [i for i, each in running.items() if each.at_risk])
        never = due == NEVER
        dues = np.where(never, NONE, due)
        kinds = self.kind_of[lead]
        segments = Coded(kinds, [{} if each.opened is None else each.opened.segments for each in self.kinds])
        table = CycleTable(
            clause=self.part.wording.clause.id,
            leads=Coded(lead[keep], self.happenings.leads),
            numbers=number[keep],
            outcomes=codes[keep].astype(np.int8),
            starts=starts[keep],
            dues=dues[keep],
            stops=np.where(how == _STOP, ends, NONE)[keep],
            worked=spent[keep],
            wall=(ends - starts)[keep],
            owners=self.part.edition.owners.at_all(lead[keep], starts[keep]),
            reasons=reasons.taken(keep),
            segments=segments.taken(keep),
            breaches=np.where(codes == CODES["breached"], np.where((how == _BEFORE) & in_time, ends, dues), NONE)[keep],
            running={int(now_at[i]): each for i, each in running.items() if now_at[i] >= 0},
        )
        first = np.flatnonzero((number == 1) & ~ended)
        unanswered = {int(each) for each in lead[first].tolist()}
        names, events = self.happenings.leads, self.clock.names
        told = tuple(
            (names[own], events[event]) for own, event in early.items() if own in unanswered and not self.left[own]
        )
        return AtOnce(table, told, self.left)

    def _as_they_stood(self, places: Numbers, starts: Numbers, ends: Numbers, due: Numbers, moved: Flags) -> Numbers:
        """Give the dues as they stood when their cycles ended: what paused or split a clock later does not count."""
        due = due.copy()
        for run, at in groups(np.where(moved, self.run_of[self.marks.lead[places]], -1)):
            limit = self.runs[run][0] if run >= 0 else None
            if isinstance(limit, Duration | BusinessTime):
                budget = np.full(len(at), limit.length // _MICROSECOND, dtype=np.int64)
                is_wall = isinstance(limit, Duration)
                due[at] = self.courses.used_up(places[at], starts[at], budget, is_wall=is_wall, ends=ends[at])
        return due

    def _leave_excepted(self, lead: Numbers, starts: Numbers, due: Numbers, cut: Flags) -> None:
        """Leave the leads to the walk on whose cycles an exception acts, or may act by the due that was planned."""
        exceptions = self.part.opening.exceptions
        may = np.zeros(len(lead), dtype=bool)
        for _, since, until, _ in exceptions.own:
            may |= (starts < until) & (cut | (due >= since))
        names = self.happenings.leads
        for i in np.flatnonzero(may).tolist():
            dated = exceptions.is_dated or bool(cut[i])
            if dated or exceptions.at(names[lead[i]], int(starts[i]), int(due[i])) is not None:
                self.left[lead[i]] = True

    def _outcomes(self, starts: Numbers, how: Numbers, by: Numbers, in_time: Flags) -> tuple[Numbers, Numbers]:
        """Give the verdicts, and a key for each that says why."""
        judge = self.judge
        self.why: list[str] = []
        codes = np.zeros(len(starts), dtype=np.int64)
        keys = np.zeros(len(starts), dtype=np.int64)
        events = len(self.clock.names) + 1
        for key, at in groups((how * events + by + 1) * 2 + in_time):
            number, timely = divmod(key, 2)
            kind, event = divmod(number, events)
            outcome, why = judge.certain_of(_HOW[kind], None if event == 0 else event - 1, in_time=bool(timely))
            codes[at], keys[at] = CODES[outcome], len(self.why)
            self.why.append(why)
        for outside, why in ((starts < judge.since, judge.too_early), (starts >= judge.until, judge.too_late)):
            codes[outside], keys[outside] = CODES["excluded"], len(self.why)
            self.why.append(why)
        return codes, keys

    def _how_far(
        self, touching: Touching, start: Numbers, up_to: Numbers, ends: Numbers, due: Numbers, by: Numbers
    ) -> Numbers:
        """Give a key that says how many touches there were, for breaches that ended at `ends`, at these marks."""
        counted, channels = touching.so_far(start, up_to, np.minimum(due, ends))
        size = int(max(counted.max(initial=0), channels.max(initial=0))) + 1
        keys = np.zeros(len(start), dtype=np.int64)
        for key, at in groups((((by + 1) * 2 + (ends <= due)) * size + counted) * size + channels):
            rest, many = divmod(key, size)
            rest, done = divmod(rest, size)
            event, timely = divmod(rest, 2)
            keys[at] = len(self.why)
            self.why.append(self.judge.how_far(None if event == 0 else event - 1, done, many, in_time=bool(timely)))
        return keys

    def _reasons(self, keys: Numbers, at_risk: list[int]) -> Coded[str | None]:
        words = [*self.why, *(f"{why}, at risk" for why in self.why)]
        keys = keys.copy()
        keys[at_risk] += len(self.why)
        return Coded(keys, words)

    def _open(
        self, places: Numbers, starts: Numbers, ends: Numbers, due: Numbers, cut: Flags, still: Flags
    ) -> dict[int, Running]:
        """Say how open cycles stand; those that were cut are left."""
        self.left[self.marks.lead[places[still & cut]]] = True
        found: dict[int, Running] = {}
        open_ones = np.flatnonzero(still & ~cut)
        for code, at in groups(self.courses.on[places[open_ones]] if len(open_ones) else open_ones):
            here = open_ones[at]
            running = self.judge.running(starts[here], ends[here], due[here], self.courses.calendar(code))
            found |= dict(zip(here.tolist(), running, strict=True))
        return found


def owner_events(part: Part) -> list[int]:
    """Give the events that every change of owner is."""
    owner = part.courses.owner
    names = () if owner is None else (owner.name, "owner")
    seen = part.happenings.roster.seen
    return [i for i, each in enumerate(seen) if isinstance(each, FromChange) and each.field in names]


def _joined(parts: list[Any]) -> Numbers:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
