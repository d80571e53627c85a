"""A stage that is final, and left all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

FINAL_AND_LEFT = Code(
    "OLA275",
    "warning",
    "A stage that is final and left again",
    """One sentence says that a stage is final, another lets a lead come back from it.

    Closed Out is final. If somebody closed out comes back with a demo request, set Ready.

Write the exception into the rule: "Closed Out is final, except for a demo request".""",
)
_FINAL = re.compile(r"^(?P<stage>[A-Z][\w -]*?) (?:is|are|stays|remains) (?:final|the end|forever|for good)\b")
_BACK = re.compile(r"\b(?:comes? back|returns?|becomes?|re-?opens?|set (?:to )?[A-Z]|goes? back|moves? (?:back )?to)\b")


def check(paper: Paper) -> Iterator[Finding]:
    """Find stages called final that another sentence leaves."""
    said = [reading.unit for reading in paper.readings if reading.unit.kind in {"sentence", "row"}]
    for unit in said:
        final = _FINAL.match(unit.text)
        if final is None:
            continue
        for other in said:
            named = other.text.lower().find(final["stage"].lower())
            if other is not unit and named >= 0 and _BACK.search(other.text, named):
                message = f"{final['stage']} is left here, and on line {unit.place.line} it is final."
                yield found(FINAL_AND_LEFT, other.place, message, "Write the exception into the rule.")
