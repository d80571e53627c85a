"""Conditions asked of a lead as it stood at an instant: its fields' histories, its row, its events."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from ola.clock.wall_clock import EPOCH, MICROSECOND
from ola.evaluate.handoffs.mark import CONTRADICTED
from ola.evaluate.handoffs.reading.changes import UNSURE, Unsure
from ola.evaluate.handoffs.reading.histories import Past
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.conditions import Answers, Conditions, EventLeaf
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.expr import nodes


class Asking:
    """Some conditions, with where their fields and events are found."""

    def __init__(self, conditions: Conditions, leads: Leads, happenings: Happenings | None) -> None:
        """Find the columns of the leads, the histories and the events that the conditions ask for."""
        self.conditions, self.leads, self.happenings = conditions, leads, happenings
        pasts = {} if happenings is None else happenings.pasts
        self.columns = [leads.column(f"={name}") if leads.has(name) else None for name in conditions.fields]
        self.blanks = [leads.column(f"?{name}") if leads.has(name) else None for name in conditions.fields]
        self.pasts: list[tuple[int, Past]] = [
            (i, pasts[name]) for i, name in enumerate(conditions.fields) if name in pasts
        ]
        self.events = () if happenings is None else tuple(numbers(happenings, conditions.asks))

    def row(self, row: int | None) -> tuple[list[object], list[bool]]:
        """Give the values of a lead's row, and which are blank; nothing is known without one."""
        if row is None:
            return [None] * len(self.columns), [False] * len(self.columns)
        values = [None if column is None else column[row] for column in self.columns]
        return values, [False if column is None else bool(column[row]) for column in self.blanks]

    def values_at(self, lead: str, at: int) -> tuple[list[object], list[bool]]:
        """Give the values of a lead's fields at an instant: from their histories, else from its row."""
        values, blanks = self.row(self.leads.place.get(lead))
        for i, past in self.pasts:
            if lead in past.seen:
                value = past.value_at(lead, at)
                before_any = lead not in past.values or past.values[lead][0][0] > at
                values[i] = None if isinstance(value, Unsure) else value
                blanks[i] = value is None and not before_any
        return values, blanks

    def answers_at(self, lead: str, at: int) -> tuple[Answers, Mapping[str, str]]:
        """Give what the conditions are of a lead at an instant, and its segments."""
        values, blanks = self.values_at(lead, at)
        return self.answered(values, blanks, lead, at)

    def answered(
        self, values: Sequence[object], blanks: Sequence[bool], lead: str, at: int
    ) -> tuple[Answers, Mapping[str, str]]:
        """Give what the conditions are of these values and of the lead's events up to an instant."""
        events = [
            None if self.happenings is None else _answer(self.happenings, leaf, lead, at)
            for leaf in self.conditions.asks
        ]
        return self.conditions(values, blanks, EPOCH + at * MICROSECOND, events)

    def in_doubt(self, lead: str, at: int, fields: frozenset[str]) -> str | None:
        """Say why nobody can tell what one of these fields was, or when an event that is asked for happened."""
        for i, past in self.pasts:
            name = self.conditions.fields[i]
            if name not in fields:
                continue
            if lead in past.seen:
                why = self._unclear(name, lead, past, past.value_at(lead, at))
                if why is not None:
                    return why
            elif name in self.leads.lacking:
                return f"{self.leads.lacking[name]}, and the commitment hangs on it"
        return self.undated(lead, self.events)

    def undated(self, lead: str, events: Sequence[int]) -> str | None:
        """Say which of these events of a lead nobody can place in time."""
        for event in events:
            if self.happenings is not None and lead in self.happenings.undated.get(event, ()):
                return f"the time of {self.happenings.roster.names[event]} cannot be read"
        return None

    def changes(self, lead: str) -> list[int]:
        """Give the instants at which a history of one of the fields changes."""
        return sorted({at for _, past in self.pasts if lead in past.values for at in past.values[lead][0]})

    def _unclear(self, name: str, lead: str, past: Past, value: object) -> str | None:
        if value is UNSURE:
            return f"what {name} was at the start cannot be told: {CONTRADICTED}"
        return f"the time of a change of {name} cannot be read" if lead in past.undated else None


def numbers(happenings: Happenings, leaves: Sequence[EventLeaf]) -> Iterator[int]:
    """Give the events that conditions ask for by number."""
    for name in dict.fromkeys(leaf.event for leaf in leaves):
        if name in happenings.roster.numbers:
            yield happenings.roster.numbers[name]


def _answer(happenings: Happenings, leaf: EventLeaf, lead: str, at: int) -> dt.datetime | int | None:
    event = happenings.roster.numbers.get(leaf.event)
    if event is None or event in happenings.lacking:
        return None
    if isinstance(leaf, nodes.CountOf):
        ats = happenings.all_times(event)
        low = 0 if leaf.last is None else bisect_right(ats, at - leaf.last // MICROSECOND)
        return bisect_right(ats, at) - low
    number = happenings.lead_numbers.get(lead)
    if number is None or lead in happenings.undated.get(event, ()):
        return None
    match leaf:
        case nodes.EventCount(_, last):
            return happenings.count(event, number, None if last is None else at - last // MICROSECOND, at)
        case nodes.EventTime(_, which):
            count = happenings.count(event, number, None, at)
            if not count:
                return None
            return EPOCH + happenings.times(event, number)[0 if which == "first" else count - 1] * MICROSECOND
        case _:
            assert_never(leaf)
