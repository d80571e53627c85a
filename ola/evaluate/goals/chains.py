"""How long leads waited in all, and for whom: clocks that follow one another on the same lead.

One clock follows another where an event that stops the one starts the other: routing from *created* to *assigned*,
first touch from *assigned* to the first call. The whole is the speed to lead; its parts belong to the parties that owe
the clocks, so that nobody answers for another's delay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ola.evaluate.goals.scene import Scene
from ola.evaluate.handoffs.verdicts.elapsed import Elapsed, elapsed
from ola.plan import Deadline


@dataclass(frozen=True, slots=True)
class Part:
    """One clock of a chain: whose time it is, and how long it took."""

    name: str
    owed_by: str | None
    elapsed: Elapsed

    def to_dict(self) -> dict[str, object]:
        """Give the part as plain values."""
        return {"name": self.name, "owed_by": self.owed_by, "elapsed": self.elapsed.to_dict()}


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Clocks that follow one another: in all, each part, and the time between one's stop and the next one's start.

    `rows` has a row for each first cycle: `lead`, `started_at`, `stopped_at` (null while a part is not stopped),
    `worked_s` and `wall_s` in all, `between_s`, and of each clock `NAME worked_s`, `NAME wall_s` and `NAME stopped`.
    """

    parts: tuple[Part, ...]
    total: Elapsed
    between: Elapsed
    rows: pl.DataFrame

    @property
    def name(self) -> str:
        """The names of the clocks, in order."""
        return " → ".join(part.name for part in self.parts)

    def to_dict(self) -> dict[str, object]:
        """Give the chain as plain values; the rows are counted, not shown."""
        return {
            "clocks": [part.name for part in self.parts],
            "cycles": self.rows.height,
            "finished": self.rows.get_column("stopped_at").is_not_null().sum(),
            "total": self.total.to_dict(),
            "parts": [part.to_dict() for part in self.parts],
            "between": self.between.to_dict(),
        }


def chains(deadlines: Sequence[Deadline], scene: Scene) -> tuple[Chain, ...]:
    """Find the clocks that follow one another, and measure them together."""
    found = []
    for path in _paths(deadlines):
        chain = _measured(path, scene)
        if chain.rows.height:
            found.append(chain)
    return tuple(found)


def _paths(deadlines: Sequence[Deadline]) -> Iterator[tuple[Deadline, ...]]:
    """Give the longest runs of clocks of which each follows the one before."""
    after = {one.name: [other for other in deadlines if _follows(other, one)] for one in deadlines}
    followers = {other.name for others in after.values() for other in others}
    for first in deadlines:
        if first.name not in followers and after[first.name]:
            yield from _on((first,), after)


def _on(path: tuple[Deadline, ...], after: dict[str, list[Deadline]]) -> Iterator[tuple[Deadline, ...]]:
    more = [other for other in after[path[-1].name] if other not in path]
    for other in more:
        yield from _on((*path, other), after)
    if not more:
        yield path


def _follows(other: Deadline, one: Deadline) -> bool:
    return other.name != one.name and bool({*one.stops} & {name for group in other.starts for name in group})


def _measured(path: Sequence[Deadline], scene: Scene) -> Chain:
    as_of = scene.utc
    everybody = _everybody(path, scene)
    rows = _cycles(scene, path[0], everybody).rename(
        {"worked_s": "0 worked_s", "wall_s": "0 wall_s", "stopped": "0 stopped", "stopped_at": "stop"}
    )
    rows = rows.with_columns(pl.lit(0.0).alias("between_s"))
    for i, clock in enumerate(path[1:], 1):
        following = _cycles(scene, clock, everybody).rename(
            {"started_at": "start", "stopped_at": "next"}
            | {name: f"{i} {name}" for name in ("worked_s", "wall_s", "stopped")}
        )
        waiting, stopped = rows.filter(pl.col("stop").is_null()), rows.filter(pl.col("stop").is_not_null())
        joined = stopped.sort("stop").join_asof(
            following.sort("start"),
            left_on="stop",
            right_on="start",
            by="lead",
            strategy="forward",
            check_sortedness=False,
        )
        gap = (pl.col("start").fill_null(as_of) - pl.col("stop")).dt.total_microseconds() / 1e6
        joined = joined.with_columns((pl.col("between_s") + gap).alias("between_s"), pl.col("next").alias("stop"))
        rows = pl.concat([joined.drop("start", "next"), waiting], how="diagonal")
    until = pl.coalesce("stop", pl.lit(as_of))
    worked = [pl.col(f"{i} worked_s") for i in range(len(path))]
    rows = rows.select(
        "lead",
        "started_at",
        pl.col("stop").alias("stopped_at"),
        pl.sum_horizontal(worked).alias("worked_s"),
        ((until - pl.col("started_at")).dt.total_microseconds() / 1e6).alias("wall_s"),
        "between_s",
        *(pl.col(f"^{i} .*$").name.map(_named(clock, i)) for i, clock in enumerate(path)),
    ).sort("lead", "started_at")
    rows = rows.with_columns(everybody.gather(rows.get_column("lead")).alias("lead"))
    return Chain(
        tuple(_part(clock, rows) for clock in path),
        _typical(rows, "worked_s", "wall_s", rows.get_column("stopped_at").is_not_null()),
        _typical(rows, "between_s", "between_s", rows.get_column(f"{_id(path[-1])} wall_s").is_not_null()),
        rows,
    )


def _everybody(path: Sequence[Deadline], scene: Scene) -> pl.Series:
    """Give the leads that the clocks have cycles of, in order."""
    words = [scene.tables[clock.name].leads.words for clock in path]
    if all(each is scene.happenings.leads for each in words):
        return scene.happenings.names
    return pl.Series("lead", sorted({lead for each in words for lead in each}), dtype=pl.String)


def _cycles(scene: Scene, clock: Deadline, everybody: pl.Series) -> pl.DataFrame:
    """Give the cycles of a clock that were timed, each lead by its number: numbers compare faster than names."""
    leads = scene.tables[clock.name].leads
    if everybody is scene.happenings.names:
        numbers = leads.codes
    else:
        known = {lead: number for number, lead in enumerate(everybody.to_list())}
        numbers = np.array([known[lead] for lead in leads.words], dtype=np.int64)[leads.codes]
    cycles = scene.cycles(clock.name).with_columns(pl.Series("lead", numbers))
    counts = pl.col("verdict").is_in(["met", "breached", "open"]) & pl.col("worked_s").is_not_null()
    stopped = pl.col("stopped_at").is_not_null().alias("stopped")
    return cycles.filter(counts).select("lead", "started_at", "stopped_at", "worked_s", "wall_s", stopped)


def _part(clock: Deadline, rows: pl.DataFrame) -> Part:
    reached = rows.filter(pl.col(f"{_id(clock)} stopped").is_not_null())
    stopped = reached.get_column(f"{_id(clock)} stopped")
    typical = _typical(reached, f"{_id(clock)} worked_s", f"{_id(clock)} wall_s", stopped)
    return Part(_id(clock), clock.clause.party, typical)


def _typical(rows: pl.DataFrame, worked: str, wall: str, stopped: pl.Series) -> Elapsed:
    return elapsed(rows.get_column(worked).to_numpy(), rows.get_column(wall).to_numpy(), stopped.to_numpy())


def _named(clock: Deadline, i: int) -> Callable[[str], str]:
    return lambda name: f"{_id(clock)} {name.removeprefix(f'{i} ')}"


def _id(clock: Deadline) -> str:
    return clock.clause.id.removeprefix("commitments.")
