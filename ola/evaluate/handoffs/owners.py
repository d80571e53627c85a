"""Who owned a lead at an instant: by its history, where it has one, else by its row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.events import Happenings, owner_field
from ola.evaluate.handoffs.leads import Leads
from ola.plan import Plan

Numbers = NDArray[np.int64]


class Owners:
    """Answers for every lead of a measurement."""

    def __init__(self, plan: Plan, leads: Leads, happenings: Happenings) -> None:
        """Find where owners stand."""
        self.field, self.leads, self.happenings = owner_field(plan), leads, happenings
        self.past = None if self.field is None else happenings.pasts.get(self.field.name)

    def at(self, lead: str, at: int | None) -> str | None:
        """Give the lead's owner; without an instant, the one its row names."""
        if self.field is None:
            return None
        past = self.past
        if past is not None and at is not None and lead in past.seen:
            value = past.value_at(lead, at)
        else:
            value = self.leads.value(lead, self.field.name)
        return value if isinstance(value, str) else None

    def at_all(self, leads: Numbers, ats: Numbers) -> Coded[str | None]:
        """Give the owner of each of many leads, by number, at an instant of each."""
        line = self._timeline
        at, past = line.low[leads] - 1, line.high[leads]
        moving = np.flatnonzero(at + 1 < past)
        while len(moving):
            following = at[moving] + 1
            moving = moving[line.ats[following] <= ats[moving]]
            at[moving] += 1
            moving = moving[at[moving] + 1 < past[moving]]
        changed = at >= line.low[leads]
        codes = np.where(changed, line.codes[np.maximum(at, 0)] if len(line.codes) else 0, line.first[leads])
        return Coded(codes, line.words)

    @cached_property
    def _timeline(self) -> _Timeline:
        return _Timeline(self)


class _Timeline:
    """The changes of owner of all leads by number, in order of time; `first` is whom a lead belongs to before them."""

    def __init__(self, owners: Owners) -> None:
        names = owners.happenings.leads
        past, known = owners.past, dict[str | None, int]({None: 0})
        seen = frozenset[str]() if past is None else past.seen
        values = {} if past is None else past.values
        rows = owners.leads.place
        of_rows = (
            owners.leads.column(f"={owners.field.name}") if owners.field and owners.leads.has(owners.field.name) else []
        )
        ats: list[int] = []
        codes: list[int] = []
        first = np.zeros(len(names), dtype=np.int64)
        edges = np.zeros(len(names) + 1, dtype=np.int64)
        for number, lead in enumerate(names):
            if lead in seen:
                own = values.get(lead)
                if own is not None:
                    ats += own[0]
                    codes += [known.setdefault(each if isinstance(each, str) else None, len(known)) for each in own[1]]
            elif of_rows and (row := rows.get(lead)) is not None:
                value = of_rows[row]
                first[number] = known.setdefault(value if isinstance(value, str) else None, len(known))
            edges[number + 1] = len(ats)
        self.ats, self.codes = np.array(ats, dtype=np.int64), np.array(codes, dtype=np.int64)
        self.low, self.high, self.first = edges[:-1], edges[1:], first
        self.words: Sequence[str | None] = tuple(known)
