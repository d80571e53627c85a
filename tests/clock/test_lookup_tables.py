"""Tables say what a search says, wherever the points lie."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.clock.instant_arrays import Counts
from ola.clock.lookup_tables import Steps, Worked

MINUTE = 60 * 10**6
DAY = 1440 * MINUTE

# Some points lie so near each other, and others so far, that a table for all of them would be too long.
far_and_near = st.lists(
    st.one_of(st.integers(1, 100), st.integers(DAY, 40 * DAY), st.just(1 << 40)), min_size=0, max_size=12
)


def around(points: Counts) -> Counts:
    """Give the points, their neighbours, and what lies between and outside."""
    edges = np.concatenate([points, points[:-1] + np.diff(points) // 2, points[:1] - 10**12, points[-1:] + 10**12])
    return np.concatenate([edges - 1, edges, edges + 1])


@given(far_and_near, st.integers(-DAY, DAY))
def test_steps_count_the_points_below(distances: list[int], first: int) -> None:
    points = np.cumsum([first, *distances])
    values = around(points)
    assert np.array_equal(Steps(points).below(values), np.searchsorted(points, values, side="left"))


@given(far_and_near.map(lambda lengths: lengths if len(lengths) % 2 else [*lengths, 7]), st.integers(-DAY, DAY))
def test_worked_is_what_lies_in_the_windows(lengths: list[int], first: int) -> None:
    edges = np.cumsum([first, *lengths])
    starts = np.concatenate([[-(2**62)], edges[::2]])
    ends = np.concatenate([[-(2**62)], edges[1::2]])
    table = Worked(starts, ends, np.cumsum(ends - starts) - (ends - starts))
    at = around(edges)
    assert table.by(at).tolist() == [int(np.clip(each - starts[1:], 0, (ends - starts)[1:]).sum()) for each in at]


@pytest.mark.parametrize(("gap", "searches"), [(1, True), (120, False)])
def test_a_short_gap_every_night_is_searched_and_a_long_one_is_not(gap: int, searches: bool) -> None:  # noqa: FBT001
    days = np.arange(20 * 365, dtype=np.int64) * DAY
    starts = np.concatenate([[-(2**62)], days])
    ends = np.concatenate([[-(2**62)], days + DAY - gap * MINUTE])
    table = Worked(starts, ends, np.cumsum(ends - starts) - (ends - starts))
    at = np.random.default_rng(1).integers(0, 20 * 365 * DAY, 10_000)
    assert np.array_equal(table.by(at), at // DAY * (DAY - gap * MINUTE) + np.minimum(at % DAY, DAY - gap * MINUTE))
    assert (table.several is not None) == searches


def test_no_windows_are_no_worked_time() -> None:
    never = np.array([-(2**62)])
    assert Worked(never, never, np.zeros(1, dtype=np.int64)).by(np.array([-DAY, 0, DAY])).tolist() == [0, 0, 0]
