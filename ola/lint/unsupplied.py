"""Required fields that nobody supplies, or that no system holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import Present

SUPPLIED_BY_NOBODY = Code(
    "OLA218",
    "warning",
    "A required field that nobody supplies",
    """The field must be filled in, and no party is named that fills it in. When it is missing, nobody answers for
it: one side asks, the other did not know.

    fields:
      employees: {type: integer, required: always}

Name the party.

Instead:

    fields:
      employees: {type: integer, required: always, supplied_by: marketing}""",
)
HELD_NOWHERE = Code(
    "OLA219",
    "warning",
    "A required field that a system in the handoff does not hold",
    """The field must be filled in, and its `in` names no system of the party that supplies it, so it can neither be
read nor judged where it is made.

    systems:
      hubspot: {party: marketing, zone: UTC, dates: iso}
      salesforce: {party: sales, zone: UTC, dates: iso}
    fields:
      phone: {type: phone, required: always, supplied_by: marketing, in: {salesforce: Phone}}

Map it, or require it of the party that holds it.

Instead:

    systems:
      hubspot: {party: marketing, zone: UTC, dates: iso}
      salesforce: {party: sales, zone: UTC, dates: iso}
    fields:
      phone: {type: phone, required: always, supplied_by: marketing, in: {hubspot: phone, salesforce: Phone}}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold every field that is required against who supplies it and where it is kept."""
    plan = agreement.plan
    required = {shape.field: shape.clause for shape in plan.shapes if isinstance(shape.demand, Present)}
    for name, clause in required.items():
        field = plan.fields[name]
        if field.supplied_by is None:
            what = f"{name} is required, and nobody supplies it."
            yield found(SUPPLIED_BY_NOBODY, clause, what, f"Add supplied_by: to {name}.")
            continue
        own = [system.name for system in plan.systems.values() if system.party == field.supplied_by]
        if own and field.bindings and not any(system in field.bindings for system in own):
            what = f"{name} is supplied by {field.supplied_by}, and {' and '.join(own)} does not hold it."
            yield found(HELD_NOWHERE, clause, what, f"Map it: in: {{{own[0]}: …}}.")
