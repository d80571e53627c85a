"""Field types: what each reads from text, stated once, and read alike in Python, Polars and JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ola.fieldtypes.boolean import Boolean
from ola.fieldtypes.choice import Choice, Stage
from ola.fieldtypes.country import Country
from ola.fieldtypes.date import Date
from ola.fieldtypes.duration import Duration
from ola.fieldtypes.email import Email
from ola.fieldtypes.field_type import FieldType, kind_of
from ola.fieldtypes.identifier import Identifier, Owner
from ola.fieldtypes.instant import Instant
from ola.fieldtypes.integer import Integer
from ola.fieldtypes.language import Language
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.money import Money
from ola.fieldtypes.number import Number
from ola.fieldtypes.phone import Phone
from ola.fieldtypes.plain_text import Text
from ola.fieldtypes.url import Url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ola.fieldtypes.spec import TypeName

__all__ = ["MALFORMED", "TYPES", "FieldType", "kind_of"]

TYPES: Mapping[TypeName, FieldType] = {
    "id": Identifier(),
    "text": Text(),
    "integer": Integer(),
    "number": Number(),
    "money": Money(),
    "boolean": Boolean(),
    "date": Date(),
    "datetime": Instant(),
    "duration": Duration(),
    "email": Email(),
    "phone": Phone(),
    "url": Url(),
    "country": Country(),
    "language": Language(),
    "choice": Choice(),
    "stage": Stage(),
    "owner": Owner(),
}
