"""Leads taken in the order they came, and some of them due sooner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import clauses, found

IN_TURN = Code(
    "OLA289",
    "warning",
    "First come, first served, and some leads due sooner",
    """One sentence has leads dealt with in the order they came, another gives some of them a shorter time. To keep the
second, the first has to be broken.

    Leads are dealt with in the order they arrived. Leads with a score of 60 or more hear from us within 2 hours.

Say which leads go first.""",
)
_TURN = re.compile(
    r"\bin the order (?:in which )?they (?:arrived?|came|come)\b|\bfirst[- ]come\b|\bfirst in,? first out\b",
    re.IGNORECASE,
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find a word on order beside a limit for some leads only."""
    scoped = [clause for clause in clauses(paper, "deadline") if clause.about.scope and clause.lengths]
    for unit in (reading.unit for reading in paper.readings):
        if _TURN.search(unit.text) and scoped:
            message = (
                f"Leads go in the order they came, and line {scoped[0].line} gives some of them {scoped[0].lengths[0]}."
            )
            yield found(IN_TURN, unit.place, message, "Say which leads go first.")
