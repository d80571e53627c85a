"""Many leads held against the agreement, block by block: what is accepted, what is rejected and why.

A first pass is made only where something must be unique. The second goes through the blocks once, keeps
nothing of them, and adds up a summary. Frames go through the columns, records through the one-lead checker; a
row that cannot be read is rejected with its own finding, so records in = accepted + rejected.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.errors import NaiveDatetime
from ola.evaluate.leads.columns import Columns
from ola.evaluate.leads.field_reader import field_reader
from ola.evaluate.leads.missing import missing_columns
from ola.evaluate.leads.reasons import Reason, Reasons, pointer
from ola.evaluate.leads.record import Checker, ReadLead
from ola.evaluate.leads.unique import Gathered, Keys, Mask, Repeated, keys_of
from ola.evaluate.needs import conditions_of, needs
from ola.evaluate.showing import kept
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.text import WHITE_SPACE, fold
from ola.finding import DataPlace, Finding
from ola.plan import Plan, Predicate, Shape

Numbers = NDArray[np.int64]
PROBLEM = pl.Struct({"code": pl.String, "clause": pl.String, "field": pl.String, "message": pl.String})
PROBLEMS = pl.List(PROBLEM)
_NESTED = "properties"


# ── what comes in: the shape of rows, whoever reads them ────────────────────────────────────────


class Unreadable(Protocol):
    """A record that cannot be read."""

    @property
    def row(self) -> int:
        """Count of the record, from 1."""

    @property
    def line(self) -> int | None:
        """Line of a text file it starts on, from 1."""

    @property
    def raw(self) -> str:
        """Its text as it came."""

    @property
    def finding(self) -> Finding:
        """Why it cannot be read."""


class Block(Protocol):
    """Some rows, as a `frame` or as `records`, beside those that cannot be read."""

    @property
    def rows(self) -> Numbers:
        """Give the record numbers of the readable rows, from 1."""

    @property
    def lines(self) -> Numbers | None:
        """Give the lines they start on, in a text file."""

    @property
    def unreadable(self) -> Sequence[Unreadable]:
        """Give what cannot be read."""


class Rows(Protocol):
    """The rows of one input, which can be gone through more than once."""

    @property
    def name(self) -> str:
        """Name the input as people know it."""

    @property
    def columns(self) -> Sequence[str] | None:
        """Name its columns, or nothing where each record brings its own."""

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[Any]:
        """Go through the rows block by block."""


# ── what comes out ──────────────────────────────────────────────────────────────────────────────


Problems = Sequence[Sequence[Mapping[str, Any]]] | pl.Series


class Judged:
    """A block with its verdicts: `accepted` says of each readable row whether it is.

    `errors` and `warnings` belong to the rejected readable rows, in their order: for each a list of `code`,
    `clause`, `field` (a JSON Pointer) and `message`. Words are only made for who asks. `values` are those that
    were to be kept: of a frame as `FrameVerdicts` has them, of records as they were read.
    """

    __slots__ = ("_found", "_gather", "accepted", "block", "values")

    def __init__(
        self,
        block: Any,
        accepted: Mask,
        gather: Callable[[], tuple[Problems, Problems]],
        values: pl.DataFrame | list[ReadLead] | None = None,
    ) -> None:
        """Keep the block, what of it is accepted, and how to say why the rest is not."""
        self.block, self.accepted, self.values = block, accepted, values
        self._gather = gather
        self._found: tuple[Problems, Problems] | None = None

    @property
    def errors(self) -> pl.Series:
        """What is wrong with each rejected row, at level error."""
        return pl.Series("_ola_errors", self._problems()[0], dtype=PROBLEMS)

    @property
    def warnings(self) -> pl.Series:
        """What else is wrong with each rejected row, at level warning."""
        return pl.Series("_ola_warnings", self._problems()[1], dtype=PROBLEMS)

    def _problems(self) -> tuple[Problems, Problems]:
        if self._found is None:
            self._found = self._gather()
        return self._found


@dataclass(slots=True)
class Summary:
    """What all blocks add up to; records = accepted + rejected."""

    records: int = 0
    accepted: int = 0
    rejected: int = 0
    errors: int = 0
    warnings: int = 0
    by_clause: dict[str, dict[str, int]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Give the summary with the fixed keys of the JSON outputs."""
        return {
            "records": self.records,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "errors": self.errors,
            "warnings": self.warnings,
            "by_clause": {clause: dict(counts) for clause, counts in sorted(self.by_clause.items())},
        }

    def count(self, level: str, clause: str | None, number: int = 1) -> None:
        """Add findings of a level, and to their clause if they have one."""
        if level == "error":
            self.errors += number
        elif level == "warning":
            self.warnings += number
        if clause is not None and level in {"error", "warning"}:
            counts = self.by_clause.setdefault(clause, {"error": 0, "warning": 0})
            counts[level] += number


def check_blocks(
    plan: Plan,
    system: str | None,
    at: str | None,
    as_of: dt.datetime,
    rows: Rows,
    limit: int = 100,
    keep: Sequence[str] = (),
) -> Batch:
    """Hold all rows of an input against the agreement; nothing is read before one goes through the result.

    `as_of` is the "now" of conditions. At most `limit` findings are kept, and the values of the fields of `keep`, a
    block at a time. Raises WrongCall for a system or stage
    that the agreement does not have, NaiveDatetime for an `as_of` without a zone.
    """
    return Batch(plan, system, at, as_of, rows, limit, keep)


class Batch:
    """The check of one input: go through it once, a judged block at a time; then the numbers stand.

    `summary`, `findings` (up to the limit, in the order of the rows) and `examples` (one finding a clause)
    are complete when all blocks have been taken. `not_checked` are the ids of clauses nobody could judge.
    """

    def __init__(
        self,
        plan: Plan,
        system: str | None,
        at: str | None,
        as_of: dt.datetime,
        rows: Rows,
        limit: int = 100,
        keep: Sequence[str] = (),
    ) -> None:
        """Compile; see `check_blocks`."""
        if as_of.tzinfo is None:
            raise NaiveDatetime.of(as_of, "as_of")
        self.checker = Checker(plan, system, at)
        self.docket = self.checker.docket
        self.not_checked = (*self.docket.not_checked, *self.docket.hidden)
        self.as_of, self.limit = as_of, limit
        self._keep = keep
        self.summary = Summary()
        self.findings: list[Finding] = []
        self.examples: dict[str, Finding] = {}
        self._rows = rows
        self._reasons = Reasons(self.docket)
        self._compiled: dict[tuple[tuple[str, pl.DataType], ...], Columns] = {}
        self._told: dict[tuple[int, object], Reason] = {}
        self._repeated: list[Repeated] = []
        self._unseen = dict.fromkeys(self.docket.fields.values())
        self._any = False  # whether any row could be read

    def __iter__(self) -> Iterator[Judged]:
        """Go through the input: first for what must be unique, then block by block."""
        case = self.docket
        if self._rows.columns is not None:
            self._note(missing_columns(case, self._rows.columns, self._rows.name))
        if case.unique:
            self._repeated = self._first_pass()
        for block in self._rows.blocks():
            self.summary.records += len(block.rows) + len(block.unreadable)
            self.summary.rejected += len(block.unreadable)
            self._any = self._any or bool(len(block.rows))
            judged = self._frame(block) if hasattr(block, "frame") else self._records(block)
            accepted = int(judged.accepted.sum())
            self.summary.accepted += accepted
            self.summary.rejected += len(judged.accepted) - accepted
            yield judged
        if self._rows.columns is None and self._any and self._unseen:
            seen = [column for column in case.fields.values() if column not in self._unseen]
            self._note(missing_columns(case, seen, self._rows.name))

    def _note(self, findings: Iterable[Finding], *, counted: bool = True) -> None:
        for finding in findings:
            if counted:
                self.summary.count(finding.level, None)
            if len(self.findings) < self.limit:
                self.findings.append(finding)
            if finding.clause is not None:
                self.examples.setdefault(finding.clause, finding)

    # ── uniqueness ──────────────────────────────────────────────────────────────────────────────

    def _first_pass(self) -> list[Repeated]:
        gathered = [Gathered() for _ in self.docket.unique]
        names = {name for shape in self.docket.unique for name in self._by(shape)}
        columns = [self.docket.fields[name] for name in self.docket.fields if name in names]
        if self._rows.columns is not None:
            columns = [column for column in columns if column in self._rows.columns]
        for block in self._rows.blocks(only=columns):
            for each, keys in zip(gathered, self._keys(block), strict=True):
                each.add(keys)
        return [each.repeated() for each in gathered]

    def _keys(self, block: Any) -> list[Keys]:
        names = list(dict.fromkeys(name for shape in self.docket.unique for name in self._by(shape)))
        if not names:
            return []
        if hasattr(block, "frame"):
            values = self._columns(block.frame).values(block.frame, names)
        else:
            values = [self._read(block.records, name) for name in names]
        table = dict(zip(names, values, strict=True))
        return [keys_of([table[name] for name in self._by(shape)]) for shape in self.docket.unique]

    def _read(self, records: Sequence[Mapping[str, Any]], name: str) -> pl.Series:
        """Read one field of many records, as it compares."""
        plan, case = self.docket.plan, self.docket
        spec, column = plan.spec(name, case.system), case.fields[name]
        read, folds = field_reader(spec), plan.fields[name].kind == "text"

        def value(record: Mapping[str, Any]) -> Any:
            raw = record.get(column)
            if raw is None and column not in record:
                inner = record.get(_NESTED)
                raw = inner.get(column) if isinstance(inner, Mapping) else None
            found = read(raw)
            if found is None or found is MALFORMED:
                return None
            return fold(str(found)) if folds else list(found) if isinstance(found, tuple) else found

        return pl.Series([value(record) for record in records], dtype=TYPES[spec.type].column_type(spec))

    @staticmethod
    def _by(shape: Shape) -> tuple[str, ...]:
        by: tuple[str, ...] = getattr(shape.demand, "by", ())
        return by or (shape.field,)

    # ── frames ──────────────────────────────────────────────────────────────────────────────────

    def _columns(self, frame: pl.DataFrame) -> Columns:
        schema = tuple((name, dtype) for name, dtype in frame.schema.items())
        found = self._compiled.get(schema)
        if found is None:
            found = self._compiled[schema] = Columns(self.docket, dict(schema), self.as_of)
        return found

    def _frame(self, block: Any) -> Judged:
        frame: pl.DataFrame = block.frame
        columns = self._columns(frame)
        verdicts = columns.check_frame(frame, self._keep)
        masks = [mask.to_numpy() for mask in verdicts.broken.get_columns()]
        repeats = [repeated.counts(keys) for repeated, keys in zip(self._repeated, self._keys(block), strict=True)]
        forms: list[Shape | Predicate] = [*self.docket.forms, *self.docket.unique]
        broken = [*masks, *(counts > 0 for counts in repeats)]
        errors = np.zeros(frame.height, dtype=bool)
        for form, mask in zip(forms, broken, strict=True):
            if count := int(mask.sum()):
                self.summary.count(form.clause.level, form.clause.id, count)
                if form.clause.level == "error":
                    errors |= mask
        self._reject_unreadable(block)
        self._findings_of(block, frame, *self._whys(frame, forms, broken, repeats, self._listed(broken), once=True))

        def gather() -> tuple[Problems, Problems]:
            return self._problems(errors, *self._whys(frame, forms, broken, repeats, errors))

        return Judged(block, ~errors, gather, verdicts.values)

    def _listed(self, broken: Sequence[Mask]) -> Mask:
        """Choose the rows whose findings are still to be listed: the first, until there is no room."""
        room = self.limit - len(self.findings)
        chosen = np.zeros(len(broken[0]) if broken else 0, dtype=bool)
        if room > 0 and broken:
            findings = np.cumsum(np.sum(broken, axis=0))
            chosen[: int(np.searchsorted(findings, room)) + 1] = True
        return chosen

    def _whys(
        self,
        frame: pl.DataFrame,
        forms: Sequence[Shape | Predicate],
        broken: Sequence[Mask],
        repeats: Sequence[Numbers],
        told: Mask,
        *,
        once: bool = False,
    ) -> tuple[Numbers, list[Reason]]:
        """Say why, for each broken form of each row that is told of: row places, in order, and reasons.

        With `once` also of the first row that breaks a clause of which there is no example yet.
        """
        places: list[Numbers] = []
        whys: list[Reason] = []
        judged = len(self.docket.forms)
        for index, (form, mask) in enumerate(zip(forms, broken, strict=True)):
            asked = mask & told
            if once and form.clause.id not in self.examples and mask.any():
                asked[int(np.argmax(mask))] = True
            at = np.flatnonzero(asked)
            if not len(at):
                continue
            places.append(at)
            columns = self._involved(form)
            there = [column for column in columns if column in frame.columns]
            raws = frame.select(there)[at].rows() if there else [()] * len(at)
            counts = repeats[index - judged][at].tolist() if index >= judged else [0] * len(at)
            for raw, count in zip(raws, counts, strict=True):
                whys.append(self._why(index, form, dict(zip(there, raw, strict=True)), (*raw, count), count))
        if not places:
            return np.empty(0, dtype=np.int64), []
        together = np.concatenate(places)
        order = np.argsort(together, kind="stable")
        return together[order], [whys[at] for at in order.tolist()]

    def _involved(self, form: Shape | Predicate) -> list[str]:
        """List the columns that a reason speaks of."""
        fields = self.docket.fields
        if isinstance(form, Shape):
            return [fields[name] for name in (self._by(form) if form in self.docket.unique else (form.field,))]
        return [fields[name] for name in needs(self.docket.plan, *conditions_of(form)).fields]

    def _why(
        self, index: int, form: Shape | Predicate, record: dict[str, Any], raw: tuple[Any, ...], count: int
    ) -> Reason:
        """Give the words, which are the same for the same values."""
        asked = (index, raw)
        try:
            known = self._told.get(asked)
        except TypeError:  # a list or an object stands there
            return self._words(index, form, record, count)
        if known is None:
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            known = self._told[asked] = self._words(index, form, record, count)
        return known

    def _words(self, index: int, form: Shape | Predicate, record: dict[str, Any], count: int) -> Reason:
        if isinstance(form, Predicate):
            return self.checker.reason(index, record, self.as_of)
        fields = self.docket.fields
        if count:
            return self._reasons.of_repeated(form, {name: record.get(fields[name]) for name in self._by(form)}, count)
        return self._reasons.of_shape(form, record.get(fields[form.field]))

    def _findings_of(self, block: Any, frame: pl.DataFrame, places: Numbers, whys: Sequence[Reason]) -> None:
        wanted: list[tuple[int, Reason, bool]] = []
        room = self.limit - len(self.findings)
        for at, why in zip(places.tolist(), whys, strict=True):
            if room > 0:
                wanted.append((at, why, True))
                room -= 1
            elif why.clause.id not in self.examples and all(why.clause.id != each.clause.id for _, each, _ in wanted):
                wanted.append((at, why, False))
        key = self._key_column(frame)
        for at, why, listed in wanted:
            column = None if why.field is None else pointer(self.docket.fields[why.field])
            lead = None if key is None else self._key(frame[key][at])
            line = None if block.lines is None else int(block.lines[at])
            finding = why.finding(DataPlace(self._rows.name, int(block.rows[at]), line, lead, column))
            if listed:
                self.findings.append(finding)
            self.examples.setdefault(why.clause.id, finding)

    def _key_column(self, frame: pl.DataFrame) -> str | None:
        key = self.docket.plan.key
        column = None if key is None else self.docket.fields.get(key.name)
        return column if column is not None and column in frame.columns else None

    def _key(self, raw: object) -> str | None:
        key = self.docket.plan.key
        value = kept(raw, personal=key is not None and key.personal) if raw is not None else None
        return None if value is None else str(value).strip(WHITE_SPACE) or None

    def _problems(self, errors: Mask, places: Numbers, whys: Sequence[Reason]) -> tuple[pl.Series, pl.Series]:
        """Gather the reasons of the rejected rows into two columns of lists."""
        rejected = np.flatnonzero(errors)
        number = np.cumsum(errors) - 1
        inside = errors[places]
        chosen = np.flatnonzero(inside).tolist()
        table = pl.DataFrame(
            {
                "row": number[places[inside]],
                "level": [whys[at].clause.level for at in chosen],
                "code": [whys[at].code.code for at in chosen],
                "clause": [whys[at].clause.id for at in chosen],
                "field": [self._pointer(whys[at]) for at in chosen],
                "message": [whys[at].message for at in chosen],
            },
            schema={"row": pl.Int64, "level": pl.String, **dict(PROBLEM.to_schema())},
        )
        all_rows = pl.DataFrame({"row": np.arange(len(rejected), dtype=np.int64)})
        found = []
        for level in ("error", "warning"):
            own = table.filter(pl.col("level") == level)
            lists = own.group_by("row", maintain_order=True).agg(
                pl.struct("code", "clause", "field", "message").alias("all")
            )
            empty = pl.lit([], PROBLEMS)
            found.append(
                all_rows.join(lists, on="row", how="left", maintain_order="left")
                .select(pl.when(pl.col("all").is_null()).then(empty).otherwise(pl.col("all")))
                .to_series()
            )
        return found[0], found[1]

    def _pointer(self, why: Reason) -> str | None:
        return None if why.field is None else pointer(self.docket.fields[why.field])

    # ── records ─────────────────────────────────────────────────────────────────────────────────

    def _records(self, block: Any) -> Judged:
        records: list[Mapping[str, Any]] = block.records
        self._see(records)
        repeats = [repeated.counts(keys) for repeated, keys in zip(self._repeated, self._keys(block), strict=True)]
        again = np.any([counts > 0 for counts in repeats], axis=0) if repeats else np.zeros(len(records), dtype=bool)
        accepted = np.ones(len(records), dtype=bool)
        errors: list[list[dict[str, Any]]] = []
        warnings: list[list[dict[str, Any]]] = []
        self._reject_unreadable(block)
        check, as_of, file = self.checker, self.as_of, self._rows.name
        values = [self.checker.read(record, as_of) for record in records] if self._keep else None
        for at, (record, is_again) in enumerate(zip(records, again.tolist(), strict=True)):
            found: tuple[Finding, ...] = ()
            if values is None or not values[at].is_clean:
                found = check(record, as_of).findings
            if is_again:
                found = (*found, *self._repeats(record, [int(counts[at]) for counts in repeats]))
            if not found:
                continue
            line = None if block.lines is None else int(block.lines[at])
            row = int(block.rows[at])
            placed = [self._placed(finding, file, row, line) for finding in found]
            for finding in placed:
                self.summary.count(finding.level, finding.clause)
            self._note(placed, counted=False)
            if any(finding.level == "error" for finding in placed):
                accepted[at] = False
                errors.append([_problem(finding) for finding in placed if finding.level == "error"])
                warnings.append([_problem(finding) for finding in placed if finding.level == "warning"])
        return Judged(block, accepted, lambda: (errors, warnings), values)

    @staticmethod
    def _placed(finding: Finding, file: str, row: int, line: int | None) -> Finding:
        place = finding.place
        key, column = (place.key, place.field) if isinstance(place, DataPlace) else (None, None)
        return replace(finding, place=DataPlace(file, row, line, key, column))

    def _repeats(self, record: Mapping[str, Any], counts: Sequence[int]) -> Iterator[Finding]:
        inner = record.get(_NESTED)
        flat = {**inner, **record} if isinstance(inner, Mapping) else record
        fields, key = self.docket.fields, self.docket.plan.key
        lead = None if key is None or key.name not in fields else self._key(flat.get(fields[key.name]))
        for shape, count in zip(self.docket.unique, counts, strict=True):
            if count:
                why = self._reasons.of_repeated(
                    shape, {name: flat.get(fields[name]) for name in self._by(shape)}, count
                )
                column = fields[shape.field]
                path = pointer(column) if column in record else pointer(_NESTED, column)
                yield why.finding(DataPlace(key=lead, field=path))

    def _see(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Strike the columns that a record has from those that no record had so far."""
        for record in records:
            if not self._unseen:
                return
            inner = record.get(_NESTED)
            for column in [each for each in self._unseen if each in record]:
                del self._unseen[column]
            if isinstance(inner, Mapping):
                for column in [each for each in self._unseen if each in inner]:
                    del self._unseen[column]

    # ── rows that cannot be read ────────────────────────────────────────────────────────────────

    def _reject_unreadable(self, block: Any) -> None:
        for each in block.unreadable:
            self.summary.count(each.finding.level, each.finding.clause)
            if len(self.findings) < self.limit:
                self.findings.append(each.finding)


_REMEMBERED = 50_000  # reasons kept for values that come again


def _problem(finding: Finding) -> dict[str, Any]:
    """Give what a rejected row carries of a finding."""
    column = finding.place.field if isinstance(finding.place, DataPlace) else None
    return {"code": finding.code, "clause": finding.clause, "field": column, "message": finding.message}
