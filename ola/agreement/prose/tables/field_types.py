"""What a cell says of the type of a field: `Picklist: NL, BE`, `Text(255)`, `date on which somebody answered`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ola.agreement.prose.tables.picklists import set_off, values_of
from ola.fieldtypes.spec import TypeName
from ola.tree.words import Words

_NAMED: dict[TypeName, tuple[str, ...]] = {
    "text": (
        "text", "string", "single-line text", "multi-line text", "single line text", "multi line text", "text field",
        "text area", "long text", "short text", "free text", "varchar", "single line of text",
    ),
    "integer": ("integer", "whole number", "int"),
    "number": ("number", "decimal", "numeric", "float"),
    "money": ("currency", "money", "amount"),
    "date": ("date", "date picker", "calendar date"),
    "datetime": ("datetime", "date/time", "date and time", "timestamp", "date & time"),
    "boolean": ("checkbox", "single checkbox", "boolean", "yes/no", "true/false", "bool"),
    "email": ("email", "e-mail", "email address"),
    "phone": ("phone", "phone number", "telephone"),
    "url": ("url", "link", "website"),
    "country": ("country", "iso 3166", "iso 3166-1", "iso 3166-1 alpha-2", "iso country code", "country code"),
    "language": ("language",),
    "id": ("id",),
    "owner": ("user", "owner", "user lookup"),
    "duration": ("duration",),
    "choice": (
        "choice", "picklist", "pick list", "pick-list", "drop-down", "dropdown", "drop down", "dropdown select",
        "select", "single select", "single-select", "enum", "enumeration", "list", "option", "options", "radio",
        "radio button", "radio buttons", "radio select", "one of", "dropdown list", "single choice",
    ),
}  # fmt: skip
_SEVERAL = (
    "multi-select", "multiselect", "multi select", "multi-select picklist", "multi-picklist", "multi picklist",
    "multiple checkboxes", "multiple choice", "multi-choice", "multiselect picklist", "multi-select dropdown",
)  # fmt: skip
NAMED: dict[str, TypeName] = {word: kind for kind, several in _NAMED.items() for word in several}
_CHOICES = "|".join(re.escape(each) for each in sorted((*_NAMED["choice"], *_SEVERAL), key=len, reverse=True))
_LIST = re.compile(
    rf"^(?P<kind>{_CHOICES})\s*(?:[:–—-]\s+|:|(?P<open>\())\s*(?P<values>[^()]+?)(?(open)\))$", re.IGNORECASE
)
_SIZED = re.compile(
    r"^(?P<kind>[a-z][a-z /-]*?)\s*[(,]\s*(?:(?P<most>max\.?|maximum|up to|<=?|≤)\s*)?(?P<size>\d{1,5})"
    r"(?:\s*(?:characters?|chars?))?(?:\s*(?P<after>max\.?|maximum))?\s*\)?$",
    re.IGNORECASE,
)
# What a description says of the type, by the words it begins with or holds; the first that fits.
_TOLD: tuple[tuple[TypeName, re.Pattern[str]], ...] = (
    ("owner", re.compile(r"^(?:the )?(?:user|owner|rep|person responsible)\b", re.IGNORECASE)),
    ("datetime", re.compile(r"^(?:the )?(?:date and time|time ?stamp|moment|instant)\b", re.IGNORECASE)),
    ("date", re.compile(r"^(?:the )?(?:date|day)\b", re.IGNORECASE)),
    ("duration", re.compile(r"\bHH:MM\b")),
    (
        "integer",
        re.compile(r"^(?:seconds|minutes|hours|days|number of|count of)\b|, in (?:seconds|minutes)\b", re.IGNORECASE),
    ),
    (
        "boolean",
        re.compile(r"^(?:yes/no|yes or no|true/false|true or false|tick(?:ed)? (?:if|when)|checkbox)\b", re.IGNORECASE),
    ),
    ("money", re.compile(r"^(?:the )?(?:amount|price|revenue|deal value)\b", re.IGNORECASE)),
    ("email", re.compile(r"^(?:the )?(?:business |work )?e-?mail(?: address)?\b", re.IGNORECASE)),
    ("phone", re.compile(r"^(?:the )?(?:phone|telephone|mobile)(?: number)?\b", re.IGNORECASE)),
    ("url", re.compile(r"^(?:the )?(?:link|url|web ?site|web address)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a field, with the values it lists itself, whether it may hold several, and its longest text."""

    type: TypeName
    listed: tuple[Words, ...] = ()
    many: bool = False
    most: int | None = None


def read_kind(said: Words) -> Kind | None:
    """Read a cell of the column of types; nothing where a word of it is not made out."""
    low = said.text.lower().strip(" .")
    if low in NAMED:
        return Kind(NAMED[low])
    if low in _SEVERAL:
        return Kind("choice", many=True)
    found = _LIST.match(said.text)
    if found is not None:
        listed = values_of(said.cut(found.start("values"), found.end("values")))
        return Kind("choice", listed, many=found["kind"].lower() in _SEVERAL) if listed else None
    sized = _SIZED.match(said.text)
    if sized is not None and NAMED.get(sized["kind"].lower()) == "text":
        return Kind("text", most=int(sized["size"]))
    marked = set_off(said)
    return Kind("choice", marked) if marked else None


def told_kind(means: Words) -> TypeName | None:
    """Give the type that a description tells by its first words."""
    return next((kind for kind, pattern in _TOLD if pattern.search(means.text)), None)
