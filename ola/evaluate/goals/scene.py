"""Everything a number is worked out from: the agreement, the leads, what happened, and the clocks judged so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from ola.clock.wall_clock import micros
from ola.evaluate.goals.periods import Force
from ola.evaluate.handoffs.claims import Claims
from ola.evaluate.handoffs.cycle_table import CycleTable
from ola.evaluate.handoffs.events import Happenings
from ola.evaluate.handoffs.leads import Leads
from ola.plan import Plan


@dataclass(frozen=True)
class Scene:
    """What was measured of clocks, and what numbers hang on besides; `by` is what every number is cut by."""

    plan: Plan
    leads: Leads
    happenings: Happenings
    claims: Claims
    as_of: dt.datetime
    force: Force
    tables: Mapping[str, CycleTable]
    by: tuple[str, ...] = ()
    _frames: dict[str, pl.DataFrame] = field(default_factory=dict)

    @cached_property
    def now(self) -> int:
        """The instant of the report in microseconds."""
        return micros(self.as_of)

    @cached_property
    def utc(self) -> dt.datetime:
        """The instant of the report, on the clock that frames are on."""
        return self.as_of.astimezone(dt.UTC)

    @cached_property
    def first_row(self) -> int | None:
        """The first instant that any file tells of, in microseconds."""
        at = self.happenings.at
        return int(at.min()) if at.size else None

    def cycles(self, name: str) -> pl.DataFrame:
        """Give the cycles of a commitment as a frame, made once."""
        known = self._frames.get(name)
        if known is None:
            known = self._frames[name] = self.tables[name].frame(tuple(self.plan.segments))
        return known
