"""One lead in, everything that is wrong with it out: ola beside the others, and beside Python written by hand.

    python -m tests.bench.bench_one                     2,000 leads of each set, 40 rounds
    python -m tests.bench.bench_one --leads 500 --rounds 10

The peers are in the extra `bench`; who is not installed is left out, and that is said. Sets of leads have 0 %, 5 % and
100 % bad ones, typed as JSON has them, and again as text, for those who read numbers from text. Counts are compared
before anything is timed. Then all go over the same leads in turn, round by round, in one process, each over all of
them, so that each works from its own warm caches. Times are those of the processor, medians of the rounds; a ratio is
the median of the ratios within a round. It prints Markdown.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.work.lead_check import Lead, LeadCheck
from tests.bench.work.leads import text_dicts, typed_dicts

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
    parser.add_argument("--rounds", type=int, default=40, help="rounds, in each of which everybody has a turn")
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
    for form in FORMS:
        some = able(checks, form)
        measured = {bad: measure(sets[form, bad], some, given.rounds) for bad in SHARES}
        print(f"\nMicroseconds a lead, {form} ({given.rounds} rounds).\n")
        print(times_table(some, measured))
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
class Rounds:
    """Microseconds a lead of one checker in each round: to say whether it is ok, and to give all findings."""

    ok: list[float]
    findings: list[float]


def measure(leads: Sequence[Lead], checks: Sequence[LeadCheck], rounds: int) -> dict[str, Rounds]:
    """Let all go over the leads in turn; the first round warms up and does not count."""
    found = {check.name: Rounds([], []) for check in checks}
    for number in range(rounds + 1):
        for check in checks:
            ok, findings = microseconds(check.is_ok, leads), microseconds(check.findings, leads)
            if number:
                found[check.name].ok.append(ok)
                found[check.name].findings.append(findings)
    return found


def microseconds(ask: Callable[[Lead], Any], leads: Sequence[Lead]) -> float:
    """Time one round, in microseconds of the processor a lead."""
    started = time.process_time_ns()
    for lead in leads:
        ask(lead)
    return (time.process_time_ns() - started) / len(leads) / 1_000


def times_table(checks: Sequence[LeadCheck], measured: Mapping[float, Mapping[str, Rounds]]) -> str:
    """Lay the times out: medians, and for all findings how many times as long as ola it took, with the spread."""
    heads = [
        head
        for bad in measured
        for head in (f"{bad:.0%} bad: ok?", "all findings", "times ola (middle half of rounds)")
    ]
    rows = [[check.name, *(cell for some in measured.values() for cell in _cells(check, some))] for check in checks]
    return table(["", *heads], rows)


def _cells(check: LeadCheck, some: Mapping[str, Rounds]) -> Iterator[str]:
    own, rounds = some["ola"].findings, some[check.name]
    yield f"{statistics.median(rounds.ok):.2f}"
    yield f"{statistics.median(rounds.findings):.2f}"
    ratios = [theirs / ours for theirs, ours in zip(rounds.findings, own, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    yield "1" if check.name == "ola" else f"{middle:.2f} ({low:.2f}–{high:.2f})"


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
