"""Which stage an export judges at, and whether its options fit the agreement."""

from __future__ import annotations

from ola.errors import WrongCall
from ola.export.target import Options
from ola.plan import CLAIMED, Plan


def stage_to_judge(plan: Plan, options: Options) -> str:
    """Give the stage asked for, or the one the handoff leaves; empty where the agreement has no handoff.

    Raises WrongCall for a stage or system that the agreement does not have.
    """
    if options.system is not None and options.system not in plan.systems:
        known = ", ".join(plan.systems) or "none"
        message = f"The agreement has no system {options.system!r}; it has: {known}."
        raise WrongCall(message)
    if options.at is None:
        return "" if plan.handoff is None else plan.handoff[0]
    if options.at != CLAIMED and options.at not in plan.stages:
        known = ", ".join([*plan.stages, CLAIMED])
        message = f"The agreement has no stage {options.at!r}; it has: {known}."
        raise WrongCall(message)
    return options.at
