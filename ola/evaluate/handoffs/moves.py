"""Moves between stages that the agreement does not allow, as the stage history shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from ola.evaluate.handoffs.histories import Past
from ola.evaluate.handoffs.tally import EXAMPLES
from ola.finding import Code, DataPlace, Finding, count
from ola.plan import Plan

NOT_ALLOWED = Code(
    "OLA540",
    "error",
    "A move between stages that the agreement does not allow",
    """\
The stage history shows leads that went from one stage to another, and `moves` lists no such move. Most often an import
or an automation skipped a stage, so nobody accepted or rejected the lead and no clock for that ever ran.

    moves:
      - mql -> accepted | recycled

    stages.csv: L1 was mql, then qualified

Correct how the records are moved, or allow the move if both sides agree to it. A lead's first stage is never
judged, and a change that contradicts another is reported by itself.""",
)


def forbidden(plan: Plan, pasts: Mapping[str, Past], show_lead: Callable[[str], str]) -> Iterator[Finding]:
    """Give one finding for each move that is not allowed, with how many leads made it and some of them.

    The party that holds the stage that was left answers for it.
    """
    claim = plan.stage_field
    past = None if claim is None else pasts.get(claim.name)
    if past is None or not plan.transitions:
        return
    allowed = {(move.before, move.after) for move in plan.transitions}
    made: dict[tuple[str, str], list[str]] = {}
    for lead, (_, stages) in past.values.items():
        for before, after in pairwise(stages):
            if isinstance(before, str) and isinstance(after, str) and (before, after) not in allowed:
                made.setdefault((before, after), []).append(lead)
    for (before, after), leads in sorted(made.items()):
        every = list(dict.fromkeys(leads))
        yield Finding(
            NOT_ALLOWED.code,
            NOT_ALLOWED.level,
            f"{count(len(every), 'lead')} went from {before} to {after}, which no move allows.",
            clause="moves",
            party=plan.stages[before].party or "ops" if before in plan.stages else "ops",
            place=DataPlace(file=past.tally.file, key=show_lead(every[0]) if len(every) == 1 else None),
            advice=f"Move leads as agreed, or add {before} -> {after} to moves.",
            count=len(leads),
            examples=tuple(show_lead(lead) for lead in every[:EXAMPLES]),
        )
