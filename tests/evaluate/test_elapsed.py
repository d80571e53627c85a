"""Typical times among cycles of which some still run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ola.evaluate.handoffs.verdicts.elapsed import percentiles


def test_without_open_cycles_a_percentile_is_the_nearest_rank() -> None:
    assert percentiles([(4, True), (1, True), (3, True), (2, True)], (0.5, 0.9)) == (2, 4)


def test_cycles_that_still_run_count_as_longer_than_they_have_run() -> None:
    """Kaplan and Meier: of 1, 2+, 3, 4+ the median is 3, and nobody knows the ninetieth percentile."""
    assert percentiles([(1, True), (2, False), (3, True), (4, False)], (0.5, 0.9)) == (3, None)


def test_a_stop_counts_before_a_cycle_that_has_run_as_long() -> None:
    assert percentiles([(1, False), (1, True)], (0.5,)) == (1,)


def test_a_published_life_table_comes_out_as_printed() -> None:
    """Remission of 21 leukaemia patients under 6-MP, in weeks; E. J. Freireich and others in Blood 21 (1963), 699-716.

    Its Kaplan-Meier table in Kleinbaum and Klein, Survival Analysis: S(6) = 0.857, S(7) = 0.807, S(10) = 0.753,
    S(13) = 0.690, S(16) = 0.627, S(22) = 0.538, S(23) = 0.448, so that half had a relapse by week 23.
    """
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still_well = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    weeks = [(week, True) for week in relapsed] + [(week, False) for week in still_well]
    shares = (0.142, 0.144, 0.246, 0.248, 0.309, 0.372, 0.374, 0.461, 0.5, 0.551, 0.553)
    assert percentiles(weeks, shares) == (6, 7, 10, 13, 13, 16, 22, 22, 23, 23, None)


def test_nothing_is_known_of_no_cycles() -> None:
    assert percentiles([], (0.5, 0.9)) == (None, None)


@given(st.lists(st.integers(0, 50), min_size=1), st.sampled_from((0.5, 0.9)))
def test_at_least_the_share_was_stopped_by_its_percentile_and_less_before(times: list[int], share: float) -> None:
    """The percentile is the least time by which that share of all was stopped."""
    (found,) = percentiles([(time, True) for time in times], (share,))
    assert found is not None
    assert sum(time <= found for time in times) >= share * len(times) > sum(time < found for time in times)


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans())))
def test_what_still_runs_never_makes_the_median_shorter(times: list[tuple[int, bool]]) -> None:
    """The median with open cycles is no less than the median of the stopped ones."""
    (with_open,) = percentiles(times, (0.5,))
    (stopped,) = percentiles([each for each in times if each[1]], (0.5,))
    assert with_open is None or (stopped is not None and with_open >= stopped)
