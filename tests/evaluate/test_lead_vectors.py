"""The vectors of `tests/vectors/leads`, run by every way to judge a lead."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from ola.agreement.reading import read_agreement
from ola.evaluate.leads.batch import check_blocks
from ola.evaluate.leads.columns import Columns
from ola.evaluate.leads.missing import MISSING_COLUMN
from ola.evaluate.leads.record import Checker
from ola.plan import Plan
from ola.rows.read import open_rows
from ola.source import Source
from tests.reference_checker import reference_check

FOLDER = Path(__file__).parent.parent / "vectors" / "leads"
PLANS: dict[str, Plan] = {}
Case = dict[str, Any]


def cases() -> list[Any]:
    """Read every case, with what its file says for all of them."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        agreement = read_agreement(Source(path.name, table["agreement"]))
        assert not [each for each in agreement.findings if each.level == "error"], agreement.findings
        PLANS[path.stem] = agreement.plan
        for number, case in enumerate(table["cases"], 1):
            whole = {"file": path.stem, "at": table.get("at"), "as_of": table.get("as_of"), **case}
            found.append(pytest.param(whole, id=f"{path.stem}-{number}"))
    return found


CASES = cases()
ALL = pytest.mark.parametrize("case", CASES)


def as_of(case: Case) -> dt.datetime:
    """Give the case's "now"."""
    given = case["as_of"]
    return given if given is not None else dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


@ALL
def test_the_checker_gives_the_verdict(case: Case) -> None:
    """One lead has exactly the broken clauses, stage, segments, scores and reasons the vector says."""
    verdict = Checker(PLANS[case["file"]], case.get("system"), case["at"])(case["lead"], as_of(case))
    assert [each.clause for each in verdict.findings] == case["broken"], case["says"]
    assert verdict.ok == case.get("ok", not case["broken"])
    if "messages" in case:
        assert [each.message for each in verdict.findings] == case["messages"], case["says"]
    if "hung_on" in case:
        assert {name: list(fields) for name, fields in verdict.hung_on.items()} == case["hung_on"], case["says"]
    for part in ("stage", "segments", "scores"):
        if part in case:
            assert getattr(verdict, part) == case[part], case["says"]
    if "reached" in case:
        assert list(verdict.reached) == case["reached"], case["says"]
    assert set(case.get("not_checked", ())) <= set(verdict.not_checked)


@ALL
def test_the_reference_gives_the_verdict(case: Case) -> None:
    """The plain reference says the same, so that vectors and laws hold one thing."""
    verdict = reference_check(
        PLANS[case["file"]], case["lead"], system=case.get("system"), at=case["at"], as_of=as_of(case)
    )
    assert {clause for clause, _ in verdict.broken} == set(case["broken"]), case["says"]
    assert verdict.ok == case.get("ok", not case["broken"])
    for part in ("stage", "segments", "scores"):
        if part in case:
            assert getattr(verdict, part) == case[part], case["says"]
    if "reached" in case:
        assert list(verdict.reached) == case["reached"], case["says"]


@ALL
@pytest.mark.parametrize("form", ["record", "frame"])
def test_a_batch_gives_the_verdict(case: Case, form: str) -> None:
    """Many leads, as records and as a frame, have the one lead's findings, word for word, and are parted by them."""
    plan, system = PLANS[case["file"]], case.get("system")
    lead = {name: pl.Series([value], strict=False) for name, value in case["lead"].items()}
    rows = open_rows([case["lead"]] if form == "record" else pl.DataFrame(lead))
    batch = check_blocks(plan, system, case["at"], as_of(case), rows)
    accepted = [bool(kept) for judged in batch for kept in judged.accepted]
    alone = Checker(plan, system, case["at"])(case["lead"], as_of(case)).findings
    told = [each for each in batch.findings if each.code != MISSING_COLUMN.code]
    assert accepted == [case.get("ok", not case["broken"])], case["says"]
    assert [(each.clause, each.message) for each in told] == [(each.clause, each.message) for each in alone]
    assert sorted(batch.summary.by_clause) == sorted(case["broken"])


@ALL
def test_the_columns_give_the_verdict(case: Case) -> None:
    """A frame of the one lead, in columns of its own types, breaks the same clauses and derives the same values."""
    checker = Checker(PLANS[case["file"]], case.get("system"), case["at"])
    frame = pl.DataFrame({name: pl.Series([value], strict=False) for name, value in case["lead"].items()})
    columns = Columns(checker.docket, frame.schema, as_of(case))
    broken = columns.check_frame(frame).broken.row(0)
    forms = checker.docket.forms
    assert [form.clause.id for form, bad in zip(forms, broken, strict=True) if bad] == case["broken"], case["says"]
    derived = columns.derived(frame).row(0, named=True)
    assert derived["stage"] == case.get("stage", derived["stage"])
    assert derived["reached"] == case.get("reached", derived["reached"])
    for part, prefix in (("segments", "segment"), ("scores", "score")):
        for name, value in case.get(part, {}).items():
            assert derived[f"{prefix}.{name}"] == value, case["says"]
