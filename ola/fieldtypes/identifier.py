"""`id` and `owner`: exact text, such as a record id or a user's id."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import FieldType, Read
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.text import is_encodable
from ola.fieldtypes.whole import HIGHEST_ID, LOWEST_ID, digits, digits_columns, whole_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

# Every code point but the surrogates; a lone one cannot be written to a file.
ANY_TEXT = "^[\\u0000-\\ud7ff\ue000-\U0010ffff]*$"


class Identifier(FieldType):
    """Text that is compared exactly; integers, as JSON and data frames bring them, become their digits."""

    name: ClassVar[TypeName] = "id"
    kind: ClassVar[Kind] = "id"
    says: ClassVar[str] = "an id: any text, compared exactly"
    example: ClassVar[str] = "00Q5g00000ABCDe"
    typed_values: ClassVar[str] = "integers of at most 64 bits, floats without a fraction: their digits"

    def text_reader(self, spec: Spec) -> Callable[[str], object]:  # noqa: ARG002
        """Any text without lone surrogates."""

        def read(text: str) -> object:
            return text if is_encodable(text) else MALFORMED

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002
        """Whole numbers as their digits."""
        return {int: digits, float: digits, Decimal: digits}

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """String."""
        import polars as pl

        return pl.String()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The text itself."""
        return text.replace({"": None})

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """All texts but the blank ones."""
        return raw.str.strip_chars().replace({"": None})

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:  # noqa: ARG002
        """Whole numbers as their digits."""
        return digits_columns(raw, dtype)

    def json_schema(self, spec: Spec) -> dict[str, Any]:  # noqa: ARG002
        """Any text, or a whole number of at most 64 bits."""
        return {"anyOf": [{"type": "string", "pattern": ANY_TEXT}, whole_schema(LOWEST_ID, HIGHEST_ID)]}

    def loss(self, spec: Spec) -> str | None:  # noqa: ARG002
        """JSON Schema sees no difference between an integer and a float."""
        return "a number beyond 2^53 that is written with an exponent (1e18), or that a validator rounds, is accepted"


class Owner(Identifier):
    """Who is responsible for the lead: an owner's id, compared exactly."""

    name: ClassVar[TypeName] = "owner"
    says: ClassVar[str] = "an owner's id or name: any text, compared exactly"
    example: ClassVar[str] = "005Hn00000AbCdE"
