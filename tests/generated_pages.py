"""Pages of the docs that are made from the code; `python -m tests.generated_pages` writes them anew."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import ola
from ola.fieldtypes import TYPES
from ola.finding import Code

REFERENCE = Path(__file__).parents[1] / "docs/reference"


def modules() -> Iterator[str]:
    """Name every module of ola."""
    for found in pkgutil.walk_packages(ola.__path__, "ola."):
        if not found.name.endswith("__main__"):
            yield found.name


def codes() -> dict[str, set[Code]]:
    """Gather every code of ola by its number; one number should have one code."""
    found: dict[str, set[Code]] = {}
    for name in modules():
        for value in vars(importlib.import_module(name)).values():
            for code in value if isinstance(value, tuple) else (value,):
                if isinstance(code, Code):
                    found.setdefault(code.code, set()).add(code)
    return dict(sorted(found.items()))


FINDINGS = """\
# Findings

What ola can find, by its code; `ola explain OLA101` prints one of these. Codes are stable and never used again.
"""

FIELD_TYPES = """\
# Field types

Values arrive typed (JSON, data frames) or as text (CSV; HubSpot sends everything as text). Each type states which text
it reads, after white space around it is taken off. Anything else is *malformed*, and the finding shows what was seen.

| type | text it reads | for example | typed values it takes |
|---|---|---|---|
"""


def findings_page() -> str:
    """Give each kind of finding its section, as `ola explain` prints it."""
    page = FINDINGS
    for number, found in codes().items():
        code = next(iter(found))
        page += f"\n## {number}: {code.title}\n\nLevel: {code.level}.\n\n{_code_apart(code.page)}\n"
    return page


def field_types_page() -> str:
    """Say what each field type reads."""
    rows = ((f"`{name}`", each.says, f"`{each.example}`", each.typed_values) for name, each in TYPES.items())
    return FIELD_TYPES + "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in rows)


def _cell(text: str) -> str:
    """Keep a table whole."""
    return " ".join(text.split()).replace("|", "\\|")


def _code_apart(page: str) -> str:
    """Give indented code a blank line around it, which Markdown wants."""
    lines: list[str] = []
    for line in page.strip().split("\n"):
        before = lines[-1] if lines else ""
        if before.strip() and line.strip() and before.startswith("    ") != line.startswith("    "):
            lines.append("")
        lines.append(line.rstrip())
    return "\n".join(lines)


PAGES: dict[str, Callable[[], str]] = {
    "findings.md": findings_page,
    "field-types.md": field_types_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
