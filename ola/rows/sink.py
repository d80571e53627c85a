"""Rows into a file of one format, block by block, in memory that does not grow."""

from __future__ import annotations

import json
import math
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ola.errors import WrongCall
from ola.rows.output import Output

Record = Mapping[str, object]
OUTPUT_FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


class Text(NamedTuple):
    """Rows as text, in pieces, and the header that stands before the first."""

    head: bytes
    rows: Sequence[bytes]


class Pieces:
    """Takes text as Polars writes it, a piece at a time, and copies nothing."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Take a piece."""
        self.parts.append(part)
        return len(part)

    def flush(self) -> None:
        """Do nothing: what is taken stays."""


Made = pl.DataFrame | Text


class Sink(ABC):
    """A file of rows being written; put in its place by `written_together`."""

    def __init__(self, output: Output) -> None:
        """Write into this output."""
        self.output = output

    def frame(self, frame: pl.DataFrame) -> None:
        """Add the rows of a frame; every frame of one sink has the same columns."""
        self.put(self.made(frame))

    def made(self, frame: pl.DataFrame) -> Made:
        """Give the rows of a frame as they are put into the file, which any thread may work out."""
        return frame

    @abstractmethod
    def put(self, made: Made) -> None:
        """Add what was made of the rows of a frame."""

    def records(self, records: Iterable[Record]) -> None:
        """Add records, where the format needs no columns."""
        raise NotImplementedError

    def text(self, *parts: bytes | memoryview) -> None:
        """Add rows that are text in the sink's own format already."""
        self.output.write(*parts)

    def finish(self) -> None:
        """Complete the content beside its place."""
        self.output.finish()

    def place(self) -> None:
        """Put the file in its place."""
        self.output.place()

    def discard(self) -> None:
        """Leave nothing behind if the file is not in its place."""
        self.output.discard()


class CsvSink(Sink):
    """Delimited text in UTF-8; nested values stand as JSON, instants as ISO 8601."""

    def __init__(self, output: Output, delimiter: str, header: bytes | None = None) -> None:
        """Begin with the header as it stood in the input, else with the columns of the first frame."""
        super().__init__(output)
        self._delimiter = delimiter
        self._headed = False
        if header is not None:
            self.output.write(header)
            self._headed = True

    def made(self, frame: pl.DataFrame) -> Text:
        """Write the header and the rows of a frame as text."""
        frame = plain(frame, nested=False)
        head = frame.clear().write_csv(separator=self._delimiter).encode()
        if frame.width == 1:  # a null alone would be a blank line, which is no row
            frame = frame.select(pl.all().cast(pl.String).fill_null(""))
        rows = Pieces()
        frame.write_csv(rows, separator=self._delimiter, include_header=False)  # type: ignore[call-overload]
        return Text(head, rows.parts)

    def put(self, made: Made) -> None:
        """Add rows, and the header before the first of them."""
        assert isinstance(made, Text)  # noqa: S101 - what `made` gave
        if not self._headed:
            self.output.write(made.head)
            self._headed = True
        self.output.write(*made.rows)


class JsonLinesSink(Sink):
    """One JSON object a line, in UTF-8."""

    def made(self, frame: pl.DataFrame) -> Text:
        """Write the rows of a frame as text; null stands as null."""
        rows = Pieces()
        if frame.height:
            plain(frame, nested=True).write_ndjson(rows)  # type: ignore[call-overload]
        return Text(b"", rows.parts)

    def put(self, made: Made) -> None:
        """Add rows."""
        assert isinstance(made, Text)  # noqa: S101 - what `made` gave
        self.output.write(*made.rows)

    def records(self, records: Iterable[Record]) -> None:
        """Add records."""
        self.output.write(b"".join([json_line(record) for record in records]))


class ParquetSink(Sink):
    """Parquet with zstd, written by Polars in a second thread that takes one block at a time."""

    _SOON = 0.5  # seconds between two looks whether the other thread still lives

    def __init__(self, output: Output) -> None:
        """Wait for the first frame, which says the columns and their types."""
        super().__init__(output)
        self._blocks: queue.Queue[pl.DataFrame | None] = queue.Queue(maxsize=1)
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None
        self._schema: pl.Schema | None = None
        self._stopped = False

    def put(self, made: Made) -> None:
        """Add the rows of a frame."""
        assert isinstance(made, pl.DataFrame)  # noqa: S101 - what `made` gave
        if self._thread is None:
            self._schema = made.schema
            self._thread = threading.Thread(target=self._write, name="ola-parquet", daemon=True)
            self._thread.start()
        self._hand_over(made)

    def finish(self) -> None:
        """Wait until all blocks are written."""
        if self._thread is None:
            self.frame(pl.DataFrame())
        self._hand_over(None)
        if self._thread is not None:
            self._thread.join()
        if self._error is not None:
            raise self.output.failed(_as_exception(self._error)) from self._error
        self.output.finish()

    def discard(self) -> None:
        """Stop the other thread and leave nothing behind."""
        self._stopped = True
        if self._thread is not None and self._thread.is_alive():
            while self._thread.is_alive():
                try:
                    self._blocks.put(None, timeout=self._SOON)
                except queue.Full:
                    continue
                self._thread.join(self._SOON)
        super().discard()

    def _hand_over(self, frame: pl.DataFrame | None) -> None:
        while True:
            if self._error is not None:
                raise self.output.failed(_as_exception(self._error)) from self._error
            try:
                self._blocks.put(frame, timeout=self._SOON)
            except queue.Full:
                continue
            return

    def _write(self) -> None:
        from polars.io.plugins import register_io_source

        def source(
            columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, size: int | None
        ) -> Iterator[pl.DataFrame]:
            del columns, predicate, rows, size  # all rows of all columns are written
            while (block := self._blocks.get()) is not None:
                yield block
            if self._stopped:
                message = "stopped"
                raise RuntimeError(message)

        try:
            query = register_io_source(source, schema=self._schema or {}, is_pure=False)
            query.sink_parquet(self.output.beside, compression="zstd", compression_level=1, row_group_size=100_000)
        except BaseException as error:  # noqa: BLE001 — it is raised in the thread that waits for this one
            self._error = error


def _as_exception(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else RuntimeError(str(error))


class SpooledSink(Sink):
    """Records into a format that must know its columns first: kept as JSON Lines until all have been seen."""

    def __init__(self, target: Sink, spool: Output, last: Sequence[str]) -> None:
        """Hand everything to `target` at the end, the columns in order of appearance, those of `last` at the end."""
        self._target = target
        self._spool = spool
        self._last = last
        self._types: dict[str, set[type]] = {}

    def put(self, made: Made) -> None:
        """Records only."""
        raise NotImplementedError

    def records(self, records: Iterable[Record]) -> None:
        """Keep the records and remember what types their values have."""
        lines = []
        for record in records:
            for name, value in record.items():
                self._types.setdefault(name, set()).add(type(value))
            lines.append(json_line(record))
        self._spool.write(b"".join(lines))

    def finish(self) -> None:
        """Write what was kept, by columns."""
        self._spool.finish()
        names = [name for name in self._types if name not in self._last] + list(self._last)
        schema = {name: _column_type(name, self._types.get(name, set())) for name in names}
        self._target.frame(pl.DataFrame(schema=schema))
        for records in _lines(self._spool.beside):
            columns = {
                name: pl.Series(name, [_as(kind, record.get(name)) for record in records], dtype=kind, strict=True)
                for name, kind in schema.items()
            }
            self._target.frame(pl.DataFrame(columns))
        self._target.finish()

    def place(self) -> None:
        """Put the target in its place."""
        self._target.place()

    def discard(self) -> None:
        """Remove what was kept."""
        self._spool.discard()
        self._target.discard()


REASONS = pl.List(pl.Struct({"code": pl.String, "clause": pl.String, "field": pl.String, "message": pl.String}))
ADDED = {
    "_ola_errors": REASONS,
    "_ola_warnings": REASONS,
    "_ola_raw": pl.String(),
    "_ola_line": pl.Int64(),
    "_ola_file": pl.String(),  # of several files alone
}


def _column_type(name: str, types: set[type]) -> pl.DataType:
    """Give the type of a column whose values have these types: text as soon as they differ."""
    if name in ADDED:
        return ADDED[name]
    kinds = types - {type(None)}
    if kinds == {bool}:
        return pl.Boolean()
    if kinds == {int}:
        return pl.Int64()
    if kinds == {float}:
        return pl.Float64()
    return pl.String()


def _as(kind: pl.DataType, value: object) -> object:
    return _cell(value) if kind == pl.String else value


def _lines(path: Path) -> Iterator[list[dict[str, object]]]:
    records: list[dict[str, object]] = []
    with path.open("rb") as file:
        for line in file:
            records.append(json.loads(line))
            if len(records) == 5_000:  # noqa: PLR2004
                yield records
                records = []
    yield records


def json_line(record: Record) -> bytes:
    """Give a record as a line of JSON; what JSON does not know stands as text."""
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False, default=_told).encode() + b"\n"
    except UnicodeEncodeError:  # half a character: JSON has an escape for it
        return json.dumps(record, allow_nan=False, default=_told).encode() + b"\n"
    except ValueError:  # NaN or an infinity, which are no JSON
        return json.dumps(_finite(record), default=_told).encode() + b"\n"


def _finite(value: object) -> object:
    match value:
        case float() if not math.isfinite(value):
            return json.dumps(value)
        case Mapping():
            return {str(key): _finite(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_finite(inner) for inner in value]
    return value


def _told(value: object) -> object:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return json.dumps(value)
        case Mapping():
            return dict(value)
        case set() | frozenset():
            return sorted(map(str, value))
    item = getattr(value, "item", None)  # a number of NumPy
    return item() if callable(item) else str(value)


def _cell(value: object) -> str | None:
    """Give a value as text: text as it is, all else as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=_told)


def plain(frame: pl.DataFrame, *, nested: bool) -> pl.DataFrame:
    """Make text of what a text format does not know.

    Instants and spans stand in ISO 8601, bytes in base64, and nested values in JSON unless the format is
    `nested` itself.
    """
    changed = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if isinstance(kind, pl.Datetime | pl.Duration):
            changed.append(column.dt.to_string("iso:strict"))
        elif kind == pl.Binary:
            changed.append(column.bin.encode("base64"))
        elif kind.is_nested() and not nested:
            text = pl.struct(column.alias("v")).struct.json_encode()
            told = text.str.strip_prefix('{"v":').str.strip_suffix("}")
            changed.append(pl.when(column.is_null()).then(None).otherwise(told).alias(name))
    return frame.with_columns(changed) if changed else frame


def output_format(path: Path) -> str:
    """Give the format a file is written in, by its suffix; raise `WrongCall` for one ola does not write."""
    found = OUTPUT_FORMATS.get(path.suffix.lower())
    if found is None:
        message = f"{path} has no suffix ola writes. Use one of: {', '.join(OUTPUT_FORMATS)}."
        raise WrongCall(message)
    return found
