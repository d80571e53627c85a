"""Whole numbers, however they arrive: as integers, as floats without a fraction, as decimals.

Beyond 2^53 - 1 a float no longer holds every whole number (RFC 7493, I-JSON), so nothing larger is read
from one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ola.fieldtypes.malformed import MALFORMED, Malformed

if TYPE_CHECKING:
    import polars as pl

LARGEST = 2**53 - 1
# What 64 bits hold, with or without a sign: the bounds of an identifier given as an integer.
LOWEST_ID, HIGHEST_ID = -(2**63), 2**64 - 1


def whole(raw: float | Decimal) -> int | Malformed:
    """The whole number within ±(2^53 - 1) that the value is; NaN, infinities and fractions are malformed."""
    if raw.__class__ is Decimal and not raw.is_finite():
        return MALFORMED
    if not -LARGEST <= raw <= LARGEST:
        return MALFORMED
    value = int(raw)
    return value if value == raw else MALFORMED


def digits(raw: float | Decimal) -> str | Malformed:
    """The decimal digits of a whole number: an integer of at most 64 bits, or as `whole` reads it."""
    if isinstance(raw, int):
        return str(int(raw)) if LOWEST_ID <= raw <= HIGHEST_ID else MALFORMED
    value = whole(raw)
    return MALFORMED if value is MALFORMED else str(value)


def whole_columns(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """As `whole`, for a numeric column: Int64, null where malformed."""
    import polars as pl

    if dtype.is_decimal():
        text = raw.cast(pl.String).str.replace(r"\.0*$", "")
        raw = text.cast(pl.Int64, strict=False)
        return pl.when(raw.is_between(-LARGEST, LARGEST)).then(raw)
    kept = raw.is_between(-LARGEST, LARGEST)
    if dtype.is_float():
        kept &= raw == raw.floor()
    elif dtype in {pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32}:
        return raw.cast(pl.Int64)
    return pl.when(kept).then(raw.cast(pl.Int64, strict=False))


def digits_columns(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """As `digits`, for a numeric column: String, null where malformed."""
    import polars as pl

    if not dtype.is_integer():
        return whole_columns(raw, dtype).cast(pl.String)
    text = raw.cast(pl.String)
    if dtype in {pl.Int128, pl.UInt128}:
        wide = raw.cast(pl.Int128, strict=False)
        return pl.when(wide.is_between(pl.lit(LOWEST_ID, pl.Int128), pl.lit(HIGHEST_ID, pl.Int128))).then(text)
    return text


def whole_schema(low: int = -LARGEST, high: int = LARGEST) -> dict[str, Any]:
    """A schema of the JSON numbers that are whole and within the bounds."""
    return {"type": "integer", "minimum": low, "maximum": high}
