"""Stages whose condition hangs on a field that may be blank there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.expr.nodes import (
    And,
    AtLeast,
    Compare,
    Condition,
    FieldRef,
    Matches,
    Not,
    OneOf,
    Operand,
    Or,
    TermRef,
    TextTest,
    operands,
)
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.plan import Plan, Present

MAY_BE_BLANK = Code(
    "OLA220",
    "warning",
    "A stage that hangs on a field that may be blank",
    """The stage's condition must be true of a record at the stage, and a comparison with a blank field is neither
true nor false. A record without the field is refused there, though no clause says that it is required.

    stages:
      mql: {party: marketing, when: score >= 60 and employees > 10, unless: bad fit}

Require it (`required: {at: mql}`), or say what holds without it.

Instead:

    stages:
      mql: {party: marketing, when: score >= 60 and (employees is blank or employees > 10), unless: bad fit}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold each stage's condition against the fields that are required there."""
    plan = agreement.plan
    for predicate in plan.predicates:
        if predicate.role != "stage" or predicate.stage is None:
            continue
        required = {
            shape.field
            for shape in plan.shapes
            if isinstance(shape.demand, Present)
            and shape.when is None
            and (shape.at is None or predicate.stage in shape.at)
        }
        for name in dict.fromkeys(_needed(predicate.must, plan)):
            if name not in required:
                what = f"{predicate.stage} hangs on {name}, which may be blank there."
                advice = f"Add required: {{at: {predicate.stage}}} to {name}, or say what holds when it is blank."
                yield found(MAY_BE_BLANK, predicate.clause, what, advice)


def _needed(condition: Condition, plan: Plan) -> Iterator[str]:
    """Give the fields without which the condition cannot be true."""
    match condition:
        case And(items):
            for item in items:
                yield from _needed(item, plan)
        case Or(items) | AtLeast(_, items):
            # A blank field matters only where every way to be true needs it.
            ways = [set(_needed(item, plan)) for item in items]
            wanted = condition.n if isinstance(condition, AtLeast) else 1
            for name in dict.fromkeys(name for way in ways for name in sorted(way)):
                if sum(name not in way for way in ways) < wanted:
                    yield name
        case Not(item):
            yield from _compared(item)
        case TermRef(name):
            if name in plan.terms:
                yield from _needed(plan.terms[name].condition, plan)
        case Compare() | OneOf() | TextTest() | Matches():
            yield from _compared(condition)
        case _:
            return


def _compared(condition: Condition) -> Iterator[str]:
    match condition:
        case Compare() | OneOf() | TextTest() | Matches():
            every: tuple[Operand, ...] = operands(condition)
            yield from (operand.name for operand in every if isinstance(operand, FieldRef))
        case _:
            return
