"""How many sentences of the vectors are read in a second: `python -m tests.bench.bench_sentences`."""

from __future__ import annotations

import statistics
import time

from ola.agreement.prose.reading import Context, Declared
from ola.agreement.prose.sentences import read_sentence
from ola.agreement.prose.units import Unit, units
from ola.source import Source
from ola.tree.markdown import read_markdown
from tests.sentence_vectors import vectors

ROUNDS = 5


def work() -> list[tuple[Unit, Context]]:
    """Cut each vector's sentence once; cutting is not measured."""
    found: list[tuple[Unit, Context]] = []
    for vector in vectors():
        document = read_markdown(Source("bench.md", vector.sentence))
        every = tuple(units(document))
        at = next((at for at, unit in enumerate(every) if unit.kind == "sentence"), None)
        if at is not None:
            declared: Declared = vector.declared
            found.append((every[at], Context(document, every, at, declared)))
    return found


def main() -> None:
    """Print the median over some rounds, in processor time."""
    every = work()
    rates: list[float] = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        for unit, context in every:
            read_sentence(unit, context)
        rates.append(len(every) / (time.process_time() - start))
    print(f"{statistics.median(rates[1:]):,.0f} sentences a second ({len(every)} sentences, {ROUNDS} rounds)")


if __name__ == "__main__":
    main()
