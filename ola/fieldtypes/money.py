"""`money`: an amount in the field's currency."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import FieldType, Read, Write
from ola.fieldtypes.grammar import Grammar, any_case, compiled, grammar
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.number import BODY, decimal_text, decimal_text_columns, finite, finite_columns, usual_amounts
from ola.fieldtypes.text import SPACE, trim

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

ANY_CODE = rf"(?:([A-Za-z]{{3}}){SPACE}*)?{BODY}(?:{SPACE}*([A-Za-z]{{3}}))?"


def text_of(spec: Spec) -> Grammar:
    """A bare number, or one with the field's currency code before or after it."""
    if spec.currency is None:
        return grammar(f"({BODY})")
    code = any_case(spec.currency)
    return grammar(f"(?:{code}{SPACE}*)?({BODY})|({BODY}){SPACE}*{code}")


class Money(FieldType):
    """Amounts in one currency, as 64-bit floats. A symbol such as $ names no one currency and is refused."""

    name: ClassVar[TypeName] = "money"
    kind: ClassVar[Kind] = "number"
    says: ClassVar[str] = "an amount in the field's currency, such as 1200.50 or USD 1200.50, without separators"
    example: ClassVar[str] = "1200.50"
    typed_values: ClassVar[str] = "numbers, taken to be in the field's currency"

    writes: ClassVar[str] = "the amount, as short as it reads back: 1200, 1200.5; no currency"

    def text_reader(self, spec: Spec) -> Callable[[str], object]:
        """A number with or without the field's currency code."""
        match = text_of(spec).fullmatch()

        def read(text: str) -> object:
            found = match(text)
            return finite(float(found[found.lastindex or 1])) if found else MALFORMED

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002
        """Finite numbers."""
        return {int: finite, float: finite, Decimal: finite}

    def why(self, spec: Spec, raw: object) -> str | None:
        """Whether it is an amount in another currency."""
        if not isinstance(raw, str):
            return None
        found = compiled(ANY_CODE).fullmatch(trim(raw))
        if found is None:
            return None
        other = next((code.upper() for code in found.groups() if code), None)
        if other is None or other == spec.currency:
            return None
        return f"It is in {other}, and the field is in {spec.currency or 'no stated currency'}: convert it first."

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """Float64."""
        import polars as pl

        return pl.Float64()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:
        """A number with or without the field's currency code."""
        import polars as pl

        amount = text
        if spec.currency is not None:
            code = any_case(spec.currency)
            amount = text.str.replace(f"^{code}{SPACE}*|{SPACE}*{code}$", "")
        value = amount.cast(pl.Float64, strict=False)
        return pl.when(text_of(spec).columns(text) & value.is_finite()).then(value)

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """Digits without a currency."""
        return usual_amounts(raw)

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:  # noqa: ARG002
        """Finite numbers."""
        return finite_columns(raw, dtype)

    def text_writer(self, spec: Spec) -> Write:  # noqa: ARG002
        """The shortest text of the amount."""
        return decimal_text

    def typed_writer(self, spec: Spec) -> None:  # noqa: ARG002
        """The amount itself."""
        return

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The shortest text of the amount."""
        return decimal_text_columns(values)

    def typed_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The amount itself."""
        return values

    def json_schema(self, spec: Spec) -> dict[str, Any]:
        """A number, or text of one with or without the currency."""
        return {"anyOf": [{"type": "number"}, text_of(spec).json_schema()]}

    def loss(self, spec: Spec) -> str | None:  # noqa: ARG002
        """A pattern has no arithmetic."""
        return "an amount too large for a 64-bit float (1e999) is accepted"
