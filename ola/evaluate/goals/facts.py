"""What was true of leads at the instants they entered: conditions, segments, owners and fields.

A field with a history is read as it stood then; the lead's row stands for all times where there is none. What the
rows alone decide is worked out once for each kind of row, not once a lead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.clock.wall_clock import EPOCH
from ola.evaluate.goals.scene import Scene
from ola.evaluate.handoffs.reading.changes import Unsure
from ola.evaluate.handoffs.timeline.asking import Asking
from ola.evaluate.handoffs.timeline.conditions import Conditions
from ola.evaluate.handoffs.timeline.events import owner_field
from ola.expr import nodes

FALSE, TRUE, UNKNOWN = 0, 1, 2
Truths = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found at some instants of some leads, in their order.

    `truths` holds a column for each condition asked, `segments` the values of every segment; `why` says what left a
    condition undecided, where the lead's values could not be read at all.
    """

    truths: tuple[Truths, ...]
    segments: Mapping[str, pl.Series] = field(default_factory=dict)
    why: Sequence[str | None] = ()


class Facts:
    """Answers conditions about leads at instants."""

    def __init__(self, scene: Scene, conditions: Sequence[nodes.Condition] = ()) -> None:
        """Compile the conditions."""
        plan, leads, happenings = scene.plan, scene.leads, scene.happenings
        self.plan, self.leads, self.happenings, self.scene = plan, leads, happenings, scene
        self.asked = tuple(conditions)
        self.conditions = Conditions(plan, conditions)
        self.asking = Asking(self.conditions, leads, happenings)
        own = self.conditions.own
        self.own = frozenset(own.fields)
        self.needs_row = bool(own.fields or own.scores or own.segments)
        self.is_static = not (self.conditions.all.now or self.conditions.asks or self.asking.pasts)
        self.hidden = self._hidden()
        """Why no lead's conditions can be decided: a field or event that they hang on cannot be seen."""

    @property
    def row_stands(self) -> tuple[str, ...]:
        """The fields of which the lead's row was taken for all times."""
        names = {self.conditions.fields[i] for i, _ in self.asking.pasts}
        return tuple(name for name in self.conditions.own.fields if name not in names and self.leads.has(name))

    def ask(self, numbers: NDArray[np.int64], at: NDArray[np.int64]) -> Asked:
        """Ask everything of leads, by number, at instants."""
        rows = self.scene.rows[numbers]
        return self._of_rows(numbers, rows) if self.is_static else self._of_instants(numbers, rows, at)

    def values(self, name: str, numbers: NDArray[np.int64], at: NDArray[np.int64]) -> tuple[pl.Series, pl.Series]:
        """Give a field's values at instants, and whether each is sure: neither malformed, contradicted nor unread."""
        rows = self.scene.rows[numbers]
        series, sure = self._row_values(name, rows)
        past = self.happenings.pasts.get(name)
        if past is None:
            return series, sure
        own, certain = series.to_list(), sure.to_list()
        for i, (number, instant) in enumerate(zip(numbers.tolist(), at.tolist(), strict=True)):
            lead = self.happenings.leads[number]
            if lead in past.seen:
                value = past.value_at(lead, instant)
                own[i] = None if isinstance(value, Unsure) else value
                certain[i] = not isinstance(value, Unsure) and lead not in past.undated
        return pl.Series(name, own, dtype=series.dtype, strict=False), pl.Series(certain, dtype=pl.Boolean)

    def owners(self, numbers: NDArray[np.int64], at: NDArray[np.int64]) -> pl.Series:
        """Give who owned the leads at instants; a queue is nobody."""
        of = owner_field(self.plan)
        if of is None:
            return pl.Series("owner", [None] * len(numbers), dtype=pl.String)
        queues = [name for name, owner in self.plan.owners.items() if owner.queue]
        found = self.values(of.name, numbers, at)[0].cast(pl.String).alias("owner")
        return found.to_frame().select(pl.when(~pl.col("owner").is_in(queues)).then(pl.col("owner"))).to_series()

    def _of_rows(self, numbers: NDArray[np.int64], rows: NDArray[np.int64]) -> Asked:
        kinds = np.array([*self.leads.kinds(self.conditions.fields), -1], dtype=np.int64)[rows]
        seen, first, back = np.unique(kinds, return_index=True, return_inverse=True)
        truths = [np.empty(len(seen), dtype=np.int8) for _ in self.asked]
        names = tuple(self.plan.segments)
        segments: dict[str, list[str | None]] = {name: [] for name in names}
        for i, place in enumerate(first.tolist()):
            row = int(rows[place])
            answers, own = self.conditions(*self.asking.row(row if row >= 0 else None), EPOCH, ())
            for j, (surely, surely_not) in enumerate(answers):
                truths[j][i] = TRUE if surely else FALSE if surely_not else UNKNOWN
            for name in names:
                segments[name].append(own[name] if row >= 0 or not self.conditions.fields else None)
        why: list[str | None] = self._no_rows(numbers, rows)
        found = [each[back] for each in truths]
        if any(why):
            doubted = np.array([each is not None for each in why])
            for each in found:
                each[doubted] = UNKNOWN
        columns = {name: pl.Series(name, own, dtype=pl.String).gather(back) for name, own in segments.items()}
        return Asked(tuple(found), columns, why)

    def _of_instants(self, numbers: NDArray[np.int64], rows: NDArray[np.int64], at: NDArray[np.int64]) -> Asked:
        truths = [np.full(len(numbers), UNKNOWN, dtype=np.int8) for _ in self.asked]
        segments: dict[str, list[str | None]] = {name: [] for name in self.plan.segments}
        why = self._no_rows(numbers, rows)
        for i, (number, row, instant) in enumerate(zip(numbers.tolist(), rows.tolist(), at.tolist(), strict=True)):
            lead = self.happenings.leads[number]
            if row < 0 and self.hidden is None and self._known_by_history(lead):
                why[i] = None
            why[i] = why[i] or self.asking.in_doubt(lead, instant, self.own)
            answers, own = self.asking.answers_at(lead, instant)
            if why[i] is None:
                for j, (surely, surely_not) in enumerate(answers):
                    truths[j][i] = TRUE if surely else FALSE if surely_not else UNKNOWN
            for name, column in segments.items():
                column.append(own[name] if row >= 0 or not self.conditions.fields else None)
        return Asked(
            tuple(truths), {name: pl.Series(name, own, dtype=pl.String) for name, own in segments.items()}, why
        )

    def _known_by_history(self, lead: str) -> bool:
        """Whether all that conditions hang on is in histories that know the lead, so that it needs no row."""
        known = {self.conditions.fields[i] for i, past in self.asking.pasts if lead in past.seen}
        own = self.conditions.own
        return self.own <= known and not own.scores and not own.segments

    def _no_rows(self, numbers: NDArray[np.int64], rows: NDArray[np.int64]) -> list[str | None]:
        if self.hidden is not None:
            return [self.hidden] * len(numbers)
        found: list[str | None] = [None] * len(numbers)
        if self.needs_row:
            for i in np.flatnonzero(rows < 0).tolist():
                found[i] = self.leads.no_row(self.happenings.leads[int(numbers[i])])
        return found

    def _hidden(self) -> str | None:
        for name in self.conditions.own.fields:
            if name not in self.happenings.pasts and self.leads.given and name in self.leads.lacking:
                return self.leads.lacking[name]
        for leaf in self.conditions.asks:
            event = self.happenings.roster.numbers.get(leaf.event)
            if event is not None and (why := self.happenings.unseen(event)) is not None:
                return why
        return None

    def _row_values(self, name: str, rows: NDArray[np.int64]) -> tuple[pl.Series, pl.Series]:
        if not self.leads.has(name):
            return pl.Series(name, [None] * len(rows), dtype=pl.String), pl.Series([False] * len(rows))
        frame = self.leads.frame.select(
            pl.col(f"={name}").alias("value"), (pl.col(f"={name}").is_not_null() | pl.col(f"?{name}")).alias("sure")
        )
        there = pl.Series("row", rows).to_frame().with_columns(pl.when(pl.col("row") >= 0).then(pl.col("row")))
        found = frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
        joined = there.join(found, on="row", how="left", maintain_order="left")
        return joined.get_column("value").alias(name), joined.get_column("sure").fill_null(value=False)
