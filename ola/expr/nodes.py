"""The nodes of a condition: what the grammar gives and every runner takes apart.

Names are resolved and kinds checked before a node is made: a `Literal` already holds the value of its
kind (text folded, a choice's key, a date, an instant in UTC), and `Compare` says how its sides compare.
`between`, `within … of`, `older than`, `not in`, `none of` are written with the nodes below.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal as OneOfThese

from ola.fieldtypes.kind import Kind

Value = str | int | float | bool | dt.date | dt.datetime | dt.timedelta
Comparison = OneOfThese["=", "!=", "<", "<=", ">", ">="]
TextPlace = OneOfThese["contains", "starts with", "ends with"]

# ── operands ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the agreement, read as the kind its other side has."""

    value: Value
    kind: Kind


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field of the lead, or, in a log's `where`, a field of the lead the event belongs to."""

    name: str


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column of the log whose `where` this is, as the file spells it."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ScoreRef:
    """A score, always a number."""

    name: str


@dataclass(frozen=True, slots=True)
class SegmentRef:
    """A segment, always one of its values."""

    name: str


@dataclass(frozen=True, slots=True)
class Now:
    """The instant of the check, or the start of the clock."""


@dataclass(frozen=True, slots=True)
class EventTime:
    """When this lead's first or last such event was; unknown without one."""

    event: str
    which: OneOfThese["first", "last"]


@dataclass(frozen=True, slots=True)
class EventCount:
    """How many such events this lead has had, in all or in (now - last, now]; unknown without a log."""

    event: str
    last: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class CountOf:
    """How many such events all leads have had in (now - last, now]; only exceptions and goals may ask."""

    event: str
    last: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class Shifted:
    """A date or instant moved by an absolute duration; a date by whole days."""

    operand: Operand
    by: dt.timedelta


@dataclass(frozen=True, slots=True)
class DayOf:
    """The date an instant falls on in the agreement's zone."""

    operand: Operand
    zone: str


Operand = (
    Literal | FieldRef | ColumnRef | ScoreRef | SegmentRef | Now | EventTime | EventCount | CountOf | Shifted | DayOf
)

# ── conditions ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Always:
    """A condition that is true (`value=True`) or false of every lead."""

    value: bool


@dataclass(frozen=True, slots=True)
class And:
    """True when all are, false when one is, else unknown."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when one is, false when all are, else unknown."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True and false exchanged; unknown stays."""

    item: Condition


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when n are true, false when true and unknown together are fewer, else unknown."""

    n: int
    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class IsTrue:
    """True when the item is true, false when it is false or unknown: how a guard acts."""

    item: Condition


@dataclass(frozen=True, slots=True)
class TermRef:
    """A named condition, worked out once a lead."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands of one kind; unknown when a side is blank or malformed."""

    op: Comparison
    left: Operand
    right: Operand
    kind: Kind


@dataclass(frozen=True, slots=True)
class IsKnown:
    """True when the operand has a well-formed value; never unknown."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class IsBlank:
    """True when nothing was filled in; false when malformed; never unknown."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class OneOf:
    """The operand is one of these values; unknown when blank or malformed."""

    operand: Operand
    values: tuple[Literal, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class TextTest:
    """The text contains, starts with or ends with any of these (folded); of `choices`, the list holds one of them."""

    where: TextPlace
    operand: Operand
    texts: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Matches:
    """The pattern covers the whole trimmed text; the pattern is in ola's own subset (`ola.fieldtypes.pattern`)."""

    operand: Operand
    pattern: str


Condition = (
    Always | And | Or | Not | AtLeast | IsTrue | TermRef | Compare | IsKnown | IsBlank | OneOf | TextTest | Matches
)


def operands(condition: Condition) -> tuple[Operand, ...]:
    """List the operands a condition names, outermost first and each as often as it stands; terms are not opened."""
    match condition:
        case Always() | TermRef():
            return ()
        case And(items) | Or(items) | AtLeast(_, items):
            return tuple(operand for item in items for operand in operands(item))
        case Not(item) | IsTrue(item):
            return operands(item)
        case Compare(_, left, right, _):
            return (*_opened(left), *_opened(right))
        case IsKnown(operand) | IsBlank(operand):
            return _opened(operand)
        case OneOf(operand, _, _) | TextTest(_, operand, _, _) | Matches(operand, _):
            return _opened(operand)


def terms(condition: Condition) -> tuple[str, ...]:
    """List the terms a condition names, each as often as it stands; terms within terms are not opened."""
    match condition:
        case TermRef(name):
            return (name,)
        case And(items) | Or(items) | AtLeast(_, items):
            return tuple(name for item in items for name in terms(item))
        case Not(item) | IsTrue(item):
            return terms(item)
        case _:
            return ()


def _opened(operand: Operand) -> tuple[Operand, ...]:
    match operand:
        case Shifted(inner, _) | DayOf(inner, _):
            return (operand, *_opened(inner))
        case _:
            return (operand,)
