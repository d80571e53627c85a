"""HubSpot: the list of a contact's properties, as its API gives it or as a table with a row for each.

The types and field types are those of HubSpot's guide to the properties API.
"""

from __future__ import annotations

from collections.abc import Mapping

from ola.drafting.catalogue import Catalogue
from ola.drafting.closed_list import Option, closed_list
from ola.drafting.drafted import DraftField, Guess
from ola.drafting.entry import Entry, items, text, truth, words
from ola.fieldtypes.spec import TypeName

TYPES: Mapping[str, TypeName] = {
    "string": "text",
    "number": "number",
    "bool": "boolean",
    "date": "date",
    "datetime": "datetime",
    "enumeration": "choice",
    "phone_number": "phone",
    "currency_number": "money",
}
_KEY = "hs_object_id"
_OWNER = "hubspot_owner_id"
_LEADS = frozenset({"contact", "contacts", "lead", "leads", "0-1", "0-136"})
_MAIL = "email"


def _entries(document: object) -> list[Entry] | None:
    """Give the properties of a list: under `results` in the third version of the API, alone in the first."""
    match document:
        case {"results": list() as listed} | (list() as listed):
            every = [each for each in listed if isinstance(each, Mapping)]
            known = every and all({"name", "type", "fieldType"} <= each.keys() for each in every)
            return every if known else None
        case _:
            return None


def _field(entry: Entry) -> DraftField | None:
    """Draft one property."""
    column = text(entry, "name")
    if column is None:
        return None
    said = (text(entry, "type") or "").lower()
    drawn = (text(entry, "fieldType", "field_type") or "").lower()
    type_ = TYPES.get(said, "text")
    guesses: list[str] = []
    facts: list[str] = []
    many = type_ == "choice" and drawn == "checkbox"
    choices = closed_list(_options(entry), many=many) if type_ == "choice" else closed_list(())
    kept = choices.choices
    if column == _OWNER or (text(entry, "referencedObjectType") or "").upper() == "OWNER":
        type_, many, kept = "owner", False, ()
    elif type_ == "choice" and drawn == "booleancheckbox" and {each.key for each in kept} <= {"true", "false"}:
        type_, kept = "boolean", ()
        guesses.append("yes or no, because it is a single checkbox")
    else:
        guesses += choices.guesses
    if type_ == "choice" and not kept:
        type_, many = "text", False
        guesses.append("text, because the list does not name its options")
    key = column == _KEY
    if key:
        type_ = "id"
    elif said == "number" and truth(entry, "showCurrencySymbol") | truth(entry, "show_currency_symbol"):
        type_ = "money"
    elif type_ == "text" and (column == _MAIL or text(entry, "hubspotDefinedFormat") == _MAIL):
        type_ = "email"
        guesses.append("a mail address by its name; HubSpot calls it text")
    elif type_ == "text" and drawn == "phonenumber":
        type_ = "phone"
    elif said not in TYPES:
        guesses.append(f"text, because agreements have no type for {said or 'a property without a type'}")
    about = text(entry, "hubspot_object")
    if about is not None and about.lower() not in _LEADS:
        column = f"{about}.{column}"
        key = False
        guesses.append(f"a property of the object {about}, not of a lead's row: remove it, or say where its column is")
    if truth(entry, "calculated"):
        facts.append("calculated by HubSpot")
    elif isinstance(limits := entry.get("modificationMetadata"), Mapping) and truth(limits, "readOnlyValue"):
        facts.append("written by HubSpot alone")
    return DraftField(
        name=column,
        column=column,
        type=type_,
        label=words(entry, "label"),
        many=many,
        choices=kept,
        key=key,
        unique=not key and truth(entry, "hasUniqueValue"),
        guesses=tuple(guesses),
        facts=tuple(facts),
    )


def _options(entry: Entry) -> list[Option]:
    """Give the options of a property; a hidden one is no longer offered."""
    return [
        Option(value, words(each, "label"), not truth(each, "hidden"))
        for each in items(entry, "options")
        if (value := text(each, "value")) is not None
    ]


HUBSPOT = Catalogue(
    system="hubspot",
    party="marketing",
    kind="a HubSpot property list",
    header=frozenset({"name", "label", "type", "field_type"}),
    entries=_entries,
    field=_field,
    general=(
        Guess("fields", "nothing is required: a property list does not say what is, nor how long a text may be"),
        Guess("systems", "dates are written 2026-05-31; an export that counts milliseconds wants dates: epoch ms"),
    ),
)
