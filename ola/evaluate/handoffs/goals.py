"""Goals over periods: the share of a commitment's decided cycles that were met, cut by their due."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

from ola.finding import Code, Finding
from ola.plan import Attainment, Goal
from ola.verdict import GoalVerdict, Outcome

PeriodName = Literal["week", "month", "quarter"]

GOAL_MISSED = Code(
    "OLA601",
    "error",
    "A goal was missed",
    """\
In a period that is over, the share of cycles that were met fell short of the commitment's `target`.

    commitments:
      first touch: {owed_by: sales, …, target: 95% per month}

    In 2026-03, 171 of 190 first touches were met: 90 %, and 95 % were promised.

Only decided cycles count, met and breached, in the period their due lies in; open ones are shown beside it,
excluded and unknown ones apart. The party named owes the commitment. Look at the breached cycles of the
period first (`ola measure --verdicts cycles.csv`): their reasons and owners say where the time went.""",
)
GOAL_UNMEASURED = Code(
    "OLA602",
    "info",
    "A goal is read, not yet measured",
    """\
The agreement states a goal that `ola measure` cannot work out yet: a count, a share or a conversion, a
percentile, a sum, a spread, or a rolling window of days. It is read, checked, shown and exported; no number is
given for it, and none is made up.

    volume: {owed_by: marketing, count: mql, at_least: 178 per month}

There is nothing to mend in the agreement.""",
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar week (ISO), month or quarter in a zone: its first instant, the instant past it, its name."""

    start: dt.datetime
    end: dt.datetime
    name: str


def period_of(day: dt.date, kind: PeriodName, zone: ZoneInfo) -> Period:
    """Give the period a date of the zone lies in."""
    match kind:
        case "week":
            year, week, weekday = day.isocalendar()
            first = day - dt.timedelta(days=weekday - 1)
            return Period(_midnight(first, zone), _midnight(first + dt.timedelta(days=7), zone), f"{year}-W{week:02d}")
        case "month":
            first = day.replace(day=1)
            return Period(_midnight(first, zone), _midnight(_months_on(first, 1), zone), f"{day:%Y-%m}")
        case "quarter":
            quarter = (day.month - 1) // 3
            first = day.replace(month=3 * quarter + 1, day=1)
            name = f"{day.year}-Q{quarter + 1}"
            return Period(_midnight(first, zone), _midnight(_months_on(first, 3), zone), name)
        case _:
            assert_never(kind)


def measured(goal: Goal) -> bool:
    """Whether the goal is one that is measured: the attainment of a commitment by week, month or quarter."""
    return isinstance(goal.measure, Attainment) and isinstance(goal.period, str)


def attainment(
    goal: Goal, by_due_day: Mapping[dt.date, Mapping[Outcome, int]], zone: ZoneInfo, as_of: dt.datetime
) -> tuple[GoalVerdict, ...]:
    """Give the goal's value in each period that has a decided or open cycle, in order of time.

    `by_due_day` counts cycles by the date of their due in the zone, and by verdict.
    """
    if isinstance(goal.period, dt.timedelta) or not isinstance(goal.bound, float | int):
        return ()
    counts: dict[Period, Counter[Outcome]] = {}
    for day, of_day in by_due_day.items():
        counts.setdefault(period_of(day, goal.period, zone), Counter()).update(of_day)
    found = []
    for period, outcomes in sorted(counts.items(), key=lambda each: each[0]):
        met, breached, still_open = outcomes["met"], outcomes["breached"], outcomes["open"]
        decided = met + breached
        if not decided + still_open:
            continue
        found.append(
            GoalVerdict(
                clause=goal.clause.id,
                period=period.name,
                value=met / decided if decided else None,
                target=float(goal.bound),
                met=_met(goal, met, breached, still_open, over=as_of >= period.end),
                decided=decided,
                open=still_open,
            )
        )
    return tuple(found)


def missed(goal: Goal, verdicts: Iterable[GoalVerdict], name: str) -> Iterator[Finding]:
    """Find each period in which the goal was missed."""
    for verdict in verdicts:
        if verdict.met is not False or verdict.value is None:
            continue
        met = round(verdict.value * verdict.decided)
        many = "cycle" if verdict.decided == 1 else "cycles"
        wanted = f"{goal.sense} {_percent(verdict.target)}"
        still = f", {verdict.open} still open" if verdict.open else ""
        yield Finding(
            GOAL_MISSED.code,
            goal.clause.level,
            f"{name}: in {verdict.period}, {met} of {verdict.decided} {many} met, {_percent(verdict.value)}{still}; "
            f"{wanted} was promised.",
            clause=goal.clause.id,
            party=goal.clause.party,
            place=goal.clause.place,
            value=verdict.value,
        )


def _met(goal: Goal, met: int, breached: int, still_open: int, *, over: bool) -> bool | None:
    """Decide, or leave open while cycles that run, or may yet come, could turn it."""
    bound = float(goal.bound)  # type: ignore[arg-type]
    decided = met + breached
    at_least = goal.sense == "at least"
    if not over:
        # Any number of cycles may still come: only a share of all, or of none, can be lost by now.
        lost = (breached > 0 and bound >= 1) if at_least else (met > 0 and bound <= 0)
        return False if lost else None
    if not decided + still_open:
        return None
    low, high = met / (decided + still_open), (met + still_open) / (decided + still_open)
    kept = [share >= bound if at_least else share <= bound for share in (low, high)]
    return kept[0] if kept[0] == kept[1] else None


def _percent(share: float) -> str:
    """Write a share as a percentage that is never rounded up to the promise."""
    text = f"{share * 100:.4f}"
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest[0]} %" if rest.strip("0") else f"{whole} %"


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def _months_on(first: dt.date, months: int) -> dt.date:
    count = first.year * 12 + first.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)
