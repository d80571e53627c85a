"""One entry of a catalogue: its texts, numbers and truths, whether they come from JSON or from CSV."""

from __future__ import annotations

from collections.abc import Mapping

from ola.fieldtypes import TYPES
from ola.fieldtypes.spec import Spec
from ola.fieldtypes.text import trim

Entry = Mapping[str, object]

_TRUTH = TYPES["boolean"].reader(Spec("boolean"))
_WHOLE = TYPES["integer"].reader(Spec("integer"))


def text(entry: Entry, *keys: str) -> str | None:
    """Give the first of these keys under which a text or number stands, as it stands there."""
    for key in keys:
        value = entry.get(key)
        if isinstance(value, str) and trim(value):
            return writable(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def words(entry: Entry, *keys: str) -> str | None:
    """Give the same on one line, for people: a label, a name in a sentence."""
    found = text(entry, *keys)
    return None if found is None else " ".join(found.split()) or None


def whole(entry: Entry, *keys: str) -> int | None:
    """Give the first of these keys under which a whole number above zero stands."""
    for key in keys:
        value = _WHOLE(entry.get(key))
        if isinstance(value, int) and value > 0:
            return value
    return None


def truth(entry: Entry, key: str, *, otherwise: bool = False) -> bool:
    """Say whether yes stands under a key; `otherwise` where neither yes nor no does."""
    value = _TRUTH(entry.get(key))
    return value if isinstance(value, bool) else otherwise


def items(entry: Entry, key: str) -> list[Entry]:
    """Give the tables of a list that stands under a key."""
    value = entry.get(key)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


def writable(value: str) -> str:
    """Give a text that can be written to a file: half characters become the sign for one that is lost."""
    return value.encode("utf-8", "replace").decode("utf-8")
