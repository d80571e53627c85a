"""The fields and events that clocks, moves and numbers need: what is read of leads, and what is missed in logs."""

from __future__ import annotations

from collections.abc import Sequence

from ola.evaluate.goals.pursuing import conditions_of, events_of, wanted_fields
from ola.evaluate.handoffs.clocks.exceptions import exemption_conditions
from ola.evaluate.handoffs.clocks.opening import clock_conditions, deciding
from ola.evaluate.handoffs.moves.carried import carried_fields
from ola.evaluate.handoffs.reading.logs import lead_fields
from ola.evaluate.handoffs.timeline.conditions import event_leaves
from ola.evaluate.handoffs.timeline.events import owner_field, roster
from ola.evaluate.needs import needs
from ola.expr import nodes
from ola.plan import FromField, FromLog, Plan


def needed_fields(plan: Plan, by: Sequence[str] = ()) -> list[str]:
    """Name the fields of the leads that clocks, events, moves, numbers and what these are cut `by` ask for."""
    rows = [row for segment in plan.segments.values() for _, row in segment.rows]
    conditions: list[nodes.Condition] = [each for deadline in plan.deadlines for each in clock_conditions(deadline)]
    conditions += [each.paused_while for each in plan.deadlines if each.paused_while is not None]
    conditions += [each for exemption in plan.exemptions for each in exemption_conditions(exemption)]
    found = dict.fromkeys(needs(plan, *conditions, *(rows if plan.deadlines else [])).fields)
    found |= dict.fromkeys(needs(plan, *conditions_of(plan.goals), *(rows if plan.goals or by else [])).fields)
    per = [name for deadline in plan.deadlines for name in deadline.per]
    found |= dict.fromkeys(wanted_fields(plan.goals, [*per, *by], plan.fields))
    found |= dict.fromkeys(carried_fields(plan))
    for event in plan.events.values():
        match event.seen:
            case FromField(name):
                found[name] = None
            case FromLog():
                found |= dict.fromkeys(lead_fields(event.seen))
            case _:
                pass
    for of in (plan.stage_field, owner_field(plan)):
        if of is not None:
            found[of.name] = None
    return list(found)


def needed_events(plan: Plan) -> frozenset[str]:
    """Name the events that clocks and numbers hang on, and the conditions of both."""
    found: set[str] = set()
    for each in plan.deadlines:
        found |= {name for group in each.starts for name in group}
        found |= {*each.stops, *each.cancels, *each.restarts, *each.pauses, *each.resumes}
        if each.attempts is not None:
            found |= {*each.attempts.of, *each.attempts.before}
        found |= {name for day in each.sequence for name in day.events}
        found |= {leaf.event for leaf in event_leaves(plan, deciding(plan, each))}
    for exemption in plan.exemptions:
        found |= {leaf.event for leaf in event_leaves(plan, exemption_conditions(exemption))}
    found |= events_of(plan.goals)
    found |= {leaf.event for leaf in event_leaves(plan, conditions_of(plan.goals))}
    return frozenset(found & {*roster(plan).names})
