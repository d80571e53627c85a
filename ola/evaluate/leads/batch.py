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

from ola.errors import NaiveDatetime, WrongCall
from ola.evaluate.leads.drift.glance import Glance, Unexpected
from ola.evaluate.leads.frames import Frames, JudgedFrame, unique_by
from ola.evaluate.leads.judged import Judged
from ola.evaluate.leads.known import Known, KnownColumns, KnownRows
from ola.evaluate.leads.missing import missing_columns
from ola.evaluate.leads.reasons import Reasons, pointer
from ola.evaluate.leads.record import Checker, field_reader
from ola.evaluate.leads.unique import Gathered, Keys, Repeated, keys_of
from ola.evaluate.showing import kept
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.text import WHITE_SPACE, fold
from ola.finding import DataPlace, Finding
from ola.plan import Plan, Shape

Numbers = NDArray[np.int64]
Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
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
    def file(self) -> str | None:
        """Name the one of several files that they come from."""

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
    known: KnownRows | None = None,
) -> Batch:
    """Hold all rows of an input against the agreement; nothing is read before one goes through the result.

    `as_of` is the "now" of conditions. At most `limit` findings are kept, and the values of the fields of `keep`, a
    block at a time. What must be unique must not stand in `known` either. Raises WrongCall for a system or stage
    that the agreement does not have, NaiveDatetime for an `as_of` without a zone.
    """
    return Batch(plan, system, at, as_of, rows, limit, keep, known)


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
        known: KnownRows | None = None,
    ) -> None:
        """Compile; see `check_blocks`."""
        if as_of.tzinfo is None:
            raise NaiveDatetime.of(as_of, "as_of")
        self.checker = Checker(plan, system, at)
        self.docket = self.checker.docket
        self.not_checked = (*self.docket.not_checked, *self.docket.hidden)
        # What must be unique is judged within the input, and once more against what is known.
        self._unique: list[tuple[Shape, str | None]] = [(shape, None) for shape in self.docket.unique]
        if known is not None:
            self._unique += [(shape, known.name) for shape in self.docket.unique]
        if known is not None and not self._unique:
            message = "No field of the agreement must be unique here, so no lead can be known. Say unique: true of one."
            raise WrongCall(message)
        self.as_of, self.limit = as_of, limit
        self._keep, self._known_rows = keep, known
        self.summary = Summary()
        self.findings: list[Finding] = []
        self.examples: dict[str, Finding] = {}
        self._rows = rows
        self._glance = Glance(self.docket)
        self._reasons = Reasons(self.docket)
        self._frames = Frames(self.checker, as_of, self._unique, keep)
        self._repeated: list[Repeated] = []
        self._unseen = dict.fromkeys(self.docket.fields.values())
        self._any = False  # whether any row could be read

    def __iter__(self) -> Iterator[Judged]:
        """Go through the input: first for what must be unique, then block by block."""
        return self.through(map)

    def through(self, run: Run) -> Iterator[Judged]:
        """Go through the input as `run` has it: like `map`, or with several blocks in the making, in their order."""
        case = self.docket
        if self._rows.columns is not None:
            self._note(missing_columns(case, self._rows.columns, self._rows.name))
        if case.unique:
            self._repeated = self._first_pass(run)
        for block, verdicts in run(self._judged, self._rows.blocks()):
            self.summary.records += len(block.rows) + len(block.unreadable)
            self.summary.rejected += len(block.unreadable)
            self._any = self._any or bool(len(block.rows))
            judged = self._records(block) if verdicts is None else self._frame(block, verdicts)
            accepted = int(judged.accepted.sum())
            self.summary.accepted += accepted
            self.summary.rejected += len(judged.accepted) - accepted
            self._glance.see(block, self.summary.by_clause)
            yield judged
        if self._rows.columns is None and self._any and self._unseen:
            seen = [column for column in case.fields.values() if column not in self._unseen]
            self._note(missing_columns(case, seen, self._rows.name))

    @property
    def unexpected(self) -> Unexpected:
        """What was noticed that the agreement does not expect, in the blocks taken so far."""
        return self._glance.unexpected()

    def _judged(self, block: Any) -> tuple[Any, JudgedFrame | None]:
        """Judge a block by itself, if it is a frame; records take turns for the interpreter anyway."""
        return block, self._frames.judge(block.frame, self._repeated) if hasattr(block, "frame") else None

    def _note(self, findings: Iterable[Finding], *, counted: bool = True) -> None:
        for finding in findings:
            if counted:
                self.summary.count(finding.level, None)
            if len(self.findings) < self.limit:
                self.findings.append(finding)
            if finding.clause is not None:
                self.examples.setdefault(finding.clause, finding)

    # ── uniqueness ──────────────────────────────────────────────────────────────────────────────

    def _first_pass(self, run: Run) -> list[Repeated]:
        gathered = [Gathered() for _ in self.docket.unique]
        names = {name for shape in self.docket.unique for name in unique_by(shape)}
        columns = [self.docket.fields[name] for name in self.docket.fields if name in names]
        if self._rows.columns is not None:
            columns = [column for column in columns if column in self._rows.columns]
        for every in run(self._keys, self._rows.blocks(only=columns)):
            for each, keys in zip(gathered, every, strict=True):
                each.add(keys)
        known = [] if self._known_rows is None else self._known(self._known_rows, gathered)
        return [*(each.repeated() for each in gathered), *known]

    def _known(self, rows: KnownRows, gathered: Sequence[Gathered]) -> list[Repeated]:
        """Find which keys of the input are known."""
        columns = KnownColumns(self.docket, rows, {shape: unique_by(shape) for shape in self.docket.unique})
        known = [Known(each.present()) for each in gathered]
        for block in rows.blocks(only=columns.wanted):
            for each, keys in zip(known, self._keys(columns.block(block)), strict=True):
                each.add(keys)
        self._note(columns.findings())
        return [each.found() for each in known]

    def _counts(self, block: Any) -> list[Numbers]:
        """Say of each clause of uniqueness, and again of what is known, in how many rows each row's value stands."""
        keys = self._keys(block)
        return [each.counts(keys[at % len(keys)]) for at, each in enumerate(self._repeated)]

    def _keys(self, block: Any) -> list[Keys]:
        if hasattr(block, "frame"):
            return self._frames.keys(block.frame)
        names = dict.fromkeys(name for shape in self.docket.unique for name in unique_by(shape))
        table = {name: self._read(block.records, name) for name in names}
        return [keys_of([table[name] for name in unique_by(shape)]) for shape in self.docket.unique]

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

    # ── frames ──────────────────────────────────────────────────────────────────────────────────

    def _frame(self, block: Any, judged: JudgedFrame) -> Judged:
        forms = self._frames.forms
        for at, mask in judged.broken.items():
            self.summary.count(forms[at].clause.level, forms[at].clause.id, int(mask.sum()))
        self._reject_unreadable(block)
        self._findings_of(block, judged)
        return Judged(block, (~judged.errors).to_numpy(), judged.rejects, judged.values)

    def _findings_of(self, block: Any, judged: JudgedFrame) -> None:
        """List findings in the order of the rows while there is room, and the first of every clause as an example."""
        forms = self._frames.forms
        wanted: dict[tuple[int, int], bool] = {}
        room = self.limit - len(self.findings)
        if room > 0:
            firsts = ((row, at) for at, mask in judged.broken.items() for row in mask.arg_true().head(room).to_list())
            wanted = dict.fromkeys(sorted(firsts)[:room], True)
        for at, mask in judged.broken.items():
            if forms[at].clause.id not in self.examples and (first := mask.arg_max()) is not None:
                wanted.setdefault((first, at), False)
        key = self._key_column(block.frame)
        for (row, at), is_listed in sorted(wanted.items()):
            why = self._frames.reason(judged, at, row)
            column = None if why.field is None else pointer(self.docket.fields[why.field])
            lead = None if key is None else self._key(block.frame[key][row])
            line = None if block.lines is None else int(block.lines[row])
            finding = why.finding(DataPlace(self._file(block), int(block.rows[row]), line, lead, column))
            if is_listed:
                self.findings.append(finding)
            self.examples.setdefault(why.clause.id, finding)

    def _file(self, block: Any) -> str:
        """Name the file that a block comes from, or the input where it is one."""
        file: str | None = block.file
        return self._rows.name if file is None else file

    def _key_column(self, frame: pl.DataFrame) -> str | None:
        key = self.docket.plan.key
        column = None if key is None else self.docket.fields.get(key.name)
        return column if column is not None and column in frame.columns else None

    def _key(self, raw: object) -> str | None:
        key = self.docket.plan.key
        value = kept(raw, personal=key is not None and key.personal) if raw is not None else None
        return None if value is None else str(value).strip(WHITE_SPACE) or None

    # ── records ─────────────────────────────────────────────────────────────────────────────────

    def _records(self, block: Any) -> Judged:
        records: list[Mapping[str, Any]] = block.records
        self._see(records)
        repeats = self._counts(block)
        again = np.any([counts > 0 for counts in repeats], axis=0) if repeats else np.zeros(len(records), dtype=bool)
        accepted = np.ones(len(records), dtype=bool)
        errors: list[list[dict[str, Any]]] = []
        warnings: list[list[dict[str, Any]]] = []
        self._reject_unreadable(block)
        check, as_of, file = self.checker.at_place, self.as_of, self._file(block)
        nowhere = DataPlace()
        values = [self.checker.read(record, as_of) for record in records] if self._keep else None
        for at, (record, is_again) in enumerate(zip(records, again.tolist(), strict=True)):
            found: tuple[Finding, ...] = ()
            if values is None or not values[at].is_clean:
                found = check(record, as_of, nowhere).findings
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
        for (shape, known), count in zip(self._unique, counts, strict=True):
            if count:
                raws = {name: flat.get(fields[name]) for name in unique_by(shape)}
                why = self._reasons.of_repeated(shape, raws, count, known)
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


def _problem(finding: Finding) -> dict[str, Any]:
    """Give what a rejected row carries of a finding."""
    column = finding.place.field if isinstance(finding.place, DataPlace) else None
    return {"code": finding.code, "clause": finding.clause, "field": column, "message": finding.message}
