"""The agreement between marketing and sales, written once and checked on every lead and every handoff.

What one can do stands in `ola.api`; the names here are loaded when first used (PEP 562), so that
`import ola` alone stays light.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ola.api import (
        check,
        checker,
        draft,
        due,
        export,
        fmt,
        lint,
        load,
        measure,
        mend,
        profile,
        read_document,
        timer,
        write,
    )
    from ola.clock import Calendar
    from ola.errors import (
        ClockError,
        InvalidAgreement,
        NaiveDatetime,
        NeverOpens,
        NotAccepted,
        OlaError,
        OutsideYears,
        UnreadableInput,
        UnwritableOutput,
        WrongCall,
    )
    from ola.finding import Finding
    from ola.rows.query import Query

    __version__: str

__all__ = [
    "Calendar",
    "ClockError",
    "Finding",
    "InvalidAgreement",
    "NaiveDatetime",
    "NeverOpens",
    "NotAccepted",
    "OlaError",
    "OutsideYears",
    "Query",
    "UnreadableInput",
    "UnwritableOutput",
    "WrongCall",
    "check",
    "checker",
    "draft",
    "due",
    "export",
    "fmt",
    "lint",
    "load",
    "measure",
    "mend",
    "profile",
    "read_document",
    "timer",
    "write",
]

_HOMES = {"Calendar": "ola.clock", "Finding": "ola.finding", "Query": "ola.rows.query"} | dict.fromkeys(
    (
        *("load", "lint", "mend", "fmt", "check", "checker", "measure", "profile", "timer", "due", "draft"),
        *("export", "read_document", "write"),
    ),
    "ola.api",
)


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("ola-contract")
    if name not in __all__:
        msg = f"module 'ola' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(_HOMES.get(name, "ola.errors")), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__, "__version__"})


class _Ola(ModuleType):
    """The package, on which `ola.lint` and `ola.export` are the functions and not the folders of that name."""

    def __setattr__(self, name: str, value: object) -> None:
        """Keep Python from hiding a function behind its folder when the folder is imported."""
        if name in __all__ and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Ola
