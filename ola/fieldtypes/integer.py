"""`integer`: a whole number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import FieldType, Read, Write
from ola.fieldtypes.grammar import grammar, whole_numbers
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.whole import LARGEST, whole, whole_columns, whole_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

TEXT = grammar(f"[+-]?{whole_numbers(0, LARGEST)}")


class Integer(FieldType):
    """Whole numbers within ±(2^53 - 1), the range in which every system agrees on them (RFC 7493)."""

    name: ClassVar[TypeName] = "integer"
    kind: ClassVar[Kind] = "number"
    says: ClassVar[str] = "a whole number such as 120, without separators"
    example: ClassVar[str] = "120"
    typed_values: ClassVar[str] = (
        "numbers without a fraction (120, 120.0); true and false are no numbers, nor is what lies beyond ±(2^53 - 1)"
    )

    writes: ClassVar[str] = "its digits"

    def why(self, spec: Spec, raw: object) -> str | None:  # noqa: ARG002
        """Say the limit to whom it concerns."""
        if isinstance(raw, str):
            digits = raw.strip().lstrip("+-")
            too_large = digits.isdecimal() and len(digits) >= len(str(LARGEST))
        else:
            too_large = isinstance(raw, int) and abs(raw) > LARGEST
        return f"Numbers reach to {LARGEST}, which all systems keep exactly." if too_large else None

    def text_reader(self, spec: Spec) -> Callable[[str], object]:  # noqa: ARG002
        """Digits with an optional sign."""
        match = TEXT.fullmatch()

        def read(text: str) -> object:
            return int(text) if match(text) else MALFORMED

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002
        """Numbers without a fraction."""
        return {int: whole, float: whole, Decimal: whole}

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """Int64."""
        import polars as pl

        return pl.Int64()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """Digits with an optional sign; Polars reads no plus, so it goes first."""
        import polars as pl

        return pl.when(TEXT.columns(text)).then(text.str.strip_prefix("+").cast(pl.Int64, strict=False))

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """What Polars takes for a whole number, if it is so short that it is none too large."""
        import polars as pl

        return pl.when(raw.str.len_bytes() < len(str(LARGEST))).then(raw.cast(pl.Int64, strict=False))

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:  # noqa: ARG002
        """Numbers without a fraction."""
        return whole_columns(raw, dtype)

    def text_writer(self, spec: Spec) -> Write:  # noqa: ARG002
        """Its digits."""
        return str

    def typed_writer(self, spec: Spec) -> None:  # noqa: ARG002
        """The number itself."""
        return

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """Its digits."""
        import polars as pl

        return values.cast(pl.String)

    def typed_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The number itself."""
        return values

    def json_schema(self, spec: Spec) -> dict[str, Any]:  # noqa: ARG002
        """A whole number, or text of one."""
        return {"anyOf": [whole_schema(), TEXT.json_schema()]}
