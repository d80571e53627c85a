"""What may follow a stage, told for one stage only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.columns import columns
from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

ONE_WAY = Code(
    "OLA291",
    "info",
    "What may follow, told for one stage only",
    """A document lists its stages, and says of one of them alone what may follow it. From the others a lead may go
anywhere, or nowhere: nobody can tell whether a move was allowed.

    | Status | Meaning |
    |---|---|
    | New | nobody has written |
    | Ready | qualified |
    | Resting | not now |
    | Lost | will not buy |

    Ready may only be followed by Resting or Lost.

Say of each stage what may follow, or that every other move is allowed.""",
)
_ONLY = re.compile(
    r"^(?P<stage>[A-Z][\w -]*?) (?:may|can|must) only (?:be followed by|go to|move to|become|turn into)\b"
)
_SEVERAL = 4  # so many stages make an order worth telling


def check(paper: Paper) -> Iterator[Finding]:
    """Find the one sentence that says what may follow a stage."""
    tables = paper.tables
    lists = [table for table in tables if columns(table).roles[:1] in {("stage",), ("status",)}]
    told = [
        (reading.unit, match["stage"])
        for reading in paper.readings
        if reading.unit.kind == "sentence" and (match := _ONLY.match(reading.unit.text)) is not None
    ]
    if len(told) == 1 and lists and len(lists[0].rows) >= _SEVERAL:
        unit, stage = told[0]
        message = (
            f"What may follow is told for {stage} alone, of the {len(lists[0].rows)} on line {lists[0].place.line}."
        )
        yield found(ONE_WAY, unit.place, message, "Say of each stage what may follow, or that all else is allowed.")
