"""Uniqueness against leads that are known already: a file or a table of keys that no lead of the input may have.

The known are gone through once, and of them only those are kept whose hash some lead of the input has: memory grows
with the input (8 bytes a lead more than its own uniqueness takes) and with what both share, never with the known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ola.errors import UnreadableInput
from ola.evaluate.leads.docket import Docket
from ola.evaluate.leads.unique import Hashes, Keys, Repeated, among
from ola.finding import Code, DataPlace, Finding, count
from ola.plan import Shape

KNOWN_IN_PART = Code(
    "OLA418",
    "warning",
    "Leads are held against the known ones in part only",
    """\
`--known` names a file or a table of leads that are known already, and no lead of the input may have a key of
theirs. Either it has no column for a field that must be unique, so that this field is judged within the input
alone, or some of its rows cannot be read, and what stands in them is not known.

    unique: email and lead_id        known.csv: email

A column may be named as in the system of the input, or as the agreement names the field. Leave it out where only
another field decides; mend or export again what cannot be read.""",
)
_MANY = 1 << 20


class KnownRows(Protocol):
    """The rows of leads that are known."""

    @property
    def name(self) -> str:
        """Name them as people know them."""

    @property
    def columns(self) -> Sequence[str] | None:
        """Name their columns, or nothing where each record brings its own."""

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[Any]:
        """Go through them block by block."""


class Known:
    """The keys of one clause that are known, as far as leads of the input have them."""

    def __init__(self, present: Hashes) -> None:
        """Take the first halves of the input's hashes, in order."""
        self._present = present
        self._first: list[Hashes] = []
        self._second: list[Hashes] = []
        self._rows: list[NDArray[np.int64]] = []

    def add(self, keys: Keys) -> None:
        """Take in the keys of a block that leads of the input have too."""
        wanted = among(keys.first, self._present)
        if wanted.any():
            self._first.append(keys.first[wanted])
            self._second.append(keys.second[wanted])
            self._rows.append(np.ones(int(wanted.sum()), dtype=np.int64))
            if sum(map(len, self._first)) > 2 * len(self._present) + _MANY:  # the same keys over and over
                self._together()

    def found(self) -> Repeated:
        """Give the hashes in order, each with how many known rows have it."""
        self._together()
        return Repeated(self._first[0], self._second[0], self._rows[0])

    def _together(self) -> None:
        empty = np.empty(0, dtype=np.uint64)
        first, second = np.concatenate([empty, *self._first]), np.concatenate([empty, *self._second])
        rows = np.concatenate([np.empty(0, dtype=np.int64), *self._rows])
        order = np.lexsort((second, first))
        first, second, rows = first[order], second[order], rows[order]
        begins = np.ones(len(first), dtype=bool)
        begins[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
        starts = np.flatnonzero(begins)
        self._first, self._second = [first[starts]], [second[starts]]
        self._rows = [np.add.reduceat(rows, starts) if len(starts) else rows]


class KnownColumns:
    """Where the fields that must be unique stand among the known: under the column's name, else the field's own."""

    def __init__(self, case: Docket, known: KnownRows, by: Mapping[Shape, tuple[str, ...]]) -> None:
        """Look at the columns; raise `UnreadableInput` where no clause can be held against them."""
        self._case, self._known, self._by = case, known, by
        self._fields = {name: case.fields[name] for names in by.values() for name in names}
        self._seen: set[str] = set()
        self._lost = 0
        if known.columns is not None:
            self._see(known.columns)
            self._require_any()

    @property
    def wanted(self) -> list[str] | None:
        """Name the columns to read; nothing where each record brings its own."""
        names = {*self._fields, *self._fields.values()}
        return None if self._known.columns is None else [each for each in self._known.columns if each in names]

    def block(self, block: Any) -> Any:
        """Give a block of the known under the names that the input's columns have."""
        self._lost += len(block.unreadable)
        if hasattr(block, "frame"):
            there = block.frame.columns
            own = {name: column for name, column in self._fields.items() if column not in there and name in there}
            return SimpleNamespace(frame=block.frame.rename(own))
        records = []
        for record in block.records:
            inner = record.get("properties")
            flat = {**inner, **record} if isinstance(inner, Mapping) else record
            self._see(flat)
            records.append(
                {column: flat[column] if column in flat else flat.get(name) for name, column in self._fields.items()}
            )
        return SimpleNamespace(records=records)

    def findings(self) -> Iterator[Finding]:
        """Yield what is not held against the known, when all of them have been read."""
        self._require_any()
        place = DataPlace(file=self._known.name)
        for shape, names in self._by.items():
            if lacking := [name for name in names if name not in self._seen]:
                column = self._fields[lacking[0]]
                named = f"“{column}”" if column == lacking[0] else f"“{column}” or “{lacking[0]}”"
                message = f"{self._known.name} has no column {named}, so {' and '.join(names)} is not held against it."
                advice = "Add the column, or leave it so where another field decides."
                yield Finding(
                    KNOWN_IN_PART.code, KNOWN_IN_PART.level, message, shape.clause.id, place=place, advice=advice
                )
        if self._lost:
            verb = "is" if self._lost == 1 else "are"
            message = f"{count(self._lost, 'row')} of {self._known.name} cannot be read and {verb} not known."
            yield Finding(
                KNOWN_IN_PART.code, KNOWN_IN_PART.level, message, place=place, advice="Mend or export it again."
            )

    def _see(self, columns: Sequence[str] | Mapping[str, Any]) -> None:
        if len(self._seen) < len(self._fields):
            self._seen |= {name for name, column in self._fields.items() if column in columns or name in columns}

    def _require_any(self) -> None:
        if not any(set(names) <= self._seen for names in self._by.values()):
            wanted = " or ".join(dict.fromkeys(column for column in self._fields.values()))
            message = (
                f"{self._known.name} has no column to know a lead by: {wanted}. "
                "Name a column so, or as the agreement names the field."
            )
            raise UnreadableInput(message)
