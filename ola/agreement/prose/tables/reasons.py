"""Tables with a column of values for each stage or status: reasons, sub-reasons, codes."""

from __future__ import annotations

from ola.agreement.prose.naming import key_of, plain
from ola.agreement.prose.reading import Checked, Context, Outcome, Put
from ola.agreement.prose.tables.columns import Columns, columns, is_empty
from ola.agreement.prose.tables.stage_field import stage_field
from ola.agreement.prose.tables.table_reader import TableReader
from ola.agreement.prose.units import Unit
from ola.agreement.prose.values import items, one_of, quoted, table
from ola.tree.words import Words


def _takes(unit: Unit, known: Columns, context: Context) -> bool:
    """Take a table whose every header is a stage or status that another table declares."""
    del known
    stages = context.once("stages and statuses", lambda: {plain(name.text) for name in _declared(context)})
    return len(unit.cells) > 1 and all(plain(cell.text) in stages for cell in unit.cells)


def _declared(context: Context) -> list[Words]:
    return [
        row.cells[0]
        for each in context.units
        if each.kind == "table"
        and each.table is not None
        and columns(each.table).roles[:1] in {("stage",), ("status",)}
        for row in each.table.rows
    ]


def _whole(unit: Unit, known: Columns, context: Context) -> tuple[Outcome, ...]:
    """Read which values belong to which stage; the heading above names the field."""
    del known
    if unit.table is None or not unit.headings:
        return ()
    named = unit.headings[-1].text.removesuffix("s")
    field, place = key_of(named), unit.place
    every: list[Words] = []
    puts: list[Put] = []
    for at, stage in enumerate(unit.cells):
        values = [row.cells[at] for row in unit.table.rows if at < len(row.cells) and not is_empty(row.cells[at])]
        every += values
        rule = {
            "when": f"{stage_field(context)} = {quoted(stage.text)}",
            "must": f"{field} in {one_of(each.text for each in values)}",
        }
        puts.append(Put(("rules", f"{named.lower()} at {stage.text}"), table(rule, stage.place)))
    once = list({each.text: each for each in every}.values())
    puts.insert(
        0, Put(("fields", field), table({"type": "choice", "label": named, "choices": items(once, place)}, place))
    )
    says = f"{named} has its own values at each of {', '.join(cell.text for cell in unit.cells)}."
    return (Checked("shape", says, tuple(puts), (), place),)


def _row(unit: Unit, known: Columns, context: Context) -> tuple[Outcome, ...]:
    del known, context
    values = [cell.text for cell in unit.cells if not is_empty(cell)]
    return (Checked("shape", f"Among the values are {', '.join(values)}.", (), (), unit.place),)


REASONS = TableReader("values for each stage", _takes, _row, _whole)
