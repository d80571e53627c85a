r"""A pattern run by each engine: `pattern:` of a field and `matches /…/` of a condition.

A pattern covers the whole trimmed value and minds capitals. What is written (`ola.fieldtypes.pattern_tree`) is
rewritten to explicit classes, so that `\d`, `\w`, `\s`, `\b` and `.` mean the same in Python, in Rust (Polars) and
in JavaScript, whose patterns JSON Schema uses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, assert_never

from ola.fieldtypes.grammar import whole
from ola.fieldtypes.pattern_machine import Machine
from ola.fieldtypes.pattern_tree import (
    LAST,
    Anchor,
    Chars,
    Edge,
    Either,
    Node,
    Ranges,
    Repeat,
    Sequence,
    UnreadablePattern,
    opposite,
    parse,
)
from ola.fieldtypes.text import SPACE, WHITE_SPACE, trim

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

__all__ = [
    "UnreadablePattern",
    "check_pattern",
    "covers_columns",
    "for_javascript",
    "for_polars",
    "for_python",
    "matcher",
    "matches_columns",
]

_WORD = "[0-9A-Z_a-z]"
_EDGES: dict[Literal["rust", "others"], str] = {
    "rust": r"(?-u:\b)",
    "others": f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))",
}


def check_pattern(pattern: str) -> None:
    """Raise UnreadablePattern, with the offset and a way out, unless the pattern is in ola's subset."""
    parse(pattern)


def for_python(pattern: str) -> str:
    """The pattern for `re.fullmatch` on a trimmed text; `matcher` is safe where this could take for ever."""
    return _written(parse(pattern), _EDGES["others"])


def for_polars(pattern: str) -> str:
    """The pattern, with anchors, for `str.contains` on a trimmed text."""
    return f"^(?:{_written(parse(pattern), _EDGES['rust'])})$"


def for_javascript(pattern: str) -> str:
    """The pattern, with anchors and white space at its ends, for `new RegExp(p, "u")` and JSON Schema."""
    tree = parse(pattern)
    body = _written(tree, _EDGES["others"])
    machine = Machine(tree)
    if not any(low <= ord(space) <= high for low, high in machine.outermost() for space in WHITE_SPACE):
        return whole(body)
    # What is trimmed must not be taken for a part of the value.
    trimmed = f"{SPACE}*(?!{SPACE})(?:{body})(?<!{SPACE}){SPACE}*"
    return f"^(?:{trimmed}|{SPACE}*)$" if machine.fullmatch("") else f"^{trimmed}$"


def matcher(pattern: str) -> Callable[[str], bool]:
    """A function that says whether the pattern covers the whole trimmed text, in linear time."""
    matches = _matcher(pattern)

    def read(text: str) -> bool:
        return bool(matches(trim(text)))

    return read


@lru_cache(maxsize=512)
def _matcher(pattern: str) -> Callable[[str], object]:
    """What runs the pattern: Python's `re` where it has no choices to try, else the machine."""
    machine = Machine(parse(pattern))
    return re.compile(for_python(pattern)).fullmatch if machine.is_forced() else machine.fullmatch


def matches_columns(pattern: str, text: pl.Expr) -> pl.Expr:
    """As `matcher`, for a column of text; null where null."""
    return covers_columns(pattern, text.str.strip_chars())


def covers_columns(pattern: str, trimmed: pl.Expr) -> pl.Expr:
    """As `matches_columns`, for text that is trimmed."""
    return trimmed.str.contains(for_polars(pattern))


def _written(node: Node, edge: str) -> str:
    """The node as a regular expression with explicit classes."""
    match node:
        case Chars(ranges):
            return _class(ranges)
        case Edge():
            return edge
        case Anchor():
            return ""
        case Sequence(items):
            return "".join(_grouped(item, edge) if isinstance(item, Either) else _written(item, edge) for item in items)
        case Either(options):
            return "|".join(_written(option, edge) for option in options)
        case Repeat(item, least, most):
            if most == 0 or not (body := _written(item, edge)):
                return ""
            inner = body if isinstance(item, Chars) else f"(?:{body})"
            return inner + _count(least, most)
        case _:
            assert_never(node)


def _grouped(node: Node, edge: str) -> str:
    """The node in a group."""
    return f"(?:{_written(node, edge)})"


def _count(least: int, most: int | None) -> str:
    """The sign for so many repeats."""
    match least, most:
        case 0, None:
            return "*"
        case 1, None:
            return "+"
        case 0, 1:
            return "?"
        case _, None:
            return f"{{{least},}}"
        case _:
            return f"{{{least}}}" if least == most else f"{{{least},{most}}}"


def _class(ranges: Ranges) -> str:
    """A class, or its opposite where that is what was meant; a single character as itself."""
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return _char(ranges[0][0])
    sign = ""
    if ranges[0][0] == 0 and ranges[-1][1] == LAST and ranges != ((0, LAST),):
        ranges, sign = opposite(ranges), "^"
    spans = (_char(a) if a == b else f"{_char(a)}{'-' if b > a + 1 else ''}{_char(b)}" for a, b in ranges)
    return f"[{sign}{''.join(spans)}]"


def _char(code: int) -> str:
    """One character, spelled so that no engine takes it for a sign, within a class or outside."""
    char = chr(code)
    if code < 0x80:  # noqa: PLR2004 - ASCII
        return char if char.isalnum() or char in " !\"%',:;<=>@_`" else f"\\x{code:02x}"
    if code > 0xFFFF:  # noqa: PLR2004 - JavaScript and Python write these differently
        return char
    return f"\\u{code:04x}"
