"""`number`: a decimal number."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import FieldType, Read, Write
from ola.fieldtypes.grammar import grammar
from ola.fieldtypes.malformed import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

BODY = r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
TEXT = grammar(BODY)


def finite(raw: float | Decimal) -> object:
    """The number as a float; NaN, infinities and what is too large for a float are malformed."""
    try:
        value = float(raw)
    except (OverflowError, ValueError):  # a huge integer; a signalling NaN
        return MALFORMED
    return value if math.isfinite(value) else MALFORMED


def finite_columns(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """As `finite`, for a numeric column: Float64, null where malformed."""
    import polars as pl

    if dtype.is_decimal():  # by way of text: dividing by the scale could round twice
        raw = raw.cast(pl.String)
    value = raw.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def usual_amounts(raw: pl.Expr) -> pl.Expr:
    """Digits with a point or without, so few that they are no infinity."""
    import polars as pl

    plain = raw.str.contains(r"^-?[0-9]+(?:\.[0-9]+)?$") & (raw.str.len_bytes() < _DIGITS)
    return pl.when(plain).then(raw.cast(pl.Float64, strict=False))


_DIGITS = 300


# Whole numbers below this are written without a fraction; a float of this size still holds each of them.
_WHOLE = 1e15


def decimal_text(value: float) -> str:
    """The shortest text that reads back as the float: 1200, 1200.5, 1e+16, 1.5e-7."""
    if -_WHOLE < value < _WHOLE and value == int(value):
        return str(int(value))
    text = repr(value)
    if "e-0" not in text:
        return text
    mantissa, exponent = text.split("e-0")
    if exponent != "5":
        return f"{mantissa}e-{exponent}"
    digits = mantissa.removeprefix("-").replace(".", "")
    return f"{'-' * mantissa.startswith('-')}0.0000{digits}"


def decimal_text_columns(values: pl.Expr) -> pl.Expr:
    """As `decimal_text`."""
    import polars as pl

    whole = (values.abs() < _WHOLE) & (values == values.floor())
    digits = pl.when(whole).then(values).cast(pl.Int64).cast(pl.String)
    return pl.when(whole).then(digits).otherwise(values.cast(pl.String))


class Number(FieldType):
    """Numbers as 64-bit floats; NaN and infinities are no numbers."""

    name: ClassVar[TypeName] = "number"
    kind: ClassVar[Kind] = "number"
    says: ClassVar[str] = "a number such as 1200.50, with a decimal point and without separators"
    example: ClassVar[str] = "1200.50"
    typed_values: ClassVar[str] = "numbers; NaN and infinities, true and false are no numbers"

    writes: ClassVar[str] = "the number, as short as it reads back: 1200, 1200.5"

    def text_reader(self, spec: Spec) -> Callable[[str], object]:  # noqa: ARG002
        """Digits with an optional sign, fraction and exponent."""
        match = TEXT.fullmatch()

        def read(text: str) -> object:
            return finite(float(text)) if match(text) else MALFORMED

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002
        """Finite numbers."""
        return {int: finite, float: finite, Decimal: finite}

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """Float64."""
        import polars as pl

        return pl.Float64()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """Digits with an optional sign, fraction and exponent."""
        import polars as pl

        value = text.cast(pl.Float64, strict=False)
        return pl.when(TEXT.columns(text) & value.is_finite()).then(value)

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """Nearly all that is read."""
        return usual_amounts(raw)

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:  # noqa: ARG002
        """Finite numbers."""
        return finite_columns(raw, dtype)

    def text_writer(self, spec: Spec) -> Write:  # noqa: ARG002
        """The shortest text of the number."""
        return decimal_text

    def typed_writer(self, spec: Spec) -> None:  # noqa: ARG002
        """The number itself."""
        return

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The shortest text of the number."""
        return decimal_text_columns(values)

    def typed_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The number itself."""
        return values

    def json_schema(self, spec: Spec) -> dict[str, Any]:  # noqa: ARG002
        """A number, or text of one."""
        return {"anyOf": [{"type": "number"}, TEXT.json_schema()]}

    def loss(self, spec: Spec) -> str | None:  # noqa: ARG002
        """A pattern has no arithmetic."""
        return "a number too large for a 64-bit float (1e999) is accepted"
