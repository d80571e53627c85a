"""Numbers over periods against a slow and obvious reckoning of the same rows, by the standard library alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import ola
from ola.evaluate.handoffs.timing import Timing, measure
from ola.plan import Plan

ZONE = ZoneInfo("America/New_York")
FIRST = dt.datetime(2026, 1, 1, tzinfo=ZONE).astimezone(dt.UTC)
AGREEMENT = b"""
ola: 1
id: laws
title: Laws
version: 1.0.0
status: signed
zone: America/New_York
effective: {from: 2026-01-01}
parties: {sales: {team: Sales, signs: Head}}
calendars:
  office: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}, overrides: {2026-02-27: closed}}
fields:
  lead_id: {type: id, key: true}
  stage: {type: stage}
  source: {type: choice, choices: [web, event]}
stages: {lead: {}, mql: {}, accepted: {}}
histories:
  stage: {log: stages, lead: lead, at: at, to: to, zone: UTC}
commitments:
  volume:
    owed_by: sales
    count: mql
    at_least: 3 per month
    spread: {last: 3 business days, at_most: 30%}
    calendar: office
  entries: {owed_by: sales, count: entries of mql, at_most: 4 per month}
  share: {owed_by: sales, share: accepted, of: mql, within: 5 days, at_least: 50% per month, per: source}
  wait: {owed_by: sales, starts: mql, stops: accepted, within: 5 days}
  half: {owed_by: sales, percentile: 50, of: wait, at_most: 2 days per month}
"""


@dataclass(frozen=True)
class Row:
    """A change of stage."""

    lead: str
    at: dt.datetime
    to: str


@cache
def plan() -> Plan:
    """Load the agreement."""
    return ola.load(AGREEMENT).plan


_MINUTES = st.integers(0, 100 * 24 * 60)
ROWS = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), _MINUTES, st.sampled_from(["mql", "accepted", "lead"])),
    max_size=40,
    unique_by=lambda each: (each[0], each[1]),
).map(lambda rows: [Row(lead, FIRST + dt.timedelta(minutes=at), to) for lead, at, to in rows])
AS_OF = _MINUTES.map(lambda at: FIRST + dt.timedelta(minutes=at + 1))


def measured(rows: list[Row], as_of: dt.datetime) -> Timing:
    """Let ola measure the rows; a lead of an even letter comes from the web."""
    stages = pl.DataFrame(
        [[row.lead for row in rows], [row.at.isoformat() for row in rows], [row.to for row in rows]],
        schema={"lead": pl.String, "at": pl.String, "to": pl.String},
    )
    leads = pl.DataFrame({"lead_id": list("ABCDEF"), "source": ["web", "event"] * 3})
    return measure(plan(), {"stages": stages}, leads, as_of=as_of)


def entries(rows: list[Row], stage: str, as_of: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """Walk each lead through its changes: an entry is a change to the stage from another one."""
    found = []
    now: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.at, row.lead)):
        if row.at <= as_of and now.get(row.lead) != row.to:
            now[row.lead] = row.to
            if row.to == stage:
                found.append((row.lead, row.at))
    return found


def month(at: dt.datetime) -> str:
    """Name the month on the clock in New York."""
    return f"{at.astimezone(ZONE):%Y-%m}"


def months(as_of: dt.datetime) -> list[str]:
    """Name the months from the first of January until the report."""
    return [f"2026-{number:02d}" for number in range(1, as_of.astimezone(ZONE).month + 1)]


def is_over(name: str, as_of: dt.datetime) -> bool:
    """Whether a month is past."""
    return month(as_of) != name


def firsts(found: list[tuple[str, dt.datetime]]) -> dict[str, list[tuple[str, dt.datetime]]]:
    """Keep of each month each lead's first entry."""
    seen: set[tuple[str, str]] = set()
    kept: dict[str, list[tuple[str, dt.datetime]]] = {}
    for lead, at in found:
        if (lead, month(at)) not in seen:
            seen.add((lead, month(at)))
            kept.setdefault(month(at), []).append((lead, at))
    return kept


def outcomes(low: Fraction | float, high: Fraction | float, is_kept: Callable[[Fraction | float], bool]) -> bool | None:
    """Say what a promise comes to where its number ends between two bounds."""
    return is_kept(low) if is_kept(low) == is_kept(high) else None


@settings(max_examples=60, deadline=None)
@given(ROWS, AS_OF)
def test_numbers_are_those_of_a_slow_walk(rows: list[Row], as_of: dt.datetime) -> None:
    """Counts, shares, medians and spreads of each month are what a person with a pencil would find."""
    timing = measured(rows, as_of)
    _counts(timing, rows, as_of)
    _shares(timing, rows, as_of)
    _percentiles(timing, as_of)
    _spreads(timing, rows, as_of)


def _counts(timing: Timing, rows: list[Row], as_of: dt.datetime) -> None:
    """Every month has its number, months without entries too, and is decided when nothing can change it."""
    found = entries(rows, "mql", as_of)
    by_month = firsts(found)
    wanted = []
    for name in months(as_of):
        count = len(by_month.get(name, []))
        met = True if count >= 3 else (False if is_over(name, as_of) else None)
        wanted.append((name, float(count), met))
    counts = [goal for goal in timing.commitments["volume"].goals if goal.measure == "count"]
    assert [(goal.period, goal.value, goal.met) for goal in counts] == wanted
    every = []
    for name in months(as_of):
        count = sum(month(at) == name for _, at in found)
        every.append((name, float(count), False if count > 4 else (True if is_over(name, as_of) else None)))
    assert [(goal.period, goal.value, goal.met) for goal in timing.commitments["entries"].goals] == every


def _shares(timing: Timing, rows: list[Row], as_of: dt.datetime) -> None:
    """A member wins by the end of its five days, is open until then, and is lost after."""
    accepted = entries(rows, "accepted", as_of)
    wanted: list[tuple[str, float, bool | None, int, int]] = []
    web: list[tuple[str, float, bool | None, int, int]] = []
    for name, members in sorted(firsts(entries(rows, "mql", as_of)).items()):
        for into, chosen in ((wanted, members), (web, [each for each in members if each[0] in "ACE"])):
            won = still_open = 0
            for lead, at in chosen:
                end = at + dt.timedelta(days=5)
                if any(who == lead and at <= when <= end for who, when in accepted):
                    won += 1
                elif as_of <= end:
                    still_open += 1
            if not chosen:
                continue
            lost, count = len(chosen) - won - still_open, len(chosen)
            met = None
            if is_over(name, as_of):
                low, high = Fraction(won, count), Fraction(won + still_open, count)
                met = outcomes(low, high, lambda share: share >= Fraction(1, 2))
            into.append((name, won / count, met, won + lost, still_open))
    share = timing.commitments["share"]
    assert [(each.period, each.value, each.met, each.decided, each.open) for each in share.goals] == wanted
    cut = next((cut.goals for cut in share.cuts if (cut.by, cut.value) == ("source", "web")), ())
    assert [(each.period, each.value, each.met, each.decided, each.open) for each in cut] == web


def _percentiles(timing: Timing, as_of: dt.datetime) -> None:
    """The median is the first time by which the estimate of what is still unstopped falls to a half."""
    by_month: dict[str, list[tuple[dt.timedelta, bool]]] = {}
    for cycle in timing.cycles:
        assert cycle.started_at is not None
        end = cycle.stopped_at or as_of
        time = (end - cycle.started_at, cycle.stopped_at is not None)
        if cycle.verdict in ("met", "breached", "open") and (cycle.stopped_at is not None or cycle.wall == time[0]):
            by_month.setdefault(month(cycle.started_at), []).append(time)
        elif cycle.verdict in ("met", "breached", "open"):
            assert cycle.wall is not None  # ended by the next start: known to have taken longer
            by_month.setdefault(month(cycle.started_at), []).append((cycle.wall, False))
    wanted = [(name, _median(times)) for name, times in sorted(by_month.items())]
    goals = timing.commitments["half"].goals
    assert [(goal.period, goal.value) for goal in goals] == wanted


def _median(times: list[tuple[dt.timedelta, bool]]) -> float | None:
    unstopped = Fraction(1)
    for at in sorted({time for time, stopped in times if stopped}):
        at_risk = sum(time >= at for time, _ in times)
        unstopped *= 1 - Fraction(sum(time == at and stopped for time, stopped in times), at_risk)
        if unstopped <= Fraction(1, 2):
            return at.total_seconds()
    return None


def _spreads(timing: Timing, rows: list[Row], as_of: dt.datetime) -> None:
    """What falls on or after the third last open day of a month is in its end."""
    wanted = []
    for name, members in sorted(firsts(entries(rows, "mql", as_of)).items()):
        year, number = (int(part) for part in name.split("-"))
        last = dt.date(year + number // 12, number % 12 + 1, 1) - dt.timedelta(days=1)
        days = [last - dt.timedelta(days=back) for back in range(20)]
        starts = [day for day in days if day.weekday() < 5 and day != dt.date(2026, 2, 27)][2]
        late = sum(at.astimezone(ZONE).date() >= starts for _, at in members)
        share = Fraction(late, len(members))
        met: bool | None = share <= Fraction(3, 10)
        if not is_over(name, as_of):
            begun = as_of.astimezone(ZONE).date() >= starts
            met = False if begun and not met else None
        wanted.append((name, late / len(members), met))
    spreads = [goal for goal in timing.commitments["volume"].goals if goal.measure == "spread"]
    assert [(goal.period, goal.value, goal.met) for goal in spreads] == wanted


@settings(max_examples=10, deadline=None)
@given(ROWS, AS_OF, st.randoms())
def test_the_order_of_rows_changes_no_number(rows: list[Row], as_of: dt.datetime, random: object) -> None:
    """Shuffled rows give the same goals, cuts and chains."""
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = measured(rows, as_of), measured(shuffled, as_of)
    for name, each in one.commitments.items():
        assert each.to_dict() == other.commitments[name].to_dict()


@settings(max_examples=15, deadline=None)
@given(ROWS, AS_OF, st.integers(0, 20 * 24 * 60))
def test_what_is_decided_stays_decided(rows: list[Row], as_of: dt.datetime, later: int) -> None:
    """A later report of the same rows never takes a verdict of a period back."""
    then = as_of + dt.timedelta(minutes=later)
    one, other = measured(rows, as_of), measured(rows, then)
    for name in ("volume", "entries", "share", "half"):
        after = {(goal.period, goal.measure): goal.met for goal in other.commitments[name].goals}
        for goal in one.commitments[name].goals:
            assert goal.met is None or after[goal.period, goal.measure] is goal.met
