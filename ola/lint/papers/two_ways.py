"""A stage whose meaning is told in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.columns import columns, is_empty
from ola.agreement.prose.paper import Paper
from ola.agreement.prose.units import Unit
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

TWO_WAYS = Code(
    "OLA286",
    "info",
    "A stage told in two places",
    """A table says when a lead is in a stage, and a sentence elsewhere says it again, with another condition. Which of
them decides is left to the reader.

    | Status | Meaning |
    |---|---|
    | Silent | no answer for 3 weeks |

    A second no-show means Silent.

Say in one place all that leads there: "no answer for 3 weeks, or a second no-show".""",
)
_LEADS_TO = (
    r"\bmeans (?:that )?(?:the lead is )?{0}",
    r"\bset (?:the )?[\w ]*?(?:to|on) {0}",
    r"\b(?:stays?|remains?|becomes?|become) (?:an? )?{0}",
    r"\b(?:straight|directly) to {0}",
    r"\bto get (?:from [\w ]+ )?to {0}",
    r"\bis (?:an? )?{0} (?:from|if|when|once)\b",
    r"\bcounts? as (?:an? )?{0}",
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find sentences that say when a lead is in a stage which a table tells of already."""
    told = dict(_definitions(paper))
    sentences = [reading.unit for reading in paper.readings if reading.unit.kind == "sentence"]
    for stage, row in told.items():
        patterns = [re.compile(each.format(re.escape(stage)), re.IGNORECASE) for each in _LEADS_TO]
        for unit in sentences:
            if any(pattern.search(unit.text) for pattern in patterns):
                message = f"What makes a lead {stage} is told here, and on line {row.place.line} with other words."
                yield found(TWO_WAYS, unit.place, message, "Say in one place all that leads there.")


def _definitions(paper: Paper) -> Iterator[tuple[str, Unit]]:
    """Give the stages and statuses with the row, or the entry, that says what each is."""
    for reading in paper.readings:
        unit = reading.unit
        if unit.kind == "row" and unit.table is not None:
            known = columns(unit.table)
            said = known.cell(unit, "means", "when")
            if known.roles[:1] in {("stage",), ("status",)} and said is not None and not is_empty(said):
                yield unit.cells[0].text, unit
        elif unit.kind == "code" and len(unit.headings) > 1 and unit.headings[-1].text in {"definition", "criteria"}:
            yield unit.headings[-2].text, unit
