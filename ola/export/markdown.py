"""Markdown that says what was meant: escaped words, code, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~])")
_STARTS_A_BLOCK = re.compile(r"^(\s*)([#+=-]|\d+[.)])")


def plain(text: object) -> str:
    """Write words so that they are shown as they are, on one line."""
    words = " ".join(str(text).split())
    escaped = _SPECIAL.sub(r"\\\1", words)
    return _STARTS_A_BLOCK.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", escaped)


def code(text: object) -> str:
    """Write a name or value as code, on one line; a pipe in it does not end a table's cell."""
    words = " ".join(str(text).split())
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}".replace("|", r"\|") if words else "—"


def codes(texts: Iterable[object], between: str = ", ") -> str:
    """Write several names or values as code."""
    return between.join(code(each) for each in texts) or "—"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lay out a table of cells that are Markdown already; no rows, no table."""
    lines = [f"| {' | '.join(cell or '—' for cell in row)} |" for row in rows]
    if not lines:
        return []
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines, ""]
