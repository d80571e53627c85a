"""Faults planted in ola, one a rule of time: the vectors catch each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import ola
from ola.clock import business_days
from ola.clock.calendar import Calendar
from ola.clock.wall_clock import EPOCH, WallClock
from ola.evaluate.handoffs.clocks import at_once, breaches, clock, clocked, cycles, opening
from ola.evaluate.handoffs.clocks.course import Course
from ola.evaluate.handoffs.clocks.cycles import _Walk
from ola.evaluate.handoffs.clocks.exceptions import Exceptions
from ola.evaluate.handoffs.clocks.judging import Judge
from ola.evaluate.handoffs.clocks.limit_rows import row_for
from ola.evaluate.handoffs.clocks.opening import Opening
from ola.evaluate.handoffs.mark import NEVER, OCCURRED
from ola.evaluate.handoffs.timeline import events
from ola.evaluate.handoffs.timeline.asking import Asking
from ola.evaluate.handoffs.verdicts.cycle_table import NONE
from tests.evaluate.clock_vectors import CASES, Case, measured_by
from tests.evaluate.test_timing import _cut, _row

DAY = 24 * 60 * 60 * 1_000_000
Plant = Callable[[pytest.MonkeyPatch], None]


# ── the faults ──────────────────────────────────────────────────────────────────────────────────


def pauses_cut_wall_clock_time(patch: pytest.MonkeyPatch) -> None:
    """A pause over a night costs the night."""
    due = Course.due

    def wrong(self: Course, start: int, budget: int) -> int:
        plain = due(Course([replace(piece, paused=False) for piece in self.pieces]), start, budget)
        ends = [*self.ats[1:], NEVER]
        paused = [(piece.at, end) for piece, end in zip(self.pieces, ends, strict=True) if piece.paused]
        return plain + sum(max(0, min(end, plain) - max(at, start)) for at, end in paused)

    patch.setattr(Course, "due", wrong)


def a_pause_under_way_at_the_start_is_overlooked(patch: pytest.MonkeyPatch) -> None:
    """Only pauses that begin while the cycle runs count."""
    due = Course.due

    def wrong(self: Course, start: int, budget: int) -> int:
        under_way = self.piece_at(start)
        pieces = [replace(piece, paused=piece.paused and piece is not under_way) for piece in self.pieces]
        return due(Course(pieces), start, budget)

    patch.setattr(Course, "due", wrong)


def met_is_compared_by_worked_time(patch: pytest.MonkeyPatch) -> None:
    """A stop after the close is met, since no worked time has passed since the due."""
    outcome = Judge.outcome

    def wrong(self: Judge, row: Any) -> Any:
        cycle, calendar = row.cycle, row.opened.clock
        if cycle is not None and cycle.how == "stop" and calendar is not None and cycle.end > cycle.due:
            micro = dt.timedelta(microseconds=1)
            if not calendar.elapsed(EPOCH + cycle.due * micro, EPOCH + cycle.end * micro):
                return "met", "stopped in time"
        return outcome(self, row)

    patch.setattr(Judge, "outcome", wrong)


def a_late_cancel_excludes(patch: pytest.MonkeyPatch) -> None:
    """A cancel excludes whenever it comes."""
    certain = Judge._certain
    patch.setattr(
        Judge,
        "_certain",
        lambda self, how, event, in_time: certain(self, how, event, in_time or how == "cancel"),
    )


def at_its_due_a_cycle_is_breached(patch: pytest.MonkeyPatch) -> None:
    """The due itself is too late to be open."""
    outcome = Judge.outcome

    def wrong(self: Judge, row: Any) -> Any:
        if row.cycle is not None and row.cycle.end is None and row.cycle.due == self.as_of:
            return "breached", "not stopped by its due"
        return outcome(self, row)

    patch.setattr(Judge, "outcome", wrong)


def a_restart_wakes_an_ended_cycle(patch: pytest.MonkeyPatch) -> None:
    """A new owner opens a cycle though the last one was stopped."""
    instant = _Walk.instant

    def wrong(self: _Walk, at: int, marks: list[tuple[int, int]]) -> None:
        instant(self, at, marks)
        restarts = self.versions[0].watch.restarts
        if self.running is None and self.cycles and self.cycles[-1].end is not None and self.cycles[-1].end < at:
            for event, kind in marks:
                if kind == OCCURRED and event in restarts:
                    self.open(at, event, restarted=True)

    patch.setattr(_Walk, "instant", wrong)


def an_owner_change_goes_on_on_the_old_calendar(patch: pytest.MonkeyPatch) -> None:
    """The calendar of the start holds for the whole cycle."""
    cut = Opening._cut

    def wrong(self: Opening, opened: Any, limit: Any, calendar: Any, start: int, due: int, course: Course) -> Any:
        return cut(self, opened, limit, calendar, start, due, course.on(calendar))

    patch.setattr(Opening, "_cut", wrong)


def a_queue_is_an_owner(patch: pytest.MonkeyPatch) -> None:
    """A lead in a queue counts as assigned."""
    patch.setattr(events, "is_held", lambda _plan, _of: lambda value: value is not None)


def a_due_at_the_close_waits_for_the_next_opening(patch: pytest.MonkeyPatch) -> None:
    """Four hours from 13:00 on a nine to five day are due the next morning."""
    due = Calendar._due
    patch.setattr(Calendar, "_due", lambda self, since, used: self._next_open(due(self, since, used)))


def holidays_are_ignored(patch: pytest.MonkeyPatch) -> None:
    """A holiday is a day like any other."""
    patch.setattr(Calendar, "_is_holiday", lambda _self, _day: False)


def an_ambiguous_end_is_its_first_showing(patch: pytest.MonkeyPatch) -> None:
    """Of an hour that the clocks show twice, an end is in the first."""
    patch.setattr(WallClock, "last_instant", WallClock.first_instant)


def a_cutoff_is_overlooked(patch: pytest.MonkeyPatch) -> None:
    """A start after the cutoff still counts for its day."""
    counted = business_days._counted_from
    patch.setattr(
        business_days,
        "_counted_from",
        lambda table, since, *, backwards, rolls, late: counted(  # noqa: ARG005 - the fault itself
            table, since, backwards=backwards, rolls=rolls, late=None
        ),
    )


def a_limit_is_that_of_today(patch: pytest.MonkeyPatch) -> None:
    """A change of priority rewrites last month."""
    values_at = Asking.values_at
    patch.setattr(Asking, "values_at", lambda self, lead, _at: values_at(self, lead, NEVER))


def the_weekday_of_a_start_is_that_of_utc(patch: pytest.MonkeyPatch) -> None:
    """Friday night in New York is Saturday."""

    def wrong(rows: Any, answers: Any, places: Any, start: int, _zone: ZoneInfo, *, restarted: bool = False) -> Any:
        return row_for(rows, answers, places, start, ZoneInfo("UTC"), restarted=restarted)

    patch.setattr(opening, "row_for", wrong)


def a_relaxation_tightens(patch: pytest.MonkeyPatch) -> None:
    """The exception's limit holds though it is shorter."""
    excepted = Opening._excepted

    def wrong(self: Opening, opened: Any, calendar: Any, start: int, due: int, planned: int, *rest: Any) -> Any:
        tighter = start if rest[-1].relaxed else planned
        return excepted(self, opened, calendar, start, due, tighter, *rest)

    patch.setattr(Opening, "_excepted", wrong)


def an_exception_holds_on_the_day_it_ends(patch: pytest.MonkeyPatch) -> None:
    """The date under until is included."""
    init = Exceptions.__init__

    def wrong(self: Exceptions, *given: Any) -> None:
        init(self, *given)
        self.own = [(each, since, until + DAY, suspends) for each, since, until, suspends in self.own]

    patch.setattr(Exceptions, "__init__", wrong)


def touches_after_the_due_count(patch: pytest.MonkeyPatch) -> None:
    """A late touch completes the number."""
    touched = _Walk._touched

    def wrong(self: _Walk, watch: Any, at: int, event: int) -> bool:
        running = self.running
        if running is None:
            return False
        due, running.due = running.due, NEVER
        done = touched(self, watch, at, event)
        running.due = due
        return done

    patch.setattr(_Walk, "_touched", wrong)


def a_missed_day_is_forgiven(patch: pytest.MonkeyPatch) -> None:
    """A sequence is breached at its end, whichever day was missed."""
    patch.setattr(cycles, "_miss", lambda _cycle, _at, *, over: None)  # noqa: ARG005 - the fault itself


def silence_never_speaks(patch: pytest.MonkeyPatch) -> None:
    """No answer is a breach, whatever the agreement says."""
    settle = cycles.settle
    patch.setattr(clocked, "settle", lambda cycle, _silence, as_of: settle(cycle, None, as_of))


def a_stop_at_the_instant_of_a_start_stops_nothing(patch: pytest.MonkeyPatch) -> None:
    """What happens at the start's instant came before it."""
    patch.setattr(_Walk, "_end_at_once", lambda *_: None)


def a_chain_begins_at_the_late_stop(patch: pytest.MonkeyPatch) -> None:
    """The second clock waits until somebody has stopped the first."""
    breached = breaches.breached

    def wrong(deadline: Any, earlier: Any, happenings: Any) -> Any:
        late = {
            name: replace(table, breaches=np.where(table.stops == NONE, table.breaches, table.stops))
            for name, table in earlier.items()
        }
        return breached(deadline, late, happenings)

    patch.setattr(clock, "breached", wrong)


FAULTS: tuple[tuple[Plant, str], ...] = (
    (pauses_cut_wall_clock_time, "pauses"),
    (a_pause_under_way_at_the_start_is_overlooked, "pauses"),
    (met_is_compared_by_worked_time, "response"),
    (a_late_cancel_excludes, "response"),
    (at_its_due_a_cycle_is_breached, "response"),
    (a_restart_wakes_an_ended_cycle, "restarts"),
    (an_owner_change_goes_on_on_the_old_calendar, "owners"),
    (a_queue_is_an_owner, "restarts"),
    (a_due_at_the_close_waits_for_the_next_opening, "response"),
    (holidays_are_ignored, "cutoff_and_days"),
    (an_ambiguous_end_is_its_first_showing, "cutoff_and_days"),
    (a_cutoff_is_overlooked, "cutoff_and_days"),
    (a_limit_is_that_of_today, "restarts"),
    (the_weekday_of_a_start_is_that_of_utc, "cutoff_and_days"),
    (a_relaxation_tightens, "exceptions"),
    (an_exception_holds_on_the_day_it_ends, "exceptions"),
    (touches_after_the_due_count, "attempts"),
    (a_missed_day_is_forgiven, "sequence"),
    (silence_never_speaks, "silence"),
    (a_stop_at_the_instant_of_a_start_stops_nothing, "same_instant"),
    (a_chain_begins_at_the_late_stop, "chained"),
)


# ── and what catches them ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Follow every lead by the walk: what sweeps the plain ones together has its own test below."""
    monkeypatch.setattr(clocked, "at_once", lambda *_: None)
    return monkeypatch


@pytest.mark.parametrize(("plant", "file"), FAULTS, ids=lambda each: getattr(each, "__name__", each))
def test_a_planted_fault_is_caught(plant: Plant, file: str, walked: pytest.MonkeyPatch) -> None:
    """With the fault planted a case of the vectors fails; without it, none does."""
    assert is_sound(file)
    plant(walked)
    assert failing(file) is not None


@pytest.mark.parametrize("file", sorted({file for _, file in FAULTS}))
def test_the_walk_and_the_sweep_of_plain_leads_come_to_the_same(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether leads are followed one by one or swept together, the rows are the same."""
    for case in CASES:
        if case.file == file:
            plan = ola.load(case.agreement.encode()).plan
            together = list(measured_by(plan, case).cycles)
            with monkeypatch.context() as patch:
                patch.setattr(clocked, "at_once", lambda *_: None)
                assert list(measured_by(plan, case).cycles) == together


def test_the_sweep_of_plain_leads_is_used() -> None:
    """The function that the tests above turn off is the one that sweeps."""
    assert vars(clocked)["at_once"] is at_once.at_once


@cache
def is_sound(file: str) -> bool:
    """Whether every case of a file comes out as it says, asked once, before anything is planted."""
    return failing(file) is None


def failing(file: str) -> Case | None:
    """Give the first case of a file that does not come out as it says, the agreement read afresh."""
    plan = None
    for case in CASES:
        if case.file != file:
            continue
        if plan is None:
            plan = ola.load(case.agreement.encode()).plan
        timing = measured_by(plan, case)
        for name, wanted in case.expected("cycles").items():
            clause = f"commitments.{name.replace(' ', '-')}"
            rows = [_row(cycle) for cycle in timing.cycles if cycle.clause == clause]
            if len(rows) != len(wanted) or [_cut(*each) for each in zip(rows, wanted, strict=True)] != wanted:
                return case
    return None
