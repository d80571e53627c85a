"""Cold start: `import ola`, `ola --help` and `ola lint`, each beside a small script of the libraries it stands on.

    python -m tests.bench.bench_start        21 rounds
    python -m tests.bench.bench_start 5      fewer

Every round runs the two of a pair one after the other, each in a fresh Python whose compiled files are there. The
time is the median of the rounds, the ratio the median of the rounds' ratios, on the clock and of processor time: the
first is what a person waits, the second what other work on the machine disturbs less. A bare interpreter comes first.
"""

from __future__ import annotations

import os
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.watched import Watched, watched

BENCH = Path(__file__).parent
SCRIPTS = BENCH / "start"
HARBOR = BENCH.parent / "vectors" / "agreements" / "harbor.ola.yaml"
OLA = "from ola.cli import main; main()"
ROUNDS = 21


@dataclass(frozen=True, slots=True)
class Pair:
    """A command of ola's, the script it is held to, and how many times that one's time it may take."""

    name: str
    ola: tuple[str, ...]
    yardstick: tuple[str, ...]
    words: str
    limit: float | None


PAIRS = (
    Pair("bare interpreter", ("-c", "pass"), ("-c", "pass"), "itself", None),
    Pair(
        "import ola",
        (str(SCRIPTS / "import_ola.py"),),
        (str(SCRIPTS / "import_pydantic.py"),),
        "import pydantic",
        1.5,
    ),
    Pair(
        "ola --help",
        ("-c", OLA, "--help"),
        (str(SCRIPTS / "typer_verbs.py"), "--help"),
        "the same verbs in typer, empty",
        1.3,
    ),
    Pair(
        "ola lint, the example",
        ("-c", OLA, "lint", str(HARBOR)),
        (str(SCRIPTS / "lint_libraries.py"),),
        "its libraries and its two calendars of holidays",
        1.5,
    ),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair and its rounds: what ola took, and what the yardstick took in the same round."""

    pair: Pair
    rounds: tuple[tuple[Watched, Watched], ...]

    @property
    def wall(self) -> tuple[float, float, float]:
        """Give ola's seconds and the yardstick's on the clock, and how many times it ola took."""
        return _medians([(ola.seconds, other.seconds) for ola, other in self.rounds])

    @property
    def cpu(self) -> tuple[float, float, float]:
        """Give the same of processor time."""
        return _medians([(ola.cpu, other.cpu) for ola, other in self.rounds])


def compare(rounds: int) -> list[Compared]:
    """Run every pair, one process at a time, after one round that fills the folders of compiled files."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(BENCH.parents[1])
    compared = []
    for pair in PAIRS:
        both = [(_took(pair.ola, environment), _took(pair.yardstick, environment)) for _ in range(rounds + 1)]
        compared.append(Compared(pair, tuple(both[1:])))
    return compared


def table(compared: list[Compared]) -> str:
    """Write the comparison as Markdown."""
    lines = [
        "| | ola, ms | held to | ms | times | times, processor | wanted |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in compared:
        (ola, other, ratio), (_, _, cpu) = each.wall, each.cpu
        wanted = "" if each.pair.limit is None else f"at most {each.pair.limit}"
        lines.append(
            f"| `{each.pair.name}` | {ola * 1000:.0f} | {each.pair.words} | {other * 1000:.0f} "
            f"| {ratio:.2f} | {cpu:.2f} | {wanted} |"
        )
    return "\n".join(lines)


def _took(words: tuple[str, ...], environment: dict[str, str]) -> Watched:
    done = watched(sys.executable, *words, environment=environment, memory=False)
    if done.code:
        message = f"{' '.join(words)} ended in {done.code}: {done.error}"
        raise RuntimeError(message)
    return done


def _medians(both: list[tuple[float, float]]) -> tuple[float, float, float]:
    ola, other = zip(*both, strict=True)
    return statistics.median(ola), statistics.median(other), statistics.median(a / b for a, b in both)


if __name__ == "__main__":
    print(table(compare(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)))
