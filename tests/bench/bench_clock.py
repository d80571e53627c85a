"""Worked time between ten million pairs of instants: beside plain NumPy, one by one, and beside two libraries.

    python -m venv peers && peers/bin/pip install -e ".[bench]"
    peers/bin/python -m tests.bench.bench_clock             10,000,000 pairs
    peers/bin/python -m tests.bench.bench_clock 1000000     fewer

Answers are compared before anything is timed. Times are medians of interleaved rounds in one process; a
ratio is that of two medians, with the lowest and the highest of any one round beside it. The plain kernel
(plain_clock.py) is measured on the one week it knows. Where a library's answer is wrong, the pair is
printed and left out. Without the libraries their part is left out.
"""

from __future__ import annotations

import datetime as dt
import platform
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ola.clock import Calendar, due_in_business_days, holidays_of
from tests.bench.plain_clock import DAY, HOUR, PlainWeek, Searched

PAIRS = 10_000_000
ALONE = 20_000
ASKED_OF_PEERS = 400
ROUNDS = 7

PLAIN = "one window a day, UTC"
CALENDARS = {
    PLAIN: Calendar("UTC", {"mon-fri": "09:00-17:00"}),
    "holidays and clock changes, New York": Calendar("America/New_York", {"mon-fri": "09:00-18:00"}, "US"),
    "and lunch, Berlin": Calendar(
        "Europe/Berlin", {"mon-thu": ["08:30-12:00", "12:45-17:30"], "fri": "08:30-15:00"}, "DE-BE"
    ),
}
FIRST, PAST = np.datetime64("2025-01-01", "us"), np.datetime64("2026-01-01", "us")

Instants = npt.NDArray[np.datetime64]
Call = Callable[[], Any]


def main() -> None:
    """Print three tables."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    print(f"{processor()}; Python {platform.python_version()}, NumPy {np.__version__}; medians of {ROUNDS} rounds")
    for gap, (a, b) in {"random in a year": random_pairs(pairs), "a day on average": lead_like(pairs)}.items():
        print(f"\nWorked time between {pairs:,} pairs, gaps {gap}")
        worked_time(a, b)
    print(f"\nDue instants of {pairs:,} starts, each with its own length; 2 business days of each")
    due_instants(random_pairs(pairs)[0])
    try:
        from tests.bench import peers_clock
    except ImportError as missing:
        print(f"\n{missing.name} is not installed, so that nothing is asked of the libraries.")
        return
    weeks = {
        "plain week 9-18": peers_clock.Week((9, 18)),
        "week with lunch and holidays": peers_clock.Week((9, 12, 13, 18), holidays_of("DE-BE", range(2024, 2028))),
    }
    for name, week in weeks.items():
        print(f"\nWorked time beside others, {name}, {peers_clock.ZONE}, gaps a day on average")
        calendar = Calendar(peers_clock.ZONE, {"mon-fri": week.windows}, week.holidays)
        beside_others(calendar, peers_clock.peers(week), *whole_hours(min(pairs, 1_000_000)))


def worked_time(a: Instants, b: Instants) -> None:
    """Measure `elapsed` on each calendar beside the plain kernel on its own, and beside a search."""
    plain = PlainWeek("2024-12-30", "2027-12-30")
    starts, ends = a.view(np.int64), b.view(np.int64)
    calls: dict[str, Call] = {"plain NumPy kernel: " + PLAIN: lambda: plain.elapsed(starts, ends)}
    assert np.array_equal(plain.elapsed(starts, ends), CALENDARS[PLAIN].elapsed(a, b).view(np.int64))
    for name, calendar in CALENDARS.items():
        search = searched(calendar)
        found = calendar.elapsed(a, b)
        assert np.array_equal(search.elapsed(starts, ends), found.view(np.int64))
        both = zip(alone(a), alone(b), strict=True)
        assert found[:ALONE].tolist() == [calendar.elapsed(x, y) for x, y in both]
        calls[f"ola: {name}"] = partial(calendar.elapsed, a, b)
    calls["NumPy, prefix sums and a search: the same"] = lambda: search.elapsed(starts, ends)
    table(calls, len(a))
    tracemalloc.start()
    kept = CALENDARS["and lunch, Berlin"].elapsed(a, b)
    beyond = tracemalloc.get_traced_memory()[1] - kept.nbytes
    tracemalloc.stop()
    print(f"memory beside the answer of {kept.nbytes / 1e6:.0f} MB: {beyond / 1e6:.1f} MB")


def due_instants(a: Instants) -> None:
    """Measure `due` and business days beside the same one by one."""
    lengths = np.random.default_rng(8).integers(1, 40 * HOUR, len(a)).view("m8[us]")
    for name, calendar in CALENDARS.items():
        dues, days = calendar.due(a, lengths), in_days(calendar, a)
        single, spans = alone(a), lengths[:ALONE].tolist()
        assert alone(dues) == [calendar.due(x, y) for x, y in zip(single, spans, strict=True)]
        assert alone(days) == [in_days(calendar, x) for x in single]
        assert np.array_equal(calendar.elapsed(a, dues), lengths)
        took = rounds(
            {
                "due": partial(calendar.due, a, lengths),
                "days": partial(in_days, calendar, a),
                "due alone": partial(each_of, calendar.due, single, spans),
                "days alone": partial(each_of, partial(in_days, calendar), single),
            }
        )
        for what, said in (("due", "business hours"), ("days", "2 business days")):
            many, one = nanoseconds(took[what], len(a)), nanoseconds(took[f"{what} alone"], ALONE)
            print(f"  {f'{said}: {name}':60}{many:9.1f} ns{one:12,.0f} ns one by one")


def beside_others(calendar: Calendar, others: Iterable[Any], a: Instants, b: Instants) -> None:
    """Measure `elapsed` beside libraries on the first pairs, where their answers are right."""
    single = list(zip(alone(a)[:ASKED_OF_PEERS], alone(b)[:ASKED_OF_PEERS], strict=True))
    hours = [calendar.elapsed(x, y) / dt.timedelta(hours=1) for x, y in single]
    assert hours == (calendar.elapsed(a, b)[:ASKED_OF_PEERS] / np.timedelta64(1, "h")).tolist()
    calls: dict[str, Call] = {}
    asked: dict[str, int] = {}
    for peer in others:
        given = [(peer.taken(x), peer.taken(y)) for x, y in single]
        answers = [peer.hours(x, y) for x, y in given]
        wrong = [at for at, each in enumerate(hours) if answers[at] != each]
        for at in wrong[:2]:
            x, y = single[at]
            print(
                f"  {peer.name} says {answers[at]:g} h from {x:%a %F %R} to {y:%a %F %R} UTC; there are {hours[at]:g}"
            )
        print(f"  {peer.name}: {len(wrong)} of {len(single)} pairs wrong" + (", left out" if wrong else ""))
        right = [pair for at, pair in enumerate(given) if at not in wrong]
        calls[peer.name] = partial(each_of, peer.hours, *zip(*right, strict=True))
        asked[peer.name] = len(right)
    took = rounds(
        {
            "ola, arrays": lambda: calendar.elapsed(a, b),
            "ola, one by one": partial(each_of, calendar.elapsed, *zip(*single, strict=True)),
            **calls,
        }
    )
    sizes = {"ola, arrays": len(a), "ola, one by one": len(single), **asked}
    first = [each / len(a) for each in took["ola, arrays"]]
    for name, times in took.items():
        each = [spent / sizes[name] for spent in times]
        print(f"  {name:60}{nanoseconds(times, sizes[name]):12,.1f} ns{ratio(each, first, ',.0f')}")


def table(calls: dict[str, Call], pairs: int) -> None:
    """Print nanoseconds a pair for each call, and its ratio to the first."""
    took = rounds(calls)
    first = next(iter(took.values()))
    for name, times in took.items():
        print(f"  {name:60}{nanoseconds(times, pairs):9.1f} ns{ratio(times, first, '.2f')}")


def rounds(calls: dict[str, Call]) -> dict[str, list[float]]:
    """Time each call in turn, round by round, after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for count in range(ROUNDS + 1):
        for name, call in calls.items():
            begun = time.perf_counter()
            call()
            if count:
                times[name].append(time.perf_counter() - begun)
    return times


def nanoseconds(times: list[float], pairs: int) -> float:
    """Give the median time of one pair."""
    return statistics.median(times) / pairs * 1e9


def ratio(times: list[float], first: list[float], form: str) -> str:
    """Write the ratio of the medians, and the lowest and highest of one round."""
    each = sorted(x / y for x, y in zip(times, first, strict=True))
    whole = statistics.median(times) / statistics.median(first)
    return f"{format(whole, form):>9}x  ({format(each[0], form)}-{format(each[-1], form)})"


def random_pairs(pairs: int) -> tuple[Instants, Instants]:
    """Draw starts and ends over a year."""
    draw = np.random.default_rng(7)
    first, past = FIRST.view(np.int64), PAST.view(np.int64)
    return draw.integers(first, past, pairs).view("M8[us]"), draw.integers(first, past, pairs).view("M8[us]")


def lead_like(pairs: int) -> tuple[Instants, Instants]:
    """Draw starts over a year, and ends about a day later."""
    start, _ = random_pairs(pairs)
    return start, start + np.random.default_rng(9).exponential(DAY, pairs).astype("m8[us]")


def whole_hours(pairs: int) -> tuple[Instants, Instants]:
    """Draw lead-like pairs, cut to whole hours."""
    start, end = lead_like(pairs)
    return start.astype("M8[h]").astype("M8[us]"), end.astype("M8[h]").astype("M8[us]")


def searched(calendar: Calendar) -> Searched:
    """Lay out the calendar's windows for a search."""
    found = calendar.windows(dt.datetime(2024, 12, 20, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    edges = np.array([[each.astimezone(dt.UTC).replace(tzinfo=None) for each in pair] for pair in found], "M8[us]")
    starts, ends = edges.view(np.int64).T
    return Searched(starts.copy(), ends.copy())


def alone(instants: Instants) -> list[dt.datetime]:
    """Give the first instants as aware datetimes."""
    return [each.replace(tzinfo=dt.UTC) for each in instants[:ALONE].tolist()]


def each_of(ask: Callable[..., Any], *given: Iterable[Any]) -> list[Any]:
    """Ask one by one."""
    return list(map(ask, *given))


def in_days(calendar: Calendar, start: Any) -> Any:
    """Give the close of the second business day."""
    return due_in_business_days(calendar, start, 2, after_hours="next opening", due_at="close")


def processor() -> str:
    """Name the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
