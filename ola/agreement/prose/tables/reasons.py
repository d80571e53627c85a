"""Tables with a column of values for each stage or status: reasons, sub-reasons, codes."""

from __future__ import annotations

import re

from ola.agreement.prose.columns import Columns, columns, is_empty
from ola.agreement.prose.facts import read_facts
from ola.agreement.prose.naming import key_of, plain
from ola.agreement.prose.phrases.quantities import quantities
from ola.agreement.prose.reading import Checked, Context, ForPeople, NotUnderstood, Outcome, Put
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


# ── a row for each value ────────────────────────────────────────────────────────────────────────


def value_name(unit: Unit) -> str:
    """Name the field whose values stand in the first column: `Reason` below "Rejection reasons" is one of those."""
    head = unit.cells[0].text.strip(" :*")
    heading = unit.headings[-1].text if unit.headings else ""
    is_short = head.lower() in {"reason", "code", "reason code"}
    return heading[:-1] if is_short and heading.lower().endswith(("reasons", "codes")) else head


def lists_values(unit: Unit) -> bool:
    """Say that the rows of a table are the values of a field: reasons or codes, each once."""
    if (
        unit.table is None
        or columns(unit.table).roles[:1] != ("reason",)
        or not columns(unit.table).has_any("means", "when")
    ):
        return False
    named = [plain(row.cells[0].text) for row in unit.table.rows]
    return len(named) > 1 and len(set(named)) == len(named) and all(named)


def _takes_values(unit: Unit, known: Columns, context: Context) -> bool:
    del known, context
    return lists_values(unit)


def _listed(unit: Unit, known: Columns, context: Context) -> tuple[Outcome, ...]:
    """Take the first column as the values of the field that its header or the heading above names."""
    del known, context
    if unit.table is None:
        return ()
    name, values = value_name(unit), [row.cells[0] for row in unit.table.rows]
    field = table({"type": "choice", "label": name, "choices": items(values, unit.place)}, unit.place)
    says = f"{name} is one of {', '.join(each.text for each in values)}."
    return (Checked("shape", says, (Put(("fields", key_of(name)), field),), (), unit.place),)


def _value(unit: Unit, known: Columns, context: Context) -> tuple[Outcome, ...]:
    """Say when a value is used: to people, unless something in it could be checked."""
    told = [cell for role in ("means", "when") if (cell := known.cell(unit, role)) is not None]
    return (
        Checked("shape", f"{unit.cells[0].text} is among the values.", (), (), unit.place),
        *(
            NotUnderstood(None, cell.place) if _compares(cell, context) else ForPeople(_USED, cell.place)
            for cell in told
        ),
    )


_USED = "when a value is used"


def _compares(cell: Words, context: Context) -> bool:
    """Say that a cell holds a number, or tells something of a field."""
    facts = read_facts(cell, context)
    compared = facts is not None and any(need.type != "boolean" for need in facts.read.needs)
    return compared or bool(quantities(cell)) or _COMPARED.search(cell.text) is not None


_COMPARED = re.compile(
    r"[@`<>=≥≤]|\.\w|\b(?:ends?|contains?|starts?|begins?|equals?|blank|empty|missing)\b", re.IGNORECASE
)


VALUES = TableReader("values, one a row", _takes_values, _value, _listed, uses=frozenset({"reason", "means", "when"}))

REASONS = TableReader("values for each stage", _takes, _row, _whole)
