"""Columns that the agreement does not know: how full they are, and which field they may be."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ola.finding import Code, Finding, Level, count

if TYPE_CHECKING:
    from ola.evaluate.leads.drift.seen import Seen
    from ola.plan import Plan

UNKNOWN_COLUMN = Code(
    "OLA318",
    "info",
    "A column that the agreement does not know",
    """\
No field of the agreement has this column in the system that the leads come from. Nothing judges it, and nobody
answers for it. Mostly that is right: a system has more columns than an agreement needs. It is a warning where the
name is so like a column that is missing that it is probably that one.

    email: {in: {hubspot: email}}     and a file with `E-Mail` and no `email`

Rename the column, correct the field's `in`, or take it into the agreement. Its values are shown masked, since
nobody has said whether they tell of a person.""",
)

_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a column may have been meant by: of fields that are missing, and those of other systems."""

    missing: Mapping[str, str]
    elsewhere: Mapping[str, str]

    def meant(self, column: str) -> str | None:
        """Give the column of a missing field that is so named, or nearly."""
        bare = _bare(column)
        if bare in self.missing:
            return self.missing[bare]
        near = difflib.get_close_matches(bare, self.missing, 1, _ALIKE) if bare else []
        return self.missing[near[0]] if near else None


def names_beside(plan: Plan, system: str | None, missing: Mapping[str, str]) -> Names:
    """Gather what columns may have been meant by: `missing` are fields of this system and their columns."""
    spelt: dict[str, str] = {}
    for name, column in missing.items():
        for each in (column, name, plan.fields[name].label):
            if each:
                spelt.setdefault(_bare(each), column)
    elsewhere = {
        binding.column: f"{other} calls {name} so"
        for name, own in reversed(tuple(plan.fields.items()))
        for other, binding in own.bindings.items()
        if other != system
    }
    return Names(spelt, elsewhere)


def unknown_columns(seen: Seen) -> Iterator[Finding]:
    """Tell of each column that no field has."""
    names = names_beside(seen.docket.plan, seen.docket.system, seen.missing)
    for column in seen.columns.values():
        if column.own is not None:
            continue
        filled = f"filled in {'all' if not column.blank else f'{column.filled:,} of'} {count(seen.rows, 'lead')}"
        such = f", such as {', '.join(column.examples)}" if column.examples else ""
        level: Level = UNKNOWN_COLUMN.level
        meant, advice = names.meant(column.name), None
        if meant is not None:
            level = "warning"
            advice = f"Did you mean “{meant}”? Rename it, or correct the field's column."
        elif column.name in names.elsewhere:
            advice = f"{names.elsewhere[column.name]}; no field has it in {seen.docket.system or 'the agreement'}."
        what = f"{filled}{such}" if column.filled else "which is blank throughout"
        said = f"No field has the column “{column.shown_name}”, {what}."
        yield seen.finding(UNKNOWN_COLUMN, column, said, level=level, advice=advice)


def _bare(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())
