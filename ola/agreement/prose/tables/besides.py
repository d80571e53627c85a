"""The cells of a row that its kind of table does not read: said to people, or not understood, but never dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ola.agreement.prose.columns import Columns, Role, is_empty
from ola.agreement.prose.for_people import is_said_for_people, said_for_people
from ola.agreement.prose.reading import Ambiguous, Context, ForPeople, NotUnderstood, Outcome
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.tree.markdown import cell_spans

# Columns that tell people something in whichever table they stand, and what it is.
_ASIDE: Mapping[Role, str] = {"note": "a note", "example": "an example", "number": "a number of the row"}


def with_every_cell(
    outcomes: tuple[Outcome, ...], reader: TableReader, unit: Unit, columns: Columns, context: Context
) -> tuple[Outcome, ...]:
    """Give what a row is understood as, with an outcome for each cell that its reader does not read.

    A row that is offered instead says of such a cell that it is for people, so that it can be read in full.
    """
    beside = {at: _beside(at, reader, unit, columns) for at in _unread(reader, unit, columns, context)}
    if outcomes and isinstance(beside.get(0), NotUnderstood):
        return (NotUnderstood(None, unit.place),)  # the first cell says of what the others speak
    if not outcomes or all(isinstance(each, NotUnderstood) for each in outcomes):
        beside = {at: each for at, each in beside.items() if isinstance(each, NotUnderstood)}
        shown: tuple[Outcome, ...] = ()
    else:
        shown = tuple(beside.values())
    left = [at for at, each in beside.items() if isinstance(each, NotUnderstood)]
    left += [at for at, cell in enumerate(unit.cells) if at and NotUnderstood(None, cell.place) in outcomes]
    return (*(_marked(each, left) for each in outcomes), *shown)


def _unread(reader: TableReader, unit: Unit, columns: Columns, context: Context) -> list[int]:
    if reader.uses is None:
        return []
    read = reader.also(unit, columns, context) if reader.also is not None else ()
    return [
        at
        for at, (cell, role) in enumerate(zip(unit.cells, columns.roles, strict=False))
        if not is_empty(cell) and role not in reader.uses and at not in read
    ]


def _beside(at: int, reader: TableReader, unit: Unit, columns: Columns) -> ForPeople | NotUnderstood:
    role, place = columns.roles[at], unit.cells[at].place
    about = None if role is None else reader.aside.get(role) or _ASIDE.get(role)
    return NotUnderstood(None, place) if about is None else ForPeople(about, place)


def _marked(outcome: Outcome, cells: list[int]) -> Outcome:
    """Say of cells of the rows that an outcome offers that they are for people."""
    match outcome:
        case Ambiguous() if cells:
            return outcome.offering(lambda way: _row(way, cells))
        case NotUnderstood(nearest) if cells and nearest is not None:
            return replace(outcome, nearest=_row(nearest, cells))
        case _:
            return outcome


def _row(text: str, cells: list[int]) -> str:
    told = [text[start:end].strip() for start, end in cell_spans(text)]
    for at in cells:
        if at < len(told) and told[at] and not is_said_for_people(told[at]):
            told[at] = said_for_people(told[at])
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in told)
