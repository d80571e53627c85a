"""Stages that no lead can reach, or that no lead can leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found

NEVER_ENTERED = Code(
    "OLA216",
    "warning",
    "A stage that no move enters",
    """The first stage listed is where leads begin; every other one is entered by a move. A stage that none enters
holds no lead, so whatever is owed there is never owed.

    moves:
      - lead -> mql
      - mql -> accepted | disqualified
      - accepted -> qualified | disqualified
      - recycled -> mql

Here nothing leads to `recycled`. Add the move, or remove the stage.

Instead:

    moves:
      - lead -> mql
      - mql -> accepted | recycled | disqualified
      - accepted -> qualified | recycled | disqualified
      - recycled -> mql""",
)
NEVER_LEFT = Code(
    "OLA217",
    "warning",
    "A stage that no move leaves, and that is no end",
    """Leads that enter the stage stay there for ever, and nobody is told. Either a move is missing, or the stage is
an end and should say so.

    moves:
      - lead -> mql
      - mql -> accepted | recycled | disqualified
      - accepted -> qualified | recycled | disqualified

Here nothing leads on from `recycled`. Add the move, or write `end: true`.

Instead:

    moves:
      - lead -> mql
      - mql -> accepted | recycled | disqualified
      - accepted -> qualified | recycled | disqualified
      - recycled -> mql""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold the stages against the moves, where moves are listed."""
    plan = agreement.plan
    if not plan.transitions:
        return
    entered = {move.after for move in plan.transitions}
    left = {move.before for move in plan.transitions}
    for at, stage in enumerate(plan.stages.values()):
        if at and stage.name not in entered:
            yield found(NEVER_ENTERED, stage.clause, f"No move enters {stage.name}.", f"Add a move to {stage.name}.")
        if stage.name not in left and not stage.end:
            advice = f"Add a move from {stage.name}, or write end: true."
            yield found(NEVER_LEFT, stage.clause, f"No move leaves {stage.name}, and it is no end.", advice)
