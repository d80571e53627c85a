"""The vectors of `tests/vectors/drift`: as records, as a frame and as a file leads have the same to tell."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from ola.agreement.reading import read_agreement
from ola.evaluate.leads.drift.profiling import profile_rows
from ola.finding import Finding
from ola.plan import Plan
from ola.rows.read import open_rows
from ola.source import Source

FOLDER = Path(__file__).parent.parent / "vectors" / "drift"
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
PLANS: dict[str, Plan] = {}
Case = dict[str, Any]


def cases() -> Iterator[Any]:
    """Read every case, with what its file says for all of them."""
    for path in sorted(FOLDER.glob("*.yaml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        agreement = read_agreement(Source(path.name, table["agreement"]))
        assert not [each for each in agreement.findings if each.level == "error"], agreement.findings
        PLANS[path.stem] = agreement.plan
        for case in table["cases"]:
            every = {key: table[key] for key in ("system", "as_of", "leave_out") if key in table}
            whole = {"file": path.stem, **every, **case}
            whole["leave_out"] = [*every.get("leave_out", ()), *case.get("leave_out", ())]
            yield pytest.param(whole, id=f"{path.stem}: {case['says']}")


def leads_of(case: Case) -> list[dict[str, str]]:
    """Give the rows of a case; `{n}` in a value is the number of the row."""
    every = [lead for rows in case["rows"] for lead in [rows["lead"]] * rows["times"]]
    columns = dict.fromkeys(column for lead in every for column in lead)
    return [
        {column: lead.get(column, "").replace("{n}", str(number)) for column in columns}
        for number, lead in enumerate(every, 1)
    ]


@pytest.mark.parametrize("form", ["records", "frame", "file"])
@pytest.mark.parametrize("case", list(cases()))
def test_leads_have_this_to_tell(case: Case, form: str, tmp_path: Path) -> None:
    """A profile tells exactly what the vector says, whatever the rows come in."""
    leads = leads_of(case)
    source: object = leads
    if form == "frame":
        source = pl.DataFrame(leads)
    elif form == "file":
        path = tmp_path / "leads.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, leads[0])
            writer.writeheader()
            writer.writerows(leads)
        source = path
    as_of = dt.datetime.fromisoformat(case["as_of"]) if isinstance(case.get("as_of"), str) else case.get("as_of", NOW)
    profile = profile_rows(PLANS[case["file"]], open_rows(source), case["system"], as_of=as_of)
    told = [each for each in profile.findings if each.code not in case["leave_out"]]
    assert [said(each) for each in told] == case["told"], case["says"]
    if "advice" in case:
        assert [each.advice for each in told] == case["advice"]
    assert profile.records == len(leads)
    assert all(column.filled + column.blank == len(leads) for column in profile.columns)


def said(finding: Finding) -> str:
    """Give a finding as a vector writes it."""
    return f"{finding.code} {finding.level} {finding.message}"
