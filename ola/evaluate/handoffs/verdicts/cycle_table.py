"""Judged cycles as columns: a row becomes a `CycleVerdict` when somebody looks at it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import overload

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.clock.wall_clock import EPOCH
from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.verdicts.elapsed import Elapsed, elapsed
from ola.verdict import OUTCOMES, CycleVerdict, Outcome, StepVerdict

Numbers = NDArray[np.int64]
NONE = np.iinfo(np.int64).min  # NumPy's own sign for no time
CODES: Mapping[Outcome, int] = {outcome: code for code, outcome in enumerate(OUTCOMES)}


@dataclass(frozen=True, slots=True)
class Running:
    """What is known of a cycle that still runs: the time left, whether its warning has passed, and its steps.

    A step is its name, what is done, the instant it is due and whether that has come.
    """

    left: int | None = None
    at_risk: bool = False
    steps: tuple[tuple[str, str, int, bool], ...] = ()


_NOT_KNOWN = Running()


@dataclass(frozen=True, eq=False)
class CycleTable:
    """The cycles of one commitment; instants and times in microseconds, `NONE` where there is none.

    `running` has the open ones that have a due, by their place. `breaches` are the instants at which cycles were
    breached: their dues, or earlier where one was broken before.
    """

    clause: str
    leads: Coded[str]
    numbers: Numbers
    outcomes: NDArray[np.int8]
    starts: Numbers
    dues: Numbers
    stops: Numbers
    worked: Numbers
    wall: Numbers
    owners: Coded[str | None]
    reasons: Coded[str | None]
    segments: Coded[Mapping[str, str]]
    breaches: Numbers
    running: Mapping[int, Running] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.leads)

    def row(self, i: int) -> CycleVerdict:
        """Give one cycle."""
        outcome = OUTCOMES[self.outcomes[i]]
        running = self.running.get(i, _NOT_KNOWN)
        return CycleVerdict(
            clause=self.clause,
            lead=self.leads[i],
            cycle=int(self.numbers[i]),
            verdict=outcome,
            started_at=_moment(self.starts[i]),
            due_at=_moment(self.dues[i]),
            stopped_at=_moment(self.stops[i]),
            worked=_span(self.worked[i]),
            wall=_span(self.wall[i]),
            owner=self.owners[i],
            reason=self.reasons[i],
            segments=self.segments[i],
            remaining=None if running.left is None else dt.timedelta(microseconds=running.left),
            at_risk=running.at_risk if outcome == "open" else None,
            steps=tuple(StepVerdict(*step[:2], _moment(np.int64(step[2])), step[3]) for step in running.steps),
        )

    def of_lead(self, lead: str) -> list[int]:
        """Give where the cycles of a lead stand."""
        codes = [i for i, own in enumerate(self.leads.words) if own == lead]
        return np.flatnonzero(np.isin(self.leads.codes, codes)).tolist()

    def places(self, *outcomes: Outcome) -> list[int]:
        """Give where the cycles with one of these verdicts stand."""
        return np.flatnonzero(np.isin(self.outcomes, [CODES[each] for each in outcomes])).tolist()

    def having(self, *outcomes: Outcome) -> Iterator[CycleVerdict]:
        """Give the cycles with one of these verdicts, in order."""
        return (self.row(i) for i in self.places(*outcomes))

    @property
    def at_risk(self) -> int:
        """How many of the open cycles are past their warning."""
        return sum(running.at_risk for running in self.running.values())

    def reasons_by_outcome(self) -> dict[Outcome, dict[str, int]]:
        """Count the reasons of each verdict, the most frequent first."""
        size = len(self.reasons.words)
        found: dict[Outcome, dict[str, int]] = {}
        if not size:
            return found
        keys, counts = np.unique(self.outcomes.astype(np.int64) * size + self.reasons.codes, return_counts=True)
        for key, many in sorted(zip(keys.tolist(), counts.tolist(), strict=True), key=lambda each: (-each[1], each[0])):
            of = found.setdefault(OUTCOMES[key // size], {})
            why = (self.reasons.words[key % size] or "").removesuffix(", at risk")
            of[why] = of.get(why, 0) + many
        return {outcome: found[outcome] for outcome in OUTCOMES if outcome in found}

    def counts(self) -> dict[Outcome, int]:
        """Count the cycles by verdict."""
        found = np.bincount(self.outcomes, minlength=len(OUTCOMES)).tolist()
        return dict(zip(OUTCOMES, found, strict=True))

    def elapsed(self) -> Elapsed:
        """Give how long stops took among the cycles that are decided or open."""
        wanted = np.isin(self.outcomes, [CODES[each] for each in ("met", "breached", "open")]) & (self.worked != NONE)
        stopped = self.stops[wanted] != NONE
        return elapsed(self.worked[wanted] / 1_000_000, self.wall[wanted] / 1_000_000, stopped)

    def times(self) -> pl.DataFrame:
        """Give verdicts and times alone: what numbers are worked out from, a tenth of the whole row."""
        verdicts = pl.Series("verdict", OUTCOMES, dtype=pl.Enum(OUTCOMES)).gather(self.outcomes)
        return pl.DataFrame(
            [
                verdicts,
                _instants("started_at", self.starts),
                _instants("due_at", self.dues),
                _instants("stopped_at", self.stops),
                _seconds("worked_s", self.worked),
                _seconds("wall_s", self.wall),
            ]
        )

    def frame(self, segments: Sequence[str]) -> pl.DataFrame:
        """Give the rows that `ola measure --verdicts` writes: the fixed columns, then a column a segment."""
        clause, count = self.clause, len(self)
        columns = [
            pl.repeat(clause, count, dtype=pl.String, eager=True).alias("clause"),
            self.leads.series("lead"),
            pl.Series("cycle", self.numbers, dtype=pl.Int64),
            pl.Series("verdict", self.outcomes)
            .cast(pl.Int64)
            .replace_strict(dict(enumerate(OUTCOMES)), return_dtype=pl.String),
            _instants("started_at", self.starts),
            _instants("due_at", self.dues),
            _instants("stopped_at", self.stops),
            _seconds("worked_s", self.worked),
            _seconds("wall_s", self.wall),
            self.owners.series("owner"),
            self.reasons.series("reason"),
        ]
        taken = {column.name for column in columns}
        for segment in segments:
            name = f"segment {segment}" if segment in taken else segment
            columns.append(self.segments.series(name, [each.get(segment) for each in self.segments.words]))
        return pl.DataFrame(columns)


class Cycles(Sequence[CycleVerdict]):
    """The cycles of all commitments, in the order of commitments, leads and starts; compared by what they say."""

    __slots__ = ("_ends", "tables")

    def __init__(self, tables: Sequence[CycleTable]) -> None:
        """Put the commitments' tables one after the other."""
        self.tables = tuple(tables)
        self._ends = list(accumulate(len(table) for table in tables))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> CycleVerdict: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[CycleVerdict, ...]: ...
    def __getitem__(self, at: int | slice) -> CycleVerdict | tuple[CycleVerdict, ...]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(*at.indices(len(self))))
        i = at + len(self) if at < 0 else at
        if not 0 <= i < len(self):
            message = f"There is no cycle {at}; there are {len(self)}."
            raise IndexError(message)
        table = bisect_right(self._ends, i)
        return self.tables[table].row(i - (self._ends[table - 1] if table else 0))

    def __iter__(self) -> Iterator[CycleVerdict]:
        return (table.row(i) for table in self.tables for i in range(len(table)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash((len(self), tuple(table.clause for table in self.tables)))

    def __repr__(self) -> str:
        return f"Cycles({len(self)} of {len(self.tables)} commitments)"

    def having(self, *outcomes: Outcome) -> Iterator[CycleVerdict]:
        """Give the cycles with one of these verdicts, in order."""
        return (cycle for table in self.tables for cycle in table.having(*outcomes))


def _moment(at: np.int64) -> dt.datetime | None:
    return None if at == NONE else EPOCH + dt.timedelta(microseconds=int(at))


def _span(length: np.int64) -> dt.timedelta | None:
    return None if length == NONE else dt.timedelta(microseconds=int(length))


def _instants(name: str, at: Numbers) -> pl.Series:
    return pl.Series(name, at.astype("datetime64[us]")).dt.replace_time_zone("UTC")


def _seconds(name: str, length: Numbers) -> pl.Series:
    seconds = np.where(length == NONE, np.nan, length / 1_000_000)
    return pl.Series(name, seconds).fill_nan(None)
