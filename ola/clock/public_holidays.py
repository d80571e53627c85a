"""Public holidays of a country or a part of one, a year at a time, as the `holidays` library lists them."""

from __future__ import annotations

import datetime as dt
import difflib
from functools import lru_cache
from typing import TYPE_CHECKING

from ola.errors import WrongCall

if TYPE_CHECKING:
    from collections.abc import Iterable

    import holidays


def holidays_of(places: str | Iterable[str], years: Iterable[int]) -> frozenset[dt.date]:
    """Give the public holidays of places such as `US` or `DE-BE` in those years, observed days included.

    Raises WrongCall for a place the library does not know, naming near spellings.
    """
    names = [places] if isinstance(places, str) else list(places)
    return frozenset().union(*(holidays_in_year(name, year) for year in years for name in names))


@lru_cache(maxsize=4096)
def holidays_in_year(place: str, year: int) -> frozenset[dt.date]:
    """Give one place's public holidays in one year."""
    return frozenset(day for day in _library(place, year) if day.year == year)


@lru_cache(maxsize=256)
def years_covered(place: str) -> tuple[int, int]:
    """Give the first and the last year whose holidays are known for the place; raises WrongCall if none are."""
    known = _library(place, None)
    return known.start_year, known.end_year


def _library(place: str, year: int | None) -> holidays.HolidayBase:
    # Some 80 ms: only calendars that name a place pay for it.
    import holidays

    country, _, part = place.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError:
        raise WrongCall(_unknown(country, part)) from None


def _unknown(country: str, part: str) -> str:
    import holidays
    from holidays.registry import COUNTRIES

    parts = holidays.list_supported_countries(include_aliases=True)
    if country in parts:
        known = {each.casefold(): each for each in parts[country]}
        if not known:
            return f"The holidays of {country} are not listed by part; write {country} instead of {country}-{part}."
        near = [known[each] for each in difflib.get_close_matches(part.casefold(), known, n=3)]
        listed = near or parts[country][:3]
        advice = (
            f"{'Did you mean' if near else 'Write one such as'} {_either([f'{country}-{each}' for each in listed])}"
        )
        return f"There are no holidays for {country}-{part}. {advice}{'?' if near else '.'}"
    names = {code.casefold(): code for code in parts}
    for module, (_, code, code3, *_) in COUNTRIES.items():
        names |= {module.replace("_", " "): code, code3.casefold(): code}
    wanted = country.casefold()
    exact = [names[wanted]] if wanted in names else []
    near = exact or list(dict.fromkeys(names[each] for each in difflib.get_close_matches(wanted, names, n=3)))
    offered = [f"{code}-{part}" if part and exact else code for code in near]
    written = f"{country}-{part}" if part else country
    advice = (
        f"Did you mean {_either(offered)}?" if near else "Write a country code such as US, or DE-BE for a part of one."
    )
    return f"There are no holidays for {written!r}. {advice}"


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
