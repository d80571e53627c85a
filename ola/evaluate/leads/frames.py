"""Frames of leads judged, one by one and by themselves: what each row breaks, and why it is rejected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.evaluate.leads.columns import Columns
from ola.evaluate.leads.judged import Rejects
from ola.evaluate.leads.reasons import Reason, Reasons
from ola.evaluate.leads.record import Checker
from ola.evaluate.leads.unique import Keys, Repeated, keys_of
from ola.evaluate.leads.wording import Wording
from ola.evaluate.needs import conditions_of, needs
from ola.plan import Predicate, Shape


@dataclass(frozen=True, slots=True, eq=False)
class JudgedFrame:
    """What the rows of a frame break: `broken` says which rows, by index of the form, of those that any row breaks.

    Indices count the forms of the docket and then the unique ones; of these `repeats` says in how many rows the row's
    value stands. `errors` are the rows that break something at level error, and `rejects` are these rows. `values` are
    those that were to be kept, as `FrameVerdicts` has them.
    """

    frame: pl.DataFrame
    broken: dict[int, pl.Series]
    repeats: dict[int, pl.Series]
    errors: pl.Series
    rejects: Rejects
    values: pl.DataFrame | None

    def together(self) -> tuple[list[int], NDArray[np.int64]]:
        """Give the forms that are broken, and of each two of them how many rows break both."""
        forms = list(self.broken)
        if len(forms) < 2:  # noqa: PLR2004
            return forms, np.zeros((len(forms), len(forms)), dtype=np.int64)
        any_ = reduce(or_, self.broken.values())
        masks = np.stack([mask.filter(any_).to_numpy() for mask in self.broken.values()])
        several = masks[:, masks.sum(axis=0) > 1].astype(np.float32)  # exact: there are not so many rows in a frame
        return forms, (several @ several.T).astype(np.int64)


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
        verdicts = columns.check_frame(frame, self._keep)
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

        def rejected(columns: dict[int, pl.Series]) -> dict[int, pl.Series]:
            return {at: column.filter(errors) for at, column in columns.items()}

        looked_at = verdicts.prepared.select(wording.columns).filter(errors)
        rejects = Rejects(frame.filter(errors), looked_at, rejected(broken), rejected(repeats), wording)
        return JudgedFrame(frame, broken, repeats, errors, rejects, verdicts.values)

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
        record: dict[str, Any] = judged.frame.select(there).row(row, named=True) if there else {}
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
            columns = Columns(self.docket, dict(schema), self._as_of)
            known = [None] * len(self.docket.forms) + self._known
            forms = list(zip(self.forms, known, strict=True))
            wording = Wording(self._reasons, self.checker.probes, forms, columns.spelling, self._alone)
            found = self._compiled[schema] = (columns, wording)
        return found


def unique_by(shape: Shape) -> tuple[str, ...]:
    """Name the fields whose values must be unique together."""
    by: tuple[str, ...] = getattr(shape.demand, "by", ())
    return by or (shape.field,)
