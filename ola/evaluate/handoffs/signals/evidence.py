"""What a signal of gaming is looked for in, and what all of them ask of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ola.evaluate.handoffs.mark import KINDS, OCCURRED
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.handoffs.timeline.owners import Owners
from ola.evaluate.handoffs.timeline.touches import touch_names
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.evaluate.showing import shown
from ola.plan import Deadline, FromStage, Plan

NAMED = 3  # people a message names


@dataclass(frozen=True)
class Evidence:
    """The plan, everything that happened, the cycles of each commitment by its name, and the leads."""

    plan: Plan
    happenings: Happenings
    cycles: Mapping[str, CycleTable]
    leads: Leads

    @cached_property
    def touches(self) -> frozenset[int]:
        """The events of logs that stop or count for a commitment: what people do for a lead."""
        known = self.happenings.roster
        return frozenset(known.numbers[name] for name in touch_names(self.plan) if name in known.numbers)

    @cached_property
    def decisions(self) -> frozenset[int]:
        """The stages that end a lead's way or stop a commitment, entered after touches rather than before them."""
        known, plan = self.happenings.roster, self.plan
        names = {name for each in plan.deadlines for name in each.stops}
        names |= {stage.name for stage in plan.stages.values() if stage.end}
        awaits = {name for each in plan.deadlines if self._is_touched(each) for group in each.starts for name in group}
        stages = {i for i, seen in enumerate(known.seen) if isinstance(seen, FromStage)}
        return frozenset(known.numbers[name] for name in names - awaits if known.numbers.get(name) in stages)

    def marks(self, events: Iterable[int]) -> NDArray[np.bool_]:
        """Say which marks are these events, for sure."""
        wanted = np.zeros(KINDS * len(self.happenings.roster.names), dtype=bool)
        wanted[[event * KINDS + OCCURRED for event in events]] = True
        return wanted[self.happenings.mark]

    def people(self, names: Iterable[str | None]) -> str:
        """List the people who stand there most often, each with how often: `casey (21), lena (4)`."""
        counted = Counter(name for name in names if name)
        top = sorted(counted, key=lambda name: (-counted[name], name))[:NAMED]
        personal = self.plan.owners_are_personal
        listed = ", ".join(f"{shown(name, personal=personal)} ({counted[name]:,})" for name in top)
        more = len(counted) - len(top)
        return f"{listed} and {more:,} more" if more else listed

    def party_of(self, names: Iterable[str | None], otherwise: str | None) -> str | None:
        """Give the party these people act for, where the agreement names one for all of them."""
        owners = self.plan.owners
        parties = {owners[name].party if name in owners else None for name in names if name}
        only = next(iter(parties)) if len(parties) == 1 else None
        return only or otherwise

    @cached_property
    def owners(self) -> Owners:
        """Who owned which lead when."""
        return Owners(self.plan, self.leads, self.happenings)

    def owner_at(self, lead: str, at: int) -> str | None:
        """Give who owned a lead at an instant: its history, where it has one, else its row."""
        return self.owners.at(lead, at)

    def _is_touched(self, deadline: Deadline) -> bool:
        counted = () if deadline.attempts is None else deadline.attempts.of
        in_order = (name for day in deadline.sequence for name in day.events)
        return not touch_names(self.plan).isdisjoint((*deadline.stops, *counted, *in_order))
