"""A row a cycle, written to a file: what ends disputes about a verdict."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from ola.errors import UnwritableOutput, WrongCall
from ola.verdict import CycleVerdict

COLUMNS: dict[str, type[pl.DataType] | pl.DataType] = {
    "clause": pl.String,
    "lead": pl.String,
    "cycle": pl.Int64,
    "verdict": pl.String,
    "started_at": pl.Datetime("us", "UTC"),
    "due_at": pl.Datetime("us", "UTC"),
    "stopped_at": pl.Datetime("us", "UTC"),
    "worked_s": pl.Float64,
    "wall_s": pl.Float64,
    "owner": pl.String,
    "reason": pl.String,
}
INSTANTS = ("started_at", "due_at", "stopped_at")
_SLICE = 100_000


def verdict_frame(cycles: Sequence[CycleVerdict], segments: Sequence[str]) -> pl.DataFrame:
    """Give the cycles as a frame: the fixed columns, then a column a segment."""
    found: dict[str, pl.Series] = {}
    values: dict[str, list[Any]] = {
        "clause": [each.clause for each in cycles],
        "lead": [each.lead for each in cycles],
        "cycle": [each.cycle for each in cycles],
        "verdict": [each.verdict for each in cycles],
        "started_at": [each.started_at for each in cycles],
        "due_at": [each.due_at for each in cycles],
        "stopped_at": [each.stopped_at for each in cycles],
        "worked_s": [None if each.worked is None else each.worked.total_seconds() for each in cycles],
        "wall_s": [None if each.wall is None else each.wall.total_seconds() for each in cycles],
        "owner": [each.owner for each in cycles],
        "reason": [each.reason for each in cycles],
    }
    for name, dtype in COLUMNS.items():
        found[name] = pl.Series(name, values[name], dtype=dtype)
    for segment in segments:
        name = segment if segment not in COLUMNS else f"segment {segment}"
        found[name] = pl.Series(name, [each.segments.get(segment) for each in cycles], dtype=pl.String)
    return pl.DataFrame(found)


def write_verdicts(cycles: Sequence[CycleVerdict], segments: Sequence[str], path: Path) -> None:
    """Write the rows beside the file and rename it into place: no half output is ever left.

    Raises WrongCall for another ending than .csv, .jsonl or .parquet, UnwritableOutput where it cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in {".csv", ".jsonl", ".parquet"}:
        message = f"{path.name} ends in {ending or 'nothing'}; verdicts are written as .csv, .jsonl or .parquet."
        raise WrongCall(message)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=ending, dir=path.parent)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise UnwritableOutput(message) from error
    try:
        with os.fdopen(handle, "wb") as file:
            if ending == ".parquet":
                verdict_frame(cycles, segments).write_parquet(file)
            else:
                for i, text in enumerate(_texts(cycles, segments)):
                    if ending == ".csv":
                        text.write_csv(file, include_header=i == 0)
                    else:
                        text.write_ndjson(file)
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror or error}."
        raise UnwritableOutput(message) from error
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _texts(cycles: Sequence[CycleVerdict], segments: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Give the frame in slices, instants as ISO 8601 in UTC."""
    for low in range(0, max(len(cycles), 1), _SLICE):
        frame = verdict_frame(cycles[low : low + _SLICE], segments)
        yield frame.with_columns(_iso(name) for name in INSTANTS)


def _iso(name: str) -> pl.Expr:
    """Write an instant as the JSON does: fractions of a second only where there are any."""
    text = pl.col(name).dt.to_string("%Y-%m-%dT%H:%M:%S%.6fZ")
    return text.str.replace(".000000Z", "Z", literal=True).alias(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
