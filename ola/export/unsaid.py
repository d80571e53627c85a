"""What no target that looks at one record can say: uniqueness, histories, clocks."""

from __future__ import annotations

from collections.abc import Iterator

from ola.export.target import Loss
from ola.plan import Plan, Shape, Unchanging, Unique, judged


def beyond_one_record(plan: Plan, at: str) -> Iterator[Loss]:
    """Yield a loss for each clause that needs more than one record as it stands: other rows, a history, events."""
    for form in judged(plan, at):
        match form:
            case Shape(clause, _, Unique()):
                yield Loss(clause.id, "uniqueness", "whether a value is unique shows only in all records together")
            case Shape(clause, _, Unchanging()):
                yield Loss(clause.id, "history", "whether a value has changed shows only in its history")
            case _:
                pass
    for move in plan.transitions:
        yield Loss(move.clause.id, "history", "which stage follows which shows only in the stage history")
    for deadline in plan.deadlines:
        yield Loss(deadline.clause.id, "clock", "how long something took shows only in the log of events")
    for goal in plan.goals:
        yield Loss(goal.clause.id, "history", "a number over a period shows only in all leads and events of it")
    for exemption in plan.exemptions:
        yield Loss(exemption.clause.id, "clock", "an exception bears on clocks, which the record does not hold")
