"""Each real catalogue is drafted field by field: types, lengths, choices and duties, against a reading of our own."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

import ola
from ola.agreement.agreement import Agreement
from ola.drafting import Draft
from ola.finding import LEVELS
from ola.plan import MaxLength, Present

CATALOGUES = Path(__file__).parents[1] / "data/catalogues"
DESCRIBE = CATALOGUES / "salesforce/Lead.describe.json"
MARKETO = CATALOGUES / "marketo/marketo_lead_describe_data.csv"
HUBSPOT = CATALOGUES / "hubspot/property_data.csv"

# What each system's types are in agreements, written from the systems' documentation and not from ola.
SALESFORCE_TYPES = {
    "id": "id", "reference": "id", "string": "text", "textarea": "text", "address": "text", "picklist": "choice",
    "email": "email", "phone": "phone", "url": "url", "boolean": "boolean", "date": "date", "datetime": "datetime",
    "int": "integer", "double": "number", "currency": "money",
}  # fmt: skip
MARKETO_TYPES = {
    "string": "text", "text": "text", "lead_function": "text", "email": "email", "phone": "phone", "url": "url",
    "boolean": "boolean", "integer": "integer", "float": "number", "currency": "money", "date": "date",
    "datetime": "datetime", "reference": "id",
}  # fmt: skip
TYPED_LENGTHS = {"text", "email", "phone", "url", "id", "owner"}


def drafted(path: Path) -> tuple[Draft, Agreement]:
    """Draft an agreement, and read what was written."""
    draft = ola.draft(path)
    return draft, ola.load(draft.text.encode())


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file of a catalogue."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def written(agreement: Agreement, system: str) -> dict[str, dict[str, object]]:
    """Give what the agreement says of each of a system's columns."""
    plan = agreement.plan
    lengths = {each.field: each.demand.length for each in plan.shapes if isinstance(each.demand, MaxLength)}
    required = {each.field for each in plan.shapes if isinstance(each.demand, Present)}
    return {
        field.bindings[system].column: {
            "type": field.type,
            "label": field.label,
            "length": lengths.get(name),
            "choices": [(each.key, each.label) for each in field.choices],
            "required": name in required,
            "key": field.key,
        }
        for name, field in plan.fields.items()
    }


def test_the_lead_of_salesforce_has_all_its_fields() -> None:
    """54 fields, 7 picklists with 69 values, LastName and Company required: as the describe says, one by one."""
    _, agreement = drafted(DESCRIBE)
    wanted: dict[str, dict[str, object]] = {}
    for field in json.loads(DESCRIBE.read_text("utf-8"))["fields"]:
        type_ = "owner" if field["name"] == "OwnerId" else SALESFORCE_TYPES[field["type"]]
        options = [(each["value"], each["label"]) for each in field["picklistValues"]]
        labelled = any(value != label for value, label in options)
        must = not field["nillable"] and field["createable"] and not field["defaultedOnCreate"]
        wanted[field["name"]] = {
            "type": type_,
            "label": field["label"],
            "length": field["length"] if type_ in TYPED_LENGTHS and field["length"] else None,
            "choices": [(value, label if labelled else None) for value, label in options],
            "required": must or field["type"] == "id",
            "key": field["type"] == "id",
        }
    found = written(agreement, "salesforce")
    assert found == wanted
    assert len(found) == 54
    picklists = [each["choices"] for each in found.values() if each["type"] == "choice"]
    assert (len(picklists), sum(len(each) for each in picklists if isinstance(each, list))) == (7, 69)
    assert [name for name, each in found.items() if each["required"]] == ["Id", "LastName", "Company"]
    assert {each["type"] for each in found.values()} == {*SALESFORCE_TYPES.values(), "owner"}


@pytest.mark.parametrize("name", ["Lead", "Contact", "Event"])
def test_a_field_list_of_salesforce_is_drafted_row_by_row(name: str) -> None:
    """A table of an object's fields gives each its type, length, picklist and duty."""
    path = CATALOGUES / f"salesforce/{name}.fields.csv"
    _, agreement = drafted(path)
    found = written(agreement, "salesforce")
    listed = rows(path)
    assert list(found) == [row["name"] for row in listed]
    types = SALESFORCE_TYPES | {"combobox": "text"}
    for row in listed:
        seen = found[row["name"]]
        type_ = "owner" if row["name"] == "OwnerId" else types[row["type"]]
        assert seen["type"] == type_, row
        assert seen["label"] == row["label"]
        length = int(row["length"])
        assert seen["length"] == (length if length and type_ in TYPED_LENGTHS else None)
        listed_choices = row["picklist"].split("|") if row["type"] == "picklist" else []
        assert seen["choices"] == [(each, None) for each in listed_choices], row
        free = row["nillable"] == "True" or row["createable"] == "False" or row["defaultedOnCreate"] == "True"
        assert seen["required"] == (not free or row["type"] == "id")


def test_the_lead_of_marketo_has_all_its_fields() -> None:
    """100 fields of 13 types, with their lengths; nothing is required, because the catalogue does not say so."""
    draft, agreement = drafted(MARKETO)
    listed = rows(MARKETO)
    wanted: dict[str, dict[str, object]] = {
        row["restname"]: {
            "type": "id" if row["restname"] == "id" else MARKETO_TYPES[row["data_type"]],
            "label": row["display_name"],
            "length": int(row["length"]) or None,
            "choices": [],
            "required": row["restname"] == "id",
            "key": row["restname"] == "id",
        }
        for row in listed
    }
    assert written(agreement, "marketo") == wanted
    assert len(wanted) == 100
    assert len({row["data_type"] for row in listed}) == 13
    assert "fields: nothing is required: a Marketo catalogue does not say what is" in map(str, draft.guesses)


def test_the_properties_of_hubspot_are_all_there() -> None:
    """10 properties of seven objects: a contact's under their names, the others' under their object's as well."""
    draft, agreement = drafted(HUBSPOT)
    found = written(agreement, "hubspot")
    wanted = {
        row["name"] if row["hubspot_object"] == "contact" else f"{row['hubspot_object']}.{row['name']}": row["type"]
        for row in rows(HUBSPOT)
    }
    assert {column: each["type"] for column, each in found.items()} == wanted
    assert len(found) == 10
    assert Counter(wanted.values()) == {"datetime": 8, "date": 2}
    strange = [guess.about for guess in draft.guesses if "not of a lead's row" in guess.why]
    assert strange == [name for name, field in agreement.plan.fields.items() if "." in field.bindings["hubspot"].column]
    assert len(strange) == 7


@pytest.mark.parametrize(
    ("name", "fields", "system"),
    [
        ("salesforce/Lead.describe.json", 54, "salesforce"),
        ("salesforce/Lead.fields.csv", 54, "salesforce"),
        ("salesforce/Contact.fields.csv", 59, "salesforce"),
        ("salesforce/Event.fields.csv", 48, "salesforce"),
        ("marketo/marketo_lead_describe_data.csv", 100, "marketo"),
        ("marketo/marketo_lead_data.csv", 6, "crm"),
        ("hubspot/property_data.csv", 10, "hubspot"),
        ("hubspot/contact_data.csv", 14, "crm"),
        ("pardot/pardot_prospect_data.csv", 48, "crm"),
    ],
)
def test_a_draft_lints_without_errors(name: str, fields: int, system: str) -> None:
    """What lint warns of are questions: it is a draft, and who supplies what is required."""
    draft, agreement = drafted(CATALOGUES / name)
    findings = ola.lint(agreement, "2026-06-01")
    assert [finding for finding in findings if finding.level == LEVELS[0]] == []
    required = sum(each.required or each.key for each in draft.fields)
    assert Counter(finding.code for finding in findings) == Counter({"OLA211": 1, "OLA218": required})
    assert len(draft.fields) == fields == len(agreement.plan.fields)
    assert [*agreement.plan.systems] == [draft.system] == [system]


@pytest.mark.parametrize("path", [DESCRIBE, MARKETO, HUBSPOT], ids=["salesforce", "marketo", "hubspot"])
def test_every_guess_stands_in_the_text_and_in_the_list(path: Path) -> None:
    """A guess is a comment beside what it is about; nothing is marked as guessed that is not listed."""
    draft = ola.draft(path)
    text = " ".join(line.strip().removeprefix("#").strip() for line in draft.text.splitlines())
    for guess in draft.guesses:
        assert f"guessed: {guess.why}" in text, guess
    assert draft.text.count("# guessed: ") == len(draft.guesses)


def test_what_salesforce_does_not_say_is_listed() -> None:
    """The guesses about a lead of Salesforce, each with its reason."""
    about: dict[str, list[str]] = {}
    for guess in ola.draft(DESCRIBE).guesses:
        about.setdefault(guess.why, []).append(guess.about)
    assert about == {
        "UTC stands in for the zone of your months and dates": ["zone"],
        "salesforce is run by sales": ["systems"],
        "required always, where Salesforce wants it of a new lead; a stage may be enough: {at: mql}": ["fields"],
        "times of Salesforce without an offset are taken for UTC, as its programs write them": ["systems"],
        "personal, so its values are masked in every output": [
            "last_name", "first_name", "name", "street", "address", "phone", "mobile_phone", "fax", "email",
        ],
        "a closed list, though Salesforce takes other values for it from other programs": [
            "salutation", "lead_source", "status", "industry", "rating",
        ],
        "only warned about, because it is made of several parts, which are fields of their own": ["address"],
        "in USD: which currency its amounts are in is not said": ["annual_revenue"],
    }  # fmt: skip


def test_a_lead_of_salesforce_is_checked_by_its_draft() -> None:
    """The draft reads a lead in Salesforce's names and spellings, and misses what Salesforce would miss."""
    _, agreement = drafted(DESCRIBE)
    check = ola.checker(agreement, system="salesforce")
    lead = {
        "attributes": {"type": "Lead", "url": "/services/data/v63.0/sobjects/Lead/00Q5g00000ABCDe"},
        "Id": "00Q5g00000ABCDe",
        "LastName": "Diaz",
        "Company": "Northwind",
        "Status": "Open - Not Contacted",
        "LeadSource": "Phone Inquiry",
        "CleanStatus": "Not Compared",
        "AnnualRevenue": 350000.0,
        "NumberOfEmployees": 120,
        "CreatedDate": "2026-05-04T12:10:00.000+0000",
        "IsConverted": False,
        "Address": {"city": "Berlin", "country": "Germany"},
    }
    verdict = check(lead)
    assert verdict.ok
    assert [(finding.clause, finding.level) for finding in verdict.findings] == [("fields.address.type", "warning")]
    missing = check({key: value for key, value in lead.items() if key not in ("LastName", "Address")} | {"Rating": "-"})
    assert [finding.clause for finding in missing.findings] == ["fields.last_name.required", "fields.rating.choices"]


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        ("hubspot/contact_data.csv", 22),
        ("marketo/marketo_lead_data.csv", 100),
        ("pardot/pardot_prospect_data.csv", 100),
    ],
)
def test_a_sample_keeps_its_own_draft(name: str, leads: int) -> None:
    """What a draft guessed from leads is true of them: none is rejected."""
    path = CATALOGUES / name
    draft, agreement = drafted(path)
    summary = ola.check(agreement, path, system=draft.system).summary
    assert (summary.records, summary.accepted) == (leads, leads)
