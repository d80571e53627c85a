"""Agreements that do not bind on the day: unsigned, retired, not begun, ended, or due for review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from ola.agreement.agreement import Agreement
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import Clause
from ola.tree.value import Mapping as Written

NOT_SIGNED = Code(
    "OLA211",
    "warning",
    "An agreement that nobody has signed",
    """The status is `draft` or `retired`, or is not given, which means draft. Findings against an agreement that
does not bind convince nobody.

    status: draft

Instead, once both sides have signed:

    status: signed""",
)
NOT_IN_FORCE = Code(
    "OLA212",
    "warning",
    "An agreement that is not in force",
    """On the day of the check the agreement has not begun, or has ended. Clocks that start outside its days are
excluded.

    effective: {from: 2025-01-01, until: 2026-01-01}

Agree on a new version, or check with the one that is in force (`--as-of` sets the day).

Instead:

    effective: {from: 2026-01-01, until: 2027-01-01}""",
)
REVIEW_GONE_BY = Code(
    "OLA213",
    "warning",
    "The day of the review has gone by",
    """The agreement names the day on which both sides look at it again, and that day is past. Definitions drift
when nobody does.

    review: {every: quarter, next: 2026-03-15}

Hold the review, and write down the next date.

Instead:

    review: {every: quarter, next: 2026-06-15}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:
    """Find what keeps the agreement from binding on the day."""
    head, tree = agreement.header, agreement.tree
    today = as_of.astimezone(ZoneInfo(head.zone)).date()
    if head.status in ("draft", "retired"):
        status = f"Its status is {head.status}" if "status" in tree else "It states no status, so it is a draft"
        advice = "Write status: signed once both sides have signed."
        yield found(NOT_SIGNED, _clause("status", tree), f"{status}; it does not bind.", advice)
    if head.since is not None and today < head.since:
        what = f"It is in force from {head.since}, and the day is {today}."
        yield found(NOT_IN_FORCE, _clause("effective", tree), what, "Check with the version in force.")
    if head.until is not None and today >= head.until:
        what = f"It ended on {head.until}, and the day is {today}."
        yield found(NOT_IN_FORCE, _clause("effective", tree), what, "Agree on a new version.")
    if head.review_next is not None and head.review_next < today:
        what = f"The review was due on {head.review_next}, and the day is {today}."
        yield found(REVIEW_GONE_BY, _clause("review", tree), what, "Hold it, and write down the next date.")


def _clause(section: str, tree: Written) -> Clause:
    entry = tree.entry(section) or tree.entry("ola")
    place = entry.key.place if entry is not None else tree.place
    return Clause(section, place=place)
