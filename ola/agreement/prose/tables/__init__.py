"""Tables of a document, told apart by what their columns hold: one file a kind, all of them in `TABLES`."""

from __future__ import annotations

from ola.agreement.prose.columns import columns
from ola.agreement.prose.reading import Context, Reading
from ola.agreement.prose.tables.banded import BANDED
from ola.agreement.prose.tables.besides import with_every_cell
from ola.agreement.prose.tables.fields import CLASSIFICATION, FIELDS, REQUIRED
from ola.agreement.prose.tables.goals import GOALS
from ola.agreement.prose.tables.limits import LIMITS
from ola.agreement.prose.tables.meanings import MEANINGS
from ola.agreement.prose.tables.moved_on import MOVED_ON
from ola.agreement.prose.tables.overdue import OVERDUE
from ola.agreement.prose.tables.people import FOR_PEOPLE
from ola.agreement.prose.tables.points import POINTS
from ola.agreement.prose.tables.reasons import REASONS, VALUES
from ola.agreement.prose.tables.responses import RESPONSES
from ola.agreement.prose.tables.segments import COUNTRIES, GROUPS, ROUTING
from ola.agreement.prose.tables.stages import STAGES
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit

__all__ = ["TABLES", "read_table"]

TABLES: tuple[TableReader, ...] = (
    *FOR_PEOPLE,
    MEANINGS,
    OVERDUE,
    MOVED_ON,
    REASONS,
    VALUES,
    REQUIRED,
    CLASSIFICATION,
    POINTS,
    FIELDS,
    ROUTING,
    COUNTRIES,
    BANDED,
    RESPONSES,
    GROUPS,
    GOALS,
    LIMITS,
    STAGES,
)


def read_table(unit: Unit, context: Context) -> Reading | None:
    """Read a table as a whole, or one of its rows, by the first kind that takes the table."""
    if unit.table is None:
        return None
    known = columns(unit.table)
    reader = context.once(("table", unit.table.place), lambda: _reader(unit, context))
    if reader is None:
        return None
    if unit.kind == "table":
        outcomes = reader.whole(unit, known, context) if reader.whole is not None else ()
    else:
        outcomes = with_every_cell(reader.row(unit, known, context), reader, unit, known, context)
    return Reading(unit, outcomes) if outcomes else None


def _reader(unit: Unit, context: Context) -> TableReader | None:
    """Find the kind that takes the table of a unit."""
    at = context.at
    while at > 0 and context.units[at].kind != "table":
        at -= 1
    header = context.units[at] if context.units[at].kind == "table" else unit
    known = columns(unit.table) if unit.table is not None else None
    return next((each for each in TABLES if known is not None and each.takes(header, known, context)), None)
