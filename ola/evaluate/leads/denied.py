"""A deny list as values of its field's kind."""

from __future__ import annotations

from typing import Any

from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.text import fold
from ola.plan import Plan


def denied_values(plan: Plan, name: str, values: tuple[str, ...]) -> frozenset[Any]:
    """Give a deny list as values of the field's kind, text folded; what is not readable denies nothing."""
    own = plan.fields[name]
    read = TYPES[own.type].reader(plan.spec(name, None))
    found = [value for each in values if (value := read(each)) is not MALFORMED]
    if own.many:
        return frozenset(key for keys in found if isinstance(keys, tuple) for key in keys)
    return frozenset(fold(str(value)) if own.kind == "text" else value for value in found)
