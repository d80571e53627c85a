"""Lists of reasons that nothing asks for, or that only some moves carry."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.expr.nodes import FieldRef, operands
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.sites import sites
from ola.plan import Field, FromChange, Plan, Present

ASKED_NOWHERE = Code(
    "OLA248",
    "warning",
    "A list of reasons that nothing asks for",
    """A field holds a closed list of reasons, and nothing requires it: no stage, no condition, no move carries it. A
reason that may be left out is left out, and nobody learns why leads come back.

    fields:
      recycle_reason: {type: choice, choices: [no_budget, no_answer], supplied_by: sales}

Require it at the stage that it explains, or let the move carry it (`carries: recycle_reason`).

Instead:

    fields:
      recycle_reason: {type: choice, choices: [no_budget, no_answer], supplied_by: sales, required: {at: recycled}}""",
)
CARRIED_BY_SOME = Code(
    "OLA249",
    "info",
    "A reason that some moves carry, and others do not",
    """Some of the moves into a stage carry the reason, and others into the same stage do not. Of those only the record
can show it, which is overwritten by the next reason; whether it was given when the lead moved is not seen.

    moves:
      - lead -> mql
      - {move: mql -> disqualified, by: sales, carries: disqualify_reason}
      - mql -> accepted | recycled
      - accepted -> qualified | recycled | disqualified
      - recycled -> mql

Let every move into the stage carry it.

Instead:

    moves:
      - lead -> mql
      - {move: mql -> disqualified, by: sales, carries: disqualify_reason}
      - mql -> accepted | recycled
      - accepted -> qualified | recycled
      - {move: accepted -> disqualified, by: sales, carries: disqualify_reason}
      - recycled -> mql""",
)
_REASON = re.compile(r"reason|because|(?:^|[ _-])why(?:$|[ _-])", re.IGNORECASE)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold every list of reasons against what asks for it."""
    plan = agreement.plan
    asked = {shape.field for shape in plan.shapes if isinstance(shape.demand, Present)}
    asked |= {name for move in plan.transitions for name in move.carries}
    asked |= {event.seen.field for event in plan.events.values() if isinstance(event.seen, FromChange)}
    asked |= {each.name for site in sites(agreement) for each in operands(site.condition) if isinstance(each, FieldRef)}
    for field in plan.fields.values():
        if not _is_reason(field):
            continue
        if field.name not in asked:
            what = f"Nothing asks for {field.name}: no stage or condition requires it, and no move carries it."
            advice = "Add required: {at: STAGE}, or carries: to the move that it explains."
            yield found(ASKED_NOWHERE, field.clause, what, advice)
        yield from _carried_by_some(field, plan)


def _is_reason(field: Field) -> bool:
    return field.type == "choice" and _REASON.search(f"{field.name} {field.label or ''}") is not None


def _carried_by_some(field: Field, plan: Plan) -> Iterator[Finding]:
    carrying = {move.after for move in plan.transitions if field.name in move.carries}
    without = [move for move in plan.transitions if move.after in carrying and field.name not in move.carries]
    if without:
        moves = ", ".join(f"{move.before} -> {move.after}" for move in without)
        some = next(move for move in plan.transitions if field.name in move.carries)
        what = f"{some.before} -> {some.after} carries {field.name}, and {moves} {_does(len(without))} not."
        yield found(CARRIED_BY_SOME, without[0].clause, what, f"Add carries: {field.name} to each of them.")


def _does(number: int) -> str:
    return "does" if number == 1 else "do"
