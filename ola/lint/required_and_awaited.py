"""Fields that must be there at a stage, and have time to come after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import FromChange, Present

AWAITED = Code(
    "OLA263",
    "warning",
    "A field that is required at once, and has time",
    """A field is required at a stage, and a commitment gives it some days from the moment a lead enters that stage. A
record that uses those days is refused by one clause and kept by the other.

    fields:
      owner: {type: owner, required: {at: mql}, supplied_by: marketing}
    commitments:
      an owner soon: {owed_by: marketing, starts: mql, stops: assigned, within: 1 day, target: 95% per month}

Require it at the stage after, or leave the time out.

Instead:

    fields:
      owner: {type: owner, required: {at: accepted}, supplied_by: marketing}
    commitments:
      an owner soon: {owed_by: marketing, starts: mql, stops: assigned, within: 1 day, target: 95% per month}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold what clocks wait for against what is required where they start."""
    plan = agreement.plan
    for deadline in plan.deadlines:
        stages = {group[0] for group in deadline.starts if len(group) == 1 and group[0] in plan.stages}
        changes = {
            event.seen.field
            for name in deadline.stops
            if (event := plan.events.get(name)) is not None and isinstance(event.seen, FromChange)
        }
        for shape in plan.shapes:
            if not isinstance(shape.demand, Present) or shape.when is not None or shape.field not in changes:
                continue
            at = [stage for stage in plan.stages if stage in stages and stage in (shape.at or plan.stages)]
            if at and len(deadline.stops) == 1:
                limit = " or ".join(dict.fromkeys(row.text for row in deadline.within))
                what = f"{shape.field} is required at {at[0]}, and {deadline.name} gives it {limit} from there."
                yield found(AWAITED, deadline.clause, what, "Require it at a later stage, or leave the limit out.")
