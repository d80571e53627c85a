"""How a cell is spelt: a number, a date year first, a date day first, text; whatever the agreement wants there.

A spelling is a small number, so that a column of millions of cells is an array of bytes. What is not readable as its
field's type has `UNREADABLE` added; together they are the cell's code.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import IntEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

Codes = NDArray[np.uint8]


class Spelling(IntEnum):
    """What stands in a cell: nothing, a typed value, or text of some form."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    WRITTEN_NUMBER = 3
    BOOLEAN = 4
    DATE = 5
    INSTANT = 6
    DURATION = 7
    YEAR_FIRST = 8
    YEAR_FIRST_WITH_TIME = 9
    DAY_FIRST = 10
    MONTH_FIRST = 11
    EITHER_FIRST = 12
    LIST = 13
    OBJECT = 14


SAYS: dict[Spelling, str] = {
    Spelling.BLANK: "blank",
    Spelling.TEXT: "text",
    Spelling.NUMBER: "number",
    Spelling.WRITTEN_NUMBER: "number as text",
    Spelling.BOOLEAN: "true or false",
    Spelling.DATE: "date",
    Spelling.INSTANT: "instant",
    Spelling.DURATION: "duration",
    Spelling.YEAR_FIRST: "date year first",
    Spelling.YEAR_FIRST_WITH_TIME: "date and time year first",
    Spelling.DAY_FIRST: "date day first",
    Spelling.MONTH_FIRST: "date month first",
    Spelling.EITHER_FIRST: "date day or month first",
    Spelling.LIST: "list",
    Spelling.OBJECT: "object",
}
UNREADABLE = 16
CODES = 2 * UNREADABLE
WRITTEN_DATES = frozenset(
    {
        Spelling.YEAR_FIRST,
        Spelling.YEAR_FIRST_WITH_TIME,
        Spelling.DAY_FIRST,
        Spelling.MONTH_FIRST,
        Spelling.EITHER_FIRST,
    }
)

# Only what begins like this can be anything but text, so that most columns are looked at once.
_MAY_BE_MORE = r"^[+-]?[0-9.,]"
_YEAR_FIRST = r"^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
_REST = r"(?:[T ,].*)?$"
_DAY, _MONTH, _LATE_DAY = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:1[3-9]|2[0-9]|3[01])"
_YEAR = "(?:[/.-][0-9]{4}|/[0-9]{2})"
_WRITTEN: tuple[tuple[str, Spelling], ...] = (
    (rf"{_YEAR_FIRST}$", Spelling.YEAR_FIRST),
    (rf"{_YEAR_FIRST}[T ][0-9]", Spelling.YEAR_FIRST_WITH_TIME),
    (rf"^{_LATE_DAY}[/.-]{_MONTH}{_YEAR}{_REST}", Spelling.DAY_FIRST),
    (rf"^{_MONTH}[/.-]{_LATE_DAY}{_YEAR}{_REST}", Spelling.MONTH_FIRST),
    (rf"^{_MONTH}[/.-]{_MONTH}{_YEAR}{_REST}", Spelling.EITHER_FIRST),
    (r"^[+-]?(?:[0-9]+(?:[.,][0-9]+)*[.,]?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?$", Spelling.WRITTEN_NUMBER),
)


def spelling_columns(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Give the spelling of each cell of a column of this dtype, as long as the column is; blanks are not told apart."""
    match dtype:
        case pl.String:
            return raw.map_batches(spelling_of_texts, return_dtype=pl.UInt8(), is_elementwise=True)
        case pl.Categorical() | pl.Enum():
            return spelling_columns(raw.cast(pl.String), pl.String())
        case pl.Boolean:
            spelling = Spelling.BOOLEAN
        case pl.Date:
            spelling = Spelling.DATE
        case pl.Datetime():
            spelling = Spelling.INSTANT
        case pl.Duration():
            spelling = Spelling.DURATION
        case pl.List() | pl.Array():
            spelling = Spelling.LIST
        case _ if dtype.is_numeric():
            spelling = Spelling.NUMBER
        case _:
            spelling = Spelling.OBJECT
    told = pl.lit(int(spelling), pl.UInt8)
    return pl.when(raw.is_null()).then(told).otherwise(told)


def spelling_of_texts(texts: pl.Series) -> pl.Series:
    """Give the spelling of each text."""
    trimmed = texts.str.strip_chars()
    more = trimmed.str.contains(_MAY_BE_MORE).fill_null(value=False)
    found = np.full(len(texts), int(Spelling.TEXT), np.uint8)
    if more.any():
        cell = pl.col("cell")
        told = pl.lit(int(Spelling.TEXT), pl.UInt8)
        for pattern, spelling in reversed(_WRITTEN):
            told = pl.when(cell.str.contains(pattern)).then(pl.lit(int(spelling), pl.UInt8)).otherwise(told)
        found[more.to_numpy()] = trimmed.filter(more).to_frame("cell").select(told).to_series().to_numpy()
    return pl.Series(found)


def spelling_of(value: object) -> Spelling:
    """Give the spelling of a value that is no text, by its class."""
    for kind, spelling in _CLASSES:
        if isinstance(value, kind):
            return spelling
    return Spelling.OBJECT


# Subclasses come before their classes: bool is an int, a datetime is a date.
_CLASSES: tuple[tuple[type | tuple[type, ...], Spelling], ...] = (
    (bool, Spelling.BOOLEAN),
    ((int, float, Decimal), Spelling.NUMBER),
    (dt.datetime, Spelling.INSTANT),
    (dt.date, Spelling.DATE),
    (dt.timedelta, Spelling.DURATION),
    ((list, tuple), Spelling.LIST),
)
