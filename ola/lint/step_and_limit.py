"""Steps on the wrong side of a limit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.lengths import longer
from ola.lint.step_order import Placed, steps
from ola.plan import Deadline, LimitRow

ACROSS = Code(
    "OLA240",
    "warning",
    "A step that some limits come before, and others after",
    """A step is set at a length of time, and the limits are a table. Some of them have run out by then and others have
not, so the same step warns of one and punishes another, or takes a lead away before its own limit is over.

    commitments:
      answer:
        owed_by: sales
        starts: mql
        stops: meeting
        within: {tier A: 2 hours, otherwise: 8 hours}
        steps: {4 hours: the lead is given to somebody else}
        target: 90% per month

Write a share of the limit, which is right for every row.

Instead:

    commitments:
      answer:
        owed_by: sales
        starts: mql
        stops: meeting
        within: {tier A: 2 hours, otherwise: 8 hours}
        steps: {200%: the lead is given to somebody else}
        target: 90% per month""",
)
WARNS_TOO_LATE = Code(
    "OLA241",
    "warning",
    "A warning that comes when the limit is over",
    """A step warns, reminds or nudges somebody, and it comes at the limit or after it, when nothing can be saved any
more.

    commitments:
      routing:
        owed_by: marketing
        starts: created
        stops: assigned
        within: 15 minutes
        steps: {20 minutes: remind the desk}

Warn before the limit, or say what happens after it.

Instead:

    commitments:
      routing:
        owed_by: marketing
        starts: created
        stops: assigned
        within: 15 minutes
        steps: {10 minutes: remind the desk}""",
)
_WARNS = re.compile(r"\b(?:warn|remind|nudge|heads[- ]up)s?\b", re.IGNORECASE)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold every step against the limits of its commitment."""
    for deadline in agreement.plan.deadlines:
        for step in steps(deadline, agreement):
            over = [(row, after) for row in deadline.within if (after := _after(step, row)) is not None]
            gone = [row for row, after in over if after >= 0]
            running = [row for row, after in over if after < 0]
            if gone and running:
                what = f"At {step.name} {_limit(gone[0], deadline)} is over, and {_limit(running[0], deadline)} is not."
                yield found(ACROSS, deadline.clause, what, "Write a share of the limit, such as 75%.", step.place)
            elif gone and len(gone) == len(deadline.within) and _WARNS.search(step.step.action):
                what = f"At {step.name} it is too late to {_verb(step)}: {_limit(gone[0], deadline)} is over by then."
                yield found(WARNS_TOO_LATE, deadline.clause, what, "Warn before the limit, such as at 75%.", step.place)


def _after(step: Placed, row: LimitRow) -> float | None:
    """Give by how much a step comes after a limit; nothing where that hangs on calendars."""
    if step.step.at is not None:
        return step.step.at - 1
    return None if step.step.after is None else longer(step.step.after, row.limit)


def _limit(row: LimitRow, deadline: Deadline) -> str:
    return f"the limit of {row.said} ({row.text})" if len(deadline.within) > 1 else f"the limit of {row.text}"


def _verb(step: Placed) -> str:
    said = step.step.action.lower()
    return next((word for word in ("remind", "nudge") if word in said), "warn")
