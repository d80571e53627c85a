"""One condition, three ways to run it: the plain reference, generated Python, Polars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ola.expr import polars as frames
from ola.expr import python as code
from ola.expr import reference
from ola.expr.nodes import (
    ColumnRef,
    Condition,
    CountOf,
    DayOf,
    EventCount,
    EventTime,
    FieldRef,
    Literal,
    Now,
    ScoreRef,
    SegmentRef,
    Shifted,
    operands,
    terms,
)
from ola.expr.reference import BLANK, MALFORMED, Absent, Lead
from ola.expr.truth import Answer
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.text import fold_columns

DTYPES: Mapping[Kind, pl.DataType] = {
    "text": pl.String(),
    "id": pl.String(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us", "UTC"),
    "duration": pl.Duration("us"),
    "choice": pl.String(),
    "choices": pl.List(pl.String()),
}


def by_reference(condition: Condition, leads: Sequence[Lead], _kinds: Mapping[str, Kind]) -> list[bool | None]:
    """What the reference says of each lead."""
    return [reference.truth(condition, lead) for lead in leads]


def by_python(condition: Condition, leads: Sequence[Lead], _kinds: Mapping[str, Kind]) -> list[bool | None]:
    """What generated Python says of each lead."""
    known = leads[0].terms if leads else {}
    leaves = _leaves(condition, known)
    constants = code.Constants()
    spelling = code.Locals(
        constants,
        {leaf: f"f{index}" for index, leaf in enumerate(leaves)},
        {leaf: f"b{index}" for index, leaf in enumerate(leaves)},
    )
    lines = []
    for index, name in enumerate(_terms(condition, known)):
        found = code.answers(known[name], spelling, constants)
        spelling.terms[name] = Answer(f"t{index}", f"u{index}")
        lines += [f"    t{index} = {found.true}", f"    u{index} = {found.false}"]
    found = code.answers(condition, spelling, constants)
    names = ", ".join([*(f"f{index}, b{index}" for index in range(len(leaves))), "*_"])
    text = "\n".join([f"def run({names}):", *lines, f"    return {found.true}, {found.false}"])
    space: dict[str, Any] = dict(constants.pool)
    exec(text, space)  # noqa: S102 — the code under test
    truths = []
    for lead in leads:
        values = [part for leaf in leaves for part in _value_and_blank(leaf, lead)]
        truths.append(_truth(*space["run"](*values)))
    return truths


def by_polars(condition: Condition, leads: Sequence[Lead], kinds: Mapping[str, Kind]) -> list[bool | None]:
    """What Polars says of each lead, all in one frame."""
    known = leads[0].terms if leads else {}
    leaves = _leaves(condition, known)
    data: dict[str, pl.Series] = {"row": pl.Series(range(len(leads)))}
    for index, leaf in enumerate(leaves):
        both = [_value_and_blank(leaf, lead) for lead in leads]
        data[f"f{index}"] = pl.Series([value for value, _ in both], dtype=_dtype(leaf, kinds))
        data[f"b{index}"] = pl.Series([blank for _, blank in both], dtype=pl.Boolean)
    columns = _Columns({leaf: index for index, leaf in enumerate(leaves)}, known)
    found = frames.answers(condition, columns)
    result = pl.DataFrame(data).select("row", true=found.true, false=found.false)
    assert result.null_count().row(0) == (0, 0, 0)
    return [_truth(true, false) for _, true, false in result.rows()]


WAYS = {"reference": by_reference, "python": by_python, "polars": by_polars}


class _Columns:
    def __init__(self, places: Mapping[Any, int], known: Mapping[str, Condition]) -> None:
        self.places = places
        self.known = known

    def value(self, leaf: frames.Leaf, /) -> pl.Expr:
        return pl.col(f"f{self.places[leaf]}")

    def folded(self, leaf: frames.Leaf, /) -> pl.Expr:
        return fold_columns(self.value(leaf))

    def blank(self, leaf: frames.Leaf, /) -> pl.Expr:
        return pl.col(f"b{self.places[leaf]}")

    def term(self, name: str, /) -> Answer[pl.Expr]:
        return frames.answers(self.known[name], self)


def _truth(true: object, false: object) -> bool | None:
    assert true in (True, False)
    assert false in (True, False)
    assert not (true and false)
    return True if true else False if false else None


def _terms(condition: Condition, known: Mapping[str, Condition]) -> list[str]:
    """Terms in the order in which they can be worked out."""
    found: dict[str, None] = {}
    for name in terms(condition):
        found |= dict.fromkeys([*_terms(known[name], known), name])
    return list(found)


def _leaves(condition: Condition, known: Mapping[str, Condition]) -> list[frames.Leaf]:
    found: dict[frames.Leaf, None] = {}
    for part in (condition, *(known[name] for name in _terms(condition, known))):
        for operand in operands(part):
            if not isinstance(operand, Literal | Shifted | DayOf):
                found[operand] = None
    return list(found)


def _value_and_blank(leaf: frames.Leaf, lead: Lead) -> tuple[object, bool]:
    value = _seen(leaf, lead)
    return (None if isinstance(value, Absent) else value), value is BLANK


def _seen(leaf: frames.Leaf, lead: Lead) -> object:
    match leaf:
        case FieldRef(name):
            return lead.values.get(name, BLANK)
        case ColumnRef(name, _):
            return lead.columns.get(name, BLANK)
        case ScoreRef(name):
            return lead.scores[name]
        case SegmentRef(name):
            return lead.segments[name]
        case Now():
            return lead.now
        case EventTime(event, which):
            times = (lead.events or {}).get(event)
            return BLANK if not times else min(times) if which == "first" else max(times)
        case EventCount(event, last) | CountOf(event, last):
            events = lead.events if isinstance(leaf, EventCount) else lead.all_events
            if events is None:
                return BLANK
            start = dt.datetime.min.replace(tzinfo=dt.UTC) if last is None else lead.now - last
            end = dt.datetime.max.replace(tzinfo=dt.UTC) if last is None else lead.now
            return sum(start < at <= end for at in events.get(event, ()))


def _dtype(leaf: frames.Leaf, kinds: Mapping[str, Kind]) -> pl.DataType:
    match leaf:
        case FieldRef(name):
            return DTYPES[kinds[name]]
        case ColumnRef(_, kind):
            return DTYPES[kind]
        case SegmentRef():
            return pl.String()
        case Now() | EventTime():
            return DTYPES["datetime"]
        case _:
            return pl.Float64()


__all__ = ["BLANK", "MALFORMED", "WAYS", "by_polars", "by_python", "by_reference"]
