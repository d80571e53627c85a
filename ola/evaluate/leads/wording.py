"""Why many rows are rejected, in words: what `Reasons` says of a clause is said once, with gaps that columns fill.

What a clause says of a lead hangs on few things: which parts of a rule failed, which fields are blank. Rows that are
alike in these share one sentence; what stands in their fields differs, and is filled in for all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from ola.evaluate.leads.blame import Evidence, Probes, leaf_key
from ola.evaluate.leads.read_columns import HEIGHT
from ola.evaluate.leads.reasons import Reason, Reasons, pointer
from ola.evaluate.showing import Gap, parts_of
from ola.evaluate.shown_columns import shown_columns
from ola.expr import nodes
from ola.expr.polars import Columns as Spelling
from ola.expr.polars import answers
from ola.expr.truth import Truth
from ola.finding import Level
from ola.plan import Plan, Predicate, Shape, Unique

PROBLEM = pl.Struct({"code": pl.String, "clause": pl.String, "field": pl.String, "message": pl.String})
PROBLEMS = pl.List(PROBLEM)
OneByOne = Callable[[int, dict[str, Any]], Reason]
_BITS = 60  # answers that are kept in one number


class Wording:
    """Puts into words what rows of one schema break; remembers its sentences, and is used by many threads.

    `columns` are those that it looks at, of what conditions look at.
    """

    def __init__(
        self,
        reasons: Reasons,
        probes: Probes,
        forms: Sequence[tuple[Shape | Predicate, str | None]],
        spelling: Spelling,
        one_by_one: OneByOne,
    ) -> None:
        """Begin with nothing said; `spelling` says in which columns the parts of conditions stand.

        Beside a form that must be unique stands the name of the leads that are known, if it is held against them.
        `one_by_one` gives the reason of one row as it came, for the few conditions whose words are not the same for
        rows that are alike.
        """
        self._case, self._reasons, self._probes, self._spelling = reasons.docket, reasons, probes, spelling
        self._forms, self._one_by_one = forms, one_by_one
        self._asked = {
            at: _asked(probes.plan, form, spelling) for at, (form, _) in enumerate(forms) if isinstance(form, Predicate)
        }
        self.columns = tuple(dict.fromkeys([HEIGHT, *(name for each in self._asked.values() for name in each.columns)]))
        self._said: dict[tuple[int, object], _Words] = {}

    def problems(
        self,
        raw: pl.DataFrame,
        prepared: pl.DataFrame,
        broken: Mapping[int, pl.Series],
        repeats: Mapping[int, pl.Series],
    ) -> tuple[pl.Series, pl.Series]:
        """Give what is wrong with each row, at level error and at level warning, in the order of the clauses.

        `raw` are the rows as they came and `prepared` what conditions look at. `broken` says of forms, by
        their index, which rows break them; `repeats` of the unique ones how many rows have the row's value.
        """
        told: list[tuple[_Words, pl.DataFrame]] = []
        for index, mask in broken.items():
            rows = mask.arg_true()
            if len(rows):
                told += self._told(index, rows, raw, prepared, repeats.get(index))
        return _listed(told, "error", raw.height), _listed(told, "warning", raw.height)

    def _told(
        self, index: int, rows: pl.Series, raw: pl.DataFrame, prepared: pl.DataFrame, repeats: pl.Series | None
    ) -> Iterator[tuple[_Words, pl.DataFrame]]:
        """Yield sentences, each with the rows that it is said of and what it says there."""
        form, _ = self._forms[index]
        if isinstance(form, Predicate):
            asked = self._asked[index]
            if asked.is_told_alone:
                yield from self._alone(index, rows, raw)
                return
            keys = prepared.select(HEIGHT, *asked.columns)[rows].select(HEIGHT, *asked.packed).drop(HEIGHT)
        else:
            keys = pl.DataFrame({"rows": pl.repeat(0, len(rows), eager=True) if repeats is None else repeats[rows]})
        for key, places in keys.with_columns(place=rows).group_by(keys.columns, maintain_order=True):
            words = self._said.get((index, key))
            if words is None:
                words = self._said[index, key] = self._words(index, form, key)
            those = rows if len(places) == len(rows) else places["place"]
            yield words, words.said_of(those, lambda gap, those=those: self._filled(gap, those, raw, prepared))

    def _words(self, index: int, form: Shape | Predicate, key: tuple[int, ...]) -> _Words:
        """Make the sentence for rows that are alike."""
        match form:
            case Predicate():
                evidence = self._asked[index].evidence(self._probes, key)
                return self._of(self._reasons.of_predicate(form, evidence, lambda name: _gap(nodes.FieldRef(name))))
            case Shape(demand=Unique(by=by)):
                raws = {name: _gap(nodes.FieldRef(name)) for name in by or (form.field,)}
                return self._of(self._reasons.of_repeated(form, raws, key[0], self._forms[index][1]))
            case _:
                return self._of(self._reasons.of_shape(form, _gap(nodes.FieldRef(form.field))))

    def _of(self, reason: Reason) -> _Words:
        path = None if reason.field is None else pointer(self._case.fields[reason.field])
        return _Words(reason.clause.level, reason.code.code, reason.clause.id, path, *parts_of(reason.message))

    def _filled(self, gap: str, rows: pl.Series, raw: pl.DataFrame, prepared: pl.DataFrame) -> pl.Series:
        """Say what stands in a gap in each of these rows."""
        leaf = _LEAVES[gap.split(" ", 1)[0]](gap.split(" ", 1)[1])
        if not isinstance(leaf, nodes.FieldRef):
            return prepared[rows].select(self._spelling.value(leaf).cast(pl.String)).to_series()
        own, column = self._probes.plan.fields[leaf.name], self._case.fields[leaf.name]
        if column not in raw.columns:
            return shown_columns(pl.repeat(None, len(rows), dtype=pl.String, eager=True), personal=own.personal)
        return shown_columns(raw[column][rows], personal=own.personal)

    def _alone(self, index: int, rows: pl.Series, raw: pl.DataFrame) -> Iterator[tuple[_Words, pl.DataFrame]]:
        """Say of each row alone what is wrong; rows of one code and field have their sentences side by side."""
        found: dict[_Words, tuple[list[int], list[str]]] = {}
        for row, record in zip(rows.to_list(), raw[rows].iter_rows(named=True), strict=True):
            words = self._of(self._one_by_one(index, record))
            places, messages = found.setdefault(replace(words, parts=(), gaps=()), ([], []))
            places.append(row)
            messages.append(words.parts[0])
        for words, (places, messages) in found.items():
            yield words, pl.DataFrame({"row": pl.Series(places, dtype=rows.dtype), "message": messages})


@dataclass(frozen=True, slots=True)
class _Words:
    """What one clause says of rows that are alike: its code and level, a field, and a sentence with gaps."""

    level: Level
    code: str
    clause: str
    field: str | None
    parts: tuple[str, ...]
    gaps: tuple[str, ...]

    def said_of(self, rows: pl.Series, fill: Callable[[str], pl.Series]) -> pl.DataFrame:
        """Give the sentence for each row, its gaps filled."""
        if not self.gaps:
            return pl.DataFrame({"row": rows}).with_columns(message=pl.lit(self.parts[0]))
        filled = {"row": rows} | {f"{at}": fill(gap) for at, gap in enumerate(self.gaps)}
        pieces = [pl.lit(self.parts[0])]
        for at, part in enumerate(self.parts[1:]):
            pieces += [pl.col(f"{at}"), pl.lit(part)]
        return pl.DataFrame(filled).select("row", message=pl.concat_str(pieces))


def _listed(told: Sequence[tuple[_Words, pl.DataFrame]], level: str, height: int) -> pl.Series:
    """Gather what is said at a level into one list a row."""
    own = [(words, said) for words, said in told if words.level == level]
    none = pl.Series([[]], dtype=PROBLEMS)
    if not own:
        return none.new_from_index(0, height)
    said = pl.concat([said.with_columns(words=pl.lit(at, pl.UInt32)) for at, (_, said) in enumerate(own)])

    def constant(values: Sequence[str | None]) -> pl.Expr:
        return pl.lit(pl.Series(values, dtype=pl.String)).gather(pl.col("words"))

    lists = (
        said.sort("row", maintain_order=True)
        .select(
            "row",
            problem=pl.struct(
                code=constant([words.code for words, _ in own]),
                clause=constant([words.clause for words, _ in own]),
                field=constant([words.field for words, _ in own]),
                message=pl.col("message"),
            ),
        )
        .group_by("row", maintain_order=True)
        .agg("problem")
    )
    if lists.height == height:
        return lists["problem"]
    places = pl.repeat(lists.height, height, dtype=pl.UInt32, eager=True)
    places = places.scatter(lists["row"], pl.int_range(lists.height, dtype=pl.UInt32, eager=True))
    return pl.concat([lists["problem"], none])[places]


# ── what of a condition decides the words ───────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Asked:
    """The parts of a condition and the fields it names, with the questions whose answers decide the words.

    `packed` are the answers as bits of whole numbers: of each part whether it is true and whether it is false, then of
    each field whether it has no value and whether it is blank.
    """

    parts: tuple[nodes.Condition, ...]
    leaves: tuple[nodes.Operand, ...]
    packed: tuple[pl.Expr, ...]
    columns: tuple[str, ...]
    is_told_alone: bool

    def evidence(self, probes: Probes, key: tuple[int, ...]) -> Evidence:
        """Give what is known of rows with these answers: truths and blanks, and gaps for values."""
        bits = [bool(number >> at & 1) for number in key for at in range(_BITS)]
        truths = {
            id(part): Truth.TRUE if true else Truth.FALSE if false else Truth.UNKNOWN
            for part, true, false in zip(self.parts, bits[0::2], bits[1::2], strict=False)
        }
        values: dict[str, Any] = {}
        blanks = set()
        rest = bits[2 * len(self.parts) :]
        for leaf, is_null, is_blank in zip(self.leaves, rest[0::2], rest[1::2], strict=False):
            values[leaf_key(leaf)] = None if is_null else _gap(leaf)
            if is_blank:
                blanks.add(leaf_key(leaf))
        return _Known(probes, values, blanks, _truths=truths)


@dataclass(slots=True)
class _Known(Evidence):
    """Evidence whose truths were worked out by columns."""

    _truths: Mapping[int, Truth] = field(default_factory=dict)

    def truth(self, condition: nodes.Condition) -> Truth:
        """Say what the columns said."""
        return self._truths[id(condition)]


def _asked(plan: Plan, form: Predicate, spelling: Spelling) -> _Asked:
    condition = form.when if form.role == "bar" and form.when is not None else form.must
    parts = tuple({id(part): part for part in _parts(plan, condition)}.values())
    named = dict.fromkeys(operand for part in parts for operand in nodes.operands(part))
    leaves = tuple(leaf for leaf in named if isinstance(leaf, nodes.FieldRef | nodes.ScoreRef | nodes.SegmentRef))
    answered = [answers(part, spelling) for part in parts]
    questions = [question for answer in answered for question in (answer.true, answer.false)]
    for leaf in leaves:
        questions += [spelling.value(leaf).is_null(), spelling.blank(leaf)]
    packed = tuple(
        pl.sum_horizontal(
            question.cast(pl.UInt64) * pl.lit(1 << at, pl.UInt64)
            for at, question in enumerate(questions[first : first + _BITS])
        ).alias(f"{first}")
        for first in range(0, len(questions), _BITS)
    )
    columns = tuple(dict.fromkeys(name for question in packed for name in question.meta.root_names()))
    scores = [plan.scores[leaf.name] for leaf in leaves if isinstance(leaf, nodes.ScoreRef)]
    return _Asked(parts, leaves, packed, columns, is_told_alone=not all(each.is_whole for each in scores))


def _parts(plan: Plan, condition: nodes.Condition) -> Iterator[nodes.Condition]:
    """Yield a condition and all its parts, terms opened."""
    yield condition
    match condition:
        case nodes.And(items) | nodes.Or(items) | nodes.AtLeast(_, items):
            for item in items:
                yield from _parts(plan, item)
        case nodes.Not(item) | nodes.IsTrue(item):
            yield from _parts(plan, item)
        case nodes.TermRef(name):
            yield from _parts(plan, plan.terms[name].condition)
        case _:
            pass


_LEAVES: Mapping[str, Callable[[str], nodes.FieldRef | nodes.ScoreRef | nodes.SegmentRef]] = {
    "field": nodes.FieldRef,
    "score": nodes.ScoreRef,
    "segment": nodes.SegmentRef,
}


def _gap(leaf: nodes.FieldRef | nodes.ScoreRef | nodes.SegmentRef) -> Gap:
    """Leave a gap for what stands in a field, or for a score or segment."""
    return Gap(leaf_key(leaf))
