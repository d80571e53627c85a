"""Something that counts in one place and does not in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

EVIDENCE = Code(
    "OLA288",
    "warning",
    "Something that counts here and does not there",
    """One sentence says that a call or a mail does not stop the clock, another that it does. Every verdict hangs on it.

    A call or an email on its own does not close the clock. As long as the email is logged in time you are fine.

Say once what counts.""",
)
_THINGS = (
    "email",
    "e-mail",
    "mail",
    "call",
    "voicemail",
    "message",
    "meeting",
    "task",
    "auto-reply",
    "confirmation",
    "claim",
)
_NOT = re.compile(
    r"\b(?:does not|do not|doesn't|don't|is not|never) (?:close|stop|count|end|fulfil)|\bis no contact\b", re.IGNORECASE
)
_YES = re.compile(
    r"\b(?:you are fine|is enough|will do|counts?|stops the clock|closes the clock|fulfils)\b", re.IGNORECASE
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find things that one sentence takes for evidence and another refuses."""
    units = [reading.unit for reading in paper.readings if reading.unit.kind in {"sentence", "row"}]
    refused = [(unit, thing) for unit in units if _NOT.search(unit.text) for thing in _named(unit.text)]
    for unit in units:
        if _NOT.search(unit.text) or not _YES.search(unit.text):
            continue
        for other, thing in refused:
            if thing in _named(unit.text):
                message = f"The {thing} counts here, and on line {other.place.line} it does not."
                yield found(EVIDENCE, unit.place, message, "Say once what counts.")


def _named(text: str) -> frozenset[str]:
    low = text.lower()
    return frozenset(thing for thing in _THINGS if re.search(rf"\b{thing}s?\b", low))
