"""Shares and times as reports write them."""

from __future__ import annotations

import datetime as dt

import pytest

from ola.evaluate.figures import exact_length, exact_percent, length, percent


@pytest.mark.parametrize(
    ("share", "cut", "raised"),
    [(0.0504, "5 %", "5.1 %"), (0.95, "95 %", "95 %"), (0.99999, "99.9 %", "100 %"), (0.29, "29 %", "29 %")],
)
def test_a_share_never_looks_better_than_it_is(share: float, cut: str, raised: str) -> None:
    """A digit is cut off where more is better, and rounded up where less is."""
    assert (percent(share), percent(share, up=True)) == (cut, raised)


def test_a_promised_share_is_written_as_promised() -> None:
    """99.95 % is not cut to 99.9 %."""
    assert exact_percent(0.9995) == "99.95 %"


@pytest.mark.parametrize(
    ("seconds", "words", "exact"),
    [
        (0, "0 s", "0 min"),
        (59.5, "59 s", "59.5 s"),
        (90, "1 min 30 s", "1 min 30 s"),
        (3600, "1 h 0 min", "1 h"),
        (4_000_000, "1,111 h 6 min", "1111 h 6 min 40 s"),
    ],
)
def test_a_time_is_cut_in_reports_and_exact_where_parts_add_up(seconds: float, words: str, exact: str) -> None:
    """Reports leave out what is less than a minute of hours; an explanation leaves out nothing."""
    assert (length(seconds), exact_length(dt.timedelta(seconds=seconds))) == (words, exact)
