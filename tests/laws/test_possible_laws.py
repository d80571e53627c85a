"""Laws of what leads can be: nothing that a lead is counts as impossible, and an example is what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ola.expr.nodes import (
    And,
    AtLeast,
    Compare,
    Condition,
    FieldRef,
    IsTrue,
    Literal,
    Not,
    OneOf,
    Operand,
    Or,
    ScoreRef,
    SegmentRef,
    Shifted,
    TextTest,
    operands,
)
from ola.expr.possible import Definitions, Points, Possibilities, Rows, false, not_false, not_true, true
from ola.expr.reference import BLANK, MALFORMED, Lead, truth
from tests.laws.test_condition_laws import ATOMS, CONDITIONS, FIELDS, leads


def _asks_only_the_lead(condition: Condition) -> bool:
    return not any(isinstance(each, ScoreRef | SegmentRef) for each in operands(condition))


PLAIN = ATOMS.filter(_asks_only_the_lead)
ENDS = st.sampled_from([(None, None), (0, None), (0, 40), (-5, 25)])
ROWS = st.lists(st.tuples(st.sampled_from("ABC"), PLAIN), max_size=3).map(tuple)


@st.composite
def definitions(draw: st.DrawFn, points: st.SearchStrategy[float]) -> Definitions:
    """Terms, a score and a segment, each of simple conditions."""
    rows = draw(st.lists(st.tuples(PLAIN, points), max_size=5).map(tuple))
    return Definitions(
        specs=FIELDS,
        terms={"good fit": draw(PLAIN), "bad fit": draw(PLAIN)},
        scores={"fit": Points(rows, *draw(ENDS))},
        segments={"tier": Rows(draw(ROWS), draw(st.sampled_from("ABC")))},
    )


WHOLE = definitions(st.sampled_from([-10.0, 5.0, 10.0, 20.0, 30.0]))
BROKEN = definitions(st.sampled_from([-10.0, 0.1, 0.2, 0.3, 20.0]))


@dataclass(frozen=True)
class WorkedOut(Mapping[str, Any]):
    """The score or the segment of a lead, worked out by the plain reading of its rows."""

    defined: Definitions
    lead: list[Lead]
    what: str

    def __getitem__(self, name: str) -> Any:
        """Work it out."""
        if self.what == "segment":
            table = self.defined.segments[name]
            return next((value for value, row in table.rows if truth(row, self.lead[0]) is True), table.otherwise)
        score = self.defined.scores[name]
        total = sum(add for row, add in score.rows if truth(row, self.lead[0]) is True)
        total = total if score.low is None else max(total, score.low)
        return total if score.high is None else min(total, score.high)

    def __iter__(self) -> Iterator[str]:
        """Name what there is."""
        return iter([*self.defined.scores] if self.what == "score" else [*self.defined.segments])

    def __len__(self) -> int:
        """Count what there is."""
        return 1


def worked_out(lead: Lead, defined: Definitions) -> Lead:
    """Give the lead the score and the segment that the definitions make of it."""
    holder: list[Lead] = []
    own = {what: WorkedOut(defined, holder, what) for what in ("score", "segment")}
    holder.append(replace(lead, scores=own["score"], segments=own["segment"], terms=defined.terms))
    return holder[0]


# ── leads whose values lie beside what the conditions compare them with ─────────────────────────


def constants(condition: Condition) -> Iterator[tuple[str, Any]]:
    """Give the fields that a condition compares with written values, and those values."""
    match condition:
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from constants(item)
        case Not(item) | IsTrue(item):
            yield from constants(item)
        case Compare(_, left, right, _):
            yield from _beside(left, right)
            yield from _beside(right, left)
        case OneOf(operand, values, _):
            for value in values:
                yield from _beside(operand, value)
        case TextTest(_, FieldRef(name), texts, kind) if kind != "choices":
            yield from ((name, f"{before}{text}{after}") for text in texts for before, after in ("  ", "x ", " x"))
        case _:
            return


def _beside(operand: Operand, other: Operand) -> Iterator[tuple[str, Any]]:
    match operand, other:
        case FieldRef(name), Literal(value, _):
            yield from ((name, each) for each in _near(value))
        case Shifted(FieldRef(name), by), Literal(value, _) if isinstance(value, dt.date):
            try:
                yield from ((name, each) for each in _near(value - by))
            except OverflowError:
                return
        case _:
            return


def _near(value: Any) -> Iterator[Any]:
    yield value
    match value:
        case bool() | str():
            return
        case int() | float():
            steps: tuple[Any, ...] = (-1, 1)
        case dt.datetime():
            steps = (-dt.timedelta(microseconds=1), dt.timedelta(microseconds=1))
        case dt.date():
            steps = (-dt.timedelta(days=1), dt.timedelta(days=1))
        case _:
            steps = (-dt.timedelta(seconds=1), dt.timedelta(seconds=1))
    for step in steps:
        try:
            yield value + step
        except OverflowError:
            continue


@st.composite
def leads_near(draw: st.DrawFn, conditions: list[Condition], defined: Definitions) -> Lead:
    """A lead whose values lie on, or right beside, what the conditions and definitions ask."""
    rows = [row for score in defined.scores.values() for row, _ in score.rows]
    rows += [row for table in defined.segments.values() for _, row in table.rows]
    every = [*conditions, *rows, *defined.terms.values()]
    lead = draw(leads(And(tuple(every)), defined.terms))
    near: dict[str, list[Any]] = {}
    for condition in every:
        for name, value in constants(condition):
            fits = FIELDS[name].type != "integer" or value == int(value)
            if fits and not (isinstance(value, str) and not value.strip()):
                near.setdefault(name, []).append(value.strip() if isinstance(value, str) else value)
    values = dict(lead.values)
    for name in sorted(near):
        values[name] = draw(st.sampled_from([values[name], *near[name], BLANK, MALFORMED]))
    return worked_out(replace(lead, values=values), defined)


# ── the laws ────────────────────────────────────────────────────────────────────────────────────

SEVERAL = st.lists(CONDITIONS, min_size=1, max_size=3)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), conditions=SEVERAL, defined=WHOLE | BROKEN)
def test_nothing_that_a_lead_is_counts_as_impossible(
    data: st.DataObject, conditions: list[Condition], defined: Definitions
) -> None:
    """Whatever conditions are of one lead, they can be so together."""
    lead = data.draw(leads_near(conditions, defined))
    possibilities = Possibilities(defined)
    strict, loose = [], []
    for condition in conditions:
        found = truth(condition, lead)
        strict += [true(condition)] if found is True else [false(condition)] if found is False else []
        loose += [not_true(condition)] if found is not True else []
        loose += [not_false(condition)] if found is not False else []
    assert not possibilities.impossible(*strict, *loose)
    assert not possibilities.impossible(*loose)


@settings(max_examples=200, deadline=None)
@given(conditions=SEVERAL, defined=WHOLE | BROKEN)
def test_an_example_is_what_was_asked_for(conditions: list[Condition], defined: Definitions) -> None:
    """A lead that is given makes every condition what it was to be, and then it is not impossible either."""
    possibilities = Possibilities(defined)
    for ask, expected in ((true, {True}), (false, {False}), (not_true, {False, None}), (not_false, {True, None})):
        asked = [ask(condition) for condition in conditions]
        found = possibilities.example(*asked)
        if found is not None:
            again = worked_out(found.lead, defined)
            assert {truth(condition, again) for condition in conditions} <= expected
            assert not possibilities.impossible(*asked)


@settings(max_examples=200, deadline=None)
@given(condition=ATOMS, defined=WHOLE)
def test_no_lead_makes_a_comparison_true_and_false(condition: Condition, defined: Definitions) -> None:
    """That one comparison holds and does not is found to be impossible, be it ever so."""
    possibilities = Possibilities(defined)
    assert possibilities.impossible(true(And((condition, Not(condition)))))
    assert possibilities.impossible(true(condition), false(condition))
    assert possibilities.impossible(true(condition), not_true(condition))
    assert possibilities.impossible(false(Or((condition, Not(condition)))))
