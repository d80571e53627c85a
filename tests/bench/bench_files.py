"""Files of leads: the same work by ola and by each peer, every one a process of its own; equal counts before times.

    python -m tests.bench.bench_files             100,000 leads, 3 rounds
    python -m tests.bench.bench_files 1000000 5   more

The peers' files stand in `peers/file_NAME.py`. Each runs once to have its counts compared with ola's; one that finds
otherwise, fails or takes too long is shown with the reason and without a time. Then they run in turn, round by round.
"""

from __future__ import annotations

import ast
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from tests.bench.environments import FOLDER, python_of, version_of
from tests.bench.watched import Watched, watched
from tests.bench.work.leads import write_csv, write_json_lines, write_parquet

Form = Literal["parquet", "csv", "jsonl"]
PEERS_FOLDER = Path(__file__).parent / "peers"
TOP = Path(__file__).parents[2]
NOT_GIVEN = "What it does not give: "
PATIENCE = 180.0
TITLES: Mapping[Form, str] = {
    "parquet": "Parquet, all text",
    "csv": "CSV",
    "jsonl": "JSON Lines, typed as an API has them",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """A file of `peers`, what the table calls it, and the formats it is asked to do."""

    name: str
    title: str
    forms: tuple[Form, ...] = ("parquet", "csv")
    is_here: bool = False  # runs in ola's own environment

    @property
    def file(self) -> Path:
        """Give the file that does the work."""
        return PEERS_FOLDER / f"file_{self.name}.py"

    @property
    def gives_not(self) -> str:
        """Give what the first lines of its file say that it does not give, in its sentences."""
        said = " ".join((ast.get_docstring(ast.parse(self.file.read_text(encoding="utf-8"))) or "").split())
        return said.partition(NOT_GIVEN)[2]


OLA = Peer("ola", "ola", ("parquet", "csv", "jsonl"), is_here=True)
PEERS = (
    OLA,
    Peer("polars_by_hand", "Polars by hand, streaming", is_here=True),
    Peer("dataframely", "dataframely"),
    Peer("pandera", "pandera (Polars)"),
    Peer("duckdb", "DuckDB, SQL by hand"),
    Peer("pointblank", "pointblank (Polars)"),
    Peer("datacontract", "datacontract-cli (DuckDB)", ("parquet",)),
    Peer("jsonschema_rs", "jsonschema-rs, a loop", ("jsonl",)),
    Peer("pydantic", "pydantic, a loop", ("jsonl",)),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: what the process took, and what it told."""

    watched: Watched
    told: Mapping[str, Any]


@dataclass(slots=True)
class Measured:
    """A peer at one format: its version, its counts, its runs; or why there are none."""

    peer: Peer
    form: Form
    version: str
    counts: Mapping[str, Any] | None = None
    runs: list[Ran] = field(default_factory=list)
    failure: str | None = None

    def median(self, of: Callable[[Ran], float]) -> float:
        """Give the median of the rounds."""
        return statistics.median(map(of, self.runs))


def measure(
    rows: int, rounds: int, peers: Sequence[Peer] = PEERS, environments: Path = FOLDER, patience: float = PATIENCE
) -> list[Measured]:
    """Write the files, compare the counts of everybody with ola's, then let them run in turn."""
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form, write in WRITERS.items():
            asked = [peer for peer in peers if form in peer.forms]
            if not any(peer is not OLA for peer in asked):
                continue
            leads = folder / f"leads.{form}"
            write(leads, rows)
            here = [Measured(peer, form, _version(peer, environments)) for peer in asked]
            ola = next((each for each in here if each.peer is OLA), None)
            for each in here:
                _first(each, ola, leads, environments, patience)
            for _ in range(rounds):
                for each in here:
                    if each.failure is None:
                        _again(each, leads, environments, patience)
            measured += here
            leads.unlink()
    return measured


def different(told: Mapping[str, Any], ola: Mapping[str, Any]) -> str | None:
    """Say where counts differ from ola's, if they do; what a peer does not know is not compared."""
    for what in ("records", "accepted", "rejected"):
        if told[what] is not None and told[what] != ola[what]:
            return f"{what}: {told[what]:,} instead of {ola[what]:,}"
    for clause in sorted({*told["by_clause"], *ola["by_clause"]}):
        found, wanted = (each["by_clause"].get(clause) or 0 for each in (told, ola))
        if found != wanted and not (clause in told["at_most"] and found <= wanted):
            return f"{clause}: {found:,} findings instead of {wanted:,}"
    return None


# ── the tables ──────────────────────────────────────────────────────────────────────────────────


def counts_table(measured: Sequence[Measured]) -> str:
    """Write what everybody counted as Markdown: ola's counts, and who agrees."""
    lines = ["| | file | leads | accepted | rejected | findings |", "|---|---|---|---|---|---|"]
    for each in measured:
        if each.counts is None:
            lines.append(f"| {each.peer.title} | {each.form} | | | | {each.failure} |")
            continue
        numbers = ["not told" if each.counts[what] is None else f"{each.counts[what]:,}" for what in COUNTED]
        lines.append(f"| {each.peer.title} | {each.form} | {' | '.join(numbers)} | {_findings(each)} |")
    return "\n".join(lines)


def times_table(measured: Sequence[Measured], form: Form) -> str:
    """Write what everybody took for a format as Markdown."""
    lines = [
        f"| {TITLES[form]} | seconds | of these the work | times ola | processor, s | peak, MiB |",
        "|---|---|---|---|---|---|",
    ]
    here = [each for each in measured if each.form == form]
    ola = next((each for each in here if each.peer is OLA and each.runs), None)
    for each in here:
        name = f"{each.peer.title} {each.version}".strip()
        if not each.runs:
            lines.append(f"| {name} | {each.failure or 'not run'} | | | | |")
            continue
        seconds, work = each.median(lambda ran: ran.watched.seconds), each.median(lambda ran: ran.told["seconds"])
        ratio = "" if ola is None else f"{_ratio(each, ola):.2f}"
        cpu, peak = each.median(lambda ran: ran.watched.cpu), each.median(lambda ran: ran.watched.peak) / 2**20
        lines.append(f"| {name} | {seconds:.2f} | {work:.2f} | {ratio} | {cpu:.2f} | {peak:,.0f} |")
    return "\n".join(lines)


def not_given(measured: Sequence[Measured]) -> str:
    """List what each peer does not give, once for all formats."""
    peers = dict.fromkeys(each.peer for each in measured)
    return "\n".join(f"- **{peer.title}:** {peer.gives_not}" for peer in peers)


def _ratio(each: Measured, ola: Measured) -> float:
    pairs = zip(each.runs, ola.runs, strict=False)
    return statistics.median(one.watched.seconds / other.watched.seconds for one, other in pairs)


def _findings(each: Measured) -> str:
    counts = each.counts or {}
    found = sum(counts["by_clause"].values())
    said = f"{found:,} of {sum(1 for count in counts['by_clause'].values() if count)} clauses"
    if each.failure is not None:
        return f"{said}; {each.failure}"
    if each.peer is OLA:
        return said
    fewer = f"; fewer of the {len(counts['at_most'])} clauses it looks at only where all fields are right"
    return f"{said}, equal{fewer if counts['at_most'] else ''}"


COUNTED = ("records", "accepted", "rejected")


# ── one run ─────────────────────────────────────────────────────────────────────────────────────


def _first(each: Measured, ola: Measured | None, leads: Path, environments: Path, patience: float) -> None:
    ran = _run(each, leads, environments, patience)
    if ran is None:
        return
    each.counts = ran.told
    if ola is not None and ola.counts is not None and (found := different(ran.told, ola.counts)) is not None:
        each.failure = f"failed: {found}"


def _again(each: Measured, leads: Path, environments: Path, patience: float) -> None:
    ran = _run(each, leads, environments, patience)
    if ran is not None:
        each.runs.append(ran)


def _run(each: Measured, leads: Path, environments: Path, patience: float) -> Ran | None:
    peer = each.peer
    if not peer.file.exists():
        each.failure = f"failed: {peer.file.name} is not there"
        return None
    python = sys.executable if peer.is_here else python_of(peer.name, environments)
    if python is None:
        each.failure = "not installed; --make-environments installs it"
        return None
    outputs = [leads.with_name(f"{part}.{each.form}") for part in ("accepted", "rejected")]
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = watched(python, str(peer.file), str(leads), *map(str, outputs), environment=environment, patience=patience)
    for output in leads.parent.glob("*ted.*"):
        output.unlink()
    if done.code:
        reason = f"took more than {patience:.0f} s" if done.code < 0 else (done.error.strip() or "?").splitlines()[-1]
        each.failure = f"failed: {reason[:200]}"
        return None
    return Ran(done, json.loads(done.out.strip().splitlines()[-1]))


def _version(peer: Peer, environments: Path) -> str:
    if peer is OLA:
        return ""
    return version("polars") if peer.is_here else version_of(peer.name, environments)


WRITERS: Mapping[Form, Callable[[Path, int], None]] = {
    "parquet": write_parquet,
    "csv": write_csv,
    "jsonl": partial(write_json_lines, as_text=False),
}


def main(rows: int, rounds: int) -> None:
    """Print counts, then times."""
    measured = measure(rows, rounds)
    print(counts_table(measured))
    for form in WRITERS:
        print(f"\n{times_table(measured, form)}")
    print(f"\nWhat they do not give:\n\n{not_given(measured)}")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    main(*(given + [100_000, 3][len(given) :]))
