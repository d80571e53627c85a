"""Clocks that run on after their verdict: a breached one that nobody stopped only takes longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ola.clock.calendar import Calendar
from ola.clock.deadline import worked
from ola.evaluate.handoffs.calendars import calendar_by_segment
from ola.evaluate.handoffs.verdicts.cycle_table import CODES, NONE, CycleTable, Numbers
from ola.plan import Deadline, Plan


def only_grows(deadline: Deadline) -> bool:
    """Whether a clock that runs on can be read off later: nothing pauses it, and its hours are one calendar's."""
    pausable = deadline.pauses or deadline.resumes or deadline.paused_while is not None
    return not pausable and (deadline.calendar is None or not deadline.calendar.by_owner)


def measured_until(table: CycleTable) -> Numbers:
    """Give the instant up to which each cycle was measured: its end, or that of the report; `NONE` if not known."""
    known = (table.starts != NONE) & (table.wall != NONE)
    return np.where(known, np.where(known, table.starts, 0) + np.where(known, table.wall, 0), NONE)


def running_on(table: CycleTable, as_of: int) -> NDArray[np.bool_]:
    """Say which cycles have a verdict that stands and were still running at an instant, when they were measured."""
    settled = np.isin(table.outcomes, [CODES["breached"], CODES["excluded"]]) & (table.stops == NONE)
    found: NDArray[np.bool_] = settled & (measured_until(table) == as_of)
    return found


def grown(plan: Plan, deadline: Deadline, table: CycleTable, before: int, now: int) -> CycleTable:
    """Give the cycles with the times of those running on, measured up to a later instant; raises ClockError."""
    growing = running_on(table, before)
    if not growing.any():
        return table
    wall, spent = table.wall.copy(), table.worked.copy()
    wall[growing] = now - table.starts[growing]
    calendars = [_calendar(plan, deadline, segments) for segments in table.segments.words]
    for calendar in dict.fromkeys(map(id, calendars)):
        codes = [i for i, each in enumerate(calendars) if id(each) == calendar]
        at = np.flatnonzero(growing & (spent != NONE) & np.isin(table.segments.codes, codes))
        starts = table.starts[at].astype("datetime64[us]")
        spans: Any = worked(starts, np.full(starts.shape, now).astype("datetime64[us]"), calendars[codes[0]])
        spent[at] = spans.astype("timedelta64[us]").astype(np.int64)
    return replace(table, wall=wall, worked=spent)


def _calendar(plan: Plan, deadline: Deadline, segments: Mapping[str, str]) -> Calendar | None:
    choice = deadline.calendar
    if choice is None:
        return None
    name = choice.name if choice.by_segment is None else calendar_by_segment(choice, segments)
    return plan.calendars.get(name or "")
