"""Many leads: what adds up, what is told of a whole input, and what the rejected rows carry."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ola.errors import NaiveDatetime
from ola.evaluate.leads.batch import Batch, check_blocks
from ola.finding import DataPlace
from ola.rows.read import open_rows
from ola.rows.write import rejected_rows
from tests.evaluate.harbor import PLAN
from tests.evaluate.test_record import GOOD

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def lead(number: int, **changes: object) -> dict[str, object]:
    return {**GOOD, "hs_object_id": str(number), "email": f"ann{number}@example.com", **changes}


LEADS = [
    lead(1),
    lead(2, hubspotscore="12"),
    lead(3, email="ANN1@example.com "),
    lead(4, email="ann4@gmail.com", phone="", hs_analytics_source="REFERRALS"),
    lead(5, email=None),
    lead(6, email="nobody", country="Atlantis"),
    lead(7, email="nobody"),
]


def checked(source: object, **more: Any) -> tuple[Batch, list[dict[str, Any]]]:
    """Go through a batch; give it with its rejected rows."""
    batch = check_blocks(PLAN, "hubspot", "lead", NOW, open_rows(source), **more)
    rejected: list[dict[str, Any]] = []
    for judged in batch:
        rows = rejected_rows(judged.block, judged.accepted, judged.errors, judged.warnings)
        rejected += rows.to_dicts() if isinstance(rows, pl.DataFrame) else rows
    return batch, rejected


@pytest.mark.parametrize("source", [LEADS, pl.DataFrame(LEADS)], ids=["records", "frame"])
def test_the_numbers_add_up(source: object) -> None:
    """Records are accepted or rejected, findings counted by clause; what is blank or malformed repeats none."""
    batch, rejected = checked(source)
    assert batch.summary.to_dict() == {
        "records": 7,
        "accepted": 2,
        "rejected": 5,
        "errors": 6,
        "warnings": 1,
        "by_clause": {
            "fields.country.type": {"error": 1, "warning": 0},
            "fields.email.required": {"error": 1, "warning": 0},
            "fields.email.type": {"error": 2, "warning": 0},
            "fields.email.unique": {"error": 2, "warning": 0},
            "rules.free-mail-needs-a-phone": {"error": 0, "warning": 1},
        },
        "together": [{"clauses": ["fields.country.type", "fields.email.type"], "leads": 1}],
    }
    assert [row["hs_object_id"] for row in rejected] == ["1", "3", "5", "6", "7"]
    assert set(batch.examples) == set(batch.summary.by_clause)


@pytest.mark.parametrize("kind", ["records", "frame"])
def test_clauses_that_leads_break_together_are_counted_in_pairs(kind: str) -> None:
    """The most frequent first, then by name; at most ten are told; every lead counts once for each pair."""
    wrong = {"country": "Atlantis", "email": "nobody", "hubspotscore": "x", "numemployees": "many", "phone": "call me"}
    leads = [lead(number, **dict(list(wrong.items())[: number % 6])) for number in range(60)]
    source = leads if kind == "records" else pl.DataFrame(leads)
    batch, rejected = checked(source)
    pairs = Counter(
        pair
        for row in rejected
        for pair in combinations(sorted({each["clause"] for each in row["_ola_errors"] + row["_ola_warnings"]}), 2)
    )
    assert batch.summary.pairs == pairs
    assert len(pairs) == 10
    assert batch.summary.together[:2] == [
        (("fields.country.type", "fields.email.type"), 40),
        (("fields.country.type", "fields.score.type"), 30),
    ]
    assert [leads for _, leads in batch.summary.together] == sorted(pairs.values(), reverse=True)


@pytest.mark.parametrize("source", [LEADS, pl.DataFrame(LEADS)], ids=["records", "frame"])
def test_a_rejected_row_is_as_it_came_with_what_is_wrong_beside_it(source: object) -> None:
    """Errors carry code, clause, field and message; personal values stay masked there, and untouched in the row."""
    _, rejected = checked(source)
    third: Mapping[str, Any] = rejected[1]
    assert third["email"] == "ANN1@example.com "
    assert third["_ola_errors"] == [
        {
            "code": "OLA310",
            "clause": "fields.email.unique",
            "field": "/email",
            "message": "email “A…@…” stands in 2 rows and must be unique.",
        }
    ]
    assert (third["_ola_warnings"], third["_ola_raw"], third["_ola_line"]) == ([], None, None)


def test_rows_that_cannot_be_read_are_rejected_whole(tmp_path: Path) -> None:
    """A short row of a CSV file is counted, rejected with its text and line, in its place among the others."""
    file = tmp_path / "leads.csv"
    names = list(GOOD)
    rows = [lead(1), lead(2, hubspotscore="x"), lead(3)]
    lines = [",".join(names), *(",".join(str(row[name]) for name in names) for row in rows)]
    lines.insert(2, "9,short")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    batch, rejected = checked(str(file))
    assert (batch.summary.records, batch.summary.accepted, batch.summary.rejected) == (4, 2, 2)
    assert [(row["_ola_raw"], row["_ola_line"]) for row in rejected] == [("9,short", 3), (None, 4)]
    assert batch.summary.errors == 2
    assert [each.place.line for each in batch.findings if isinstance(each.place, DataPlace)] == [3, 4]


def test_findings_stand_in_the_order_of_the_rows(tmp_path: Path) -> None:
    """What cannot be read stands among what can, and the limit counts both."""
    file = tmp_path / "leads.csv"
    names = list(GOOD)
    lines = [",".join(names)]
    for number in range(1, 7):
        row = lead(number, hubspotscore="x" if number % 2 else "75")
        lines.append(",".join(str(row[name]) for name in names) if number % 3 else "9,short")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    batch, _ = checked(str(file), limit=3)
    assert [each.place.row for each in batch.findings if isinstance(each.place, DataPlace)] == [1, 3, 5]
    assert batch.summary.errors == 4


def test_a_missing_column_is_told_once() -> None:
    """It is an error where the field is required, else a warning, with the near name; then every row is blank there."""
    frame = pl.DataFrame([lead(1)]).rename({"email": "E-mail", "jobtitle": "role"})
    batch, _ = checked(frame)
    told = [each for each in batch.findings if each.code == "OLA320"]
    assert [(each.level, each.message, each.advice) for each in told] == [
        (
            "error",
            "There is no column “email” for email; every lead counts as blank there.",
            "Did you mean “E-mail”? Rename it, or correct the field's column.",
        ),
        (
            "warning",
            "There is no column “jobtitle” for job_title; every lead counts as blank there.",
            told[1].advice,
        ),
    ]
    assert batch.summary.by_clause["fields.email.required"] == {"error": 1, "warning": 0}


def test_records_lack_a_column_when_none_of_them_has_it() -> None:
    """Of records it is known at the end; one that has the column is enough, also under `properties`."""
    without = [{key: value for key, value in lead(number).items() if key != "phone"} for number in (1, 2)]
    assert [each.code for each in checked(without)[0].findings if each.code == "OLA320"] == ["OLA320"]
    nested = [*without, {"properties": lead(3)}]
    assert "OLA320" not in {each.code for each in checked(nested)[0].findings}


def test_columns_of_another_system_are_recognized() -> None:
    """When the columns fit another system far better, the advice names it."""
    columns = [field.column("salesforce") for field in PLAN.fields.values()]
    batch, _ = checked(pl.DataFrame({column: ["x"] for column in columns}))
    advice = {each.advice for each in batch.findings if each.code == "OLA320"}
    assert advice == {"The columns are those of salesforce: add --system salesforce."}


@pytest.mark.parametrize("kind", [pl.DataFrame, list])
def test_findings_stop_at_the_limit_and_counts_do_not(kind: Any) -> None:
    """The first findings in the order of the rows are kept; each clause keeps an example, beyond the limit too."""
    rows = [lead(number, country="Atlantis") for number in range(30)] + [lead(99, jobtitle="x" * 200)]
    batch, rejected = checked(kind(rows), limit=10)
    assert [each.place.row for each in batch.findings if isinstance(each.place, DataPlace)] == list(range(1, 11))
    assert batch.summary.errors == 31
    assert len(rejected) == 31
    assert set(batch.examples) == {"fields.country.type", "fields.job_title.max_length"}


@pytest.mark.parametrize(
    "source", [[], pl.DataFrame({name: [] for name in GOOD}, schema=dict.fromkeys(GOOD, pl.String))]
)
def test_nothing_in_nothing_out(source: object) -> None:
    """An input without records has a summary of zeros and no findings."""
    batch, rejected = checked(source)
    assert batch.summary.to_dict() == {
        "records": 0,
        "accepted": 0,
        "rejected": 0,
        "errors": 0,
        "warnings": 0,
        "by_clause": {},
        "together": [],
    }
    assert (batch.findings, rejected) == ([], [])


def test_uniqueness_is_judged_in_a_batch() -> None:
    """What one lead cannot show, all rows do: it is not listed as not checked."""
    batch, _ = checked(LEADS)
    assert "fields.email.unique" in batch.checker.not_checked
    assert "fields.email.unique" not in batch.not_checked
    assert "fields.budget.type" in batch.not_checked


def test_a_naive_now_is_refused() -> None:
    """A "now" without a zone names no moment."""
    with pytest.raises(NaiveDatetime):
        check_blocks(PLAN, "hubspot", "mql", NOW.replace(tzinfo=None), open_rows(LEADS))
