"""`ola check` on files of leads beside hand-written Polars doing the same work: time, and memory as files grow.

    python -m tests.bench.bench_check                             a million leads, 5 rounds; 4 and 16 million for memory
    python -m tests.bench.bench_check 100000 3 400000 1600000     smaller; sizes behind the rounds are those for memory

What it prints are the tables of docs/explanation/performance.md. Every run is a process of its own, its memory watched
from outside. Before any time is taken both must find the same in every file: leads, accepted, rejected, each clause.
`peers/file_polars_by_hand.py` is what ola is held against; it says what it does not give. Needs Linux and some GB of
disk.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.bench_files import different
from tests.bench.watched import Watched, watched
from tests.bench.work.agreement import AT, SYSTEM, agreement_text
from tests.bench.work.leads import write_csv, write_parquet

PEERS = Path(__file__).parent / "peers"
OLA, BY_HAND = PEERS / "file_ola.py", PEERS / "file_polars_by_hand.py"
WRITERS: Mapping[str, Callable[..., None]] = {"parquet": write_parquet, "csv": write_csv}
SHARES = (0.0, 0.05, 1.0)
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: what the process took, and what it told of the leads."""

    watched: Watched
    told: Mapping[str, Any]

    @property
    def work(self) -> float:
        """Give the seconds without starting Python and importing."""
        return float(self.told["seconds"])


RATIOS: Mapping[str, Callable[[Ran], float]] = {
    "seconds, times by hand": lambda ran: ran.watched.seconds,
    "the work": lambda ran: ran.work,
    "processor": lambda ran: ran.watched.cpu,
    "private memory": lambda ran: float(ran.watched.peak),
}


def head(*names: str) -> Iterator[str]:
    """Yield the head of a table of Markdown."""
    yield f"| {' | '.join(names)} |"
    yield "|---" * len(names) + "|"


def run(script: Path, leads: Path, folder: Path, *words: str) -> Ran:
    """Run a peer's file on leads, with the compiled modules that an installed program has."""
    outputs = [folder / f"{name}{leads.suffix}" for name in ("accepted", "rejected")]
    environment = {**os.environ, "PYTHONPATH": str(PEERS.parents[2]), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = watched(sys.executable, str(script), str(leads), *map(str, outputs), *words, environment=environment)
    for output in folder.glob("*ted.*"):
        output.unlink()
    if done.code:
        raise RuntimeError(done.error)
    return Ran(done, json.loads(done.out.splitlines()[-1]))


# ── time ────────────────────────────────────────────────────────────────────────────────────────


def times(rows: int, rounds: int, folder: Path) -> Iterator[str]:
    """Yield the table of times line by line: each file, what ola took, and how many times that of what is by hand."""
    yield from head("leads", "bad", "file", "seconds", "the work", "leads a second", *RATIOS)
    for form, write in WRITERS.items():
        for share in SHARES:
            leads = folder / f"leads.{form}"
            write(leads, rows, bad=share)
            first = [run(script, leads, folder) for script in (OLA, BY_HAND)]
            if (difference := different(first[1].told, first[0].told)) is not None:
                message = f"By hand in {form}: {difference}. Times of other work would say nothing."
                raise RuntimeError(message)
            pairs = [(run(OLA, leads, folder), run(BY_HAND, leads, folder)) for _ in range(rounds)]
            ola = [one for one, _ in pairs]
            seconds, work = median(ola, lambda each: each.watched.seconds), median(ola, lambda each: each.work)
            ratios = " | ".join(ratio(pairs, of) for of in RATIOS.values())
            yield f"| {rows:,} | {share:.0%} | {form} | {seconds:.2f} | {work:.2f} | {rows / work:,.0f} | {ratios} |"
            leads.unlink()


def median(runs: list[Ran], of: Callable[[Ran], float]) -> float:
    """Give the median of what runs took."""
    return statistics.median(map(of, runs))


def ratio(pairs: list[tuple[Ran, Ran]], of: Callable[[Ran], float]) -> str:
    """Give the median over the rounds of ola's share of what the other took, and the lowest and highest."""
    found = sorted(of(one) / of(other) for one, other in pairs)
    return f"{statistics.median(found):.2f} ({found[0]:.2f}–{found[-1]:.2f})"


# ── memory ──────────────────────────────────────────────────────────────────────────────────────


def memory(sizes: list[int], folder: Path) -> Iterator[str]:
    """Yield the table of memory line by line: private memory at each size, and how it compares with the first."""
    grown = "times the first"
    yield from head("leads", "file", "ola, MiB", grown, "by hand, MiB", grown, "unique keys, MiB", "bytes a lead more")
    unique = folder / "unique.ola.yaml"
    unique.write_text(agreement_text(unique=True), encoding="utf-8")
    for form, write in WRITERS.items():
        firsts: list[int] = []
        for size in sizes:
            leads = folder / f"leads.{form}"
            write(leads, size)
            peaks = [run(script, leads, folder).watched.peak for script in (OLA, BY_HAND)]
            keyed = keys(unique, leads, folder).peak
            firsts = firsts or peaks
            cells = " | ".join(
                f"{peak / MIB:,.0f} | {peak / first:.2f}" for peak, first in zip(peaks, firsts, strict=True)
            )
            yield f"| {size:,} | {form} | {cells} | {keyed / MIB:,.0f} | {(keyed - peaks[0]) / size:.0f} |"
            leads.unlink()


def keys(agreement: Path, leads: Path, folder: Path) -> Watched:
    """Check as the command does, by an agreement whose ids and addresses must be unique."""
    outputs = [f"--{name}={folder / name}{leads.suffix}" for name in ("accepted", "rejected")]
    words = ("check", str(leads), "--agreement", str(agreement), "--system", SYSTEM, "--at", AT, "--limit", "0")
    code = "from ola.cli import main; main()"
    done = watched(sys.executable, "-c", code, *words, "--format", "json", "--quiet", "--fail-on", "never", *outputs)
    for output in folder.glob("*ted.*"):
        output.unlink()
    summary = json.loads(done.out)["summary"]
    if summary["records"] != summary["accepted"] + summary["rejected"]:
        raise RuntimeError(summary)
    return done


def main(rows: int, rounds: int, sizes: list[int]) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        for line in times(rows, rounds, Path(name)):
            print(line, flush=True)
        print()
        for line in memory(sizes, Path(name)):
            print(line, flush=True)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    how_many, rounds = given[:2] + [1_000_000, 5][len(given[:2]) :]
    main(how_many, rounds, given[2:] or [4_000_000, 16_000_000])
