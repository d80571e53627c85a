"""Lengths of time and limits are read as people write them, and refused with a way out."""

from __future__ import annotations

import datetime as dt

import pytest

from ola.clock import (
    BusinessDays,
    BusinessTime,
    Duration,
    Limit,
    OnBusinessDay,
    UnreadableDuration,
    needs_calendar,
    parse_duration,
    parse_limit,
)

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "limit", "written"),
    [
        ("30 minutes", Duration(30 * MINUTE), "30 minutes"),
        ("15 min", Duration(15 * MINUTE), "15 minutes"),
        ("24 hours", Duration(DAY), "24 hours"),
        ("1 day", Duration(DAY), "24 hours"),
        ("24h", Duration(DAY), "24 hours"),
        ("36-hour", Duration(36 * HOUR), "36 hours"),
        ("2 weeks", Duration(14 * DAY), "14 days"),
        ("5 calendar days", Duration(5 * DAY), "5 days"),
        ("1.5 hours", Duration(90 * MINUTE), "1 hour 30 minutes"),
        ("1 hour and 30 minutes", Duration(90 * MINUTE), "1 hour 30 minutes"),
        ("1h30min", Duration(90 * MINUTE), "1 hour 30 minutes"),
        ("1 second", Duration(dt.timedelta(seconds=1)), "1 second"),
        ("0.000001 seconds", Duration(dt.timedelta(microseconds=1)), "0.000001 seconds"),
        ("0 minutes", Duration(dt.timedelta()), "0 minutes"),
        ("PT4H", Duration(4 * HOUR), "4 hours"),
        ("P2D", Duration(2 * DAY), "2 days"),
        ("P1DT12H", Duration(36 * HOUR), "36 hours"),
        ("pt1,5h", Duration(90 * MINUTE), "1 hour 30 minutes"),
        ("P1W", Duration(7 * DAY), "7 days"),
        ("1 business hour", BusinessTime(HOUR), "1 business hour"),
        ("4 Business Hours", BusinessTime(4 * HOUR), "4 business hours"),
        ("8 working hours", BusinessTime(8 * HOUR), "8 business hours"),
        ("90 work minutes", BusinessTime(90 * MINUTE), "1 business hour 30 business minutes"),
        ("30 business hours", BusinessTime(30 * HOUR), "30 business hours"),
        ("1 business day", BusinessDays(1), "1 business day"),
        ("2 business days", BusinessDays(2), "2 business days"),
        ("10 working days", BusinessDays(10), "10 business days"),
        ("3 workdays", BusinessDays(3), "3 business days"),
        ("same business day", OnBusinessDay(0), "same business day"),
        ("end of same business day", OnBusinessDay(0), "same business day"),
        ("End of next business day", OnBusinessDay(1), "end of next business day"),
        ("close of the next working day", OnBusinessDay(1), "end of next business day"),
        ("end of third business day", OnBusinessDay(3), "end of third business day"),
        ("end of business day 12", OnBusinessDay(12), "end of 12th business day"),
        ("by 09:00 next business day", OnBusinessDay(1, dt.time(9)), "by 09:00 next business day"),
        ("by 9:00 on the next business day", OnBusinessDay(1, dt.time(9)), "by 09:00 next business day"),
        ("by 17:00 same business day", OnBusinessDay(0, dt.time(17)), "by 17:00 same business day"),
        ("by 12:30 on business day 2", OnBusinessDay(2, dt.time(12, 30)), "by 12:30 second business day"),
    ],
)
def test_a_limit_is_read_and_written_back(text: str, limit: Limit, written: str) -> None:
    assert parse_limit(text) == limit
    assert str(limit) == written
    assert needs_calendar(limit) != isinstance(limit, Duration)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "There is no length of time. Write one such as 30 minutes or 4 business hours."),
        (30, '30 has no unit. Write "30 minutes" or another unit.'),
        ("30", '"30" has no unit. Write "30 minutes" or another unit.'),
        (None, '"None" is no length of time. Write one such as 30 minutes or 4 business hours.'),
        ("soon", '"soon" is no length of time. Write one such as 30 minutes or 4 business hours.'),
        ("4 buisness hours", '"4 buisness hours": "buisness" is no unit of time. Did you mean "business"?'),
        ("4 business", '"4 business" has no unit. Write business hours or business days.'),
        ("30 minuts", '"30 minuts": "minuts" is no unit of time. Did you mean "minutes"?'),
        ("5 m", '"5 m" could mean minutes or months. Write "5 minutes".'),
        ("1 month", '"1 month": a month has no fixed length. Write days, such as 30 days or 20 business days.'),
        ("P1Y", '"P1Y": a year has no fixed length. Write days, such as 365 days.'),
        ("P1M", '"P1M": a month has no fixed length. Write days, such as 30 days.'),
        ("PT", '"PT" is no ISO 8601 duration. Write one such as PT4H or P2D, or 4 hours.'),
        ("-2 hours", '"-2 hours" has a sign. Leave it out; lengths of time are not negative.'),
        ("12:30", '"12:30" is a time of day. Write hours and minutes, such as 1 hour 30 minutes.'),
        (
            "1.5 business days",
            '"1.5 business days" splits a business day. Business days are whole; write business hours.',
        ),
        (
            "2 business weeks",
            '"2 business weeks": a business week has no fixed length. Write business days, such as 5 business days.',
        ),
        (
            "1 business hour 30 minutes",
            (
                '"1 business hour 30 minutes" mixes absolute time, business time or business days. '
                "Repeat the word: 1 business hour 30 business minutes."
            ),
        ),
        (
            "1 business day 4 business hours",
            (
                '"1 business day 4 business hours" mixes absolute time, business time or business days.'
                " Business days are counted, other time is measured: write one of them."
            ),
        ),
        ("1 hour 2 hours", '"1 hour 2 hours" names one unit twice. Add them up.'),
        ("0.0000001 seconds", '"0.0000001 seconds" is finer than a microsecond. Round it.'),
        ("999999999 weeks", '"999999999 weeks" is longer than any calendar. Write a shorter time.'),
        ("9" * 5000, f'"{"9" * 60}..." has too many digits. Write a shorter number.'),
        (
            "next business day",
            (
                '"next business day" names no time of that day.'
                ' Write "end of next business day" or "by 09:00 next business day".'
            ),
        ),
        (
            "by 25:00 next business day",
            '"by 25:00 next business day": 25:00 is no time of day. Write one such as 09:00.',
        ),
        ("end of nxt business day", '"end of nxt business day": "nxt" names no day. Did you mean "next"?'),
        (
            "eob",
            '"eob" is no limit. Write same business day, end of next business day, or by 09:00 next business day.',
        ),
    ],
)
def test_what_is_no_limit_is_refused_with_a_way_out(text: object, message: str) -> None:
    with pytest.raises(UnreadableDuration) as refusal:
        parse_limit(text)
    assert str(refusal.value) == message
    assert f"{refusal.value.message} {refusal.value.advice}" == message


def test_a_length_of_time_is_no_named_day() -> None:
    with pytest.raises(UnreadableDuration):
        parse_duration("same business day")
