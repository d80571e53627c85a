"""The exported pydantic module says what the checker says, and its readers read as the field types do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from ola.export import export
from ola.export.target import Export
from tests.export.every_plan import AS_OF
from tests.export.given import Given
from tests.export.running import imported
from tests.laws.test_exported_schema import WAYS, Way, cases


def exported(way: Way) -> Export:
    """Export a plan as a module."""
    return export(Given(way.plan), "pydantic", system=way.system, at=way.at)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_model_refuses_what_the_checker_rejects_for_the_same_clauses(way: Way) -> None:
    """Every clause that reading leaves standing is named; warnings refuse nothing and are listed."""
    model = imported(exported(way).text).Lead
    for case in cases(way):
        errors = {clause for clause, level in case.verdict.broken if level == "error"}
        try:
            lead = model.model_validate(case.record, context={"as_of": AS_OF})
        except ValidationError as refused:
            told = str(refused)
            assert errors, (case, told)
            assert any(f"{clause}: " in told for clause in errors), (case, told)
        else:
            assert not errors, case
            told_of = {line.split(":")[0] for line in lead.warnings(AS_OF)}
            assert told_of == {clause for clause, _ in case.verdict.broken}, case


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_module_needs_nothing_of_ola_and_is_tidy(way: Way, tmp_path: Path) -> None:
    """Whoever gets it needs pydantic; it lists what it does not check."""
    found = exported(way)
    assert "ola." not in found.text.replace("x-ola", "")
    for loss in found.losses:
        assert loss.clause in found.text
    file = tmp_path / found.files[0].name
    file.write_text(found.text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
