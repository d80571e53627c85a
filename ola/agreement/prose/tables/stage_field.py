"""The field that says in which stage a lead is, as the tables of a document head it."""

from __future__ import annotations

from ola.agreement.prose.columns import columns
from ola.agreement.prose.naming import key_of
from ola.agreement.prose.reading import Context
from ola.agreement.prose.units import Unit


def stage_field(context: Context) -> str:
    """Give the name of the stage field: the header over the stages, or over the statuses where there are no stages."""
    return context.once("the field of the stage", lambda: _stage_field(context))


def _stage_field(context: Context) -> str:
    heads: dict[str, str] = {}
    for unit in context.units:
        if unit.kind == "table" and unit.table is not None:
            known = columns(unit.table)
            if known.roles[0] in {"stage", "status"} and known.has_any("means", "when", "party"):
                heads.setdefault(str(known.roles[0]), header_key(unit))
    return heads.get("stage") or heads.get("status") or "stage"


def header_key(unit: Unit) -> str:
    """Give the name of the field that heads the first column of a unit's table."""
    return key_of(unit.table.header[0].text) if unit.table is not None else "stage"
