"""The breach of one commitment as an event that starts another's clock."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ola.evaluate.handoffs.mark import KINDS, OCCURRED
from ola.evaluate.handoffs.timeline.events import Happenings, Roster
from ola.evaluate.handoffs.verdicts.cycle_table import NONE, CycleTable
from ola.plan import Deadline, FromBreach

BREACH_OF = "breach of "


def breaches_of(deadline: Deadline) -> tuple[str, ...]:
    """Name the commitments whose breach starts this clock."""
    names = (name for group in deadline.starts for name in group if name.startswith(BREACH_OF))
    return tuple(dict.fromkeys(name.removeprefix(BREACH_OF) for name in names))


def breached(deadline: Deadline, earlier: Mapping[str, CycleTable], happenings: Happenings) -> Happenings:
    """Put the breaches that start this clock on the timeline: at the due that passed, or when it was broken before."""
    wanted = [(name, earlier[name]) for name in breaches_of(deadline) if name in earlier]
    if not wanted:
        return happenings
    known = happenings.roster
    names = (*known.names, *(BREACH_OF + name for name, _ in wanted))
    seen = (*known.seen, *(FromBreach(name) for name, _ in wanted))
    roster = Roster(names, seen, {name: i for i, name in enumerate(names)})
    leads, ats, marks = [happenings.lead], [happenings.at], [happenings.mark]
    for name, table in wanted:
        places = np.array(table.places("breached"), dtype=np.int64)
        places = places[table.breaches[places] != NONE]
        ats.append(table.breaches[places])
        # A breach names a lead that has events, so it has a number.
        leads.append(np.array([happenings.lead_numbers[table.leads[i]] for i in places.tolist()], dtype=np.int64))
        marks.append(np.full(len(places), roster.numbers[BREACH_OF + name] * KINDS + OCCURRED, dtype=np.int32))
    return happenings.on_one_line(roster, np.concatenate(leads), np.concatenate(ats), np.concatenate(marks))
