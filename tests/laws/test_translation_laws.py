"""Laws of translation: what is written for a system is read from it as it was, by records and frames alike."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ola.evaluate.leads.record import Checker
from ola.evaluate.leads.translated_columns import TranslatedColumns
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_reader
from ola.fieldtypes.spec import DateOrder, Spec
from ola.plan import Plan
from tests.evaluate.harbor import PLAN as HARBOR_PLAN
from tests.export.every_plan import PLAN as EVERY_PLAN
from tests.export.records import EVERY, HARBOR, Values, records
from tests.fieldtypes.corpus import CHOICES, SPECS, name_of, texts
from tests.laws.test_lead_laws import frame_of

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
# Text counts days with seven digits; nobody waits for longer.
LONGEST = dt.timedelta(days=9_999_999)
every_spec = pytest.mark.parametrize("spec", SPECS, ids=name_of)
KEYS_ALONE = tuple(replace(choice, values=()) for choice in CHOICES)
LETTERS = tuple(replace(choice, values=(chr(ord("A") + at),)) for at, choice in enumerate(CHOICES))


def ways(spec: Spec) -> list[Spec]:
    """Give the systems that the field may be written for: typed and text, every order of dates, other values."""
    found = [replace(spec, text_only=text_only) for text_only in (False, True)]
    if spec.type in {"date", "datetime"}:
        orders: tuple[DateOrder, ...] = ("iso", "day first", "month first", "epoch ms")
        zones = (None, "America/New_York", "Pacific/Apia") if spec.type == "datetime" else (None,)
        found = [replace(each, dates=order, zone=zone) for each in found for order in orders for zone in zones]
    if spec.choices:
        found += [replace(spec, choices=KEYS_ALONE), replace(spec, choices=LETTERS, text_only=True)]
    return found


def written(target: Spec, values: Sequence[Any]) -> list[Any]:
    """Write values for a system one by one, and hold a column of them to be written alike."""
    own = TYPES[target.type]
    write, table = own.writer(target), own.written_table(target)
    told = [value if write is None else write(value) for value in values]
    if table is not None:
        assert told == [table[value] for value in values]
    column = pl.Series("v", [*values, None], dtype=own.column_type(target)).to_frame()
    in_polars = column.select(own.written_columns(target, pl.col("v"))).to_series().to_list()
    assert in_polars == [*told, None]
    assert [type(each) for each in in_polars[:-1]] == [type(each) for each in told]
    if target.text_only:
        assert {type(each) for each in told} <= {str}
    return told


def kept(target: Spec, value: Any) -> Any:
    """Give what of a value the system can hold: milliseconds have no finer fraction."""
    if isinstance(value, dt.datetime) and target.dates == "epoch ms":
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return value


def hold_to_read_back(target: Spec, values: Sequence[Any]) -> None:
    """Assert that what is written is read as what it was, as typed values and as the text of a CSV cell."""
    read, is_blank = TYPES[target.type].reader(target), blank_reader(target)
    for value, told in zip(values, written(target, values), strict=True):
        if not is_blank(told):  # -1, written as -01, where -1 is a word for nothing
            assert read(told) == kept(target, value), (value, told)


@every_spec
def test_what_is_read_is_written_and_read_again(spec: Spec) -> None:
    """Every value that a text has is written for every kind of system so that it is read there as the same value."""
    read, is_blank = TYPES[spec.type].reader(spec), blank_reader(spec)
    found: list[Any] = [read(text) for text in texts(spec, 600) if not is_blank(text)]
    values = [value for value in dict.fromkeys(found) if value is not MALFORMED]
    if spec.type == "duration":
        values = [value for value in values if value <= LONGEST]
    assert values or name_of(spec).endswith("empty")
    for target in ways(spec):
        hold_to_read_back(target, values)


MOMENTS = st.datetimes(timezones=st.just(dt.UTC))
LENGTHS = st.timedeltas(dt.timedelta(0), LONGEST)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30),
    st.lists(st.integers(-(2**53) + 1, 2**53 - 1), max_size=20),
    st.lists(MOMENTS, max_size=20),
    st.lists(LENGTHS, max_size=20),
)
def test_typed_values_are_written_and_read_again(
    floats: list[float], integers: list[int], moments: list[dt.datetime], lengths: list[dt.timedelta]
) -> None:
    """So is every number, date, instant and length of time that arrives typed."""
    for text_only in (False, True):
        hold_to_read_back(Spec("number", text_only=text_only), floats)
        hold_to_read_back(Spec("money", currency="EUR", text_only=text_only), floats)
        hold_to_read_back(Spec("integer", text_only=text_only), integers)
        hold_to_read_back(Spec("duration", text_only=text_only), lengths)
        for target in ways(Spec("datetime"))[:: 5 if text_only else 7]:
            hold_to_read_back(target, moments)
        for target in ways(Spec("date")):
            hold_to_read_back(target, [moment.date() for moment in moments])


CASES = [
    (EVERY_PLAN, EVERY, "hub", "crm"),
    (EVERY_PLAN, EVERY, "crm", "hub"),
    (HARBOR_PLAN, HARBOR, "hubspot", "salesforce"),
    (HARBOR_PLAN, HARBOR, "salesforce", "hubspot"),
    (HARBOR_PLAN, HARBOR, None, "hubspot"),
]


def text_only(plan: Plan, system: str) -> Plan:
    """Give the plan with a system that holds every value as text, its dates day first."""
    systems = {**plan.systems, system: replace(plan.systems[system], text_only=True, dates="day first")}
    return replace(plan, systems=systems)


@pytest.mark.parametrize("all_text", [False, True])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0].id}-{case[2]}-{case[3]}")
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_records_and_frames_are_written_alike(
    case: tuple[Plan, Values, str | None, str],
    all_text: bool,  # noqa: FBT001 - pytest gives it by name
    data: st.DataObject,
) -> None:
    """Good leads and bad, whatever can be read of them is written alike one by one and in columns."""
    plan, values, source, to = case
    plan = text_only(plan, to) if all_text else plan
    checker = Checker(plan, source)
    leads = data.draw(st.lists(records(plan, source, values), min_size=10, max_size=20))
    frame = frame_of(leads, list(dict.fromkeys(each.source for each in checker.translation(to).carried)))
    told, unread = TranslatedColumns(checker.docket, checker.translation(to), frame.schema).write(frame)
    alone = [checker.written(checker.read(lead, NOW), to) for lead in frame.to_dicts()]
    assert told.to_dicts() == [record for record, _ in alone]
    for counts, which in zip(unread, (0, 1), strict=True):
        assert counts == Counter(name for _, names in alone for name in names[which])
    back = Checker(plan, to)
    for lead, (record, _) in zip(frame.to_dicts(), alone, strict=True):
        if checker(lead, NOW).ok:
            assert checker.translate(lead, to, NOW) == record
        if source is not None:  # there and back again
            home, _ = back.written(back.read(record, NOW), source)
            assert checker.written(checker.read(home, NOW), to)[0] == record
