"""Everything a number is worked out from: the agreement, the leads, what happened, and the clocks judged so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.clock.wall_clock import micros
from ola.evaluate.goals.periods import Force
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.claims import Claims
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.handoffs.verdicts.cycle_table import CycleTable
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
        """Give the verdicts and times of a commitment's cycles as a frame, made once."""
        known = self._frames.get(name)
        if known is None:
            known = self._frames[name] = self.tables[name].times()
        return known

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Where in the leads' frame each numbered lead stands, −1 for one without a row."""
        return _places(pl.Series("lead", self.happenings.leads, dtype=pl.String), self.leads.frame.get_column("lead"))

    def undated(self, event: str) -> frozenset[str]:
        """Give the leads that had an event nobody can place in time: unreadable, or claimed by their row alone."""
        number = self.happenings.roster.numbers[event]
        claimed = self.claims.claiming(number) - self.claims.ever(number)
        return self.happenings.undated.get(number, frozenset()) | claimed

    def numbers_of(self, name: str) -> NDArray[np.int64]:
        """Give the numbers of the leads that the cycles of a commitment belong to."""
        return self.happenings.numbers_of(self.tables[name].leads)


def _places(wanted: pl.Series, among: pl.Series) -> NDArray[np.int64]:
    places = among.alias("lead").to_frame().with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    found = wanted.alias("lead").to_frame().join(places, on="lead", how="left", maintain_order="left")
    return found.get_column("place").fill_null(-1).to_numpy()
