"""What a catalogue is: a system's own list of the fields it keeps, as JSON or as CSV."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ola.drafting.drafted import DraftField, Guess
from ola.drafting.entry import Entry
from ola.fieldtypes.spec import DateOrder


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One kind of catalogue.

    `entries` gives the fields' entries of a JSON document, or nothing where it is no such catalogue; `header` are the
    columns by which a CSV of them is known. `field` drafts one entry, or gives nothing where it names no field.
    `general` are the guesses that every such draft makes.
    """

    system: str
    party: str
    kind: str
    header: frozenset[str]
    entries: Callable[[object], list[Entry] | None]
    field: Callable[[Entry], DraftField | None]
    dates: DateOrder = "iso"
    general: tuple[Guess, ...] = ()
