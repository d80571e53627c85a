"""Looking at leads block by block: every cell gets a code, and what is kept of codes does not grow with the input."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ola.evaluate.leads.docket import Docket
from ola.evaluate.leads.drift.cells import ADDED_BEFORE, Cells, Numbers, cells_of
from ola.evaluate.leads.drift.counting import Counting
from ola.evaluate.leads.drift.odd_date import days_of
from ola.evaluate.leads.drift.outside_list import CLOSED, Outside
from ola.evaluate.leads.drift.seen import EXAMPLES, Column, Required, Seen
from ola.evaluate.leads.drift.spelling import (
    UNREADABLE,
    Codes,
    Spelling,
    spelling_columns,
    spelling_of,
    spelling_of_texts,
)
from ola.evaluate.leads.record import field_reader
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_columns, blank_reader
from ola.fieldtypes.spec import Spec

Schema = tuple[tuple[str, pl.DataType], ...]
_ANY = Spec("text")
_EXAMPLES_FROM = 50  # filled cells of a block that examples are taken from


@dataclass(frozen=True, slots=True, eq=False)
class _Looks:
    """The expressions of one schema: `parts` of a frame of leads, `codes` of a frame of these parts."""

    parts: list[pl.Expr]
    codes: list[pl.Expr]


class Looking:
    """Takes in block after block; what it has seen is asked for in the end."""

    def __init__(self, case: Docket, name: str, as_of: dt.datetime) -> None:
        """Begin with nothing seen; `name` is the input's, `as_of` what dates are held against."""
        self._case, self._as_of = case, as_of
        self._counting = Counting(name)
        self._rows = 0
        self._columns: dict[str, Column] = {}
        plan = case.plan
        every = {name: own.column(case.system) for name, own in plan.fields.items()}
        self._fields = {name: column for name, column in every.items() if column is not None}
        self._named: dict[str, str] = {}
        for field, column in self._fields.items():
            self._named.setdefault(column, field)
        self._compiled: dict[Schema, _Looks] = {}

    def expect(self, columns: Iterable[str]) -> None:
        """Know of columns before the first row comes."""
        for name in columns:
            if not name.startswith(ADDED_BEFORE):
                self._column(name)

    def see(self, block: Any) -> None:
        """Take in the readable rows of a block."""
        cells = cells_of(block, self._counting.count(block))
        if not len(cells.rows):
            return
        for name in (*cells.frame.columns, *cells.mixed):
            self._column(name)
        for name, column in self._columns.items():
            if name not in cells.frame.columns and name not in cells.mixed:
                self._take(column, np.zeros(len(cells.rows), np.uint8), cells.rows, [], None)
        if cells.frame.width:
            self._see_frame(cells)
        for name, values in cells.mixed.items():
            self._see_values(self._columns[name], values, cells.rows)
        self._rows += len(cells.rows)

    def seen(self, required: tuple[Required, ...]) -> Seen:
        """Give what was seen."""
        for column in self._columns.values():
            column.blanks.finish()
        return Seen(self._case, self._counting, self._as_of, self._rows, self._columns, self._fields, required)

    def _column(self, name: str) -> Column:
        found = self._columns.get(name)
        if found is None:
            plan, case = self._case.plan, self._case
            own = plan.fields[self._named[name]] if name in self._named else None
            found = self._columns[name] = Column(name, own)
            if own is not None:
                found.days = days_of(own, plan, case.system, self._as_of)
                if own.type in CLOSED:
                    found.outside = Outside(plan.spec(own.name, case.system))
            if self._rows:  # records that came before had nothing there
                found.late(self._rows)
        return found

    def _spec(self, column: Column) -> Spec | None:
        return None if column.own is None else self._case.plan.spec(column.own.name, self._case.system)

    def _see_frame(self, cells: Cells) -> None:
        frame = cells.frame
        schema = tuple(frame.schema.items())
        looks = self._compiled.get(schema)
        if looks is None:
            looks = self._compiled[schema] = self._looks(schema)
        found = frame.lazy().select(looks.parts).select(looks.codes).collect()
        for at, name in enumerate(frame.columns):
            column = self._columns[name]
            codes = found[f"code {at}"].to_numpy()
            filled = frame[name]
            if (codes == Spelling.BLANK).any():
                filled = filled.filter(pl.Series(codes != Spelling.BLANK))
            values = found[f"value {at}"] if column.days is not None else None
            self._take(column, codes, cells.rows, filled, values)
            if column.outside is not None and (codes >= UNREADABLE).any():
                column.outside.add(frame[name])

    def _looks(self, schema: Schema) -> _Looks:
        """Compile what is worked out of a frame: first the parts, each once, then what is put together of them."""
        parts: list[pl.Expr] = []
        codes: list[pl.Expr] = []
        for at, (name, dtype) in enumerate(schema):
            column, raw = self._columns[name], pl.col(name)
            spec = self._spec(column)
            parts.append(spelling_columns(raw, dtype).alias(f"spelt {at}"))
            parts.append(blank_columns(spec or _ANY, raw, dtype).alias(f"blank {at}"))
            code = pl.col(f"spelt {at}")
            if spec is not None:
                value = pl.col(f"value {at}")
                parts.append(TYPES[spec.type].columns(spec, raw, dtype).alias(f"value {at}"))
                code = code + pl.when(value.is_null()).then(pl.lit(UNREADABLE, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))
                if column.days is not None:
                    codes.append(value)
            codes.append(pl.when(pl.col(f"blank {at}")).then(pl.lit(0, pl.UInt8)).otherwise(code).alias(f"code {at}"))
        return _Looks(parts, codes)

    def _see_values(self, column: Column, values: Any, rows: Numbers) -> None:
        """Look at values of several classes, one by one."""
        spec = self._spec(column)
        is_blank = blank_reader(spec or _ANY)
        codes = np.array([0 if is_blank(each) else spelling_of(each) for each in values], np.uint8)
        texts = [at for at, each in enumerate(values) if isinstance(each, str) and codes[at]]
        if texts:
            found = [_writable(values[at]) for at in texts]
            codes[texts] = spelling_of_texts(pl.Series(found, dtype=pl.String)).to_numpy()
        read = None
        if spec is not None:
            own = TYPES[spec.type]
            reads = [field_reader(spec)(each) for each in values]
            codes[[at for at, each in enumerate(reads) if each is MALFORMED]] += UNREADABLE
            if column.outside is not None:
                column.outside.add(values)
            if column.days is not None:
                plain = [None if each is MALFORMED else each for each in reads]
                read = pl.Series(plain, dtype=own.column_type(spec), strict=False)
        filled = [each for each, code in zip(values, codes, strict=True) if code]
        self._take(column, codes, rows, filled, read)

    @staticmethod
    def _take(column: Column, codes: Codes, rows: Numbers, filled: Any, values: pl.Series | None) -> None:
        column.counts += np.bincount(codes, minlength=len(column.counts))
        column.stretches.add(codes, rows)
        column.blanks.add(codes == Spelling.BLANK, rows)
        column.value.add(filled)
        if column.days is not None and values is not None:
            column.days.add(values, pl.Series(rows))
        if len(column.examples) < EXAMPLES:
            for value in filled[:_EXAMPLES_FROM]:
                if len(column.examples) < EXAMPLES:
                    column.exemplify(value)


def _writable(text: str) -> str:
    """Give the text as Polars can hold it: half a character becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
