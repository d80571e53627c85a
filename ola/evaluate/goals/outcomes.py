"""What became of the members of a number: won, lost, open or unsure; and what each adds to a sum."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.clock.calendar import Calendar
from ola.clock.deadline import due_at
from ola.clock.duration import needs_calendar
from ola.errors import ClockError, WrongCall
from ola.evaluate.goals.facts import FALSE, TRUE, Asked, Facts, Truths
from ola.evaluate.goals.scene import Scene
from ola.evaluate.handoffs.calendars import calendar_by_owner, calendar_by_segment
from ola.evaluate.handoffs.mark import KINDS, OCCURRED, PERHAPS
from ola.fieldtypes.text import fold_columns
from ola.plan import Measure, Repeats

WON, LOST, OPEN, UNSURE = 0, 1, 2, 3
NEVER = np.iinfo(np.int64).max
Instants = NDArray[np.int64]


def shares_of(scene: Scene, facts: Facts, measure: Measure, numbers: Instants, at: Instants, asked: Asked) -> Truths:
    """Say of each member whether it won its share, lost it, still may win, or nobody can tell."""
    match measure.what:
        case str() as event:
            ends, failed = _ends(scene, facts, measure, numbers, at, asked)
            return _reached(scene, event, numbers, at, ends, failed)
        case Repeats(field):
            return _repeated(scene, field, numbers)
        case None:
            return np.full(len(at), UNSURE, dtype=np.int8)
        case _:
            known = asked.truths[-1]
            state = np.select([known == TRUE, known == FALSE], [WON, LOST], UNSURE).astype(np.int8)
            if measure.within is not None:
                ends, failed = _ends(scene, facts, measure, numbers, at, asked)
                _later(scene, facts, numbers, at, ends, state)
                state[failed & (state != WON)] = UNSURE
            return state


def _ends(
    scene: Scene, facts: Facts, measure: Measure, numbers: Instants, at: Instants, asked: Asked
) -> tuple[Instants, NDArray[np.bool_]]:
    """Give until when each member may still win, and of whom that cannot be worked out."""
    ends = np.full(len(at), NEVER, dtype=np.int64)
    failed = np.zeros(len(at), dtype=bool)
    if measure.within is None:
        return ends, failed
    names = _calendars(scene, facts, measure, numbers, at, asked)
    for name in dict.fromkeys(names):
        chosen = np.array([each == name for each in names], dtype=bool)
        calendar: Calendar | None = scene.plan.calendars.get(name or "")
        if calendar is None and needs_calendar(measure.within):
            failed |= chosen
            continue
        try:
            due: Any = due_at(
                at[chosen].astype("datetime64[us]"),
                measure.within,
                calendar,
                after_hours=measure.after_hours,
                due_at=measure.due_at,
            )
        except (ClockError, WrongCall, OverflowError):
            failed |= chosen
            continue
        ends[chosen] = due.astype("datetime64[us]").astype(np.int64)
    return ends, failed


def _calendars(
    scene: Scene, facts: Facts, measure: Measure, numbers: Instants, at: Instants, asked: Asked
) -> list[str | None]:
    """Name the calendar each member's time runs on."""
    choice = measure.calendar
    if choice is None or choice.name is not None:
        return [None if choice is None else choice.name] * len(at)
    if choice.by_owner:
        return [calendar_by_owner(scene.plan, choice, owner) for owner in facts.owners(numbers, at).to_list()]
    segment = choice.by_segment or ""
    return [calendar_by_segment(choice, {segment: value}) for value in asked.segments[segment].to_list()]


def _reached(
    scene: Scene, event: str, numbers: Instants, at: Instants, ends: Instants, failed: NDArray[np.bool_]
) -> Truths:
    """Say who had an event between entry and end, both included."""
    number = scene.happenings.roster.numbers[event]
    won = _next(scene, number * KINDS + OCCURRED, numbers, at)
    maybe = _next(scene, number * KINDS + PERHAPS, numbers, at)
    vague = scene.undated(event)
    unclear = np.array([lead in vague for lead in scene.happenings.leads], dtype=bool)[numbers]
    state = np.where(scene.now <= ends, OPEN, LOST).astype(np.int8)
    state[unclear | ((maybe != NEVER) & (maybe <= ends))] = UNSURE
    state[(won != NEVER) & (won <= ends)] = WON
    state[failed] = UNSURE
    return state


def _next(scene: Scene, mark: int, numbers: Instants, at: Instants) -> Instants:
    """Give the first instant of a mark at or after each entry of the same lead."""
    happenings = scene.happenings
    there = np.flatnonzero(happenings.mark == mark)
    if not there.size:
        return np.full(len(at), NEVER, dtype=np.int64)
    leads, ats = happenings.lead[there], happenings.at[there]
    # Both stand in the order of leads and instants: the next mark of any lead counts if it is this lead's.
    low = int(min(ats.min(), at.min() if len(at) else 0))
    span = int(max(ats.max(), at.max() if len(at) else 0)) - low + 1
    if span * (len(happenings.leads) + 1) < NEVER:
        found = np.searchsorted(leads * span + (ats - low), numbers * span + (at - low), side="left")
    else:
        found = _searched(leads, ats, numbers, at)
    inside = np.minimum(found, len(ats) - 1)
    fits = (found < len(ats)) & (leads[inside] == numbers)
    return np.where(fits, ats[inside], NEVER).astype(np.int64)


def _searched(leads: Instants, ats: Instants, numbers: Instants, at: Instants) -> Instants:
    """Find where each entry would stand among marks, where lead and instant do not fit into one number."""
    marks = pl.DataFrame({"lead": leads, "at": ats, "place": np.arange(len(ats)), "order": 1})
    entries = pl.DataFrame({"lead": numbers, "at": at, "place": np.arange(len(at)), "order": 0})
    both = pl.concat([marks, entries]).sort("lead", "at", "order", maintain_order=True)
    both = both.with_columns((pl.col("order") == 1).cum_sum().alias("before"))
    return both.filter(pl.col("order") == 0).sort("place").get_column("before").cast(pl.Int64).to_numpy()


def _later(scene: Scene, facts: Facts, numbers: Instants, at: Instants, ends: Instants, state: Truths) -> None:
    """Let those win whose condition became true before their time was up; keep the others open until then."""
    rest = np.flatnonzero(state != WON)
    until = np.minimum(ends, scene.now)
    if not facts.is_static:
        for i in rest.tolist():
            lead, low, high = scene.happenings.leads[int(numbers[i])], int(at[i]), int(until[i])
            instants = [*(each for each in facts.asking.changes(lead) if low < each <= high), high]
            again = facts.ask(np.full(len(instants), numbers[i]), np.array(instants, dtype=np.int64)).truths[-1]
            if (again == TRUE).any():
                state[i] = WON
    state[(state != WON) & (scene.now <= ends)] = OPEN


def _repeated(scene: Scene, field: str, numbers: Instants) -> Truths:
    """Say whose value of a field another of the leads given has as well; a blank one is nobody's twin."""
    leads = scene.leads
    state = np.full(len(numbers), UNSURE, dtype=np.int8)
    if not leads.has(field):
        return state
    value = pl.col(f"={field}")
    if isinstance(leads.frame.schema[f"={field}"], pl.List):
        value = value.list.sort().list.join(";")
    elif scene.plan.fields[field].kind == "text":
        value = fold_columns(value)
    rows = leads.frame.select(value.alias("value"), pl.col(f"?{field}").alias("blank"))
    twin = rows.select((pl.col("value").is_not_null() & pl.col("value").is_duplicated()).alias("twin"))
    of_row = np.where(
        twin.to_series().to_numpy(),
        WON,
        np.where((rows["value"].is_not_null() | rows["blank"]).to_numpy(), LOST, UNSURE),
    )
    places = scene.rows[numbers]
    there = places >= 0
    state[there] = of_row[places[there]]
    return state


def amounts_of(
    facts: Facts, field: str, numbers: Instants, at: Instants
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give the numbers that a sum adds up, blank ones as nothing, and which of them cannot be read."""
    series, sure = facts.values(field, numbers, at)
    if isinstance(series.dtype, pl.Duration):
        series = series.dt.total_microseconds() / 1_000_000
    found = series.cast(pl.Float64, strict=False).fill_null(0.0).to_numpy()
    return found, ~sure.to_numpy()
