"""Wall clocks agree with zoneinfo at every half hour of years full of clock changes."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from ola.clock.wall_clock import EPOCH, micros, moment, wall_clock

HALF_HOUR = dt.timedelta(minutes=30)


@pytest.mark.parametrize(
    ("zone", "year"),
    [
        ("America/New_York", 2026),
        ("America/St_Johns", 2006),
        ("Australia/Lord_Howe", 2026),
        ("Africa/Casablanca", 2012),
        ("Africa/Cairo", 2010),
        ("America/Havana", 2026),
        ("Pacific/Apia", 2011),
        ("Asia/Kathmandu", 1986),
        ("Europe/Dublin", 2026),
    ],
)
def test_wall_clocks_agree_with_zoneinfo(zone: str, year: int) -> None:
    opened = ZoneInfo(zone)
    first, past = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    clock = wall_clock(opened, first.toordinal() - 5, past.toordinal() + 5)
    zero = EPOCH.replace(tzinfo=None)
    wall, end = dt.datetime.combine(first, dt.time()), dt.datetime.combine(past, dt.time())
    while wall < end:
        count = (wall - zero) // dt.timedelta(microseconds=1)
        early, late = (wall.replace(tzinfo=opened, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
        if early <= late:
            assert (clock.first_instant(count), clock.last_instant(count)) == (micros(early), micros(late))
        else:
            # The clock never shows it; the change lies between the two readings, and both ends fall on it.
            change = clock.first_instant(count)
            assert clock.last_instant(count) == change
            assert micros(late) < change <= micros(early)
            before, after = (moment(change + rest, opened).utcoffset() for rest in (-1, 0))
            assert before != after
        wall += HALF_HOUR


def test_a_moment_is_given_on_the_clock_asked_for() -> None:
    assert moment(0, dt.UTC) == EPOCH
    assert moment(0, ZoneInfo("Asia/Kolkata")).isoformat() == "1970-01-01T05:30:00+05:30"
