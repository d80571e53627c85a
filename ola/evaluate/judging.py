"""The verdict on a cycle: met, breached, open, excluded or unknown, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from ola.clock.calendar import Calendar
from ola.clock.deadline import due_at, used_at, worked
from ola.clock.duration import needs_calendar
from ola.clock.wall_clock import EPOCH
from ola.errors import ClockError, WrongCall
from ola.evaluate.cycles import Cycle
from ola.plan import Deadline
from ola.verdict import CycleVerdict, Outcome

WARNING = 0.75
_MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the cycles of one commitment as of one instant."""

    deadline: Deadline
    calendars: Mapping[str, Calendar]
    names: tuple[str, ...]
    as_of: int

    def verdict(self, lead: str, number: int, cycle: Cycle) -> CycleVerdict:
        """Give the verdict with its evidence."""
        opened, due = cycle.opened, cycle.opened.due
        outcome, reason = self._outcome(cycle)
        # A cycle in doubt has no due to rely on, one whose start nobody saw no start.
        shows_due = due is not None and not (outcome == "unknown" and cycle.moves)
        until = cycle.end if cycle.end is not None else max(self.as_of, cycle.start)
        start, end = _moment(cycle.start), _moment(until)
        calendar = None if opened.calendar is None else self.calendars.get(opened.calendar)
        spent = _worked(start, end, calendar)
        remaining = at_risk = None
        if outcome == "open":
            remaining = None if due is None else _worked(end, _moment(due), calendar)
            at_risk = False if due is None else self._at_risk(start, _moment(due), end, calendar)
            if at_risk:
                reason = f"{reason}, at risk"
        return CycleVerdict(
            clause=self.deadline.clause.id,
            lead=lead,
            cycle=number,
            verdict=outcome,
            started_at=start,
            due_at=_moment(due) if shows_due and due is not None else None,
            stopped_at=_moment(cycle.end) if cycle.end is not None and cycle.how == "stop" else None,
            worked=spent,
            wall=end - start,
            owner=opened.owner,
            reason=reason,
            segments=opened.segments,
            remaining=remaining,
            at_risk=at_risk,
        )

    def _outcome(self, cycle: Cycle) -> tuple[Outcome, str]:
        opened, due = cycle.opened, cycle.opened.due
        by = "" if cycle.ended_by is None else self.names[cycle.ended_by]
        in_time = due is None or (cycle.end if cycle.end is not None else self.as_of) <= due
        outcome, reason = self._ended(cycle, by, in_time=in_time)
        if opened.excluded is not None:
            return "excluded", opened.excluded
        if cycle.doubt is not None:
            return "unknown", cycle.doubt
        if opened.unless_met is not None and outcome != "met":
            return "unknown", opened.unless_met
        if opened.relaxed_by is not None and outcome == "breached":
            return "unknown", opened.relaxed_by
        return outcome, reason

    def _ended(self, cycle: Cycle, by: str, *, in_time: bool) -> tuple[Outcome, str]:
        """Give the verdict of a cycle about which nothing is in doubt."""
        late = "" if in_time else " after its due"
        match cycle.how:
            case "stop":
                return ("met" if in_time else "breached"), f"stopped by {by}{late}"
            case "cancel":
                return ("excluded" if in_time else "breached"), f"cancelled by {by}{late}"
            case "restart":
                return ("excluded" if in_time else "breached"), f"restarted by {by}{late}"
            case "start":
                return "breached", f"not stopped before {by} started the next"
            case None:
                return ("open", "not stopped yet") if in_time else ("breached", "not stopped by its due")
            case _:
                assert_never(cycle.how)

    def _at_risk(self, start: dt.datetime, due: dt.datetime, now: dt.datetime, calendar: Calendar | None) -> bool:
        """Whether the warning has passed: the first step below 100 %, or 75 % where there is none."""
        below = [step.at for step in self.deadline.steps if step.at is not None and step.at < 1]
        try:
            warnings = [used_at(start, due, min(below), calendar)] if below else []
            for step in self.deadline.steps:
                if step.after is not None and not (calendar is None and needs_calendar(step.after)):
                    own = self.deadline
                    at = due_at(start, step.after, calendar, after_hours=own.after_hours, due_at=own.due_at)
                    warnings += [at] if at < due else []
            if not warnings:
                warnings = [used_at(start, due, WARNING, calendar)]
        except (ClockError, WrongCall):
            return False
        return now >= min(warnings)


def _worked(a: dt.datetime, b: dt.datetime, calendar: Calendar | None) -> dt.timedelta | None:
    try:
        return worked(a, b, calendar)
    except ClockError:
        return None


def _moment(at: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=at)
