"""What reads one kind of table: which tables it takes, and what it makes of the header and of each row."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from ola.agreement.prose.columns import Columns, Role
from ola.agreement.prose.reading import Context, Outcome
from ola.agreement.prose.units import Unit

Row = Callable[[Unit, Columns, Context], tuple[Outcome, ...]]
Takes = Callable[[Unit, Columns, Context], bool]


@dataclass(frozen=True, slots=True)
class TableReader:
    """One kind of table.

    `takes` looks at the table's unit (its header, headings and rows); `row` and `whole` give what a row, and the table
    as a whole, are understood as, nothing where they are not. `uses` are the roles of the columns that `row` reads:
    what another column holds is told beside it, and not dropped; it is nothing for a reader that takes care of every
    cell itself. `aside` are roles that this kind leaves to people, and what is told there; `also` gives the
    cells that are read whatever their column.
    """

    name: str
    takes: Takes
    row: Row
    whole: Row | None = None
    uses: frozenset[Role] | None = None
    aside: Mapping[Role, str] = field(default_factory=dict)
    also: Callable[[Unit, Columns, Context], Container[int | None]] | None = None
