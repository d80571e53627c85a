"""Worked time is additive, a due is the earliest instant, arrays agree with single instants, and a minute walk does."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ola.clock import (
    BusinessDays,
    BusinessTime,
    Calendar,
    Duration,
    OnBusinessDay,
    UnreadableDuration,
    due_in_business_days,
    parse_limit,
)
from ola.clock.business_days import AFTER_HOURS, DUE_AT
from ola.clock.deadline import due_at, used_at
from ola.clock.duration import Limit
from ola.clock.hours import WEEKDAYS, Window
from ola.errors import ClockError
from tests.clock.facts import array
from tests.clock.minute_walk import Pairs, Walked

ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Santiago",
    "Africa/Casablanca",
    "UTC",
)
# Clock changes lie in all of these months, somewhere.
MONTHS = (dt.date(2025, 3, 1), dt.date(2025, 4, 1), dt.date(2025, 9, 1), dt.date(2025, 10, 20), dt.date(2024, 12, 20))
MICROSECOND = dt.timedelta(microseconds=1)

window = st.builds(
    lambda opens, length: (opens, min(opens + length, 48 * 60)),
    st.integers(0, 24 * 60 - 1),
    st.one_of(st.integers(0, 24 * 60 + 60), st.sampled_from([30, 60, 480])),
)
day_windows = st.lists(window, max_size=3).map(tuple)
dates = st.builds(lambda month, day: month + dt.timedelta(days=day), st.sampled_from(MONTHS), st.integers(0, 34))
walked = st.builds(
    Walked,
    st.sampled_from(ZONES),
    st.dictionaries(st.sampled_from(WEEKDAYS), day_windows, max_size=7),
    st.frozensets(dates, max_size=4),
    st.dictionaries(dates, day_windows, max_size=4),
)
minutes = st.builds(
    lambda day, minute: dt.datetime.combine(day, dt.time(), dt.UTC) + dt.timedelta(minutes=minute),
    dates,
    st.integers(0, 24 * 60 - 1),
)
instants = st.builds(lambda at, rest: at + dt.timedelta(microseconds=rest), minutes, st.integers(0, 59_999_999))
spans = st.one_of(
    st.integers(-(10**12), 10**12).map(lambda count: count * MICROSECOND),
    st.integers(-200, 200).map(lambda count: dt.timedelta(minutes=30 * count)),
)


# A calendar that opens seldom is laid out for many years, so there are fewer examples than elsewhere.
some = settings(max_examples=settings.default.max_examples // 2 if settings.default else 50)


def calendar_of(said: Walked) -> Calendar:
    def written(windows: Pairs) -> list[Window]:
        return [Window(opens * 60, closes * 60) for opens, closes in windows]

    hours = {day: written(windows) for day, windows in said.hours.items()}
    return Calendar(said.zone, hours, said.holidays, {day: written(own) for day, own in said.overrides.items()})


calendars = walked.map(calendar_of)


@some
@given(calendars, instants, instants, instants)
def test_elapsed_is_additive_and_signed(calendar: Calendar, a: dt.datetime, b: dt.datetime, c: dt.datetime) -> None:
    assert calendar.elapsed(a, b) + calendar.elapsed(b, c) == calendar.elapsed(a, c)
    assert calendar.elapsed(a, b) == -calendar.elapsed(b, a)
    assert dt.timedelta(0) <= calendar.elapsed(min(a, b), max(a, b)) <= max(a, b) - min(a, b)


@some
@given(calendars, instants, instants)
def test_elapsed_is_the_sum_of_the_windows_between(calendar: Calendar, a: dt.datetime, b: dt.datetime) -> None:
    windows = calendar.windows(a, b)
    # Two datetimes on one zone's clock are subtracted hand by hand, so the sum is taken in UTC.
    in_utc = [(start.astimezone(dt.UTC), end.astimezone(dt.UTC)) for start, end in windows]
    assert sum((end - start for start, end in in_utc), dt.timedelta()) == abs(calendar.elapsed(a, b))
    assert all(calendar.is_open(start) for start, _ in in_utc)
    assert all(end == max(a, b) or not calendar.is_open(end) for _, end in in_utc)


@some
@given(calendars, instants, spans)
def test_due_is_the_earliest_instant_and_back_the_latest(
    calendar: Calendar, start: dt.datetime, span: dt.timedelta
) -> None:
    try:
        due = calendar.due(start, span)
    except ClockError:
        assume(False)  # noqa: FBT003 - Hypothesis has it so
    assert calendar.elapsed(start, due) == span
    if span > dt.timedelta():
        assert calendar.elapsed(start, due - MICROSECOND) == span - MICROSECOND
    elif span < dt.timedelta():
        assert calendar.elapsed(start, due + MICROSECOND) == span + MICROSECOND
    else:
        assert due == start


@some
@given(calendars, instants)
def test_next_open_is_open_and_no_open_time_lies_before_it(calendar: Calendar, t: dt.datetime) -> None:
    try:
        opening = calendar.next_open(t)
    except ClockError:
        assert calendar.elapsed(t, dt.datetime(2100, 12, 30, tzinfo=dt.UTC)) == dt.timedelta()
        return
    assert calendar.is_open(opening)
    assert opening >= t
    assert calendar.elapsed(t, opening) == dt.timedelta()


@some
@given(calendars, st.lists(st.tuples(instants, instants, spans), min_size=1, max_size=8))
def test_arrays_say_what_single_instants_say(
    calendar: Calendar, asked: list[tuple[dt.datetime, dt.datetime, dt.timedelta]]
) -> None:
    a, b = array(*(each[0] for each in asked)), array(*(each[1] for each in asked))
    d = np.array([each[2] for each in asked], dtype="m8[us]")
    assert calendar.elapsed(a, b).tolist() == [calendar.elapsed(x, y) for x, y, _ in asked]
    assert calendar.is_open(a).tolist() == [calendar.is_open(x) for x, _, _ in asked]
    for roll in (None, "next opening"):
        alone = [_said(calendar.due, x, z, roll=roll) for x, _, z in asked]
        together = _said(calendar.due, a, d, roll=roll)
        assert together == alone or (isinstance(together, type) and together in alone)
    alone = [_said(calendar.next_open, x) for x, _, _ in asked]
    together = _said(calendar.next_open, a)
    assert together == alone or (isinstance(together, type) and together in alone)


@some
@given(
    calendars,
    st.lists(instants, min_size=1, max_size=6),
    st.integers(-6, 12),
    st.sampled_from(AFTER_HOURS),
    st.sampled_from([*DUE_AT, dt.time(9), dt.time(2, 30)]),
    st.sampled_from([None, dt.time(15), dt.time(0, 30)]),
)
def test_arrays_count_business_days_as_single_instants_do(
    calendar: Calendar,
    starts: list[dt.datetime],
    n: int,
    after_hours: Literal["same date", "next opening"],
    due: Literal["same time", "opening", "close"] | dt.time,
    cutoff: dt.time | None,
) -> None:
    def ask(start: Any) -> Any:
        return due_in_business_days(calendar, start, n, after_hours=after_hours, due_at=due, cutoff=cutoff)

    alone = [_said(ask, start) for start in starts]
    together = _said(ask, array(*starts))
    assert together == alone or (isinstance(together, type) and together in alone)


@some
@given(walked, minutes, st.integers(0, 3 * 24 * 60), st.integers(0, 600))
def test_a_minute_by_minute_walk_agrees(said: Walked, start: dt.datetime, length: int, used: int) -> None:
    calendar = calendar_of(said)
    end = start + dt.timedelta(minutes=length)
    assert calendar.elapsed(start, end) == said.elapsed(start, end)
    due = said.due(start, used)
    if due is not None:
        assert calendar.due(start, dt.timedelta(minutes=used)) == due


@some
@given(calendars, instants, instants, st.integers(0, 300))
def test_a_share_is_used_at_the_earliest_instant(
    calendar: Calendar, start: dt.datetime, due: dt.datetime, percent: int
) -> None:
    assume(start <= due)
    whole = calendar.elapsed(start, due)
    for clock, total in ((calendar, whole), (None, due - start)):
        try:
            at = used_at(start, due, percent / 100, clock)
        except ClockError:
            continue
        used = calendar.elapsed(start, at) if clock is not None else at - start
        assert 100 * used >= percent * total > 100 * (used - MICROSECOND) or used == dt.timedelta()
        if used == dt.timedelta():
            assert at == start
        assert used_at(array(start), array(due), percent / 100, clock).tolist() == [at.replace(tzinfo=None)]


@some
@given(calendars, instants, instants)
def test_a_calendar_is_a_value(calendar: Calendar, a: dt.datetime, b: dt.datetime) -> None:
    copy = pickle.loads(pickle.dumps(calendar))  # noqa: S301 - our own
    assert copy == calendar
    assert hash(copy) == hash(calendar)
    assert eval(repr(calendar), {"Calendar": Calendar}) == calendar  # noqa: S307 - our own
    assert copy.elapsed(a, b) == calendar.elapsed(a, b)


limits: st.SearchStrategy[Limit] = st.one_of(
    st.builds(Duration, st.integers(0, 10**15).map(lambda count: count * MICROSECOND)),
    st.builds(Duration, st.integers(0, 10_000).map(lambda count: dt.timedelta(minutes=count))),
    st.builds(BusinessTime, st.integers(0, 10**14).map(lambda count: count * MICROSECOND)),
    st.builds(BusinessDays, st.integers(0, 999)),
    st.builds(
        OnBusinessDay,
        st.integers(0, 999),
        st.one_of(st.just("close"), st.builds(dt.time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))),
    ),
)


@some
@given(limits)
def test_a_limit_written_is_read_as_itself(limit: Limit) -> None:
    assert parse_limit(str(limit)) == limit


@some
@given(st.text(max_size=40) | st.from_regex(r"(by|end of|PT?)? ?[0-9.:]* ?[a-z]* ?[a-z]*", fullmatch=True))
def test_no_text_breaks_the_reader_of_limits(text: str) -> None:
    """Whatever stands there is read, or refused with advice."""
    try:
        limit = parse_limit(text)
    except UnreadableDuration as refusal:
        parts = (refusal.message, refusal.advice)
        assert all(parts)
    else:
        assert parse_limit(str(limit)) == limit


@some
@given(calendars, st.lists(instants, min_size=1, max_size=4), limits, st.sampled_from(AFTER_HOURS))
def test_every_limit_is_due_alike_one_by_one_and_together(
    calendar: Calendar, starts: list[dt.datetime], limit: Limit, after_hours: Literal["same date", "next opening"]
) -> None:
    def ask(start: Any) -> Any:
        return due_at(start, limit, calendar, after_hours=after_hours, due_at="close")

    alone = [_said(ask, start) for start in starts]
    together = _said(ask, array(*starts))
    assert together == alone or (isinstance(together, type) and together in alone)


def _said(ask: Callable[..., Any], *given: object, **conventions: object) -> object:
    """Give the answer without its zone, an array's answers as a list, or the kind of the exception."""
    try:
        answer = ask(*given, **conventions)
    except ClockError as error:
        return type(error)
    return answer.replace(tzinfo=None) if isinstance(answer, dt.datetime) else answer.tolist()
