"""The cells of a block, column by column, whether it came as a frame or as records.

Records become columns where all of a column's values are of one plain class; what is mixed stays as it is, and is
looked at value by value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

ADDED_BEFORE = "_ola_"  # how columns begin that an earlier run put beside rejected rows
_NESTED, _ABOUT_IT = "properties", "attributes"
_PLAIN: dict[type, pl.DataType] = {str: pl.String(), int: pl.Int64(), float: pl.Float64(), bool: pl.Boolean()}


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The readable rows of a block: columns of one type each in a frame, the `mixed` ones as lists of values."""

    rows: Numbers
    frame: pl.DataFrame
    mixed: Mapping[str, Sequence[object]]


def cells_of(block: Any, rows: Numbers) -> Cells:
    """Give the cells of a block, whose readable rows have these numbers."""
    if hasattr(block, "frame"):
        frame: pl.DataFrame = block.frame
        return Cells(rows, frame.drop([each for each in frame.columns if each.startswith(ADDED_BEFORE)]), {})
    records = flat(block.records)
    names = columns_of(records)
    single: dict[str, pl.Series] = {}
    mixed: dict[str, list[object]] = {}
    for name in names:
        values = [record.get(name) for record in records]
        classes = {value.__class__ for value in values}
        classes.discard(type(None))
        made = _series(values, classes)
        if made is None:
            mixed[name] = values
        else:
            single[name] = made
    return Cells(rows, pl.DataFrame(single), mixed)


def flat(records: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Give records as a check reads them: HubSpot's `properties` opened, Salesforce's `attributes` left out."""
    names: set[object] = set().union(*records)
    return list(map(_opened, records)) if _NESTED in names or _ABOUT_IT in names else records


def columns_of(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name the columns that flat records have, in the order in which they are first met."""
    every: set[object] = set().union(*records)
    names: dict[object, None] = {}
    for record in records:
        names.update(dict.fromkeys(record))
        if len(names) == len(every):
            break
    return [name for name in names if isinstance(name, str) and not name.startswith(ADDED_BEFORE)]


def _opened(record: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = record.get(_NESTED)
    own = {
        name: value
        for name, value in record.items()
        if not (name in {_NESTED, _ABOUT_IT} and isinstance(value, Mapping))
    }
    return {**inner, **own} if isinstance(inner, Mapping) else own


def _series(values: list[Any], classes: set[type]) -> pl.Series | None:
    """Make a column of values of one plain class; nothing where they are of several, or none Polars can hold."""
    if not classes:
        return pl.Series([None] * len(values), dtype=pl.Null)
    dtype = _PLAIN.get(next(iter(classes))) if len(classes) == 1 else None
    if dtype is None:
        return None
    try:
        return pl.Series(values, dtype=dtype)
    except (TypeError, OverflowError, UnicodeEncodeError, pl.exceptions.PolarsError):
        return None  # an integer of more than 64 bits, half a surrogate pair
