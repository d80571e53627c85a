"""The benches run, and what they compare is the same work; no test asserts a time."""

from __future__ import annotations

from ola.cli.app import VERBS
from tests.bench.bench_start import PAIRS, compare, table
from tests.bench.start import typer_verbs


def test_the_yardstick_of_help_has_the_verbs_of_ola() -> None:
    """What `ola --help` is held to lists the same verbs with the same first words."""
    listed = {
        each.callback.__name__: each.callback.__doc__ for each in typer_verbs.app.registered_commands if each.callback
    }
    assert listed == {name: (verb.__doc__ or "").split("\n")[0] for name, verb in VERBS.items()}


def test_cold_start_is_compared_pair_by_pair() -> None:
    """Every command runs beside its yardstick, and the table has a row for each."""
    compared = compare(rounds=1)
    assert [each.pair for each in compared] == list(PAIRS)
    assert all(len(each.rounds) == 1 for each in compared)
    assert len(table(compared).splitlines()) == 2 + len(PAIRS)
