"""What is gathered of leads is what a plain count finds, however rows are cut into blocks, whatever they come in."""

from __future__ import annotations

import datetime as dt
from itertools import groupby, pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ola.evaluate.leads.batch import check_blocks
from ola.evaluate.leads.drift.blank_run import BlankRun
from ola.evaluate.leads.drift.profiling import profile_rows
from ola.evaluate.leads.drift.spelling import CODES, Spelling, spelling_columns, spelling_of, spelling_of_texts
from ola.evaluate.leads.drift.stretches import MOST, Stretches
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.spec import DateOrder, Spec
from ola.plan import OfType, Plan, Shape
from ola.rows.read import open_rows
from tests.evaluate.harbor import PLAN as HARBOR_PLAN
from tests.export.every_plan import PLAN as EVERY_PLAN
from tests.export.records import EVERY, HARBOR, Values, records
from tests.laws.test_lead_laws import ODD, TYPED, frame_of

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
CASES = [(EVERY_PLAN, EVERY, "crm"), (EVERY_PLAN, EVERY, "hub"), (HARBOR_PLAN, HARBOR, "hubspot")]
CASE = pytest.mark.parametrize(("plan", "values", "system"), CASES, ids=["every-crm", "every-hub", "harbor-hubspot"])
ORDERS: tuple[DateOrder, ...] = ("iso", "day first", "month first")
CODED = st.lists(st.sampled_from([0, 0, 1, 2, 3, 19]), max_size=400)
CUTS = st.lists(st.integers(0, 400), max_size=4)


def cut(codes: list[int], cuts: list[int], first: int) -> list[tuple[NDArray[np.uint8], NDArray[np.int64]]]:
    """Cut codes into blocks; their rows count from `first`."""
    edges = sorted({0, len(codes), *(each for each in cuts if each < len(codes))})
    array, rows = np.array(codes, np.uint8), np.arange(first, first + len(codes))
    return [(array[a:b], rows[a:b]) for a, b in pairwise(edges)]


@given(CODED, CUTS)
def test_the_longest_run_of_blanks_is_found_however_rows_are_cut(codes: list[int], cuts: list[int]) -> None:
    """It is the first of the longest, from its first row to its last."""
    run = BlankRun()
    for block, rows in cut(codes, cuts, 1):
        run.add(block == 0, rows)
    run.finish()
    runs, at = [(0, 0, 0)], 1
    for is_blank, group in groupby(codes, lambda code: code == 0):
        length = len(list(group))
        if is_blank:
            runs.append((length, at, at + length - 1))
        at += length
    length, first, last = max(runs, key=lambda each: each[0])
    assert (run.length, run.first, run.last) == (length, first, last)


@given(CODED, CUTS, st.sampled_from([1, 100, 100_000]))
def test_stretches_add_up_however_rows_are_cut(codes: list[int], cuts: list[int], first: int) -> None:
    """Each code is counted once, in a stretch between its first and last row; the stretches never become more."""
    stretches = Stretches()
    for block, rows in cut(codes, cuts, first):
        stretches.add(block, rows)
    assert stretches.counts.shape == (MOST, CODES)
    assert stretches.counts.sum(axis=0).tolist() == np.bincount(np.array(codes, int), minlength=CODES).tolist()
    for stretch in range(MOST):
        low = stretch * stretches.width
        for code in set(codes):
            own = [row for row, each in enumerate(codes, first) if each == code and low < row <= low + stretches.width]
            told = (stretches.counts[stretch, code], stretches.first[stretch, code], stretches.last[stretch, code])
            assert told == (len(own), min(own, default=0), max(own, default=0))


@CASE
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_records_and_frames_have_one_profile(plan: Plan, values: Values, system: str, data: st.DataObject) -> None:
    """The same rows as records and as columns of text have the same columns and the same findings."""
    columns = [column for field in plan.fields.values() if (column := field.column(system)) is not None]
    leads = data.draw(st.lists(records(plan, system, values), min_size=12, max_size=40))
    frame = frame_of(leads, columns)
    by_frame = profile_rows(plan, open_rows(frame), system, as_of=NOW)
    by_record = profile_rows(plan, open_rows(frame.to_dicts()), system, as_of=NOW)
    assert by_frame.columns == by_record.columns
    assert [(each.code, each.message, each.advice) for each in by_frame.findings] == [
        (each.code, each.message, each.advice) for each in by_record.findings
    ]


@CASE
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_what_is_not_readable_is_what_a_check_finds(
    plan: Plan, values: Values, system: str, data: st.DataObject
) -> None:
    """Of each field as many leads are not readable as `ola check` says, whatever stands in the records."""
    columns = [column for field in plan.fields.values() if (column := field.column(system)) is not None]
    odd = st.dictionaries(st.sampled_from([*columns, "something else"]), ODD)
    leads = data.draw(st.lists(records(plan, system, values) | odd, min_size=1, max_size=12))
    profile = profile_rows(plan, open_rows(leads), system, as_of=NOW)
    batch = check_blocks(plan, system, None, NOW, open_rows(leads))
    for _ in batch:
        pass
    clauses = {
        form.field: form.clause.id
        for form in batch.docket.forms
        if isinstance(form, Shape) and isinstance(form.demand, OfType)
    }
    unexpected = batch.unexpected
    for told in profile.columns:
        if told.field in clauses:
            counts = batch.summary.by_clause.get(clauses[told.field], {})
            assert told.not_readable == sum(counts.values())
        assert told.outside == unexpected.values.get(told.field or "", ())
    assert [each.column for each in unexpected.columns] == [
        each.column for each in profile.columns if each.field is None
    ]
    profile.to_json().encode("utf-8", "surrogatepass")


@given(st.lists(ODD, max_size=8))
def test_a_value_of_any_class_has_a_spelling(values: list[object]) -> None:
    """Whatever stands in a cell is spelt in one of the ways there are."""
    assert {spelling_of(each) for each in values if not isinstance(each, str)} <= set(Spelling)


@given(st.lists(st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}", fullmatch=True), min_size=1, max_size=8))
def test_a_date_that_can_be_read_is_spelt_like_one(texts: list[str]) -> None:
    """What a system reads as a date in some order is never taken for a number or for plain text."""
    for text, code in zip(texts, spelling_of_texts(pl.Series(texts)).to_list(), strict=True):
        reads = [order for order in ORDERS if TYPES["date"].reader(Spec("date", dates=order))(text) is not MALFORMED]
        if "iso" in reads:
            assert code == Spelling.YEAR_FIRST
        elif reads:
            one = Spelling.DAY_FIRST if reads == ["day first"] else Spelling.MONTH_FIRST
            assert code == (Spelling.EITHER_FIRST if len(reads) > 1 else one)


@pytest.mark.parametrize(("dtype", "cells"), TYPED, ids=lambda each: str(each)[:24])
def test_a_typed_column_is_spelt_as_its_type(dtype: pl.DataType, cells: tuple[object, ...]) -> None:
    """A column has one spelling, that of its type, and is as long as it was; text is looked at cell by cell."""
    frame = pl.DataFrame({"cell": pl.Series([None, *cells], dtype=dtype)})
    spelt = frame.select(spelling_columns(pl.col("cell"), frame.schema["cell"])).to_series()
    assert len(spelt) == len(cells) + 1
    assert set(spelt.to_list()) <= {int(each) for each in Spelling}
    assert isinstance(dtype, pl.Categorical) or spelt.n_unique() == 1
