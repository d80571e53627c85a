"""The value of a number in each period, whether its promise is kept, and what it comes to for a part of its members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from ola.clock.calendar import Calendar
from ola.clock.duration import BusinessDays, BusinessTime, Duration, Limit
from ola.clock.wall_clock import MICROSECOND, micros, moment
from ola.errors import ClockError, OutsideYears
from ola.evaluate.goals.budget import budget
from ola.evaluate.goals.deciding import Range, count_range, decided, exact, share_range
from ola.evaluate.goals.members import Members
from ola.evaluate.goals.outcomes import LOST, OPEN, UNSURE, WON
from ola.evaluate.goals.periods import Force, Period, day_begins, periods, placed
from ola.evaluate.goals.scene import Scene
from ola.evaluate.handoffs.verdicts.elapsed import percentiles
from ola.plan import Goal, Measure, Min
from ola.verdict import Budget, GoalVerdict, MeasureName


@dataclass(frozen=True, slots=True)
class Cohort:
    """Members in their periods, one row each that counts: `period` is the number of the period."""

    frame: pl.DataFrame
    periods: tuple[Period, ...]
    undated: int = 0


def periods_of(scene: Scene, goal: Goal, at: pl.Series, *, from_start: bool) -> tuple[Period, ...]:
    """List the periods of a goal: from the first member, or from the day the agreement came into force.

    A number that is owed each period is owed in periods too in which nothing happened: they go from the effective
    date until the report. Other numbers have no value without a member.
    """
    if from_start:
        first = scene.force.start or (None if scene.first_row is None else moment(scene.first_row, dt.UTC))
        last = scene.as_of if scene.force.end is None else min(scene.as_of, scene.force.end - MICROSECOND)
        if first is None or first > last:
            return ()
        return periods(goal.period, scene.force, first, last, scene.as_of)
    if not at.len():
        return ()
    ats = at.to_numpy()
    first, last = moment(int(ats.min()), dt.UTC), moment(int(ats.max()), dt.UTC)
    return periods(goal.period, scene.force, first, last, scene.as_of)


def cohort(among: Sequence[Period], found: Members, *, every: bool) -> Cohort:
    """Put members into periods; a lead counts once a period, at its first entry, unless every entry counts."""
    placed_in = placed(found.frame.get_column("at").to_numpy(), among)
    frame = found.frame.with_columns(pl.Series("period", placed_in)).filter(pl.col("period") >= 0)
    if not every:
        frame = frame.unique(["period", "lead"], keep="first", maintain_order=True)
    return Cohort(frame, tuple(among), len(found.undated))


def measured(
    goal: Goal, of: Cohort, as_of: dt.datetime, scene: Scene | None = None, *, whole: bool = True
) -> tuple[GoalVerdict, ...]:
    """Give the value of each period, in order of time; of a part of the members where it is not the `whole`."""
    measure = goal.measure
    kind: MeasureName = measure.kind if isinstance(measure, Measure) else "attainment"
    match kind:
        case "count" | "sum":
            found = _amounts(goal, kind, of, as_of, scene, whole=whole)
        case "percentile":
            found = _percentiles(goal, of, as_of)
        case "spread":
            found = _spreads(goal, of, as_of, scene)
        case _:
            found = _shares(goal, kind, of, as_of)
    return tuple(found)


def is_over(period: Period, as_of: dt.datetime, force: Force | None = None) -> bool:
    """Whether nothing can be added to the period any more."""
    end = period.end if force is None or force.end is None else min(period.end, force.end)
    return as_of >= end


# ── shares: attainment of a clock, conversion of a cohort ──


def _shares(goal: Goal, kind: MeasureName, of: Cohort, as_of: dt.datetime) -> Iterable[GoalVerdict]:
    bound = _number(goal)
    for number, counts in _states(of).items():
        period = of.periods[number]
        won, lost, still_open, unsure = (counts.get(state, 0) for state in (WON, LOST, OPEN, UNSURE))
        of_clock = kind == "attainment"
        unknown = unsure + (0 if of_clock else of.undated)
        if of_clock and not won + lost + still_open:
            continue
        # A clock's share is of decided cycles. Of a cohort all known members count: those who win are decided sooner
        # than those who lose, so that a share of the decided would begin at 100 % and fall.
        members = won + lost + (0 if of_clock else still_open)
        may_turn = still_open + (0 if of_clock else unknown)
        within = share_range(won, lost, may_turn, over=is_over(period, as_of))
        yield _verdict(
            goal,
            kind,
            period,
            won / members if members else None,
            None if within is None else decided(within, goal.sense, exact(bound)),
            won + lost,
            still_open,
            unknown,
            budget=budget(won, lost, still_open, goal.sense, bound),
        )


def _states(of: Cohort) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    counted = of.frame.group_by("period", "state").agg(pl.len().alias("n")).sort("period", "state")
    for period, state, count in counted.select("period", "state", "n").iter_rows():
        found.setdefault(period, {})[state] = count
    return found


# ── numbers: how many, how much ──


def _amounts(
    goal: Goal, kind: MeasureName, of: Cohort, as_of: dt.datetime, scene: Scene | None, *, whole: bool
) -> Iterable[GoalVerdict]:
    bound = _number(goal)
    sums = of.frame.group_by("period").agg(
        (pl.col("state") != UNSURE).sum().alias("n"),
        (pl.col("state") == UNSURE).sum().alias("unsure"),
        pl.col("value").filter(pl.col("state") != UNSURE).sum().alias("total"),
    )
    by_period = {period: row for period, *row in sums.select("period", "n", "unsure", "total").iter_rows()}
    grows = kind == "count" or (scene is not None and _never_falls(scene, goal))
    for number, period in enumerate(of.periods):
        count, unsure, total = by_period.get(number, (0, 0, 0.0))
        if not whole and not count + unsure:
            continue
        unknown = unsure + of.undated
        value = float(count) if kind == "count" else float(total)
        over = is_over(period, as_of) and period.whole
        met = decided(_amount_range(value, unknown, kind, grows=grows, over=over), goal.sense, bound) if whole else None
        target = bound if whole else None
        yield replace(_verdict(goal, kind, period, value, met, count, 0, unknown), target=target)


def _amount_range(value: float, unknown: int, kind: MeasureName, *, grows: bool, over: bool) -> Range:
    if kind == "count":
        return count_range(value, unknown, over=over)
    settled = over and not unknown
    return Range(value if grows or settled else -np.inf, value if settled else np.inf)


def _never_falls(scene: Scene, goal: Goal) -> bool:
    """Whether a field that is summed up is never below zero, as the agreement has it."""
    of = goal.measure.of
    bounds = [each.demand.bound for each in scene.plan.shapes if each.field == of and isinstance(each.demand, Min)]
    return any(isinstance(bound, int | float) and bound >= 0 for bound in bounds)


# ── percentiles of a clock ──


def _percentiles(goal: Goal, of: Cohort, as_of: dt.datetime) -> Iterable[GoalVerdict]:
    share = (goal.measure.percentile or 0.0) / 100 if isinstance(goal.measure, Measure) else 0.0
    bound = _number(goal)
    for (number,), part in sorted(of.frame.partition_by("period", as_dict=True).items()):
        period = of.periods[number]
        timed = part.filter(pl.col("state") != UNSURE)
        stopped = timed.get_column("state").to_numpy() == WON
        runs = timed.get_column("state").to_numpy() == OPEN
        times = timed.get_column("value").to_numpy()
        (value,) = percentiles((times, stopped), (share,))
        # At best all that runs stops this instant, at worst it never does.
        (best,) = percentiles((times, stopped | runs), (share,))
        (worst,) = percentiles((np.where(runs, np.inf, times), stopped), (share,))
        met = None
        if is_over(period, as_of) and len(times):
            ends = [np.inf if each is None else each for each in (best, worst)]
            kept = [each <= bound if goal.sense == "at most" else each >= bound for each in ends]
            met = kept[0] if kept[0] == kept[1] else None
        if len(times):
            yield _verdict(
                goal,
                "percentile",
                period,
                value,
                met,
                int(stopped.sum()),
                int((~stopped).sum()),
                part.height - timed.height,
            )


# ── how evenly a period's number falls ──


def _spreads(goal: Goal, of: Cohort, as_of: dt.datetime, scene: Scene | None) -> Iterable[GoalVerdict]:
    bound = _number(goal)
    tails = [_tail(goal, period, scene) for period in of.periods]
    known = of.frame.filter(pl.col("state") != UNSURE)
    first = pl.Series([None if each is None else micros(each) for each in tails], dtype=pl.Int64)
    late = known.with_columns((pl.col("at") >= first.gather(known.get_column("period"))).alias("late"))
    counted = late.group_by("period").agg(pl.len().alias("n"), pl.col("late").sum().alias("late")).sort("period")
    unsure = dict(of.frame.filter(pl.col("state") == UNSURE).group_by("period").agg(pl.len()).iter_rows())
    for number, count, tail in counted.iter_rows():
        period, starts = of.periods[number], tails[number]
        unknown = unsure.get(number, 0) + of.undated
        met: bool | None = None
        if starts is not None and is_over(period, as_of):
            ends = share_range(tail, count - tail, unknown, over=True)
            met = None if ends is None else decided(ends, "at most", exact(bound))
        elif starts is not None and as_of >= starts and not unknown and tail > exact(bound) * count:
            met = False  # all that is yet to come falls into the end of the period
        value = None if starts is None else tail / count
        yield _verdict(goal, "spread", period, value, met, count, 0, unknown)


def _tail(goal: Goal, period: Period, scene: Scene | None) -> dt.datetime | None:
    """Give the instant at which the end of a period begins; nothing where the calendar cannot tell."""
    measure = goal.measure
    if scene is None or not isinstance(measure, Measure) or measure.last is None:
        return None
    name = None if measure.calendar is None else measure.calendar.name
    calendar = scene.plan.calendars.get(name or "")
    try:
        return max(period.start, _last(measure.last, period, scene.force, calendar))
    except (ClockError, OverflowError):
        return None


def _last(length: Limit, period: Period, force: Force, calendar: Calendar | None) -> dt.datetime:
    end = period.end.astimezone(force.zone)
    # The day that holds the last instant of the period: a calendar period ends at a midnight, which is the next day's.
    day = (period.end - MICROSECOND).astimezone(force.zone).date()
    match length:
        case Duration(span) if span % dt.timedelta(days=1):
            return period.end - span
        case Duration(span):
            return (end.replace(tzinfo=None) - span).replace(tzinfo=force.zone).astimezone(dt.UTC)
        case BusinessTime(span) if calendar is not None:
            return calendar.due(period.end, -span)
        case BusinessDays(days) if calendar is not None:
            left, first = days, period.start.astimezone(force.zone).date()
            while day >= first:
                left -= bool(calendar.windows_on(day))
                if not left:
                    return day_begins(day, force.zone)
                day -= dt.timedelta(days=1)
            return period.start
        case _:
            msg = f"{length} hangs on a calendar."
            raise OutsideYears(msg)


# ── what all of them say ──


def _verdict(
    goal: Goal,
    kind: MeasureName,
    period: Period,
    value: float | None,
    met: bool | None,  # noqa: FBT001 - a verdict is the matter
    settled: int,
    still_open: int,
    unknown: int,
    *,
    budget: Budget | None = None,
) -> GoalVerdict:
    return GoalVerdict(
        clause=goal.clause.id,
        period=period.name,
        value=value,
        target=_number(goal),
        met=met,
        decided=settled,
        open=still_open,
        unknown=unknown,
        budget=budget,
        measure=kind,
        sense=goal.sense,
        since=period.start,
        until=period.end,
    )


def _number(goal: Goal) -> float:
    """Give a bound as the number that values are compared with: seconds of a time."""
    match goal.bound:
        case Duration(length) | BusinessTime(length):
            return length.total_seconds()
        case int() | float() as number:
            return float(number)
        case _:
            msg = f"{goal.bound} is no number."
            raise TypeError(msg)
