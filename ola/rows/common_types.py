"""One type for a column that has another in each file: the narrowest that holds all values as they are, else text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from ola.errors import UnwritableOutput
from ola.rows.sink import plain

_TEXTS = (pl.String, pl.Categorical, pl.Enum)


def common_type(kinds: Iterable[pl.DataType]) -> pl.DataType:
    """Give the type that a column of these types is written in."""
    found = {kind for kind in kinds if kind != pl.Null}
    if len(found) <= 1:
        return next(iter(found), pl.Null())
    if all(isinstance(kind, _TEXTS) for kind in found):
        return pl.String()
    if all(kind.is_integer() for kind in found) and pl.UInt64 not in found:
        return pl.Int64()
    if all(kind.is_integer() or kind.is_float() for kind in found):
        return pl.Float64()
    zones = {kind.time_zone if isinstance(kind, pl.Datetime) else kind for kind in found}
    if len(zones) == 1 and all(isinstance(kind, pl.Datetime) for kind in found):
        units = {kind.time_unit for kind in found if isinstance(kind, pl.Datetime)}
        zone = next(kind.time_zone for kind in found if isinstance(kind, pl.Datetime))
        return pl.Datetime("ns" if "ns" in units else "us", zone)
    return pl.String()


def is_said(kinds: Iterable[pl.DataType]) -> bool:
    """Whether the types differ so much that a reader should know: text beside numbers, dates beside instants."""
    found = {kind for kind in kinds if kind != pl.Null}
    return len(found) > 1 and common_type(found) == pl.String and not all(isinstance(kind, _TEXTS) for kind in found)


def holds(kind: pl.DataType) -> str:
    """Say what stands in a column of a type, as people call it."""
    if isinstance(kind, pl.Datetime):
        return "instants without a zone" if kind.time_zone is None else f"instants in {kind.time_zone}"
    if kind.is_integer():
        return "whole numbers"
    if kind.is_float() or isinstance(kind, pl.Decimal):
        return "numbers"
    if isinstance(kind, _TEXTS):
        return "text"
    return {pl.Boolean: "truth values", pl.Date: "dates"}.get(type(kind), str(kind))


def in_types(frame: pl.DataFrame, types: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Give a frame whose columns have these types; raise `UnwritableOutput` where a value would change."""
    changed = {name: kind for name, kind in types.items() if name in frame.columns and frame.schema[name] != kind}
    if not changed:
        return frame
    texts = [name for name, kind in changed.items() if kind == pl.String]
    told = plain(frame.select(texts), nested=False).select(pl.all().cast(pl.String)).get_columns()
    others = [_cast(frame[name], kind) for name, kind in changed.items() if name not in texts]
    return frame.with_columns(*told, *others)


def _cast(column: pl.Series, kind: pl.DataType) -> pl.Series:
    made = column.cast(kind)
    if column.dtype.is_integer() and kind.is_float() and not (made.cast(column.dtype) == column).all():
        message = (
            f"{column.name} holds whole numbers in one file that no fraction of the others can stand beside without "
            "being rounded. Write .csv or .jsonl, which keep both."
        )
        raise UnwritableOutput(message)
    return made
