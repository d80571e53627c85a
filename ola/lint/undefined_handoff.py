"""Handoffs of leads of which nothing is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import Present

UNDEFINED_HANDOFF = Code(
    "OLA262",
    "info",
    "A handoff of leads that nothing is asked of",
    """The handoff passes leads from one side to the other, and nothing says what makes a lead fit to be passed: the
stage that it leaves has no `when` and no `unless`, no field is required there, and no rule asks for anything. What one
side calls qualified the other may refuse.

    ola: 1
    id: small
    version: 1.0.0
    status: signed
    zone: America/New_York
    parties: {marketing: {signs: VP Marketing}, sales: {signs: VP Sales}}
    fields:
      lead_id: {type: id, key: true, supplied_by: marketing}
      stage: {type: stage}
    stages:
      mql: {party: marketing}
      accepted: {party: sales, end: true}
    moves: [mql -> accepted]
    handoff: mql -> accepted

Say what is true of such a lead, or which fields it must have.

Instead:

    ola: 1
    id: small
    version: 1.0.0
    status: signed
    zone: America/New_York
    parties: {marketing: {signs: VP Marketing}, sales: {signs: VP Sales}}
    fields:
      lead_id: {type: id, key: true, supplied_by: marketing}
      stage: {type: stage}
      phone: {type: phone, required: {at: mql}, supplied_by: marketing}
    stages:
      mql: {party: marketing}
      accepted: {party: sales, end: true}
    moves: [mql -> accepted]
    handoff: mql -> accepted""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Look for anything that is asked of a lead before it is handed over."""
    plan = agreement.plan
    if plan.handoff is None:
        return
    leaves = plan.handoff[0]
    gates = [gate for gate in plan.predicates if gate.role == "rule" or gate.stage == leaves]
    wanted = [
        shape
        for shape in plan.shapes
        if isinstance(shape.demand, Present) and not plan.fields[shape.field].key and leaves in (shape.at or {leaves})
    ]
    if not gates and not wanted:
        clause = plan.stages[leaves].clause
        what = f"Leads are handed over at {leaves}, and nothing says what makes a lead {leaves}."
        yield found(UNDEFINED_HANDOFF, clause, what, "Add when: CONDITION to the stage, or required: to its fields.")
