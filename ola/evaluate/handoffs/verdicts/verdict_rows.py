"""A row a cycle, written to a file: what ends disputes about a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from ola.errors import WrongCall
from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.verdicts.cycle_table import Cycles, CycleTable
from ola.evaluate.handoffs.whole_file import whole_file

_NOTHING = np.array([], dtype=np.int64)
_NO_CYCLES = CycleTable(
    clause="",
    leads=Coded(_NOTHING, ()),
    numbers=_NOTHING,
    outcomes=np.array([], dtype=np.int8),
    starts=_NOTHING,
    dues=_NOTHING,
    stops=_NOTHING,
    worked=_NOTHING,
    wall=_NOTHING,
    owners=Coded(_NOTHING, ()),
    reasons=Coded(_NOTHING, ()),
    segments=Coded(_NOTHING, ()),
    breaches=_NOTHING,
)
INSTANTS = ("started_at", "due_at", "stopped_at")


def write_verdicts(cycles: Cycles, segments: Sequence[str], path: Path) -> None:
    """Write the rows beside the file and rename it into place: no half output is ever left.

    Raises WrongCall for another ending than .csv, .jsonl or .parquet, UnwritableOutput where it cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in {".csv", ".jsonl", ".parquet"}:
        message = f"{path} ends in {ending or 'nothing'}; verdicts are written as .csv, .jsonl or .parquet."
        raise WrongCall(message)
    with whole_file(path) as file:
        if ending == ".parquet":
            pl.concat([_NO_CYCLES.frame(segments), *(table.frame(segments) for table in cycles.tables)]).write_parquet(
                file
            )
            return
        for i, text in enumerate(_texts(cycles, segments)):
            if ending == ".csv":
                text.write_csv(file, include_header=i == 0)
            else:
                text.write_ndjson(file)


def _texts(cycles: Cycles, segments: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Give the rows commitment by commitment, the names alone first, with instants as ISO 8601 in UTC."""
    for table in (_NO_CYCLES, *cycles.tables):
        yield table.frame(segments).with_columns(_iso(name) for name in INSTANTS)


def _iso(name: str) -> pl.Expr:
    """Write an instant as the JSON does: fractions of a second only where there are any."""
    text = pl.col(name).dt.to_string("%Y-%m-%dT%H:%M:%S%.6fZ")
    return text.str.replace(".000000Z", "Z", literal=True).alias(name)
