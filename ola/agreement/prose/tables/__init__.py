"""Tables of a document, told apart by what their columns hold: one file a kind, all of them in `TABLES`."""

from __future__ import annotations

from ola.agreement.prose.reading import Context, Reading
from ola.agreement.prose.tables.columns import columns
from ola.agreement.prose.tables.fields import CLASSIFICATION, FIELDS, REQUIRED
from ola.agreement.prose.tables.goals import GOALS
from ola.agreement.prose.tables.limits import LIMITS
from ola.agreement.prose.tables.people import SIGNATURES
from ola.agreement.prose.tables.points import POINTS
from ola.agreement.prose.tables.reasons import REASONS
from ola.agreement.prose.tables.segments import COUNTRIES, GROUPS, ROUTING
from ola.agreement.prose.tables.stages import STAGES
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit

__all__ = ["TABLES", "read_table"]

TABLES: tuple[TableReader, ...] = (
    SIGNATURES,
    REASONS,
    REQUIRED,
    CLASSIFICATION,
    POINTS,
    FIELDS,
    ROUTING,
    COUNTRIES,
    GROUPS,
    GOALS,
    LIMITS,
    STAGES,
)


def read_table(unit: Unit, context: Context) -> Reading | None:
    """Read a table as a whole, or one of its rows, by the first kind that takes the table."""
    if unit.table is None:
        return None
    header = next((each for each in reversed(context.units[: context.at + 1]) if each.kind == "table"), unit)
    known = columns(unit.table)
    reader = next((each for each in TABLES if each.takes(header, known, context)), None)
    if reader is None:
        return None
    if unit.kind == "table":
        outcomes = reader.whole(unit, known, context) if reader.whole is not None else ()
    else:
        outcomes = reader.row(unit, known, context)
    return Reading(unit, outcomes) if outcomes else None
