"""Columns that a whole input lacks: told once, then every row has a blank there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from ola.evaluate.leads.docket import Docket
from ola.evaluate.showing import header
from ola.finding import Code, DataPlace, Finding, Level
from ola.plan import Present, Shape

MISSING_COLUMN = Code(
    "OLA320",
    "error",
    "The input has no column for a field",
    """\
The agreement says in which column of this system the field stands, and the input has no such column.
Every lead counts as blank there. It is an error where the field is required of every lead that is
checked, else a warning.

    email: {in: {hubspot: email, salesforce: Email}}     and a HubSpot file with `E-Mail`

Add the column to the export, or correct the field's `in:`. If many are missing, the file most likely
comes from another system: say so with `--system`.""",
)
_LISTED = 12


def missing_columns(case: Docket, columns: Iterable[str], file: str | None) -> Iterator[Finding]:
    """Yield a finding for each field that is read and whose column is not among these."""
    there = list(columns)
    known = set(there)
    absent = {name: column for name, column in case.fields.items() if column not in known}
    if not absent:
        return
    other = _better_system(case, known)
    required = {
        form.field
        for form in case.forms
        if isinstance(form, Shape) and isinstance(form.demand, Present) and form.when is None
    }
    folded = {column.casefold(): column for column in reversed(there)}
    for name, column in absent.items():
        own = case.plan.fields[name]
        level: Level = "error" if name in required or own.key else "warning"
        near = difflib.get_close_matches(column.casefold(), folded, 1, 0.7)
        if other is not None:
            advice = f"The columns are those of {other}: add --system {other}."
        elif near:
            advice = f"Did you mean “{header(folded[near[0]])}”? Rename it, or correct the field's column."
        else:
            listed = ", ".join(map(header, there[:_LISTED])) + (" …" if len(there) > _LISTED else "")
            advice = f"Add the column. The input has {listed}." if there else "Add the column."
        yield Finding(
            MISSING_COLUMN.code,
            level,
            f"There is no column “{column}” for {name}; every lead counts as blank there.",
            clause=own.clause.id,
            party=own.supplied_by or own.clause.party,
            place=DataPlace(file=file),
            advice=advice,
        )


def _better_system(case: Docket, known: set[str]) -> str | None:
    """Name another system whose columns the input has many more of."""
    plan = case.plan

    def fit(system: str | None) -> int:
        return sum(field.column(system) in known for field in plan.fields.values())

    best = max((name for name in plan.systems if name != case.system), key=fit, default=None)
    return best if best is not None and fit(best) > 2 * fit(case.system) else None
