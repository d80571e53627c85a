"""Tables of criteria, read as lists are: with the sentence above that says whose criteria they are."""

from __future__ import annotations

from ola.agreement.prose.columns import columns, is_empty
from ola.agreement.prose.lists.criteria import code_of, criteria_of, read_criterion
from ola.agreement.prose.lists.listed import list_of
from ola.agreement.prose.reading import Context, ForPeople, NotUnderstood, Outcome, Reading
from ola.agreement.prose.sentences.says_all import says_all
from ola.agreement.prose.units import Unit
from ola.agreement.prose.written import row_with

_READ = 2  # the cells that are read: what is looked at, and what it must be


def read_row_of_criteria(unit: Unit, context: Context) -> Reading | None:
    """Read a row of a table of criteria; nothing where the table is of another kind."""
    if unit.kind != "row" or unit.table is None:
        return None
    listed = list_of(context)
    item = listed.item_at(context.at) if listed is not None else None
    if listed is None or item is None:
        return None
    found = context.once(("criteria", listed.lead_at), lambda: criteria_of(listed))
    if found is None:
        return None
    outcome = read_criterion(item, found)
    if outcome is None or not says_all(outcome, item.sentence):
        outcome = NotUnderstood(row_with(unit, context.document.source, {1: code_of(item)}), unit.place)
    return Reading(unit, (outcome, *_beside(unit)))


def _beside(unit: Unit) -> list[Outcome]:
    """Give what stands in further columns: notes are for people, anything else is not understood."""
    roles = columns(unit.table).roles if unit.table is not None else ()
    return [
        ForPeople("a note", cell.place) if role in {"note", "example"} else NotUnderstood(None, cell.place)
        for cell, role in list(zip(unit.cells, roles, strict=False))[_READ:]
        if not is_empty(cell)
    ]
