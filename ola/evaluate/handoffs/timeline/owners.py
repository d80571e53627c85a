"""Who owned a lead at an instant: by its history, where it has one, else by its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.events import Happenings, owner_field
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
        happenings, past, field = owners.happenings, owners.past, owners.field
        count = len(happenings.leads)
        known: dict[str | None, int] = {None: 0}

        def coded(words: Iterable[object]) -> Numbers:
            return np.array(
                [known.setdefault(word if isinstance(word, str) else None, len(known)) for word in words],
                dtype=np.int64,
            )

        self.first = np.zeros(count, dtype=np.int64)
        if field is not None and owners.leads.has(field.name):
            rows = owners.leads.frame.select("lead", pl.col(f"={field.name}").alias("owner"))
            words = rows.get_column("owner").unique()
            told = pl.DataFrame({"owner": words, "code": coded(words.to_list())}, schema_overrides={"code": pl.Int64})
            codes = rows.join(told, on="owner", how="left", nulls_equal=True, maintain_order="left").get_column("code")
            numbers = happenings.numbers(rows.get_column("lead"))
            there = numbers >= 0
            self.first[numbers[there]] = codes.to_numpy()[there]
        edges = np.zeros(count + 1, dtype=np.int64)
        self.ats = self.codes = np.zeros(0, dtype=np.int64)
        if past is not None:
            line = past.values.line
            # A lead that its history knows had nobody before the first change, whatever its row says.
            seen = happenings.numbers(past.seen.column)
            self.first[seen[seen >= 0]] = 0
            numbers, lengths = happenings.numbers(line.leads), np.diff(line.edges)
            known_ones = np.repeat(numbers >= 0, lengths)
            lengths_of = np.zeros(count + 1, dtype=np.int64)
            lengths_of[numbers[numbers >= 0] + 1] = lengths[numbers >= 0]
            edges = np.cumsum(lengths_of)
            self.ats, self.codes = line.ats[known_ones], coded(line.words)[line.codes[known_ones]]
        self.low, self.high = edges[:-1], edges[1:]
        self.words: Sequence[str | None] = tuple(known)
