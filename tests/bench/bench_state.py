"""`ola.measure` from a saved state, beside a run over all events: seconds and their ratio. Prints a table.

    python -m tests.bench.bench_state            20,000 leads, 140,000 events, the slice of one hour and of one day
    python -m tests.bench.bench_state 5000

The files are CSV, as an export writes them. Both ways must come to the same cycles and numbers before anything is
timed; each time is the median of interleaved rounds, reading and writing the state included.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

import ola
from ola.evaluate.handoffs.timing import Timing
from tests.bench.harbor_events import FIRST, HARBOR, made

AT = {"stages": "changed_at", "owners": "changed_at", "touches": "at", "tasks": "CompletedDateTime"}
NOW = FIRST + dt.timedelta(days=100)
ROUNDS = 3


def main(count: int) -> None:
    """Compare, measure, print."""
    agreement = ola.load(HARBOR)
    logs, leads = made(count)
    leads = leads.with_columns(pl.lit("OFFLINE").alias("hs_analytics_source"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        leads.write_csv(folder / "leads.csv")

        def run(part: str, as_of: dt.datetime, state: Path | None = None) -> Timing:
            files = {log: folder / f"{part}-{log}.csv" for log in logs}
            known = folder / "leads.csv"
            return ola.measure(
                agreement, files, leads=known, system="hubspot", as_of=as_of, state=state, keep_state=part != "whole"
            )

        whole = {log: frame.filter(pl.col(AT[log]) <= NOW.isoformat()) for log, frame in logs.items()}
        for log, frame in whole.items():
            frame.write_csv(folder / f"whole-{log}.csv")
        print(f"{sum(frame.height for frame in whole.values()):,} events of {count:,} leads")
        for hours in (1, 24):
            cut = NOW - dt.timedelta(hours=hours)
            for log, frame in whole.items():
                frame.filter(pl.col(AT[log]) <= cut.isoformat()).write_csv(folder / f"old-{log}.csv")
                frame.filter(pl.col(AT[log]) > cut.isoformat()).write_csv(folder / f"new-{log}.csv")
            run("old", cut).save_state(folder / "old.state")
            times: dict[str, list[float]] = {"full": [], "slice": []}
            for _ in range(ROUNDS):
                before = time.perf_counter()
                full = run("whole", NOW)
                times["full"].append(time.perf_counter() - before)
                before = time.perf_counter()
                sliced = run("new", NOW, state=folder / "old.state")
                sliced.save_state(folder / "new.state")
                times["slice"].append(time.perf_counter() - before)
                assert sliced.cycles == full.cycles
                assert sliced.to_dict()["commitments"] == full.to_dict()["commitments"]
            one, other = statistics.median(times["full"]), statistics.median(times["slice"])
            size = (folder / "new.state").stat().st_size
            print(
                f"{hours:3} h of events: full {one:6.2f} s, from the state {other:6.2f} s, {one / other:4.1f} times"
                f" as fast; the state has {size / 1e6:.1f} MB"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
