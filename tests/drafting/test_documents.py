"""What the systems' own programs and interfaces give: the forms a catalogue comes in, and what is none."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import ola
from ola.drafting import Draft, DraftField
from ola.drafting.recognise import CATALOGUES
from ola.errors import UnreadableInput, WrongCall
from ola.fieldtypes.spec import Choice

KINDS = (
    "a Salesforce describe, a HubSpot property list, a Marketo catalogue, "
    "or a sample of leads in CSV, JSON Lines or Parquet"
)
ON_LINES = "Leads stand one object on each line, or in one list."
SALESFORCE = {"name": "Stage__c", "type": "picklist", "nillable": True, "picklistValues": [{"value": "New"}]}
HUBSPOT = {"name": "stage", "type": "enumeration", "fieldType": "select", "options": [{"value": "new", "label": "New"}]}
MARKETO = {"displayName": "Stage", "dataType": "string", "length": 5, "rest": {"name": "stage", "readOnly": True}}


def shape(draft: Draft) -> tuple[str, list[tuple[str, str, int]]]:
    """Give the system and each field's name, type and number of choices."""
    return draft.system, [(field.name, field.type, len(field.choices)) for field in draft.fields]


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        ({"name": "Lead", "fields": [SALESFORCE]}, ("salesforce", [("stage", "choice", 1)])),
        ({"status": 0, "result": {"name": "Lead", "fields": [SALESFORCE]}}, ("salesforce", [("stage", "choice", 1)])),
        ([SALESFORCE], ("salesforce", [("stage", "choice", 1)])),
        ({"results": [HUBSPOT]}, ("hubspot", [("stage", "choice", 1)])),
        ([HUBSPOT], ("hubspot", [("stage", "choice", 1)])),
        ({"requestId": "1#2", "success": True, "result": [MARKETO]}, ("marketo", [("stage", "text", 0)])),
        (
            {"success": True, "result": [{"name": "API Lead", "fields": [{**MARKETO, "name": "stage"}]}]},
            ("marketo", [("stage", "text", 0)]),
        ),
        (
            {"totalSize": 1, "records": [{"Id": "00Q", "LastName": "Diaz"}]},
            ("salesforce", [("id", "id", 0), ("last_name", "text", 0)]),
        ),
        ([{"stage": "new"}], ("crm", [("stage", "text", 0)])),
    ],
)
def test_a_document_is_known_by_what_it_holds(tmp_path: Path, document: object, wanted: object) -> None:
    """Parsed already or in a file, on one line or many, a document gives the same draft."""
    path = tmp_path / "fields.json"
    for text in (json.dumps(document), json.dumps(document, indent=2), "\ufeff" + json.dumps(document)):
        path.write_text(text, "utf-8")
        assert shape(ola.draft(path)) == wanted
    assert shape(ola.draft(document)) == wanted


def test_hubspot_s_own_ways_are_understood() -> None:
    """Checkboxes, owners, the record's id, money and hidden options."""
    listed = [
        {**HUBSPOT, "name": "langs", "fieldType": "checkbox"},
        {**HUBSPOT, "name": "ok", "fieldType": "booleancheckbox", "options": [{"value": "true"}, {"value": "false"}]},
        {**HUBSPOT, "name": "hubspot_owner_id", "options": []},
        {**HUBSPOT, "name": "later", "options": []},
        {**HUBSPOT, "options": [{"value": "new", "label": "New"}, {"value": "old", "hidden": True}]},
        {"name": "hs_object_id", "label": "Record ID", "type": "number", "fieldType": "number", "hasUniqueValue": True},
        {"name": "budget", "type": "number", "fieldType": "number", "showCurrencySymbol": True},
        {"name": "tax", "type": "string", "fieldType": "text", "hasUniqueValue": True},
        {"name": "email", "type": "string", "fieldType": "text"},
        {"name": "home", "type": "string", "fieldType": "phonenumber"},
        {"name": "j", "type": "json", "fieldType": "text", "modificationMetadata": {"readOnlyValue": True}},
        {"name": "age", "type": "number", "fieldType": "calculation_equation", "calculated": True},
    ]
    masked = "personal, so its values are masked in every output"
    new = (Choice("new", "New"),)
    assert ola.draft(listed, currency="eur").fields == (
        DraftField("langs", "langs", "choice", many=True, choices=new),
        DraftField("ok", "ok", "boolean", guesses=("yes or no, because it is a single checkbox",)),
        DraftField("hubspot_owner_id", "hubspot_owner_id", "owner"),
        DraftField("later", "later", "text", guesses=("text, because the list does not name its options",)),
        DraftField(
            "stage",
            "stage",
            "choice",
            choices=new,
            guesses=("left out, because no longer offered: old; leads of old may still hold them",),
        ),
        DraftField("hs_object_id", "hs_object_id", "id", label="Record ID", key=True),
        DraftField("budget", "budget", "money", currency="EUR"),
        DraftField("tax", "tax", "text", unique=True),
        DraftField(
            "email",
            "email",
            "email",
            personal=True,
            guesses=("a mail address by its name; HubSpot calls it text", masked),
        ),
        DraftField("home", "home", "phone", personal=True, guesses=(masked,)),
        DraftField(
            "j",
            "j",
            "text",
            guesses=("text, because agreements have no type for json",),
            facts=("written by HubSpot alone",),
        ),
        DraftField("age", "age", "number", facts=("calculated by HubSpot",)),
    )


def test_salesforce_s_own_ways_are_understood() -> None:
    """Several values to a field, what only suggests, secrets, percents and numbers that are unique."""

    def field(name: str, type_: str, **more: object) -> dict[str, object]:
        return {"name": name, "type": type_, "nillable": True, **more}

    values = [{"value": "a", "active": True}, {"value": "b", "active": False}]
    fields = [
        field("Likes__c", "multipicklist", picklistValues=values),
        field("Empty__c", "picklist"),
        field("Free__c", "combobox", picklistValues=values),
        field("Secret__c", "encryptedstring", length=20),
        field("Share__c", "percent"),
        field("Tax__c", "string", unique=True, length=10),
        field("Hour__c", "time"),
        field("OwnerId", "reference", referenceTo=["Group", "User"], length=18),
        field("Account__c", "reference", referenceTo=["Account"], length=18),
        field("Kind", "string", nillable=False, createable=True, defaultedOnCreate=True),
    ]
    left = "left out, because no longer offered: b; leads of old may still hold them"
    assert ola.draft(fields).fields == (
        DraftField("likes", "Likes__c", "choice", many=True, choices=(Choice("a"),), guesses=(left,)),
        DraftField("empty", "Empty__c", "text", guesses=("text, because its picklist has no value to choose",)),
        DraftField("free", "Free__c", "text", guesses=("text, because its list only suggests values",)),
        DraftField("secret", "Secret__c", "text", length=20, personal=True),
        DraftField("share", "Share__c", "number", facts=("45 stands for 45 %",)),
        DraftField("tax", "Tax__c", "text", length=10, unique=True),
        DraftField("hour", "Hour__c", "text", guesses=("text, because agreements have no type for time",)),
        DraftField("owner_id", "OwnerId", "owner", length=18),
        DraftField("account", "Account__c", "id", length=18, facts=("the id of Account",)),
        DraftField("kind", "Kind", "text", facts=("Salesforce fills it in where nobody does",)),
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", '{"a": 1}', f"a.json is JSON, but not {KINDS}. {ON_LINES}"),
        ("a.json", "[1]", f"a.json is JSON, but not {KINDS}. {ON_LINES}"),
        ("a.yaml", "ola: 1\nid: x\n", f"a.yaml is not {KINDS}. A CSV file of one column is named .csv."),
        ("a.json", '[{"errorCode": "X", "message": "Late"}]', "a.json holds an error and no fields: Late. Fetch"),
        ("a.json", '{"success": false, "errors": [{"message": "Invalid"}]}', "holds an error and no fields: Invalid."),
        ("a.json", '{"status": "error", "message": "Bad key"}', "holds an error and no fields: Bad key. Fetch"),
        ("a.csv", "property_id,value,display_order\n1,2,3\n", "a.csv lists options without their properties."),
        ("a.csv", "", f" is empty. Give {KINDS}."),
        ("a.json", '{"fields": [{"name": "A", "type": "str', " cannot be read: The line is not JSON: "),
        ("a.csv", "name,type,nillable,createable\nA,string\n", " has a row that cannot be read: The row has 2 cells"),
        ("a.xlsx", "PK\x03\x04", "is a workbook (.xlsx)"),
        ("a.jsonl", "[]\n[]\n", " cannot be read: "),
    ],
)  # fmt: skip
def test_what_is_none_of_these_is_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    """The sentence says what the file is not, or what it is, and what to do."""
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(UnreadableInput) as refused:
        ola.draft(path)
    assert message in str(refused.value)


def test_what_cannot_be_read_or_named_is_a_wrong_call() -> None:
    """An object that is none, a system without a name, a currency that is none."""
    with pytest.raises(WrongCall, match=r"^The dict is not a Salesforce describe"):
        ola.draft({"a": 1})
    with pytest.raises(WrongCall, match=r"^int holds no rows"):
        ola.draft(5)
    with pytest.raises(WrongCall, match=r"^The system 'a: b' has no name of letters"):
        ola.draft([SALESFORCE], system="a: b")
    with pytest.raises(
        WrongCall, match=r"^The currency 'euro' is no ISO 4217 code\. Write three letters, such as EUR\.$"
    ):
        ola.draft([SALESFORCE], currency="euro")
    with pytest.raises(UnreadableInput, match="There is no file nothing"):
        ola.draft("nothing.csv")
    with pytest.raises(
        UnreadableInput, match=r"^the document has 1,001 fields and 0 choices, more than people can agree"
    ):
        ola.draft([{"name": f"F{number}", "type": "string", "nillable": True} for number in range(1001)])


@pytest.mark.parametrize(
    "content", [json.dumps([SALESFORCE]), "name,type,nillable,createable\nStage__c,string,true,true\n"]
)
def test_standard_input_is_recognised_too(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """`-` takes a describe as well as a table."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    draft = ola.draft("-")
    assert (draft.origin, draft.kind) == ("standard input", "a Salesforce describe")
    assert [field.column for field in draft.fields] == ["Stage__c"]


def test_every_catalogue_is_a_file_of_its_own() -> None:
    """The table of catalogues and the folder say the same."""
    folder = Path(ola.__file__).parent / "drafting"
    files = {path.stem for path in folder.glob("*.py") if " = Catalogue(" in path.read_text(encoding="utf-8")}
    assert {catalogue.system for catalogue in CATALOGUES} == files


def test_a_draft_is_given_as_json_too() -> None:
    """Fields with what they have, and each guess with what it is about."""
    draft = ola.draft([SALESFORCE])
    assert json.loads(draft.to_json()) == draft.to_dict()
    assert draft.to_dict()["fields"] == [
        {"name": "stage", "column": "Stage__c", "type": "choice", "choices": [{"key": "New"}]}
    ]
    assert str(draft) == "1 field, 1 choice, 0 required; 4 guesses"


def test_the_largest_draft_can_be_read() -> None:
    """A thousand fields with all there is to say of them, and ten thousand choices, are still one agreement."""
    values = [{"value": f"v{number}", "label": f"Value {number}"} for number in range(10)]
    fields = [
        {"name": f"Field{number}__c", "label": f"Field {number}", "type": "multipicklist", "nillable": False,
         "createable": True, "unique": True, "length": 20, "picklistValues": values}
        for number in range(1000)
    ]  # fmt: skip
    assert len(ola.load(ola.draft(fields).text.encode()).plan.fields) == 1000
    for field in fields:
        field["label"] = "Field " * 400
    with pytest.raises(UnreadableInput, match="more than people can agree on"):
        ola.draft(fields)
