"""What a row of a table of fields says that its field holds: type, values and bounds, of all cells that say so."""

from __future__ import annotations

import re

from ola.agreement.prose.columns import Columns
from ola.agreement.prose.tables.allowed import Allowed, read_allowed
from ola.agreement.prose.tables.field_types import NAMED, read_kind, told_kind
from ola.agreement.prose.tables.picklists import set_off
from ola.fieldtypes.spec import TypeName
from ola.tree.words import Words

_SAID = re.compile(rf"^(?P<type>{'|'.join(map(re.escape, sorted(NAMED, key=len, reverse=True)))})\s*:\s", re.IGNORECASE)


def said_kind(means: Words | None) -> TypeName | None:
    """Give the type that a description says before a colon: `whole number: how often …`."""
    found = _SAID.match(means.text) if means is not None else None
    return NAMED[found["type"].lower()] if found is not None else None


def holds_in(cells: tuple[Words, ...], columns: Columns) -> Allowed | None:
    """Read what a field may hold; nothing where one of the cells that say so is not made out, or two differ."""
    said, values, means = (columns.among(cells, role) for role in ("type", "values", "means"))
    kind = read_kind(said) if said is not None else None
    if said is not None and kind is None:
        return None
    told = kind.type if kind is not None else said_kind(means)
    listed = kind.listed if kind is not None else ()
    allowed = Allowed(told or "text")
    if values is not None:
        found = read_allowed(values, told) if not listed else None
        if found is None:
            return None
        allowed, told, listed = found, found.type, found.listed
    if means is not None and not listed and told in {None, "choice"}:
        listed = set_off(means)
        told = "choice" if listed else told or told_kind(means)
    if told is None or (told == "choice" and not listed):
        return None
    demands, more = dict(allowed.demands), allowed.told
    if kind is not None and kind.many:
        demands["many"], more = True, "it may hold several of them"
    if kind is not None and kind.most is not None and "max_length" not in demands:
        demands["max_length"], more = kind.most, f"it has {kind.most} characters at most"
    return Allowed(told, listed, demands, more)


def listed_in(cells: tuple[Words, ...], columns: Columns) -> tuple[Words, ...]:
    """Give the values that a row lists for its field."""
    found = holds_in(cells, columns)
    return found.listed if found is not None else ()
