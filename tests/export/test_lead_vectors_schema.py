"""The vectors of `tests/vectors/leads` by the exported schema: jsonschema and Ajv say what the vector says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ola.export.json_schema import draw
from ola.plan import stage_asked
from tests.evaluate.test_lead_vectors import CASES, PLANS, Case
from tests.export.node_judge import judge

JUDGED: list[Case] = [case for param in CASES for case in param.values if isinstance(case, dict)]
Schemas = tuple[dict[str, object], dict[str, object]]
DRAWN: dict[tuple[str, str | None, str], Schemas] = {}


def schemas(case: Case) -> Schemas:
    """Draw the schema of a vector's agreement, system and stage: the one exported, and the strict one."""
    plan = PLANS[case["file"]]
    key = (case["file"], case.get("system"), stage_asked(plan, case["at"]))
    if key not in DRAWN:
        DRAWN[key] = (draw(plan, key[1], key[2])[0], draw(plan, key[1], key[2], strict=True)[0])
    return DRAWN[key]


def as_json(lead: dict[str, Any]) -> object | None:
    """Give the lead as JSON has it, or nothing where JSON has no such value."""
    try:
        found: object = json.loads(json.dumps(lead, allow_nan=False))
    except (TypeError, ValueError):
        return None
    return found


def hold(case: Case, loose: bool, strict: bool) -> None:  # noqa: FBT001 (two verdicts)
    """Hold a schema's verdict to the vector's: never refusing what is accepted, and alike where no loss lies."""
    ok = case.get("ok", not case["broken"])
    assert loose or not ok, f"refused, though accepted: {case['says']}"
    assert ok or not (loose and strict), f"taken where no loss lies, though rejected: {case['says']}"


@pytest.mark.parametrize("case", JUDGED, ids=lambda case: f"{case['file']}: {case['says']}"[:60])
def test_jsonschema_says_what_the_vector_says(case: Case) -> None:
    """The schema of the vector's stage takes the lead just as the checker does."""
    lead = as_json(case["lead"])
    if lead is not None:
        loose, strict = (Draft202012Validator(schema).is_valid(lead) for schema in schemas(case))
        hold(case, loose, strict)


def test_ajv_says_what_the_vectors_say() -> None:
    """Ajv gives the same verdicts, in one node process."""
    told = [(case, as_json(case["lead"])) for case in JUDGED]
    held = [(case, lead) for case, lead in told if lead is not None]
    assert len(held) > len(told) / 2
    verdicts = judge([(schema, [lead]) for case, lead in held for schema in schemas(case)])
    for at, (case, _) in enumerate(held):
        hold(case, verdicts[2 * at][0], verdicts[2 * at + 1][0])
