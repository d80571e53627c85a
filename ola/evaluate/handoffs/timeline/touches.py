"""What people do for a lead: the events of logs that stop a commitment, or count for one."""

from __future__ import annotations

from ola.plan import FromLog, Plan


def touch_names(plan: Plan) -> frozenset[str]:
    """Name the events of logs that stop a commitment, are attempts of one, or stand in its sequence."""
    names = {name for each in plan.deadlines for name in each.stops}
    names |= {name for each in plan.deadlines if each.attempts is not None for name in each.attempts.of}
    names |= {name for each in plan.deadlines for day in each.sequence for name in day.events}
    return frozenset(name for name in names if name in plan.events and isinstance(plan.events[name].seen, FromLog))
