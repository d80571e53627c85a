"""`ola profile` beside `ola check`, and what the glance costs a check: time and memory on large files.

    python -m tests.bench.bench_profile                  4 and 16 million leads, CSV
    python -m tests.bench.bench_profile 400000 1600000   smaller

The profile and the check are processes of their own, watched from outside as in `bench_check`. The glance is measured
in one process: the same check with it and without, in turn, by processor time, on leads of which none, a twentieth and
all are bad. Needs Linux.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

import ola
from ola.agreement.agreement import Agreement
from ola.evaluate.leads.drift.glance import Glance
from tests.bench.watched import watched
from tests.bench.work.agreement import SYSTEM, agreement_text
from tests.bench.work.leads import leads, write_csv

ROUNDS = 7
VERB = "from ola.cli import main; import sys; sys.argv[0] = 'ola'; sys.exit(main())"


def both_verbs(folder: Path, rows: int) -> None:
    """Print what both verbs take for a file of so many leads."""
    path, agreed = folder / f"{rows}.csv", folder / "agreement.ola.yaml"
    agreed.write_text(agreement_text(), "utf-8")
    write_csv(path, rows)
    options = (str(path), "-a", str(agreed), "-s", SYSTEM, "--as-of", "2026-06-01", "-q", "--fail-on", "never")
    for verb in ("check", "profile"):
        took = watched(sys.executable, "-c", VERB, verb, *options, "-f", "json")
        print(f"{verb:<8} {rows:>11,} leads  {took.seconds:6.1f} s  RssAnon at most {took.peak / 2**20:6.0f} MiB")
    path.unlink()


def glance(agreed: Agreement, path: Path) -> tuple[float, float]:
    """Give the processor time of a check with the glance, and the ratio to that without: medians of turns."""
    see = Glance.see
    taken: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(ROUNDS + 1):
        for looks in (True, False):
            Glance.see = see if looks else _nothing  # type: ignore[method-assign, assignment]
            start = time.process_time()
            assert ola.check(agreed, path, system=SYSTEM, as_of="2026-06-01").summary.records
            taken[looks].append(time.process_time() - start)
    Glance.see = see  # type: ignore[method-assign]
    with_it, without = (statistics.median(taken[looks][1:]) for looks in (True, False))
    return with_it, with_it / without


def _nothing(self: Glance, block: object, by_clause: object) -> None:
    pass


def main() -> None:
    """Print both tables."""
    sizes = [int(each) for each in sys.argv[1:]] or [4_000_000, 16_000_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in sizes:
            both_verbs(folder, rows)
        agreed = ola.load(agreement_text().encode())
        for bad in (0.0, 0.05, 1.0):
            for suffix in ("csv", "parquet"):
                path = folder / f"bad.{suffix}"
                frame = leads(400_000, bad=bad)
                if suffix == "csv":
                    frame.write_csv(path)
                else:
                    frame.write_parquet(path)
                seconds, ratio = glance(agreed, path)
                print(
                    f"check with the glance, {suffix}, {bad:.0%} bad: {seconds:.2f} s of processor time, × {ratio:.2f}"
                )


if __name__ == "__main__":
    main()
