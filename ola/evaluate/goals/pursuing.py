"""One number that was promised: its value in each period, for each part it is cut by, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

import numpy as np
import polars as pl

from ola.clock.duration import BusinessTime
from ola.clock.wall_clock import micros
from ola.evaluate.goals import cuts
from ola.evaluate.goals.facts import FALSE, TRUE, UNKNOWN, Facts
from ola.evaluate.goals.measuring import cohort, measured, periods_of
from ola.evaluate.goals.members import Members, members
from ola.evaluate.goals.missed import endless, missed, unknown_members, unmeasurable
from ola.evaluate.goals.outcomes import LOST, OPEN, UNSURE, WON
from ola.evaluate.goals.scene import Scene
from ola.expr.nodes import Condition
from ola.finding import Finding
from ola.plan import Attainment, Goal, Measure, Repeats
from ola.verdict import GoalVerdict

_STATES = {"met": WON, "breached": LOST, "open": OPEN}


@dataclass(frozen=True, slots=True)
class Pursued:
    """What a number came to: a verdict a period, the same for each part, and findings.

    `row_stands` are the fields whose value in the lead's row was taken for all times.
    """

    verdicts: tuple[GoalVerdict, ...] = ()
    parts: Mapping[tuple[str, str | None], tuple[GoalVerdict, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    row_stands: tuple[str, ...] = ()


def pursue(scene: Scene, goal: Goal) -> Pursued:
    """Work out one number."""
    by = tuple(dict.fromkeys([*goal.per, *scene.by]))
    hidden = _hidden(scene, goal)
    if hidden is not None:
        return Pursued(findings=(unmeasurable(goal, hidden),))
    found = _members(scene, goal, by)
    every = not isinstance(goal.measure, Measure) or goal.measure.kind == "percentile" or goal.measure.every
    owed = isinstance(goal.measure, Measure) and goal.measure.kind in ("count", "sum")
    among = periods_of(scene, goal, found.frame.get_column("at"), from_start=owed)
    start = scene.force.start
    among = tuple(each for each in among if start is None or each.end > start)
    of_periods = cohort(among, found, every=every)
    verdicts = measured(goal, of_periods, scene.as_of, scene)
    parts = {
        (name, value): measured(goal, replace(of_periods, frame=part, undated=0), scene.as_of, scene, whole=False)
        for name in by
        if f"by {name}" in of_periods.frame.columns
        for value, part in cuts.parts(of_periods.frame, name)
    }
    if "party" in by:
        parts["party", goal.clause.party] = measured(goal, of_periods, scene.as_of, scene)
    findings = [*missed(goal, verdicts, scene.first_row), *unknown_members(goal, found, scene), *endless(goal)]
    return Pursued(verdicts, {key: each for key, each in parts.items() if each}, tuple(findings), found.row_stands)


def _members(scene: Scene, goal: Goal, by: Sequence[str]) -> Members:
    match goal.measure:
        case Attainment(of):
            return _of_clock(scene, goal, of, by)
        case Measure(kind="percentile", of=of):
            return _of_clock(scene, goal, of, by)
        case Measure(kind="sum", what=str() as event) as measure:
            return members(scene, goal, measure, event, by)
        case Measure() as measure:
            return members(scene, goal, measure, measure.of, by)
        case _:
            assert_never(goal.measure)


def wanted_fields(goals: Sequence[Goal], by: Sequence[str], fields: Mapping[str, object]) -> list[str]:
    """Name the fields that numbers read by name: those summed up, looked at for twins, and cut by."""
    found = [name for name in by if name in fields]
    for goal in goals:
        found += [name for name in goal.per if name in fields]
        match goal.measure:
            case Measure(kind="sum", of=of):
                found.append(of)
            case Measure(what=Repeats(name)):
                found.append(name)
            case _:
                pass
    return list(dict.fromkeys(found))


def conditions_of(goals: Sequence[Goal]) -> list[Condition]:
    """Give the conditions that numbers ask of their members."""
    found = [each for goal in goals for each in (goal.binds, goal.spares) if each is not None]
    for goal in goals:
        what = goal.measure.what if isinstance(goal.measure, Measure) else None
        if what is not None and not isinstance(what, str | Repeats):
            found.append(what)
    return found


def events_of(goals: Sequence[Goal]) -> set[str]:
    """Name the events that numbers count."""
    return {name for goal in goals for name in _events(goal)}


def _events(goal: Goal) -> Iterator[str]:
    match goal.measure:
        case Measure(kind="sum", what=str() as event):
            yield event
        case Measure(kind="count" | "spread", of=of):
            yield of
        case Measure(kind="share", of=of, what=what):
            yield of
            if isinstance(what, str):
                yield what
        case _:
            pass


def _hidden(scene: Scene, goal: Goal) -> str | None:
    """Say what the number hangs on that cannot be seen of any lead."""
    happenings = scene.happenings
    for event in _events(goal):
        number = happenings.roster.numbers.get(event)
        if number is None:
            return f"there is no event {event}"
        if (why := happenings.unseen(number)) is not None:
            return why
    names: list[str] = []
    match goal.measure:
        case Attainment(of) | Measure(kind="percentile", of=of):
            return None if of in scene.tables else f"there is no clock {of}"
        case Measure(kind="sum", of=of):
            names = [of]
        case Measure(what=Repeats(name)):
            names = [name]
        case _:
            pass
    for name in names:
        if not scene.leads.has(name) and name not in happenings.pasts:
            return scene.leads.lacking.get(name) or "the leads were not given"
    return Facts(scene, conditions_of([goal])).hidden


def _of_clock(scene: Scene, goal: Goal, of: str, by: Sequence[str]) -> Members:
    """Take the cycles of a clock for members: by their due for its attainment, by their start for a percentile."""
    frame = cuts.with_cuts(scene, of, goal.clause.party, by)
    numbers = scene.numbers_of(of)
    state = pl.col("verdict").replace_strict(_STATES, default=UNSURE, return_dtype=pl.Int8)
    if isinstance(goal.measure, Measure):
        return _timed(scene, goal, frame, numbers)
    # What has no due is placed where it ended; a clock that is paused or unlimited is due later than now.
    broken = pl.Series(scene.tables[of].breaches).cast(pl.Datetime("us", "UTC"))
    broken = broken.set(pl.Series(scene.tables[of].breaches == np.iinfo(np.int64).min), None)
    at = pl.coalesce("due_at", "stopped_at", broken, pl.lit(scene.utc).cast(pl.Datetime("us", "UTC")))
    made = frame.select(
        pl.Series("lead", numbers),
        at.dt.epoch("us").alias("at"),
        state.alias("state"),
        pl.lit(0.0).alias("value"),
        pl.col("^by .*$"),
        (
            pl.col("verdict").is_in(list(_STATES)) | ((pl.col("verdict") == "unknown") & pl.col("due_at").is_not_null())
        ).alias("counts"),
    )
    return Members(made.filter("counts").drop("counts"))


def _timed(
    scene: Scene, goal: Goal, frame: pl.DataFrame, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> Members:
    """Take how long cycles ran: worked time for a bound in business time, time on the wall for any other."""
    of = next(each for each in scene.plan.deadlines if each.name == goal.measure.of)
    worked = isinstance(goal.bound, BusinessTime) or of.calendar is None
    runs = pl.col("stopped_at").is_null() & (
        pl.col("started_at") + pl.duration(microseconds=pl.col("wall_s") * 1_000_000) >= scene.utc
    )
    made = frame.select(
        pl.Series("lead", numbers),
        pl.col("started_at").dt.epoch("us").alias("at"),
        pl.when(pl.col("stopped_at").is_not_null()).then(WON).when(runs).then(OPEN).otherwise(LOST).alias("state"),
        pl.col("worked_s" if worked else "wall_s").alias("value"),
        pl.col("^by .*$"),
        (pl.col("verdict").is_in(list(_STATES)) & pl.col("worked_s").is_not_null()).alias("counts"),
    )
    keep = made.get_column("counts").to_numpy()
    guards = [each for each in (goal.binds, goal.spares) if each is not None]
    row_stands: tuple[str, ...] = ()
    if guards:
        facts = Facts(scene, guards)
        starts = made.get_column("at").fill_null(micros(scene.as_of)).to_numpy()
        truths = iter(facts.ask(numbers, starts).truths)
        unsure = np.zeros(len(keep), dtype=bool)
        if goal.binds is not None:
            binds = next(truths)
            keep, unsure = keep & (binds != FALSE), binds == UNKNOWN
        if goal.spares is not None:
            keep = keep & (next(truths) != TRUE)
        made = made.with_columns(pl.when(pl.Series(unsure)).then(UNSURE).otherwise(pl.col("state")).alias("state"))
        row_stands = facts.row_stands
    return Members(made.filter(pl.Series(keep)).drop("counts"), row_stands=row_stands)
