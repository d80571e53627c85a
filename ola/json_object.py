"""One JSON object, read strictly: what means different things to different programs is refused.

Python's `json` lets through NaN and infinities, a key that stands twice, half a surrogate pair. A lead with one of
these is another lead to the next program that reads it.
"""

from __future__ import annotations

import json
import math
import re
from enum import Enum
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


def _object(text: str) -> dict[str, object]:
    found: object = _read(text)
    if not isinstance(found, dict):
        raise NoObject(Fault.SHAPE, _kind(found))
    # A key that stands twice leaves more colons after quotes than there are keys. With room before
    # the colon it could hide, and then the slow way is taken.
    keys = len(found) if text.count("{") == 1 else _keys(found)
    if text.count('":') != keys or _HIDING.search(text):
        found = _read_with_care(text)
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


_HIDING = re.compile(r'"[ \t\n\r]')
_read = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite).decode
_read_with_care = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_once).decode


def _keys(found: object) -> int:
    """Count the keys of an object and of all objects within."""
    match found:
        case dict():
            return len(found) + sum(
                [_keys(value) for value in found.values() if type(value) is dict or type(value) is list]
            )
        case list():
            return sum([_keys(value) for value in found])
    return 0


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
