"""The machine formats of the command are what their published schemas say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from ola.cli.app import app
from ola.export.target import LossKind

TOP = Path(__file__).parents[2]
HARBOR = TOP / "tests" / "vectors" / "agreements" / "harbor.ola.yaml"
RUN = CliRunner()
SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8")) for path in TOP.glob("schemas/*.json")
}


def valid(name: str, text: str) -> dict[str, object]:
    """Hold a text to a published schema and give its content."""
    content: dict[str, object] = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(content)
    return content


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_published_schema_is_a_schema(name: str) -> None:
    """Each is valid draft 2020-12, with an `$id`, a title and a description."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert {"$id", "title", "description"} <= set(SCHEMAS[name])
    assert SCHEMAS[name]["$id"].endswith(f"/{name}.schema.json")


def test_lint_prints_its_schema() -> None:
    """`ola lint --format json`, of the example and of something that is no agreement."""
    assert valid("lint", RUN.invoke(app, ["lint", str(HARBOR), "-f", "json"]).stdout)["findings"] == []
    assert valid("lint", RUN.invoke(app, ["lint", "-", "-f", "json"], input="- nothing").stdout)["findings"]


@pytest.mark.parametrize("path", sorted(TOP.glob("tests/agreements/*/paper.md")), ids=lambda path: path.parent.name)
def test_read_prints_its_schema(path: Path) -> None:
    """`ola read --format json`, of documents with outcomes of every kind."""
    reading = valid("read", RUN.invoke(app, ["read", str(path), "-f", "json"]).stdout)
    assert all(reading["counts"].values())  # type: ignore[attr-defined]


def test_check_and_manifest_are_their_schemas(tmp_path: Path) -> None:
    """`ola check --format json` and the manifest beside the outputs."""
    leads, good = tmp_path / "leads.csv", tmp_path / "good.csv"
    leads.write_text("hs_object_id,email\n1,no address\n2\n", "utf-8")
    words = ["check", str(leads), "-a", str(HARBOR), "--system", "hubspot", "-f", "json", "--accepted", str(good)]
    checked = valid("check", RUN.invoke(app, words).stdout)
    assert {finding["party"] for finding in checked["findings"]} == {"marketing"}  # type: ignore[attr-defined]
    manifest = valid("manifest", (tmp_path / "good.csv.manifest.json").read_text("utf-8"))
    assert manifest["counts"] == {"in": 2, "accepted": 0, "rejected": 2}


def test_profile_prints_its_schema(tmp_path: Path) -> None:
    """`ola profile --format json`, of leads that have something to tell and of a file without rows."""
    leads = tmp_path / "leads.csv"
    leads.write_text("hs_object_id,E-Mail,hs_analytics_source\n1,no address,Web form\n2\n3,,\n", "utf-8")
    words = ["profile", str(leads), "-a", str(HARBOR), "--system", "hubspot", "-f", "json"]
    told = valid("profile", RUN.invoke(app, words).stdout)
    assert (told["records"], told["unreadable"]) == (3, 1)
    outside = [column["outside"] for column in told["columns"] if "outside" in column]  # type: ignore[attr-defined]
    assert outside == [[{"value": "Web form", "count": 1}]]
    leads.write_text("hs_object_id\n", "utf-8")
    assert valid("profile", RUN.invoke(app, words).stdout)["records"] == 0


def test_losses_are_their_schema(tmp_path: Path) -> None:
    """What `ola export` writes beside the artefact; the schema knows every kind of loss."""
    out = tmp_path / "leads.json"
    assert RUN.invoke(app, ["export", "json-schema", "-a", str(HARBOR), "-o", str(out)]).exit_code == 0
    assert valid("losses", (tmp_path / "leads.json.losses.json").read_text("utf-8"))["losses"]
    loss = SCHEMAS["losses"]["properties"]["losses"]["items"]
    assert tuple(loss["properties"]["what"]["enum"]) == LossKind.__args__  # type: ignore[attr-defined]


def test_check_tells_which_clauses_fail_together(tmp_path: Path) -> None:
    """One line names the most frequent pair, once more than one lead breaks both; JSON has them all."""
    leads = tmp_path / "leads.csv"
    leads.write_text("hs_object_id,email,hubspotscore\n1,no address,400\n2,none,500\n3,ana@acme.com,x\n", "utf-8")
    words = ["check", str(leads), "-a", str(HARBOR), "--system", "hubspot", "--at", "lead", "--limit", "0"]
    assert (
        "most often together: fields.created_at.required and fields.email.type, 2 leads\n"
        in RUN.invoke(app, words).stdout
    )
    summary = valid("check", RUN.invoke(app, [*words, "-f", "json"]).stdout)["summary"]
    assert isinstance(summary, dict)
    assert {"clauses": ["fields.email.type", "fields.score.max"], "leads": 2} in summary["together"]
    leads.write_text("hs_object_id,email,hubspotscore\n1,no address,400\n", "utf-8")
    assert "together" not in RUN.invoke(app, words).stdout
