"""One type for a column of several: the narrowest that holds all values as they are, else text."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from ola.errors import UnwritableOutput
from ola.rows.common_types import common_type, holds, in_types, is_said

UTC = pl.Datetime("us", "UTC")
CASES: list[tuple[list[pl.DataType], pl.DataType, bool]] = [
    ([pl.String()], pl.String(), False),
    ([pl.Null()], pl.Null(), False),
    ([pl.Null(), pl.Date()], pl.Date(), False),
    ([pl.Int8(), pl.UInt32(), pl.Int64()], pl.Int64(), False),
    ([pl.Int64(), pl.Float32()], pl.Float64(), False),
    ([pl.UInt64(), pl.Int64()], pl.Float64(), False),
    ([pl.String(), pl.Categorical(), pl.Enum(["a"])], pl.String(), False),
    ([pl.Int64(), pl.String()], pl.String(), True),
    ([pl.Boolean(), pl.Int64()], pl.String(), True),
    ([pl.Date(), pl.Datetime("us")], pl.String(), True),
    ([pl.Datetime("us"), UTC], pl.String(), True),
    ([UTC, pl.Datetime("ms", "UTC")], UTC, False),
    ([UTC, pl.Datetime("ns", "UTC")], pl.Datetime("ns", "UTC"), False),
    ([pl.List(pl.String()), pl.String()], pl.String(), True),
]


@pytest.mark.parametrize(("kinds", "common", "said"), CASES)
def test_the_common_type(kinds: list[pl.DataType], common: pl.DataType, said: bool) -> None:  # noqa: FBT001 (a case)
    """Whatever the order; it is said where a reader would be surprised."""
    assert common_type(kinds) == common_type(kinds[::-1]) == common
    assert is_said(kinds) == said


def test_values_are_written_out_as_a_text_file_has_them() -> None:
    """Instants in ISO 8601, lists as JSON, blanks as blanks."""
    frame = pl.DataFrame(
        {
            "at": [dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC), None],
            "day": [dt.date(2026, 5, 1), None],
            "yes": [True, None],
            "tags": [["a"], None],
            "n": [1, None],
            "same": ["x", None],
        }
    )
    texts = dict.fromkeys(frame.columns, pl.String())
    first = ("2026-05-01T12:00:00.000000+00:00", "2026-05-01", "true", '["a"]', "1", "x")
    assert in_types(frame, texts).row(0) == first
    assert set(in_types(frame, texts).row(1)) == {None}
    assert in_types(frame, {"same": pl.String()}) is frame


def test_a_number_is_never_rounded() -> None:
    """What no fraction can stand beside is refused, with a way out."""
    whole = pl.DataFrame({"id": [2**53, None]})
    assert in_types(whole, {"id": pl.Float64()})["id"].to_list() == [float(2**53), None]
    with pytest.raises(UnwritableOutput, match=r"id holds whole numbers .* without being rounded\. Write \.csv"):
        in_types(pl.DataFrame({"id": [2**53 + 1]}), {"id": pl.Float64()})


def test_types_are_called_as_people_call_them() -> None:
    """Not by the names of a library."""
    kinds = (pl.Int8(), pl.Float32(), pl.Enum(["a"]), pl.Boolean(), pl.Date(), UTC, pl.Datetime("us"), pl.Time())
    assert [holds(kind) for kind in kinds] == [
        "whole numbers",
        "numbers",
        "text",
        "truth values",
        "dates",
        "instants in UTC",
        "instants without a zone",
        "Time",
    ]
