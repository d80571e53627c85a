"""Numbers that a score or a field cannot reach."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.expr.nodes import Compare, Comparison, Condition, FieldRef, Literal, ScoreRef
from ola.expr.possible import Possibilities, true
from ola.expr.words import words
from ola.fieldtypes.kind import ORDERED
from ola.finding import Code, Finding
from ola.lint.check import found
from ola.lint.reasoning import comparisons, possibilities
from ola.lint.sites import sites
from ola.plan import Max, Min, Plan, Score

OUT_OF_REACH = Code(
    "OLA228",
    "warning",
    "A number that the score cannot reach",
    """A score is compared with a number that its points do not add up to, all rows taken together and held within
its `min` and `max`; or a field with one beyond its own `min` or `max`. The threshold is never reached, so no lead
gets there, and nobody is told.

    scores:
      interest:
        max: 50
        points:
          - {when: source = event, add: 20}
          - {when: phone is known, add: 10}
    segments:
      heat: {hot: interest >= 40, mild: otherwise}
    commitments:
      hot leads: {owed_by: marketing, share: heat hot, of: mql, at_least: 20% per month}

Lower the threshold, or give more points.

Instead:

    scores:
      interest:
        max: 50
        points:
          - {when: source = event, add: 20}
          - {when: phone is known, add: 20}
    segments:
      heat: {hot: interest >= 40, mild: otherwise}
    commitments:
      hot leads: {owed_by: marketing, share: heat hot, of: mql, at_least: 20% per month}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:  # noqa: ARG001 (a check gets both)
    """Hold every number that a score or a field is compared with against what they can be."""
    possible = possibilities(agreement.plan)
    for site in sites(agreement):
        for node in beyond(site.condition, possible):
            what = f"{words(node)} is never so: {_reach(node, agreement.plan, possible)}."
            yield found(OUT_OF_REACH, site.clause, what, "Write a number within reach.", site.place)


def beyond(condition: Condition, possible: Possibilities) -> Iterator[Compare]:
    """Give the comparisons of a condition that no lead meets, because a score or field cannot be so."""
    for node in dict.fromkeys(comparisons([condition])):
        if node.kind not in ORDERED or not isinstance(node.right, Literal):
            continue
        match node.left:
            case ScoreRef() if possible.impossible(true(node)):
                yield node
            case FieldRef(name) if name in possible.definitions.limits and possible.impossible(true(node)):
                yield node
            case _:
                pass


def _reach(node: Compare, plan: Plan, possible: Possibilities) -> str:
    """Say what the score, or the field, can be instead."""
    match node.left, node.right:
        case ScoreRef(name), Literal(int() | float() as value, _):
            low, high = _ends(plan.scores[name], possible)
            if value > high or (value == high and node.op == ">"):
                return f"{name} is {high:g} at most, whatever is true of a lead"
            too_low = value < low or (value == low and node.op == "<")
            return f"{name} is {low:g} at least" if too_low else f"the rows of {name} do not add up to it"
        case FieldRef(name), _:
            limits = {
                key: shape.clause.text
                for shape in plan.shapes
                for key, demand in (("min", Min), ("max", Max))
                if shape.field == name and isinstance(shape.demand, demand)
            }
            return f"{name} has {' and '.join(f'{key}: {text}' for key, text in limits.items())}"
        case _:
            return "it cannot be"


def _ends(score: Score, possible: Possibilities) -> tuple[float, float]:
    """Give the least and the most that a lead can have of a score."""
    points = [add for _, add in score.points]
    sums = {0.0}
    if len(points) <= MOST_ROWS:
        for add in points:
            sums |= {total + add for total in sums}
    else:
        sums |= {sum(add for add in points if add < 0), sum(add for add in points if add > 0)}
    held = (max(total, total if score.min is None else score.min) for total in sums)
    every = sorted({min(total, total if score.max is None else score.max) for total in held})

    def can_be(op: Comparison, total: float) -> bool:
        return not possible.impossible(true(Compare(op, ScoreRef(score.name), Literal(total, "number"), "number")))

    # What one can have at least grows rarer with the number: the border is found by halving.
    most = bisect_left(every, True, key=lambda total: not can_be(">=", total))  # noqa: FBT003 (the first that is so)
    least = bisect_left(every, True, key=lambda total: can_be("<=", total))  # noqa: FBT003 (the first that is so)
    return every[min(least, len(every) - 1)], every[max(most - 1, 0)]


MOST_ROWS = 12
