"""Every code of a finding and its page, gathered from the files that find them."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from ola.finding import Code

# Floors whose files define codes; `cli`, `export` and `report` find nothing.
_FLOORS = ("tree", "expr", "agreement", "rows", "evaluate", "lint")


def _codes() -> Iterator[Code]:
    for floor in _FLOORS:
        package = importlib.import_module(f"ola.{floor}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            found = vars(importlib.import_module(module.name))
            yield from (each for each in found.values() if isinstance(each, Code))


CODES: Mapping[str, Code] = {page.code: page for page in sorted(dict.fromkeys(_codes()), key=lambda page: page.code)}


def near_codes(code: str) -> str:
    """Advise on a code that does not exist."""
    near = difflib.get_close_matches(code.upper(), CODES, n=3, cutoff=0.7)
    return f"Did you mean {', '.join(near)}?" if near else "ola explain without a code lists them all."
