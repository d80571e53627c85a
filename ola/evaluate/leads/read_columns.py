"""The fields of a frame read: their values, and where nothing was filled in.

Nearly every text is spelt as its type spells it, and then it is not blank either. So texts are read the quick way
first, and only where that gives nothing is it asked whether the text is blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_columns
from ola.fieldtypes.spec import Spec


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """One field of frames of a schema: its place among the fields, how it is written, and the column it stands in."""

    at: int
    spec: Spec
    column: str
    dtype: pl.DataType | None  # None where frames have no such column: every lead is blank there

    @property
    def is_text(self) -> bool:
        """Whether the column holds one text a row."""
        return isinstance(self.dtype, pl.String | pl.Categorical | pl.Enum)

    @property
    def is_blank_unread(self) -> bool:
        """Whether what is blank is never readable, so that a value alone says that there is one."""
        read = TYPES[self.spec.type].text_reader(self.spec)
        return self.is_text and not self.spec.many and all(read(word) is MALFORMED for word in self.spec.blanks)


HEIGHT = "rows"  # the one column that is always there, so that the frame keeps its height


class ReadColumns:
    """Reads frames of one schema; compiled once."""

    def __init__(self, fields: Iterable[tuple[int, Spec, str]], schema: Mapping[str, pl.DataType]) -> None:
        """Compile; each field comes with its place among all, and its column."""
        self._fields = [FieldColumn(at, spec, column, schema.get(column)) for at, spec, column in fields]
        self._quick = [each for each in self._fields if each.dtype is not None and each.is_blank_unread]
        self._careful = [each for each in self._fields if each not in self._quick]
        self._columns = [
            pl.int_range(pl.len(), dtype=pl.UInt32).alias(HEIGHT),
            *map(_values, self._fields),
            *map(_blanks, self._careful),
        ]

    def read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give `v0`, the values (null where blank or malformed), and `b0`, whether blank, of each field by its place.

        Beside them stands `rows`, so that a frame of no fields keeps its height.
        """
        found = frame.select(self._columns)
        blanks = [_blank_texts(each, frame[each.column], found[f"v{each.at}"]) for each in self._quick]
        known = (
            pl.when(~pl.col(f"b{each.at}")).then(pl.col(f"v{each.at}")).alias(f"v{each.at}") for each in self._careful
        )
        return found.with_columns(*blanks, *known)


def _values(field: FieldColumn) -> pl.Expr:
    own_type, spec = TYPES[field.spec.type], field.spec
    if field.dtype is None:
        return pl.lit(None, dtype=own_type.column_type(spec)).alias(f"v{field.at}")
    return own_type.columns(spec, pl.col(field.column), field.dtype).alias(f"v{field.at}")


def _blanks(field: FieldColumn) -> pl.Expr:
    blank = pl.lit(value=True) if field.dtype is None else blank_columns(field.spec, pl.col(field.column), field.dtype)
    return blank.alias(f"b{field.at}")


def _blank_texts(field: FieldColumn, raw: pl.Series, values: pl.Series) -> pl.Series:
    """Say which texts are blank, knowing what was read of them."""
    blank = raw.is_null().alias(f"b{field.at}")
    if values.null_count() == raw.null_count():
        return blank
    odd = values.is_null() & ~blank
    few = raw.filter(odd).to_frame().select(_blanks(field)).to_series()
    return blank.scatter(odd.arg_true().filter(few), True) if few.any() else blank  # noqa: FBT003 - Polars names it not
