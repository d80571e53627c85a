"""Tables for people: who signs."""

from __future__ import annotations

from ola.agreement.prose.reading import Context, ForPeople, Outcome
from ola.agreement.prose.tables.columns import Columns
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit


def _takes(unit: Unit, columns: Columns, context: Context) -> bool:
    del unit, context
    return columns.has("person") and columns.has_any("function", "date")


def _row(unit: Unit, columns: Columns, context: Context) -> tuple[Outcome, ...]:
    del columns, context
    return (ForPeople("a signature", unit.place),)


SIGNATURES = TableReader("signatures", _takes, _row)
