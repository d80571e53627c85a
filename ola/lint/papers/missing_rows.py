"""A table over the stages that leaves one out."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.columns import columns
from ola.agreement.prose.naming import plain
from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import found
from ola.tree.markdown import Table

MISSING_ROWS = Code(
    "OLA278",
    "warning",
    "A table over the stages that leaves one out",
    """A second table has a row for nearly every stage or status, and none for some. What holds for those is not said.

    | Status | Meaning |
    |---|---|
    | New | nobody has written |
    | Claimed | a rep has it |
    | Resting | not now |

    | Status | What happens when the rep leaves |
    |---|---|
    | New | stays in the queue |
    | Claimed | goes to the stand-in |

Add the rows, or say that nothing happens there.""",
)
_MOST = 0.6  # a table that names this share of the stages goes through them


def check(paper: Paper) -> Iterator[Finding]:
    """Find tables that go through the stages and miss some."""
    tables = paper.tables
    lists = [table for table in tables if _declares(table)]
    for table in tables:
        if columns(table).roles[:1] not in {("stage",), ("status",)} or _declares(table) or not lists:
            continue
        every = {plain(row.cells[0].text): row.cells[0].text for row in lists[0].rows}
        said = " ; ".join(plain(row.cells[0].text) for row in table.rows)
        left_out = [name for key, name in every.items() if key not in said]
        named = len(every) - len(left_out)
        if left_out and named >= _MOST * len(every) and not _goes_on(table):
            message = f"The table has no row for {', '.join(left_out)}, which line {lists[0].place.line} lists."
            yield found(
                MISSING_ROWS, table.header[0].place, message, "Add the rows, or say that nothing happens there."
            )


def _declares(table: Table) -> bool:
    known = columns(table)
    return known.roles[:1] in {("stage",), ("status",)} and known.has_any("means", "when", "party")


def _goes_on(table: Table) -> bool:
    """Say whether the table tells what holds from a stage on, and so need not name all."""
    return table.header[0].text.lower().startswith("from")
