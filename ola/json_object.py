"""One JSON object, read strictly: what means different things to different programs is refused.

Readers of JSON let through infinities, NaN, a key that stands twice, half a surrogate pair. A lead with one of these is
another lead to the next program that reads it. Nearly all objects have none of it, and are read by pydantic's reader in
a third of the time of Python's own; the others are read again with care, which says what is wrong.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import NoReturn, cast


class Fault(Enum):
    """What is wrong with a text that should be a JSON object."""

    BYTES = "it holds bytes that are no UTF-8"
    BLANK = "it is blank"
    NUL = "it holds a NUL character"
    JSON = "it is no JSON"
    SHAPE = "it is JSON, but no object"
    NUMBER = "a number in it is not finite"
    KEY = "a key stands twice in one object"
    CHARACTER = "a text in it holds half a character"


class NoObject(ValueError):
    """A text that holds no JSON object, or one that cannot be trusted; `what` says more of the fault, or is empty."""

    def __init__(self, fault: Fault, what: str = "") -> None:
        super().__init__(fault, what)
        self.fault, self.what = fault, what


def read_object(data: bytes | str) -> dict[str, object]:
    """Give the object that a text holds; raise NoObject where it holds none."""
    try:
        found = read_at_once(data.encode() if isinstance(data, str) else data)
        if found is not None:
            return found
        return _object(data if isinstance(data, str) else data.decode())
    except UnicodeDecodeError:
        raise NoObject(Fault.BYTES) from None
    except UnicodeEncodeError:
        raise NoObject(Fault.CHARACTER) from None
    except json.JSONDecodeError as error:
        raise _no_json(error) from None
    except RecursionError:
        raise NoObject(Fault.JSON, "it is nested too deeply") from None
    except NoObject:
        raise
    except ValueError as error:  # an integer of thousands of digits
        raise NoObject(Fault.JSON, str(error).partition(";")[0]) from None


def read_at_once(data: bytes) -> dict[str, object] | None:
    """Give an object in which nothing is odd; nothing where `read_object` has to look at it with care."""
    try:
        found = _reader()(data, allow_inf_nan=False, cache_strings="keys")
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    kinds = set(map(type, found.values()))
    keys = len(found) if kinds.isdisjoint(_TO_LOOK_AT) else _sound_keys(found)
    # A key that stands twice leaves more colons after quotes than there are keys; with room before the colon it hides.
    if data.count(b'":') != keys or b'" ' in data or b'"\t' in data or b'"\n' in data or b'"\r' in data:
        return None
    return found


@cache
def _reader() -> Callable[..., object]:
    """Load pydantic's reader when the first object is read: it takes as long as two thousand leads."""
    from pydantic_core import from_json

    return from_json


_TO_LOOK_AT = frozenset({dict, list, float})


def _sound_keys(found: object) -> int:
    """Count the keys of an object and of all objects within; a number below 0 where a number is not finite."""
    keys, waiting = 0, [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            keys += len(each)
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, float) and math.isinf(each):
            return -1
    return keys


def _object(text: str) -> dict[str, object]:
    found: object = _read_with_care(text)
    if not isinstance(found, dict):
        raise NoObject(Fault.SHAPE, _kind(found))
    if "\\ud" in text or "\\uD" in text:
        json.dumps(found, ensure_ascii=False).encode()
    elif not text.isascii():
        text.encode()
    return cast("dict[str, object]", found)


def _no_json(error: json.JSONDecodeError) -> NoObject:
    if not error.doc.strip():
        return NoObject(Fault.BLANK)
    if "\0" in error.doc:
        return NoObject(Fault.NUL)
    line = f"line {error.lineno}, " if error.lineno > 1 else ""
    # "Unterminated string starting at" brings the word along.
    return NoObject(Fault.JSON, f"{error.msg.removesuffix(' at')} at {line}column {error.colno}")


def _no_constant(word: str) -> NoReturn:
    raise NoObject(Fault.NUMBER, word)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NoObject(Fault.NUMBER, digits[:40])
    return number


def _once(members: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(members)
    if len(found) != len(members):
        seen: set[str] = set()
        for key, _ in members:
            if key in seen:
                raise NoObject(Fault.KEY, key)
            seen.add(key)
    return found


_read_with_care = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_once).decode


def _kind(found: object) -> str:
    match found:
        case None:
            return "null"
        case bool():
            return "a truth value"
        case int() | float():
            return "a number"
        case str():
            return "a text"
    return "a list"
