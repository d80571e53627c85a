"""Limits that outlast the moment at which the lead is taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.bounds import overlap
from ola.lint.check import found
from ola.lint.lengths import longer
from ola.lint.reasoning import possibilities
from ola.plan import Deadline, FromChange, Plan

TAKEN_AWAY = Code(
    "OLA265",
    "info",
    "A limit that outlasts the lead's owner",
    """One commitment gives an owner some hours, another takes the lead away from whoever has done nothing after less
time than that. The longer limit is then a promise on paper: by its end somebody else has the lead.

    commitments:
      untouched: {owed_by: sales, starts: mql, stops: [meeting, accepted], within: 2 hours}
      somebody else has it: {owed_by: marketing, starts: breach of untouched, stops: assigned, within: 5 minutes}
      meeting in time: {owed_by: sales, starts: mql, stops: meeting, within: 5 hours, target: 90% per month}

Take the lead away later, or shorten the limit.

Instead:

    commitments:
      untouched: {owed_by: sales, starts: mql, stops: [meeting, accepted], within: 5 hours}
      somebody else has it: {owed_by: marketing, starts: breach of untouched, stops: assigned, within: 5 minutes}
      meeting in time: {owed_by: sales, starts: mql, stops: meeting, within: 5 hours, target: 90% per month}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold every clock against those whose breach changes the owner."""
    plan = agreement.plan
    possible = possibilities(plan)
    clocks = {deadline.name: deadline for deadline in plan.deadlines}
    for after in plan.deadlines:
        if not any(_is_new_owner(event, plan) for event in after.stops):
            continue
        for taken in (clocks[name] for name in _awaited(after) if name in clocks):
            for clock in plan.deadlines:
                if clock is taken or set(clock.starts) != set(taken.starts) or not clock.stops:
                    continue
                if set(clock.stops) <= set(taken.stops) and _outlasts(clock, taken) and overlap(clock, taken, possible):
                    allowed = " or ".join(dict.fromkeys(row.text for row in clock.within))
                    what = (
                        f"{clock.name} allows {allowed}, and whoever has done nothing by {taken.within[0].text} loses "
                        f"the lead to {after.name}."
                    )
                    yield found(TAKEN_AWAY, clock.clause, what, "Take the lead away later, or shorten the limit.")


def _is_new_owner(event: str, plan: Plan) -> bool:
    seen = plan.events[event].seen if event in plan.events else None
    return isinstance(seen, FromChange) and plan.fields[seen.field].type == "owner"


def _awaited(clock: Deadline) -> Iterator[str]:
    for group in clock.starts:
        yield from (name.removeprefix("breach of ") for name in group if name.startswith("breach of "))


def _outlasts(clock: Deadline, taken: Deadline) -> bool:
    """Whether a limit of the clock is longer than the one after which the lead is taken away."""
    if len(taken.within) != 1 or clock.calendar != taken.calendar:
        return False
    apart = [longer(row.limit, taken.within[0].limit) for row in clock.within]
    return any(each is not None and each > 0 for each in apart)
