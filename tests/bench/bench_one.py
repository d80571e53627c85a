"""One lead in, everything that is wrong with it out: ola beside the others, and beside Python written by hand.

    python -m tests.bench.bench_one                     2,000 leads of each set, 7 processes of 15 rounds
    python -m tests.bench.bench_one --leads 500 --processes 3
    python -m tests.bench.bench_one --once              leads that nobody has seen, in every round

The peers are in the extra `bench`; who is not installed is left out, and that is said. Sets of leads have 0 %, 5 % and
100 % bad ones, typed as JSON has them, and again as text, for those who read numbers from text. Counts are compared
before anything is timed. Then all go over the same leads in turn, round by round, in one process, each over all of
them, so that each works from its own warm caches. Times are those of the processor, medians of the rounds; a ratio is
the median of the ratios within a round. Where a process happens to lay its objects moves such a ratio by a tenth, the
same way in each of its rounds; so several processes measure one after another, and what is printed is the median of
theirs, with the lowest and the highest. With `--once` each round has other leads, and each checker copies of its own,
so that no text comes again but those that do in life. It prints Markdown.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import multiprocessing
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.work.lead_check import Lead, LeadCheck
from tests.bench.work.leads import SEED, text_dicts, typed_dicts

PEERS = Path(__file__).with_name("peers")
FIRST = ("one_ola", "one_by_hand")
SHARES = (0.0, 0.05, 1.0)
FORMS: Mapping[str, Callable[..., list[Lead]]] = {"typed": typed_dicts, "text": text_dicts}
Wanted = tuple[str, Callable[[Lead], object]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one checker says of a set of leads."""

    refused: int
    findings: int


def main(words: Sequence[str] | None = None) -> None:
    """Compare counts, measure, and print."""
    parser = argparse.ArgumentParser("tests.bench.bench_one", description="One lead: ola beside the others.")
    parser.add_argument("--leads", type=int, default=2_000, help="leads in each set")
    parser.add_argument("--processes", type=int, default=7, help="processes that measure, one after another")
    parser.add_argument("--rounds", type=int, default=15, help="rounds of a process; in each everybody has a turn")
    parser.add_argument("--once", action="store_true", help="let no checker see a lead twice")
    given = parser.parse_args(words)
    checks, missing = checkers()
    sets = {(form, bad): FORMS[form](given.leads, bad=bad) for form in FORMS for bad in SHARES}
    counts = {key: counted(leads, able(checks, key[0])) for key, leads in sets.items()}
    for key, found in counts.items():
        compare(key, checks, found)
    print(f"{machine()}. {', '.join(versions(checks))}.")
    if missing:
        print(f"\nNot installed, and so left out: {', '.join(missing)}.")
    print(f"\nSets of {given.leads:,} leads; refused leads, and findings in words, of each.\n")
    print(counts_table(checks, counts))
    some = Measuring(tuple(check.name for check in checks), given.leads, given.rounds, given.once)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as pool:
        measured = list(pool.map(measure_all, [some] * given.processes))
    for form in FORMS:
        print(f"\nMicroseconds a lead, {form} ({given.processes} processes of {given.rounds} rounds).\n")
        print(times_table(form, able(checks, form), measured))
    print("\nWhat they do not give:\n")
    print("\n".join(f"- {check.name}: {check.gives_not}." for check in checks if check.gives_not))


def checkers() -> tuple[list[LeadCheck], list[str]]:
    """Give every checker that is installed, ola first, and the names of those that are not."""
    names = sorted((path.stem for path in PEERS.glob("one_*.py")), key=lambda name: (name not in FIRST, name))
    found: list[LeadCheck] = []
    missing: list[str] = []
    for name in sorted(names, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)):
        try:
            found.append(importlib.import_module(f"tests.bench.peers.{name}").CHECK)
        except ModuleNotFoundError as fault:
            missing.append(str(fault.name))
    return found, missing


def able(checks: Sequence[LeadCheck], form: str) -> list[LeadCheck]:
    """Give those who read leads of this form."""
    return [check for check in checks if form == "typed" or check.reads_text]


# ── counts ──────────────────────────────────────────────────────────────────────────────────────


def counted(leads: Sequence[Lead], checks: Sequence[LeadCheck]) -> dict[str, Counted]:
    """Say how many leads each refuses, and how many findings it has."""
    return {
        check.name: Counted(
            sum(not check.is_ok(lead) for lead in leads), sum(len(check.findings(lead)) for lead in leads)
        )
        for check in checks
    }


def compare(key: tuple[str, float], checks: Sequence[LeadCheck], found: Mapping[str, Counted]) -> None:
    """Refuse to go on where somebody refuses other leads than ola, or who finds all finds more or less."""
    own = found["ola"]
    for check in able(checks, key[0]):
        theirs = found[check.name]
        if theirs.refused != own.refused or (check.finds_all and theirs.findings != own.findings):
            message = f"{check.name} does other work on {key}: {theirs}, and ola {own}"
            raise SystemExit(message)


def counts_table(checks: Sequence[LeadCheck], counts: Mapping[tuple[str, float], Mapping[str, Counted]]) -> str:
    """Lay the counts out."""
    heads = [f"{form}, {bad:.0%} bad" for form, bad in counts]
    rows = [
        [
            check.name,
            *(
                f"{found[check.name].refused:,} / {found[check.name].findings:,}" if check.name in found else ""
                for found in counts.values()
            ),
        ]
        for check in checks
    ]
    return table(["", *heads], rows)


# ── times ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Measuring:
    """What a process is asked to measure."""

    names: tuple[str, ...]
    leads: int
    rounds: int
    once: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """Microseconds a lead in one process: to say whether it is ok, and for all findings; and how often ola's time."""

    ok: float
    findings: float
    times_ola: float


Measured = dict[tuple[str, float, str], Times]


def measure_all(asked: Measuring) -> Measured:
    """Measure every set in this process: the form of its leads, the share of bad ones, and who had which times."""
    checks = [check for check in checkers()[0] if check.name in asked.names]
    keys = [(form, bad) for form in FORMS for bad in SHARES]
    sets = {} if asked.once else {(form, bad): FORMS[form](asked.leads, bad=bad) for form, bad in keys}
    gc.collect()
    gc.freeze()  # the leads outlive the bench: whose turn it is when they are looked through is chance

    def leads_of(key: tuple[str, float], number: int) -> list[Lead]:
        return sets[key] if key in sets else FORMS[key[0]](asked.leads, bad=key[1], seed=SEED + number)

    return {
        (*key, name): times
        for key in keys
        for name, times in measure(partial(leads_of, key), able(checks, key[0]), asked.rounds).items()
    }


def measure(leads: Callable[[int], list[Lead]], checks: Sequence[LeadCheck], rounds: int) -> dict[str, Times]:
    """Let all go over leads in turn; the first round warms up and does not count.

    `leads` gives those of a number: each round has two, one for whether they are ok and one for all findings.
    """
    oks: dict[str, list[float]] = {check.name: [] for check in checks}
    findings: dict[str, list[float]] = {check.name: [] for check in checks}
    for number in range(rounds + 1):
        for check in checks:
            ok = microseconds(check.is_ok, leads(2 * number))
            found = microseconds(check.findings, leads(2 * number + 1))
            if number:
                oks[check.name].append(ok)
                findings[check.name].append(found)
    return {
        name: Times(
            statistics.median(oks[name]),
            statistics.median(found),
            statistics.median(theirs / own for theirs, own in zip(found, findings["ola"], strict=True)),
        )
        for name, found in findings.items()
    }


def microseconds(ask: Callable[[Lead], Any], leads: Sequence[Lead]) -> float:
    """Time one round, in microseconds of the processor a lead."""
    started = time.process_time_ns()
    for lead in leads:
        ask(lead)
    return (time.process_time_ns() - started) / len(leads) / 1_000


def times_table(form: str, checks: Sequence[LeadCheck], measured: Sequence[Measured]) -> str:
    """Lay the times out: medians, and for all findings how many times as long as ola it took, with the spread."""
    heads = [
        head for bad in SHARES for head in (f"{bad:.0%} bad: ok?", "all findings", "times ola (lowest–highest process)")
    ]
    rows = [
        [
            check.name,
            *(
                cell
                for bad in SHARES
                for cell in _cells(check.name, [some[form, bad, check.name] for some in measured])
            ),
        ]
        for check in checks
    ]
    return table(["", *heads], rows)


def _cells(name: str, found: Sequence[Times]) -> Iterator[str]:
    yield f"{statistics.median(times.ok for times in found):.2f}"
    yield f"{statistics.median(times.findings for times in found):.2f}"
    ratios = [times.times_ola for times in found]
    spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
    yield "1" if name == "ola" else spread


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


# ── on what ─────────────────────────────────────────────────────────────────────────────────────


def machine() -> str:
    """Name the processor and the system."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or platform.machine()
    return f"{processor}, {platform.system()}, Python {platform.python_version()}"


def versions(checks: Sequence[LeadCheck]) -> list[str]:
    """Name each distribution with its version, once."""
    names = dict.fromkeys(check.distribution for check in checks if check.distribution)
    return [f"{name} {version(name)}" for name in names]


if __name__ == "__main__":
    main(sys.argv[1:])
