"""Two targets for one figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import clauses, found

TWO_TARGETS = Code(
    "OLA271",
    "warning",
    "Two targets for one figure in a document",
    """Two sentences or rows give what sounds like one figure two shares: of those inside the limit, of those reached.
They may mean different leads or periods, and do not say so.

    | Figure | Goal | How often |
    |---|---|---|
    | closed clocks inside the limit | at least 92% | monthly |

    Each team keeps at least 95% of its clocks inside the limit per month.

Name the leads and the period of each, or keep one.""",
)
# What a share is told to be of, by the words that say so: two shares of one of these are two targets of one figure.
FIGURES = {
    "inside the limit": re.compile(
        r"\binside\b|\bin (?:the )?(?:limit|time)\b|\bwithin (?:the |their )?(?:limit|sla)\b|\bon time\b", re.IGNORECASE
    ),
    "accepted": re.compile(r"\baccept(?:ed|ance)\b", re.IGNORECASE),
    "reached": re.compile(r"\breached\b|\bcontact rate\b", re.IGNORECASE),
    "duplicates": re.compile(r"\bduplicates?\b|\bheld twice\b", re.IGNORECASE),
}


def check(paper: Paper) -> Iterator[Finding]:
    """Find figures that have two shares as their target."""
    told = [
        (clause, next((name for name, words in FIGURES.items() if words.search(clause.unit.text)), None), shares)
        for clause in clauses(paper, "goal")
        if (shares := tuple(figure for figure in clause.outcome.figures if figure.endswith("%")))
    ]
    for (one, figure, first), (other, same, second) in combinations(told, 2):
        # The rows of one table are told apart by what they name.
        together = one.unit.table is not None and one.unit.table is other.unit.table
        if figure is not None and figure == same and first[0] != second[0] and not together:
            message = f"Here {second[0]} are to be {figure}, and on line {one.line} {first[0]}."
            yield found(TWO_TARGETS, other.place, message, "Name the leads and the period of each, or keep one.")
