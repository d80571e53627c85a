"""The one-lead checker, the columns and the plain reference say the same of any lead."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ola.evaluate.leads.batch import check_blocks
from ola.evaluate.leads.columns import Columns
from ola.evaluate.leads.judge_code import JudgeCode
from ola.evaluate.leads.judged import Judged
from ola.evaluate.leads.record import Checker
from ola.plan import Plan
from ola.rows.read import open_rows
from ola.rows.write import rejected_rows
from ola.verdict import LeadVerdict
from tests.evaluate.harbor import PLAN as HARBOR_PLAN
from tests.export.every_plan import PLAN as EVERY_PLAN
from tests.export.records import EVERY, HARBOR, Values, records
from tests.reference_checker import reference_check

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
CASES = [
    *((EVERY_PLAN, EVERY, system, at) for system in ("crm", "hub") for at in ("mql", "accepted", "claimed")),
    *((HARBOR_PLAN, HARBOR, system, at) for system in ("hubspot", "salesforce") for at in ("mql", "claimed")),
    (HARBOR_PLAN, HARBOR, None, "disqualified"),
]
NAMES = [f"{plan.id}-{system}-{at}" for plan, _, system, at in CASES]
CHECKERS = {name: Checker(plan, system, at) for name, (plan, _, system, at) in zip(NAMES, CASES, strict=True)}
# Code that takes it that text stands where text is expected, until a lead shows that it does not; and code that asks.
TRUSTING = {name: type(checker) for name, checker in CHECKERS.items()}
CAREFUL = {name: Checker(plan, system, at) for name, (plan, _, system, at) in zip(NAMES, CASES, strict=True)}
for _checker in CAREFUL.values():
    _checker._judge_by(JudgeCode(_checker.docket))
CASE = pytest.mark.parametrize("name", NAMES)
FRAMES = pytest.mark.parametrize("name", [NAMES[0], NAMES[5], NAMES[6], NAMES[9]])
INSTANT = dt.datetime(2026, 5, 1, 22, 30, 0, 250_000, tzinfo=dt.UTC)
TYPED: tuple[tuple[pl.DataType, tuple[object, ...]], ...] = (
    (pl.Int64(), (0, 1, 2, 60, 75, 4711, 5001, -3, 2**53, 1_780_000_000_000)),
    (pl.Int8(), (0, 1, 60, -1)),
    (pl.UInt64(), (0, 1, 75, 2**64 - 1)),
    (pl.Float64(), (0.0, 1.0, 60.0, 60.5, float("nan"), float("inf"), 1e300, -0.0)),
    (pl.Float32(), (0.0, 1.0, 75.0, float("nan"))),
    (pl.Decimal(20, 2), (Decimal("60.00"), Decimal("60.50"), Decimal("0.00"))),
    (pl.Boolean(), (True, False)),
    (pl.Date(), (dt.date(2026, 7, 1), dt.date(2019, 12, 31), dt.date(2031, 1, 1))),
    (pl.Datetime("us"), (INSTANT.replace(tzinfo=None), INSTANT.replace(tzinfo=None, hour=0, minute=0, microsecond=0))),
    (pl.Datetime("us", "UTC"), (INSTANT, dt.datetime(2010, 7, 1, tzinfo=dt.UTC))),
    (pl.Duration("us"), (dt.timedelta(hours=4), dt.timedelta(0))),
    (pl.List(pl.String()), (["mail"], ["seo", "ads"], [], [""], ["fax", "mail"])),
    (pl.List(pl.Int64()), ([1], [])),
    (pl.Struct({"a": pl.Int64()}), ({"a": 1},)),
    (pl.Binary(), (b"x", b"")),
    (pl.Categorical(), ("mql", "web", "US", "")),
    (pl.Null(), (None,)),
)
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.decimals()
    | st.datetimes()
    | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def case(name: str) -> tuple[Plan, Values, str | None, str]:
    return CASES[NAMES.index(name)]


def trusting(name: str) -> Checker:
    """Give the checker as it was before it saw a lead."""
    CHECKERS[name].__class__ = TRUSTING[name]
    return CHECKERS[name]


def agree(name: str, lead: Mapping[str, object], verdict: LeadVerdict) -> None:
    """Assert that the verdict is the reference's, in every part that the reference has."""
    plan, _, system, at = case(name)
    wanted = reference_check(plan, lead, system=system, at=at, as_of=NOW)
    assert {(each.clause, each.level) for each in verdict.findings} == wanted.broken
    assert verdict.ok == wanted.ok
    assert (verdict.stage, verdict.reached) == (wanted.stage, wanted.reached)
    assert dict(verdict.segments) == wanted.segments
    assert dict(verdict.scores) == wanted.scores
    assert wanted.not_checked <= set(verdict.not_checked)


@CASE
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_checker_agrees_with_the_reference(name: str, data: st.DataObject) -> None:
    """A lead breaks for the checker what it breaks for the reference, and has the same stage, segments and scores."""
    plan, values, system, _ = case(name)
    lead = data.draw(records(plan, system, values))
    agree(name, lead, trusting(name)(lead, NOW))
    agree(name, lead, CAREFUL[name](lead, NOW))


@CASE
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_lead_gives_a_verdict(name: str, data: st.DataObject) -> None:
    """No content of a lead raises, the verdict is the reference's, and it can be written as JSON."""
    columns = [*CHECKERS[name].docket.fields.values(), "something else"]
    lead = data.draw(st.dictionaries(st.sampled_from(columns), ODD))
    verdict = trusting(name)(lead, NOW)
    agree(name, lead, verdict)
    assert CAREFUL[name](lead, NOW) == verdict
    verdict.to_json().encode()


@CASE
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_said_once_is_what_is_said_of_each_lead(name: str, data: st.DataObject) -> None:
    """Sentences with gaps, and words that were kept, say what is said of a lead by itself."""
    plan, values, system, _ = case(name)
    checker = CHECKERS[name]
    lead = data.draw(records(plan, system, values))
    verdict = checker(lead, NOW)
    numbers = [number for number, form in enumerate(checker.docket.forms) if form.clause.id in verdict.broken]
    flat, _ = checker._flat(lead)
    for number, finding in zip(numbers, verdict.findings, strict=True):
        assert checker.reason(number, flat, NOW).finding(finding.place) == finding  # type: ignore[arg-type]
    nested = checker({"properties": lead}, NOW)
    for inside, finding in zip(nested.findings, verdict.findings, strict=True):
        assert replace(inside, place=finding.place) == finding
        assert (inside.place.field or "").removeprefix("/properties") == (finding.place.field or "")  # type: ignore[union-attr]


def as_text(value: object) -> str | None:
    """Write a value as a CSV cell has it."""
    return None if value is None or isinstance(value, list | dict) else str(value)


def frame_of(leads: Sequence[Mapping[str, object]], columns: Sequence[str]) -> pl.DataFrame:
    """Give leads as columns of text."""
    table = {column: [as_text(lead.get(column)) for lead in leads] for column in columns}
    return pl.DataFrame(table, schema=dict.fromkeys(columns, pl.String))


@FRAMES
@settings(max_examples=3, deadline=None)
@given(data=st.data())
def test_a_frame_has_the_findings_of_its_records(name: str, data: st.DataObject) -> None:
    """A frame has its records' findings, word for word, and no other; what is derived agrees too."""
    plan, values, system, at = case(name)
    checker = CHECKERS[name]
    columns = list(checker.docket.fields.values())
    leads = data.draw(st.lists(records(plan, system, values), min_size=20, max_size=40))
    frame = frame_of(leads, columns)
    verdicts = [checker(lead, NOW) for lead in frame.to_dicts()]

    found = Columns(checker.docket, frame.schema, NOW)
    masks = found.check_frame(frame)
    forms = checker.docket.forms
    broken = [
        [form.clause.id for form, is_broken in zip(forms, row, strict=True) if is_broken] for row in masks.broken.rows()
    ]
    assert broken == [[each.clause for each in verdict.findings] for verdict in verdicts]
    assert masks.errors.to_list() == [not verdict.ok for verdict in verdicts]

    derived = found.derived(frame)
    assert derived["stage"].to_list() == [verdict.stage for verdict in verdicts]
    assert derived["reached"].to_list() == [list(verdict.reached) for verdict in verdicts]
    for segment in plan.segments:
        assert derived[f"segment.{segment}"].to_list() == [verdict.segments[segment] for verdict in verdicts]
    for score in plan.scores:
        assert derived[f"score.{score}"].to_list() == [verdict.scores[score] for verdict in verdicts]

    batch = check_blocks(plan, system, at, NOW, open_rows(frame), limit=10_000)
    judged = list(batch)
    own = {shape.clause.id for shape in checker.docket.unique}
    said = [each for each in batch.findings if each.clause not in own]
    alone = [(row, each) for row, verdict in enumerate(verdicts, 1) for each in verdict.findings]
    assert [replace(each, place=None) for each in said] == [replace(each, place=None) for _, each in alone]
    assert [each.place and each.place.to_dict() for each in said] == [
        {"file": "frame", "row": row, **(each.place.to_dict() if each.place else {})} for row, each in alone
    ]
    summary = batch.summary
    assert summary.records == len(leads) == summary.accepted + summary.rejected
    assert summary.rejected == len(rejected(judged))


def rejected(judged: Iterable[Judged]) -> list[dict[str, object]]:
    """Give the rejected rows of blocks, with the reasons beside them."""
    found: list[dict[str, object]] = []
    for each in judged:
        rows = rejected_rows(each.block, each.accepted, each.errors, each.warnings)
        found += rows.to_dicts() if isinstance(rows, pl.DataFrame) else rows
    return found


@FRAMES
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_typed_columns_are_read_as_their_values_are(name: str, seed: int) -> None:
    """Whatever the types of its columns, a frame breaks what its rows, taken as records, break."""
    dice = random.Random(seed)  # noqa: S311 -- a test wants columns, not secrets
    checker = CHECKERS[name]
    columns = {}
    for column in checker.docket.fields.values():
        dtype, values = dice.choice(TYPED)
        columns[column] = pl.Series([dice.choice((None, *values, *values)) for _ in range(15)], dtype=dtype)
    frame = pl.DataFrame(columns)
    broken = Columns(checker.docket, frame.schema, NOW).check_frame(frame).broken
    forms = checker.docket.forms
    for row, lead in zip(broken.rows(), frame.to_dicts(), strict=True):
        by_frame = [form.clause.id for form, is_broken in zip(forms, row, strict=True) if is_broken]
        assert by_frame == [each.clause for each in checker(lead, NOW).findings], lead


@FRAMES
@settings(max_examples=2, deadline=None)
@given(data=st.data())
def test_records_and_frames_are_one_batch(name: str, data: st.DataObject) -> None:
    """The same rows as records and as columns of text have the same summary and the same rejected rows."""
    plan, values, system, at = case(name)
    columns = list(CHECKERS[name].docket.fields.values())
    leads = data.draw(st.lists(records(plan, system, values), min_size=20, max_size=40))
    frame = frame_of([*leads, *leads[:2]], columns)
    by_frame = check_blocks(plan, system, at, NOW, open_rows(frame), limit=10_000)
    by_record = check_blocks(plan, system, at, NOW, open_rows(frame.to_dicts()), limit=10_000)
    assert rejected(by_frame) == rejected(by_record)
    assert by_frame.summary.to_dict() == by_record.summary.to_dict()
    assert [(each.code, each.message) for each in by_frame.findings] == [
        (each.code, each.message) for each in by_record.findings
    ]
