"""Marketo: the describe of a lead, as its REST API gives it (both forms) or as a table with a row for each field.

The types are those of Marketo's developer documentation on lead fields.
"""

from __future__ import annotations

from collections.abc import Mapping

from ola.drafting.catalogue import Catalogue
from ola.drafting.drafted import DraftField, Guess
from ola.drafting.entry import Entry, text, truth, whole, words
from ola.fieldtypes.spec import TypeName

TYPES: Mapping[str, TypeName] = {
    "string": "text",
    "text": "text",
    "text_area": "text",
    "html_text": "text",
    "email": "email",
    "phone": "phone",
    "url": "url",
    "boolean": "boolean",
    "integer": "integer",
    "score": "integer",
    "float": "number",
    "percent": "number",
    "currency": "money",
    "date": "date",
    "datetime": "datetime",
    "reference": "id",
    "lead_function": "text",
    "formula": "text",
}
_KEY = "id"


def _entries(document: object) -> list[Entry] | None:
    """Give the fields of a describe, or of the second form of it, which holds them a level deeper."""
    match document:
        case {"result": [{"fields": list() as listed}, *_]} | {"result": list() as listed} | (list() as listed):
            every = [each for each in listed if isinstance(each, Mapping)]
            known = every and all({"dataType", "displayName"} <= each.keys() for each in every)
            return every if known else None
        case _:
            return None


def _field(entry: Entry) -> DraftField | None:
    """Draft one field."""
    rest, soap = entry.get("rest"), entry.get("soap")
    column = text(entry, "name", "restname")
    for named in (rest, soap):
        if column is None and isinstance(named, Mapping):
            column = text(named, "name")
    column = column or text(entry, "soapname", "displayName", "display_name")
    if column is None:
        return None
    said = (text(entry, "dataType", "data_type") or "").lower()
    type_ = TYPES.get(said, "text")
    key = column.lower() == _KEY
    guesses: list[str] = []
    facts: list[str] = []
    if key and type_ != "id":
        type_ = "id"
        guesses.append("the key of a lead, because Marketo counts its leads by it")
    elif said in ("lead_function", "formula"):
        guesses.append(f"text, because what a {said} gives is not said")
    elif said == "reference":
        guesses.append("an id, because it refers to another record")
    elif said not in TYPES:
        guesses.append(f"text, because agreements have no type for {said or 'a field without a type'}")
    if truth(entry, "restread_only") or (isinstance(rest, Mapping) and truth(rest, "readOnly")):
        facts.append("written by Marketo alone")
    return DraftField(
        name=column,
        column=column,
        type=type_,
        label=words(entry, "displayName", "display_name"),
        length=whole(entry, "length"),
        key=key,
        guesses=tuple(guesses),
        facts=tuple(facts),
    )


MARKETO = Catalogue(
    system="marketo",
    party="marketing",
    kind="a Marketo catalogue",
    header=frozenset({"data_type", "display_name", "restname"}),
    entries=_entries,
    field=_field,
    general=(
        Guess("fields", "nothing is required: a Marketo catalogue does not say what is"),
        Guess("systems", "times of Marketo without an offset are taken for UTC"),
    ),
)
