"""A frame of leads written in another system's names and values, in one pass over the columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from ola.fieldtypes import TYPES
from ola.fieldtypes.blank import blank_columns

if TYPE_CHECKING:
    from ola.evaluate.leads.translation import Carried, Translation

_HEIGHT = "rows"  # the one column that is always there, so that the frame keeps its height


class TranslatedColumns:
    """Writes frames of one schema as the other system has them; compiled once.

    `columns` are those of the other system that are written: a column that the frame lacks is not.
    """

    def __init__(self, way: Translation, schema: Mapping[str, pl.DataType]) -> None:
        """Compile."""
        there = [each for each in way.carried if each.source in schema]
        self._carried = there
        self.columns = tuple(each.target for each in there)
        self._read = [
            expression
            for at, each in enumerate(there)
            for expression in _read(at, each, pl.col(each.source), schema[each.source])
        ]

    def write(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
        """Give the frame, and how many values of each field could not be read and are written as blanks."""
        carried = list(enumerate(self._carried))
        found = (
            frame.lazy()
            .select(pl.int_range(pl.len()).alias(_HEIGHT), *self._read)
            .with_columns(pl.when(~pl.col(f"b{at}")).then(pl.col(f"v{at}")).alias(f"v{at}") for at, _ in carried)
            .select(
                _HEIGHT,
                *((~pl.col(f"b{at}") & pl.col(f"v{at}").is_null()).sum().alias(f"m{at}") for at, _ in carried),
                *(_written(each, pl.col(f"v{at}")).alias(f"v{at}") for at, each in carried),
            )
            .collect()
        )
        unread = {each.field: int(found[f"m{at}"][0]) for at, each in carried} if found.height else {}
        told = found.select(pl.col(f"v{at}").alias(each.target) for at, each in carried)
        return told, {name: count for name, count in unread.items() if count}


def _read(at: int, each: Carried, raw: pl.Expr, dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    """Whether each value is blank, and the value, null where malformed."""
    return (
        blank_columns(each.read, raw, dtype).alias(f"b{at}"),
        TYPES[each.read.type].columns(each.read, raw, dtype).alias(f"v{at}"),
    )


def _written(each: Carried, values: pl.Expr) -> pl.Expr:
    told = TYPES[each.written.type].written_columns(each.written, values)
    return told if each.blank is None else told.fill_null(each.blank)
