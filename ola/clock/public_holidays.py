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


def named_holidays(place: str, year: int) -> dict[dt.date, str]:
    """Give one place's public holidays in one year with their names, in English where the library has them."""
    return {day: name for day, name in _library(place, year, "en_US").items() if day.year == year}


@lru_cache(maxsize=256)
def years_covered(place: str) -> tuple[int, int]:
    """Give the first and the last year whose holidays are known for the place; raises WrongCall if none are."""
    known = _library(place, None)
    return known.start_year, known.end_year


def _library(place: str, year: int | None, language: str | None = None) -> holidays.HolidayBase:
    # Some 80 ms: only calendars that name a place pay for it.
    import holidays
    from holidays.registry import COUNTRIES

    country, _, part = place.partition("-")
    # The library takes any name of its own for a country, so the code is looked up first.
    if country not in {code for _, code, *_ in COUNTRIES.values()}:
        raise WrongCall(_unknown_country(place, country, part))
    try:
        return holidays.country_holidays(country, subdiv=part or None, years=year, language=language)
    except NotImplementedError:
        raise WrongCall(_unknown_part(country, part)) from None


def _unknown_country(place: str, country: str, part: str) -> str:
    from holidays.registry import COUNTRIES

    codes: dict[str, str] = {}
    for module, (_, code, *others) in COUNTRIES.items():
        codes |= {name.casefold(): code for name in (module.replace("_", " "), code, *others)}
    wanted = country.casefold()
    near = [wanted] if wanted in codes else difflib.get_close_matches(wanted, codes, n=2)
    if not near:
        return f"There are no holidays for {place!r}. Write a country code such as US, or DE-BE for a part of one."
    offered = dict.fromkeys(codes[name] for name in near)
    return f"There are no holidays for {place!r}. Did you mean {_either([_joined(code, part) for code in offered])}?"


def _unknown_part(country: str, part: str) -> str:
    import holidays

    parts = holidays.list_supported_countries(include_aliases=True).get(country, [])
    if not parts:
        return f"The holidays of {country} are not listed by part; write {country} instead of {country}-{part}."
    known = {each.casefold(): each for each in parts}
    wanted = part.casefold()
    close = [wanted] if wanted in known else difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    near = [known[each] for each in close]
    offered = _either([_joined(country, each) for each in near or parts[:3]])
    advice = f"Did you mean {offered}?" if near else f"Write one such as {offered}."
    return f"There are no holidays for {country}-{part}. {advice}"


def _joined(country: str, part: str) -> str:
    return f"{country}-{part}" if part else country


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
