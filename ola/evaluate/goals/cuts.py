"""What a commitment comes to for each owner, team, party, segment or value of a field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from ola.errors import WrongCall
from ola.evaluate.goals.facts import Facts
from ola.evaluate.goals.members import cut_columns
from ola.evaluate.goals.scene import Scene
from ola.evaluate.handoffs.verdicts.cycle_table import NONE
from ola.evaluate.handoffs.verdicts.elapsed import Elapsed, elapsed
from ola.plan import Plan
from ola.verdict import OUTCOMES, GoalVerdict, Outcome, attainment

OF_PEOPLE = ("owner", "team", "party")


@dataclass(frozen=True, slots=True)
class Cut:
    """A commitment's cycles and numbers for one value of what it is cut by; `value` is null for none."""

    by: str
    value: str | None
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    elapsed: Elapsed = field(default_factory=Elapsed)
    goals: tuple[GoalVerdict, ...] = ()

    @property
    def attainment(self) -> float | None:
        """The share of decided cycles, met and breached, that were met."""
        return attainment(self.counts)

    def to_dict(self) -> dict[str, object]:
        """Give the cut as plain values."""
        return {
            "by": self.by,
            "value": self.value,
            **{outcome: self.counts.get(outcome, 0) for outcome in OUTCOMES},
            "attainment": self.attainment,
            "elapsed": self.elapsed.to_dict(),
            "goals": [goal.to_dict() for goal in self.goals],
        }


def cuts_asked(plan: Plan, names: Iterable[str]) -> tuple[str, ...]:
    """Give what numbers are cut by; raises WrongCall for what the agreement does not have or must not show."""
    found = []
    for name in dict.fromkeys(names):
        of = plan.fields.get(name)
        if name in OF_PEOPLE or name in plan.segments:
            found.append(name)
        elif of is None:
            there = ", ".join(
                [*OF_PEOPLE, *plan.segments, *(each.name for each in plan.fields.values() if each.choices)]
            )
            message = f"The agreement has no {name!r} to cut by. There is {there}."
            raise WrongCall(message)
        elif of.key or of.personal or of.many:
            why = "names one lead" if of.key else "is personal" if of.personal else "has many values at once"
            message = f"{name} {why}, so nothing can be cut by it."
            raise WrongCall(message)
        else:
            found.append(name)
    return tuple(found)


def with_cuts(scene: Scene, clock: str, party: str | None, by: Sequence[str]) -> pl.DataFrame:
    """Give the cycles of a clock with a column `by NAME` for each name they are cut by, as it was at their start."""
    cycles = scene.cycles(clock)
    names = [name for name in by if name != "party"]
    columns = _cut(scene, clock, names) if names else []
    if "party" in by:
        columns.append(pl.Series("by party", [party] * cycles.height, dtype=pl.String))
    return cycles.with_columns(columns)


def _cut(scene: Scene, clock: str, names: Sequence[str]) -> list[pl.Series]:
    table = scene.tables[clock]
    starts = np.where(table.starts == NONE, scene.now, table.starts)
    segments = {
        name: table.segments.series(name, [each.get(name) for each in table.segments.words])
        for name in scene.plan.segments
    }
    owners = table.owners.series("owner")
    return cut_columns(scene, Facts(scene), names, scene.numbers_of(clock), starts, segments, owners)


def cut_cycles(cycles: pl.DataFrame, by: Sequence[str]) -> dict[tuple[str, str | None], Cut]:
    """Give the cuts of cycles that have their columns `by NAME`, those of one name in the order of values."""
    found: dict[tuple[str, str | None], Cut] = {}
    for name in by:
        for value, part in parts(cycles, name):
            counted = dict(part.group_by("verdict").agg(pl.len()).iter_rows())
            counts: dict[Outcome, int] = {outcome: counted.get(outcome, 0) for outcome in OUTCOMES}
            found[name, value] = Cut(name, value, counts, _elapsed(part))
    return found


def parts(frame: pl.DataFrame, by: str) -> list[tuple[str | None, pl.DataFrame]]:
    """Part a frame by its column `by NAME`, in the order of values, those without one last."""
    found = [(key[0], part) for key, part in frame.partition_by(f"by {by}", as_dict=True).items()]
    return sorted(found, key=lambda each: (each[0] is None, each[0] or ""))


def _elapsed(cycles: pl.DataFrame) -> Elapsed:
    timed = cycles.filter(pl.col("verdict").is_in(["met", "breached", "open"]) & pl.col("worked_s").is_not_null())
    stopped = timed.get_column("stopped_at").is_not_null().to_numpy()
    return elapsed(timed.get_column("worked_s").to_numpy(), timed.get_column("wall_s").to_numpy(), stopped)
