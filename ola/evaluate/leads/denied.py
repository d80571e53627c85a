"""A deny list as values of its field's kind, and the question whether a text is among them."""

from __future__ import annotations

from typing import Any

from ola.evaluate.leads.code_words import CodeWords
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


def is_denied(value: str, denied: frozenset[str], words: CodeWords) -> str:
    """Ask whether a text in ASCII is denied: by its length and first letter before it is folded."""
    able = [each for each in denied if each and each.isascii()]
    if not able:
        return "False"
    lengths = ", ".join(map(str, sorted({len(each) for each in able})))
    first = "".join(sorted({letter for each in able for letter in (each[0], each[0].upper())}))
    begins = f"len({value}) in {{{lengths}}} and {value}[0] in {words.name(first)}"
    return f"{begins} and {value}.lower() in {words.name(denied)}"
