"""The fields of a frame read: their values, and where nothing was filled in.

Nearly every text is spelt as its type spells it, and then it is not blank either. So texts are read the quick way
first, and only those of which that makes nothing are looked at with care. Of texts of which any is readable, and whose
value nobody asks for, no value is made at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
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
        self._fields = [FieldColumn(at, spec, column, schema.get(column)) for at, spec, column in fields]
        self._columns = [pl.int_range(pl.len(), dtype=pl.UInt32).alias(HEIGHT)]
        self._plain: list[FieldColumn] = []
        self._quick: list[FieldColumn] = []
        self._known: list[pl.Expr] = []
        self._careful: dict[int, tuple[pl.Expr, ...]] = {}
        for each in self._fields:
            usual = TYPES[each.spec.type].usual_columns(each.spec, each.raw) if each.tells_blanks else None
            is_plain = each.is_plain and values is not None and each.at not in values
            if not is_plain and usual is None:
                value = pl.col(f"v{each.at}")
                self._columns += [each.values.alias(f"v{each.at}"), each.blanks.alias(f"b{each.at}")]
                self._known.append(pl.when(~pl.col(f"b{each.at}")).then(value).alias(f"v{each.at}"))
                continue
            self._columns.append(pl.col(each.column).is_null().alias(f"b{each.at}"))
            if is_plain or usual is None:
                self._plain.append(each)
                self._columns.append(_begins(each.raw).all().alias(f"o{each.at}"))
                self._careful[each.at] = (each.blanks.alias("blank"),)
            else:
                self._quick.append(each)
                self._columns.append(usual.alias(f"v{each.at}"))
                self._careful[each.at] = (each.blanks.alias("blank"), each.values.alias("value"))

    def read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give `v0`, the values (null where blank or malformed), and `b0`, whether blank, of each field by its place.

        Plain texts stand beside them as they came, as `r0`; there may be no `v0` of these. `rows` is always there, so
        that a frame of no fields keeps its height.
        """
        found = frame.select(self._columns)
        more: list[pl.Series | pl.Expr] = [*self._known]
        more += [frame[each.column].alias(f"r{each.at}") for each in self._fields if each.is_plain]
        odd = [(each, ~_begins(each.raw)) for each in self._plain if frame.height and not found[f"o{each.at}"][0]]
        odd += [
            (each, pl.lit(values).is_null() & each.raw.is_not_null())
            for each, values in ((each, found[f"v{each.at}"]) for each in self._quick)
            if values.null_count() > frame[each.column].null_count()
        ]
        if odd:
            where = frame.select(is_odd.fill_null(value=False).alias(f"{each.at}") for each, is_odd in odd)
            for each, _ in odd:
                more += self._looked_at(each, frame[each.column], found, where[f"{each.at}"])
        return found.drop(f"o{each.at}" for each in self._plain).with_columns(more)

    def _looked_at(
        self, field: FieldColumn, raw: pl.Series, found: pl.DataFrame, odd: pl.Series
    ) -> Iterator[pl.Series]:
        """Yield what changes when the odd ones among the texts are looked at with care."""
        few = raw.filter(odd).to_frame().select(self._careful[field.at])
        places = np.flatnonzero(odd.to_numpy())
        if few["blank"].any():
            is_blank = few["blank"].to_numpy()
            yield found[f"b{field.at}"].scatter(places[is_blank], True)  # noqa: FBT003 - Polars names it not
        if few.width > 1 and few["value"].null_count() < few.height:
            values = found[f"v{field.at}"]
            back = np.zeros(len(raw), dtype=np.uint32)
            back[places] = np.arange(few.height)
            yield few["value"].gather(back).zip_with(odd, values).alias(values.name)


def _begins(text: pl.Expr) -> pl.Expr:
    """Whether a text begins with a character of ASCII that prints, so that it is not blank; null where null."""
    return (text >= "!") & (text < "\x7f")
