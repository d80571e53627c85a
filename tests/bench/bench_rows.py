"""Rows per second of ola's readers and writers beside Polars alone on the same file, and the memory they hold.

    python tests/bench/bench_rows.py [rows]

Every measure runs in a process of its own, alternating,
after one run to warm the file cache; medians are printed. It asserts no time.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[2]))

from ola.finding import Finding
from ola.rows import csv_text, frames, json_lines, parquet  # noqa: F401 — imported before the clock starts
from ola.rows.output import written_together
from ola.rows.read import open_rows
from ola.rows.write import AcceptedRows, RejectedRows, reasons

ROUNDS = 5
SEED = 20_261_122


def leads(path: Path, rows: int, *, quoted: bool) -> None:
    """Write a CSV file of leads with twenty fields, a tenth of the companies in quotes with a comma if `quoted`."""
    random = np.random.default_rng(SEED)

    def some(*values: str) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
        return np.array(values)[random.integers(0, len(values), size)]

    with path.open("w", encoding="utf-8") as file:
        file.write(
            "hs_object_id,email,createdate,country,phone,firstname,lastname,company,jobtitle,score,"
            + ",".join(f"field_{i}" for i in range(10))
            + "\n"
        )
        for first in range(0, rows, 100_000):
            size = min(100_000, rows - first)
            ids = np.arange(first, first + size).astype(str)
            days = np.datetime64("2026-01-01") + random.integers(0, 10**7, size).astype("timedelta64[s]")
            companies = ("Acme Inc.", "Initech", "Hooli", "Umbrella") * 2
            columns = [
                ids,
                np.char.add(np.char.add("lead", ids), some("@example.com", "@acme.io", "@gmail.com")),
                np.char.add(np.datetime_as_string(days), "Z"),
                some("US", "DE", "GB", "FR"),
                np.char.add("+1 415 555 ", random.integers(1000, 9999, size).astype(str)),
                some("Anna", "Bob", "Zoë", "Mary Ann"),
                some("Smith", "Müller", "Jones", "O'Neil"),
                some(*companies, *(['"Acme, Inc."', '"The ""Big"" Co"'] if quoted else [])),
                some("VP of Sales", "Director of Marketing", "Head of Growth", ""),
                random.integers(0, 100, size).astype(str),
                *(some("web", "event", "partner", "", "42", "true", "2026-03-04") for _ in range(10)),
            ]
            file.writelines(",".join(row) + "\n" for row in zip(*(column.tolist() for column in columns), strict=True))


def ola_reads(path: Path) -> int:
    """Go through all blocks."""
    with open_rows(path) as rows:
        return sum(block.count for block in rows.blocks())


def ola_reads_keys(path: Path) -> int:
    """Go through all blocks for one column, as a first pass over a unique field does."""
    with open_rows(path) as rows:
        return sum(block.count for block in rows.blocks(only=["email"]))


def ola_splits(path: Path) -> int:
    """Read, reject every twentieth row with a reason, write both files."""
    reason = reasons([[Finding("OLA301", "error", "score is 400, at most 100", clause="fields.score.max")]])
    with open_rows(path) as rows, tempfile.TemporaryDirectory() as folder:
        accepted = AcceptedRows(Path(folder) / f"accepted{path.suffix}", rows)
        rejected = RejectedRows(Path(folder) / f"rejected{path.suffix}", rows)
        with written_together(accepted, rejected):
            for block in rows.blocks():
                keep = block.rows % 20 != 0
                wrong = reason.new_from_index(0, int((~keep).sum()))
                accepted.add(block, keep)
                rejected.add(block, keep, wrong, wrong.list.head(0))
        return accepted.count + rejected.count


def polars_reads(path: Path) -> int:
    """Read the file with Polars alone, all of it at once."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path).height
    return pl.read_csv(path, infer_schema=False).height


def polars_streams(path: Path) -> int:
    """Read the file with Polars alone, in batches."""
    scan = pl.scan_parquet(path) if path.suffix == ".parquet" else pl.scan_csv(path, infer_schema=False)
    return sum(batch.height for batch in scan.collect_batches(chunk_size=100_000))


WAYS: dict[str, Callable[[Path], int]] = {
    function.__name__: function for function in (polars_reads, polars_streams, ola_reads, ola_reads_keys, ola_splits)
}


def anonymous_memory() -> int:
    """Give the memory of this process that belongs to no file, in MiB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return next(int(line.split()[1]) >> 10 for line in status.read_text().splitlines() if line.startswith("RssAnon"))


def measure(way: str, path: Path) -> None:
    """Run one way on one file and print rows, seconds and the peak of its memory."""
    peak, done = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.02):
            peak = max(peak, anonymous_memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    start = time.perf_counter()
    rows = WAYS[way](path)
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    print(json.dumps({"rows": rows, "seconds": seconds, "peak": peak}))


def run(way: str, path: Path) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--one", way, str(path)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main(rows: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        plain, quoted, table = (Path(folder) / name for name in ("plain.csv", "quoted.csv", "leads.parquet"))
        leads(plain, rows, quoted=False)
        leads(quoted, rows, quoted=True)
        pl.scan_csv(plain, infer_schema=False).sink_parquet(table)
        print(f"{rows:,} leads of 20 fields; median of {ROUNDS} runs; beside Polars reading it all at once")
        for path in (plain, quoted, table):
            found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
            for round_ in range(ROUNDS + 1):
                for way in WAYS:
                    result = run(way, path)
                    if round_:
                        found[way].append(result)
            base = statistics.median(one["seconds"] for one in found["polars_reads"])
            print(f"\n{path.name} ({path.stat().st_size >> 20} MiB)")
            for way, results in found.items():
                seconds = statistics.median(one["seconds"] for one in results)
                peak = max(one["peak"] for one in results)
                rate = rows / seconds / 1e6
                print(f"  {way:16} {seconds:7.2f} s {rate:7.2f} M rows/s {seconds / base:6.2f}x {peak:6.0f} MiB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
