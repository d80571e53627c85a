"""A written value, read as the kind that the other side of its comparison has."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal as Literal_
from zoneinfo import ZoneInfo

from ola.errors import WrongCall
from ola.expr.names import closest, only_near
from ola.expr.nodes import Literal, Value
from ola.expr.tokens import Token
from ola.fieldtypes.field_type import kind_of
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.spec import Choice, Spec
from ola.fieldtypes.text import fold, trim

KIND_WORDS: dict[Kind, str] = {
    "text": "text",
    "id": "an identifier",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date",
    "datetime": "a date and time",
    "duration": "a duration",
    "choice": "one of a list",
    "choices": "a list of choices",
}
_EXAMPLES: dict[Kind, str] = {
    "number": "60",
    "boolean": "true",
    "date": "2026-01-31",
    "datetime": "2026-01-31T09:00Z",
    "duration": "30 minutes",
}
_WHOLE = 2**53  # up to here a float says which whole number it is
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a written value is none of the kind: what is wrong, a way out, and whether a list lacks it.

    `right` is the one value of the list that can have been meant.
    """

    message: str
    advice: str | None = None
    unlisted: bool = False
    right: str | None = None


def read_literal(token: Token, kind: Kind, spec: Spec | None, zone: str, what: str) -> Literal | Unread:
    """Read a written value beside an operand called `what`, which is of this kind and read by `spec`.

    A day beside an instant comes back as a `date`: the two compare by days.
    """
    if not trim(token.text):
        return Unread("This text is blank, and a blank compares with nothing.", f'Write "{what} is blank".')
    if token.type == "DURATION" and (kind == "duration" or spec is None):
        if kind == "duration" and token.duration is not None:
            return Literal(token.duration, kind)
        return _misfit(token, kind, what)
    spec = _agreement_spec(kind, spec, zone)
    if kind == "datetime" and _DAY.fullmatch(trim(token.text)):
        kind, spec = "date", replace(spec, type="date")
    value = _read(spec, token.text)
    if value is None:
        return _unlisted(token, spec, what) if spec.choices else _misfit(token, kind, what)
    if kind == "text":
        value = fold(str(value))
    elif isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        value = int(value)
    return Literal(value, kind)


def read_part(token: Token, kind: Kind) -> str:
    """Read a part of a text: folded as texts compare, but white space at its ends counts."""
    if kind != "text":
        return unicodedata.normalize("NFC", token.text)
    inner = trim(token.text)
    start = token.text.find(inner) if inner else len(token.text)
    head, tail = token.text[:start], token.text[start + len(inner) :]
    return unicodedata.normalize("NFC", head) + fold(inner) + unicodedata.normalize("NFC", tail)


def read_instant(text: str, zone: str) -> Literal | None:
    """Read a date or an instant standing alone, or nothing where the text is neither."""
    kinds: tuple[Literal_["date", "datetime"], ...] = ("date", "datetime")
    for kind in kinds:
        value = _read(Spec(kind, zone=zone), text)
        if value is not None:
            return Literal(value, kind)
    return None


def day_in(instant: dt.datetime, zone: str) -> dt.date:
    """Give the date an instant falls on in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def segment_spec(values: tuple[str, ...]) -> Spec:
    """Give the spec that reads a segment's values."""
    return Spec("choice", choices=tuple(Choice(value) for value in values))


def _agreement_spec(kind: Kind, spec: Spec | None, zone: str) -> Spec:
    """Say how the agreement itself spells values of a field: ISO dates, its own zone, keys and labels."""
    if spec is None:
        return Spec(_PLAIN_TYPES.get(kind, "text"), zone=zone)  # type: ignore[arg-type]
    own = "number" if spec.type == "integer" else spec.type
    choices = tuple(replace(choice, values=()) for choice in spec.choices)
    return replace(spec, type=own, many=False, zone=zone, dates="iso", blanks=(), choices=choices)


_PLAIN_TYPES = {
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "duration": "duration",
}


def _read(spec: Spec, text: str) -> Value | None:
    from ola.fieldtypes import TYPES

    try:
        value = TYPES[spec.type].reader(spec)(text)
    except WrongCall:
        return None
    return None if value is MALFORMED else value  # type: ignore[return-value]


def _unlisted(token: Token, spec: Spec, what: str) -> Unread:
    spelt = (*(choice.key for choice in spec.choices), *(c.label for c in spec.choices if c.label))
    near, right = closest(token.text, spelt), only_near(token.text, spelt) if token.type != "STRING" else None
    listed = ", ".join(choice.key for choice in spec.choices[:8]) + (" …" if len(spec.choices) > 8 else "")  # noqa: PLR2004
    advice = f'Did you mean "{near}"?' if near else f"It may be {listed}."
    # A label of several words would need quotes, which is a finding of its own.
    right = None if right is None or " " in right else right
    return Unread(f'"{what}" has no value "{token.text}".', advice, unlisted=True, right=right)


def _misfit(token: Token, kind: Kind, what: str) -> Unread:
    example = _EXAMPLES.get(kind)
    advice = f"Write a value such as {example}." if example else None
    wanted = KIND_WORDS[kind] if kind != "choice" else "a value of its type"
    if kind == "choice":
        return Unread(f'"{what}" has no value "{token.text}".', None, unlisted=True)
    if kind == "text":
        return Unread(f'"{token.text}" is not readable as "{what}" is.', None)
    return Unread(f'"{what}" is {wanted}, and "{token.text}" is not.', advice)


__all__ = ["KIND_WORDS", "Unread", "day_in", "kind_of", "read_instant", "read_literal", "read_part", "segment_spec"]
