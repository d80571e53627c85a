"""Milliseconds since 1970 began in UTC, within the years 1 to 9999."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ola.fieldtypes.grammar import grammar, whole_numbers
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.whole import whole

if TYPE_CHECKING:
    from decimal import Decimal

    import polars as pl

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# The first and last instant of the calendar, in milliseconds and in microseconds.
FIRST_MS, LAST_MS = -62_135_596_800_000, 253_402_300_799_999
FIRST_US, LAST_US = FIRST_MS * 1000, LAST_MS * 1000 + 999
TEXT = grammar(rf"\+?{whole_numbers(0, LAST_MS)}|-{whole_numbers(0, -FIRST_MS)}")


def instant_of(milliseconds: float | Decimal) -> object:
    """The instant, or `MALFORMED` for a fraction or an instant outside the calendar."""
    value = whole(milliseconds)
    if value is MALFORMED or not FIRST_MS <= value <= LAST_MS:
        return MALFORMED
    return EPOCH + dt.timedelta(milliseconds=value)


def microseconds_columns(milliseconds: pl.Expr) -> pl.Expr:
    """Whole milliseconds as microseconds since 1970, null outside the calendar."""
    import polars as pl

    return pl.when(milliseconds.is_between(FIRST_MS, LAST_MS)).then(milliseconds * 1000)
