"""Dates that cannot be what they say: before the company existed, ahead of time, stand-ins for none, midnights."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from ola.evaluate.showing import shown
from ola.finding import Code, Finding, count
from ola.plan import Max, Min

if TYPE_CHECKING:
    from ola.evaluate.leads.drift.seen import Column, Seen
    from ola.plan import Field, Plan

BEFORE_THE_COMPANY = Code(
    "OLA324",
    "warning",
    "Dates lie before the company existed",
    """\
A lead cannot have been created, called or asked for its consent before there was anybody to do so. Such dates come
from two-digit years, from days and months exchanged, from a test, or from a field that was filled with anything.

    founded: 2012-03-01
    created_at: 4 leads before it, the first 1912-05-02

`founded` in the agreement's head says since when there is a company; without it dates before 1990 are told. A field
whose dates may be older, such as a birthday, says so by a `min` of its own, which is then what holds.""",
)
STAND_IN = Code(
    "OLA325",
    "warning",
    "Dates that programs write for none",
    """\
1970-01-01 is what a clock shows that was never set, 1899-12-30 and 1900-01-01 are zero in a spreadsheet, 0001-01-01
and 1753-01-01 the least dates of databases, 9999-12-31 the greatest. They are read as dates, compare as dates, and
mean that nothing is known: a clock that starts there was breached long ago.

    created_at: 212 leads at 1970-01-01

Have the source leave the cell empty. Where it cannot, say `min: 1990-01-01`, so that such leads are rejected.""",
)
AHEAD = Code(
    "OLA326",
    "warning",
    "Dates lie ahead of the check",
    """\
An instant is later than `--as-of` by more than a day, or a day by more than ten years. What a timestamp tells has
happened, so it cannot lie ahead; the day of a plan can, and a year of four digits has many ways to go wrong.

    created_at: 17 leads after 2026-06-01, the last 2062-05-04

A field whose dates may lie ahead says so by a `max` of its own, which is then what holds. Else look for days and
months exchanged, for a zone that was taken for another, and for leads that were exported later than you think.""",
)
ALWAYS_MIDNIGHT = Code(
    "OLA327",
    "warning",
    "Every time of a field is midnight",
    """\
The field is an instant, and all its values are midnight: the source knows the day alone. A clock of hours that starts
there starts at the wrong time for every lead.

    created_at: {type: datetime}      and 5,000 leads with 2026-05-04T00:00:00Z

Export the field with its time. If the system keeps no time, make the field a `date`, and let clocks of hours start
at something else.""",
)

NO_COMPANY_BEFORE = dt.date(1990, 1, 1)
STAND_INS = (
    dt.date(1, 1, 1),
    dt.date(1601, 1, 1),
    dt.date(1753, 1, 1),
    dt.date(1899, 12, 30),
    dt.date(1899, 12, 31),
    dt.date(1900, 1, 1),
    dt.date(1904, 1, 1),
    dt.date(1970, 1, 1),
    dt.date(2999, 12, 31),
    dt.date(9999, 12, 31),
)
_A_DAY = dt.timedelta(days=1)
_PLANNED_AHEAD = 10  # years that the day of a plan may lie ahead
_FEWEST = 10


@dataclass(slots=True)
class Extreme:
    """Values beyond a bound: how many, the farthest, and the row of the first that came."""

    times: int = 0
    value: dt.date | None = None
    row: int = 0


@dataclass(slots=True, eq=False)
class Days:
    """What was seen of the dates or instants of a field, against the bounds that hold for it.

    `earliest` and `latest` are the bounds, none where the field has its own; `zones` those in which all instants so
    far were midnight.
    """

    earliest: dt.date | None
    latest: dt.date | None
    zones: tuple[str, ...]
    read: int = 0
    before: Extreme = field(default_factory=Extreme)
    ahead: Extreme = field(default_factory=Extreme)
    stand_ins: Counter[dt.date] = field(default_factory=Counter)
    first_stand_in: int = 0

    def add(self, values: pl.Series, rows: pl.Series) -> None:
        """Take in values, null where there is none, with their rows."""
        table = pl.DataFrame({"value": values, "row": rows}).filter(pl.col("value").is_not_null())
        if not table.height:
            return
        self.read += table.height
        value = pl.col("value")
        is_instant = isinstance(values.dtype, pl.Datetime)
        day = value.dt.date() if is_instant else value
        stands_in = table.select(day.is_in(STAND_INS)).to_series()
        if stands_in.any():
            none = table.filter(stands_in)
            self.first_stand_in = self.first_stand_in or int(none["row"][0])
            self.stand_ins.update(none.select(day).to_series().to_list())
            table = table.filter(~stands_in)
        if self.earliest is not None:
            _take(self.before, table.filter(value < pl.lit(self.earliest, values.dtype)), least=True)
        if self.latest is not None:
            _take(self.ahead, table.filter(value > pl.lit(self.latest, values.dtype)), least=False)
        if is_instant and self.zones:
            times = table.select(value.dt.convert_time_zone(zone).dt.time().alias(zone) for zone in self.zones)
            midnight = pl.lit(dt.time())
            all_ = times.select((pl.col(zone) == midnight).all() for zone in self.zones).row(0)
            self.zones = tuple(zone for zone, every in zip(self.zones, all_, strict=True) if every)


def days_of(own: Field, plan: Plan, system: str | None, as_of: dt.datetime) -> Days | None:
    """Begin to look at the dates of a field; nothing for a field that has none."""
    if own.type not in {"date", "datetime"}:
        return None
    bounds = {type(each.demand) for each in plan.shapes if each.field == own.name}
    zone = ZoneInfo(plan.zone)
    begun = plan.founded or NO_COMPANY_BEFORE
    today = as_of.astimezone(zone).date()
    earliest: dt.date = begun
    latest: dt.date = dt.date(min(today.year + _PLANNED_AHEAD, dt.MAXYEAR), today.month, 1)
    if own.type == "datetime":
        earliest = dt.datetime.combine(begun, dt.time(), zone).astimezone(dt.UTC)
        latest = as_of.astimezone(dt.UTC) + _A_DAY
    systems = plan.systems.get(system) if system is not None else None
    zones = dict.fromkeys(["UTC", plan.zone, *([systems.zone] if systems is not None and systems.zone else [])])
    return Days(
        None if Min in bounds else earliest,
        None if Max in bounds else latest,
        tuple(zones) if own.type == "datetime" else (),
    )


def odd_dates(seen: Seen) -> Iterator[Finding]:
    """Tell of each date and instant what it cannot be."""
    for column in seen.columns.values():
        own, days = column.own, column.days
        if own is None or days is None:
            continue
        if days.before.times:
            yield _beyond(seen, column, own, days.before, BEFORE_THE_COMPANY)
        if days.stand_ins:
            yield _stands_in(seen, column, own, days)
        if days.ahead.times:
            yield _beyond(seen, column, own, days.ahead, AHEAD)
        if days.zones and days.read >= _FEWEST:
            yield seen.finding(
                ALWAYS_MIDNIGHT,
                column,
                f"{own.name} is at midnight in all {count(days.read, 'lead')} that have it, so its times are no times.",
                advice="Export the time too, or make the field a date.",
                count=days.read,
            )


def _beyond(seen: Seen, column: Column, own: Field, extreme: Extreme, code: Code) -> Finding:
    value = shown(extreme.value, personal=own.personal)
    leads = count(extreme.times, "lead")
    founded = seen.docket.plan.founded
    if code is BEFORE_THE_COMPANY:
        since = f"{founded}, when the company was founded" if founded else f"{NO_COMPANY_BEFORE}"
        what = f"In {leads} {own.name} lies before {since}; the earliest is {value}."
        advice = "Correct them; or say `min` of the field if its dates may be so old"
        advice += "." if founded else ", and `founded` in the head since when there is a company."
    else:
        ahead = "more than a day" if own.type == "datetime" else f"more than {_PLANNED_AHEAD} years"
        what = f"In {leads} {own.name} lies {ahead} ahead of {seen.as_of.date()}; the latest is {value}."
        advice = "Correct them, or say `max` of the field if its dates may lie so far ahead."
    return seen.finding(code, column, what, row=extreme.row, advice=advice, count=extreme.times)


def _stands_in(seen: Seen, column: Column, own: Field, days: Days) -> Finding:
    total = days.stand_ins.total()
    most = sorted(days.stand_ins.items(), key=lambda each: (-each[1], each[0]))
    named = ", ".join(f"{shown(day, personal=own.personal)} ({times:,})" for day, times in most)
    what = f"{own.name} is a date that programs write for none in {count(total, 'lead')}: {named}."
    advice = "Have the source leave the cell empty, or say `min` of the field to reject such leads."
    return seen.finding(STAND_IN, column, what, row=days.first_stand_in, advice=advice, count=total)


def _take(extreme: Extreme, beyond: pl.DataFrame, *, least: bool) -> None:
    if not beyond.height:
        return
    found = beyond["value"].min() if least else beyond["value"].max()
    assert isinstance(found, dt.date)  # noqa: S101 - dates and instants
    extreme.times += beyond.height
    extreme.row = extreme.row or int(beyond["row"][0])
    if extreme.value is None:
        extreme.value = found
    else:
        extreme.value = min(extreme.value, found) if least else max(extreme.value, found)
