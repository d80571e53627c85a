"""Public holidays come by place and year."""

from __future__ import annotations

import datetime as dt

import pytest

from ola.clock import holidays_of
from ola.clock.public_holidays import years_covered
from ola.errors import WrongCall


def test_holidays_come_for_the_years_asked_and_no_other() -> None:
    found = holidays_of("DE-BE", [2026])
    assert dt.date(2026, 3, 8) in found
    assert dt.date(2026, 3, 8) not in holidays_of("DE-BY", [2026])
    assert {day.year for day in holidays_of(["US", "DE-BE"], range(2025, 2028))} == {2025, 2026, 2027}


def test_a_holiday_observed_in_another_year_is_not_lost() -> None:
    """New Year's Day of 2022 was a Saturday, and observed in the United States on the last day of 2021."""
    assert dt.date(2021, 12, 31) in holidays_of("US", [2021])


def test_years_that_are_known_are_told() -> None:
    assert years_covered("DE") == (1991, 2100)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("us", "There are no holidays for 'us'. Did you mean US?"),
        ("Germany", "There are no holidays for 'Germany'. Did you mean DE?"),
        ("de-BE", "There are no holidays for 'de-BE'. Did you mean DE-BE?"),
        ("UK", "There are no holidays for 'UK'. Did you mean GB?"),
        (
            "list_localized",
            "There are no holidays for 'list_localized'. Write a country code such as US, or DE-BE for a part of one.",
        ),
        ("DE-be", "There are no holidays for DE-be. Did you mean DE-BE?"),
        ("DE-Q1", "There are no holidays for DE-Q1. Write one such as DE-BB, DE-BE or DE-BW."),
        ("SG-01", "The holidays of SG are not listed by part; write SG instead of SG-01."),
        ("", "There are no holidays for ''. Write a country code such as US, or DE-BE for a part of one."),
    ],
)
def test_an_unknown_place_is_refused_naming_near_spellings(place: str, message: str) -> None:
    with pytest.raises(WrongCall) as refusal:
        holidays_of(place, [2026])
    assert str(refusal.value) == message
