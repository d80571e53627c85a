"""An agreement in which one side owes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.agreement.prose.reading import Ambiguous, Checked
from ola.agreement.prose.sentences.questions import NO_PARTY
from ola.finding import Code, Finding
from ola.lint.papers.clause import PaperClause, clauses, found

ONE_SIDE = Code(
    "OLA284",
    "info",
    "One side owes nothing in a document",
    """Every promise of the document binds one side. An agreement that both sign says what each owes the other: leads in
number, quality and completeness from the one, time and feedback from the other.

    - Sales answers every MQL within 4 business hours.
    - Sales accepts or rejects every MQL within 8 business hours.
    - Sales closes every lead within 10 business days.

Add what marketing delivers, or say that the page is one team's own rule.""",
)
_MARKETING = re.compile(r"\bmarketing\b|\bgrowth\b|\bdemand gen", re.IGNORECASE)
_SALES = re.compile(r"\bsales\b|\b(?:[SBMXIL]DR|AE|ISR|PDR|TAE|rep|account (?:manager|executive))s?\b")


_SEVERAL = 3
_FIRST = 6  # among these words of a promise stands who makes it


def check(paper: Paper) -> Iterator[Finding]:
    """Find a document with several promises of which none binds marketing, or none binds the sales side."""
    promises = list(clauses(paper, "deadline", "goal"))
    sides = {side for clause in promises for side in _sides(clause)}
    if len(promises) < _SEVERAL or sides == {"marketing", "sales"}:
        return
    without = "marketing" if "marketing" not in sides else "the sales side"
    message = f"No promise of this document binds {without}."
    yield found(ONE_SIDE, promises[0].place, message, f"Add what {without} owes, or say that it is one team's rule.")


def _sides(clause: PaperClause) -> Iterator[str]:
    """Tell which side a promise binds: the one it names first, in the document's words or in ola's own."""
    outcome = clause.outcome
    asked = isinstance(outcome, Ambiguous) and any(question.code == NO_PARTY.code for question in outcome.questions)
    says = "" if asked else outcome.says if isinstance(outcome, Checked) else _first_choice(outcome)
    who = f"{' '.join(says.split()[:_FIRST])} {' '.join(clause.unit.text.split()[:_FIRST])} {clause.about.party}"
    if _MARKETING.search(who):
        yield "marketing"
    if _SALES.search(who):
        yield "sales"


def _first_choice(outcome: Ambiguous) -> str:
    return next((way for question in outcome.questions for way in question.choices), "")
