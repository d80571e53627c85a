"""The verdict on cycles: met, breached, open, excluded or unknown, and why; a commitment at a time, by columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, assert_never

import numpy as np

from ola.clock.calendar import Calendar
from ola.clock.deadline import due_at, used_at, worked
from ola.clock.duration import needs_calendar
from ola.clock.wall_clock import MICROSECOND, moment
from ola.errors import ClockError, WrongCall
from ola.evaluate.handoffs.clocks.course import Course
from ola.evaluate.handoffs.clocks.cycles import Cycle, How, Opened
from ola.evaluate.handoffs.clocks.steps import WARNING, StepAt, step_at, steps_of
from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.mark import NEVER
from ola.evaluate.handoffs.timeline.editions import Edition
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.handoffs.verdicts.cycle_table import CODES, NONE, CycleTable, Numbers, Running
from ola.plan import Deadline, Step
from ola.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Row:
    """A cycle of a lead, or one of which only is known that it cannot be judged (then `cycle` is null)."""

    lead: str
    number: int
    opened: Opened
    cycle: Cycle | None = None
    version: int = 0


def judged(judges: Sequence[Judge], clause: str, rows: Sequence[Row], happenings: Happenings, as_of: int) -> CycleTable:
    """Judge the cycles of one commitment, as of one instant, each by its version's judge."""
    outcomes, reasons = [], []
    for row in rows:
        outcome, reason = judges[row.version].outcome(row)
        outcomes.append(CODES[outcome])
        reasons.append(reason)
    codes = np.array(outcomes, dtype=np.int8)
    cycles = [row.cycle for row in rows]
    starts = _column(None if each is None else each.start for each in cycles)
    dues = _column(None if each is None else _due_as_it_stood(each) for each in cycles)
    stops = _column(each.end if each is not None and each.how == "stop" else None for each in cycles)
    ends = _column(
        None if each is None else max(each.start, as_of) if each.end is None else each.end for each in cycles
    )
    shaky = np.array([each is not None and each.moves for each in cycles], dtype=bool)
    broken = np.where(codes == CODES["breached"], dues, NONE)
    calendars = [row.opened.clock for row in rows]
    spent = _worked(starts, ends, calendars)
    cut = [(i, row.opened.course) for i, row in enumerate(rows) if row.opened.course is not None]
    for i, course in cut:
        if starts[i] != NONE:
            last = max(int(dues[i]), int(starts[i]) + 1)
            course = course if dues[i] == NONE else course.after(last)  # noqa: PLW2901
            spent[i] = _or_none(course, int(starts[i]), int(ends[i]))
    for i, each in enumerate(cycles):
        if each is not None and each.broken is not None and codes[i] == CODES["breached"]:
            broken[i] = each.last
    still = np.flatnonzero((codes == CODES["open"]) & (dues != NONE)).tolist()
    running: dict[int, Running] = {}
    for version, judge in enumerate(judges):
        running |= judge.open_ones([i for i in still if rows[i].version == version], starts, dues, ends, rows)
    table_reasons = [
        f"{reason}, at risk" if i in running and running[i].at_risk else reason for i, reason in enumerate(reasons)
    ]
    return CycleTable(
        clause=clause,
        leads=Coded(np.array([happenings.lead_numbers[row.lead] for row in rows], dtype=np.int64), happenings.leads),
        numbers=np.array([row.number for row in rows], dtype=np.int64),
        outcomes=codes,
        starts=starts,
        # A due in doubt is none to rely on.
        dues=np.where(shaky & (codes == CODES["unknown"]), NONE, dues),
        stops=stops,
        worked=spent,
        wall=np.where(starts == NONE, NONE, ends - np.where(starts == NONE, 0, starts)),
        owners=Coded.of(judges[row.version].owner(row) for row in rows),
        reasons=Coded.of(table_reasons),
        segments=Coded.same(row.opened.segments for row in rows),
        running=running,
        breaches=broken,
    )


def _due_as_it_stood(cycle: Cycle) -> int | None:
    """Give the due as it stood when the cycle ended: what paused or split the clock later does not count."""
    opened = cycle.opened
    if opened.run is not None and opened.budget is not None and cycle.end is not None and cycle.end < cycle.due:
        try:
            run = opened.run.until(cycle.end, cycle.start)
            if opened.planned is not None:
                return run.due_as_planned(cycle.start, opened.budget, opened.planned)
            return run.due(cycle.start, opened.budget)
        except (ClockError, OverflowError):
            return None
    return None if cycle.due == NEVER else cycle.due


def _or_none(course: Course, start: int, end: int) -> int:
    """Give the time a cut clock ran, or none where nobody can tell whose hours it ran on."""
    try:
        return int(NONE) if course.doubted(start, end) is not None else course.used(start, end)
    except (ClockError, OverflowError):
        return int(NONE)


class Judge:
    """What the cycles of a commitment are judged by that start in the time of one version."""

    def __init__(self, edition: Edition, deadline: Deadline, names: tuple[str, ...], as_of: int) -> None:
        """Take the version, its wording of the commitment, the names of events by number, and the instant."""
        self.edition, self.deadline, self.names, self.as_of = edition, deadline, names, as_of
        plan, self.since, self.until = edition.plan, edition.since, edition.until
        self.too_early = f"it started before the agreement took effect on {plan.since}"
        self.too_late = f"it started after the agreement had ended on {plan.until}"
        self.certain: dict[tuple[How | None, int | None, bool], tuple[Outcome, str]] = {}

    def owner(self, row: Row) -> str | None:
        """Give the owner at the cycle's start; the one of the lead's row, where the start is not known."""
        return self.edition.owners.at(row.lead, None if row.cycle is None else row.cycle.start)

    def outcome(self, row: Row) -> tuple[Outcome, str | None]:
        """Give the verdict and its reason."""
        cycle, opened = row.cycle, row.opened
        if cycle is None:
            return "unknown", opened.doubt
        if cycle.start < self.since:
            return "excluded", self.too_early
        if cycle.start >= self.until:
            return "excluded", self.too_late
        if opened.suspended is not None and (cycle.doubt is None or opened.doubt is None):
            return "excluded", opened.suspended
        if cycle.doubt is not None:
            return "unknown", cycle.doubt
        in_time = (self.as_of if cycle.end is None else cycle.end) <= cycle.last
        found = self._counted(cycle, in_time=in_time)
        if found is None:
            found = self.certain_of(cycle.how, cycle.ended_by, in_time=in_time)
        if opened.unless_met is not None and found[0] != "met":
            return "unknown", opened.unless_met
        if opened.relaxed is not None:
            return found[0], f"{found[1]}, relaxed by {opened.relaxed}"
        return found

    def _counted(self, cycle: Cycle, *, in_time: bool) -> tuple[Outcome, str] | None:
        """Give the verdict of a cycle whose breach says how far it came."""
        attempts = self.deadline.attempts
        if cycle.missed is not None and not in_time:
            return "breached", cycle.missed
        if attempts is None or cycle.how == "stop" or (in_time and cycle.how != "before"):
            return None
        return "breached", self.how_far(cycle.ended_by, cycle.counted, cycle.channels, in_time=in_time)

    def how_far(self, event: int | None, counted: int, channels: int, *, in_time: bool) -> str:
        """Say how many of the touches owed there were by the due, or when an event gave the lead up before it."""
        attempts = self.deadline.attempts
        if attempts is None:
            return ""
        done = f"{counted} of {attempts.at_least}"
        if attempts.channels is not None and channels < attempts.channels:
            done += f" on {channels} of {attempts.channels} channels"
        by = "" if event is None else self.names[event]
        return f"{by} after {done}" if in_time else f"{done} by its due"

    def certain_of(self, how: How | None, event: int | None, *, in_time: bool) -> tuple[Outcome, str]:
        """Give the verdict of a cycle about which nothing is in doubt, and its reason, worded once."""
        key = (how, event, in_time)
        known = self.certain.get(key)
        if known is None:
            known = self.certain[key] = self._certain(*key)
        return known

    def _certain(self, how: How | None, event: int | None, in_time: bool) -> tuple[Outcome, str]:  # noqa: FBT001
        """Give the verdict of a cycle about which nothing is in doubt."""
        by, late = "" if event is None else self.names[event], "" if in_time else " after its due"
        match how:
            case "stop":
                return ("met" if in_time else "breached"), f"stopped by {by}{late}"
            case "silence":
                return "met", f"silence counts as {by}"
            case "cancel":
                return ("excluded" if in_time else "breached"), f"cancelled by {by}{late}"
            case "restart":
                return ("excluded" if in_time else "breached"), f"restarted by {by}{late}"
            case "before":
                return "breached", f"ended by {by}{late}"
            case "start":
                return "breached", f"not stopped before {by} started the next"
            case None:
                return ("open", "not stopped yet") if in_time else ("breached", "not stopped by its due")
            case _:
                assert_never(how)

    def open_ones(
        self, places: Sequence[int], starts: Numbers, dues: Numbers, ends: Numbers, rows: Sequence[Row]
    ) -> dict[int, Running]:
        """Say how each of these open cycles stands, all of which have a due."""
        found = {
            i: self._cut_one(rows[i].opened, int(starts[i]), int(dues[i]))
            for i in places
            if rows[i].opened.course is not None
        }
        plain = [i for i in places if rows[i].opened.course is None]
        for calendar, at in _by_calendar([rows[i].opened.clock for i in plain]):
            here = np.array(plain, dtype=np.int64)[at]
            running = self.running(starts[here], ends[here], dues[here], calendar)
            found |= dict(zip(here.tolist(), running, strict=True))
        return found

    def running(self, starts: Numbers, ends: Numbers, dues: Numbers, calendar: Calendar | None) -> Iterator[Running]:
        """Say how open cycles of one calendar stand at their `ends`, nothing having cut them."""
        left = _worked(ends, dues, [calendar] * len(ends)).tolist()
        steps = [(step, self._step_ats(step, starts, dues, calendar).tolist()) for step in self.deadline.steps]
        usual = self._shares(WARNING, starts, dues, calendar).tolist()
        for i, (rest, due) in enumerate(zip(left, dues.tolist(), strict=True)):
            own = [StepAt(step, ats[i]) for step, ats in steps if ats[i] != NEVER]
            yield self._stands(None if rest == NONE else rest, own, due, usual[i])

    def _cut_one(self, opened: Opened, start: int, due: int) -> Running:
        """Say how an open cycle stands whose clock is cut."""
        if opened.course is None:
            return Running()
        try:
            left = opened.course.used(max(start, self.as_of), due)
            steps = [step for step in steps_of(self.deadline, opened, start, due) if step.at != NEVER]
            return self._stands(left, steps, due, step_at(opened, start, due, WARNING))
        except (ClockError, WrongCall, OverflowError):
            return Running()

    def _stands(self, left: int | None, steps: Sequence[StepAt], due: int, usual: int) -> Running:
        """Hold an open cycle's steps against the instant: it is at risk from the first one before its due."""
        warning = min((step.at for step in steps if step.at < due), default=usual)
        told = tuple((step.name, step.step.action, step.at, step.at <= self.as_of) for step in steps)
        return Running(left, warning <= self.as_of, told)

    def _step_ats(self, step: Step, starts: Numbers, dues: Numbers, calendar: Calendar | None) -> Numbers:
        if step.at is not None:
            return self._shares(Fraction(str(step.at)), starts, dues, calendar)
        own, after = self.deadline, step.after
        if after is None or (calendar is None and needs_calendar(after)):
            return np.full(starts.shape, NEVER, dtype=np.int64)
        begin = starts.astype("datetime64[us]")
        return _or_never(
            lambda: due_at(begin, after, calendar, after_hours=own.after_hours, due_at=own.due_at, cutoff=own.cutoff),
            starts,
        )

    def _shares(self, share: Fraction, starts: Numbers, dues: Numbers, calendar: Calendar | None) -> Numbers:
        begin, end = starts.astype("datetime64[us]"), dues.astype("datetime64[us]")
        return _or_never(lambda: used_at(begin, end, share, calendar), starts)


def _or_never(ask: Callable[[], Any], like: Numbers) -> Numbers:
    try:
        return np.asarray(ask()).astype("datetime64[us]").astype(np.int64)
    except (ClockError, WrongCall):
        return np.full(like.shape, NEVER, dtype=np.int64)


def _worked(starts: Numbers, ends: Numbers, calendars: Sequence[Calendar | None]) -> Numbers:
    """Give the worked time between instants, each pair on its own calendar; all time where there is none."""
    found = np.full(starts.shape, NONE, dtype=np.int64)
    for calendar, at in _by_calendar(calendars):
        known = at[(starts[at] != NONE) & (ends[at] != NONE)]
        a, b = starts[known].astype("datetime64[us]"), ends[known].astype("datetime64[us]")
        try:
            spans: Any = worked(a, b, calendar)
            found[known] = spans.astype("timedelta64[us]").astype(np.int64)
        except ClockError:
            for i in known.tolist():
                found[i] = _one_worked(int(starts[i]), int(ends[i]), calendar)
    return found


def _one_worked(start: int, end: int, calendar: Calendar | None) -> int:
    try:
        spent = worked(moment(start, dt.UTC), moment(end, dt.UTC), calendar)
    except ClockError:
        return int(NONE)
    return spent // MICROSECOND


def _by_calendar(calendars: Sequence[Calendar | None]) -> list[tuple[Calendar | None, Numbers]]:
    """Give where each calendar's rows stand."""
    known: dict[int, tuple[Calendar | None, list[int]]] = {}
    for i, calendar in enumerate(calendars):
        known.setdefault(id(calendar), (calendar, []))[1].append(i)
    return [(calendar, np.array(places, dtype=np.int64)) for calendar, places in known.values()]


def _column(values: Any) -> Numbers:
    return np.array([NONE if value is None else value for value in values], dtype=np.int64)
