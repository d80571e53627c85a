"""A signature that is missing among others."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.columns import columns, is_empty
from ola.agreement.prose.paper import Paper
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

UNSIGNED = Code(
    "OLA285",
    "warning",
    "A signature that is missing",
    """Some have signed a document with a date, and one has not. Whether it is in force is open.

    | Name | Function | Date |
    |---|---|---|
    | Anneke | Product | 3 Feb |
    | Wanjiru | Operations | |

Have it signed, or take the row out.""",
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find rows of signatures without a date, where others have one."""
    for table in paper.tables:
        known = columns(table)
        if not known.has("person", "date"):
            continue
        at = known.roles.index("date")
        dated = [not is_empty(row.cells[at]) for row in table.rows]
        for row, has_date in zip(table.rows, dated, strict=True):
            if not has_date and any(dated):
                message = f"{row.cells[0].text} has not signed, and others have."
                yield found(UNSIGNED, row.cells[0].place, message, "Have it signed, or take the row out.")
