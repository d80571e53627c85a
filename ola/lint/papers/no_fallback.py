"""Tables that send leads somewhere and have no row for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.columns import columns
from ola.agreement.prose.paper import Paper
from ola.agreement.prose.tables.segments import REST
from ola.finding import Code, Finding
from ola.lint.papers.clause import found

NO_REST = Code(
    "OLA277",
    "warning",
    "A table without a row for the rest",
    """A table that gives leads a place, a group or a limit has no row for what no other row takes, such as leads
without the value it asks for. Those leads go nowhere.

    | Rule | Condition | Goes to |
    |---|---|---|
    | Large | headcount >= 750 | enterprise |
    | Small | headcount < 75 | small business |

Add a row "everything else".""",
)
_ANY = re.compile(
    r"\b(?:everything else|everyone else|all others?|otherwise|any other|the rest|default)\b", re.IGNORECASE
)


def check(paper: Paper) -> Iterator[Finding]:
    """Find tables of segments and routing without a last row."""
    seen: set[int] = set()
    for reading in paper.readings:
        table = reading.unit.table
        if table is None or table.place.line in seen:
            continue
        seen.add(table.place.line)
        known = columns(table)
        sorts = known.has("goes to", "when") or (known.roles[:1] == ("segment",) and known.has_any("countries", "when"))
        cells = [cell.text for row in table.rows for cell in row.cells]
        if sorts and not any(_ANY.search(cell) or REST.search(cell) for cell in cells):
            message = "No row of this table takes the leads that no other row takes."
            yield found(NO_REST, table.header[0].place, message, 'Add a row "everything else".')
