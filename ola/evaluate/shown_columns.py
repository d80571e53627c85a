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
        case _ if raw.has_nulls():
            return _one_by_one(raw, personal=False), "", ""
        case pl.Boolean:
            words = pl.when(pl.col("raw")).then(pl.lit("true")).otherwise(pl.lit("false"))
            return raw.alias("raw").to_frame().select(words).to_series(), "", ""
        case dtype if dtype.is_integer():
            return raw.cast(pl.String), "", ""
        case _:
            return _one_by_one(raw, personal=False), "", ""
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
    words = _in_quotes(_masked(known)) if personal else _cut(known)
    return words.scatter(odd.arg_true(), _one_by_one(texts.filter(odd), personal=personal)), "", ""


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
