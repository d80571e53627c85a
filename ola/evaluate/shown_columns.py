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


def shown_columns(raw: pl.Series, *, personal: bool = False) -> pl.Series:
    """Say of each value what stands there, as `shown` does; never null."""
    match raw.dtype:
        case pl.String:
            texts = raw
        case pl.Categorical() | pl.Enum():
            texts = raw.cast(pl.String)
        case _ if personal:
            return pl.Series([shown(None, personal=True)], dtype=pl.String).new_from_index(0, len(raw))
        case pl.Boolean:
            return _told(raw, pl.when(pl.col("raw")).then(pl.lit("true")).otherwise(pl.lit("false")))
        case dtype if dtype.is_integer():
            return _told(raw, pl.col("raw").cast(pl.String))
        case _:
            return _one_by_one(raw, personal=False)
    characters = _ASCII if personal else _PRINTABLE
    odd = ~texts.str.contains(f"^[{characters}]*$")
    if not odd.any():
        return _masked(texts) if personal else _quoted(texts)
    table = pl.DataFrame({"raw": texts, "odd": odd.fill_null(value=False)})
    plain = pl.when(~pl.col("odd")).then(pl.col("raw"))
    known = table.select(plain).to_series()
    one_by_one = _one_by_one(texts.filter(table["odd"]), personal=personal)
    return (_masked(known) if personal else _quoted(known)).scatter(table["odd"].arg_true(), one_by_one)


def _quoted(texts: pl.Series) -> pl.Series:
    """Put texts that print as they are in quotes, and cut the long ones."""
    text = pl.col("raw")
    short = texts.str.len_bytes() <= LONGEST
    if short.all():
        return _told(texts, pl.concat_str(pl.lit("“"), text, pl.lit("”")))
    end = pl.when(text.str.len_chars() > LONGEST).then(pl.lit("…”")).otherwise(pl.lit("”"))
    return _told(texts, pl.concat_str(pl.lit("“"), text.str.head(LONGEST), end))


def _masked(texts: pl.Series) -> pl.Series:
    """As `mask`, in quotes, of ASCII that prints."""
    text, at = pl.col("text"), pl.col("at")
    table = texts.str.replace_all(" ", "", literal=True).alias("text").to_frame()
    table = table.with_columns(at=text.str.find("@", literal=True), length=text.str.len_bytes())
    first = text.str.head(1)
    is_address = at.is_not_null() & (at + 1 < pl.col("length"))
    end = pl.when(pl.col("length") >= _MANY).then(text.str.tail(2)).otherwise(pl.lit(""))
    masked = (
        pl.when(is_address)
        .then(pl.concat_str(pl.when(at > 1).then(first).otherwise(pl.lit("")), pl.lit(f"{HIDDEN}@{HIDDEN}")))
        .when(pl.col("length") < _FEW)
        .then(pl.lit(HIDDEN))
        .otherwise(pl.concat_str(first, pl.lit(HIDDEN), end))
    )
    told = table.select(pl.concat_str(pl.lit("“"), masked, pl.lit("”"))).to_series()
    return told.fill_null(shown(None, personal=True))


def _told(raw: pl.Series, words: pl.Expr) -> pl.Series:
    return raw.alias("raw").to_frame().select(words).to_series().zip_with(raw.is_not_null(), _nothing(len(raw)))


def _nothing(height: int) -> pl.Series:
    return pl.Series([shown(None)], dtype=pl.String).new_from_index(0, height)


def _one_by_one(raw: pl.Series, *, personal: bool) -> pl.Series:
    return pl.Series([shown(value, personal=personal) for value in raw.to_list()], dtype=pl.String)
