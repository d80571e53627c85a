"""Reasons of many rows: the words that each row has alone, as lists and as cells of delimited text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ola.agreement.reading import read_agreement
from ola.evaluate.leads.batch import check_blocks
from ola.evaluate.leads.judged import Judged, rejected_together
from ola.evaluate.leads.record import Checker
from ola.plan import Plan
from ola.rows.frames import FrameRows
from ola.source import Source
from tests.evaluate.harbor import PLAN
from tests.evaluate.test_record import GOOD
from tests.export.records import HARBOR, records

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
SHARED = """\
ola: 1
id: small
title: A score of halves, and a rule that quotes
version: 1.0.0
zone: UTC
fields:
  size: {type: number, min: 2}
  note: {type: text, max_length: 3}
  sales: {type: boolean}
scores:
  fit: {points: [{when: size > 3, add: 1.5}, {when: sales, add: 1}]}
rules:
  fit enough: {must: fit >= 2, says: 'the "fit" is 2 \\ or more'}
"""


def halves() -> Plan:
    """Give an agreement with a score of halves."""
    return read_agreement(Source("small.ola.yaml", SHARED)).plan


def judged(plan: Plan, frame: pl.DataFrame, system: str | None, at: str | None, rows: int) -> list[Judged]:
    """Judge a frame so many rows at a time."""
    blocks = FrameRows(frame)
    blocks.blocks = lambda only=None: (  # type: ignore[method-assign]
        block for part in frame.select(only or frame.columns).iter_slices(rows) for block in FrameRows(part).blocks()
    )
    return list(check_blocks(plan, system, at, NOW, blocks))


def reasons(plan: Plan, frame: pl.DataFrame, system: str | None, at: str | None) -> Iterator[list[dict[str, object]]]:
    """Yield what is wrong with each rejected row, told by the checker of one lead."""
    check = Checker(plan, system, at)
    for lead in frame.to_dicts():
        verdict = check(lead, NOW)
        if not verdict.ok:
            yield [
                {
                    "code": each.code,
                    "clause": each.clause,
                    "field": None if each.place is None else each.place.to_dict().get("field"),
                    "message": each.message,
                }
                for each in verdict.findings
                if each.level == "error"
            ]


LEADS = st.lists(records(PLAN, "hubspot", HARBOR), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None)
@given(leads=LEADS, odd=st.text(st.characters(exclude_categories=["Cs"]), max_size=70), rows=st.integers(1, 12))
def test_reasons_are_those_of_each_lead(leads: list[dict[str, object]], odd: str, rows: int) -> None:
    """However many rows are put into words together, and whatever stands in them, each has its own reasons."""
    columns = list(Checker(PLAN, "hubspot", "mql").docket.fields.values())
    leads = [*leads, {**GOOD, "hs_analytics_source": odd, "createdate": f'"{odd}\\'}]
    table = {column: [None if (it := lead.get(column)) is None else str(it) for lead in leads] for column in columns}
    frame = pl.DataFrame(table, schema=dict.fromkeys(columns, pl.String))
    plan = PLAN
    found = judged(plan, frame, "hubspot", "mql", rows)
    alone = [each.errors.to_list() for each in found]
    together = rejected_together([each.rejected() for each in found])
    unique = {shape.clause.id for shape in Checker(PLAN, "hubspot", "mql").docket.unique}
    said = [[each for each in row if each["clause"] not in unique] for part in alone for row in part]
    assert [row for row in said if row] == list(reasons(plan, frame, "hubspot", "mql"))
    assert together.errors.to_list() == [row for part in alone for row in part]
    assert together.rejects is not None
    errors, warnings = together.rejects.cells()
    assert [cell_of(each) for each in errors] == together.errors.to_list()
    assert [cell_of(each) for each in warnings] == together.warnings.to_list()


def cell_of(cell: str) -> list[dict[str, object]]:
    """Read a cell of delimited text that holds JSON."""
    text = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
    found: list[dict[str, object]] = json.loads(text)
    return found


def test_a_score_of_halves_is_told_as_each_lead_has_it() -> None:
    """Whether 2.5 or 2 stands in a sentence hangs on how points add up in a lead; columns of floats cannot tell."""
    plan = halves()
    frame = pl.DataFrame(
        {"size": ["1", "4", "5", None], "note": ["a\nb", '"""', "long one", None], "sales": ["yes", None, "no", "no"]}
    )
    (only,) = judged(plan, frame, None, None, 10)
    assert only.errors.to_list() == list(reasons(plan, frame, None, None))
    assert [
        each["message"] for row in only.errors.to_list() for each in row if each["clause"] == "rules.fit-enough"
    ] == [
        'The rule “fit enough” wants the "fit" is 2 \\ or more; here fit is 1.',
        'The rule “fit enough” wants the "fit" is 2 \\ or more; here fit is 1.5.',
        'The rule “fit enough” wants the "fit" is 2 \\ or more; here fit is 1.5.',
        'The rule “fit enough” wants the "fit" is 2 \\ or more; here fit is 0.',
    ]
    assert only.rejects is not None
    assert [cell_of(each) for each in only.rejects.cells()[0]] == only.errors.to_list()


@pytest.mark.parametrize("moment", [3 * 10**17, -(10**17)])
def test_an_instant_beyond_the_calendar_is_malformed_like_any_other(moment: int) -> None:
    """A frame may hold years that Python has not; the row is rejected and its reason says what stands there."""
    frame = pl.DataFrame([GOOD]).with_columns(createdate=pl.lit(moment, pl.Int64).cast(pl.Datetime("us", "UTC")))
    batch = check_blocks(PLAN, "hubspot", "mql", NOW, FrameRows(frame))
    (only,) = batch
    (reason,) = only.errors.to_list()[0]
    assert reason["clause"] == "fields.created_at.type"
    assert reason["message"] == batch.findings[0].message
