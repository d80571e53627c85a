"""Words as Markdown that reads back to them: prose, code, cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

NOTHING = "—"  # what stands in a cell that says nothing

# Escaped wherever they stand. An underscore between two letters or digits opens nothing and stays as it is, and
# an ampersand that begins no entity as well.
_SIGNS = re.compile(r"[\\`*\[\]<~]|&(?=[#A-Za-z])|(?<![^\W_])_|_(?![^\W_])")
_STARTS_A_BLOCK = re.compile(r"[#+>=-]|\d{1,9}(?=[.)](?:\s|$))")
_ENDS_A_HEADING = re.compile(r"#(?=#*$)")
_BREAKS = re.compile(r"[^\S\n\t\r\v\f]*[\n\t\r\v\f]\s*")

_UNSHOWN = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")


def one_line(text: str) -> str:
    """Give a text as a line of a document can hold it.

    A break reads as a space, and none stands at the ends; control characters, which Word files cannot hold, are shown
    as U+FFFD.
    """
    return _UNSHOWN.sub("\ufffd", _BREAKS.sub(" ", text.strip()).strip())


def prose(text: object) -> str:
    """Write words so that they are read as they are, on one line, wherever on it they stand."""
    escaped = _SIGNS.sub(lambda found: f"\\{found[0]}", one_line(str(text)))
    escaped = _ENDS_A_HEADING.sub(r"\#", escaped)
    starts = _STARTS_A_BLOCK.match(escaped)
    if starts is None:
        return escaped
    at = starts.end() if escaped[0].isdigit() else 0
    return f"{escaped[:at]}\\{escaped[at:]}"


def code(text: object) -> str:
    """Write a name or value as code, on one line."""
    words = one_line(str(text))
    if not words:
        return NOTHING
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def codes(texts: Iterable[object], between: str = ", ") -> str:
    """Write several names or values as code."""
    return between.join(code(each) for each in texts) or NOTHING


def table(head: Sequence[str], rows: Iterable[Sequence[str]], nothing: str = NOTHING) -> list[str]:
    """Lay out a table of cells that are Markdown already, its bars escaped here; no rows, no table.

    `nothing` stands in a cell that says nothing.
    """
    lines = [_row(cell or nothing for cell in cells) for cells in rows]
    return [_row(head), f"|{'---|' * len(head)}", *lines, ""] if lines else []


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"


BAR = "\\|"  # a bar that ends no cell
