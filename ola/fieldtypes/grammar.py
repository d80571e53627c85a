r"""The text a type reads, stated once as regular expressions that every engine reads alike.

A grammar holds bodies without anchors, white space at the ends, look-around, `\d`, `\w` or `\s`; the
trimmed text must match every body as a whole. Python, Polars (Rust's regex) and JSON Schema (ECMAScript
with the u flag, and Python's `re` in `jsonschema`) all run the same bodies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ola.fieldtypes.text import SPACE

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl


@dataclass(frozen=True, slots=True)
class Grammar:
    """Regular expressions, each of which must match the whole trimmed text."""

    bodies: tuple[str, ...]

    def fullmatch(self) -> Callable[[str], re.Match[str] | None]:
        """A function from trimmed text to the match of the first body, or None."""
        first, *others = (compiled(body).fullmatch for body in self.bodies)
        if not others:
            return first

        def match(text: str) -> re.Match[str] | None:
            found = first(text)
            return found if found is not None and all(other(text) for other in others) else None

        return match

    def columns(self, trimmed: pl.Expr) -> pl.Expr:
        """Whether each trimmed text matches; null where the text is null."""
        first, *others = (trimmed.str.contains(f"^(?:{body})$") for body in self.bodies)
        for other in others:
            first &= other
        return first

    def json_schema(self) -> dict[str, Any]:
        """A schema of the texts that match once they are trimmed."""
        patterns = [whole(body) for body in self.bodies]
        if len(patterns) == 1:
            return {"type": "string", "pattern": patterns[0]}
        return {"type": "string", "allOf": [{"pattern": pattern} for pattern in patterns]}


def grammar(*bodies: str) -> Grammar:
    """A grammar of these bodies."""
    return Grammar(bodies)


def whole(body: str) -> str:
    """A pattern that finds the body as the whole of an untrimmed text."""
    return f"^{SPACE}*(?:{body}){SPACE}*$"


@lru_cache(maxsize=512)
def compiled(body: str) -> re.Pattern[str]:
    """The body for Python, compiled once."""
    return re.compile(body)


def any_case(word: str) -> str:
    """An ASCII word in capitals or not: `utc` gives `[Uu][Tt][Cc]`."""
    return "".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else literal(c) for c in word)


def literal(text: str) -> str:
    """The text itself, with what is special in a regular expression escaped for every engine."""
    return "".join("\\" + c if c in r"\^$.|?*+()[]{}/" else c for c in text)


MOST_ZEROS = 20


def whole_numbers(low: int, high: int) -> str:
    """The digits, without sign, of the whole numbers from `low` to `high`, up to twenty leading zeros allowed."""
    bodies = _ranges(low, high)
    # [1-9][0-9]{1}, [1-9][0-9]{2} … in a row are one body: the numbers of so many digits.
    free = [n for n in range(1, 20) if f"[1-9][0-9]{{{n}}}" in bodies]
    if len(free) > 1:
        at = bodies.index(f"[1-9][0-9]{{{free[0]}}}")
        bodies[at : at + len(free)] = [f"[1-9][0-9]{{{free[0]},{free[-1]}}}"]
    return f"0{{0,{MOST_ZEROS}}}(?:" + "|".join(bodies) + ")"


def _ranges(low: int, high: int) -> list[str]:
    """Patterns that together cover the numbers from `low` to `high`."""
    bodies: list[str] = []
    while low <= high:
        # The widest block that starts at `low` and ends within `high`: trailing zeros become any digit.
        free = 0
        while low % 10 ** (free + 1) == 0 and low + 10 ** (free + 1) - 1 <= high and low > 0:
            free += 1
        step = 10**free
        head, digit = divmod(low // step, 10)
        last = min(9, digit + (high - low + 1) // step - 1)
        bodies.append((str(head) if head else "") + _digits(digit, last) + (f"[0-9]{{{free}}}" if free else ""))
        low += (last - digit + 1) * step
    return bodies


def _digits(first: int, last: int) -> str:
    """One digit from `first` to `last`."""
    return str(first) if first == last else f"[{first}-{last}]"
