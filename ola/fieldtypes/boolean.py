"""`boolean`: yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import FieldType, Read, Write
from ola.fieldtypes.grammar import any_case, grammar
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.whole import whole, whole_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

TRUE = ("true", "yes", "t", "y", "1")
FALSE = ("false", "no", "f", "n", "0")
TEXT = grammar("|".join(any_case(word) for word in (*TRUE, *FALSE)))
_WRITTEN: Mapping[object, str] = {True: TRUE[0], False: FALSE[0]}
_CASES = (str.lower, str.upper, str.capitalize)
_VALUES = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)


def _one_or_zero(raw: float | Decimal) -> object:
    """1 is yes and 0 is no, as systems without a boolean type write them."""
    value = whole(raw)
    return bool(value) if value in {0, 1} else MALFORMED


class Boolean(FieldType):
    """Yes or no, in any of the ways systems write it."""

    name: ClassVar[TypeName] = "boolean"
    kind: ClassVar[Kind] = "boolean"
    says: ClassVar[str] = "yes or no: true, yes, t, y, 1 or false, no, f, n, 0, in capitals or not"
    example: ClassVar[str] = "true"
    typed_values: ClassVar[str] = "true and false; the numbers 1 and 0"
    writes: ClassVar[str] = "true or false"

    def text_reader(self, spec: Spec) -> Callable[[str], object]:  # noqa: ARG002
        """One of ten words."""

        def read(text: str) -> object:
            return _VALUES.get(text.lower(), MALFORMED) if text.isascii() else MALFORMED

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002
        """Booleans, 1 and 0."""
        return {bool: bool, int: _one_or_zero, float: _one_or_zero, Decimal: _one_or_zero}

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """Boolean."""
        import polars as pl

        return pl.Boolean()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """One of ten words; the first letter tells which."""
        import polars as pl

        return pl.when(TEXT.columns(text)).then(text.str.contains("^[TtYy1]"))

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The words in small letters, in capitals, or with a capital in front."""
        import polars as pl

        true, false = ([form(word) for word in words for form in _CASES] for words in (TRUE, FALSE))
        return pl.when(raw.is_in(list(dict.fromkeys([*true, *false])))).then(raw.is_in(list(dict.fromkeys(true))))

    def boolean_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """Booleans."""
        return raw

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:  # noqa: ARG002
        """1 and 0."""
        import polars as pl

        value = whole_columns(raw, dtype)
        return pl.when(value.is_between(0, 1)).then(value == 1)

    def text_writer(self, spec: Spec) -> Write:  # noqa: ARG002
        """The first of the words."""
        return _WRITTEN.__getitem__

    def typed_writer(self, spec: Spec) -> None:  # noqa: ARG002
        """The boolean itself."""
        return

    def written_table(self, spec: Spec) -> Mapping[object, str] | None:
        """The two words, where there are no booleans."""
        return _WRITTEN if spec.text_only else None

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The first of the words."""
        import polars as pl

        return pl.when(values).then(pl.lit(TRUE[0])).when(~values).then(pl.lit(FALSE[0]))

    def typed_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The boolean itself."""
        return values

    def json_schema(self, spec: Spec) -> dict[str, Any]:  # noqa: ARG002
        """A boolean, 1 or 0, or one of ten words."""
        return {"anyOf": [{"type": "boolean"}, {"type": "number", "enum": [0, 1]}, TEXT.json_schema()]}
