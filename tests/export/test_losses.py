"""What a JSON Schema cannot say, by example: each kind of loss has a record on which schema and checker part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

import ola
from ola.export.json_schema import draw
from ola.export.target import Loss, LossKind
from ola.fieldtypes import TYPES
from ola.fieldtypes.spec import Spec
from ola.plan import Plan, stage_asked
from tests.export.every_plan import PLAN
from tests.export.node_judge import judge
from tests.reference_checker import reference_check

VECTORS = sorted((Path(__file__).parents[1] / "vectors/losses").glob("*.yaml"))
AS_OF = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Vector:
    """A plan, a record, the clause that is lost, and what the one-lead checker says of it."""

    agreement: bytes
    plan: Plan
    record: dict[str, object]
    clause: str
    kind: str
    seen: str


def read(path: Path) -> Vector:
    """Read a vector; its dates and numbers are what JSON would hold."""
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- texts only
    agreement = written["agreement"].encode()
    return Vector(
        agreement,
        ola.load(agreement).plan,
        written["record"],
        written["clause"],
        written["kind"],
        written["seen"],
    )


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_the_schema_accepts_what_is_lost_and_says_so(path: Path) -> None:
    """The checker rejects the record, or lists the clause as not checked; the schema takes it and lists the loss."""
    vector = read(path)
    at = stage_asked(vector.plan, None)
    schema, losses = draw(vector.plan, None, at)
    verdict = reference_check(vector.plan, vector.record, at=at, as_of=AS_OF)
    match vector.seen:
        case "rejected":
            assert verdict.broken == {(vector.clause, "error")}
            assert not ola.checker(ola.load(vector.agreement))(vector.record, as_of=AS_OF).ok
        case "not checked":
            assert vector.clause in verdict.not_checked
        case _:
            assert vector.clause not in verdict.not_checked | {clause for clause, _ in verdict.broken}
    assert Draft202012Validator(schema).is_valid(vector.record)
    assert (vector.clause, vector.kind) in {(loss.clause, loss.what) for loss in losses}


@pytest.mark.node
def test_ajv_accepts_what_is_lost() -> None:
    """Ajv sees no more than jsonschema does."""
    vectors = [read(path) for path in VECTORS]
    schemas = [draw(vector.plan, None, stage_asked(vector.plan, None))[0] for vector in vectors]
    batches = [(schema, [vector.record]) for schema, vector in zip(schemas, vectors, strict=True)]
    assert judge(batches) == [[True]] * len(vectors)


def test_each_kind_of_loss_has_a_vector() -> None:
    """And there are no other kinds."""
    assert {read(path).kind for path in VECTORS} == set(get_args(LossKind))


def test_a_loss_names_its_clause_its_kind_and_the_reason() -> None:
    """As `ola export … --losses FILE` writes it."""
    _, losses = draw(PLAN, "crm", "mql")
    assert (
        Loss(
            "rules.timing-before-due",
            "comparison between fields",
            "a schema cannot hold one value of a record against another",
        )
        in losses
    )
    assert losses[0].to_dict() == {
        "clause": "fields.lead_id.type",
        "what": "text read as another type",
        "why": TYPES["id"].loss(Spec("id")),
    }
