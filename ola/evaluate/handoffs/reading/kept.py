"""The rows of a log or history that are kept for the next slice: read already, those that count or may yet count.

Rows after the instant of the report are not kept, they are given again with the slice that begins there; rows that
can never count are kept as numbers. What is kept was read, so a later run reads nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

from ola.evaluate.handoffs.reading.tally import Tally
from ola.finding import Code

BEFORE_STATE = Code(
    "OLA550",
    "error",
    "Events lie before the instant of the state",
    """\
A run that begins from a saved state takes what happened after that state's moment. A row of this slice lies at or
before it and is not in the state: it came late, by an import, a sync that was down, or somebody who logged a call
of last week. It is not applied; the row is counted and left out, and the message names the cycles it would change.

    ola measure today.csv --state monday.state        today.csv has a call of last Friday

Run once in full, over all events, and save the state of that run. To be spared this, let the state lag: measure
with `--as-of` an hour or a day ago, save that state, and begin each slice there. Rows that the state has already,
equal in every cell, are repetitions and do no harm, so slices may overlap.""",
)

Strange = tuple[int, str, int | None, int | None, str, int | None]
"""A name no event takes: how many rows, one spelling, the row, line and file of the first, the earliest instant."""

# Marks rows of this slice among those kept from earlier ones.
FRESH = "fresh"
_SAME = ("same1", "same2")
NO_ROWS = pl.DataFrame(schema=dict.fromkeys(_SAME, pl.UInt64()))


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one file: the rows, and the numbers of those that are gone for good.

    `tally` counts the rows that are not in `frame`; `columns` are those the file had, `missing` those that it
    should have had; `names` the names that no event takes. `gone` tells rows without a time that are not in `frame`
    from those that are met again. `touched` are the leads that rows of this slice name.
    """

    frame: pl.DataFrame
    tally: Tally
    columns: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    names: Mapping[str, Strange] = field(default_factory=dict)
    touched: pl.Series | None = None
    gone: pl.DataFrame = field(default_factory=lambda: NO_ROWS)

    def renamed(self, surviving: Callable[[pl.Series], pl.Series]) -> Kept:
        """Give the same of leads as they are called now that some were merged."""
        if not self.frame.width:
            return self
        return replace(self, frame=self.frame.with_columns(surviving(self.frame.get_column("lead")).alias("lead")))


@dataclass(frozen=True, slots=True)
class Since:
    """Where a slice begins: what was kept of each log and history, and the instant up to which it reaches."""

    as_of: int
    logs: Mapping[str, Kept]
    histories: Mapping[str, Kept]

    def kept(
        self, which: Literal["logs", "histories"], name: str, surviving: Callable[[pl.Series], pl.Series]
    ) -> Kept | None:
        """Give what was kept of a file, of leads as they are called now that some were merged."""
        found = (self.logs if which == "logs" else self.histories).get(name)
        return None if found is None else found.renamed(surviving)


@dataclass(slots=True)
class Slices:
    """What a run keeps of each log and history for the next slice, and the rows of its own that came too late."""

    logs: dict[str, Kept] = field(default_factory=dict)
    histories: dict[str, Kept] = field(default_factory=dict)
    late: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)

    def take(
        self, which: Literal["logs", "histories"], name: str, kept: Kept | None, late: pl.DataFrame | None
    ) -> None:
        """Note what was kept of a file, and what came too late."""
        if kept is not None:
            (self.logs if which == "logs" else self.histories)[name] = kept
        if late is not None and late.height:
            self.late[which, name] = late

    @property
    def late_leads(self) -> frozenset[str]:
        """The leads whose events came too late."""
        return frozenset(lead for rows in self.late.values() for lead in rows.get_column("lead").to_list())

    def since(self, as_of: int, some: Collection[str] | None = None, *, late: bool = False) -> Since:
        """Give what a run over nothing new begins from: of some leads alone, with what came too late or without."""

        def rows(which: str, name: str, kept: Kept) -> Kept:
            frame = kept.frame
            if late and (which, name) in self.late:
                more = self.late[which, name]
                frame = (
                    pl.concat(
                        [frame, more.select(each for each in frame.columns if each in more.columns)], how="diagonal"
                    )
                    if frame.width
                    else more
                )
            if some is not None and frame.width:
                frame = frame.filter(pl.col("lead").is_in(list(some)))
            return replace(kept, frame=frame)

        return Since(
            as_of,
            {name: rows("logs", name, kept) for name, kept in self.logs.items()},
            {name: rows("histories", name, kept) for name, kept in self.histories.items()},
        )


def known_already(rows: pl.DataFrame, kept: Kept, since: int) -> pl.Series:
    """Say which rows of a slice were kept already: equal in every cell, and not after the state's instant."""
    early = rows.select("same1", "same2", pl.col("at").is_null() | (pl.col("at") <= since)).with_row_index("place")
    known = [kept.gone, *([kept.frame.select(_SAME)] if kept.frame.width else [])]
    found = early.filter(pl.col("at")).join(pl.concat(known), on=_SAME, how="semi")
    return early.get_column("place").is_in(found.get_column("place").implode())


def beside(kept: Kept | None, rows: list[pl.DataFrame]) -> pl.DataFrame | None:
    """Put the rows of a slice under those kept, told apart by `fresh`; nothing where there are none at all."""
    parts = [each.with_columns(pl.lit(value=True).alias(FRESH)) for each in rows]
    if kept is not None and kept.frame.width:
        nowhere = (pl.lit(None, dtype=pl.Int64).alias(name) for name in ("row", "line"))
        parts.insert(0, kept.frame.with_columns(pl.lit(value=False).alias(FRESH), *nowhere))
    return pl.concat(parts, how="diagonal") if parts else None


def timeless(rows: pl.DataFrame) -> pl.DataFrame:
    """Give what tells rows without a time from others: no instant says that a later slice cannot have them too."""
    return rows.filter(pl.col("at").is_null()).select(_SAME)


def before_now(rows: pl.DataFrame, as_of: int) -> pl.Expr:
    """Say which rows do not lie ahead: those up to the instant, and those that no instant can be read of."""
    at = pl.col("at") if "at" in rows.columns else pl.lit(None, dtype=pl.Int64)
    return at.is_null() | (at <= as_of)
