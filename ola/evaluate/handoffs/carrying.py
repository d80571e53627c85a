"""A run that begins from a saved state: whom to follow again, what came too late, and what is left for the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from ola.clock.wall_clock import in_utc, micros
from ola.errors import ClockError
from ola.evaluate.handoffs.clocks.clocked import Clocked, clocked
from ola.evaluate.handoffs.reading.kept import BEFORE_STATE
from ola.evaluate.handoffs.reading.tally import EXAMPLES
from ola.evaluate.handoffs.state import Heard, Settled, State, followed_again, named, require_merged, seen
from ola.evaluate.handoffs.timeline.editions import Edition
from ola.evaluate.handoffs.timeline.events import gather
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
from ola.evaluate.handoffs.verdicts.running_on import grown, only_grows
from ola.evaluate.handoffs.verdicts.settled import joined, unsettled_leads, without
from ola.finding import DataPlace, Finding, count
from ola.plan import Deadline
from ola.verdict import CycleVerdict


class Carrying:
    """Judges the commitments of a run, following only the leads of which something may have changed."""

    def __init__(
        self, editions: Sequence[Edition], state: State | None, system: str | None, as_of: dt.datetime
    ) -> None:
        """Find out whom to follow; without a state, everybody."""
        self.whole, self.state, self.as_of = tuple(editions), state, as_of
        self.seen_by = [seen(each.leads, each.happenings, system) for each in editions]
        self.over: dict[str, CycleTable] = {}
        self.again = self._again()
        self.editions: Sequence[Edition] = self.whole
        if self.again is not None:
            some = self.again
            self.editions = [Edition(each.plan, each.leads.of(some), each.happenings.of(some)) for each in editions]
        self.followed: dict[str, CycleTable] = {}
        self.found: dict[str, Settled] = {}

    def clocked(self, deadline: Deadline) -> Clocked:
        """Give the cycles of one commitment: of those followed now, and of those that are over."""
        own = clocked(self.editions, deadline.clause.id, self.followed, self.as_of)
        self.followed[deadline.name] = own.cycles
        before = None if self.state is None else self.state.settled.get(deadline.name)
        if self.again is not None and before is not None:
            early = [*own.early, *(pair for pair in before.early if pair[0] not in self.again)]
            stands = dict.fromkeys((*own.row_stands, *before.row_stands))
            cycles = joined(own.cycles, self.over[deadline.name])
            own = Clocked(cycles, tuple(sorted(early)), tuple(stands))
        self.found[deadline.name] = Settled(own.cycles, own.early, own.row_stands)
        return own

    def too_late(self) -> list[Finding]:
        """Say which events lie before the state, in this slice and earlier ones, and what they would change."""
        earlier = () if self.state is None else self.state.left_behind
        return [*earlier, *self._late()]

    def left(self, findings: Sequence[Finding]) -> State:
        """Give what this run leaves for the next; `findings` are those of events that came too late."""
        now = micros(self.as_of)
        by_name = {deadline.name: deadline for deadline in self.whole[0].plan.deadlines}
        plain = len(self.whole) == 1
        tables = [(each.cycles, plain and only_grows(by_name[name])) for name, each in self.found.items()]
        live = unsettled_leads(tables, now) | self._at_the_last_instant()
        settled = {
            name: Settled(
                without(each.cycles, live), tuple(pair for pair in each.early if pair[0] not in live), each.row_stands
            )
            for name, each in self.found.items()
        }
        heard = tuple(
            Heard(each.happenings.slices.logs, each.happenings.slices.histories, each.leads.frame, seen_by)
            for each, seen_by in zip(self.whole, self.seen_by, strict=True)
        )
        return State(named([each.plan for each in self.whole]), now, heard, live, settled, tuple(findings))

    def _again(self) -> frozenset[str] | None:
        if self.state is None:
            return None
        found = set(self.state.live)
        for edition, heard, seen_by in zip(self.whole, self.state.heard, self.seen_by, strict=True):
            require_merged(self.state, heard, edition.leads)
            some = followed_again(self.state, heard, edition, seen_by)
            if some is None:
                return None
            found |= some
        again = frozenset(found)
        # A commitment may stand in some versions alone.
        worded = {own.name: (each.plan, own) for each in self.whole for own in each.plan.deadlines}
        try:
            for plan, deadline in worded.values():
                settled = self.state.settled.get(deadline.name)
                if settled is not None:
                    over = without(settled.cycles, again)
                    self.over[deadline.name] = grown(plan, deadline, over, self.state.as_of, micros(self.as_of))
        except ClockError:  # a calendar that does not cover the time since: each cycle is measured by itself
            return None
        return again

    def _at_the_last_instant(self) -> frozenset[str]:
        """Give the leads of which something happened just then: what ended then looks as if it ran on."""
        now = micros(self.as_of)
        return frozenset(
            each.happenings.leads[number]
            for each in self.whole
            for number in np.unique(each.happenings.lead[each.happenings.at == now]).tolist()
        )

    def _late(self) -> list[Finding]:
        late = {key: rows.height for each in self.whole for key, rows in each.happenings.slices.late.items()}
        if self.state is None or not late:
            return []
        rows, leads = sum(late.values()), self.whole[-1].leads
        changed = self._changed_by_late()
        names = [
            f"{each.clause.removeprefix('commitments.')} of {leads.shown(each.lead)}, cycle {each.cycle}"
            for each in changed
        ]
        more = f" and {len(names) - EXAMPLES} more" if len(names) > EXAMPLES else ""
        what = f"They would change {'; '.join(names[:EXAMPLES])}{more}." if names else "They would change no verdict."
        files = ", ".join(dict.fromkeys(name for _, name in late))
        until = in_utc(self.state.as_of)
        message = (
            f"{count(rows, 'row')} of {files} {'lies' if rows == 1 else 'lie'} at or before {until}, up to which the "
            f"state reaches; left out and counted. {what if rows > 1 else what.replace('They', 'It', 1)}"
        )
        return [
            Finding(
                BEFORE_STATE.code,
                BEFORE_STATE.level,
                message,
                place=DataPlace(file=next(iter(late))[1], key=leads.shown(changed[0].lead) if changed else None),
                advice="Run in full over all events, and save the state of that run.",
                count=rows,
                examples=tuple(names),
            )
        ]

    def _changed_by_late(self) -> list[CycleVerdict]:
        """Judge once without the events that came too late and once with them, and give the cycles that differ."""
        some = frozenset(lead for each in self.whole for lead in each.happenings.slices.late_leads)
        tables = [self._judged(some, late=late) for late in (False, True)]
        without_them, with_them = (
            {
                (row.clause, row.lead, row.cycle): row
                for table in each
                for row in (table.row(i) for i in range(len(table)))
                if row.lead in some
            }
            for each in tables
        )
        keys = sorted({*without_them, *with_them})
        return [with_them.get(key) or without_them[key] for key in keys if without_them.get(key) != with_them.get(key)]

    def _judged(self, some: frozenset[str], *, late: bool) -> list[CycleTable]:
        """Judge some leads by what was kept; counts over all leads see all."""
        editions = []
        for each in self.whole:
            since = each.happenings.slices.since(micros(self.as_of), late=late)
            files = {*since.logs, *(each.plan.histories[name].log for name in since.histories)}
            happenings = gather(each.plan, {name: [] for name in files}, each.leads, frozenset(), self.as_of, since)
            editions.append(Edition(each.plan, each.leads.of(some), happenings.of(some)))
        followed: dict[str, CycleTable] = {}
        order = list(self.found)
        by_name = {deadline.name: deadline for each in self.whole for deadline in each.plan.deadlines}
        for name in order:
            followed[name] = clocked(editions, by_name[name].clause.id, followed, self.as_of).cycles
        return list(followed.values())
