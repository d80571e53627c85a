"""What leads of an agreement can be: its definitions, as the search for leads wants them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

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
    Or,
)
from ola.expr.possible import Asked, Definitions, Limits, Points, Possibilities, Rows, not_true, true
from ola.fieldtypes.spec import Choice, Spec
from ola.fieldtypes.text import fold
from ola.plan import LimitRow, Max, Min, NoneOf, Plan, Restarted, StartsOn

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Names that no field can have: what a row of limits asks of the cycle, not of the lead.
CYCLE = "(of the cycle)"
_STARTS_ON, _RESTARTED = FieldRef(f"{CYCLE} starts on"), FieldRef(f"{CYCLE} restarted")


def possibilities(plan: Plan) -> Possibilities:
    """Give what leads can be under the definitions and the limits of an agreement."""
    specs = {name: plan.spec(name, None) for name in plan.fields}
    return Possibilities(
        Definitions(
            specs={
                **specs,
                _STARTS_ON.name: Spec("choice", choices=tuple(map(Choice, _WEEKDAYS))),
                _RESTARTED.name: Spec("boolean"),
            },
            terms={term.name: term.condition for term in plan.terms.values()},
            scores={each.name: Points(each.points, each.min, each.max) for each in plan.scores.values()},
            segments={each.name: Rows(each.rows, each.otherwise) for each in plan.segments.values()},
            limits=_limits(plan, specs),
        )
    )


def _limits(plan: Plan, specs: Mapping[str, Spec]) -> dict[str, Limits]:
    """Give the limits that every accepted lead keeps: always, without a condition, and an error to break."""
    low: dict[str, float | dt.date | dt.datetime | dt.timedelta] = {}
    high: dict[str, float | dt.date | dt.datetime | dt.timedelta] = {}
    refused: dict[str, frozenset[str]] = {}
    for shape in plan.shapes:
        if shape.at is not None or shape.when is not None or shape.clause.level != "error":
            continue
        match shape.demand:
            case Min(bound):
                low[shape.field] = bound
            case Max(bound):
                high[shape.field] = bound
            case NoneOf(values) if specs[shape.field].type in ("choice", "stage", "text"):
                refused[shape.field] = (
                    frozenset(map(fold, values)) if specs[shape.field].type == "text" else frozenset(values)
                )
            case _:
                pass
    return {
        name: Limits(low.get(name), high.get(name), refused.get(name, frozenset())) for name in {*low, *high, *refused}
    }


def bound_leads(binds: Condition | None, spares: Condition | None) -> tuple[Asked, ...]:
    """Ask for the leads that a commitment binds: its `for` is true, and its `unless` is not."""
    asked = [] if binds is None else [true(binds)]
    return (*asked, *(() if spares is None else (not_true(spares),)))


def row_condition(row: LimitRow) -> Condition | None:
    """Give what a row of limits asks, as a condition; nothing for `otherwise`."""
    match row.when:
        case StartsOn(days):
            return OneOf(_STARTS_ON, tuple(Literal(day, "choice") for day in days), "choice")
        case Restarted():
            return Compare("=", _RESTARTED, Literal(True, "boolean"), "boolean")  # noqa: FBT003 (the value is the matter)
        case _:
            return row.when


def parts(condition: Condition) -> Iterator[Condition]:
    """Give a condition and all that it is put together from, outermost first; terms are not opened."""
    yield condition
    match condition:
        case And(items) | Or(items) | AtLeast(_, items):
            for item in items:
                yield from parts(item)
        case Not(item) | IsTrue(item):
            yield from parts(item)
        case _:
            return


def comparisons(conditions: Iterable[Condition]) -> Iterator[Compare]:
    """Give every comparison in the conditions."""
    for condition in conditions:
        yield from (part for part in parts(condition) if isinstance(part, Compare))
