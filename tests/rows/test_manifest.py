"""The manifest says what was checked and that no row was lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ola.errors import NaiveDatetime, WrongCall
from ola.rows.manifest import ManifestFile, OutputFile, manifest
from ola.rows.output import written_together

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "manifest.schema.json").read_text("utf-8"))
FACTS: dict[str, Any] = {
    "made_at": datetime(2026, 6, 1, 9, 30, tzinfo=UTC),
    "ola_version": "0.1.0",
    "agreement_id": "harbor-leads",
    "agreement_version": "2.1.0",
    "agreement_sha256": "0" * 64,
    "input_name": "leads.csv",
    "input_sha256": None,
    "records": 3,
    "accepted": 2,
    "rejected": 1,
    "outputs": [OutputFile("accepted", "ok.csv", 2), OutputFile("rejected", "bad.csv", 1)],
}


def test_the_manifest_written_fits_its_schema(tmp_path: Path) -> None:
    """Keys and values as published."""
    file = ManifestFile(tmp_path / "manifest.json")
    with written_together(file):
        file.write(manifest(**FACTS))
    found = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(found, SCHEMA)
    assert found == {
        "format": "ola.manifest/1",
        "made_at": "2026-06-01T09:30:00+00:00",
        "ola": {"version": "0.1.0"},
        "agreement": {"id": "harbor-leads", "version": "2.1.0", "sha256": "0" * 64},
        "input": {"name": "leads.csv", "sha256": None},
        "counts": {"in": 3, "accepted": 2, "rejected": 1},
        "outputs": [
            {"holds": "accepted", "name": "ok.csv", "rows": 2},
            {"holds": "rejected", "name": "bad.csv", "rows": 1},
        ],
    }


@pytest.mark.parametrize("broken", [{"format": "ola.manifest/2"}, {"made_at": "2026-06-01"}, {"counts": {"in": -1}}])
def test_the_schema_refuses_what_is_no_manifest(broken: dict[str, object]) -> None:
    """A schema that takes everything would hold nothing."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(manifest(**FACTS) | broken, SCHEMA)


def test_counts_that_do_not_add_up_are_never_written() -> None:
    """A lost row is a fault, not a fact to be filed."""
    with pytest.raises(WrongCall, match=r"3 records went in, 2 \+ 0 = 2 came out"):
        manifest(**FACTS | {"rejected": 0})


def test_the_time_has_an_offset() -> None:
    """A manifest is read in another zone than it was written in."""
    with pytest.raises(NaiveDatetime, match="has no offset"):
        manifest(**FACTS | {"made_at": datetime(2026, 6, 1)})  # noqa: DTZ001 — that is the mistake
