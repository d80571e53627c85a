"""Uniqueness over all rows: what counts as one value, and what it costs."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from ola.evaluate.leads.unique import Gathered, Keys, keys_of

TEXTS = st.lists(st.none() | st.sampled_from(["a", "b", "c", "d"]) | st.text(max_size=2), max_size=30)


def counts(blocks: Sequence[Sequence[pl.Series]]) -> list[int]:
    """Gather blocks of columns, then ask for every row how many rows have its values."""
    gathered = Gathered()
    for block in blocks:
        gathered.add(keys_of(block))
    repeated = gathered.repeated()
    return [count for block in blocks for count in repeated.counts(keys_of(block)).tolist()]


@given(TEXTS, st.integers(0, 30))
def test_every_row_of_a_repeated_value_is_counted(values: list[str | None], cut: int) -> None:
    """A value's count is how many rows have it, wherever the blocks are cut; unique and blank values have none."""
    blocks = [[pl.Series(part, dtype=pl.String)] for part in (values[:cut], values[cut:])]
    times = Counter(values)
    assert counts(blocks) == [0 if each is None or times[each] == 1 else times[each] for each in values]


@given(st.lists(st.tuples(st.none() | st.sampled_from("ab"), st.none() | st.integers(0, 2)), max_size=20))
def test_several_fields_are_one_value(rows: list[tuple[str | None, int | None]]) -> None:
    """Rows repeat each other when all fields do; a row with a blank among them takes no part."""
    columns = [
        pl.Series([row[0] for row in rows], dtype=pl.String),
        pl.Series([row[1] for row in rows], dtype=pl.Int64),
    ]
    times = Counter(rows)
    assert counts([columns]) == [0 if None in row or times[row] == 1 else times[row] for row in rows]


def test_two_fields_are_not_exchanged() -> None:
    """Who has a's value in b is another lead."""
    assert counts([[pl.Series(["a", "b"]), pl.Series(["b", "a"])]]) == [0, 0]


def test_many_choices_are_a_set() -> None:
    """The order of choices is no part of the value."""
    assert counts([[pl.Series([["a", "b"], ["b", "a"], ["a"]])]]) == [2, 2, 0]


def test_halves_of_a_hash_that_agree_are_told_apart() -> None:
    """Two repeated values that share their first 64 bits are kept apart by the other 64."""
    first = np.array([7, 7, 7, 7, 7, 9], dtype=np.uint64)
    second = np.array([1, 2, 1, 2, 3, 1], dtype=np.uint64)
    keys = Keys(np.ones(6, dtype=bool), first, second)
    gathered = Gathered()
    gathered.add(keys)
    assert gathered.repeated().counts(keys).tolist() == [2, 2, 2, 2, 0, 0]


def test_a_lead_costs_at_most_64_bytes() -> None:
    """The first pass with all it takes to find repeats stays below 64 bytes a lead, even where every value repeats."""
    rows, block = 400_000, 50_000
    for distinct in (rows, rows // 2, 1):
        gathered = Gathered()
        tracemalloc.start()
        for start in range(0, rows, block):
            values = pl.Series(np.arange(start, start + block) % distinct)
            gathered.add(keys_of([values]))
        repeated = gathered.repeated()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(repeated.first) == (0 if distinct == rows else distinct)
        assert peak <= 64 * rows, peak / rows
