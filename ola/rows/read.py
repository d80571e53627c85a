"""Opening an input, whatever it is: a file by its format, standard input, something in memory."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Literal

from ola.errors import UnreadableInput, WrongCall
from ola.rows.address import is_address
from ola.rows.compressed import SUFFIXES
from ola.rows.named_files import NamedFiles, listed_files, named_files
from ola.rows.query import Query, query_rows, table_rows
from ola.rows.rows import InputFile, Rows

Format = Literal["csv", "jsonl", "parquet"]
FORMATS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
ENDINGS = tuple(
    f"{suffix}{packed}"
    for suffix, kind in FORMATS.items()
    for packed in ("", *SUFFIXES)
    if kind != "parquet" or not packed
)
STANDARD_INPUT = "standard input"


def open_rows(
    source: object,
    *,
    format: Format | None = None,  # noqa: A002 — the word of the command line
    encoding: str | None = None,
    delimiter: str | None = None,
    stdin: BinaryIO | None = None,
) -> Rows:
    """Give the rows of a path, of `-` (standard input), of several files, or of an object in memory.

    A folder stands for the files in it that ola reads, a pattern (`leads/*.csv`) for those that are named so, and a
    list of paths for these. A database's table is an address (`postgresql://db.example/sales#leads`), its query an
    `ola.Query`; both are read at once, into a temporary file.

    A file's format is the one said, else its suffix's, else what it begins with. Standard input is
    kept in a temporary file until the rows are closed, so that it can be gone through twice.
    Raise `UnreadableInput` for what cannot be read, `WrongCall` for arguments that do not fit.
    """
    if format is not None and format not in FORMATS.values():
        message = f"There is no format {format!r} to read. Formats: csv, jsonl, parquet."
        raise WrongCall(message)
    if isinstance(source, str | os.PathLike) and os.fspath(source) == "-":
        return _spooled(stdin or sys.stdin.buffer, format, encoding, delimiter)
    if isinstance(source, Query) or (isinstance(source, str) and is_address(source)):
        if format or encoding or delimiter:
            message = "A format, an encoding or a delimiter is for files; a database has none."
            raise WrongCall(message)
        return query_rows(source) if isinstance(source, Query) else table_rows(source)
    if isinstance(source, str | os.PathLike):
        named = named_files(source, () if format else ENDINGS)
        if named is not None:
            return _many(named, format, encoding, delimiter)
        path = Path(os.fsdecode(source))
        if path.is_fifo():
            with path.open("rb") as pipe:
                return _spooled(pipe, format, encoding, delimiter)
        return _rows_of(InputFile(path, str(path)), format or FORMATS.get(_suffix(path)), encoding, delimiter)
    if isinstance(source, list | tuple) and source and all(isinstance(each, str | os.PathLike) for each in source):
        if len(source) == 1:
            return open_rows(source[0], format=format, encoding=encoding, delimiter=delimiter, stdin=stdin)
        return _many(listed_files(source, () if format else ENDINGS), format, encoding, delimiter)
    if format or encoding or delimiter:
        message = "A format, an encoding or a delimiter is for files; what is in memory has none."
        raise WrongCall(message)
    from ola.rows.frames import rows_in_memory

    return rows_in_memory(source)


def _many(named: NamedFiles, format_: Format | None, encoding: str | None, delimiter: str | None) -> Rows:
    from ola.rows.many_files import ManyFiles

    parts = [
        _rows_of(InputFile(path, str(path)), format_ or FORMATS.get(_suffix(path)), encoding, delimiter)
        for path in named.files
    ]
    return ManyFiles(named, parts)


def require_one_stream(inputs: Iterable[str | None]) -> None:
    """Raise WrongCall where `-` stands for several inputs: standard input can be read once."""
    if sum(each == "-" for each in inputs) > 1:
        message = "Standard input (-) is given for several files, and can be read once. Give the others by name."
        raise WrongCall(message)


def require_one_file(rows: Rows) -> Rows:
    """Give rows that are counted from first to last; raise WrongCall for several files, which count each their own."""
    if not rows.tells_file:
        return rows
    message = f"{rows.name} stands for several files, and events and their leads are read from one. Put them together."
    raise WrongCall(message)


def _suffix(path: Path) -> str:
    return Path(path.stem if path.suffix.lower() in SUFFIXES else path.name).suffix.lower()


def _rows_of(file: InputFile, format_: Format | None, encoding: str | None, delimiter: str | None) -> Rows:
    if format_ is None:
        format_ = _format_by_beginning(file.head)
    if format_ != "csv" and delimiter:
        message = f"A delimiter is for CSV; {file.name} is read as {format_}."
        raise WrongCall(message)
    if format_ == "parquet":
        if encoding:
            message = f"An encoding is for text; {file.name} is Parquet."
            raise WrongCall(message)
        from ola.rows.parquet import ParquetRows

        return ParquetRows(file)
    if format_ == "jsonl":
        from ola.rows.json_lines import JsonRows

        return JsonRows(file, encoding=encoding)
    from ola.rows.csv_text import CsvRows

    return CsvRows(file, encoding=encoding, delimiter=delimiter)


def _format_by_beginning(head: bytes) -> Format:
    if head.startswith(b"PAR1"):
        return "parquet"
    return "jsonl" if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["} else "csv"


def _spooled(stdin: BinaryIO, format_: Format | None, encoding: str | None, delimiter: str | None) -> Rows:
    """Copy standard input to a temporary file that goes when the rows are closed."""
    handle, name = tempfile.mkstemp(prefix="ola-", suffix=".stdin")
    spool = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            while chunk := stdin.read(1 << 20):
                copy.write(chunk)
        return _rows_of(InputFile(spool, STANDARD_INPUT, temporary=True), format_, encoding, delimiter)
    except OSError as error:
        spool.unlink(missing_ok=True)
        message = f"Standard input could not be kept in {spool.parent} for a second pass: {error}. Give a file instead."
        raise UnreadableInput(message) from error
    except BaseException:
        spool.unlink(missing_ok=True)
        raise
