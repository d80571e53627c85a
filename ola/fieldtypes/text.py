"""How text compares: trimmed, in NFC, lower-cased code point by code point.

Each function has a twin for Polars columns, and a law holds the two together over every code point that
`unicodedata` knows. `str.lower` and Polars turn the Σ that ends a word into ς; here it is always σ.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Unicode White_Space. `str.strip()` alone also takes U+001C to U+001F, which are not white space.
WHITE_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# The same for a regular expression, spelled so that Python, Rust and JavaScript read it alike.
SPACE = r"[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
NOT_SPACE = r"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"


def trim(text: str) -> str:
    """The text without Unicode white space at its ends."""
    return text.strip(WHITE_SPACE)


def nfc(text: str) -> str:
    """The text with letters and their accents composed (Unicode NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The form in which two texts compare: trimmed, NFC, lower-cased code point by code point."""
    text = text.strip(WHITE_SPACE)
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).replace("Σ", "σ").lower()


def is_encodable(text: str) -> bool:
    """Whether the text holds no lone surrogate: a half of a character that no file can carry."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def trim_columns(text: pl.Expr) -> pl.Expr:
    """As `trim`: Polars strips Unicode White_Space, no more and no less."""
    return text.str.strip_chars()


def nfc_columns(text: pl.Expr) -> pl.Expr:
    """As `nfc`."""
    import polars as pl

    odd = _beyond_ascii(text)
    return pl.when(odd).then(pl.when(odd).then(text).str.normalize("NFC")).otherwise(text)


def fold_columns(text: pl.Expr) -> pl.Expr:
    """As `fold`."""
    import polars as pl

    odd = _beyond_ascii(text)
    whole = pl.when(odd).then(text).str.strip_chars().str.normalize("NFC").str.replace_all("Σ", "σ", literal=True)
    return pl.when(odd).then(whole.str.to_lowercase()).otherwise(text.str.strip_chars().str.to_lowercase())


def composed(texts: pl.Series) -> pl.Series:
    """As `nfc`; where no text is beyond ASCII these are the texts themselves."""
    import polars as pl

    return texts.to_frame("text").select(nfc_columns(pl.col("text"))).to_series() if _is_odd(texts) else texts


def folded(trimmed: pl.Series) -> pl.Series:
    """As `fold`, of texts that are trimmed."""
    import polars as pl

    if not _is_odd(trimmed):
        return trimmed.str.to_lowercase()
    return trimmed.to_frame("text").select(fold_columns(pl.col("text"))).to_series()


def longer_columns(text: pl.Expr, length: int) -> pl.Expr:
    """Whether each text, composed, has more characters than that; null where null.

    A text has no more characters than bytes, composed or not, so that hardly any is looked at.
    """
    import polars as pl

    def ask(texts: pl.Series) -> pl.Series:
        maybe = texts.str.len_bytes() > length
        if not maybe.any():
            return maybe
        few = composed(texts.filter(maybe)).str.len_chars() > length
        return maybe.scatter(maybe.arg_true(), few)

    return text.map_batches(ask, return_dtype=pl.Boolean(), is_elementwise=True)


def _is_odd(texts: pl.Series) -> bool:
    """Whether any text has characters beyond ASCII."""
    return bool((texts.str.len_bytes() != texts.str.len_chars()).any())


def _beyond_ascii(text: pl.Expr) -> pl.Expr:
    """Whether a text needs composing at all: looking takes a tenth of the time that composing takes."""
    return text.str.len_bytes() != text.str.len_chars()
