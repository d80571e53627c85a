"""Run an exported module as if it had been imported."""

from __future__ import annotations

import sys
from itertools import count
from types import ModuleType

_NUMBERS = count()


def imported(text: str) -> ModuleType:
    """Run the text as a module of its own name."""
    module = ModuleType(f"exported_{next(_NUMBERS)}")
    sys.modules[module.__name__] = module  # pydantic looks annotations up there
    exec(compile(text, module.__name__, "exec"), module.__dict__)  # noqa: S102 -- what is exported is to be run
    return module
