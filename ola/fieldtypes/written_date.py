"""Dates as people and systems write them: ISO, day first, month first; the calendar itself is in the pattern.

Patterns know the length of every month and every leap year from 0001 to 9999, so nothing that matches is
no date. A date that begins with its year is read whatever the declared order: it cannot be misread.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from ola.fieldtypes.spec import DateOrder

_YEAR = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
ISO = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
# Days, months: 31, 30 and 28 days, one digit or two; and the 29th of February.
_LONG = ("(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[13578]|1[02])")
_SHORT = ("(?:0?[1-9]|[12][0-9]|30)", "(?:0?[469]|11)")
_FEBRUARY = ("(?:0?[1-9]|1[0-9]|2[0-8])", "0?2")
_SEPARATORS = ("/", r"\.", "-")


def _slashed(*, month_first: bool) -> str:
    """Dates that end in their year, with one separator throughout."""

    def pair(day: str, month: str, separator: str) -> str:
        return f"{month}{separator}{day}" if month_first else f"{day}{separator}{month}"

    bodies: list[str] = []
    for separator in _SEPARATORS:
        usual = "|".join(pair(day, month, separator) for day, month in (_LONG, _SHORT, _FEBRUARY))
        bodies.append(f"(?:{usual}){separator}{_YEAR}|{pair('29', '0?2', separator)}{separator}{_LEAP}")
    return "|".join(bodies)


_DAY_FIRST = f"(?:{_slashed(month_first=False)}|{ISO})"
_MONTH_FIRST = f"(?:{_slashed(month_first=True)}|{ISO})"


def date_body(order: DateOrder) -> str:
    """The pattern of a written date; epoch milliseconds are not written dates, beside them ISO is read."""
    if order == "day first":
        return _DAY_FIRST
    return _MONTH_FIRST if order == "month first" else ISO


def read_date(text: str, order: DateOrder) -> dt.date:
    """The date of a text that matches `date_body`."""
    if text[4] == "-" and text[:4].isdigit():
        return dt.date.fromisoformat(text)
    first, second, year = map(int, text.replace(".", "/").replace("-", "/").split("/"))
    return dt.date(year, first, second) if order == "month first" else dt.date(year, second, first)


def read_date_columns(text: pl.Expr, order: DateOrder) -> pl.Expr:
    """As `read_date`; null where the text does not match."""
    import polars as pl

    iso = text.str.to_date("%Y-%m-%d", strict=False, exact=True, cache=False)
    if order in {"iso", "epoch ms"}:
        return iso
    form = "%m/%d/%Y" if order == "month first" else "%d/%m/%Y"
    slashed = text.str.replace_all("[.-]", "/").str.to_date(form, strict=False, exact=True, cache=False)
    return pl.when(text.str.contains("^[0-9]{4}-")).then(iso).otherwise(slashed)


# How each order is written, which every reader of that order reads; milliseconds aside, years come first.
FORMS: dict[DateOrder, str] = {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y"}


def date_writer(order: DateOrder) -> Callable[[dt.date], str]:
    """A function from a date to its text in the order."""
    if order == "day first":
        return lambda day: f"{day.day:02}/{day.month:02}/{day.year:04}"
    if order == "month first":
        return lambda day: f"{day.month:02}/{day.day:02}/{day.year:04}"
    return dt.date.isoformat


def written_dates(values: pl.Expr, order: DateOrder) -> pl.Expr:
    """As `date_writer`, for a column of dates."""
    return values.dt.to_string(FORMS.get(order, "%Y-%m-%d"))
