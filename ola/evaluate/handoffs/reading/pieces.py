"""A source of rows in pieces, and its columns read as their types.

A source is whatever gives blocks (`ola.rows`), a Polars frame, or several. This floor knows blocks only by
their shape: a `frame` or `records`, and the rows that could not be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import polars as pl

from ola.errors import WrongCall
from ola.fieldtypes import MALFORMED, TYPES
from ola.fieldtypes.blank import blank_columns, blank_reader
from ola.fieldtypes.spec import Spec
from ola.finding import Finding


class GivesBlocks(Protocol):
    """Rows that can be gone through block by block."""

    name: str

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[Any]:
        """Go through the rows from the first."""


Source: TypeAlias = GivesBlocks | pl.DataFrame | pl.LazyFrame | Iterable[object]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a source: the frame, where its first row stands, and what could not be read.

    `same` tells rows apart: two rows are the same exactly when both their numbers are. `lines` are the
    lines of a text file, where there is one.
    """

    frame: pl.DataFrame
    rows: Sequence[int]
    lines: Sequence[int] | None = None
    unreadable: tuple[Finding, ...] = ()
    records: Sequence[Mapping[str, object]] | None = field(default=None, repr=False)

    def line_numbers(self) -> pl.Series:
        """Give the line of each row, null where there are none."""
        if self.lines is None:
            return nulls("line", self.frame.height, pl.Int64())
        return pl.Series("line", self.lines, dtype=pl.Int64)

    def same(self) -> pl.DataFrame:
        """Give two numbers for each row that are equal for rows with equal cells, and for no others one will meet."""
        frame = self.frame
        if self.records is not None:
            texts = [json.dumps(each, sort_keys=True, default=repr, ensure_ascii=False) for each in self.records]
            frame = pl.DataFrame({"record": pl.Series(texts, dtype=pl.String)})
        else:
            listed = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Categorical | pl.Enum)]
            frame = frame.with_columns(pl.col(listed).cast(pl.String)).select(sorted(frame.columns))
        if not frame.width:
            return pl.DataFrame({"same1": [0] * frame.height, "same2": [0] * frame.height})
        # One hash of 64 bits would take two of a hundred million rows for one once in four thousand runs.
        return pl.DataFrame({"same1": frame.hash_rows(seed=11), "same2": frame.hash_rows(seed=92)})


def pieces(source: Source, columns: Sequence[str] | None = None) -> Iterator[Piece]:
    """Go through a source; `columns` names those that are asked for (null: all of them)."""
    if isinstance(source, pl.LazyFrame):
        source = source.collect()
    if isinstance(source, pl.DataFrame):
        yield Piece(source, range(1, source.height + 1))
        return
    if hasattr(source, "blocks"):
        for block in source.blocks(columns):
            findings = tuple(each.finding for each in block.unreadable)
            lines = None if block.lines is None else block.lines
            if hasattr(block, "frame"):
                yield Piece(block.frame, block.rows, lines, findings)
            else:
                records = [opened(record) for record in block.records]
                yield Piece(_frame_of(records, columns), block.rows, lines, findings, records)
        return
    count = 0
    for frame in source:
        if not isinstance(frame, pl.DataFrame):
            message = f"{type(frame).__name__} is no source of rows; give a frame, a file or rows of ola.rows."
            raise WrongCall(message)
        yield Piece(frame, range(count + 1, count + frame.height + 1))
        count += frame.height


def opened(record: Mapping[str, object]) -> Mapping[str, object]:
    """Give a record with what stands in a mapping under `properties`, as HubSpot sends it, beside its own keys."""
    inner = record.get("properties")
    return {**inner, **record} if isinstance(inner, Mapping) else record


def notes(source: Source) -> tuple[Finding, ...]:
    """Give what is worth knowing of a file as a whole, once it was gone through."""
    return tuple(getattr(source, "findings", ()))


def read(frame: pl.DataFrame, column: str, spec: Spec) -> tuple[pl.Series, pl.Series]:
    """Read a column: the values (null where blank or malformed), and whether each is blank."""
    series = frame.get_column(column)
    if series.dtype in (pl.Object, pl.Null) or series.is_empty():  # Polars 2.1 fails on a function of no rows
        return _read_one_by_one(series.to_list(), spec)
    raw, of_type = pl.col(column), TYPES[spec.type]
    both = frame.select(
        of_type.columns(spec, raw, series.dtype).alias("value"), blank_columns(spec, raw, series.dtype).alias("blank")
    )
    blank = both.get_column("blank")
    value = both.select(pl.when(~pl.col("blank")).then(pl.col("value"))).to_series()
    return value.alias("value"), blank.alias("blank")


def nulls(name: str, height: int, dtype: pl.DataType) -> pl.Series:
    """Give a column with nothing in it, without a list of as many nothings."""
    return pl.Series(name, [None], dtype=dtype).new_from_index(0, height)


def texts(series: pl.Series) -> pl.Series:
    """Give the cells of a column as text, whatever they are, for messages."""
    if series.dtype.is_nested() or series.dtype in (pl.Object, pl.Null, pl.Binary):
        return pl.Series(
            series.name, [None if each is None else str(each) for each in series.to_list()], dtype=pl.String
        )
    return series.cast(pl.String)


def _read_one_by_one(raws: list[object], spec: Spec) -> tuple[pl.Series, pl.Series]:
    """Read values of several classes, as JSON brings them."""
    of_type, is_blank = TYPES[spec.type], blank_reader(spec)
    reader = of_type.reader(spec)
    blank = [is_blank(raw) for raw in raws]
    read_values = [None if empty else reader(raw) for raw, empty in zip(raws, blank, strict=True)]
    values = [None if value is MALFORMED else value for value in read_values]
    return pl.Series("value", values, dtype=of_type.column_type(spec)), pl.Series("blank", blank, dtype=pl.Boolean)


def _frame_of(records: Sequence[Mapping[str, object]], columns: Sequence[str] | None) -> pl.DataFrame:
    """Give the columns asked for; those whose values are of several classes stay objects."""
    names = list(dict.fromkeys(name for record in records for name in record))
    wanted = names if columns is None else [name for name in columns if name in set(names)]
    made = []
    for name in wanted:
        values = [record.get(name) for record in records]
        kinds = {type(value) for value in values if value is not None}
        if kinds == {str}:
            made.append(pl.Series(name, values, dtype=pl.String))
        elif kinds == {bool}:
            made.append(pl.Series(name, values, dtype=pl.Boolean))
        else:
            made.append(pl.Series(name, values, dtype=pl.Object))
    return pl.DataFrame(made) if made else pl.DataFrame({"": pl.Series([None] * len(records), dtype=pl.Null)})
