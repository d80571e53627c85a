"""Blank: nothing was filled in. Missing, null, empty, white space, or a word that means as much.

The words of a field's `blanks` compare like text; a whole number is compared as its digits. NaN, as pandas
writes a missing value, is blank, and so are its NaT and NA. Where a field takes many choices, a value is
blank when each of its parts is: an empty list, a `;` alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ola.fieldtypes.folded_pattern import folded_pattern
from ola.fieldtypes.text import SPACE, WHITE_SPACE, fold, fold_columns
from ola.fieldtypes.whole import LARGEST, digits, digits_columns

if TYPE_CHECKING:
    import polars as pl

    from ola.fieldtypes.spec import Spec

IsBlank = Callable[[object], bool]


def blank_reader(spec: Spec) -> IsBlank:
    """A function that says whether a raw value is blank; it never raises."""
    words = _words(spec)

    def of_text(text: str) -> bool:
        text = text.strip(WHITE_SPACE)
        return not text or (bool(words) and fold(text) in words)

    def of_one(raw: object) -> bool:
        if raw is None:
            return True
        if raw.__class__ is str or isinstance(raw, str):
            return of_text(raw)
        if isinstance(raw, bool):
            return False
        if isinstance(raw, int | float | Decimal):
            return _is_nan(raw) or (bool(words) and digits(raw) in words)
        if isinstance(raw, dt.datetime | dt.timedelta):
            return raw != raw  # noqa: PLR0124 - pandas' NaT is the only one that differs from itself
        return raw.__class__.__name__ in {"NAType", "NaTType"}

    if not spec.many:
        return of_one

    def of_many(raw: object) -> bool:
        if isinstance(raw, str):
            return of_text(raw) or all(map(of_text, raw.split(";")))
        if isinstance(raw, list | tuple):
            return all(map(of_one, raw))
        return of_one(raw)

    return of_many


def blank_columns(spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Whether each value of a column of this dtype is blank; never null."""
    import polars as pl

    if isinstance(dtype, pl.Categorical | pl.Enum):
        raw, dtype = raw.cast(pl.String), pl.String()
    if dtype == pl.String:
        if not spec.many:
            return _text_is_blank(spec, raw).fill_null(value=True)
        return _parts_are_blank(spec, raw.str.split(";"), pl.String()) | _text_is_blank(spec, raw).fill_null(value=True)
    if isinstance(dtype, pl.List) and spec.many:
        inner = dtype.inner if isinstance(dtype.inner, pl.DataType) else dtype.inner()
        return _parts_are_blank(spec, raw, inner)
    return _one_is_blank(spec, raw, dtype).fill_null(value=True)


def blank_json_schema(spec: Spec) -> dict[str, Any]:
    """A schema of the JSON values that are blank, exactly."""
    words = sorted(_words(spec))
    spellings = "|".join(folded_pattern(word).whole for word in words)
    body = f"(?:(?:{spellings}){SPACE}*)?" if spellings else ""
    one: list[dict[str, Any]] = [{"type": "null"}, {"type": "string", "pattern": f"^{SPACE}*{body}$"}]
    numbers = [int(word) for word in words if _IS_DIGITS.fullmatch(word) and abs(int(word)) <= LARGEST]
    if numbers:
        one.append({"type": "number", "enum": numbers})
    if not spec.many:
        return {"anyOf": one}
    parts = {"type": "string", "pattern": f"^{SPACE}*{body}(?:;{SPACE}*{body})*$"}
    return {"anyOf": [*one, parts, {"type": "array", "items": {"anyOf": one}}]}


# A whole number as `digits` writes it.
_IS_DIGITS = re.compile("0|-?[1-9][0-9]{0,19}")


def _words(spec: Spec) -> frozenset[str]:
    """The field's words for nothing, folded."""
    return frozenset(folded for word in spec.blanks if (folded := fold(word)))


def _is_nan(raw: float | Decimal) -> bool:
    """Whether the number is NaN; a signalling one raises when it is compared."""
    return raw.is_nan() if isinstance(raw, Decimal) else raw != raw  # noqa: PLR0124


def _text_is_blank(spec: Spec, raw: pl.Expr) -> pl.Expr:
    """Whether each text is blank; null where null."""
    words = _words(spec)
    empty = raw.str.strip_chars() == ""
    return empty | fold_columns(raw).is_in(sorted(words)) if words else empty


def _one_is_blank(spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Whether each value that is no list is blank."""
    import polars as pl

    if isinstance(dtype, pl.Categorical | pl.Enum):
        raw, dtype = raw.cast(pl.String), pl.String()
    if dtype == pl.String:
        return _text_is_blank(spec, raw).fill_null(value=True)
    blank = raw.is_null()
    if dtype.is_float():
        blank |= raw.is_nan().fill_null(value=True)
    words = _words(spec)
    if words and dtype.is_numeric():
        blank |= digits_columns(raw, dtype).is_in(sorted(words)).fill_null(value=False)
    return blank


def _parts_are_blank(spec: Spec, parts: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Whether every part of each list is blank, or the list null."""
    import polars as pl

    return parts.list.eval(_one_is_blank(spec, pl.element(), dtype)).list.all().fill_null(value=True)
