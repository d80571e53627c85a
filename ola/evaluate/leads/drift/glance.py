"""What `ola check` notices in passing of what the agreement does not expect; `ola profile` looks for all of it.

Columns cost next to nothing: their names, how many cells are null. Values are counted only in blocks where the check
found some outside a list, and a field is asked whether it is blank only until the first lead has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from ola.evaluate.leads.docket import Docket
from ola.evaluate.leads.drift.cells import ADDED_BEFORE, columns_of, flat
from ola.evaluate.leads.drift.outside_list import CLOSED, LISTED, Outside
from ola.evaluate.leads.drift.unknown_column import names_beside
from ola.evaluate.showing import header
from ola.fieldtypes.blank import blank_columns, blank_reader
from ola.fieldtypes.spec import Spec
from ola.plan import OfType, Shape

_FIRST = 1000  # rows that mostly show already that a field is filled in
Counts = Mapping[str, Mapping[str, int]]


class UnknownColumn(NamedTuple):
    """A column that no field has: how many of its cells are not empty, and the column it is probably meant for."""

    column: str
    filled: int
    meant: str | None


@dataclass(frozen=True, slots=True)
class Unexpected:
    """What was noticed.

    `values` are counted by field, the most frequent first; `blank` are fields whose column no lead has anything in.
    """

    columns: tuple[UnknownColumn, ...] = ()
    missing: tuple[str, ...] = ()
    values: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    blank: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Give what the summary of `ola check --format json` says."""
        return {
            "columns": [each._asdict() for each in self.columns],
            "missing": list(self.missing),
            "values": {
                name: {
                    "count": sum(times for _, times in most),
                    "most": [{"value": value, "count": times} for value, times in most[:LISTED]],
                }
                for name, most in self.values.items()
            },
            "blank": list(self.blank),
        }


class Glance:
    """Looks at the blocks of a check as they go by."""

    def __init__(self, case: Docket) -> None:
        """Know what is expected: the system's columns, and the clauses whose breaches are values outside a list."""
        self._case = case
        plan = case.plan
        every = {name: own.column(case.system) for name, own in plan.fields.items()}
        self._fields = {name: column for name, column in every.items() if column is not None}
        self._known = frozenset(self._fields.values())
        self._typed = {
            form.field: form.clause.id
            for form in case.forms
            if isinstance(form, Shape) and isinstance(form.demand, OfType) and plan.fields[form.field].type in CLOSED
        }
        self._unknown: dict[str, int] = {}
        self._seen: dict[str, None] = {}
        self._blank = {name: self._spec(name) for name in self._fields}
        self._outside = {name: Outside(self._spec(name)) for name in self._typed}
        self._times: dict[str, int] = dict.fromkeys(self._typed, 0)
        self._rows = 0

    def see(self, block: Any, by_clause: Counts) -> None:
        """Look at a block that was judged; `by_clause` are the counts up to now."""
        misfits = [name for name, clause in self._typed.items() if self._more(name, by_clause.get(clause, {}))]
        if not len(block.rows):
            return
        self._rows += len(block.rows)
        if hasattr(block, "frame"):
            self._see_frame(block.frame, misfits)
        else:
            self._see_records(flat(block.records), misfits)

    def unexpected(self) -> Unexpected:
        """Say what was noticed."""
        missing = {name: column for name, column in self._fields.items() if column not in self._seen}
        names = names_beside(self._case.plan, self._case.system, missing)
        columns = [UnknownColumn(header(each), filled, names.meant(each)) for each, filled in self._unknown.items()]
        values = {
            name: tuple(outside.listed(personal=self._case.plan.fields[name].personal))
            for name, outside in self._outside.items()
            if outside.times
        }
        blank = [name for name in self._blank if name not in missing] if self._rows > 1 else []
        return Unexpected(tuple(columns), tuple(missing) if self._rows else (), values, tuple(blank))

    def _spec(self, name: str) -> Spec:
        return self._case.plan.spec(name, self._case.system)

    def _more(self, name: str, counts: Mapping[str, int]) -> bool:
        """Whether this block had values that are not on the field's list."""
        times = sum(counts.values())
        more = times > self._times[name]
        self._times[name] = times
        return more

    def _see_frame(self, frame: pl.DataFrame, misfits: list[str]) -> None:
        self._seen.update(dict.fromkeys(frame.columns))
        for column in frame.columns:
            if column not in self._known and not column.startswith(ADDED_BEFORE):
                cells = frame[column]
                filled = frame.height - cells.null_count()
                if filled and cells.dtype == pl.String:
                    filled -= int((cells == "").sum())
                self._unknown[column] = self._unknown.get(column, 0) + filled
        for name in [name for name, column in self._fields.items() if name in self._blank and column in frame.columns]:
            if not self._is_blank(name, frame.head(_FIRST)) or not self._is_blank(name, frame):
                del self._blank[name]
        for name in misfits:
            if (column := self._fields[name]) in frame.columns:
                self._outside[name].add(frame[column])

    def _is_blank(self, name: str, frame: pl.DataFrame) -> bool:
        """Whether no row has anything in the field."""
        cells = frame[self._fields[name]]
        if cells.null_count() == len(cells):
            return True
        blank = blank_columns(self._blank[name], pl.col(cells.name), cells.dtype)
        return bool(cells.to_frame().select(blank.all()).item())

    def _see_records(self, records: Sequence[Mapping[str, Any]], misfits: list[str]) -> None:
        found = dict.fromkeys(columns_of(records))
        self._seen.update(found)
        for column in found:
            if column not in self._known:
                filled = sum(record.get(column) not in (None, "") for record in records)
                self._unknown[column] = self._unknown.get(column, 0) + filled
        for name, spec in list(self._blank.items()):
            is_blank, column = blank_reader(spec), self._fields[name]
            if not all(is_blank(record.get(column)) for record in records):
                del self._blank[name]
        for name in misfits:
            self._outside[name].add([record.get(self._fields[name]) for record in records])
