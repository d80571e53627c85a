"""`ola check` on large files: memory that stays flat, rows per second beside Polars reading the same file.

    python -m tests.bench.bench_check                   4 and 16 million leads, CSV and Parquet
    python -m tests.bench.bench_check 400000 1600000   smaller

Each run is a process of its own, watched from outside: `RssAnon` of /proc/PID/status is the memory that is
nobody else's and not the file's. The agreement is that of `work`, without demands of uniqueness, and with two,
which cost a first pass over the keys. Needs Linux and some GB of disk.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.work.agreement import AT, SYSTEM, agreement_text
from tests.bench.work.leads import write_csv, write_parquet

READS = {
    "csv": "import polars as pl, sys; pl.read_csv(sys.argv[1], infer_schema=False)",
    "parquet": "import polars as pl, sys; pl.read_parquet(sys.argv[1])",
}
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds, the most private memory in bytes, and what it printed."""

    seconds: float
    peak: int
    out: str


def run(*command: str) -> Run:
    """Run a command to its end and watch its private memory."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out, subprocess.Popen(command, stdout=out) as process:
        peak = 0
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:
            peak = max(peak, anonymous(status))
            time.sleep(0.02)
        seconds = time.perf_counter() - start
        out.seek(0)
        return Run(seconds, peak, out.read())


def anonymous(status: Path) -> int:
    """Read the private memory of a process in bytes; none when it is gone."""
    try:
        lines = status.read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon")), 0)


def check(agreement: Path, leads: Path, folder: Path) -> Run:
    """Run `ola check` as a user does, both outputs written in the format of the input."""
    outputs = [f"--{name}={folder / name}{leads.suffix}" for name in ("accepted", "rejected")]
    words = ("check", str(leads), "--agreement", str(agreement), "--system", SYSTEM, "--at", AT, "--limit", "0")
    code = "from ola.cli import main; main()"
    ran = run(sys.executable, "-c", code, *words, "--format", "json", "--quiet", "--fail-on", "never", *outputs)
    summary = json.loads(ran.out)["summary"]
    if summary["records"] != summary["accepted"] + summary["rejected"]:
        raise AssertionError(summary)
    return ran


def main(sizes: list[int]) -> None:
    """Print the table: what each size took, and how the larger compares with the smaller."""
    heads = (f"{'leads':>12}", f"{'file':<8}", f"{'unique':<7}", f"{'rows/s':>10}", f"{'x Polars reading':>17}")
    print(*heads, f"{'peak RssAnon':>13}", f"{'ratio':>6}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        agreements = {"none": folder / "plain.ola.yaml", "2": folder / "unique.ola.yaml"}
        agreements["none"].write_text(agreement_text(), encoding="utf-8")
        agreements["2"].write_text(agreement_text(unique=True), encoding="utf-8")
        peaks: dict[tuple[str, str], Run] = {}
        for size in sizes:
            for kind, write in (("csv", write_csv), ("parquet", write_parquet)):
                leads = folder / f"leads.{kind}"
                write(leads, size)
                reading = statistics.median(
                    run(sys.executable, "-c", READS[kind], str(leads)).seconds for _ in range(ROUNDS)
                )
                for unique, agreement in agreements.items():
                    ran = check(agreement, leads, folder)
                    first = peaks.setdefault((kind, unique), ran)
                    shown = (f"{size:>12,}", f"{kind:<8}", f"{unique:<7}", f"{size / ran.seconds:>10,.0f}")
                    print(
                        *shown,
                        f"{ran.seconds / reading:>16.1f}x {ran.peak / 2**20:>9.0f} MiB {ran.peak / first.peak:>6.2f}",
                    )
                leads.unlink()


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [4_000_000, 16_000_000])
