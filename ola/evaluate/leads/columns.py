"""A frame of leads held against the agreement: a mask of what is broken, in one pass over the columns.

Values, blanks, folded texts, terms, scores and segments become columns of a frame of their own, under
numbered names; each clause is then one Boolean column without nulls.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import assert_never

import polars as pl

from ola.evaluate.leads.denied import denied_values
from ola.evaluate.leads.docket import Docket, docket
from ola.evaluate.leads.read_columns import HEIGHT, FieldColumn, ReadColumns
from ola.evaluate.needs import conditions_of, derived_in_order, needs
from ola.expr import nodes
from ola.expr.polars import Leaf, answers
from ola.expr.truth import Answer
from ola.fieldtypes.pattern import covers_columns
from ola.fieldtypes.text import composed, fold_columns, folded, longer_columns
from ola.finding import Level
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

    `prepared` is what was looked at. `values` are the values that were to be kept: for each field of the docket, by its
    index, `v0` (null where blank or malformed) and `b0` (whether blank).
    """

    docket: Docket
    prepared: pl.DataFrame
    broken: pl.DataFrame
    values: pl.DataFrame | None = None

    @property
    def errors(self) -> pl.Series:
        """Whether a clause of level error is broken, for each row."""
        return self._any("error")

    @property
    def warnings(self) -> pl.Series:
        """Whether a clause of level warning is broken, for each row."""
        return self._any("warning")

    def _any(self, level: Level) -> pl.Series:
        names = [str(at) for at, form in enumerate(self.docket.forms) if form.clause.level == level]
        answer = pl.any_horizontal(names) if names else pl.lit(value=False)
        return self.broken.with_columns(self.prepared[HEIGHT]).select(HEIGHT, answer.alias(level))[level]

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

    `masks` are the expressions of the forms, to be used on what is looked at; `spelling` says in which columns of that
    the parts of conditions stand.
    """

    def __init__(
        self, case: Docket, schema: Schema, as_of: dt.datetime | None = None, keep: Collection[str] = ()
    ) -> None:
        """Compile; `as_of` is the "now" of conditions, needed only where one asks for it.

        `keep` names fields whose values `check_frame` gives with its verdicts.
        """
        self.docket, self.plan, self.schema = case, case.plan, schema
        self._fields = [
            (at, self.plan.spec(name, case.system), column) for at, (name, column) in enumerate(case.fields.items())
        ]
        self._read_some: dict[tuple[str, ...], ReadColumns] = {}
        self.spelling = _Spelt(
            case,
            {at for at, spec, column in self._fields if FieldColumn(at, spec, column, schema.get(column)).is_plain},
            as_of,
        )
        asked = needs(self.plan, *(condition for form in case.forms for condition in conditions_of(form)))
        self._keep = [f"{part}{self.spelling.index[name]}" for name in keep for part in "vb"]
        layers = [self._layer(kind, name) for kind, name in asked.derived]
        self.masks: tuple[pl.Expr, ...] = tuple(self._broken(form).alias(str(at)) for at, form in enumerate(case.forms))
        roots = {
            name
            for each in (*self.masks, *(each for layer in layers for each in layer))
            for name in each.meta.root_names()
        }
        places = (
            {self.spelling.index[name] for name in (*asked.fields, *keep)}
            | self.spelling.folds
            | self.spelling.composed
        )
        places |= {at for at, _, _ in self._fields if f"v{at}" in roots}
        self._look = self._looking(layers, places)

    def _looking(self, layers: Sequence[Sequence[pl.Expr]], values: Collection[int] | None = None) -> _Look:
        read = ReadColumns(self._fields, self.schema, values)
        return _Look(read, sorted(self.spelling.folds), sorted(self.spelling.composed), layers)

    # ── what one asks ───────────────────────────────────────────────────────────────────────────

    def check_frame(self, frame: pl.DataFrame) -> FrameVerdicts:
        """Say what each row breaks; the frame has the schema this was compiled for."""
        prepared = self._look.at(frame)
        broken = prepared.select(HEIGHT, *self.masks)
        values = prepared.select(self._keep) if self._keep else None
        return FrameVerdicts(self.docket, prepared, broken.drop(HEIGHT), values)

    def derived(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give `stage`, `reached` (a list), and a column for each segment (`segment.NAME`) and score (`score.NAME`)."""
        claim = self.plan.stage_field
        stage = none = pl.lit(None, pl.String)
        if claim is not None and claim.name in self.docket.fields:
            stage = self.spelling.value(nodes.FieldRef(claim.name))
        layers = [self._layer(kind, name) for kind, name in derived_in_order(self.plan)]
        reached = [
            pl.when(answers(each.reached, self.spelling).true).then(pl.lit(name)).otherwise(none)
            for name, each in self.plan.stages.items()
            if each.reached is not None and self.docket.sees(each.reached)
        ]
        listed = pl.concat_list(reached).list.drop_nulls() if reached else pl.lit([], pl.List(pl.String))
        wanted = [stage.alias("stage"), listed.alias("reached")]
        wanted += [self.spelling.value(nodes.SegmentRef(name)).alias(f"segment.{name}") for name in self.plan.segments]
        wanted += [self.spelling.value(nodes.ScoreRef(name)).alias(f"score.{name}") for name in self.plan.scores]
        return self._looking(layers).at(frame).select(HEIGHT, *wanted).drop(HEIGHT)

    def values(self, frame: pl.DataFrame, names: Iterable[str]) -> list[pl.Series]:
        """Give the values of fields as they compare, text folded; null where blank or malformed."""
        asked = tuple(names)
        read = self._read_some.get(asked)
        if read is None:
            places = {self.spelling.index[name] for name in asked}
            fields = (each for each in self._fields if each[0] in places)
            read = self._read_some[asked] = ReadColumns(fields, self.schema)
        found = read.read(frame)
        return [
            folded(values) if self.plan.fields[name].kind == "text" else values
            for name in asked
            for values in (found[f"v{self.spelling.index[name]}"],)
        ]

    # ── the layers ──────────────────────────────────────────────────────────────────────────────

    def _layer(self, kind: str, name: str) -> list[pl.Expr]:
        into = self.spelling.derived[kind, name]
        match kind:
            case "term":
                condition = self.plan.terms[name].condition
                if not self.docket.sees(condition):
                    return []
                answer = answers(condition, self.spelling)
                return [answer.true.alias(f"t{into}"), answer.false.alias(f"f{into}")]
            case "score":
                return [self._score(name).alias(into)]
            case _:
                return [self._segment(name).alias(into)]

    def _score(self, name: str) -> pl.Expr:
        score = self.plan.scores[name]
        dtype = pl.Int64 if score.is_whole else pl.Float64
        zero = pl.lit(0, dtype)
        rows = [
            pl.when(answers(row, self.spelling).true).then(pl.lit(points, dtype)).otherwise(zero)
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
            pl.when(answers(row, self.spelling).true).then(pl.lit(value))
            for value, row in segment.rows
            if self.docket.sees(row)
        ]
        return pl.coalesce(*rows, pl.lit(segment.otherwise))

    # ── the forms ───────────────────────────────────────────────────────────────────────────────

    def _broken(self, form: Shape | Predicate) -> pl.Expr:
        guard = None if form.when is None else answers(form.when, self.spelling).true
        match form:
            case Predicate(role="bar"):
                return pl.lit(value=False) if guard is None else guard
            case Predicate():
                question = ~answers(form.must, self.spelling).true
            case Shape():
                question = self._demand(form)
            case _:
                assert_never(form)
        return question if guard is None else guard & question

    def _demand(self, shape: Shape) -> pl.Expr:
        at = self.spelling.index[shape.field]
        value, blank = pl.col(f"v{at}"), pl.col(f"b{at}")
        match shape.demand:
            case OfType() if at in self.spelling.plain:
                return pl.lit(value=False)
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
                question = self.spelling.text(at).str.len_chars() < length
            case MaxLength(length):
                question = longer_columns(pl.col(f"r{at}") if at in self.spelling.plain else value, length)
            case Pattern(pattern):
                question = ~covers_columns(pattern, self.spelling.text(at))
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
        operand = self.spelling.folded(nodes.FieldRef(own.name)) if own.kind == "text" else pl.col(f"v{at}")
        if own.kind in {"text", "id", "choice"}:
            return operand.is_in(sorted(denied))
        return pl.any_horizontal(pl.lit(value=False), *(operand == pl.lit(each) for each in denied))


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked at in a frame: fields read, texts folded and composed, and what is derived, layer by layer."""

    read: ReadColumns
    folds: Sequence[int]
    composed: Sequence[int]
    layers: Sequence[Sequence[pl.Expr]]

    def at(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Look at a frame: give `v0`, `b0` (see `ReadColumns`), folded `w0`, composed `n0`, and what is derived."""
        found = self.read.read(frame)
        found = found.with_columns(
            *(folded(found[f"v{at}"]).alias(f"w{at}") for at in self.folds),
            *(composed(found[f"v{at}"]).alias(f"n{at}") for at in self.composed),
        )
        for layer in self.layers:
            found = found.with_columns(layer)
        return found


@dataclass(slots=True)
class _Spelt:
    """Which columns hold what a condition names; remembers whose folded or composed text was asked for."""

    docket: Docket
    plain: Collection[int]  # the fields that are text of which any is readable, in columns of text
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
