"""A frame of leads held against the agreement: a mask of what is broken, in one pass over the columns.

Values, blanks, folded texts, terms, scores and segments become columns of a frame of their own, under
numbered names; each clause is then one Boolean column without nulls.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import assert_never

import polars as pl

from ola.evaluate.leads.denied import denied_values
from ola.evaluate.leads.docket import Docket, docket
from ola.evaluate.needs import derived_in_order
from ola.expr import nodes
from ola.expr.polars import Leaf, answers
from ola.expr.truth import Answer
from ola.fieldtypes import TYPES
from ola.fieldtypes.blank import blank_columns
from ola.fieldtypes.pattern import matches_columns
from ola.fieldtypes.text import fold_columns, nfc_columns
from ola.plan import (
    Absent,
    Max,
    MaxLength,
    Min,
    MinLength,
    NoneOf,
    OfType,
    Pattern,
    Plan,
    Predicate,
    Present,
    Shape,
    Unchanging,
    Unique,
)

Schema = Mapping[str, pl.DataType]
_HEIGHT = "rows"  # the one column that is always there, so that the frame keeps its height


def compile_columns(
    plan: Plan, system: str | None, at: str | None, schema: Schema, as_of: dt.datetime | None = None
) -> Columns:
    """Compile the check of frames with this schema; a column that it lacks counts as blank.

    Raises WrongCall for a system or stage that the agreement does not have.
    """
    return Columns(docket(plan, system, at), schema, as_of)


@dataclass(frozen=True, slots=True, eq=False)
class FrameVerdicts:
    """What a frame breaks: `broken` has a Boolean column for each form of the docket, named by its index.

    `errors` and `warnings` say of each row whether a clause of that level is broken. `values` are the values that
    were to be kept: for each field of the docket, by its index, `v0` (null where blank or malformed) and `b0`
    (whether blank).
    """

    docket: Docket
    broken: pl.DataFrame
    errors: pl.Series
    warnings: pl.Series
    values: pl.DataFrame | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many rows break each clause that any row breaks."""
        found: dict[str, int] = {}
        for form, mask in zip(self.docket.forms, self.broken, strict=True):
            if rows := int(mask.sum()):
                found[form.clause.id] = found.get(form.clause.id, 0) + rows
        return found


class Columns:
    """Holds frames of one schema against the agreement; compiled once.

    `masks` are the expressions of the forms, to be used on the frame that `prepared` gives.
    """

    def __init__(self, case: Docket, schema: Schema, as_of: dt.datetime | None = None) -> None:
        """Compile; `as_of` is the "now" of conditions, needed only where one asks for it."""
        self.docket, self.plan, self.schema = case, case.plan, schema
        self._spelt = _Spelt(case, as_of)
        self._derive = [self._layer(kind, name) for kind, name in derived_in_order(self.plan)]
        self.masks: tuple[pl.Expr, ...] = tuple(self._broken(form).alias(str(at)) for at, form in enumerate(case.forms))
        self._errors = self._any(form.clause.level == "error" for form in case.forms)
        self._warnings = self._any(form.clause.level == "warning" for form in case.forms)
        self._reached = [
            (name, answers(stage.reached, self._spelt).true)
            for name, stage in self.plan.stages.items()
            if stage.reached is not None and case.sees(stage.reached)
        ]

    # ── what one asks ───────────────────────────────────────────────────────────────────────────

    def check_frame(self, frame: pl.DataFrame, keep: Iterable[str] = ()) -> FrameVerdicts:
        """Say what each row breaks, and keep values of some fields; the frame has the schema this was compiled for."""
        if not self.masks:
            nothing = pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True)
            return FrameVerdicts(self.docket, pl.DataFrame(), nothing, nothing)
        names = [str(at) for at in range(len(self.masks))]
        kept = [f"{part}{self._spelt.index[name]}" for name in keep for part in "vb"]
        found = (
            self.prepared(frame)
            .with_columns(*self.masks)
            .select(*names, self._errors.alias("errors"), self._warnings.alias("warnings"), *kept)
            .collect()
        )
        values = found.select(kept) if kept else None
        return FrameVerdicts(self.docket, found.select(names), found["errors"], found["warnings"], values)

    def derived(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give `stage`, `reached` (a list), and a column for each segment (`segment.NAME`) and score (`score.NAME`)."""
        claim = self.plan.stage_field
        stage = pl.lit(None, pl.String)
        if claim is not None and claim.name in self.docket.fields:
            stage = self._spelt.value(nodes.FieldRef(claim.name))
        none = pl.lit(None, pl.String)
        reached = [pl.when(true).then(pl.lit(name)).otherwise(none) for name, true in self._reached]
        listed = pl.concat_list(reached).list.drop_nulls() if reached else pl.lit([], pl.List(pl.String))
        wanted = [stage.alias("stage"), listed.alias("reached")]
        wanted += [self._spelt.value(nodes.SegmentRef(name)).alias(f"segment.{name}") for name in self.plan.segments]
        wanted += [self._spelt.value(nodes.ScoreRef(name)).alias(f"score.{name}") for name in self.plan.scores]
        found = self.prepared(frame).select(_HEIGHT, *wanted).collect()
        return found.drop(_HEIGHT)

    def prepared(self, frame: pl.DataFrame) -> pl.LazyFrame:
        """Give the frame of values, blanks, terms, scores and segments that the masks look at."""
        spelt = self._spelt
        lazy = frame.lazy().select(pl.int_range(pl.len()).alias(_HEIGHT), *self._blanks_and_values())
        lazy = lazy.with_columns(
            *(
                pl.when(~pl.col(f"b{at}")).then(pl.col(f"v{at}")).alias(f"v{at}")
                for at in range(len(self.docket.fields))
            )
        )
        lazy = lazy.with_columns(
            *(fold_columns(pl.col(f"v{at}")).alias(f"w{at}") for at in sorted(spelt.folds)),
            *(nfc_columns(pl.col(f"v{at}")).alias(f"n{at}") for at in sorted(spelt.composed)),
        )
        for layer in self._derive:
            lazy = lazy.with_columns(*layer)
        return lazy

    def values(self, frame: pl.DataFrame, names: Iterable[str]) -> list[pl.Series]:
        """Give the values of fields as they compare, text folded; null where blank or malformed."""
        found = [
            (fold_columns(pl.col(f"v{at}")) if self.plan.fields[name].kind == "text" else pl.col(f"v{at}"))
            for name in names
            for at in (self._spelt.index[name],)
        ]
        table = self.prepared(frame).select(*(each.alias(str(at)) for at, each in enumerate(found))).collect()
        return table.get_columns()

    # ── the layers ──────────────────────────────────────────────────────────────────────────────

    def _blanks_and_values(self) -> Iterable[pl.Expr]:
        for at, (name, column) in enumerate(self.docket.fields.items()):
            spec = self.plan.spec(name, self.docket.system)
            own_type = TYPES[spec.type]
            dtype = self.schema.get(column)
            if dtype is None:
                yield pl.lit(value=True).alias(f"b{at}")
                yield pl.lit(None, dtype=own_type.column_type(spec)).alias(f"v{at}")
            else:
                raw = pl.col(column)
                yield blank_columns(spec, raw, dtype).alias(f"b{at}")
                yield own_type.columns(spec, raw, dtype).alias(f"v{at}")

    def _layer(self, kind: str, name: str) -> list[pl.Expr]:
        into = self._spelt.derived[kind, name]
        match kind:
            case "term":
                condition = self.plan.terms[name].condition
                if not self.docket.sees(condition):
                    return []
                answer = answers(condition, self._spelt)
                return [answer.true.alias(f"t{into}"), answer.false.alias(f"f{into}")]
            case "score":
                return [self._score(name).alias(into)]
            case _:
                return [self._segment(name).alias(into)]

    def _score(self, name: str) -> pl.Expr:
        score = self.plan.scores[name]
        numbers = [points for _, points in score.points]
        numbers += [bound for bound in (score.min, score.max) if bound is not None]
        dtype = pl.Int64 if all(number == int(number) for number in numbers) else pl.Float64
        zero = pl.lit(0, dtype)
        rows = [
            pl.when(answers(row, self._spelt).true).then(pl.lit(points, dtype)).otherwise(zero)
            for row, points in score.points
            if self.docket.sees(row)
        ]
        total = pl.sum_horizontal(rows) if dtype == pl.Int64 and rows else reduce(lambda a, b: a + b, rows, zero)
        if score.min is not None:
            total = pl.when(total < score.min).then(pl.lit(score.min, dtype)).otherwise(total)
        if score.max is not None:
            total = pl.when(total > score.max).then(pl.lit(score.max, dtype)).otherwise(total)
        return total

    def _segment(self, name: str) -> pl.Expr:
        segment = self.plan.segments[name]
        rows = [
            pl.when(answers(row, self._spelt).true).then(pl.lit(value))
            for value, row in segment.rows
            if self.docket.sees(row)
        ]
        return pl.coalesce(*rows, pl.lit(segment.otherwise))

    def _any(self, wanted: Iterable[bool]) -> pl.Expr:
        names = [str(at) for at, is_wanted in enumerate(wanted) if is_wanted]
        return pl.any_horizontal(names) if names else pl.lit(value=False)

    # ── the forms ───────────────────────────────────────────────────────────────────────────────

    def _broken(self, form: Shape | Predicate) -> pl.Expr:
        guard = None if form.when is None else answers(form.when, self._spelt).true
        match form:
            case Predicate(role="bar"):
                return pl.lit(value=False) if guard is None else guard
            case Predicate():
                question = ~answers(form.must, self._spelt).true
            case Shape():
                question = self._demand(form)
            case _:
                assert_never(form)
        return question if guard is None else guard & question

    def _demand(self, shape: Shape) -> pl.Expr:
        at = self._spelt.index[shape.field]
        value, blank = pl.col(f"v{at}"), pl.col(f"b{at}")
        match shape.demand:
            case OfType():
                return ~blank & value.is_null()
            case Present():
                return blank
            case Absent():
                return ~blank
            case Min(bound):
                question = value < pl.lit(bound)
            case Max(bound):
                question = value > pl.lit(bound)
            case MinLength(length):
                question = self._spelt.text(at).str.len_chars() < length
            case MaxLength(length):
                question = self._spelt.text(at).str.len_chars() > length
            case Pattern(pattern):
                question = ~matches_columns(pattern, self._spelt.text(at))
            case NoneOf(values):
                question = self._denied(shape, values, at)
            case Unique() | Unchanging():
                raise AssertionError(shape)
            case _:
                assert_never(shape.demand)
        return question.fill_null(value=False)

    def _denied(self, shape: Shape, values: tuple[str, ...], at: int) -> pl.Expr:
        own, denied = self.plan.fields[shape.field], denied_values(self.plan, shape.field, values)
        if own.many:
            return pl.any_horizontal(pl.lit(value=False), *(pl.col(f"v{at}").list.contains(each) for each in denied))
        operand = self._spelt.folded(nodes.FieldRef(own.name)) if own.kind == "text" else pl.col(f"v{at}")
        if own.kind in {"text", "id", "choice"}:
            return operand.is_in(sorted(denied))
        return pl.any_horizontal(pl.lit(value=False), *(operand == pl.lit(each) for each in denied))


@dataclass(slots=True)
class _Spelt:
    """Which columns hold what a condition names; remembers whose folded or composed text was asked for."""

    docket: Docket
    as_of: dt.datetime | None
    index: dict[str, int] = field(default_factory=dict)
    derived: dict[tuple[str, str], str] = field(default_factory=dict)
    folds: set[int] = field(default_factory=set)
    composed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        plan = self.docket.plan
        self.index = {name: at for at, name in enumerate(self.docket.fields)}
        self.derived = {("term", name): str(at) for at, name in enumerate(plan.terms)}
        self.derived |= {("score", name): f"p{at}" for at, name in enumerate(plan.scores)}
        self.derived |= {("segment", name): f"g{at}" for at, name in enumerate(plan.segments)}

    def value(self, leaf: Leaf, /) -> pl.Expr:
        match leaf:
            case nodes.FieldRef(name):
                return pl.col(f"v{self.index[name]}")
            case nodes.ScoreRef(name):
                return pl.col(self.derived["score", name])
            case nodes.SegmentRef(name):
                return pl.col(self.derived["segment", name])
            case nodes.Now():
                return pl.lit(self.as_of, pl.Datetime("us", "UTC"))
            case _:
                raise AssertionError(leaf)

    def folded(self, leaf: Leaf, /) -> pl.Expr:
        if not isinstance(leaf, nodes.FieldRef):
            return fold_columns(self.value(leaf))
        self.folds.add(self.index[leaf.name])
        return pl.col(f"w{self.index[leaf.name]}")

    def text(self, at: int) -> pl.Expr:
        self.composed.add(at)
        return pl.col(f"n{at}")

    def blank(self, leaf: Leaf, /) -> pl.Expr:
        if not isinstance(leaf, nodes.FieldRef):
            return self.value(leaf).is_null()
        return pl.col(f"b{self.index[leaf.name]}")

    def term(self, name: str, /) -> Answer[pl.Expr]:
        into = self.derived["term", name]
        return Answer(pl.col(f"t{into}"), pl.col(f"f{into}"))
