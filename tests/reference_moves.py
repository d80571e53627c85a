"""Moves judged slowly and plainly, with the standard library alone: what ola's answers are held against.

Times are texts of one form, so that their order is the order of time. A change is a row with `lead`, `at`, `to`
and, where they are known, `old` and `who`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

Row = Mapping[str, str]


def steps(
    rows: Sequence[Row], allowed: set[tuple[str, str]], as_of: str
) -> list[tuple[str, str | None, str | None, str]]:
    """Give lead, stage left, stage reached and time of every move; a stage is null where nobody can tell."""
    found = []
    for lead in sorted({row["lead"] for row in rows}):
        own = [row for row in rows if row["lead"] == lead and row["at"] <= as_of]
        now: str | None = None
        first = True
        for at in sorted({row["at"] for row in own}):
            here = {(row["to"], row.get("old", "")) for row in own if row["at"] == at}
            if len(here) == 1:
                ((to, old),) = here
                if old:
                    now, first = old, False
                order: tuple[str, ...] | None = (to,)
            else:
                fitting = {order for order in permutations([to for to, _ in here]) if _fits(now, order, allowed)}
                order = next(iter(fitting)) if len(fitting) == 1 else None
            for stage in order or (None,):
                if stage != now or stage is None:
                    if not first:
                        found.append((lead, now, stage, at))
                    now, first = stage, False
    return found


def _fits(now: str | None, order: Sequence[str], allowed: set[tuple[str, str]]) -> bool:
    for stage in order:
        if now is not None and (now, stage) not in allowed:
            return False
        now = stage
    return True


def counts(
    rows: Sequence[Row],
    moves: Sequence[Mapping[str, Any]],
    party_of: Mapping[str, str],
    known: Mapping[str, Any],
    as_of: str,
    joined: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Count the moves; `moves` have `pair`, `by`, `at_most` and `carries`; those of `joined` leads are unknown.

    `party_of` says for whom a name in lower case acts. `known` has, by field, its `history` (rows) and its `row` by
    lead: true, false, or nothing where nobody can tell.
    """
    listed = {move["pair"]: move for move in moves}
    found = steps(rows, set(listed), as_of)
    sure = [step for step in found if step[1] is not None and step[2] is not None and step[0] not in joined]
    forbidden, another, often, lacking = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for lead, before, after, at in sure:
        move = listed.get((before, after))
        if move is None:
            forbidden[f"{before} -> {after}"] += 1
            continue
        who = {row.get("who", "").lower() for row in rows if (row["lead"], row["at"], row["to"]) == (lead, at, after)}
        party = party_of.get(next(iter(who))) if len(who) == 1 else None
        if move["by"] and party is not None and party not in move["by"]:
            another[f"{before} -> {after}"] += 1
        if any(_known(known.get(name, {}), lead, at) is False for name in move["carries"]):
            lacking[f"{before} -> {after}"] += 1
    for (_, before, after), times in Counter((step[0], step[1], step[2]) for step in sure).items():
        most = listed.get((before, after), {}).get("at_most")
        if most is not None and times > most:
            often[f"{before} -> {after}"] += times - most
    return {
        "checked": len(found),
        "allowed": len(sure) - sum(forbidden.values()),
        "unknown": len(found) - len(sure),
        "forbidden": dict(forbidden),
        "by_another": dict(another),
        "too_often": dict(often),
        "lacking": dict(lacking),
    }


def _known(field: Mapping[str, Any], lead: str, at: str) -> bool | None:
    own = [row for row in field.get("history", ()) if row["lead"] == lead]
    if own:
        until = sorted((row["at"], row["to"]) for row in own if row["at"] <= at)
        return bool(until and until[-1][1])
    answer: bool | None = field.get("row", {}).get(lead)
    return answer
