"""`phone`: a telephone number."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import Read
from ola.fieldtypes.formed_text import FormedText
from ola.fieldtypes.grammar import Grammar, grammar
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.whole import whole, whole_columns, whole_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from ola.fieldtypes.spec import Spec, TypeName

# Spaces, dashes, points, slashes and brackets, as people group digits; the last ones are dashes of typography.
_BETWEEN = r"[ \xa0\u202f().\-/\u2010-\u2013]"
_WORD = r"(?:[Ee][Xx][Tt](?:[Ee][Nn][Ss][Ii][Oo][Nn])?\.?|[Xx]\.?|#)"
_EXTENSION = rf"(?:{_BETWEEN}{{0,4}}(?:,{_BETWEEN}{{0,4}})?{_WORD}:? ?[0-9]{{1,7}})?"
# E.164 has at most fifteen digits; the shortest numbers one can dial from next door have seven.
_FEWEST, _MOST = 7, 15
SMALLEST, LARGEST = 10 ** (_FEWEST - 1), 10**_MOST - 1


class Phone(FormedText):
    """A telephone number as it is written; the text is kept, not rewritten."""

    name: ClassVar[TypeName] = "phone"
    says: ClassVar[str] = "a phone number of 7 to 15 digits such as +1 415 555 0100, with an extension (ext. 12) or not"
    example: ClassVar[str] = "+1 (415) 555-0100 ext. 12"
    typed_values: ClassVar[str] = "whole numbers of 7 to 15 digits: their digits"

    # +1 (415) 555-0100 and the like, and plain digits: these groups have eight to fifteen digits together.
    ordinary: ClassVar[tuple[str, int | None] | None] = (
        r"\+?(?:[0-9]{1,3}+[ .\-]?+\(?+[0-9]{2,4}+\)?+[ .\-]?+[0-9]{3,4}+[ .\-]?+[0-9]{2,4}+|[0-9]{7,15})",
        None,
    )

    @cached_property
    def grammar(self) -> Grammar:
        """Seven to fifteen digits, grouped as people do, with an optional plus and extension."""
        return grammar(rf"\+? ?\(?[0-9](?:{_BETWEEN}{{0,4}}[0-9]){{{_FEWEST - 1},{_MOST - 1}}}{_EXTENSION}")

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002
        """Whole numbers, as data frames and JSON bring them."""
        return {int: _number, float: _number, Decimal: _number}

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:  # noqa: ARG002
        """Whole numbers, as data frames and JSON bring them."""
        import polars as pl

        value = whole_columns(raw, dtype)
        return pl.when(value.is_between(SMALLEST, LARGEST)).then(value.cast(pl.String))

    def json_schema(self, spec: Spec) -> dict[str, Any]:
        """Text of the form, or a whole number."""
        return {"anyOf": [super().json_schema(spec), whole_schema(SMALLEST, LARGEST)]}


def _number(raw: float | Decimal) -> object:
    """The digits of a whole number of seven to fifteen digits."""
    value = whole(raw)
    return str(value) if value is not MALFORMED and SMALLEST <= value <= LARGEST else MALFORMED
