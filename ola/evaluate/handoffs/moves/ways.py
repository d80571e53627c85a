"""The ways that moves allow between stages: what a forbidden move skips, and whether it goes back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property


class Ways:
    """The allowed moves as a net of stages, in the agreement's order of stages."""

    def __init__(self, stages: Sequence[str], moves: Collection[tuple[str, str]]) -> None:
        self.stages = tuple(stages)
        self.next: dict[str, list[str]] = {stage: [] for stage in self.stages}
        for before, after in moves:
            self.next.setdefault(before, []).append(after)

    def skipped(self, before: str, after: str) -> tuple[str, ...]:
        """Give the stages that lie on every allowed way from one stage to another, in their order on it."""
        way = self._way(before, after, None)
        if way is None:
            return ()
        return tuple(stage for stage in way[1:-1] if self._way(before, after, stage) is None)

    def leads_to(self, before: str, after: str) -> bool:
        """Whether any allowed way goes from one stage to another."""
        return self._way(before, after, None) is not None

    def is_return(self, before: str, after: str) -> bool:
        """Whether a move goes back: nearer to the first stage, or to one listed before it that no way leads to."""
        far, near = self._distances.get(before), self._distances.get(after)
        if far is not None and near is not None and near < far:
            return True
        order = {stage: i for i, stage in enumerate(self.stages)}
        listed_before = order.get(after, len(order)) < order.get(before, -1)
        return listed_before and not self.leads_to(before, after)

    @cached_property
    def _distances(self) -> dict[str, int]:
        """How many moves each stage is from the first one listed."""
        found = {self.stages[0]: 0} if self.stages else {}
        edge = list(found)
        while edge:
            edge = [after for before in edge for after in self.next.get(before, ()) if after not in found]
            steps = max(found.values()) + 1
            found |= dict.fromkeys(edge, steps)
            edge = list(dict.fromkeys(edge))
        return found

    def _way(self, before: str, after: str, avoided: str | None) -> tuple[str, ...] | None:
        """Give a shortest allowed way, its two ends included, that does not touch one stage."""
        came_from: dict[str, str | None] = {before: None}
        edge = [before]
        while edge:
            further = []
            for here in edge:
                for there in self.next.get(here, ()):
                    if there == after:
                        way: list[str] = [after]
                        step: str | None = here
                        while step is not None:
                            way.append(step)
                            step = came_from[step]
                        return tuple(reversed(way))
                    if there not in came_from and there != avoided:
                        came_from[there] = here
                        further.append(there)
            edge = further
        return None
