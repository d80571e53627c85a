"""Writing accepted rows untouched, and rejected rows with the reasons beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from ola.finding import DataPlace, Finding
from ola.rows.address import Address
from ola.rows.block import Block, FrameBlock, Mask, RecordBlock
from ola.rows.common_types import in_types
from ola.rows.csv_text import CsvRows
from ola.rows.json_lines import JsonRows
from ola.rows.output import Output, require_no_part, require_table
from ola.rows.rows import Rows
from ola.rows.sink import (
    ADDED,
    REASONS,
    CsvSink,
    JsonLinesSink,
    Made,
    ParquetSink,
    Pieces,
    Sink,
    SpooledSink,
    Text,
    output_format,
)
from ola.rows.table_sink import TableSink
from ola.rows.transaction import Transactions

Reasons = pl.Series | Sequence[Sequence[Finding]]
MadeRows = tuple[int, Made | list[dict[str, object]]]
_UTF8_MARK = b"\xef\xbb\xbf"


class RowsOut:
    """A file, or a table of a database, of rows of one input: what accepted and rejected have in common."""

    def __init__(
        self,
        place: str | Path | Address,
        rows: Rows,
        *,
        never: Sequence[Path] = (),
        transactions: Transactions | None = None,
    ) -> None:
        """Open a file beside its place, which is none of `never`, or make ready to fill a table in its transaction."""
        self.count = 0
        self._rows = rows
        self._transactions = Transactions() if transactions is None else transactions
        if isinstance(place, Address):
            require_table(place, rows)
            self.name, self.format, self._place = str(place), "table", place
            return
        self.path = Path(place)
        self.name = self.path.name
        self.format = output_format(self.path)
        require_no_part(self.path, rows)
        self._output = Output(self.path, never=[*rows.paths, *never])

    def finish(self) -> None:
        """Complete the file beside its place."""
        self.sink.finish()

    def place(self) -> None:
        """Put the file in its place."""
        self.sink.place()

    def discard(self) -> None:
        """Leave nothing behind if the file is not in its place."""
        self.sink.discard()

    sink: Sink

    def _columns(self) -> list[str] | None:
        """The input's own columns, without what an earlier run added."""
        columns = self._rows.columns
        return None if columns is None else [name for name in columns if name not in ADDED]

    def _delimiter(self) -> str:
        if self.path.suffix.lower() == ".tsv":
            return "\t"
        like = self._rows.like
        return like.delimiter if isinstance(like, CsvRows) else ","

    def _typed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give each column its one type, where the format has types and the input says them."""
        types = self._rows.types
        return frame if types is None or self.format not in {"parquet", "table"} else in_types(frame, types)

    def _table(self, marks: Sequence[str]) -> Sink:
        return TableSink(self._place, marks, self._transactions)

    def _spooled(self, sink: Sink, last: Sequence[str]) -> Sink:
        beside = Path(tempfile.gettempdir(), "ola") if self.format == "table" else self.path
        return SpooledSink(sink, Output(beside.with_name(f"{beside.name}.spool")), last)


class AcceptedRows(RowsOut):
    """The rows that were accepted, as they came: same columns, same order, same values.

    Delimited text to a delimited file and JSON Lines to JSON Lines copy the rows' bytes, in UTF-8.
    """

    def __init__(self, path: str | Path, rows: Rows, *, never: Sequence[Path] = ()) -> None:
        """Open the file beside its place; `never` are files it must not replace."""
        super().__init__(path, rows, never=never)
        like = rows.like
        same_csv = isinstance(like, CsvRows) and self.format == "csv" and like.delimiter == self._delimiter()
        kept = self._columns()
        self._copies = (same_csv and kept == list(rows.columns or ())) or (
            isinstance(like, JsonRows) and self.format == "jsonl"
        )
        match self.format:
            case "csv" if self._copies and isinstance(like, CsvRows):
                self.sink = CsvSink(self._output, like.delimiter, like.header_line)
            case "csv":
                sink = CsvSink(self._output, self._delimiter())
                self.sink = sink if rows.columns is not None else self._spooled(sink, ())
            case "jsonl":
                self.sink = JsonLinesSink(self._output)
            case _:
                parquet = ParquetSink(self._output)
                self.sink = parquet if rows.columns is not None else self._spooled(parquet, ())

    def add(self, block: Block, keep: ArrayLike) -> None:
        """Add the rows of a block that `keep` (one truth value a readable row) says are accepted."""
        wanted: Mask = np.asarray(keep, np.bool_)
        self.count += int(np.count_nonzero(wanted))
        if (
            self._copies
            and block.text is not None
            and (isinstance(block, FrameBlock) or b'"_ola_' not in block.text.data)
        ):
            self.sink.text(*block.text.taken(wanted))
            return
        match block:
            case FrameBlock():
                frame = block.frame if wanted.all() else block.frame.filter(pl.Series(wanted))
                self.sink.frame(self._typed(frame.drop([name for name in ADDED if name in frame.columns])))
            case RecordBlock():
                self.sink.records(
                    _own(record) for record, kept in zip(block.records, wanted.tolist(), strict=True) if kept
                )

    def finish(self) -> None:
        """Complete the file beside its place; with no block at all it still has its columns."""
        if not self.count and self._rows.columns is not None and not self._copies:
            self.sink.frame(pl.DataFrame(schema=dict.fromkeys(self._columns() or (), pl.String())))
        super().finish()


class TranslatedRows(RowsOut):
    """The rows that were accepted, in another system's names and values.

    `columns` are the names that every frame has, none where each record brings its own.
    """

    def __init__(
        self, path: str | Path, rows: Rows, columns: Sequence[str] | None, *, never: Sequence[Path] = ()
    ) -> None:
        """Open the file beside its place; `never` are files it must not replace."""
        super().__init__(path, rows, never=never)
        self._named = columns
        self._framed = False
        match self.format:
            case "csv":
                sink: Sink = CsvSink(self._output, self._delimiter())
                self.sink = sink if columns is not None else self._spooled(sink, ())
            case "jsonl":
                self.sink = JsonLinesSink(self._output)
            case _:
                sink = ParquetSink(self._output)
                self.sink = sink if columns is not None else self._spooled(sink, ())

    def add(self, told: pl.DataFrame | Sequence[Mapping[str, object]]) -> None:
        """Add rows that are translated; empty text stands as an empty cell in delimited text."""
        self.count += len(told)
        if not isinstance(told, pl.DataFrame):
            self.sink.records(map(_without_empty_text, told) if self.format == "csv" else told)
            return
        self._framed = True
        if self.format == "csv":
            texts = [name for name, kind in told.schema.items() if kind == pl.String]
            told = told.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in texts)
        self.sink.frame(told)

    def finish(self) -> None:
        """Complete the file beside its place; with no block at all it still has its columns."""
        if self._named is not None and not self._framed:
            self.sink.frame(pl.DataFrame(schema=dict.fromkeys(self._named, pl.String())))
        super().finish()


class RejectedRows(RowsOut):
    """The rows that were rejected: their own columns untouched, and beside them why.

    `_ola_errors` and `_ola_warnings` are lists of code, clause, field and message (in CSV one cell of
    JSON), `_ola_line` the line it starts on in a text file. A row that could not be read has no
    values of its own but its text in `_ola_raw`, which is empty for all others. Of several files, `_ola_file`
    names the one. In a table the lists are JSON.
    """

    def __init__(
        self,
        place: str | Path | Address,
        rows: Rows,
        *,
        never: Sequence[Path] = (),
        transactions: Transactions | None = None,
    ) -> None:
        """Open the file beside its place; `never` are files it must not replace."""
        super().__init__(place, rows, never=never, transactions=transactions)
        match self.format:
            case "table":
                table = self._table([name for name in ADDED if name != "_ola_file"])
                self.sink = table if rows.columns is not None else self._spooled(table, tuple(self._added()))
            case "csv":
                sink = CsvSink(self._output, self._delimiter())
                self.sink = sink if rows.columns is not None else self._spooled(sink, tuple(self._added()))
                if isinstance(rows.like, CsvRows) and rows.like.text.has_utf8_mark:
                    self.sink.text(_UTF8_MARK)
            case "jsonl":
                self.sink = JsonLinesSink(self._output)
            case _:
                parquet = ParquetSink(self._output)
                self.sink = parquet if rows.columns is not None else self._spooled(parquet, tuple(self._added()))
        self._empty = True

    def add(self, block: Block, keep: ArrayLike, errors: Reasons, warnings: Reasons) -> None:
        """Add the rows of a block that `keep` says are not accepted, and all that could not be read.

        `errors` and `warnings` have one entry a rejected readable row, in order: findings, or a
        series of lists of code, clause, field and message. Rows are written in the order of the input.
        """
        self.put(self.made(block, keep, errors, warnings))

    def made(self, block: Block, keep: ArrayLike, errors: Reasons, warnings: Reasons) -> MadeRows:
        """Give what `add` adds, which any thread may work out; `put` it in the order of the input."""
        found = rejected_rows(block, keep, errors, warnings)
        return len(found), self.sink.made(self._typed(found)) if isinstance(found, pl.DataFrame) else found

    def copies(self, block: Block) -> bool:
        """Whether rows of a block can be copied as lines (see `made_of_lines`): all are readable and of one input."""
        like = self._rows.like
        return (
            isinstance(like, CsvRows)
            and self.format == "csv"
            and like.delimiter == self._delimiter()
            and self._columns() == list(self._rows.columns or ())
            and block.text is not None
            and not block.unreadable
            and block.file is None
        )

    def made_of_lines(self, block: FrameBlock, errors: pl.Series, warnings: pl.Series) -> MadeRows | None:
        """Give all rows of a block as the lines they came in, and behind each its reasons, which are cells already.

        Nothing where a row is not one line.
        """
        lines = None if block.text is None else block.text.lines()
        if lines is None:
            return None
        numbers = _lines(block, np.ones(len(lines), np.bool_))
        raw = pl.Series([None], dtype=pl.String).new_from_index(0, len(lines))
        cells = {"line": lines, "errors": errors, "warnings": warnings, "raw": raw, "at": numbers}
        text, frame = Pieces(), pl.DataFrame(cells)
        frame.write_csv(text, separator=self._delimiter(), include_header=False, quote_style="never")  # type: ignore[call-overload]
        head = pl.DataFrame(schema=[*(self._columns() or ()), *self._added()]).write_csv(separator=self._delimiter())
        return len(lines), Text(head.encode(), text.parts)

    def put(self, made: MadeRows) -> None:
        """Add what was made of the rows of a block."""
        count, rows = made
        self.count += count
        if isinstance(rows, list):
            self.sink.records(rows)
        else:
            self.sink.put(rows)
            self._empty = False

    def finish(self) -> None:
        """Complete the file beside its place; with no block at all it still has its columns."""
        if self._empty and self._rows.columns is not None:
            schema = {**dict.fromkeys(self._columns() or (), pl.String()), **self._added()}
            self.sink.frame(pl.DataFrame(schema=schema))
        super().finish()

    def _added(self) -> dict[str, pl.DataType]:
        return {name: kind for name, kind in ADDED.items() if name != "_ola_file" or self._rows.tells_file}


def reasons(findings: Sequence[Sequence[Finding]]) -> pl.Series:
    """Give findings, one sequence a row, as a series of lists of code, clause, field and message."""
    return pl.Series([[_reason(finding) for finding in row] for row in findings], dtype=REASONS)


def _reason(finding: Finding) -> dict[str, str | None]:
    field = finding.place.field if isinstance(finding.place, DataPlace) else None
    return {"code": finding.code, "clause": finding.clause, "field": field, "message": finding.message}


def _without_empty_text(record: Mapping[str, object]) -> dict[str, object]:
    """Give a record with nothing where it has empty text."""
    return {name: None if value == "" else value for name, value in record.items()}


def _own(record: Mapping[str, object]) -> dict[str, object]:
    """Give a record without what an earlier run added to it."""
    return {name: value for name, value in record.items() if name not in ADDED}


def rejected_rows(
    block: Block, keep: ArrayLike, errors: Reasons, warnings: Reasons
) -> pl.DataFrame | list[dict[str, object]]:
    """Give the rows of a block that `keep` does not say are accepted, as they came, with the reasons beside them.

    Rows that could not be read stand among them, in the order of the input. See `RejectedRows`.
    """
    rejected: Mask = ~np.asarray(keep, np.bool_)
    match block:
        case FrameBlock():
            return _rejected_frame(block, rejected, errors, warnings)
        case RecordBlock():
            return _rejected_records(block, rejected, errors, warnings)


def _rejected_frame(block: FrameBlock, rejected: Mask, errors: Reasons, warnings: Reasons) -> pl.DataFrame:
    own = block.frame.drop([name for name in ADDED if name in block.frame.columns])
    frame = own.filter(pl.Series(rejected)).with_columns(
        _series(errors).alias("_ola_errors"),
        _series(warnings).alias("_ola_warnings"),
        pl.lit(None, pl.String).alias("_ola_raw"),
        _lines(block, rejected).alias("_ola_line"),
        *([] if block.file is None else [pl.lit(block.file).alias("_ola_file")]),
    )
    lost = block.unreadable
    if not lost:
        return frame
    unread = pl.DataFrame(
        {
            "_ola_errors": reasons([[one.finding] for one in lost]),
            "_ola_warnings": reasons([[] for _ in lost]),
            "_ola_raw": pl.Series([one.raw for one in lost], dtype=pl.String),
            "_ola_line": pl.Series([one.line for one in lost], dtype=pl.Int64),
            **({} if block.file is None else {"_ola_file": [block.file] * len(lost)}),
        }
    )
    both = pl.concat([frame, unread], how="diagonal")
    order = np.argsort(np.concatenate((block.rows[rejected], np.array([one.row for one in lost]))), kind="stable")
    return both[order]


def _lines(block: FrameBlock, rejected: Mask) -> pl.Series:
    if block.lines is None:
        return pl.Series([None] * int(np.count_nonzero(rejected)), dtype=pl.Int64)
    return pl.Series(block.lines[rejected], dtype=pl.Int64)


def _series(given: Reasons) -> pl.Series:
    return given.cast(REASONS) if isinstance(given, pl.Series) else reasons(given)


def _rejected_records(
    block: RecordBlock, rejected: Mask, errors: Reasons, warnings: Reasons
) -> list[dict[str, object]]:
    rows = np.flatnonzero(rejected).tolist()
    file = {} if block.file is None else {"_ola_file": block.file}
    told = zip(rows, _lists(errors), _lists(warnings), strict=True)
    found: list[tuple[int, dict[str, object]]] = [
        (
            int(block.rows[i]),
            {
                **_own(block.records[i]),
                "_ola_errors": wrong,
                "_ola_warnings": odd,
                "_ola_raw": None,
                "_ola_line": None if block.lines is None else int(block.lines[i]),
                **file,
            },
        )
        for i, wrong, odd in told
    ]
    found += [
        (
            one.row,
            {
                "_ola_errors": [_reason(one.finding)],
                "_ola_warnings": [],
                "_ola_raw": one.raw,
                "_ola_line": one.line,
                **file,
            },
        )
        for one in block.unreadable
    ]
    found.sort(key=lambda pair: pair[0])
    return [record for _, record in found]


def _lists(given: Reasons) -> list[list[dict[str, str | None]]]:
    if isinstance(given, pl.Series):
        return given.to_list()
    return [[_reason(finding) for finding in row] for row in given]
