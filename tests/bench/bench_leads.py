"""What a lead costs: the one-lead checker beside Python written by hand, and the columns on a million leads.

    python -m tests.bench.bench_leads [rows]

The hand-written function gives the code and clause of every finding; the checker also says it in words, and gives
the lead's stage, segments and scores. Times are medians of interleaved rounds; compare the ratios.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from ola.evaluate.leads.batch import check_blocks
from ola.evaluate.leads.columns import Columns
from ola.evaluate.leads.record import Checker
from ola.rows.read import open_rows
from ola.rows.write import rejected_rows
from tests.bench.work.agreement import AT, PLAN, SYSTEM
from tests.bench.work.by_hand import by_hand
from tests.bench.work.leads import leads, text_dicts

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
ROUNDS = 7
_SAMPLE = 10_000


def microseconds(check: Callable[[dict[str, Any]], object], some: list[dict[str, Any]]) -> float:
    """Time one round over the leads, in microseconds a lead."""
    started = time.perf_counter()
    for lead in some:
        check(lead)
    return (time.perf_counter() - started) / len(some) * 1e6


def one_lead() -> None:
    """Print microseconds a lead: by hand, by the checker, and their ratio, for three shares of bad leads."""
    checker = Checker(PLAN, SYSTEM, AT)
    print(f"one lead, medians of {ROUNDS} rounds over {_SAMPLE:,} leads")
    for bad in (0.0, 0.05, 1.0):
        some = text_dicts(_SAMPLE, bad=bad)
        found = sum(not checker(lead, NOW).ok for lead in some)
        by_hands = sum(bool(by_hand(lead)) for lead in some)
        assert found == by_hands, (found, by_hands)
        pairs = [
            (microseconds(by_hand, some), microseconds(lambda lead: checker(lead, NOW), some)) for _ in range(ROUNDS)
        ]
        hand, own = (statistics.median(each) for each in zip(*pairs, strict=True))
        ratios = sorted(own / hand for hand, own in pairs)
        print(
            f"  {bad:4.0%} bad: by hand {hand:6.2f} µs, ola {own:6.2f} µs, "
            f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )


def many_leads(rows: int) -> None:
    """Print rows a second: of the mask alone, and of the whole batch with reasons and both passes."""
    frame = leads(rows)
    checker = Checker(PLAN, SYSTEM, AT)
    columns = Columns(checker.docket, frame.schema, NOW)
    for _ in range(3):
        started = time.perf_counter()
        masks = columns.check_frame(frame)
        took = time.perf_counter() - started
        print(f"masks of {rows:,} leads: {took:.2f} s, {rows / took:,.0f} rows/s, {masks.errors.sum():,} rejected")
    started = time.perf_counter()
    batch = check_blocks(PLAN, SYSTEM, AT, NOW, open_rows(frame))
    rejected = sum(len(rejected_rows(each.block, each.accepted, each.errors, each.warnings)) for each in batch)
    took = time.perf_counter() - started
    print(f"batch of {rows:,} leads, all reasons: {took:.2f} s, {rejected:,} rejected")


if __name__ == "__main__":
    one_lead()
    many_leads(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000)
