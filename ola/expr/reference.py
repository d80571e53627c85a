"""What a condition means, written as plainly as it can be: the judge of every other way to run one.

It walks the nodes for one lead and shares nothing else with the runners: no truth table, no folding, no
patterns. Slow, and meant to be read.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from ola.expr.nodes import (
    Always,
    And,
    AtLeast,
    ColumnRef,
    Compare,
    Condition,
    CountOf,
    DayOf,
    EventCount,
    EventTime,
    FieldRef,
    IsBlank,
    IsKnown,
    IsTrue,
    Literal,
    Matches,
    Not,
    Now,
    OneOf,
    Operand,
    Or,
    ScoreRef,
    SegmentRef,
    Shifted,
    TermRef,
    TextTest,
)
from ola.fieldtypes.kind import Kind


class Absent(Enum):
    """Why a field has no value that a comparison could use."""

    BLANK = "blank"
    MALFORMED = "malformed"


BLANK, MALFORMED = Absent.BLANK, Absent.MALFORMED
_WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


@dataclass(frozen=True, slots=True)
class Lead:
    """Everything a condition may ask of one lead.

    `values` and `columns` hold values as their types read them (text not folded), `BLANK` or
    `MALFORMED`; a name that is missing is blank. `events` lists the instants of this lead's events,
    `all_events` those of all leads; without a log they are nothing.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    columns: Mapping[str, object] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Condition] = field(default_factory=dict)
    now: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    events: Mapping[str, Sequence[dt.datetime]] | None = None
    all_events: Mapping[str, Sequence[dt.datetime]] | None = None


def truth(condition: Condition, lead: Lead) -> bool | None:
    """Say whether a condition is true of a lead, or `None` where that is unknown."""
    match condition:
        case Always(value):
            return value
        case And(items):
            found = [truth(item, lead) for item in items]
            return False if False in found else None if None in found else True
        case Or(items):
            found = [truth(item, lead) for item in items]
            return True if True in found else None if None in found else False
        case Not(item):
            inner = truth(item, lead)
            return None if inner is None else not inner
        case AtLeast(n, items):
            found = [truth(item, lead) for item in items]
            if found.count(True) >= n:
                return True
            return False if found.count(True) + found.count(None) < n else None
        case IsTrue(item):
            return truth(item, lead) is True
        case TermRef(name):
            return truth(lead.terms[name], lead)
        case IsKnown(operand):
            return not isinstance(_value(operand, lead), Absent)
        case IsBlank(operand):
            return _value(operand, lead) is BLANK
        case Compare(op, left, right, kind):
            return _compared(op, _value(left, lead), _value(right, lead), kind)
        case OneOf(operand, values, kind):
            value = _value(operand, lead)
            if isinstance(value, Absent):
                return None
            return any(_compared("=", value, literal.value, kind) for literal in values)
        case TextTest(where, operand, texts, kind):
            value = _value(operand, lead)
            if isinstance(value, Absent):
                return None
            if kind == "choices":
                return any(text in value for text in texts)
            text = _comparable(value, kind)
            if where == "contains":
                return any(text.find(part) >= 0 for part in texts)
            if where == "starts with":
                return any(text[: len(part)] == part for part in texts)
            return any(text[len(text) - len(part) :] == part and len(part) <= len(text) for part in texts)
        case Matches(operand, pattern):
            value = _value(operand, lead)
            if isinstance(value, Absent):
                return None
            return re.fullmatch(pattern, value, re.ASCII) is not None
        case _:
            assert_never(condition)


def _compared(op: str, left: Any, right: Any, kind: Kind) -> bool | None:
    if isinstance(left, Absent) or isinstance(right, Absent):
        return None
    left, right = _comparable(left, kind), _comparable(right, kind)
    less: bool = op in ("<", "<=", ">", ">=") and left < right
    equal: bool = left == right
    found: dict[str, bool] = {
        "=": equal,
        "!=": not equal,
        "<": less,
        "<=": less or equal,
        ">": not less and not equal,
        ">=": not less,
    }
    return found[op]


def _comparable(value: Any, kind: Kind) -> Any:
    if kind != "text":
        return value
    composed = unicodedata.normalize("NFC", value.strip(_WHITE))
    return "".join(letter.lower() for letter in composed)


def _value(operand: Operand, lead: Lead) -> Any:
    match operand:
        case Literal(value, _):
            return value
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
            times = sorted((lead.events or {}).get(event, ()))
            return (times[0] if which == "first" else times[-1]) if times else BLANK
        case EventCount(event, last):
            return _count(lead.events, event, last, lead.now)
        case CountOf(event, last):
            return _count(lead.all_events, event, last, lead.now)
        case Shifted(inner, by):
            return _moved(_value(inner, lead), lambda value: value + by)
        case DayOf(inner, zone):
            return _moved(_value(inner, lead), lambda value: value.astimezone(ZoneInfo(zone)).date())
        case _:
            assert_never(operand)


def _count(
    events: Mapping[str, Sequence[dt.datetime]] | None, event: str, last: dt.timedelta | None, now: dt.datetime
) -> int | Absent:
    if events is None:
        return BLANK
    return len([at for at in events.get(event, ()) if last is None or now - last < at <= now])


def _moved(value: Any, move: Any) -> Any:
    if isinstance(value, Absent):
        return value
    try:
        return move(value)
    except OverflowError:  # past the years 1 to 9999
        return MALFORMED
