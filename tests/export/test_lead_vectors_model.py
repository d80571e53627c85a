"""The vectors of `tests/vectors/leads` by the exported pydantic model: it refuses what the vector rejects."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from ola.export import export
from ola.plan import stage_asked
from tests.evaluate.test_lead_vectors import CASES, PLANS, Case, as_of
from tests.export.given import Given
from tests.export.running import imported

JUDGED: list[Case] = [case for param in CASES for case in param.values if isinstance(case, dict)]
MODELS: dict[tuple[str, str | None, str], Any] = {}


def model(case: Case) -> Any:
    """Export the model of a vector's agreement, system and stage."""
    plan, system = PLANS[case["file"]], case.get("system")
    key = (case["file"], system, stage_asked(plan, case["at"]))
    if key not in MODELS:
        MODELS[key] = imported(export(Given(plan), "pydantic", system=system, at=key[2]).text).Lead
    return MODELS[key]


@pytest.mark.parametrize("case", JUDGED, ids=lambda case: f"{case['file']}: {case['says']}"[:60])
def test_the_model_says_what_the_vector_says(case: Case) -> None:
    """A lead is taken where the vector accepts it, with its warnings, and refused by a clause that it breaks."""
    ok = case.get("ok", not case["broken"])
    try:
        lead = model(case).model_validate(case["lead"], context={"as_of": as_of(case)})
    except ValidationError as refused:
        told = str(refused)
        assert not ok, (case["says"], told)
        assert any(f"{clause}: " in told for clause in case["broken"]), (case["says"], told)
    else:
        assert ok, case["says"]
        assert {line.split(":")[0] for line in lead.warnings(as_of(case))} == set(case["broken"]), case["says"]
