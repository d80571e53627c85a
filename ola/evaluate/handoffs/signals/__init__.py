"""Signals of gaming: patterns that honest work seldom makes, as information only.

A signal never changes a verdict and accuses nobody: each has an innocent explanation, which its page names. `SIGNALS`
is every one of them, a file each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.signals import hurried, in_bulk, pile_up, untouched
from ola.evaluate.handoffs.signals.evidence import Evidence
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.finding import Finding
from ola.plan import Plan

SIGNALS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    pile_up.signal,
    untouched.signal,
    hurried.signal,
    in_bulk.signal,
)


def signals(plan: Plan, happenings: Happenings, cycles: Mapping[str, CycleTable], leads: Leads) -> Iterator[Finding]:
    """Give what looks like gaming; `cycles` are those of each commitment by its name."""
    evidence = Evidence(plan, happenings, cycles, leads)
    for signal in SIGNALS:
        yield from signal(evidence)
