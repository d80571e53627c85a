"""Rows into a table of a database: a new one, or one that an earlier run has filled."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from ola.errors import UnwritableOutput
from ola.rows.address import Address
from ola.rows.sink import Made, Sink, plain
from ola.rows.transaction import Transactions

_NUL = "\\x00"


class TableSink(Sink):
    """A table being filled; put in its place by `written_together`, which commits.

    `marks` are the columns by which a table that is there is known to be ours: no other is ever written over.
    """

    def __init__(self, table: Address, marks: Collection[str], transactions: Transactions) -> None:
        """Begin a transaction; raise `UnwritableOutput` where the database is out of reach or the table not ours."""
        self._table = table
        self._transaction = transactions.of(table)
        self._known = self._transaction.columns(table)
        self._like: pl.DataFrame | None = None
        if self._known is not None and (lacking := [name for name in marks if name not in self._known]):
            message = (
                f"{table} is there and was not made by this command: it has no column {lacking[0]}. "
                "Name another table; none is written over but by what made it."
            )
            raise UnwritableOutput(message)

    def made(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give the rows in types that databases have."""
        return _for_a_table(frame)

    def put(self, made: Made) -> None:
        """Add the rows of a frame."""
        assert isinstance(made, pl.DataFrame)  # noqa: S101 - what `made` gave
        rows = made
        if self._like is None:
            new = [name for name in rows.columns if self._known is not None and name not in self._known]
            if new:
                message = (
                    f"{self._table} has no column {new[0]}, which is to be written. Drop the table, add the column, or "
                    "name another table. Nothing was changed there."
                )
                raise UnwritableOutput(message)
            self._like = rows.clear()
            self._transaction.begin(self._table, self._like, is_there=self._known is not None)
        if rows.height:
            self._transaction.add(self._table, rows)

    def text(self, *parts: bytes | memoryview) -> None:
        """No table takes text as it is."""
        raise NotImplementedError

    def finish(self) -> None:
        """Bring all rows into the table, not yet for others to see."""
        self._transaction.complete(self._table)

    def place(self) -> None:
        """Commit, together with all tables of the database."""
        self._transaction.commit()

    def discard(self) -> None:
        """Take everything back that is not committed."""
        self._transaction.close()


def _for_a_table(frame: pl.DataFrame) -> pl.DataFrame:
    r"""Give a frame in types that databases have: lists and objects as JSON, a NUL, which many refuse, as `\x00`."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    frame = frame.with_columns(plain(frame.select(nested), nested=False).get_columns())
    changed = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if kind == pl.String:
            changed.append(column.str.replace_all("\0", _NUL, literal=True))
        elif kind in {pl.Int8, pl.UInt8, pl.UInt16, pl.UInt32}:
            changed.append(column.cast(pl.Int64))
        elif isinstance(kind, pl.Duration):
            changed.append(column.dt.to_string("iso"))
        elif kind in {pl.Null, pl.Categorical, pl.Enum, pl.Time, pl.UInt64, pl.Int128}:
            changed.append(column.cast(pl.String))
    return frame.with_columns(changed)
