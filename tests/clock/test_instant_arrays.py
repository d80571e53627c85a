"""Arrays longer than a chunk are answered as their parts are, and what is missing stays missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ola.clock import Calendar, due_in_business_days, used_at, worked
from ola.clock.deadline import later

OFFICE = Calendar("America/New_York", {"mon-fri": ["09:00-12:00", "13:00-17:00"]}, "US")
SIZE = 40_000
HOUR = dt.timedelta(hours=1)


def drawn() -> tuple[Any, Any, Any]:
    """Draw starts, ends and signed lengths; some are missing, none of them in the first chunk."""
    draw = np.random.default_rng(3)
    low, high = (np.datetime64(day, "us").view(np.int64) for day in ("2024-06-01", "2025-06-01"))
    starts, ends = (draw.integers(low, high, SIZE).view("M8[us]") for _ in range(2))
    lengths = draw.integers(-40 * 3600, 40 * 3600, SIZE).astype("m8[s]").astype("m8[us]")
    starts[20_000::7] = np.datetime64("NaT")
    ends[30_000::5] = np.datetime64("NaT")
    lengths[25_000::3] = np.timedelta64("NaT")
    return starts, ends, lengths


ASKED: dict[str, Callable[[Any, Any, Any], Any]] = {
    "elapsed": lambda a, b, _: OFFICE.elapsed(a, b),
    "elapsed until one instant": lambda a, _, __: OFFICE.elapsed(a, dt.datetime(2025, 1, 1, tzinfo=dt.UTC)),
    "due": lambda a, _, d: OFFICE.due(a, d),
    "due, rolled": lambda a, _, d: OFFICE.due(a, d, roll="next opening"),
    "is open": lambda a, _, __: OFFICE.is_open(a),
    "next open": lambda a, _, __: OFFICE.next_open(a),
    "business days": lambda a, _, __: due_in_business_days(
        OFFICE, a, 2, after_hours="next opening", due_at="same time", cutoff="15:00"
    ),
    "absolute time": lambda a, b, _: worked(a, b),
    "later": lambda a, _, d: later(a, d),
    "a share": lambda a, b, _: used_at(np.minimum(a, b), np.maximum(a, b), 0.75, OFFICE),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_a_long_array_is_answered_as_its_parts(ask: Callable[[Any, Any, Any], Any]) -> None:
    given = drawn()
    whole = ask(*given)
    parts = [ask(*(each[low : low + 1_111] for each in given)) for low in range(0, SIZE, 1_111)]
    assert np.array_equal(whole.view(f"i{whole.itemsize}"), np.concatenate(parts).view(f"i{whole.itemsize}"))
    if whole.dtype.kind in "mM":
        assert np.isnat(whole[25_000:]).any()
        assert not np.isnat(whole[:20_000]).any()


def test_one_instant_far_away_lays_out_the_years_for_all() -> None:
    starts = np.full(SIZE, np.datetime64("2025-01-06T15:00", "us"))
    starts[-1] = np.datetime64("2031-01-06T15:00", "us")
    lengths = np.full(SIZE, np.timedelta64(60, "m")).astype("m8[us]")
    lengths[17_000] = np.timedelta64(20_000 * 60, "m")
    calendar = Calendar("America/New_York", {"mon-fri": "09:00-17:00"})
    dues = calendar.due(starts, lengths)
    assert dues[17_000].item().replace(tzinfo=dt.UTC) == calendar.due(
        starts[0].item().replace(tzinfo=dt.UTC), 20_000 * HOUR
    )
    assert np.array_equal(calendar.elapsed(starts, dues), lengths)


def test_nothing_known_needs_no_years() -> None:
    """The holidays of 1970 are not known for every place."""
    some = Calendar("UTC", {"mon-fri": "09:00-17:00"}, "US")
    nothing = np.array(["NaT", "NaT"], dtype="M8[us]")
    assert some.elapsed(nothing, nothing).tolist() == [None, None]
    assert some.due(nothing, HOUR).tolist() == some.next_open(nothing).tolist() == [None, None]
    assert some.is_open(nothing).tolist() == [False, False]
    assert some.almanac.table is None
