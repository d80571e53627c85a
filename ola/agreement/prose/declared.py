"""The names a document declares, gathered before its sentences are read."""

from __future__ import annotations

from ola.agreement.prose.reading import Declared
from ola.agreement.prose.units import Unit


def declared(units: tuple[Unit, ...]) -> Declared:
    """Gather the names that tables, lists and definitions declare."""
    del units
    return Declared()
