"""The same day for all, and the next day for what comes late."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import clauses, found

CUTOFF = Code(
    "OLA290",
    "warning",
    "The same day, and a cutoff elsewhere",
    """One sentence promises the same day for every lead, another lets what comes after an hour wait for the next day.
Read alone, the first is broken by every lead that the second excuses.

    Leads are answered the same working day. Anything that lands after 15:00 may wait until the next working day.

Put the cutoff into the promise: "the same working day, what lands after 15:00 the next".""",
)
_LATE = re.compile(
    r"\b(?:after|later than|past) \d{1,2}(?:[:.]\d{2})?\b.*\bnext (?:working |business )?day\b", re.IGNORECASE
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find cutoffs beside promises for the same day."""
    same_day = [clause for clause in clauses(paper, "deadline") if any("same" in bound for bound in clause.about.bound)]
    for unit in (reading.unit for reading in paper.readings):
        if _LATE.search(unit.text) and same_day and "same" not in unit.text:
            lines = ", ".join(dict.fromkeys(str(clause.line) for clause in same_day))
            message = f"What comes late may wait here; line {lines} promises the same day for all."
            yield found(CUTOFF, unit.place, message, "Put the cutoff into the promise.")
