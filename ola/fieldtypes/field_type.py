"""A field type: what it reads and writes, once for each way to run it.

A type states how it reads text (`text_reader`, `text_columns`, `json_schema`) and which typed values it
takes (`typed`, and the columns of the same dtypes); `reader` and `columns` put these together. What `writer`
and `written_columns` give for a system is read from that system as the same value.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.text import WHITE_SPACE

if TYPE_CHECKING:
    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

Read = Callable[[Any], object]
Write = Callable[[Any], str | int | float | bool]

# Subclasses come after none of their own: bool is an int, a datetime is a date.
_PLAIN: tuple[type, ...] = (bool, int, float, Decimal, dt.datetime, dt.date, dt.timedelta, list, tuple, str)


class FieldType(ABC):
    """One type of field. There is one object of each class, and it holds no state."""

    name: ClassVar[TypeName]
    kind: ClassVar[Kind]
    says: ClassVar[str]
    """What it reads, so that it completes the sentence “… is not readable as …”."""
    example: ClassVar[str]
    typed_values: ClassVar[str]
    """The typed values it takes, for the reference."""
    writes: ClassVar[str] = "its text, trimmed"
    """What it writes for a system, for the reference."""
    keeps_text: ClassVar[bool] = False
    """Whether text that it cannot read goes over into another system as it stands, where a warning lets it pass."""

    # ── one value ───────────────────────────────────────────────────────────────────────────────

    @abstractmethod
    def text_reader(self, spec: Spec) -> Callable[[str], object]:
        """A function from trimmed text to the value or `MALFORMED`."""

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002 - a type may need it
        """How values that are not text are read, by their class; other classes are malformed."""
        return {}

    def reader(self, spec: Spec) -> Read:
        """A function from a raw value that is not blank to the value, or `MALFORMED`; it never raises.

        Build it once and call it often. Raises WrongCall when the spec itself cannot be used.
        """
        from_text = self.text_reader(spec)
        typed = dict(self.typed(spec))
        get = typed.get

        def read(raw: object) -> object:
            if raw.__class__ is str:
                return from_text(raw.strip(WHITE_SPACE))
            known = get(raw.__class__)
            if known is not None:
                return known(raw)
            return slowly(raw)

        def slowly(raw: object) -> object:
            """Subclasses of the plain classes and NumPy's scalars, read as what they stand for."""
            if raw.__class__.__module__ == "numpy" and hasattr(raw, "item") and getattr(raw, "ndim", 1) == 0:
                item = raw.item()
                return MALFORMED if item.__class__ is raw.__class__ else read(item)
            for plain in _PLAIN:
                if isinstance(raw, plain):
                    if plain is str:
                        return from_text(str.strip(str(raw), WHITE_SPACE))
                    known = get(plain)
                    return MALFORMED if known is None or raw.__class__ is plain else known(raw)
            return MALFORMED

        return read

    def why(self, spec: Spec, raw: object) -> str | None:  # noqa: ARG002 - a type may need them
        """For a malformed value: what more to say about it and what to do, as a sentence; mostly None."""
        return None

    # ── a column ────────────────────────────────────────────────────────────────────────────────

    @abstractmethod
    def column_type(self, spec: Spec) -> pl.DataType:
        """The Polars type of the values."""

    @abstractmethod
    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:
        """The values of trimmed text, null where malformed."""

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr | None:  # noqa: ARG002 - a type may need them
        """The values of untrimmed texts that are spelt as nearly all are, quickly; null where it takes a closer look.

        What it reads is read by `columns` as the same value, words of the field's `blanks` aside. None: the type
        knows no quicker way.
        """
        return None

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:  # noqa: ARG002
        """The values of a column of integers, floats or decimals."""
        return self.nothing(spec, raw)

    def boolean_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:
        """The values of a column of booleans."""
        return self.nothing(spec, raw)

    def date_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:
        """The values of a column of dates."""
        return self.nothing(spec, raw)

    def datetime_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.Datetime) -> pl.Expr:  # noqa: ARG002
        """The values of a column of datetimes, with or without a zone."""
        return self.nothing(spec, raw)

    def duration_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.Duration) -> pl.Expr:  # noqa: ARG002
        """The values of a column of durations."""
        return self.nothing(spec, raw)

    def list_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.List) -> pl.Expr:  # noqa: ARG002
        """The values of a column of lists."""
        return self.nothing(spec, raw)

    def columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
        """The values of a column of this dtype, as `reader` gives them; null where malformed or null."""
        import polars as pl

        match dtype:
            case pl.String:
                return self._texts(spec, raw)
            case pl.Categorical() | pl.Enum():
                return self._texts(spec, raw.cast(pl.String))
            case pl.Boolean:
                return self.boolean_columns(spec, raw)
            case pl.Date:
                return self.date_columns(spec, raw)
            case pl.Datetime():
                return self.datetime_columns(spec, raw, dtype)
            case pl.Duration():
                return self.duration_columns(spec, raw, dtype)
            case pl.List():
                return self.list_columns(spec, raw, dtype)
            case _ if dtype.is_numeric():
                return self.number_columns(spec, raw, dtype)
            case _:
                return self.nothing(spec, raw)

    def _texts(self, spec: Spec, raw: pl.Expr) -> pl.Expr:
        """The values of untrimmed texts: the usual spellings at once, and only what is left with care."""
        import polars as pl

        text = pl.col("text")
        usual = self.usual_columns(spec, text)
        if usual is None:
            return self.text_columns(spec, raw.str.strip_chars())
        careful = self.text_columns(spec, text.str.strip_chars())

        def read(texts: pl.Series) -> pl.Series:
            table = texts.alias("text").to_frame()
            known = table.select(usual).to_series()
            if known.null_count() == texts.null_count():
                return known
            odd = known.is_null() & texts.is_not_null()
            few = table.filter(odd).select(careful).to_series()
            if few.null_count() == len(few):
                return known
            places = (odd.cum_sum().cast(pl.Int64) - 1).clip(0)
            return few.gather(places).zip_with(odd, known)

        return raw.map_batches(read, return_dtype=self.column_type(spec), is_elementwise=True)

    def nothing(self, spec: Spec, raw: pl.Expr) -> pl.Expr:
        """Null in every row, as long as the column is."""
        import polars as pl

        null = pl.lit(None, dtype=self.column_type(spec))
        return pl.when(raw.is_null()).then(null).otherwise(null)

    # ── what is written ─────────────────────────────────────────────────────────────────────────

    def writer(self, spec: Spec) -> Write | None:
        """A function from a value to what the system of the spec takes; None where that is the value itself.

        It gives text, and for numbers and booleans these, unless the system is `text_only`.
        """
        return self.text_writer(spec) if spec.text_only else self.typed_writer(spec)

    def text_writer(self, spec: Spec) -> Write | None:  # noqa: ARG002 - a type may need it
        """As `writer`, always text."""
        return None

    def typed_writer(self, spec: Spec) -> Write | None:
        """As `writer`, where the system takes numbers and booleans."""
        return self.text_writer(spec)

    def written_table(self, spec: Spec) -> Mapping[object, str] | None:  # noqa: ARG002 - a type may need it
        """What `writer` gives for each value, where there are few; None where there are many, or nothing changes."""
        return None

    def written_columns(self, spec: Spec, values: pl.Expr) -> pl.Expr:
        """A column of values as `writer` writes them; null stays null."""
        return self.text_written(spec, values) if spec.text_only else self.typed_written(spec, values)

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002 - a type may need it
        """As `written_columns`, always text."""
        return values

    def typed_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:
        """As `written_columns`, where the system takes numbers and booleans."""
        return self.text_written(spec, values)

    # ── a schema ────────────────────────────────────────────────────────────────────────────────

    @abstractmethod
    def json_schema(self, spec: Spec) -> dict[str, Any]:
        """A schema of the JSON values that are not blank and that `reader` reads; see `loss`."""

    def loss(self, spec: Spec) -> str | None:  # noqa: ARG002 - a type may need it
        """What `json_schema` accepts beyond the reader, as a sentence; None when the two agree exactly."""
        return None


def kind_of(spec: Spec) -> Kind:
    """How the values of such a field compare: the kind of its type, or `choices` when it takes many."""
    from ola.fieldtypes import TYPES

    return "choices" if spec.many else TYPES[spec.type].kind
