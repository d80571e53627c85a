"""Targets by name, whose names and which stage."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator

from ola.errors import WrongCall
from ola.export import TARGETS, export
from tests.export.every_plan import PLAN
from tests.export.given import Given

FOLDER = Path(__file__).parents[2] / "ola/export"
GIVEN = Given(PLAN)


def test_every_target_is_a_file_with_an_export_and_every_such_file_a_target() -> None:
    """A newcomer adds one file and one line."""
    files = {
        path.stem.replace("_", "-")
        for path in FOLDER.glob("*.py")
        if path.stem != "__init__" and "\ndef export(agreement" in path.read_text(encoding="utf-8")
    }
    assert set(TARGETS) == files


@pytest.mark.parametrize("target", TARGETS)
def test_what_the_agreement_does_not_have_is_a_wrong_call(target: str) -> None:
    """An unknown target or system is named with those that are there; a stage too, where stages matter."""
    with pytest.raises(WrongCall, match="There is no export target"):
        export(GIVEN, "csv")
    with pytest.raises(WrongCall, match=r"no system .hubs.\."):
        export(GIVEN, target, system="hubs")
    if target != "requirements":
        with pytest.raises(WrongCall, match=r"no stage .sql.\."):
            export(GIVEN, target, at="sql")


@pytest.mark.parametrize("target", TARGETS)
def test_an_export_is_the_same_every_time(target: str) -> None:
    """Nothing in it hangs on the clock or on chance."""
    assert export(GIVEN, target, system="crm").to_dict() == export(GIVEN, target, system="crm").to_dict()


def test_a_schema_names_its_agreement_stage_and_system() -> None:
    """The file's name and `$id` are stable; the stage is the one the handoff leaves unless another is asked for."""
    found = export(GIVEN, "json-schema", system="crm")
    schema = json.loads(found.text)
    Draft202012Validator.check_schema(schema)
    assert found.files[0].name == "every.mql.crm.schema.json"
    assert schema["$id"] == "urn:ola:every:1.0.0:mql:crm"
    assert schema["title"] == "Everything in one agreement"
    assert json.loads(export(GIVEN, "json-schema", at="accepted").text)["$id"] == "urn:ola:every:1.0.0:accepted:-"


def test_each_demand_of_a_schema_names_its_clause() -> None:
    """Errors refuse, warnings stand apart, and what the system does not have is listed."""
    schema = json.loads(export(GIVEN, "json-schema", system="hub", at="accepted").text)
    assert schema["required"] == ["hs_object_id", "consent"]
    assert schema["x-ola-required"]["hs_object_id"] == "fields.lead_id.required"
    assert [each["x-ola-clause"] for each in schema["properties"]["numemployees"]["allOf"]] == [
        "fields.employees.type",
        "fields.employees.min",
    ]
    assert {each["x-ola-clause"] for each in schema["x-ola-warnings"]} == {
        "fields.created.type",
        "fields.stage.required",
        "rules.ends-in-head",
    }
    assert set(schema["x-ola-not-checked"]) == {"fields.budget.type", "fields.budget.required", "fields.budget.min"}
    assert '"format"' not in json.dumps(schema)


def test_every_reference_of_a_schema_is_defined_and_every_definition_used() -> None:
    """Nothing dangles."""
    text = export(GIVEN, "json-schema", system="crm", at="claimed").text
    schema = json.loads(text)
    for name in schema["$defs"]:
        assert f'"#/$defs/{quote(name)}"' in text
