"""Limits that nothing follows from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding, spoken_list
from ola.lint.check import found

NO_CONSEQUENCE = Code(
    "OLA261",
    "info",
    "Limits that nothing follows from",
    """A clock has a limit and no `target` that says how many must keep it, no `steps` that say who is told, and no
other commitment starts when it is breached. It is measured, and whoever misses it hears nothing of it.

    commitments:
      reply: {owed_by: sales, starts: mql, stops: meeting, within: 2 days}

Say how often it must be kept, or what happens when it is not.

Instead:

    commitments:
      reply: {owed_by: sales, starts: mql, stops: meeting, within: 2 days, steps: {100%: tell the sales lead}}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Gather the clocks that only run."""
    plan = agreement.plan
    aimed = {goal.name for goal in plan.goals}
    awaited = {name for deadline in plan.deadlines for group in deadline.starts for name in group}
    idle = [
        each
        for each in plan.deadlines
        if each.stops
        and each.name not in aimed
        and not each.steps
        and f"breach of {each.name}" not in awaited
        # What starts with a breach is itself what follows from one.
        and not all(name.startswith("breach of ") for group in each.starts for name in group)
    ]
    if idle:
        names = [each.name for each in idle]
        shown = spoken_list(names) if len(names) <= MOST else f"{', '.join(names[:MOST])} and {len(names) - MOST} more"
        what = f"Nothing follows when {'a limit is' if len(idle) == 1 else f'{len(idle)} limits are'} missed: {shown}."
        advice = "Add target: 90% per month, or steps: {100%: who is told}."
        yield found(NO_CONSEQUENCE, idle[0].clause, what, advice)


MOST = 6
