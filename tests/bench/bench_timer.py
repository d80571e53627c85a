"""`ola.timer`: one due, beside a bare `Calendar.due` on the same start. Prints a table of ratios.

    python -m tests.bench.bench_timer

Each time is the median of interleaved rounds; the answers are compared before anything is timed.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import ola
from ola.evaluate.handoffs.clocks.timer import Timer
from ola.plan import Plan

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
STARTS = 20_000
ROUNDS = 9
FIRST = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
LIMITS = [dt.timedelta(hours=hours) for hours in (1, 4, 8)]


def main() -> None:
    """Compare, measure, print."""
    rng = random.Random(3)  # noqa: S311 - nothing secret
    agreement = ola.load(HARBOR)
    timer = ola.timer(agreement, "first touch", system="hubspot")
    starts = [FIRST + dt.timedelta(seconds=rng.randrange(200 * 86_400)) for _ in range(STARTS)]
    few = [{"country": rng.choice(("US", "DE", "FR")), "numemployees": "100"} for _ in starts]
    many = [{**lead, "numemployees": str(rng.randrange(100_000)), "jobtitle": "VP Sales"} for lead in few]
    typed = [{**lead, "numemployees": rng.randrange(100_000)} for lead in few]
    bare = _bare(agreement.plan, timer, starts, few)
    ways: dict[str, Callable[[], object]] = {
        "bare Calendar.due": lambda: [due(start, length) for due, length, start in bare],
        "timer.due, the same few cells": lambda: [
            timer.due(start, lead) for start, lead in zip(starts, few, strict=True)
        ],
        "timer.due, cells never seen": lambda: [
            timer.due(start, lead) for start, lead in zip(starts, many, strict=True)
        ],
        "timer.due, numbers, not texts": lambda: [
            timer.due(start, lead) for start, lead in zip(starts, typed, strict=True)
        ],
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            before = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - before)
    base = statistics.median(times["bare Calendar.due"])
    for name, spent in times.items():
        median = statistics.median(spent)
        ratios = [one / other for one, other in zip(spent, times["bare Calendar.due"], strict=True)]
        print(
            f"{name:32} {median / STARTS * 1e6:6.2f} us  {median / base:5.2f} times"
            f"  ({min(ratios):.2f} to {max(ratios):.2f})"
        )


Asked = tuple[Callable[[dt.datetime, dt.timedelta], dt.datetime], dt.timedelta, dt.datetime]


def _bare(plan: Plan, timer: Timer, starts: list[dt.datetime], leads: list[dict[str, str]]) -> list[Asked]:
    """Give for each start the calendar and the limit that its lead runs by, looked up beforehand; answers agree."""
    found: list[Asked] = []
    for start, lead in zip(starts, leads, strict=True):
        calendar, due = plan.calendars["amer" if lead["country"] == "US" else "emea"], timer.due(start, lead)
        length = next(each for each in LIMITS if calendar.due(start, each) == due)
        found.append((calendar.due, length, start))
    return found


if __name__ == "__main__":
    main()
