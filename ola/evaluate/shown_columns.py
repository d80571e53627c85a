"""The values of a column in the few words a message has room for: `shown`, for many rows at once."""

from __future__ import annotations

import polars as pl

from ola.evaluate.masking import HIDDEN
from ola.evaluate.showing import LONGEST, shown

# Characters that print as they are, in whichever release of Unicode: those of most names and words.
_ASCII = " -~"
_PRINTABLE = (
    _ASCII + "\u00a1-\u00ac\u00ae-\u024f\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f"
    "\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fef\uac00-\ud7a3"
)
CALENDAR = (2, 9998)  # years of which every instant lies in Python's calendar, wherever it is shown
# Numbers that Python and Polars write alike, and years of four digits.
_SMALL, _WHOLE, _YEARS = 1e-4, 1e15, (1000, 9999)
_FEW, _MANY = 4, 9  # as in `mask`: shorter ones are hidden, of longer ones the end is shown too

Shown = tuple[pl.Series, str, str]


def shown_columns(raw: pl.Series, *, personal: bool = False) -> Shown:
    """Say of each value what stands there, as `shown` does: a column without nulls, and what stands before and behind.

    Mostly the column is the raw one and what stands around it are quotes, so that nothing is written twice.
    """
    match raw.dtype:
        case pl.String:
            texts = raw
        case pl.Categorical() | pl.Enum():
            texts = raw.cast(pl.String)
        case _ if personal:
            return pl.repeat(shown(None, personal=True), len(raw), eager=True), "", ""
        case _:
            return _typed(raw, _words(raw.dtype)), "", ""
    characters, text = (_ASCII if personal else _PRINTABLE), pl.col("raw")
    is_plain = text.str.contains(f"^[{characters}]*$")
    table = texts.alias("raw").to_frame()
    all_plain, all_short = table.select(
        plain=is_plain.fill_null(value=False).all(), short=(text.str.len_bytes() <= LONGEST).all()
    ).row(0)
    if all_plain and personal:
        return _masked(texts), "“", "”"
    if all_plain and all_short:
        return texts, "“", "”"
    odd = table.select(~is_plain.fill_null(value=False)).to_series()
    known = table.select(pl.when(is_plain).then(text)).to_series()
    told = _in_quotes(_masked(known)) if personal else _cut(known)
    return told.scatter(odd.arg_true(), _one_by_one(texts.filter(odd), personal=personal)), "", ""


def _words(dtype: pl.DataType) -> pl.Expr:
    """The words of typed values, null where only `shown` knows them."""
    value, nothing = pl.col("raw"), pl.lit(None, pl.String)
    match dtype:
        case pl.Boolean:
            return pl.when(value).then(pl.lit("true")).when(~value).then(pl.lit("false"))
        case _ if dtype.is_integer():
            return value.cast(pl.String)
        case _ if dtype.is_float():
            number = value.cast(pl.Float64)
            is_whole = (number == number.floor()) & (number != 0) & (number.abs() < _WHOLE)
            whole = pl.concat_str(pl.when(is_whole).then(number).cast(pl.Int64).cast(pl.String), pl.lit(".0"))
            return (
                pl.when(is_whole).then(whole).when(number.abs().is_between(_SMALL, _WHOLE)).then(number.cast(pl.String))
            )
        case pl.Date:
            written = pl.when(value.dt.year().is_between(*_YEARS)).then(value.dt.to_string("%Y-%m-%d"))
            return written.otherwise(_beyond(value))
        case pl.Datetime(time_zone=None | "UTC" as zone):
            moment, end = value.dt.cast_time_unit("us"), "" if zone is None else "+00:00"
            second = moment.dt.to_string(f"%Y-%m-%dT%H:%M:%S{end}")
            micro = moment.dt.to_string(f"%Y-%m-%dT%H:%M:%S%.6f{end}")
            told = pl.when(moment.dt.microsecond() == 0).then(second).otherwise(micro)
            return pl.when(value.dt.year().is_between(*_YEARS)).then(told).otherwise(_beyond(value))
        case pl.Datetime():
            return _beyond(value)
        case _:
            return pl.when(value.is_null()).then(nothing).otherwise(nothing)


def _beyond(value: pl.Expr) -> pl.Expr:
    """A day or an instant that Python's calendar does not hold, as text; null where it does."""
    text = pl.concat_str(pl.lit("“"), value.cast(pl.String), pl.lit("”"))
    return pl.when(~value.dt.year().is_between(*CALENDAR)).then(text)


def _typed(raw: pl.Series, words: pl.Expr) -> pl.Series:
    told = raw.alias("raw").to_frame().select(words).to_series()
    if not told.has_nulls():
        return told
    odd = told.is_null()
    return told.scatter(odd.arg_true(), _one_by_one(raw.filter(odd), personal=False))


def _cut(texts: pl.Series) -> pl.Series:
    """Put texts that print as they are in quotes, and cut the long ones."""
    text = pl.col("raw")
    end = pl.when(text.str.len_chars() > LONGEST).then(pl.lit("…”")).otherwise(pl.lit("”"))
    return texts.alias("raw").to_frame().select(pl.concat_str(pl.lit("“"), text.str.head(LONGEST), end)).to_series()


def _in_quotes(texts: pl.Series) -> pl.Series:
    return texts.alias("raw").to_frame().select(pl.concat_str(pl.lit("“"), pl.col("raw"), pl.lit("”"))).to_series()


def _masked(texts: pl.Series) -> pl.Series:
    """As `mask`, of ASCII that prints."""
    text, at, length = pl.col("text"), pl.col("at"), pl.col("length")
    table = texts.str.replace_all(" ", "", literal=True).alias("text").to_frame()
    table = table.with_columns(at=text.str.find("@", literal=True), length=text.str.len_bytes())
    first, nothing = text.str.head(1), pl.lit("")
    end = pl.when(length >= _MANY).then(text.str.tail(2)).otherwise(nothing)
    masked = (
        pl.when(at.is_not_null() & (at + 1 < length))
        .then(pl.concat_str(pl.when(at > 1).then(first).otherwise(nothing), pl.lit(f"{HIDDEN}@{HIDDEN}")))
        .when(length < _FEW)
        .then(pl.lit(HIDDEN))
        .otherwise(pl.concat_str(first, pl.lit(HIDDEN), end))
    )
    return table.select(masked).to_series()


def _one_by_one(raw: pl.Series, *, personal: bool) -> pl.Series:
    return pl.Series([shown(value, personal=personal) for value in raw.to_list()], dtype=pl.String)
