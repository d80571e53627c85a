"""Leads followed all at once go through what they go through one by one."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.evaluate.handoffs.reading.changes import MARKS, Watched, _Walk, follow

MOVES = frozenset({("lead", "mql"), ("mql", "accepted"), ("accepted", "mql")})
WATCHES = (
    Watched({"mql": (0, 3), "accepted": (1,)}),
    Watched({}, (2,), holds=True, is_held=lambda value: value not in (None, "mql")),
    Watched({"lead": (0,)}, (1, 2)),
)
value = st.sampled_from(["lead", "mql", "accepted", None])
row = st.tuples(
    st.sampled_from(["L1", "L2", "ß", "a lead"]),
    st.integers(0, 12),
    value,
    st.booleans(),
    value,
    st.booleans(),
    st.integers(0, 9).map(bool),
)


@given(st.lists(row, max_size=16), st.sampled_from(WATCHES))
def test_all_at_once_is_one_by_one(rows: list[tuple[object, ...]], watched: Watched) -> None:
    names = ("lead", "at", "to", "unlisted", "before", "before_known", "keep")
    types = (pl.String, pl.Int64, pl.String, pl.Boolean, pl.String, pl.Boolean, pl.Boolean)
    frame = pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row").with_columns(
        # A value that is not listed was not read; nor is one before that nobody knows.
        to=pl.when(~pl.col("unlisted")).then("to"),
        before=pl.when("before_known").then("before"),
    )
    walk = _Walk(watched, MOVES)
    walk.follow(frame.filter("keep").drop("keep").sort("lead", "at", maintain_order=True))
    found = follow(frame, watched, MOVES)
    assert dict(found.values) == walk.values
    assert list(found.values) == sorted(walk.values)
    assert sorted(found.marks.iter_rows()) == sorted(walk.marks)
    assert found.marks.schema == pl.Schema(MARKS)
    assert found.contradictions == walk.contradictions
    assert found.holes == walk.holes
    assert found.unchanged == walk.unchanged
    counts = [each for _, values in walk.values.values() for each in values]
    assert found.values.counts() == {each: counts.count(each) for each in counts}


@pytest.mark.parametrize(
    ("dtype", "first", "second"),
    [
        (pl.Int64(), 1, 2),
        (pl.Float64(), 0.5, 1.5),
        (pl.Boolean(), True, False),
        (pl.List(pl.String), ["a"], ["a", "b"]),
    ],
)
def test_values_of_any_type_are_followed(dtype: pl.DataType, first: object, second: object) -> None:
    frame = pl.DataFrame(
        {
            "lead": ["L1"] * 4,
            "at": [1, 2, 3, 4],
            "to": pl.Series([first, first, second, None], dtype=dtype),
            "unlisted": [False] * 4,
            "before": pl.Series([None] * 4, dtype=dtype),
            "before_known": [False] * 4,
            "keep": [True] * 4,
        }
    )
    found = follow(frame, Watched({}, (0,)), frozenset())
    one, two = (tuple(each) if isinstance(each, list) else each for each in (first, second))
    assert found.values["L1"] == ([1, 3, 4], [one, two, None])
    assert found.marks.height == 2
    assert found.unchanged == 1
