"""What reads one kind of table: which tables it takes, and what it makes of the header and of each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ola.agreement.prose.reading import Context, Outcome
from ola.agreement.prose.tables.columns import Columns
from ola.agreement.prose.units import Unit

Row = Callable[[Unit, Columns, Context], tuple[Outcome, ...]]


@dataclass(frozen=True, slots=True)
class TableReader:
    """One kind of table.

    `takes` looks at the table's unit (its header, headings and rows); `row` and `whole` give what a row, and the table
    as a whole, are understood as, nothing where they are not.
    """

    name: str
    takes: Callable[[Unit, Columns, Context], bool]
    row: Row
    whole: Row | None = None
