"""Why many rows are rejected, in words: what `Reasons` says of a clause is said once, with gaps that columns fill.

What a clause says of a lead hangs on few things: which parts of a rule failed, which fields are blank. Rows that are
alike in these share one sentence; what stands in their fields differs, and is filled in for all of them at once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from ola.evaluate.leads.blame import Evidence, Probes, leaf_key
from ola.evaluate.leads.read_columns import HEIGHT
from ola.evaluate.leads.reasons import Reason, Reasons, pointer
from ola.evaluate.showing import Gap, parts_of
from ola.evaluate.shown_columns import Shown, shown_columns
from ola.expr import nodes
from ola.expr.polars import Columns as Spelling
from ola.expr.polars import answers
from ola.expr.truth import Truth
from ola.finding import Level
from ola.plan import Plan, Predicate, Shape, Unique

PROBLEM = pl.Struct({"code": pl.String, "clause": pl.String, "field": pl.String, "message": pl.String})
PROBLEMS = pl.List(PROBLEM)
_Leaf = nodes.FieldRef | nodes.ScoreRef | nodes.SegmentRef
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
        *,
        as_cells: bool = False,
    ) -> tuple[pl.Series, pl.Series]:
        """Give what is wrong with each row, at level error and at level warning, in the order of the clauses.

        Each is a list of `PROBLEM`, or with `as_cells` the same list as JSON, as it stands in a cell of delimited text,
        quotes and all. `raw` are the rows as they came and `prepared` what conditions look at. `broken` says by index
        of the form which rows break it, `repeats` of the unique ones in how many rows a row's value stands.
        """
        told: list[_Told] = []
        for index, mask in broken.items():
            rows = pl.Series(np.flatnonzero(mask.to_numpy()).astype(np.uint32))
            if len(rows):
                told += self._told(index, rows, raw, prepared, repeats.get(index))
        gathered = _cells if as_cells else _lists
        return gathered(told, "error", raw.height), gathered(told, "warning", raw.height)

    def _told(
        self, index: int, rows: pl.Series, raw: pl.DataFrame, prepared: pl.DataFrame, repeats: pl.Series | None
    ) -> Iterator[_Told]:
        """Yield sentences, each with the rows that it is said of and what stands in its gaps there."""
        form, _ = self._forms[index]
        if isinstance(form, Predicate):
            asked = self._asked[index]
            if asked.is_told_alone:
                yield from self._alone(index, rows, raw)
                return
            keys = prepared.select(HEIGHT, *asked.columns)[rows].select(HEIGHT, *asked.packed).drop(HEIGHT)
        elif repeats is not None:
            keys = pl.DataFrame({"rows": repeats[rows]})
        else:
            keys = pl.DataFrame()
        for key, those in _alike(keys, rows):
            words = self._said.get((index, key))
            if words is None:
                words = self._said[index, key] = self._words(index, form, key)
            yield _Told(words, those, [self._filled(gap, those, raw, prepared) for gap in words.gaps])

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

    def _filled(self, gap: str, rows: pl.Series, raw: pl.DataFrame, prepared: pl.DataFrame) -> Shown:
        """Say what stands in a gap in each of these rows."""
        leaf = _LEAVES[gap.split(" ", 1)[0]](gap.split(" ", 1)[1])
        if not isinstance(leaf, nodes.FieldRef):
            return prepared.select(self._spelling.value(leaf).cast(pl.String)).to_series()[rows], "", ""
        own, column = self._probes.plan.fields[leaf.name], self._case.fields[leaf.name]
        if column not in raw.columns:
            return shown_columns(pl.repeat(None, len(rows), dtype=pl.String, eager=True), personal=own.personal)
        return shown_columns(raw[column][rows], personal=own.personal)

    def _alone(self, index: int, rows: pl.Series, raw: pl.DataFrame) -> Iterator[_Told]:
        """Say of each row alone what is wrong; rows of one code and field have their sentences in one gap."""
        found: dict[_Words, tuple[list[int], list[str]]] = {}
        for row, record in zip(rows.to_list(), raw[rows].iter_rows(named=True), strict=True):
            words = self._of(self._one_by_one(index, record))
            places, messages = found.setdefault(replace(words, parts=("", ""), gaps=("",)), ([], []))
            places.append(row)
            messages.append(words.parts[0])
        for words, (places, messages) in found.items():
            yield _Told(words, pl.Series(places, dtype=rows.dtype), [(pl.Series(messages, dtype=pl.String), "", "")])


@dataclass(frozen=True, slots=True)
class _Words:
    """What one clause says of rows that are alike: its code and level, a field, and a sentence with gaps."""

    level: Level
    code: str
    clause: str
    field: str | None
    parts: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence, the rows that it is said of, and what stands in each of its gaps there."""

    words: _Words
    rows: pl.Series
    filled: Sequence[Shown]

    def messages(self) -> pl.DataFrame:
        """Give the sentence for each row."""
        return self._filled_in("", "", str, lambda column: column)

    def objects(self) -> pl.DataFrame:
        """Give the problem for each row as JSON, its quotes doubled."""
        words = self.words
        path = "null" if words.field is None else f'""{_in_cell(words.field)}""'
        head = f'{{""code"":""{words.code}"",""clause"":""{_in_cell(words.clause)}"",""field"":{path},""message"":""'
        return self._filled_in(head, '""}', _in_cell, _column_in_cell)

    def _filled_in(
        self, head: str, tail: str, told: Callable[[str], str], column: Callable[[pl.Series], pl.Series]
    ) -> pl.DataFrame:
        table, pieces = {"row": self.rows}, []
        said = f"{head}{told(self.words.parts[0])}"
        for at, ((values, before, behind), part) in enumerate(zip(self.filled, self.words.parts[1:], strict=True)):
            table[f"{at}"] = column(values)
            pieces += [pl.lit(f"{said}{before}"), pl.col(f"{at}")]
            said = f"{behind}{told(part)}"
        return pl.DataFrame(table).select("row", said=pl.concat_str(*pieces, pl.lit(f"{said}{tail}")))


def _in_cell(text: str) -> str:
    """Write text as it stands within JSON within a cell of delimited text."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace('"', '""')


def _column_in_cell(texts: pl.Series) -> pl.Series:
    """As `_in_cell`, of texts that print as they are."""
    if not texts.str.contains_any(['"', "\\"]).any():
        return texts
    return texts.str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\""', literal=True)


def _alike(keys: pl.DataFrame, rows: pl.Series) -> Iterator[tuple[tuple[int, ...], pl.Series]]:
    """Yield each key with the rows that have it; without a column of keys all rows are alike."""
    if not keys.width:
        yield (), rows
        return
    for key, places in keys.with_columns(place=rows).group_by(keys.columns, maintain_order=True):
        yield key, rows if len(places) == len(rows) else places["place"]


def _lists(told: Sequence[_Told], level: str, height: int) -> pl.Series:
    """Gather what is said at a level into one list a row."""
    own = [each for each in told if each.words.level == level]
    none = pl.Series([[]], dtype=PROBLEMS)
    if not own:
        return none.new_from_index(0, height)
    said = pl.concat([each.messages().with_columns(words=pl.lit(at, pl.UInt32)) for at, each in enumerate(own)])

    def constant(values: Sequence[str | None]) -> pl.Expr:
        return pl.lit(pl.Series(values, dtype=pl.String)).gather(pl.col("words"))

    lists = (
        said.sort("row", maintain_order=True)
        .select(
            "row",
            said=pl.struct(
                code=constant([each.words.code for each in own]),
                clause=constant([each.words.clause for each in own]),
                field=constant([each.words.field for each in own]),
                message=pl.col("said"),
            ),
        )
        .group_by("row", maintain_order=True)
        .agg("said")
    )
    return _placed(lists, none, height)


def _cells(told: Sequence[_Told], level: str, height: int) -> pl.Series:
    """Gather what is said at a level into one cell a row."""
    own = [each.objects() for each in told if each.words.level == level]
    none = pl.Series(["[]"])
    if not own:
        return none.new_from_index(0, height)
    joined = (
        pl.concat(own)
        .sort("row", maintain_order=True)
        .group_by("row", maintain_order=True)
        .agg("said")
        .select("row", said=pl.concat_str(pl.lit('"['), pl.col("said").list.join(","), pl.lit(']"')))
    )
    return _placed(joined, none, height)


def _placed(found: pl.DataFrame, none: pl.Series, height: int) -> pl.Series:
    """Put what was found of some rows among all rows, of which the others have none."""
    if found.height == height:
        return found["said"]
    places = pl.repeat(found.height, height, dtype=pl.UInt32, eager=True)
    places = places.scatter(found["row"], pl.int_range(found.height, dtype=pl.UInt32, eager=True))
    return pl.concat([found["said"], none])[places]


# ── what of a condition decides the words ───────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Asked:
    """The parts of a condition and the fields it names, with the questions whose answers decide the words.

    `packed` are the answers as bits of whole numbers: of each part whether it is true and whether it is false, then of
    each field whether it has no value and whether it is blank.
    """

    parts: tuple[nodes.Condition, ...]
    leaves: tuple[_Leaf, ...]
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


_LEAVES: Mapping[str, Callable[[str], _Leaf]] = {
    "field": nodes.FieldRef,
    "score": nodes.ScoreRef,
    "segment": nodes.SegmentRef,
}


def _gap(leaf: _Leaf) -> Gap:
    """Leave a gap for what stands in a field, or for a score or segment."""
    return Gap(leaf_key(leaf))
