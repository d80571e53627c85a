"""A row a record: whose it is, accepted or rejected and why, by which agreement and as of when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from ola.rows.address import Address
from ola.rows.block import Block, FrameBlock, Mask, RecordBlock
from ola.rows.rows import Rows
from ola.rows.sink import REASONS, CsvSink, JsonLinesSink, ParquetSink
from ola.rows.transaction import Transactions
from ola.rows.write import Reasons, RowsOut, reasons

VERDICT: dict[str, pl.DataType] = {
    "lead": pl.String(),
    "verdict": pl.String(),
    "errors": REASONS,
    "warnings": REASONS,
    "file": pl.String(),
    "row": pl.Int64(),
    "line": pl.Int64(),
    "agreement": pl.String(),
    "version": pl.String(),
    "as_of": pl.Datetime("us", "UTC"),
}
_NESTED = "properties"


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """What every verdict of a run has in common; `key` is the column of a lead's key, where the agreement has one."""

    key: str | None
    agreement: str
    version: str
    as_of: dt.datetime


class VerdictRows(RowsOut):
    """The verdict of every record of the input, in its order: as many rows as records went in.

    `lead` is the key as it came, as text; a record that could not be read has none. `errors` and `warnings` are
    lists of code, clause, field and message, and belong to rejected records.
    """

    def __init__(
        self,
        place: str | Path | Address,
        rows: Rows,
        by: JudgedBy,
        *,
        never: Sequence[Path] = (),
        transactions: Transactions | None = None,
    ) -> None:
        """Open the file beside its place; `never` are files it must not replace."""
        super().__init__(place, rows, never=never, transactions=transactions)
        self._by = by
        match self.format:
            case "table":
                self.sink = self._table([*VERDICT])
            case "csv":
                self.sink = CsvSink(self._output, self._delimiter())
            case "jsonl":
                self.sink = JsonLinesSink(self._output)
            case _:
                self.sink = ParquetSink(self._output)

    def add(self, block: Block, keep: ArrayLike, errors: Reasons, warnings: Reasons) -> None:
        """Add the verdicts of a block; see `RejectedRows.add`."""
        accepted: Mask = np.asarray(keep, np.bool_)
        # A rejected row's reasons stand at its number among the rejected; an accepted row has none.
        at = pl.Series(np.where(accepted, -1, np.cumsum(~accepted) - 1))
        at = at.set(at < 0, None)
        readable = pl.DataFrame(
            {
                "lead": _leads(block, self._by.key),
                "verdict": pl.Series(np.where(accepted, "accepted", "rejected"), dtype=pl.String),
                "errors": _all(errors, at),
                "warnings": _all(warnings, at),
                "row": pl.Series(block.rows, dtype=pl.Int64),
                "line": pl.Series([None] * len(accepted) if block.lines is None else block.lines, dtype=pl.Int64),
            }
        )
        lost = pl.DataFrame(
            {
                "lead": pl.Series([None] * len(block.unreadable), dtype=pl.String),
                "verdict": pl.Series(["rejected"] * len(block.unreadable), dtype=pl.String),
                "errors": reasons([[one.finding] for one in block.unreadable]),
                "warnings": reasons([[] for _ in block.unreadable]),
                "row": pl.Series([one.row for one in block.unreadable], dtype=pl.Int64),
                "line": pl.Series([one.line for one in block.unreadable], dtype=pl.Int64),
            }
        )
        found = pl.concat([readable, lost]).sort("row", maintain_order=True) if lost.height else readable
        self.count += found.height
        self.sink.frame(
            found.with_columns(
                pl.lit(block.file or self._rows.name).alias("file"),
                pl.lit(self._by.agreement).alias("agreement"),
                pl.lit(self._by.version).alias("version"),
                pl.lit(self._by.as_of.astimezone(dt.UTC).replace(tzinfo=None))
                .dt.cast_time_unit("us")
                .dt.replace_time_zone("UTC")
                .alias("as_of"),
            ).select(*VERDICT)
        )

    def finish(self) -> None:
        """Complete the file beside its place; with no record at all it still has its columns."""
        if not self.count:
            self.sink.frame(pl.DataFrame(schema=VERDICT))
        super().finish()


def _all(given: Reasons, at: pl.Series) -> pl.Series:
    """Give each row its reasons: those of rejected rows stand at their place among the rejected, others have none."""
    series = given.cast(REASONS) if isinstance(given, pl.Series) else reasons(given)
    found = series.gather(at)
    return pl.select(pl.when(found.is_null()).then(pl.lit([], REASONS)).otherwise(found)).to_series()


def _leads(block: Block, key: str | None) -> pl.Series:
    """Give the key of each readable row, as it came and as text."""
    match block:
        case FrameBlock():
            if key is None or key not in block.frame.columns:
                return pl.Series([None] * block.frame.height, dtype=pl.String)
            return block.frame[key].cast(pl.String)
        case RecordBlock():
            return pl.Series([_key(record, key) for record in block.records], dtype=pl.String)


def _key(record: Mapping[str, object], key: str | None) -> str | None:
    if key is None:
        return None
    inner = record.get(_NESTED)
    found = record.get(key, inner.get(key) if isinstance(inner, Mapping) else None)
    return None if found is None else str(found)
