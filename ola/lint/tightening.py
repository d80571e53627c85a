"""Exceptions that relax a limit to a shorter one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.lengths import longer

TIGHTENS = Code(
    "OLA264",
    "warning",
    "An exception that makes a limit shorter",
    """An exception relaxes a commitment, and for some leads the relaxed limit is shorter than the usual one: in the
rush that it was made for, they must be dealt with sooner.

    exceptions:
      surge: {when: count of mql in the last 7 days > 100, relaxes: first touch, within: 6 business hours}

`first touch` leaves most leads eight business hours as it is.

Relax every row to a longer limit.

Instead:

    exceptions:
      surge: {when: count of mql in the last 7 days > 100, relaxes: first touch, within: 9 business hours}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold every relaxed limit against those it takes the place of."""
    plan = agreement.plan
    clocks = {deadline.name: deadline for deadline in plan.deadlines}
    for exemption in plan.exemptions:
        # Rows of their own may well meet the rows that they are longer than.
        if len(exemption.within) != 1:
            continue
        relaxed = exemption.within[0]
        for name in exemption.relaxes:
            rows = clocks[name].within if name in clocks else ()
            shorter = [row for row in rows if (longer(relaxed.limit, row.limit) or 0) < 0]
            if shorter:
                usual = f"{shorter[0].text} of {shorter[0].said}" if shorter[0].said else shorter[0].text
                what = f"{exemption.name} relaxes {name} to {relaxed.text}, which is shorter than {usual}."
                yield found(TIGHTENS, exemption.clause, what, "Write a longer limit, or leave the exception out.")
