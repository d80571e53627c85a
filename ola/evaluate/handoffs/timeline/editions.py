"""The versions of an agreement, each with what it sees of the leads and of what happened to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from ola.clock.days import midnight
from ola.errors import WrongCall
from ola.evaluate.handoffs.mark import KINDS, NEVER
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.claims import Claims
from ola.evaluate.handoffs.timeline.conditions import Conditions
from ola.evaluate.handoffs.timeline.events import Happenings, Roster
from ola.evaluate.handoffs.timeline.owners import Owners
from ola.plan import Deadline, Plan


@dataclass(frozen=True)
class Edition:
    """One version: its plan, the leads and their events as it reads them."""

    plan: Plan
    leads: Leads
    happenings: Happenings

    @cached_property
    def since(self) -> int:
        """The first instant at which it is in force."""
        return -NEVER if self.plan.since is None else midnight(self.plan.since, ZoneInfo(self.plan.zone))

    @cached_property
    def until(self) -> int:
        """The instant from which it is no longer in force."""
        return NEVER if self.plan.until is None else midnight(self.plan.until, ZoneInfo(self.plan.zone))

    @cached_property
    def claims(self) -> Claims:
        """What the leads' rows claim."""
        return Claims(self.plan, self.leads, self.happenings)

    @cached_property
    def segments_alone(self) -> Conditions:
        """The segments, asked by clocks without conditions, all of which ask the same of a lead."""
        return Conditions(self.plan, ())

    @cached_property
    def owners(self) -> Owners:
        """Who owned a lead when."""
        return Owners(self.plan, self.leads, self.happenings)

    def deadline(self, clause: str) -> Deadline | None:
        """Give the version's own wording of a commitment, if it has one."""
        return next((each for each in self.plan.deadlines if each.clause.id == clause), None)


def in_order_of_time(plans: Sequence[Plan]) -> list[Plan]:
    """Put the versions of one agreement in order of time.

    Raises WrongCall where they are of different agreements, or two of them are in force on one day.
    """
    if not plans:
        message = "No agreement was given."
        raise WrongCall(message)
    ordered = sorted(plans, key=lambda plan: (plan.since is not None, plan.since or dt.date.min))
    for before, after in pairwise(ordered):
        if before.id != after.id:
            message = f"{before.id} and {after.id} are different agreements; measure one at a time."
            raise WrongCall(message)
        if after.since is None:
            message = (
                f"Two versions of {before.id}, {before.version} and {after.version}, say no day from which they hold. "
                "Say it in the newer one: effective: {from: 2026-07-01}."
            )
            raise WrongCall(message)
        if before.until is None or before.until > after.since:
            message = (
                f"Versions {before.version} and {after.version} of {before.id} are both in force from {after.since}. "
                f"Say in the older one until when it holds: effective: {{until: {after.since}}}."
            )
            raise WrongCall(message)
    return ordered


def on_one_timeline(happenings: Sequence[Happenings]) -> Happenings:
    """Put what several versions see onto one timeline: the events of each follow those of the ones before by number."""
    if len(happenings) == 1:
        return happenings[0]
    leads = tuple(sorted({lead for each in happenings for lead in each.leads}))
    place = {lead: i for i, lead in enumerate(leads)}
    names = tuple(name for each in happenings for name in each.roster.names)
    seen = tuple(seen for each in happenings for seen in each.roster.seen)
    first = np.cumsum([0, *(len(each.roster.names) for each in happenings)]).tolist()
    numbers = [np.array([place[lead] for lead in each.leads], dtype=np.int64)[each.lead] for each in happenings]
    marks = [each.mark + KINDS * start for each, start in zip(happenings, first, strict=False)]
    whole = replace(happenings[0], leads=leads)
    return whole.on_one_line(
        Roster(names, seen, {}),
        np.concatenate(numbers),
        np.concatenate([each.at for each in happenings]),
        np.concatenate(marks).astype(np.int32),
    )
