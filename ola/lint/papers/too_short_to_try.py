"""Attempts that take longer than the decision they must come before."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.acts import act_of
from ola.lint.papers.clause import clauses, found

TOO_SHORT_TO_TRY = Code(
    "OLA274",
    "warning",
    "A decision due before the attempts it needs",
    """A lead may be given up only after so many attempts over so many days, and must be accepted or rejected sooner.
Both cannot be kept.

    At least 7 touches over 18 days before an MQL is turned down. Every MQL is accepted or turned down within 72 hours.

Let the decision wait for the attempts, or ask for fewer.""",
)
_LONG = frozenset({"day", "week", "month"})
_BEFORE = ("turned down", "rejected", "reject", "give up", "given up", "let go", "disqualified", "closed")


def check(paper: Paper) -> Iterator[Finding]:
    """Find decisions in hours that attempts over days must come before."""
    every = list(clauses(paper, "deadline"))
    tries = [
        clause
        for clause in every
        if clause.lengths
        and clause.lengths[0].unit in _LONG
        and any("before" in clause.unit.text and word in clause.unit.text for word in _BEFORE)
    ]
    for clause in every:
        if act_of(clause) != "accepting or rejecting" or not clause.lengths or clause.lengths[0].unit in _LONG:
            continue
        for attempt in tries:
            message = (
                f"Accepting or rejecting is due in {clause.lengths[0]}, and the attempts before it take "
                f"{attempt.lengths[0]} (line {attempt.line})."
            )
            advice = "Let the decision wait for the attempts, or ask for fewer."
            yield found(TOO_SHORT_TO_TRY, clause.place, message, advice)
