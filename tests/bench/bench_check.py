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
import sys
import tempfile
from pathlib import Path

from tests.bench.watched import Watched, watched
from tests.bench.work.agreement import AT, SYSTEM, agreement_text
from tests.bench.work.leads import write_csv, write_parquet

READS = {
    "csv": "import polars as pl, sys; pl.read_csv(sys.argv[1], infer_schema=False)",
    "parquet": "import polars as pl, sys; pl.read_parquet(sys.argv[1])",
}
ROUNDS = 3


def check(agreement: Path, leads: Path, folder: Path) -> Watched:
    """Run `ola check` as a user does, both outputs written in the format of the input."""
    outputs = [f"--{name}={folder / name}{leads.suffix}" for name in ("accepted", "rejected")]
    words = ("check", str(leads), "--agreement", str(agreement), "--system", SYSTEM, "--at", AT, "--limit", "0")
    code = "from ola.cli import main; main()"
    ran = watched(sys.executable, "-c", code, *words, "--format", "json", "--quiet", "--fail-on", "never", *outputs)
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
        peaks: dict[tuple[str, str], Watched] = {}
        for size in sizes:
            for kind, write in (("csv", write_csv), ("parquet", write_parquet)):
                leads = folder / f"leads.{kind}"
                write(leads, size)
                reading = statistics.median(
                    watched(sys.executable, "-c", READS[kind], str(leads)).seconds for _ in range(ROUNDS)
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
