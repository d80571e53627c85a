"""What a message shows of many values at once is what it shows of each alone."""

from __future__ import annotations

import datetime as dt
import sys
import unicodedata
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ola.evaluate.showing import shown
from ola.evaluate.shown_columns import _PRINTABLE, shown_columns


def told(values: pl.Series, *, personal: bool) -> list[str]:
    """Give the words for each value, with what stands around them."""
    column, before, behind = shown_columns(values, personal=personal)
    assert not column.has_nulls()
    return [f"{before}{each}{behind}" for each in column.cast(pl.String).to_list()]


# In every zone of years that Python's calendar holds whole.
MOMENTS = st.datetimes(dt.datetime(3, 1, 1), dt.datetime(9997, 12, 31))  # noqa: DTZ001 - without a zone as Polars has them
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text(' a"\\@.x1', max_size=80) | st.emails()


@pytest.mark.parametrize("personal", [False, True])
@settings(max_examples=150, deadline=None)
@given(texts=st.lists(st.none() | TEXTS, min_size=1, max_size=8))
def test_texts_are_shown_as_each_of_them_is(texts: list[str | None], *, personal: bool) -> None:
    """Quoted, cut and made printable, or masked: a column of texts has the words of its texts."""
    for column in (texts, [each for each in texts if each is not None]):
        series = pl.Series(column, dtype=pl.String)
        assert told(series, personal=personal) == [shown(each, personal=personal) for each in series]


def test_short_texts_that_print_are_not_written_anew() -> None:
    """A column of what nearly all messages show is given as it is, with quotes to stand around it."""
    texts = pl.Series(["about 50", "Müller", ""])
    assert shown_columns(texts) == (texts, "“", "”") or shown_columns(texts)[0].equals(texts)


@pytest.mark.parametrize("personal", [False, True])
@pytest.mark.parametrize(
    "values",
    [
        pl.Series([1, -3, None], dtype=pl.Int64),
        pl.Series([0, 2**64 - 1], dtype=pl.UInt64),
        pl.Series([True, False, None]),
        pl.Series([12.5, 60.0, float("nan"), 1e300, None]),
        pl.Series([Decimal("60.50"), None]),
        pl.Series([dt.date(2026, 6, 1), None]),
        pl.Series([dt.datetime(2026, 6, 1, 12, 0, 0, 250, dt.UTC)]).dt.replace_time_zone(None),
        pl.Series([dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)]).cast(pl.Datetime("ms", "Europe/Berlin")),
        pl.Series([dt.timedelta(hours=4)]),
        pl.Series([["a"], [], None]),
        pl.Series([{"a": 1}, None]),
        pl.Series([b"abc"]),
        pl.Series(["web", None], dtype=pl.Categorical()),
        pl.Series([None]),
    ],
    ids=lambda each: str(getattr(each, "dtype", each)),
)
def test_typed_values_are_shown_as_each_of_them_is(values: pl.Series, *, personal: bool) -> None:
    """Numbers, instants, lists and the rest have the words that they have one by one."""
    alone: list[Any] = values.to_list()
    assert told(values, personal=personal) == [shown(each, personal=personal) for each in alone]


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(st.floats() | st.integers(-(10**16), 10**16).map(float) | st.floats(-1e5, 1e5), min_size=1),
    moments=st.lists(MOMENTS | MOMENTS.map(lambda each: each.replace(microsecond=0)), min_size=1),
)
def test_numbers_and_instants_are_shown_as_python_writes_them(values: list[float], moments: list[dt.datetime]) -> None:
    """As many digits as it takes, and no more."""
    for dtype in (pl.Float64(), pl.Float32()):
        numbers = pl.Series(values, dtype=pl.Float64).cast(dtype, strict=False)
        assert told(numbers, personal=False) == [shown(each) for each in numbers.to_list()]
    for zone in (None, "UTC", "America/New_York"):
        instants = pl.Series(moments, dtype=pl.Datetime("us")).dt.replace_time_zone("UTC")
        instants = instants.dt.replace_time_zone(None) if zone is None else instants.dt.convert_time_zone(zone)
        assert told(instants, personal=False) == [shown(each) for each in instants.to_list()]
    days = pl.Series([each.date() for each in moments])
    assert told(days, personal=False) == [shown(each) for each in days.to_list()]


def test_instants_beyond_the_calendar_are_shown_as_text() -> None:
    """What Python cannot hold is no crash: Polars says what stands there."""
    ticks = pl.Series([-(10**17), 3 * 10**17, 0])
    instants = told(ticks.cast(pl.Datetime("us", "UTC")), personal=False)
    assert instants == [
        "“-1199-02-15 14:13:20.000000+00:00”", "“+11476-08-15 05:20:00.000000+00:00”", "1970-01-01T00:00:00+00:00",
    ]  # fmt: skip
    assert told(pl.Series([4_000_000], dtype=pl.Int32).cast(pl.Date), personal=False) == ["“+12921-08-18”"]


def test_what_is_taken_to_print_prints() -> None:
    """Every character that is shown as it is without a closer look prints in Python's eyes too."""
    found = pl.Series([chr(code) for code in range(sys.maxunicode) if not 0xD800 <= code < 0xE000])
    plain = found.filter(found.str.contains(f"^[{_PRINTABLE}]$"))
    assert len(plain) > 30_000
    assert [f"U+{ord(each):04X} {unicodedata.name(each, '')}" for each in plain if not each.isprintable()] == []
