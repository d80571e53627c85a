"""Leads whose row, or whose history's `from`, says that a clock has started or stopped, where no event says when.

A lead that nobody ever touched would otherwise pass by absence: no event, no cycle, no breach. And one that was
stopped where nobody saw it would be breached for a hole in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import assert_never

from ola.evaluate.handoffs.mark import KINDS, OCCURRED, PERHAPS
from ola.evaluate.handoffs.reading.changes import EVER
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.events import Happenings, is_held, owner_field
from ola.plan import Deadline, Field, FromBreach, FromChange, FromField, FromLog, FromStage, Plan

Seen = FromField | FromChange | FromStage | FromLog | FromBreach
_NOBODY = frozenset[str]()


class Claims:
    """What the leads' rows claim, asked event by event."""

    def __init__(self, plan: Plan, leads: Leads, happenings: Happenings) -> None:
        self.plan, self.leads, self.happenings = plan, leads, happenings
        self._ever: dict[int, frozenset[str]] = {}
        self._claiming: dict[int, frozenset[str]] = {}

    def unseen_starts(self, deadline: Deadline) -> Mapping[str, str]:
        """Give the leads that claim a start of the commitment without its event, and what they claim."""
        known = self.happenings.roster
        found: dict[str, str] = {}
        for group in deadline.starts:
            events = [known.numbers[name] for name in group if name in known.numbers]
            for event in events:
                claiming, seen = self.claiming(event), known.seen[event]
                if not claiming:
                    continue
                missing = claiming - self.ever(event)
                if isinstance(seen, FromChange):
                    # An owner alone starts nothing where a stage must hold too.
                    for other in events:
                        if other != event:
                            missing &= self.ever(other) | self.claiming(other)
                for lead in missing:
                    found.setdefault(
                        lead, f"the lead's row says {self._said(seen, lead)}, and no event says since when"
                    )
        return found

    def begun(self, deadline: Deadline) -> Mapping[str, str]:
        """Give the leads that were in a stage that starts the commitment before their history shows them enter it.

        A change that says which stage it left tells that the lead was in it; a clock ran, and nobody knows since when.
        """
        known = self.happenings.roster
        found: dict[str, str] = {}
        for group in deadline.starts:
            events = [known.numbers[name] for name in group if name in known.numbers]
            if len(events) < len(group):
                continue
            for event in events:
                seen = known.seen[event]
                if isinstance(seen, FromStage):
                    for lead, left, why in self._left.get(seen.stage, ()):
                        if all(other == event or self._had_by(other, lead, left) for other in events):
                            found.setdefault(lead, why)
        return found

    @cached_property
    def _left(self) -> Mapping[object, Sequence[tuple[str, int, str]]]:
        """The leads that left a stage, when, and why nobody knows when they had entered it; by stage."""
        claim = self.plan.stage_field
        past = None if claim is None else self.happenings.pasts.get(claim.name)
        found: dict[object, list[tuple[str, int, str]]] = {}
        if past is None or not any(each.before for each in self.plan.histories.values()):
            return found
        for lead, (ats, stages) in past.values.items():
            if ats and ats[0] == EVER and len(ats) > 1:
                why = f"the history begins after {stages[0]} was entered"
                found.setdefault(stages[0], []).append((lead, ats[1], why))
        for (lead, at), stage in past.holes.items():
            found.setdefault(stage, []).append((lead, at, f"the history lacks the change to {stage}"))
        return found

    def _had_by(self, event: int, lead: str, at: int) -> bool:
        """Whether a lead had an event by an instant, or claims it."""
        number = self.happenings.lead_numbers.get(lead)
        times = [] if number is None else self.happenings.times(event, number)
        return (bool(times) and times[0] <= at) or lead in self.claiming(event) - self.ever(event)

    def unseen_ends(self, events: Iterable[int]) -> Mapping[str, str]:
        """Give the leads whose row says that one of these events, a stop or cancel, has been, where none is seen."""
        found: dict[str, str] = {}
        for event in sorted(events):
            seen = self.happenings.roster.seen[event]
            claiming = self.claiming(event)
            for lead in claiming - self.ever(event) if claiming else ():
                found.setdefault(lead, f"the lead's row says {self._said(seen, lead)}, and no event says since when")
        return found

    def claiming(self, event: int) -> frozenset[str]:
        """Give the leads whose row claims what an event would have brought: a stage, an owner."""
        known = self._claiming.get(event)
        if known is None:
            known = self._claiming[event] = self._find_claiming(self.happenings.roster.seen[event])
        return known

    def ever(self, event: int) -> frozenset[str]:
        """Give the leads that had the event at any time, the future and what nobody can date included."""
        known = self._ever.get(event)
        if known is None:
            known = self._ever[event] = self._find_ever(event)
        return known

    def _find_claiming(self, seen: Seen) -> frozenset[str]:
        match seen:
            case FromStage(stage):
                of = self.plan.stage_field
                return _NOBODY if of is None else self._having(of, stage)
            case FromChange(name):
                of = owner_field(self.plan)
                return _NOBODY if of is None or name not in (of.name, "owner") else self._having(of, None)
            case FromField() | FromLog() | FromBreach():
                return _NOBODY
            case _:
                assert_never(seen)

    def _having(self, of: Field, value: str | None) -> frozenset[str]:
        if not self.leads.has(of.name):
            return _NOBODY
        held = is_held(self.plan, of)
        leads, values = self.leads.column("lead"), self.leads.column(f"={of.name}")
        return frozenset(
            str(lead) for lead, own in zip(leads, values, strict=True) if (held(own) if value is None else own == value)
        )

    def _find_ever(self, event: int) -> frozenset[str]:
        happenings = self.happenings
        marks = (event * KINDS + OCCURRED, event * KINDS + PERHAPS)
        found = happenings.having(marks)
        found |= {lead for lead, own in happenings.ahead if own == event}
        seen = happenings.roster.seen[event]
        of = self.plan.stage_field if isinstance(seen, FromStage) else owner_field(self.plan)
        past = None if of is None else happenings.pasts.get(of.name)
        if past is not None and of is not None:
            if isinstance(seen, FromStage):
                found |= past.ever_had(lambda value: value == seen.stage)
            elif isinstance(seen, FromChange) and seen.field in (of.name, "owner"):
                found |= past.ever_had(is_held(self.plan, of))
        return frozenset(found)

    def _said(self, seen: Seen, lead: str) -> str:
        if isinstance(seen, FromStage):
            return seen.stage
        of = owner_field(self.plan)
        return "an owner" if of is None or of.personal else f"{of.name} {self.leads.value(lead, of.name)}"
