"""One commitment's clock over all leads: every cycle with its verdict."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ola.clock.wall_clock import micros
from ola.evaluate.handoffs.clocks.at_once import at_once
from ola.evaluate.handoffs.clocks.breaches import breaches_of
from ola.evaluate.handoffs.clocks.clock import Clock, Part
from ola.evaluate.handoffs.clocks.cycles import settle
from ola.evaluate.handoffs.clocks.judging import Row, judged
from ola.evaluate.handoffs.timeline.editions import Edition
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.evaluate.handoffs.verdicts.settled import joined


@dataclass(frozen=True, slots=True)
class Clocked:
    """The cycles of a commitment in the order of leads and starts, and what was noticed on the way.

    `early` are leads whose stop lies before their start, with the stop; `row_stands` the fields whose value in the
    lead's row was taken for all times.
    """

    cycles: CycleTable
    early: tuple[tuple[str, str], ...] = ()
    row_stands: tuple[str, ...] = ()


def clocked(editions: Sequence[Edition], clause: str, earlier: Mapping[str, CycleTable], as_of: dt.datetime) -> Clocked:
    """Follow every lead; `earlier` are the cycles of commitments whose breach starts this clock.

    `editions` are the versions of the agreement in order of time; a cycle runs by the one in force at its start.
    """
    clock = Clock(editions, clause, earlier)
    now = micros(as_of)
    # What no event tells of is judged by the newest wording.
    newest = max(i for i, part in enumerate(clock.parts) if part.deadline is not None)
    part = clock.parts[newest]
    begun = part.begun(as_of)
    swept = at_once(clock, begun, now)
    rows: list[Row] = []
    early = [] if swept is None else [*swept.early]
    for lead, found in clock.followed(None if swept is None else swept.left):
        if found.early is not None and found.cycles[0].end is None and lead not in begun:
            early.append((lead, clock.names[found.early.event]))
            clock.doubt_early(found)
        for i, cycle in enumerate(found.cycles, 2 if lead in begun else 1):
            settle(cycle, clock.parts[cycle.version].watch.silence, now)
            rows.append(Row(lead, i, cycle.opened, cycle, cycle.version))

    counts = Numbered(clock.happenings, rows, None if swept is None else swept.cycles)
    others = _unseen(part, newest, counts, begun, as_of)
    counts.take(others)
    others += _unknown_breaches(part, newest, earlier, counts)
    if others:
        rows = sorted([*rows, *others], key=lambda row: (row.lead, row.number))
    table = judged([each.judge(clock.names, now) for each in clock.parts], clause, rows, clock.happenings, now)
    if swept is not None:
        table = joined(swept.cycles, table)
    stands = part.opening.row_stands if len(table) and part.leads.given else ()
    return Clocked(table, tuple(early), tuple(name for name in stands if part.leads.has(name)))


class Numbered(Container[str]):
    """How many cycles of each lead there are."""

    def __init__(self, happenings: Happenings, rows: Iterable[Row], swept: CycleTable | None) -> None:
        """Count those that were followed one by one, and those that were swept."""
        self.happenings, self.of_rows = happenings, Counter(row.lead for row in rows)
        count = len(happenings.leads)
        # The words of a table's leads are all leads, by number.
        self.of_swept = np.zeros(count, np.int64) if swept is None else np.bincount(swept.leads.codes, minlength=count)

    def take(self, rows: Iterable[Row]) -> None:
        """Count more cycles."""
        self.of_rows.update(row.lead for row in rows)

    def __contains__(self, lead: object) -> bool:
        return lead in self.of_rows or self[str(lead)] > 0

    def __getitem__(self, lead: str) -> int:
        number = self.happenings.lead_numbers.get(lead)
        return self.of_rows[lead] + (0 if number is None else int(self.of_swept[number]))


def _unseen(
    part: Part, version: int, started: Container[str], begun: Mapping[str, str], as_of: dt.datetime
) -> list[Row]:
    """Give an unknown cycle for each lead that has started by what its row says, or at a time nobody can read.

    Leads that had `begun` before their history does have one too, whatever cycles follow.
    """
    found = {**part.edition.claims.unseen_starts(part.wording), **begun}
    for lead, why in part.undated_of(part.seen.singles | part.seen.members).items():
        found.setdefault(lead, why)
    return [
        Row(lead, 1, part.opening.unknown(lead, why), version=version)
        for lead, why in found.items()
        if lead in begun or (lead not in started and part.opening.bound_by_row(lead, as_of))
    ]


def _unknown_breaches(part: Part, version: int, earlier: Mapping[str, CycleTable], counts: Numbered) -> list[Row]:
    """Give an unknown cycle for each cycle without a verdict whose breach would start this clock."""
    found = []
    for name in breaches_of(part.wording):
        table = earlier.get(name)
        for cycle in () if table is None else table.having("unknown"):
            why = f"whether {name} was breached is not known: {cycle.reason}"
            row = Row(cycle.lead, counts[cycle.lead] + 1, part.opening.unknown(cycle.lead, why), version=version)
            found.append(row)
            counts.take([row])
    return found
