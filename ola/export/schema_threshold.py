"""Sums of points against a threshold: at least N of, and what a score reaches, as schemas.

Whether the rows that are true sum to enough is decided row by row: with the row's points and without them.
A row that takes points away helps by not being true; so taking the side that helps never hurts, and the
schema says `the side that helps and then enough, or enough without it`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ola.export.schema_truth import EVERYWHERE, NOWHERE, Bounds, both, either, outside

SHARED_FROM = 7  # so many rows, and what is left to decide is named once instead of being written out each time


def reaching(
    rows: Sequence[tuple[float, Bounds]], enough: Callable[[float], bool], share: Callable[[Bounds], Bounds]
) -> Bounds:
    """Give where the points of the rows that are true, added in order, are enough.

    `enough` must not turn from yes to no as the sum rises; `share` names a set and gives a reference to it.
    """
    known: dict[tuple[int, float], Bounds] = {}

    def from_row(at: int, total: float) -> Bounds:
        if (at, total) not in known:
            decided = _decided([points for points, _ in rows[at:]], total, enough)
            known[at, total] = step(at, total) if decided is None else EVERYWHERE if decided else NOWHERE
        return known[at, total]

    def step(at: int, total: float) -> Bounds:
        points, true = rows[at]
        with_it, without = from_row(at + 1, total + points), from_row(at + 1, total)
        better, worse, side = (with_it, without, true) if points >= 0 else (without, with_it, outside(true))
        if better == worse:
            return better
        found = either([both([side, better]), worse])
        return share(found) if len(rows) >= SHARED_FROM else found

    return from_row(0, 0)


def _decided(rest: Sequence[float], total: float, enough: Callable[[float], bool]) -> bool | None:
    """Say whether the sum is enough whatever the rest brings, or never; nothing where it depends on the rest."""
    least = most = total
    for points in rest:
        least += min(points, 0)
        most += max(points, 0)
    if enough(least):
        return True
    return None if enough(most) else False
