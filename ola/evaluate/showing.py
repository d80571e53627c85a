"""A value as it came, in the few words a message has room for, and as plain JSON."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import NamedTuple

from ola.evaluate.masking import mask

LONGEST = 60  # code points of a value that a message shows
KEPT = 200  # code points of a value that a finding keeps
_NOTHING = "nothing"
_A_NUMBER = 7  # digits from which on a column's name is more likely a telephone number or an id
_LARGEST = 2**64  # beyond this an integer is described, not written


class Gap(NamedTuple):
    """Stands in words for a value that differs from row to row, and is filled in later; see `parts_of`."""

    name: str

    def __str__(self) -> str:
        return f"{_MARK}{self.name}{_MARK}"


_MARK = "\0"  # no agreement can hold one


def parts_of(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take words with gaps apart: what stands between the gaps (one more than these), and the names of the gaps."""
    parts = tuple(words.split(_MARK))
    return parts[0::2], parts[1::2]


def shown(value: object, *, personal: bool = False) -> str:
    """Say what stands there: text in quotes and cut when long, numbers as they are, the rest by what it is."""
    if isinstance(value, Gap):
        return str(value)
    if personal:
        return f"“{mask(value)}”"
    match value:
        case None:
            return _NOTHING
        case str():
            return f"“{_printable(value, LONGEST)}”"
        case bytes() | bytearray():
            return f"{len(value)} bytes that are no text"
        case Mapping():
            return "an object, not one value"
        case list() | tuple() | set() | frozenset():
            return f"a list of {len(value)}" if value else "an empty list"
        case _:
            return _plain(value)


def kept(value: object, *, personal: bool = False) -> object:
    """Give the value as a finding carries it: masked when personal, always writable as strict JSON."""
    if personal:
        return mask(value)
    match value:
        case None | bool():
            return value
        case str():
            return _printable(value, KEPT)
        case int() if type(value) is int and abs(value) < _LARGEST:
            return value
        case float() if type(value) is float and math.isfinite(value):
            return value
        case _:
            return shown(value)


def kept_and_shown(value: object, *, personal: bool = False) -> tuple[object, str]:
    """Give the value as a finding carries it and as a message shows it, which is mostly the same short text."""
    if personal:
        masked = mask(value)
        return masked, f"“{masked}”"
    if value.__class__ is str and value.isprintable():
        if len(value) <= LONGEST:
            return value, f"“{value}”"
        return value if len(value) <= KEPT else f"{value[:KEPT]}…", f"“{value[:LONGEST]}…”"
    if value is None:
        return None, _NOTHING
    if (value.__class__ is int and -_LARGEST < value < _LARGEST) or (value.__class__ is float and math.isfinite(value)):
        return value, str(value)
    return kept(value), shown(value)


def header(name: str) -> str:
    """Give a column's name; masked where it is an address or a long number, as in a file without a header."""
    digits = sum(char.isdigit() for char in name)
    if "@" in name or (digits >= _A_NUMBER and not any(char.isalpha() for char in name)):
        return mask(name)
    return _printable(name, LONGEST)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= _LARGEST:
        return f"a number of about {int(value.bit_length() * 0.30103) + 1} digits"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    try:
        return _printable(str(value), LONGEST)
    except Exception:  # noqa: BLE001 - whatever a stranger's __str__ raises, a lead gives no traceback
        return f"a {type(value).__name__}"


def _printable(text: str, longest: int) -> str:
    cut = text[:longest]
    plain = cut if cut.isprintable() else "".join(each if each.isprintable() else _escaped(each) for each in cut)
    return f"{plain}…" if len(text) > longest else plain


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
