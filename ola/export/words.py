"""Conditions, demands and tables in the agreement's own words, for documents and titles."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from ola.expr import nodes
from ola.plan import (
    Absent,
    CalendarChoice,
    Demand,
    LimitRow,
    Max,
    MaxLength,
    Min,
    MinLength,
    NoneOf,
    OfType,
    Pattern,
    Predicate,
    Present,
    Restarted,
    Shape,
    StartsOn,
    Unchanging,
    Unique,
)

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def duration_words(duration: dt.timedelta) -> str:
    """Say a duration in its largest whole unit: `7 days`, `90 minutes`."""
    seconds = duration.total_seconds()
    for size, unit in _UNITS:
        if seconds % size == 0 and (abs(seconds) >= size or size == 1):
            count = int(seconds // size)
            return f"{count} {unit}" if abs(count) == 1 else f"{count} {unit}s"
    return f"{seconds} seconds"


def value_words(value: object) -> str:
    """Write a literal as a condition writes it; text that is more than one word stands in quotes."""
    match value:
        case bool():
            return "true" if value else "false"
        case dt.timedelta():
            return duration_words(value)
        case dt.date():
            return value.isoformat()
        case float():
            return f"{value:g}" if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
        case str():
            return value if value.replace("_", "").replace("-", "").isalnum() else f'"{value}"'
        case _:
            return str(value)


def condition_words(condition: nodes.Condition) -> str:
    """Write a condition in the words of its grammar."""
    match condition:
        case nodes.Always(value):
            return "always" if value else "never"
        case nodes.And(items):
            return " and ".join(_grouped(item) for item in items)
        case nodes.Or(items):
            return " or ".join(_grouped(item) for item in items)
        case nodes.Not(item):
            return f"not {_grouped(item)}"
        case nodes.AtLeast(n, items):
            return f"at least {n} of ({', '.join(condition_words(item) for item in items)})"
        case nodes.IsTrue(item):
            return condition_words(item)
        case nodes.TermRef(name):
            return name
        case nodes.Compare(op, left, right, _):
            return f"{operand_words(left)} {op} {operand_words(right)}"
        case nodes.IsKnown(operand):
            return f"{operand_words(operand)} is known"
        case nodes.IsBlank(operand):
            return f"{operand_words(operand)} is blank"
        case nodes.OneOf(operand, values, _):
            return f"{operand_words(operand)} in ({', '.join(value_words(each.value) for each in values)})"
        case nodes.TextTest(where, operand, texts, _):
            words = ", ".join(value_words(text) for text in texts)
            return f"{operand_words(operand)} {where} {words if len(texts) == 1 else f'any of ({words})'}"
        case nodes.Matches(operand, pattern):
            return f"{operand_words(operand)} matches /{pattern}/"
        case _:
            assert_never(condition)


def operand_words(operand: nodes.Operand) -> str:
    """Write an operand in the words of the grammar."""
    match operand:
        case nodes.Literal(value, _):
            return value_words(value)
        case nodes.FieldRef(name) | nodes.ColumnRef(name, _) | nodes.ScoreRef(name) | nodes.SegmentRef(name):
            return name
        case nodes.Now():
            return "now"
        case nodes.EventTime(event, which):
            return f"{which} {event}"
        case nodes.EventCount(event, last):
            return f"number of {event}{_last(last)}"
        case nodes.CountOf(event, last):
            return f"count of {event}{_last(last)}"
        case nodes.Shifted(inner, by):
            sign = "-" if by < dt.timedelta(0) else "+"
            return f"{operand_words(inner)} {sign} {duration_words(abs(by))}"
        case nodes.DayOf(inner, _):
            return operand_words(inner)
        case _:
            assert_never(operand)


def demand_words(name: str, demand: Demand) -> str:
    """Say what a demand asks of a field of this name, to follow `FIELD must …`."""
    match demand:
        case OfType():
            return "be readable as its type"
        case Present():
            return "be filled in"
        case Absent():
            return "be blank"
        case Min(bound):
            return f"be at least {value_words(bound)}"
        case Max(bound):
            return f"be at most {value_words(bound)}"
        case MinLength(length):
            return f"have at least {length} characters"
        case MaxLength(length):
            return f"have at most {length} characters"
        case Pattern(pattern):
            return f"match /{pattern}/ as a whole"
        case NoneOf(values):
            return f"be none of: {', '.join(values)}"
        case Unique(by, within):
            others = ", ".join(each for each in by if each != name)
            also = f" together with {others}" if others else ""
            return f"be unique{also}{_within(within)}"
        case Unchanging():
            return "not change once it is known"
        case _:
            assert_never(demand)


def form_words(form: Shape | Predicate) -> str:
    """Say what a shape or predicate demands, as one sentence without its stages."""
    match form:
        case Shape(_, name, demand):
            duty = f"{name} must {demand_words(name, demand)}"
        case Predicate(_, "bar"):
            return "never: " + ("" if form.when is None else condition_words(form.when))
        case Predicate():
            duty = condition_words(form.must)
        case _:
            assert_never(form)
    return duty if form.when is None else f"when {condition_words(form.when)}: {duty}"


def limit_row_words(row: LimitRow) -> str:
    """Say for whom a limit is."""
    match row.when:
        case None:
            return "otherwise"
        case StartsOn(days):
            return f"starts on {', '.join(days)}"
        case Restarted():
            return "restarted"
        case condition:
            return condition_words(condition)


def calendar_words(choice: CalendarChoice | None) -> str:
    """Say which calendar a clock runs on."""
    if choice is None:
        return "around the clock"
    if choice.name is not None:
        return choice.name
    by = "the lead's owner" if choice.by_owner else f"{choice.by_segment}"
    table = "".join(f", {value}: {name}" for value, name in choice.table.items())
    return f"by {by}{table}" + ("" if choice.otherwise is None else f", otherwise: {choice.otherwise}")


def _grouped(condition: nodes.Condition) -> str:
    words = condition_words(condition)
    return f"({words})" if isinstance(condition, nodes.And | nodes.Or) else words


def _last(last: dt.timedelta | None) -> str:
    return "" if last is None else f" in the last {duration_words(last)}"


def _within(within: dt.timedelta | None) -> str:
    return "" if within is None else f" within {duration_words(within)}"
