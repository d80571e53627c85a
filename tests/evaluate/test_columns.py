"""Frames against the agreement: shapes of frames that have nothing to do with their values."""

from __future__ import annotations

import datetime as dt

import polars as pl

from ola.evaluate.leads.columns import compile_columns
from tests.evaluate.harbor import PLAN
from tests.evaluate.test_record import GOOD, LONG

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def test_a_frame_is_judged_by_mask_and_count() -> None:
    """A frame has one mask a clause, which rows have an error or a warning, and how many rows break what."""
    frame = pl.DataFrame([GOOD, {**GOOD, "country": "Atlantis"}, {**GOOD, "email": "a@gmail.com", "phone": None}])
    verdicts = compile_columns(PLAN, "hubspot", "lead", frame.schema, NOW).check_frame(frame)
    assert verdicts.counts == {
        "fields.country.type": 1,
        "fields.phone.required": 1,
        "rules.free-mail-needs-a-phone": 1,
    }
    assert verdicts.errors.to_list() == [False, True, True]
    assert verdicts.warnings.to_list() == [False, False, True]
    assert verdicts.broken.width == len(verdicts.docket.forms)
    assert not any(mask.has_nulls() for mask in verdicts.broken)


def test_a_frame_without_rows_has_verdicts_without_rows() -> None:
    """Nothing to judge gives nothing, in the same columns."""
    frame = pl.DataFrame([GOOD]).clear()
    columns = compile_columns(PLAN, "hubspot", "mql", frame.schema, NOW)
    assert columns.check_frame(frame).broken.height == 0
    assert columns.derived(frame).shape == (0, 5)


def test_columns_may_have_any_names_and_chunks() -> None:
    """Columns of the frame that are named like those of the work on it disturb nothing, nor do empty chunks."""
    plain = pl.DataFrame([GOOD, {**GOOD, "hubspotscore": "x"}])
    odd = plain.with_columns(pl.lit("?").alias(name) for name in ("v0", "b1", "w1", "t0", "f0", "p0", "rows", "0"))
    odd = pl.concat([odd.clear(), odd[:1], odd.clear(), odd[1:]], rechunk=False)
    columns = compile_columns(PLAN, "hubspot", "mql", odd.schema, NOW)
    expected = compile_columns(PLAN, "hubspot", "mql", plain.schema, NOW).check_frame(plain)
    assert columns.check_frame(odd).broken.equals(expected.broken)


def test_a_missing_column_is_blank_and_its_derived_values_stay() -> None:
    """Without its columns a frame of some rows still has a verdict and derived values for each."""
    frame = pl.DataFrame({"hs_object_id": ["1", "2"]})
    columns = compile_columns(PLAN, "hubspot", "mql", frame.schema, NOW)
    assert columns.check_frame(frame).counts["fields.email.required"] == 2
    assert columns.derived(frame).rows() == [(None, [], "C", "emea", 0)] * 2


def test_a_long_agreement_compiles() -> None:
    """Tables of hundreds of rows and chains of hundreds of terms are no trouble for the engine."""
    frame = pl.DataFrame({"size": [140, None]})
    columns = compile_columns(LONG, None, None, frame.schema, NOW)
    assert columns.check_frame(frame).errors.to_list() == [True, True]
    assert columns.derived(frame).rows() == [(None, [], "S140", 1), (None, [], "none", 0)]
