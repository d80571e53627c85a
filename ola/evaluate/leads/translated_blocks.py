"""The accepted rows of judged blocks in another system's names and values, and what stayed behind on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from ola.evaluate.leads.translated_columns import TranslatedColumns
from ola.evaluate.showing import header
from ola.finding import count

if TYPE_CHECKING:
    from ola.evaluate.leads.judged import Judged
    from ola.evaluate.leads.record import Checker, ReadLead
    from ola.evaluate.leads.translation import Translation
    from ola.evaluate.leads.unique import Mask

_NESTED = "properties"


class TranslatedBlocks:
    """Translates judged blocks one by one.

    `rows` counts what was written, `unread` by field the values that could not be read (a warning let their leads
    pass) and were written as blanks, `as_they_stand` those that went over as their text.
    """

    def __init__(self, way: Translation, checker: Checker, as_of: dt.datetime) -> None:
        """Begin with nothing written; `as_of` is the "now" the rows were judged by."""
        self.way = way
        self.rows = 0
        self.unread: dict[str, int] = {}
        self.as_they_stand: dict[str, int] = {}
        self._seen: dict[str, None] = {}
        self._nests = False  # whether the columns of a record stand under `properties`, as HubSpot sends them
        self._checker, self._as_of = checker, as_of
        self._compiled: dict[tuple[tuple[str, pl.DataType], ...], TranslatedColumns] = {}
        self._left_out = {
            column: name
            for name in way.left_out
            if (column := checker.plan.fields[name].column(way.source)) is not None
        }

    @property
    def left_out(self) -> list[str]:
        """The fields that were there, and that the other system does not have."""
        return [name for column, name in self._left_out.items() if column in self._seen]

    @property
    def not_carried(self) -> list[str]:
        """The columns that were there, and that the agreement does not know."""
        known = self.way.sources | self._left_out.keys()
        known |= {_NESTED} if self._nests else set()
        return [header(each) for each in self._seen if each not in known and not each.startswith("_ola_")]

    def columns(self, columns: Sequence[str] | None) -> list[str] | None:
        """Name the columns that rows of these columns are written in; none where each record brings its own."""
        if columns is None:
            return None
        return [each.target for each in self.way.carried if each.source in columns]

    def write(self, judged: Judged) -> pl.DataFrame | list[dict[str, Any]]:
        """Give the accepted rows of a block."""
        block, accepted, values = judged.block, judged.accepted, judged.values
        if hasattr(block, "frame"):
            return self._frame(block.frame, values if isinstance(values, pl.DataFrame) else None, accepted)
        if not isinstance(values, list):
            values = [self._checker.read(record, self._as_of) for record in block.records]
        return self._records(lead for lead, kept in zip(values, accepted.tolist(), strict=True) if kept)

    def to_dict(self) -> dict[str, object]:
        """Give what the manifest and `ola check --format json` say of the translation."""
        return {
            "from": self.way.source,
            "to": self.way.to,
            "rows": self.rows,
            "left_out": self.left_out,
            "lacking": list(self.way.lacking),
            "not_carried": self.not_carried,
            "unread": dict(sorted(self.unread.items())),
            "as_they_stand": dict(sorted(self.as_they_stand.items())),
        }

    def sentences(self) -> Iterator[str]:
        """Say what was translated and what stayed behind."""
        way, source = self.way, self.way.source or "the agreement's names"
        yield f"translated: {count(self.rows, 'lead')} from {source} to {way.to}."
        if self.left_out:
            yield f"not in {way.to}, so left out: {', '.join(self.left_out)}."
        if way.lacking:
            yield f"only in {way.to}, so not written: {', '.join(way.lacking)}."
        if self.not_carried:
            yield f"unknown to the agreement, so not carried over: {', '.join(self.not_carried)}."
        if self.unread:
            yield f"not readable, so written as blanks: {_leads(self.unread)}."
        if self.as_they_stand:
            yield f"not readable, so written as they stand: {_leads(self.as_they_stand)}."

    def _frame(self, frame: pl.DataFrame, values: pl.DataFrame | None, accepted: Mask) -> pl.DataFrame:
        schema = tuple(frame.schema.items())
        found = self._compiled.get(schema)
        if found is None:
            docket = self._checker.docket
            found = self._compiled[schema] = TranslatedColumns(docket, self.way, dict(schema))
            self._seen.update(dict.fromkeys(frame.columns))
        if not accepted.all():
            kept = pl.Series(accepted, dtype=pl.Boolean)
            frame, values = frame.filter(kept), None if values is None else values.filter(kept)
        told, (blanks, as_they_stand) = found.write(frame, values)
        self.rows += told.height
        _add(self.unread, blanks)
        _add(self.as_they_stand, as_they_stand)
        return told

    def _records(self, leads: Iterable[ReadLead]) -> list[dict[str, Any]]:
        written = []
        for lead in leads:
            told, (blanks, as_they_stand) = self._checker.written(lead, self.way.to)
            written.append(told)
            self._seen.update(dict.fromkeys(lead.record))
            if lead.bad:
                _add(self.unread, dict.fromkeys(blanks, 1))
                _add(self.as_they_stand, dict.fromkeys(as_they_stand, 1))
            if isinstance(lead.record.get(_NESTED), Mapping):
                self._nests = True
        self.rows += len(written)
        return written


def _add(counts: dict[str, int], more: Mapping[str, int]) -> None:
    for name, number in more.items():
        counts[name] = counts.get(name, 0) + number


def _leads(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} of {count(number, 'lead')}" for name, number in sorted(counts.items()))
