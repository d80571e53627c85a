"""Frames of leads judged, one by one and by themselves: what each row breaks, and why it is rejected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import polars as pl

from ola.evaluate.leads.columns import Columns
from ola.evaluate.leads.judged import Rejects
from ola.evaluate.leads.reasons import Reason, Reasons
from ola.evaluate.leads.record import Checker
from ola.evaluate.leads.unique import Keys, Repeated, keys_of
from ola.evaluate.leads.wording import Wording
from ola.evaluate.needs import conditions_of, needs
from ola.evaluate.shown_columns import CALENDAR
from ola.plan import Predicate, Shape


@dataclass(frozen=True, slots=True, eq=False)
class JudgedFrame:
    """What the rows of a frame break: `broken` says which rows, by index of the form, of those that any row breaks.

    Indices count the forms of the docket and then the unique ones; of these `repeats` says in how many rows the row's
    value stands. `errors` are the rows that break something at level error, and `rejects` are these rows. `together`
    says of each two clauses how many rows break both. `values` are those that were to be kept, as `FrameVerdicts` has
    them.
    """

    frame: pl.DataFrame
    broken: dict[int, pl.Series]
    repeats: dict[int, pl.Series]
    errors: pl.Series
    rejects: Rejects
    together: dict[tuple[str, str], int]
    values: pl.DataFrame | None


def broken_together(broken: Mapping[str, pl.Series]) -> dict[tuple[str, str], int]:
    """Say of each two clauses, in order, how many rows break both; clauses that no row breaks both of are left out."""
    clauses = sorted(broken)
    places = [np.flatnonzero(broken[clause].to_numpy()) for clause in clauses]
    rows = np.concatenate([np.empty(0, np.int64), *places])
    which = np.repeat(np.arange(len(clauses)), [len(each) for each in places])
    order = np.argsort(rows, kind="stable")  # row by row, and in each the clauses in their order
    rows, which = rows[order], which[order]
    pairs = np.zeros(len(clauses) ** 2, dtype=np.int64)
    for step in range(1, len(clauses)):
        same = rows[step:] == rows[:-step]
        if not same.any():
            break
        pairs += np.bincount(which[:-step][same] * len(clauses) + which[step:][same], minlength=len(pairs))
    return {
        (clauses[pair // len(clauses)], clauses[pair % len(clauses)]): int(pairs[pair])
        for pair in np.flatnonzero(pairs).tolist()
    }


class Frames:
    """Judges frames against one docket; what it compiles is shared by all frames of a schema, and by threads."""

    def __init__(
        self,
        checker: Checker,
        as_of: dt.datetime,
        unique: Sequence[tuple[Shape, str | None]],
        keep: Sequence[str] = (),
    ) -> None:
        """Take the checker of single leads, whose docket is judged; `keep` names fields whose values are kept.

        `unique` are the forms that must be unique: within the input, or among the leads that are known by that name.
        """
        self.checker, self.docket = checker, checker.docket
        self._known = [known for _, known in unique]
        self.forms: tuple[Shape | Predicate, ...] = (*self.docket.forms, *(shape for shape, _ in unique))
        self._as_of, self._keep = as_of, keep
        self._reasons = Reasons(self.docket)
        self._compiled: dict[tuple[tuple[str, pl.DataType], ...], tuple[Columns, Wording]] = {}

    def judge(self, frame: pl.DataFrame, repeated: Sequence[Repeated]) -> JudgedFrame:
        """Say what each row breaks; `repeated` are the values that the unique forms find more than once."""
        columns, wording = self._of(frame)
        verdicts = columns.check_frame(frame)
        broken = {at: mask for at, mask in enumerate(verdicts.broken.get_columns()) if mask.any()}
        repeats: dict[int, pl.Series] = {}
        keys = self.keys(frame)
        for at, values in enumerate(repeated):
            counts = pl.Series(values.counts(keys[at % len(keys)]))
            mask = counts > 0
            if mask.any():
                index = at + len(self.docket.forms)
                repeats[index], broken[index] = counts, mask
        grave = [mask for at, mask in broken.items() if self.forms[at].clause.level == "error"]
        errors = reduce(or_, grave, pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True))

        rejects = Rejects(frame, verdicts.prepared.select(wording.columns), broken, repeats, wording)
        together = broken_together(self.by_clause(broken))
        return JudgedFrame(frame, broken, repeats, errors, rejects.only(errors), together, verdicts.values)

    def by_clause(self, broken: Mapping[int, pl.Series]) -> dict[str, pl.Series]:
        """Say which rows break each clause, whose forms may be several."""
        found: dict[str, pl.Series] = {}
        for at, mask in broken.items():
            clause = self.forms[at].clause.id
            found[clause] = found[clause] | mask if clause in found else mask
        return found

    def keys(self, frame: pl.DataFrame) -> list[Keys]:
        """Give the keys of the rows, for each form that must be unique."""
        names = list(dict.fromkeys(name for shape in self.docket.unique for name in unique_by(shape)))
        if not names:
            return []
        table = dict(zip(names, self._of(frame)[0].values(frame, names), strict=True))
        return [keys_of([table[name] for name in unique_by(shape)]) for shape in self.docket.unique]

    def reason(self, judged: JudgedFrame, index: int, row: int) -> Reason:
        """Say why one row breaks a form, with all that a finding says beside its words."""
        form, fields = self.forms[index], self.docket.fields
        if isinstance(form, Predicate):
            names = needs(self.docket.plan, *conditions_of(form)).fields
        else:
            names = unique_by(form) if index in judged.repeats else (form.field,)
        there = [fields[name] for name in names if fields[name] in judged.frame.columns]
        record = _record(judged.frame.select(there)[row]) if there else {}
        if isinstance(form, Predicate):
            return self._alone(index, record)
        if index in judged.repeats:
            raws = {name: record.get(fields[name]) for name in names}
            known = self._known[index - len(self.docket.forms)]
            return self._reasons.of_repeated(form, raws, judged.repeats[index][row], known)
        return self._reasons.of_shape(form, record.get(fields[form.field]))

    def _alone(self, index: int, record: dict[str, Any]) -> Reason:
        return self.checker.reason(index, record, self._as_of)

    def _of(self, frame: pl.DataFrame) -> tuple[Columns, Wording]:
        schema = tuple(frame.schema.items())
        found = self._compiled.get(schema)
        if found is None:
            columns = Columns(self.docket, dict(schema), self._as_of, self._keep)
            known = [None] * len(self.docket.forms) + self._known
            forms = list(zip(self.forms, known, strict=True))
            wording = Wording(self._reasons, self.checker.probes, forms, columns.spelling, self._alone)
            found = self._compiled[schema] = (columns, wording)
        return found


def _record(row: pl.DataFrame) -> dict[str, Any]:
    """Give the one row of a frame as Python has it; instants beyond its calendar as text."""
    beyond = [
        pl.when(pl.col(name).dt.year().is_between(*CALENDAR))
        .then(None)
        .otherwise(pl.col(name).cast(pl.String))
        .alias(name)
        for name, dtype in row.schema.items()
        if isinstance(dtype, pl.Date | pl.Datetime)
    ]
    texts = (
        {name: text for name, text in row.select(beyond).row(0, named=True).items() if text is not None}
        if beyond
        else {}
    )
    return {**row.drop(texts).row(0, named=True), **texts}


def unique_by(shape: Shape) -> tuple[str, ...]:
    """Name the fields whose values must be unique together."""
    by: tuple[str, ...] = getattr(shape.demand, "by", ())
    return by or (shape.field,)
