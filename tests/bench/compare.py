"""The whole comparison in one command: one lead, files of leads, cold start, beside everybody else who does such work.

    python -m tests.bench.compare --make-environments           the page as it is checked in; some ten minutes
    python -m tests.bench.compare --rows 5000 --rounds 1 --out - a look at it, in seconds

It writes `docs/explanation/comparison.md`: the machine, the versions, equal counts, then times. A peer that fails is in
the table with the reason. Each peer runs in an environment of its own, made on request from `peers/requirements`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.bench import bench_files, bench_start, environments
from tests.bench.bench_clock import processor
from tests.bench.watched import watched

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "comparison.md"
PARTS = ("one", "files", "start")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    rows: int
    rounds: int
    start_rounds: int
    parts: tuple[str, ...]
    one: tuple[str, ...]
    environments: Path
    make_environments: bool
    patience: float
    out: str


def main(words: Sequence[str] | None = None) -> None:
    """Measure what is wanted, and write the page."""
    wanted = read(words)
    peers = bench_files.PEERS
    if wanted.make_environments:
        for peer in peers:
            if not peer.is_here:
                make(peer.name, wanted.environments)
    text = page(wanted, peers)
    if wanted.out == "-":
        print(text, end="")
    else:
        Path(wanted.out).write_text(text, encoding="utf-8")
        print(f"written: {wanted.out}")


def read(words: Sequence[str] | None) -> Wanted:
    """Read the command line."""
    parser = argparse.ArgumentParser("tests.bench.compare", description="Compare ola with everybody else.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="leads in each file")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the files")
    parser.add_argument("--start-rounds", type=int, default=bench_start.ROUNDS, help="rounds of the cold starts")
    parser.add_argument("--parts", default=",".join(PARTS), help="which parts, of one,files,start")
    parser.add_argument("--one", default="", help="what the bench of one lead is told, such as its rounds")
    parser.add_argument("--environments", type=Path, default=environments.FOLDER, help="where the peers are installed")
    parser.add_argument("--make-environments", action="store_true", help="install the peers there first")
    parser.add_argument("--patience", type=float, default=bench_files.PATIENCE, help="seconds that one run may take")
    parser.add_argument("--out", default=str(PAGE), help="where to write the page; - for standard output")
    given = vars(parser.parse_args(words))
    parts = tuple(given.pop("parts").split(","))
    if unknown := set(parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return Wanted(parts=parts, one=tuple(given.pop("one").split()), **given)


def make(name: str, folder: Path) -> None:
    """Install one peer; what goes wrong is told, and the others go on."""
    try:
        environments.make(name, folder)
    except subprocess.CalledProcessError as fault:
        print(f"{name} was not installed: {(fault.stderr or '?').strip().splitlines()[-1]}", file=sys.stderr)


def page(wanted: Wanted, peers: Sequence[bench_files.Peer]) -> str:
    """Measure, and write the page."""
    today = dt.datetime.now(dt.UTC).date()
    parts = [HEAD.format(date=f"{today:%-d %B %Y}", machine=machine(), versions=versions())]
    if "one" in wanted.parts:
        parts.append(ONE.format(said=one_lead(wanted.one)))
    if "files" in wanted.parts:
        parts.append(files(wanted, peers))
    if "start" in wanted.parts:
        parts.append(START.format(rounds=wanted.start_rounds, table=starts(wanted.start_rounds)))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def one_lead(words: Sequence[str] = ()) -> str:
    """Give what the bench of one lead prints: its tables as they are, anything else as text."""
    done = watched(sys.executable, "-m", "tests.bench.bench_one", *words, memory=False)
    if done.code:
        return f"failed: {(done.error.strip() or '?').splitlines()[-1]}"
    said = done.out.strip()
    return said if "|---" in said else f"```text\n{said}\n```"


def files(wanted: Wanted, peers: Sequence[bench_files.Peer]) -> str:
    """Give the section on files."""
    measured = bench_files.measure(wanted.rows, wanted.rounds, peers, wanted.environments, wanted.patience)
    times = (bench_files.times_table(measured, form) for form in bench_files.WRITERS)
    return FILES.format(
        rows=wanted.rows,
        rounds=wanted.rounds,
        counts=bench_files.counts_table(measured),
        times="\n\n".join(times),
        not_given=bench_files.not_given(measured),
    )


def starts(rounds: int) -> str:
    """Give the table of cold starts."""
    return bench_start.table(bench_start.compare(rounds))


def machine() -> str:
    """Name the machine: its processor, cores, memory and system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = f"load {os.getloadavg()[0]:.1f} before the first run"
    system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} cores of {processor()}, {memory:.0f} GiB, {system}, {load}"


def versions() -> str:
    """Name what ola runs on."""
    names = ("polars", "numpy", "pydantic", "typer", "lark", "holidays", "PyYAML")
    return ", ".join((f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in names)))


HEAD = """\
# Comparison

Measured {date} by `python -m tests.bench.compare`, which wrote this page, on {machine}. {versions}. Times hang on the
machine and on what else it does: what counts is how they compare.

Everybody does the same work on the same leads: an agreement of 20 fields, 27 rules of fields beside their types, three
across fields and one condition to qualify (`tests/bench/work/leads.ola.yaml`); one lead in twenty breaks some of it.
A number below 1 under *times ola* says that the peer was faster.
"""

ONE = """\
## One lead

One lead in, everything that is wrong with it out, in one process, in turn (`python -m tests.bench.bench_one`).

{said}
"""

FILES = """\
## Files of leads

{rows:,} leads in, all of them judged, two files out, reasons beside the rejected rows where a peer has any. Every run
is a process of its own, so *seconds* has Python's start and all imports in it, and *of these the work* has not;
medians of {rounds} rounds in turn. Peak is private memory.

First what everybody found. Only who finds the same is timed.

{counts}

Then how long it took.

{times}

What they do not give:

{not_given}

Left out: great-expectations and frictionless, which took ten times as long as the slowest of these when last measured;
soda, which counts only, as datacontract-cli does; pandera on pandas and pydantic on one list of all leads, the
slower ways of two that are here.
"""

START = """\
## Cold start

A command in a fresh Python beside a small script that loads the libraries it stands on, {rounds} rounds in turn,
medians (`python -m tests.bench.bench_start`).

{table}
"""


if __name__ == "__main__":
    main()
