"""Salesforce: what `describe` says of an object's fields, as JSON or with a row for each field.

The types are those of `DescribeSObjectResult` in Salesforce's SOAP API Developer Guide. A field has to be filled in
when a lead is created if it is not nillable, may be given and takes no default.
"""

from __future__ import annotations

from collections.abc import Mapping

from ola.drafting.catalogue import Catalogue
from ola.drafting.closed_list import Option, closed_list
from ola.drafting.drafted import DraftField, Guess
from ola.drafting.entry import Entry, items, text, truth, whole, words
from ola.fieldtypes.spec import TypeName

TYPES: Mapping[str, TypeName] = {
    "id": "id",
    "reference": "id",
    "string": "text",
    "textarea": "text",
    "encryptedstring": "text",
    "email": "email",
    "phone": "phone",
    "url": "url",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "int": "integer",
    "long": "integer",
    "double": "number",
    "percent": "number",
    "currency": "money",
    "picklist": "choice",
    "multipicklist": "choice",
}
_COMPOUND = frozenset({"address", "location", "complexvalue", "anytype", "json"})
_OWNERS = frozenset({"User", "Group"})


def _entries(document: object) -> list[Entry] | None:
    """Give the fields of a describe: of the object itself, of what `sf sobject describe --json` prints, or alone."""
    match document:
        case {"fields": list() as fields} | {"result": {"fields": list() as fields}}:
            pass
        case list() as fields:
            pass
        case _:
            return None
    every = [each for each in fields if isinstance(each, Mapping)]
    return every if every and all({"name", "type", "nillable"} <= each.keys() for each in every) else None


def _field(entry: Entry) -> DraftField | None:
    """Draft one field."""
    column = text(entry, "name")
    if column is None:
        return None
    said = (text(entry, "type") or "").lower()
    type_ = TYPES.get(said, "text")
    guesses: list[str] = []
    facts: list[str] = []
    many = said == "multipicklist"
    choices = closed_list(_options(entry), many=many) if type_ == "choice" else closed_list(())
    guesses += choices.guesses
    if type_ == "choice" and not choices.choices:
        type_, many = "text", False
        guesses.append("text, because its picklist has no value to choose")
    elif type_ == "choice" and not truth(entry, "restrictedPicklist", otherwise=True):
        guesses.append("a closed list, though Salesforce takes other values for it from other programs")
    references = _several(entry, "referenceTo")
    if said == "reference" and column.endswith("OwnerId") and _OWNERS & set(references):
        type_ = "owner"
    elif references:
        facts.append(f"the id of {' or '.join(references)}")
    if said in _COMPOUND:
        guesses.append("only warned about, because it is made of several parts, which are fields of their own")
    elif said == "combobox":
        guesses.append("text, because its list only suggests values")
    elif said not in TYPES:
        guesses.append(f"text, because agreements have no type for {said or 'a field without a type'}")
    if said == "percent":
        facts.append("45 stands for 45 %")
    length = whole(entry, "length")
    if type_ == "choice" and length:
        facts.append(f"at most {length} characters in Salesforce")
    key = said == "id"
    creatable = truth(entry, "createable", otherwise=True)
    filled = truth(entry, "defaultedOnCreate")
    required = not key and not truth(entry, "nillable", otherwise=True) and creatable and not filled
    if not creatable and not truth(entry, "updateable"):
        facts.append("written by Salesforce alone")
    elif filled and not key:
        facts.append("Salesforce fills it in where nobody does")
    return DraftField(
        name=column,
        column=column,
        type=type_,
        label=words(entry, "label"),
        length=length,
        many=many,
        choices=choices.choices,
        key=key,
        required=required,
        unique=not key and truth(entry, "unique"),
        personal=said == "encryptedstring",
        tolerated=said in _COMPOUND,
        guesses=tuple(guesses),
        facts=tuple(facts),
    )


def _options(entry: Entry) -> list[Option]:
    """Give the values of a picklist: tables in a describe, in a row one text with bars between them."""
    listed = [
        Option(value, words(each, "label"), truth(each, "active", otherwise=True))
        for each in items(entry, "picklistValues")
        if (value := text(each, "value")) is not None
    ]
    return listed or [Option(each) for each in (text(entry, "picklist") or "").split("|") if each.strip()]


def _several(entry: Entry, key: str) -> list[str]:
    """Give names that stand in a list, or in one text with bars between them."""
    value = entry.get(key)
    every = value if isinstance(value, list) else str(value or "").split("|")
    return [each for each in every if isinstance(each, str) and each]


SALESFORCE = Catalogue(
    system="salesforce",
    party="sales",
    kind="a Salesforce describe",
    header=frozenset({"name", "type", "nillable", "createable"}),
    entries=_entries,
    field=_field,
    general=(
        Guess("fields", "required always, where Salesforce wants it of a new lead; a stage may be enough: {at: mql}"),
        Guess("systems", "times of Salesforce without an offset are taken for UTC, as its programs write them"),
    ),
)
