"""Worked time on a million pairs: arrays against single instants, and against plain NumPy. Prints a table.

    python tests/bench/bench_clock.py

The answers are compared before anything is timed. Each time is the median of interleaved rounds; single
instants are measured on a sample of the same pairs.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[2]))

from ola.clock import Calendar, due_in_business_days

PAIRS = 1_000_000
SAMPLE = 20_000
ROUNDS = 7
YEAR = 365 * 86_400 * 10**6
LIMIT = dt.timedelta(hours=4)

CALENDARS = {
    "9-18, US holidays": Calendar("America/New_York", {"mon-fri": "09:00-18:00"}, "US"),
    "lunch, DE-BE": Calendar(
        "Europe/Berlin", {"mon-thu": ["08:30-12:00", "12:45-17:30"], "fri": "08:30-15:00"}, "DE-BE"
    ),
}

Instants = npt.NDArray[np.datetime64]


def pairs(gap: str) -> tuple[Instants, Instants]:
    """Draw starts over a year, and ends over the same year or about a day later."""
    draw = np.random.default_rng(7)
    base = np.datetime64("2025-01-01", "us").view("i8")
    start = base + draw.integers(0, YEAR, PAIRS)
    if gap == "random in a year":
        return start.view("M8[us]"), (base + draw.integers(0, YEAR, PAIRS)).view("M8[us]")
    return start.view("M8[us]"), (start + draw.exponential(86_400 * 10**6, PAIRS).astype("i8")).view("M8[us]")


def plain(calendar: Calendar) -> Callable[[Instants, Instants], npt.NDArray[np.timedelta64]]:
    """Write the textbook kernel over the same windows: prefix sums and searchsorted."""
    table = calendar.almanac.table
    assert table is not None
    starts, ends, before = (np.array(each, dtype=np.int64) for each in (table.starts, table.ends, table.before))

    def worked(at: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        window = np.searchsorted(starts, at, side="right") - 1
        found: npt.NDArray[np.int64] = before[window] + np.minimum(at, ends[window]) - starts[window]
        return found

    return lambda a, b: (worked(b.view("i8")) - worked(a.view("i8"))).view("m8[us]")


def median(rounds: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Time each call in turn, round by round."""
    times: dict[str, list[float]] = {name: [] for name in rounds}
    for _ in range(ROUNDS):
        for name, call in rounds.items():
            begun = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(each) for name, each in times.items()}


def alone(instants: Instants) -> list[dt.datetime]:
    """Give the first instants as aware datetimes."""
    return [each.replace(tzinfo=dt.UTC) for each in instants[:SAMPLE].tolist()]


def main() -> None:
    """Print nanoseconds a pair, and how often the array is faster."""
    print(f"{PAIRS:,} pairs, ns a pair; Python {sys.version.split()[0]}, NumPy {np.__version__}")
    print(f"{'':52}{'array':>9}{'plain NumPy':>13}{'one by one':>12}{'ratio':>8}")
    for name, calendar in CALENDARS.items():
        for gap in ("random in a year", "about a day"):
            a, b = pairs(gap)
            both = list(zip(alone(a), alone(b), strict=True))
            spans, dues = calendar.elapsed(a, b), calendar.due(a, LIMIT)
            days = due_in_business_days(calendar, a, 2, after_hours="next opening", due_at="close")
            kernel = plain(calendar)
            assert np.array_equal(spans, kernel(a, b))
            assert spans[:SAMPLE].tolist() == [calendar.elapsed(x, y) for x, y in both]
            assert alone(dues) == [calendar.due(x, LIMIT) for x, _ in both]
            assert alone(days) == [in_days(calendar, x) for x, _ in both]
            took = median(
                {
                    "elapsed": partial(calendar.elapsed, a, b),
                    "elapsed plain": partial(kernel, a, b),
                    "elapsed alone": partial(each_of, calendar.elapsed, both),
                    "due": partial(calendar.due, a, LIMIT),
                    "due alone": partial(each_of, calendar.due, [(x, LIMIT) for x, _ in both]),
                    "days": partial(in_days, calendar, a),
                    "days alone": partial(each_of, in_days, [(calendar, x) for x, _ in both]),
                }
            )
            for what, said in (
                ("elapsed", "elapsed"),
                ("due", "due, 4 business hours"),
                ("days", "due, 2 business days"),
            ):
                array, one = took[what] / PAIRS * 1e9, took[f"{what} alone"] / SAMPLE * 1e9
                beside = f"{took['elapsed plain'] / PAIRS * 1e9:13.1f}" if what == "elapsed" else f"{'':13}"
                print(f"{f'{name}: {said}, {gap}':52}{array:9.1f}{beside}{one:12.0f}{one / array:7.0f}x")


def each_of(ask: Callable[..., Any], questions: Sequence[tuple[Any, Any]]) -> list[Any]:
    """Ask one by one."""
    return [ask(x, y) for x, y in questions]


def in_days(calendar: Calendar, start: Any) -> Any:
    """Give the close of the second business day."""
    return due_in_business_days(calendar, start, 2, after_hours="next opening", due_at="close")


if __name__ == "__main__":
    main()
