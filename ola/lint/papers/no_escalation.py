"""Limits of which nobody is told when they are missed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import clauses, found

NO_ESCALATION = Code(
    "OLA283",
    "info",
    "Nobody is told when a limit is missed",
    """The document has limits, and nothing happens when one is missed or about to be: nobody is warned, told or
relieved.

    Every new lead hears from us within 18 hours.

Add what follows: "after 12 hours the owner is reminded, after 18 hours the team lead is told".""",
)
_FOLLOWS = re.compile(
    r"\b(?:escalat|alert|notif|remind|warn|alarm|told\b|ping|reassign|moves? to the|takes? it over|rings?\b)",
    re.IGNORECASE,
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find a document with limits and without any step."""
    timed = [clause for clause in clauses(paper, "deadline") if clause.lengths]
    if timed and not any(
        _FOLLOWS.search(reading.unit.text) for reading in paper.readings if _is_step(reading.unit.text)
    ):
        message = "The document has limits, and nobody is told when one is missed."
        yield found(NO_ESCALATION, timed[0].place, message, "Add who is told, and after what time.")


def _is_step(text: str) -> bool:
    """Say whether a sentence tells of a time, so that what it tells may be a step."""
    return re.search(r"\d|\b(?:half|twice|limit|overdue|late|missed|unclaimed|untouched)\b", text) is not None
