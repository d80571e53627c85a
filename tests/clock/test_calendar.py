"""Calendars: what is read, what is refused, and what the years leave out."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ola.clock import Calendar
from ola.errors import NaiveDatetime, NeverOpens, OutsideYears, WrongCall
from tests.clock.facts import array

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Calendar("America/New_York", {"mon-fri": "09:00-17:00"})
MONDAY = dt.datetime(2026, 11, 23, 13, tzinfo=NEW_YORK)
HOUR = dt.timedelta(hours=1)


def test_hours_are_read_in_every_spelling() -> None:
    assert (
        Calendar("UTC", {"mon-tue": "09:00-17:00"})
        == Calendar("UTC", {"mon": [("09:00", "17:00")], "tue": ["9:00 – 17:00"]})
        == Calendar("UTC", {"tue": ("09:00", "17:00"), "mon": [["09:00", "17:00:00"]], "sun": "closed", "sat": []})
    )


def test_an_end_before_its_start_belongs_to_the_day_it_began() -> None:
    assert Calendar("UTC", {"fri": "22:00-06:00"}) == Calendar("UTC", {"fri": "22:00-30:00"})


def test_an_end_equal_to_its_start_is_an_empty_window() -> None:
    assert Calendar("UTC", {"fri": "09:00-09:00"}) == Calendar("UTC", {})
    assert not Calendar("UTC", {"fri": "09:00-09:00"}).ever_opens


def test_always_is_open_day_and_night() -> None:
    always = Calendar.always("America/New_York")
    assert always == Calendar("America/New_York", "always")
    start = dt.datetime(2026, 10, 31, tzinfo=NEW_YORK)
    assert always.elapsed(start, start + dt.timedelta(days=2)) == 49 * HOUR
    assert len(always.windows(start, start + dt.timedelta(days=2))) == 1


def test_an_override_beats_a_holiday_and_a_holiday_the_week() -> None:
    said = Calendar(
        "America/New_York",
        {"mon-fri": "09:00-17:00"},
        ["2026-11-26", dt.date(2026, 11, 27)],
        {"2026-11-27": "09:00-12:00", "2026-11-28": [("10:00", "11:00")], dt.date(2026, 11, 25): "closed"},
    )
    windows = [[str(each) for each in said.windows_on(dt.date(2026, 11, day))] for day in range(24, 30)]
    assert windows == [["09:00-17:00"], [], [], ["09:00-12:00"], ["10:00-11:00"], []]


def test_public_holidays_close_the_day() -> None:
    said = Calendar("America/New_York", {"mon-fri": "09:00-17:00"}, "US", {"2026-12-25": "09:00-10:00"})
    assert said.next_open(dt.datetime(2026, 11, 25, 17, tzinfo=NEW_YORK)) == dt.datetime(
        2026, 11, 27, 9, tzinfo=NEW_YORK
    )
    assert said.is_open(dt.datetime(2026, 12, 25, 9, tzinfo=NEW_YORK))
    # Independence Day is a Saturday in 2026, and observed on the Friday.
    assert not said.is_open(dt.datetime(2026, 7, 3, 12, tzinfo=NEW_YORK))


def test_places_and_dates_stand_side_by_side() -> None:
    said = Calendar("Europe/Berlin", {"mon-sun": "09:00-17:00"}, ["DE-BE", "2026-11-24"])
    closed = [day for day in (1, 8, 24) if not said.windows_on(dt.date(2026, 3, day)) or day == 24]
    assert (said.places, closed) == (("DE-BE",), [8, 24])
    assert said.windows_on(dt.date(2026, 11, 24)) == ()


def test_years_are_those_whose_holidays_are_known() -> None:
    said = Calendar("Europe/Berlin", {"mon-fri": "09:00-17:00"}, "DE-BE")
    assert said.years == (1991, 2100)
    with pytest.raises(OutsideYears, match=r"1985-06-01T00:00:00\+00:00 lies outside the years 1991 to 2100"):
        said.is_open(dt.datetime(1985, 6, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"zone": "America/New York"}, "Did you mean America/New_York?"),
        ({"zone": "berlin"}, "Did you mean Europe/Berlin"),
        ({"zone": "Mars/Olympus"}, "There is no time zone 'Mars/Olympus'."),
        ({"zone": "/etc/passwd"}, "There is no time zone"),
        ({"zone": "America"}, "There is no time zone 'America'."),
        ({"zone": None}, "None is no time zone"),
        ({"hours": "09:00-17:00"}, "is no opening hours"),
        ({"hours": {"monday": "09:00-17:00"}}, "'monday' is no weekday"),
        ({"hours": {"mon-wed": "09:00-17:00", "wed": "09:00-12:00"}}, "wed has its hours twice"),
        ({"hours": {"mon": "9-17"}}, "'9-17' holds no time of day"),
        ({"hours": {"mon": "09:00"}}, "'09:00' is not a window of time"),
        ({"hours": {"mon": "24:00-25:00"}}, "starts at 24:00 or later"),
        ({"hours": {"mon": "09:00-49:00"}}, "ends after 48:00"),
        ({"hours": {"mon": 9}}, "9 is no opening hours"),
        ({"holidays": "UK-XX"}, "There are no holidays for"),
        ({"holidays": "us"}, "Did you mean US?"),
        ({"holidays": "Germany"}, "Did you mean DE?"),
        ({"holidays": "DE-BX"}, "Did you mean DE-"),
        ({"holidays": "2026-02-30"}, "2026-02-30 is no day of the calendar"),
        ({"holidays": ["24.12.2026"]}, "is not a date"),
        ({"overrides": {"2026-12-24": "soon"}}, "'soon'"),
        ({"overrides": {"2026-12-24": "closed", dt.date(2026, 12, 24): "closed"}}, "has its own hours twice"),
        ({"overrides": {dt.datetime(2026, 12, 24, tzinfo=dt.UTC): "closed"}}, "is not a date"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(given: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongCall) as refusal:
        Calendar(**{"zone": "UTC", "hours": {"mon": "09:00-17:00"}, **given})
    assert message in str(refusal.value)


def test_due_is_at_the_close_unless_asked_to_roll() -> None:
    assert OFFICE.due(MONDAY, 4 * HOUR) == dt.datetime(2026, 11, 23, 17, tzinfo=NEW_YORK)
    assert OFFICE.due(MONDAY, 4 * HOUR, roll="next opening") == dt.datetime(2026, 11, 24, 9, tzinfo=NEW_YORK)
    with pytest.raises(WrongCall, match="roll='up' is not known"):
        OFFICE.due(MONDAY, 4 * HOUR, roll="up")  # type: ignore[call-overload]


def test_answers_come_on_the_clock_of_the_question() -> None:
    assert OFFICE.due(MONDAY.astimezone(dt.UTC), HOUR).tzinfo is dt.UTC
    assert OFFICE.due(MONDAY, HOUR).tzinfo is NEW_YORK


def test_windows_are_listed_on_the_calendars_own_clock() -> None:
    start, end = MONDAY.astimezone(dt.UTC), dt.datetime(2026, 11, 24, 15, tzinfo=dt.UTC)
    shown = [(a.isoformat(), b.isoformat()) for a, b in OFFICE.windows(start, end)]
    assert shown == [
        ("2026-11-23T13:00:00-05:00", "2026-11-23T17:00:00-05:00"),
        ("2026-11-24T09:00:00-05:00", "2026-11-24T10:00:00-05:00"),
    ]


def test_naive_datetimes_are_refused_everywhere() -> None:
    naive = dt.datetime(2026, 11, 23, 10)  # noqa: DTZ001 - naive on purpose
    for ask in (
        lambda: OFFICE.elapsed(naive, MONDAY),
        lambda: OFFICE.elapsed(MONDAY, naive),
        lambda: OFFICE.elapsed(array(MONDAY), naive),
        lambda: OFFICE.due(naive, HOUR),
        lambda: OFFICE.is_open(naive),
        lambda: OFFICE.next_open(naive),
        lambda: OFFICE.windows(naive, MONDAY),
    ):
        with pytest.raises(NaiveDatetime, match="2026-11-23T10:00:00 has no zone, so it names no moment"):
            ask()


@pytest.mark.parametrize("wrong", ["2026-11-23", dt.date(2026, 11, 23), 5, None, [MONDAY], np.array([1, 2])])
def test_what_is_no_instant_is_refused(wrong: Any) -> None:
    with pytest.raises(WrongCall, match="is not an aware datetime or a datetime64 array"):
        OFFICE.is_open(wrong)
    with pytest.raises(WrongCall, match="is not an aware datetime"):
        OFFICE.windows(MONDAY, wrong)
    with pytest.raises(WrongCall, match="is not a timedelta or a timedelta64 array"):
        OFFICE.due(MONDAY, wrong)


def test_missing_instants_stay_missing() -> None:
    given = np.array(["NaT", "2026-11-23T18:00"], dtype="M8[us]")
    later = np.array(["NaT", "2026-11-23T19:00"], dtype="M8[us]")
    assert OFFICE.elapsed(given, later).tolist() == [None, HOUR]
    assert OFFICE.due(given, HOUR).tolist() == [None, dt.datetime(2026, 11, 23, 19)]  # noqa: DTZ001 - as NumPy gives it
    assert OFFICE.is_open(given).tolist() == [False, True]
    assert OFFICE.next_open(given).tolist() == [None, dt.datetime(2026, 11, 23, 18)]  # noqa: DTZ001 - as NumPy gives it
    assert OFFICE.due(given, np.array([5, "NaT"], dtype="m8[us]")).tolist() == [None, None]
    nothing = np.array([], dtype="M8[us]")
    assert OFFICE.due(nothing, HOUR).tolist() == OFFICE.elapsed(nothing, nothing).tolist() == []


def test_arrays_keep_their_shape_and_take_any_unit() -> None:
    given = np.array([["2026-11-23T18", "2026-11-24T02"]], dtype="M8[h]")
    due = OFFICE.due(given, np.array(60, dtype="m8[m]"))
    assert due.shape == (1, 2)
    assert due.dtype == np.dtype("M8[us]")
    assert OFFICE.elapsed(given.astype("M8[ns]"), due).tolist() == [[HOUR, HOUR]]
    assert (
        OFFICE.due(MONDAY, np.array([1, 2], dtype="m8[h]")).tolist() == array(MONDAY + HOUR, MONDAY + 2 * HOUR).tolist()
    )


def test_a_calendar_that_never_opens_counts_nothing_and_is_never_due() -> None:
    shut = Calendar("UTC", {}, (), {"2020-01-01": "09:00-10:00"})
    assert shut.elapsed(MONDAY, MONDAY + HOUR) == dt.timedelta()
    for ask in (
        lambda: shut.due(MONDAY, HOUR),
        lambda: shut.due(array(MONDAY), HOUR),
        lambda: shut.next_open(MONDAY),
        lambda: shut.next_open(array(MONDAY)),
    ):
        with pytest.raises(NeverOpens, match="no open time after 2026-11-23T18:00:00"):
            ask()
    early = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    for back in (lambda: shut.due(early, -HOUR), lambda: shut.due(array(early), -HOUR)):
        with pytest.raises(NeverOpens, match="no open time before 2019-01-01T00:00:00"):
            back()


def test_what_lies_outside_the_years_is_said() -> None:
    late = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
    for ask in (
        lambda: OFFICE.is_open(late),
        lambda: OFFICE.is_open(np.array(["9999-12-31"], dtype="M8[us]")),
        lambda: OFFICE.is_open(np.array(["9999999-12-31"], dtype="M8[D]")),
        lambda: OFFICE.elapsed(dt.datetime.min.replace(tzinfo=dt.UTC), MONDAY),
        lambda: OFFICE.due(MONDAY, 1_000_000 * HOUR),
        lambda: OFFICE.due(MONDAY, -1_000_000 * HOUR),
        lambda: OFFICE.due(array(MONDAY), 1_000_000 * HOUR),
        lambda: OFFICE.due(array(MONDAY), -1_000_000 * HOUR),
        lambda: OFFICE.due(MONDAY, dt.timedelta.max),
        lambda: OFFICE.due(array(MONDAY), dt.timedelta.max),
    ):
        with pytest.raises(OutsideYears, match="years"):
            ask()


def test_many_short_windows_are_counted_right_without_a_table() -> None:
    """A gap of a second needs too many buckets; then the arrays are searched instead."""
    said = Calendar("UTC", {"mon-sun": ["09:00-10:00", "10:00:01-10:00:02", "10:00:03-11:00"]})
    first = MONDAY.astimezone(dt.UTC)
    start = array(*(first + dt.timedelta(seconds=977 * count) for count in range(3500)))
    end = array(*(first + dt.timedelta(seconds=977 * count + 100_003) for count in range(3500)))
    spans = said.elapsed(start, end).tolist()
    assert spans == [
        said.elapsed(a.replace(tzinfo=dt.UTC), b.replace(tzinfo=dt.UTC))
        for a, b in zip(start.tolist(), end.tolist(), strict=True)
    ]


def test_neither_numpy_nor_holidays_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, datetime as dt\n"
        "from ola.clock import Calendar, parse_limit, due_at\n"
        "at = dt.datetime(2026, 11, 23, tzinfo=dt.timezone.utc)\n"
        "due_at(at, parse_limit('2 business hours'), Calendar('Europe/Berlin', {'mon-fri': '09:00-17:00'}))\n"
        "assert not {'numpy', 'holidays', 'polars'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
