"""Written dates: the patterns hold the calendar, day by day."""

from __future__ import annotations

import calendar

import pytest

from ola.fieldtypes.grammar import compiled
from ola.fieldtypes.spec import DateOrder
from ola.fieldtypes.written_date import date_body

FORMS: dict[DateOrder, str] = {
    "iso": "{y:04}-{m:02}-{d:02}",
    "day first": "{d}.{m:02}.{y:04}",
    "month first": "{m}/{d:02}/{y:04}",
}


@pytest.mark.parametrize("order", FORMS)
def test_february_has_29_days_in_leap_years_alone(order: DateOrder) -> None:
    """In each of the years 0 to 9999, of which 0 is none."""
    match, form = compiled(date_body(order)).fullmatch, FORMS[order]
    leap = [y for y in range(10_000) if match(form.format(y=y, m=2, d=29))]
    assert leap == [y for y in range(1, 10_000) if calendar.isleap(y)]
    assert [y for y in range(10_000) if match(form.format(y=y, m=2, d=28))] == list(range(1, 10_000))


@pytest.mark.parametrize("order", FORMS)
def test_every_month_has_its_days(order: DateOrder) -> None:
    """No more and no less, in a leap year and another."""
    match, form = compiled(date_body(order)).fullmatch, FORMS[order]
    for year in (2024, 2026):
        for month in range(14):
            days = [d for d in range(40) if match(form.format(y=year, m=month, d=d))]
            last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
            assert days == list(range(1, last + 1))
