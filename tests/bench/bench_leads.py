"""What columns cost on a million leads: the mask alone, and a batch with its reasons.

    python -m tests.bench.bench_leads [rows]

What one lead costs is measured by `bench_one`.
"""

from __future__ import annotations

import datetime as dt
import sys
import time

from ola.evaluate.leads.batch import check_blocks
from ola.evaluate.leads.columns import Columns
from ola.evaluate.leads.record import Checker
from ola.rows.read import open_rows
from ola.rows.write import rejected_rows
from tests.bench.work.agreement import AT, SYSTEM, work_plan
from tests.bench.work.leads import leads

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def many_leads(rows: int) -> None:
    """Print rows a second: of the mask alone, and of the whole batch with reasons and both passes."""
    frame = leads(rows)
    checker = Checker(work_plan(), SYSTEM, AT)
    columns = Columns(checker.docket, frame.schema, NOW)
    for _ in range(3):
        started = time.perf_counter()
        masks = columns.check_frame(frame)
        took = time.perf_counter() - started
        print(f"masks of {rows:,} leads: {took:.2f} s, {rows / took:,.0f} rows/s, {masks.errors.sum():,} rejected")
    started = time.perf_counter()
    batch = check_blocks(work_plan(), SYSTEM, AT, NOW, open_rows(frame))
    rejected = sum(len(rejected_rows(each.block, each.accepted, each.errors, each.warnings)) for each in batch)
    took = time.perf_counter() - started
    print(f"batch of {rows:,} leads, all reasons: {took:.2f} s, {rejected:,} rejected")


if __name__ == "__main__":
    many_leads(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000)
