"""What a cell says a field may hold: a list of values, the least and the greatest, a length, a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ola.agreement.prose.phrases.quantities import Bound, read_bound
from ola.agreement.prose.tables.picklists import values_of
from ola.agreement.prose.values import Plain
from ola.fieldtypes.spec import TypeName
from ola.tree.words import Words


@dataclass(frozen=True, slots=True)
class Allowed:
    """The type that a cell tells, the values it lists, and what else it demands, as keys and in words."""

    type: TypeName
    listed: tuple[Words, ...] = ()
    demands: Mapping[str, Plain] = field(default_factory=dict)
    told: str = ""


_FREE = re.compile(
    r"^(?:any|any text|any value|free|free[- ]?(?:text|form)(?: field| entry)?|open text|text)$", re.IGNORECASE
)
_YES_NO = re.compile(
    r"^(?:yes|true|y|checked|ticked)\s*(?:/|,|or|\|)\s*(?:no|false|n|unchecked|unticked)$", re.IGNORECASE
)
# Forms by the words that name them: the types they are a form of, the first where none is told, and the pattern.
_FORMS: tuple[tuple[re.Pattern[str], tuple[TypeName, ...], str | None], ...] = (
    (re.compile(r"^E\.?164(?: format)?$", re.IGNORECASE), ("phone", "text"), r"\+[1-9][0-9]{6,14}"),
    (re.compile(r"^(?:ISO 8601(?: date)?\s*)?\(?YYYY-MM-DD\)?$", re.IGNORECASE), ("date",), None),
    (re.compile(r"^ISO 8601$", re.IGNORECASE), ("date", "datetime"), None),
    (re.compile(r"^ISO 3166(?:-1)?(?: alpha-2)?(?: codes?)?$|^ISO country codes?$", re.IGNORECASE), ("country",), None),
    (re.compile(r"^ISO 639(?:-1)?(?: codes?)?$", re.IGNORECASE), ("language",), None),
    (re.compile(r"^(?:a )?valid e-?mail(?: address)?$", re.IGNORECASE), ("email",), None),
    (re.compile(r"^(?:a )?valid (?:url|web address)$", re.IGNORECASE), ("url",), None),
)
_DIGITS = re.compile(r"^(?P<size>\d{1,3}) digits$", re.IGNORECASE)
_LENGTH = re.compile(
    r"^(?:max\.?|maximum|up to|at most|≤|<=|no more than)(?: length)?:? "
    r"(?P<before>\d{1,5})(?P<unit> (?:characters?|chars?))?$"
    r"|^(?P<after>\d{1,5}) (?:characters?|chars?) (?:max\.?|maximum|at most)$",
    re.IGNORECASE,
)
_TEXTS: frozenset[TypeName] = frozenset({"text", "email", "url", "id"})
_NUMBERS: frozenset[TypeName] = frozenset({"number", "integer", "money"})


def read_allowed(words: Words, kind: TypeName | None) -> Allowed | None:
    """Read what a field of a type, or of one that is told nowhere, may hold; nothing where it cannot be made out."""
    if _FREE.match(words.text):
        return Allowed(kind or "text") if kind != "choice" else None
    if kind == "boolean" and _YES_NO.match(words.text):
        return Allowed("boolean")
    return _form(words, kind) or _length(words, kind) or _range(words, kind) or _list(words, kind)


def _form(words: Words, kind: TypeName | None) -> Allowed | None:
    for said, types, pattern in _FORMS:
        if said.match(words.text) and (kind is None or kind in types):
            demands: dict[str, Plain] = {"pattern": pattern} if pattern is not None else {}
            return Allowed(kind or types[0], demands=demands, told=f"it is written as {words.text}")
    digits = _DIGITS.match(words.text)
    if digits is None or kind not in {None, "text"}:
        return None
    return Allowed("text", demands={"pattern": f"[0-9]{{{digits['size']}}}"}, told=f"it has {words.text}")


def _length(words: Words, kind: TypeName | None) -> Allowed | None:
    found = _LENGTH.match(words.text)
    if found is None or not (kind in _TEXTS or (kind is None and (found["unit"] or found["after"]))):
        return None
    most = int(found["before"] or found["after"])
    return Allowed(kind or "text", demands={"max_length": most}, told=f"it has {most} characters at most")


def _range(words: Words, kind: TypeName | None) -> Allowed | None:
    bound = read_bound(words) if kind is None or kind in _NUMBERS else None
    if bound is None or bound.about or bound.first.kind not in {"number", "money"}:
        return None
    demands: dict[str, Plain] = {}
    match bound:
        case Bound(sense="between", second=second) if second is not None:
            demands = {"min": _number(bound), "max": _number(Bound("=", second))}
        case Bound(sense=">="):
            demands = {"min": _number(bound)}
        case Bound(sense="<="):
            demands = {"max": _number(bound)}
        case _:
            return None
    told = " and ".join(f"{'at least' if key == 'min' else 'at most'} {least}" for key, least in demands.items())
    return Allowed(
        kind or ("money" if bound.first.kind == "money" else "number"), demands=demands, told=f"it is {told}"
    )


def _number(bound: Bound) -> int | float:
    exact = bound.first.value
    return int(exact) if exact.denominator == 1 else float(exact)


def _list(words: Words, kind: TypeName | None) -> Allowed | None:
    if kind not in {None, "choice"}:
        return None
    listed = values_of(words)
    return Allowed("choice", listed) if listed else None
