"""A clock that a document describes and gives no limit."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import found
from ola.tree.value import Mapping

UNFINISHED_CLOCK = Code(
    "OLA281",
    "warning",
    "A clock without a limit",
    """Sentences say when a clock opens or closes, and none says within what time. Nobody can be late by it.

    The clock starts when a lead becomes an MQL. The clock stops when the lead is accepted.

Say within how long, on which calendar, and who owes it.""",
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find commitments that have a start or a stop and no limit."""
    commitments = paper.tree.get("commitments")
    for entry in commitments.entries if isinstance(commitments, Mapping) else ():
        told = entry.value
        if (
            isinstance(told, Mapping)
            and ("stops" in told or "starts" in told)
            and "within" not in told
            and "sequence" not in told
        ):
            message = f"The clock “{entry.name}” has no limit: nothing says within what time."
            yield found(
                UNFINISHED_CLOCK, entry.key.place, message, "Say within how long, on which calendar, and who owes it."
            )
