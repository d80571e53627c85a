"""The fields of a frame read: their values, and where nothing was filled in.

Nearly every text is spelt as its type spells it, and then it is not blank either. So texts are read the quick way
first, and only those of which that makes nothing are looked at with care. Of texts of which any is readable, and whose
value nobody asks for, no value is made at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_columns
from ola.fieldtypes.spec import Spec

HEIGHT = "rows"  # the one column that is always there, so that the frame keeps its height


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
        return isinstance(self.dtype, pl.String | pl.Categorical | pl.Enum) and not self.spec.many

    @property
    def is_plain(self) -> bool:
        """Whether the column holds text of which any is readable, and nothing but white space is blank."""
        return self.dtype == pl.String and self.spec.type in {"id", "owner", "text"} and not self.spec.blanks

    @property
    def tells_blanks(self) -> bool:
        """Whether what is blank is never readable, so that a value alone says that there is one."""
        read = TYPES[self.spec.type].text_reader(self.spec)
        return self.is_text and all(read(word) is MALFORMED for word in self.spec.blanks)

    @property
    def raw(self) -> pl.Expr:
        """What stands in the column; text, where it is text."""
        return pl.col(self.column).cast(pl.String) if self.is_text else pl.col(self.column)

    @property
    def values(self) -> pl.Expr:
        """The values, null where malformed."""
        own_type = TYPES[self.spec.type]
        if self.dtype is None:
            return pl.lit(None, dtype=own_type.column_type(self.spec))
        if self.is_text:
            return own_type.text_columns(self.spec, self.raw.str.strip_chars())
        return own_type.columns(self.spec, self.raw, self.dtype)

    @property
    def blanks(self) -> pl.Expr:
        """Whether each value is blank."""
        if self.dtype is None:
            return pl.lit(value=True)
        return blank_columns(self.spec, self.raw, pl.String() if self.is_text else self.dtype)


class ReadColumns:
    """Reads frames of one schema; compiled once."""

    def __init__(
        self,
        fields: Iterable[tuple[int, Spec, str]],
        schema: Mapping[str, pl.DataType],
        values: Collection[int] | None = None,
    ) -> None:
        """Compile; each field comes with its place among all, and its column; `values` says of which to make them."""
        self.fields = [FieldColumn(at, spec, column, schema.get(column)) for at, spec, column in fields]
        self._plain: list[FieldColumn] = []
        self._quick: list[FieldColumn] = []
        self._careful: list[FieldColumn] = []
        self._columns = [pl.int_range(pl.len(), dtype=pl.UInt32).alias(HEIGHT)]
        for each in self.fields:
            usual = TYPES[each.spec.type].usual_columns(each.spec, each.raw) if each.tells_blanks else None
            if each.is_plain and values is not None and each.at not in values:
                self._plain.append(each)
                self._columns.append(_begins(each.raw).alias(f"b{each.at}"))
            elif usual is not None:
                self._quick.append(each)
                self._columns.append(usual.alias(f"v{each.at}"))
            else:
                self._careful.append(each)
                self._columns += [each.values.alias(f"v{each.at}"), each.blanks.alias(f"b{each.at}")]

    def read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give `v0`, the values (null where blank or malformed), and `b0`, whether blank, of each field by its place.

        Plain texts stand beside them as they came, as `r0`; there may be no `v0` of these. `rows` is always there, so
        that a frame of no fields keeps its height.
        """
        found = frame.select(self._columns)
        more: list[pl.Series | pl.Expr] = []
        for each in self._quick:
            more += _looked_at(each, frame[each.column], found[f"v{each.at}"])
        for each in self._plain:
            raw = frame[each.column]
            more.append(_blank(each, raw, found[f"b{each.at}"]))
        for each in self._careful:
            more.append(pl.when(~pl.col(f"b{each.at}")).then(pl.col(f"v{each.at}")).alias(f"v{each.at}"))
        more += [frame[each.column].alias(f"r{each.at}") for each in self.fields if each.is_plain]
        return found.with_columns(more)


def _begins(text: pl.Expr) -> pl.Expr:
    """Whether a text begins with a character of ASCII that prints, so that it is not blank."""
    return (text >= "!") & (text < "\x7f")


def _blank(field: FieldColumn, raw: pl.Series, begins: pl.Series) -> pl.Series:
    """Say which of plain texts are blank, knowing how they begin."""
    blank = raw.is_null().alias(f"b{field.at}")
    if begins.all():
        return blank
    odd = ~begins.fill_null(value=True)
    few = raw.filter(odd).to_frame().select(field.blanks).to_series()
    return blank.scatter(odd.arg_true().filter(few), True) if few.any() else blank  # noqa: FBT003 - Polars names it not


def _looked_at(field: FieldColumn, raw: pl.Series, values: pl.Series) -> Iterator[pl.Series]:
    """Yield which texts are blank, and the values where some have been found by looking with care."""
    blank = raw.is_null().alias(f"b{field.at}")
    if values.null_count() == raw.null_count():
        yield blank
        return
    odd = values.is_null() & ~blank
    few = raw.filter(odd).to_frame().select(value=field.values, blank=field.blanks)
    if few["value"].null_count() < few.height:
        places = (odd.cum_sum().cast(pl.Int64) - 1).clip(0)
        yield few["value"].gather(places).zip_with(odd, values).alias(values.name)
    yield blank.scatter(odd.arg_true().filter(few["blank"]), True) if few["blank"].any() else blank  # noqa: FBT003
