"""The steps before and after a limit: when each is due to be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ola.clock.deadline import due_at
from ola.clock.duration import BusinessTime, Duration, needs_calendar
from ola.clock.wall_clock import EPOCH, MICROSECOND, micros
from ola.evaluate.handoffs.clocks.course import Course, Piece
from ola.evaluate.handoffs.clocks.cycles import Opened
from ola.evaluate.handoffs.mark import NEVER
from ola.plan import Deadline, Step

# The share of the time from which a clock is at risk, where the commitment has no step before its due.
WARNING = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class StepAt:
    """A step of one cycle: what is done, and the instant from which it is, in microseconds; `NEVER` while paused."""

    step: Step
    at: int

    @property
    def name(self) -> str:
        """How the agreement names it: `75 %`, `24 hours`."""
        return f"{self.step.at * 100:g} %" if self.step.at is not None else str(self.step.after)


def steps_of(deadline: Deadline, opened: Opened, start: int, due: int) -> Iterator[StepAt]:
    """Give the commitment's steps for a cycle, in the agreement's order; raises what its calendar raises."""
    for step in deadline.steps:
        if step.at is not None:
            yield StepAt(step, step_at(opened, start, due, Fraction(str(step.at))))
        elif step.after is not None:
            course = _course(opened)
            if isinstance(step.after, Duration):
                yield StepAt(step, course.on(None).due(start, step.after.length // MICROSECOND))
            elif isinstance(step.after, BusinessTime):
                yield StepAt(step, course.due(start, step.after.length // MICROSECOND))
            elif opened.clock is not None or not needs_calendar(step.after):
                found = due_at(
                    EPOCH + start * MICROSECOND,
                    step.after,
                    opened.clock,
                    after_hours=deadline.after_hours,
                    due_at=deadline.due_at,
                    cutoff=deadline.cutoff,
                )
                yield StepAt(step, micros(found))


def step_at(opened: Opened, start: int, due: int, share: Fraction) -> int:
    """Give the earliest instant at which a share of the time between start and due is used up."""
    course = _course(opened)
    if due == NEVER and opened.budget is None:
        return NEVER
    run = opened.run if opened.budget is not None and opened.run is not None else course
    budget = opened.budget if opened.budget is not None else course.used(start, due)
    return run.due(start, -(-budget * share.numerator // share.denominator))


def _course(opened: Opened) -> Course:
    return opened.course or Course([Piece(-NEVER, opened.clock, opened.calendar)])
