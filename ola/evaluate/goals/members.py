"""The members of a number: who entered a cohort, when, and what became of them.

A member won, lost, is still open, or nobody can tell; `undated` leads belong to the cohort, and nobody knows when
they entered it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.goals.facts import FALSE, TRUE, UNKNOWN, Asked, Facts
from ola.evaluate.goals.outcomes import UNSURE, WON, Instants, amounts_of, shares_of
from ola.evaluate.goals.scene import Scene
from ola.evaluate.handoffs.mark import KINDS, OCCURRED, PERHAPS
from ola.expr.nodes import Condition
from ola.plan import Goal, Measure


@dataclass(frozen=True)
class Members:
    """The members in the order of leads and entries.

    `frame` has `lead` (its number), `at` (the entry in microseconds), `state`, `value` (what a sum adds up), and a
    column `by NAME` for each name the number is cut by. `why` says what left a member unsure, by its place.
    """

    frame: pl.DataFrame
    undated: frozenset[str] = frozenset()
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    row_stands: tuple[str, ...] = ()


def members(scene: Scene, goal: Goal, measure: Measure, event: str, by: Sequence[str]) -> Members:
    """Find who entered a cohort while the agreement was in force, and what became of each."""
    what = measure.what
    guards = [each for each in (goal.binds, goal.spares) if each is not None]
    share = what if isinstance(what, Condition) else None
    facts = Facts(scene, [*guards, *([share] if share is not None else [])])
    numbers, at, sure = _entries(scene, event)
    asked = facts.ask(numbers, at)
    unsure = ~sure
    keep = np.ones(len(at), dtype=bool)
    truths = iter(asked.truths)
    if goal.binds is not None:
        binds = next(truths)
        keep &= binds != FALSE
        unsure |= binds == UNKNOWN
    if goal.spares is not None:
        keep &= next(truths) != TRUE
    state, value = np.full(len(at), WON, dtype=np.int8), np.zeros(len(at))
    if measure.kind == "share":
        state = shares_of(scene, facts, measure, numbers, at, asked)
    elif measure.kind == "sum":
        value, unread = amounts_of(facts, measure.of, numbers, at)
        unsure |= unread
    state[unsure] = UNSURE
    frame = pl.DataFrame({"lead": numbers, "at": at, "state": state, "value": value})
    frame = frame.with_columns(cut_columns(scene, facts, by, numbers, at, asked.segments))
    return Members(
        frame.filter(pl.Series(keep)),
        _bound(scene, goal, facts, scene.undated(event)),
        _reasons(scene, asked, numbers, (state == UNSURE) & keep),
        facts.row_stands,
    )


def cut_columns(
    scene: Scene,
    facts: Facts,
    by: Sequence[str],
    numbers: Instants,
    at: Instants,
    segments: Mapping[str, pl.Series],
    owners: pl.Series | None = None,
) -> list[pl.Series]:
    """Give what members are cut by, a column each: their owner, team, segment or field as they entered."""
    found = []
    for name in dict.fromkeys(by):
        match name:
            case "owner" | "team":
                own = facts.owners(numbers, at) if owners is None else owners
                if name == "team":
                    teams = {each: owner.team for each, owner in scene.plan.owners.items()}
                    own = own.replace_strict(teams, default=None, return_dtype=pl.String)
            case _ if name in segments:
                own = segments[name]
            case _:
                own = facts.values(name, numbers, at)[0].cast(pl.String)
        found.append(own.cast(pl.String).alias(f"by {name}"))
    return found


def _entries(scene: Scene, event: str) -> tuple[Instants, Instants, NDArray[np.bool_]]:
    """Give the entries into a cohort: the numbers of leads, the instants, and whether each surely was."""
    happenings = scene.happenings
    number = happenings.roster.numbers[event]
    certain = happenings.mark == number * KINDS + OCCURRED
    keep = np.flatnonzero((certain | (happenings.mark == number * KINDS + PERHAPS)) & scene.force.covers(happenings.at))
    return happenings.lead[keep].astype(np.int64), happenings.at[keep].astype(np.int64), certain[keep]


def _bound(scene: Scene, goal: Goal, facts: Facts, leads: frozenset[str]) -> frozenset[str]:
    """Keep of leads that entered nobody knows when those that the number may bind, as they are now."""
    if not leads or (goal.binds is None and goal.spares is None):
        return leads
    known = scene.happenings.lead_numbers
    there = sorted(lead for lead in leads if lead in known)
    numbers = np.array([known[lead] for lead in there], dtype=np.int64)
    truths = iter(facts.ask(numbers, np.full(len(there), scene.now)).truths)
    binds = np.full(len(there), UNKNOWN) if goal.binds is None else next(truths)
    spares = np.full(len(there), FALSE) if goal.spares is None else next(truths)
    free = (binds == FALSE) | (spares == TRUE)
    return leads - {lead for lead, out in zip(there, free.tolist(), strict=True) if out}


def _reasons(scene: Scene, asked: Asked, numbers: Instants, unsure: NDArray[np.bool_]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for i in np.flatnonzero(unsure).tolist():
        why = asked.why[i] if i < len(asked.why) else None
        found.setdefault(
            why or "fields it hangs on are blank or malformed, or its events contradict each other", []
        ).append(scene.happenings.leads[int(numbers[i])])
    return {why: tuple(leads) for why, leads in found.items()}
