"""The words of generated code: names that can be read, and constants.

Nothing that is written in an agreement is code. A name is made of the letters and digits of ASCII that a field's name
has, behind a prefix; a value is a number or a quoted text without any sign that could end the quotes, or else stands
in the pool of constants, which is the globals of the code.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ola.expr.python import Constants

_QUOTABLE = re.compile(r"[A-Za-z0-9 _@.,:/+-]{0,80}")
_LONGEST = 40  # characters of a name in code
_SHOWN = 12  # values that a comment on a constant shows


@dataclass(frozen=True, slots=True)
class CodeWords(Constants):
    """Constants of generated code: what can be written plainly is, the rest has a name in the `pool`."""

    def name(self, value: object) -> str:
        """Give an expression of a constant."""
        return literal(value) or Constants.name(self, value)

    def constant(self, word: str, value: object) -> str:
        """Give the name of a constant that has a word of its own: what it is asked for first, else with a number."""
        name, number = word, 1
        while (there := self.pool.setdefault(name, value)) is not value and not (callable(value) and there == value):
            number += 1
            name = f"{word}_{number}"
        return name

    def comments(self) -> Iterator[str]:
        """Say what the constants are whose names do not say it."""
        for name, value in self.pool.items():
            if name.startswith("_c") and (said := _said(value)) is not None:
                yield f"# {name} = {said}"


def names(of: Iterable[str], prefix: str) -> Mapping[str, str]:
    """Give each name of an agreement a name in code, each its own."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in of:
        plain = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")[:_LONGEST] or "x"
        chosen, number = f"{prefix}_{plain}", 1
        while chosen in taken:
            number += 1
            chosen = f"{prefix}_{plain}_{number}"
        taken.add(chosen)
        found[name] = chosen
    return found


def literal(value: object) -> str | None:
    """Write a value plainly; nothing where that could be taken for code, or is no value of the language."""
    match value:
        case None | bool():
            return repr(value)
        case int() | float() if type(value) in {int, float} and math.isfinite(value):
            return f"({value!r})" if value < 0 else repr(value)
        case str() if type(value) is str and _QUOTABLE.fullmatch(value):
            return f"'{value}'"
        case tuple() if value and type(value) is tuple:
            parts = [literal(each) for each in value]
            return None if None in parts else f"({', '.join(map(str, parts))},)"
        case _:
            return None


def _said(value: object) -> str | None:
    match value:
        case frozenset():
            parts = sorted(str(literal(each)) for each in value)
            more = f", and {len(parts) - _SHOWN} more" if len(parts) > _SHOWN else ""
            return None if "None" in parts else f"{{{', '.join(parts[:_SHOWN])}{more}}}"
        case _:
            return None
