"""Reading a document of two hundred pages: seconds, and units a second.

    python -m tests.bench.bench_read        200 pages of 500 words
    python -m tests.bench.bench_read 400    more

Times are medians of three rounds in one process, of the process's own time; beside each length stands half of it, so
that it shows whether time grows with the pages. The document is made of the shapes of the sample agreements with other
names (long_paper.py).
"""

from __future__ import annotations

import platform
import statistics
import sys
import time

from ola.agreement.prose.paper import Paper, read_paper
from ola.source import Source
from tests.bench.long_paper import long_paper

PAGES = 200
ROUNDS = 3


def main() -> None:
    """Print a table: pages, words, units, seconds, units a second."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    print(f"Python {platform.python_version()}, {platform.machine()}; medians of {ROUNDS} rounds")
    print(f"{'pages':>6} {'words':>9} {'units':>7} {'seconds':>8} {'units/s':>8}")
    for number in (pages // 2, pages):
        text = long_paper(number)
        seconds, paper = measured(text)
        units = len(paper.readings)
        print(f"{number:>6} {len(text.split()):>9,} {units:>7,} {seconds:>8.2f} {units / seconds:>8,.0f}")


def measured(text: str) -> tuple[float, Paper]:
    """Read a text a few times and give the median of the seconds, with what was read."""
    times: list[float] = []
    paper = read_paper(Source("long.md", text))  # warm
    for _ in range(ROUNDS):
        start = time.process_time()
        paper = read_paper(Source("long.md", text))
        times.append(time.process_time() - start)
    return statistics.median(times), paper


if __name__ == "__main__":
    main()
