"""A frame of leads written in another system's names and values, in one pass over the columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from ola.fieldtypes import TYPES
from ola.fieldtypes.blank import blank_columns

if TYPE_CHECKING:
    from ola.evaluate.leads.docket import Docket
    from ola.evaluate.leads.translation import Carried, Translation

Unread = tuple[dict[str, int], dict[str, int]]
"""By field, how many malformed values are written as blanks, and how many go over as they stand."""


class TranslatedColumns:
    """Writes frames of one schema as the other system has them; compiled once.

    `columns` are those of the other system that are written: a column that the frame lacks is not.
    """

    def __init__(self, case: Docket, way: Translation, schema: Mapping[str, pl.DataType]) -> None:
        """Compile."""
        index = {name: at for at, name in enumerate(case.fields)}
        self._carried = [(index[each.field], each) for each in way.carried if each.source in schema]
        self._schema = schema
        self.columns = tuple(each.target for _, each in self._carried)

    def write(self, frame: pl.DataFrame, values: pl.DataFrame | None = None) -> tuple[pl.DataFrame, Unread]:
        """Give the frame, and how many values of each field could not be read.

        `values`, if they are read already, are `v0` and `b0` as `FrameVerdicts` keeps them.
        """
        values = self._values(frame) if values is None else values
        told = values.select(_written(each, pl.col(f"v{at}")).alias(each.target) for at, each in self._carried)
        bad = values.select((~pl.col(f"b{at}") & pl.col(f"v{at}").is_null()).alias(f"{at}") for at, _ in self._carried)
        blanks: dict[str, int] = {}
        as_they_stand: dict[str, int] = {}
        for at, each in self._carried:
            if count := int(bad[f"{at}"].sum()):
                stands = each.keeps_text and isinstance(self._schema[each.source], pl.String | pl.Categorical | pl.Enum)
                (as_they_stand if stands else blanks)[each.field] = count
                if stands:
                    raw = frame[each.source].cast(pl.String).str.strip_chars()
                    told = told.with_columns(raw.zip_with(bad[f"{at}"], told[each.target]).alias(each.target))
        return told, (blanks, as_they_stand)

    def _values(self, frame: pl.DataFrame) -> pl.DataFrame:
        read = [part for at, each in self._carried for part in _read(at, each, self._schema[each.source])]
        values = (pl.when(~pl.col(f"b{at}")).then(pl.col(f"v{at}")).alias(f"v{at}") for at, _ in self._carried)
        return frame.lazy().select(read).with_columns(values).collect()


def _read(at: int, each: Carried, dtype: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    """Whether each value is blank, and the value, null where malformed."""
    raw = pl.col(each.source)
    return (
        blank_columns(each.read, raw, dtype).alias(f"b{at}"),
        TYPES[each.read.type].columns(each.read, raw, dtype).alias(f"v{at}"),
    )


def _written(each: Carried, values: pl.Expr) -> pl.Expr:
    told = TYPES[each.written.type].written_columns(each.written, values)
    return told if each.blank is None else told.fill_null(each.blank)
