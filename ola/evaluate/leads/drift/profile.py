"""Leads held against what the agreement expects of them: one pass over the rows, then every kind of drift is told.

A block of rows becomes arrays of codes, a byte a cell, and is let go of; what is kept of a column does not grow with
the input.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from ola.evaluate.leads.batch import Rows, check_blocks
from ola.evaluate.leads.docket import Docket, docket
from ola.evaluate.leads.drift.always_blank import always_blank
from ola.evaluate.leads.drift.blank_run import blank_runs
from ola.evaluate.leads.drift.cells import ADDED_BEFORE, Cells, Numbers, cells_of
from ola.evaluate.leads.drift.constant import constants
from ola.evaluate.leads.drift.odd_date import days_of, odd_dates
from ola.evaluate.leads.drift.outside_list import CLOSED, Outside, outside_lists
from ola.evaluate.leads.drift.seen import EXAMPLES, Column, Required, Seen
from ola.evaluate.leads.drift.spelling import (
    SAYS,
    UNREADABLE,
    Codes,
    Spelling,
    spelling_columns,
    spelling_of,
    spelling_of_texts,
)
from ola.evaluate.leads.drift.spelling_turn import turns
from ola.evaluate.leads.drift.unknown_column import unknown_columns
from ola.evaluate.leads.missing import missing_columns
from ola.evaluate.leads.record import field_reader
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_columns, blank_reader
from ola.fieldtypes.spec import Spec
from ola.finding import LEVELS, Finding, Level, count
from ola.plan import Absent, Plan, Present, Shape

Advance = Callable[[int, float | None], None]
Drift = Callable[[Seen], Iterator[Finding]]
Schema = tuple[tuple[str, pl.DataType], ...]


def _missing(seen: Seen) -> Iterator[Finding]:
    return missing_columns(replace(seen.docket, fields=dict(seen.fields)), seen.columns, seen.name)


DRIFTS: tuple[Drift, ...] = (
    _missing,
    unknown_columns,
    outside_lists,
    always_blank,
    blank_runs,
    odd_dates,
    turns,
    constants,
)
_EXAMPLES_FROM = 50  # filled cells of a block that examples are taken from
_ONE: dict[Level, str] = {"error": "error", "warning": "warning", "info": "note"}
_LISTED = 100  # values outside a list that are written out


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """One column: the field that has it, how many leads have something there, how it is spelt, masked examples.

    `spelt` counts filled cells by their spelling, `outside` the values outside the field's list, the most frequent
    first; `outside_is_whole` where these are all of them.
    """

    column: str
    field: str | None
    filled: int
    blank: int
    not_readable: int
    spelt: Mapping[str, int]
    examples: tuple[str, ...] = ()
    outside: tuple[tuple[str, int], ...] = ()
    outside_is_whole: bool = True

    def to_dict(self) -> dict[str, object]:
        """Give the column as plain values; `outside` only where there is something."""
        told: dict[str, object] = {
            "column": self.column,
            "field": self.field,
            "filled": self.filled,
            "blank": self.blank,
            "not_readable": self.not_readable,
            "spelt": dict(self.spelt),
            "examples": list(self.examples),
        }
        if self.outside:
            told["outside"] = [{"value": value, "count": times} for value, times in self.outside]
            told["outside_is_whole"] = self.outside_is_whole
        return told


@dataclass(frozen=True, slots=True)
class Profile:
    """What leads look like beside the agreement: their columns, and what it does not expect of them.

    `unreadable` rows are among the `records` and left out of the rest; `ola check` tells why.
    """

    agreement: Mapping[str, str]
    input: str
    system: str | None
    at: str
    as_of: dt.datetime
    records: int
    unreadable: int
    columns: tuple[ColumnProfile, ...]
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, object]:
        """Give what `ola profile --format json` prints."""
        return {
            "format": "ola.profile/1",
            "agreement": dict(self.agreement),
            "input": self.input,
            "system": self.system,
            "at": self.at,
            "as_of": self.as_of.isoformat(),
            "records": self.records,
            "unreadable": self.unreadable,
            "columns": [each.to_dict() for each in self.columns],
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def to_json(self) -> str:
        """Give the profile as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, default=str)

    def __str__(self) -> str:
        """Count the findings by their level."""
        counts = {level: sum(each.level == level for each in self.findings) for level in LEVELS}
        said = [count(times, _ONE[level]) for level, times in counts.items() if times]
        what = f"{count(self.records, 'lead')}, {count(len(self.columns), 'column')}"
        return f"{what}: {', '.join(said) or 'nothing unexpected'}"


def profile_rows(
    plan: Plan,
    rows: Rows,
    system: str | None = None,
    at: str | None = None,
    *,
    as_of: dt.datetime,
    advance: Advance | None = None,
) -> Profile:
    """Go through the rows of a system once and say what the agreement does not expect of them.

    `at` is the stage whose requirements count, as in a check. Raises WrongCall for a system or stage that the
    agreement does not have.
    """
    case = docket(plan, system, at)
    looking = _Looking(case, rows.name, as_of)
    asked = _requirements(plan, system, at)
    judging = check_blocks(asked, system, at, as_of, rows, limit=0)
    if rows.columns is not None:
        looking.expect(rows.columns)
    for judged in judging:
        looking.see(judged.block)
        if advance is not None:
            advance(judging.summary.records, judged.block.done)
    seen = looking.seen(_required(asked, judging.summary.by_clause))
    findings = [finding for drift in DRIFTS for finding in drift(seen)]
    return Profile(
        agreement={"id": plan.id, "version": plan.version, "sha256": plan.sha256},
        input=rows.name,
        system=system,
        at=case.at,
        as_of=as_of,
        records=judging.summary.records,
        unreadable=judging.summary.records - seen.rows,
        columns=tuple(_told(column) for column in seen.columns.values()),
        findings=tuple(sorted(findings, key=lambda each: LEVELS.index(each.level))),
    )


# ── requirements that hang on a condition ───────────────────────────────────────────────────────


def _requirements(plan: Plan, system: str | None, at: str | None) -> Plan:
    """Give a plan of nothing but the requirements that hang on a condition, each with its opposite.

    Of how many leads a requirement holds is then how many break it and how many break the opposite.
    """
    hanging = [
        form
        for form in docket(plan, system, at).forms
        if isinstance(form, Shape) and isinstance(form.demand, Present) and form.when is not None
    ]
    shapes = []
    for number, form in enumerate(hanging):
        for demand in (Present(), Absent()):
            clause = replace(form.clause, id=_numbered(number, demand), level="warning")
            shapes.append(replace(form, clause=clause, demand=demand))
    return replace(plan, shapes=tuple(shapes), predicates=())


def _numbered(number: int, demand: Present | Absent) -> str:
    return f"{number} {demand}"


def _required(asked: Plan, by_clause: Mapping[str, Mapping[str, int]]) -> tuple[Required, ...]:
    found = []
    for number, form in enumerate(asked.shapes[::2]):
        blank, filled = (
            by_clause.get(_numbered(number, demand), {}).get("warning", 0) for demand in (Present(), Absent())
        )
        text = f" when {form.clause.text}" if form.clause.text else ""
        found.append(Required(form.field, text, blank + filled, blank))
    return tuple(found)


# ── looking at cells ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, eq=False)
class _Looks:
    """The expressions of one schema: `parts` of a frame of leads, `codes` of a frame of these parts."""

    parts: list[pl.Expr]
    codes: list[pl.Expr]


class _Looking:
    """Takes in block after block; what it has seen is asked for in the end."""

    def __init__(self, case: Docket, name: str, as_of: dt.datetime) -> None:
        self._case, self._name, self._as_of = case, name, as_of
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
        cells = cells_of(block)
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
        return Seen(self._case, self._name, self._as_of, self._rows, self._columns, self._fields, required)

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


_ANY = Spec("text")


def _writable(text: str) -> str:
    """Give the text as Polars can hold it: half a character becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def _told(column: Column) -> ColumnProfile:
    """Give what is known of a column when all rows went by."""
    spelt: dict[str, int] = {}
    for code in np.flatnonzero(column.counts).tolist():
        if code % UNREADABLE:
            words = SAYS[Spelling(code % UNREADABLE)]
            spelt[words] = spelt.get(words, 0) + int(column.counts[code])
    outside = [] if column.outside is None else column.outside.listed(personal=column.personal)
    return ColumnProfile(
        column.shown_name,
        None if column.own is None else column.own.name,
        column.filled,
        column.blank,
        0 if column.own is None else column.unreadable,
        spelt,
        tuple(column.examples),
        tuple(outside[:_LISTED]),
        len(outside) <= _LISTED and (column.outside is None or column.outside.is_whole),
    )
