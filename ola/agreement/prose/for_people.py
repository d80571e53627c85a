"""What a document says to people only, by saying so: `For people: …`, `… (for people)`, a heading "For people"."""

from __future__ import annotations

import re

from ola.agreement.prose.reading import Context, ForPeople, Reading
from ola.agreement.prose.units import Unit
from ola.agreement.prose.written import entry_with, is_inside_bold, row_with, without_cell, written
from ola.source import Source
from ola.tree.words import Words

SAID = "said to be for people"
_OPENS = re.compile(r"for people\s*:", re.IGNORECASE)
_ENDS = re.compile(r"\(for people\)\s*$", re.IGNORECASE)
_WHOLE = re.compile(r"(?:for people|.*\(for people\))\s*[:.]?\s*$", re.IGNORECASE)


def read_said_for_people(unit: Unit, context: Context) -> Reading | None:
    """Read what is marked as for people: a sentence, a row by its first cell, or all below a heading or a line."""
    del context
    return Reading(unit, (ForPeople(SAID, unit.place),)) if is_for_people(unit) else None


def is_for_people(unit: Unit) -> bool:
    """Say that a unit is marked as for people, or stands below what is."""
    if any(_WHOLE.match(heading.text.replace("_", " ")) for heading in unit.headings):
        return True
    if unit.lead is not None and _says_only_so(unit.lead):
        return True
    if unit.table is not None:
        return any(bool(row) and _ENDS.search(row[0].text) is not None for row in (unit.cells, unit.table.header))
    named = unit.title is not None and _OPENS.fullmatch(f"{unit.title.text}:") is not None
    return named or _OPENS.match(unit.text) is not None


def _says_only_so(lead: Words) -> bool:
    return _OPENS.fullmatch(lead.text.strip()) is not None


def cells_for_people(unit: Unit) -> tuple[int, ...]:
    """Give the cells of a row, behind the first, that are marked as for people while the rest of it is not."""
    if unit.kind != "row":
        return ()
    return tuple(at for at, cell in enumerate(unit.cells) if at and _ENDS.search(cell.text))


def without_them(unit: Unit) -> Unit:
    """Give a row with the cells that are for people emptied."""
    for at in cells_for_people(unit):
        unit = without_cell(unit, at)
    return unit


def line_for_people(unit: Unit, source: Source) -> str:
    """Write a unit anew as one that is for people."""
    match unit.kind:
        case "row" | "table":
            return row_for_people(unit, source, 0)
        case "code":
            return entry_with(unit, source, f"For people: {unit.text}")
        case _:
            opening = "For people:" if is_inside_bold(unit, source) else "**For people:**"
            return f"{opening} {written(unit.words, source)}"


def row_for_people(unit: Unit, source: Source, *cells: int) -> str:
    """Write a row anew with some of its cells for people; the first stands for all of it."""
    return row_with(unit, source, {at: said_for_people(written(unit.cells[at], source)) for at in cells})


def said_for_people(cell: str) -> str:
    """Write a cell anew as one for people."""
    return f"{cell} (for people)".strip()


def is_said_for_people(cell: str) -> bool:
    """Say that a cell is marked so."""
    return _ENDS.search(cell) is not None
