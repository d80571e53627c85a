"""The names of drafted fields: a system's names in small letters and underscores, each of them once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from ola.drafting.drafted import DraftField
from ola.expr.names import name_fault, name_key

# LastName → Last Name, SFDCAccountId → SFDC Account Id; Salesforce marks what a customer added with __c.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ADDED = re.compile(r"__(?:c|pc)$")
_LONGEST = 60


def with_names(fields: Iterable[DraftField]) -> tuple[DraftField, ...]:
    """Name fields by their columns; where a name had to be another than its column's, a guess says so."""
    every = list(fields)
    plain = [_folded(each.column) for each in every]
    # A name that is a column's own comes before one that a column's ending was cut off for.
    own = {name_key(name) for name, each in zip(plain, every, strict=True) if not _ADDED.search(each.column)}
    taken: dict[tuple[str, ...], str] = {}
    found: list[DraftField] = []
    for place, (each, name) in enumerate(zip(every, plain, strict=True), 1):
        short, added = name, _ADDED.search(each.column)
        if added is not None and name_key(name) in own:
            name = f"{name}{added[0].replace('__', '_')}"  # noqa: PLW2901 — Email__c beside Email
        if not name:
            name = short = f"field_{place}"  # noqa: PLW2901 — a column named with signs alone
        if name_fault(name) is not None:
            name = f"{name}_field"  # noqa: PLW2901 — a word of the grammar, or a number
        name = _free(name, taken)  # noqa: PLW2901 — each name once
        why: tuple[str, ...] = ()
        if name != short:
            other = taken.get(name_key(short))
            reason = f"{short} is the field of {other}" if other else f"{short} would be read as something else"
            if added is not None and other is None and name_key(short) in own:
                reason = f"{short} is another column's"
            why = (f"named so because {reason}",)
        taken[name_key(name)] = each.column
        found.append(replace(each, name=name, guesses=(*why, *each.guesses)))
    return tuple(found)


def _folded(column: str) -> str:
    """Give a column's name in small letters, with one underscore for whatever is neither letter nor digit."""
    apart = _HUMP.sub(" ", _ADDED.sub("", unicodedata.normalize("NFC", column)))
    letters = "".join(char if char.isalnum() or unicodedata.category(char).startswith("M") else " " for char in apart)
    return unicodedata.normalize("NFC", "_".join(letters.lower().split()))[:_LONGEST].rstrip("_")


def _free(name: str, taken: dict[tuple[str, ...], str]) -> str:
    """Give the name, or the first of name_2, name_3 … that is free."""
    free, number = name, 1
    while name_key(free) in taken:
        number += 1
        free = f"{name}_{number}"
    return free
