"""Delimited text (CSV, TSV) in blocks of rows, with what cannot be read beside what can.

Polars alone would make nulls of a short row, fail the file for one long row or one bad byte, and
make a row of a blank line. So the text is scanned first, and Polars gets the good records only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from ola.errors import UnreadableInput, WrongCall
from ola.finding import Code, DataPlace, Finding
from ola.rows import csv_scan
from ola.rows.ahead import one_ahead
from ola.rows.block import FrameBlock, Mask, Numbers, TextRows
from ola.rows.csv_plain import plain_scan
from ola.rows.csv_scan import Scan
from ola.rows.cut_off import cut_off
from ola.rows.limits import Limits
from ola.rows.rows import FileRows, InputFile
from ola.rows.text import TextFile
from ola.rows.unreadable import BAD_BYTES, BLANK_LINE, LONG_CELL, NUL_CHARACTER, Unreadable, unreadable

SHORT_ROW = Code(
    "OLA405",
    "error",
    "A row has fewer cells than the header has columns",
    """\
Cells are missing from the row, so nobody can say which: filling up with blanks from the right
would move values into wrong columns in silence. The usual cause is a line break inside a cell that
is not in quotes: then the next line is short too.

    id,name,country
    1,Ann,US
    2,Bob

Export again with quotes around text, or mend the row.""",
)
LONG_ROW = Code(
    "OLA406",
    "error",
    "A row has more cells than the header has columns",
    """\
The usual cause is a delimiter inside a cell that is not in quotes.

    id,company,country
    1,Acme, Inc.,US

Put such cells in quotes: `1,"Acme, Inc.",US`.""",
)
OPEN_QUOTE = Code(
    "OLA407",
    "error",
    "A quote is opened and never closed",
    """\
A cell begins with a quote and no quote before a delimiter or line end closes it. Taken at its
word it would swallow the rows that follow. ola rejects the one line on which the quote
stands and reads on with the next.

    id,company
    1,"Acme
    2,Initech

Close the quote. A quote inside a quoted cell is written twice: `"The ""Big"" Co"`.""",
)
TEXT_AFTER_QUOTE = Code(
    "OLA408",
    "error",
    "Text follows a closing quote",
    """\
A quoted cell ends with its closing quote; text between that and the delimiter has no meaning that
two programs agree on.

    id,company
    1,"The "Big" Co"

A quote inside a quoted cell is written twice: `"The ""Big"" Co"`.""",
)
HEADER_ONLY = Code(
    "OLA432",
    "warning",
    "The file has a header and no rows",
    """\
Nothing was checked because there is nothing to check. If leads were expected, the export that
wrote this file found none: look at its filter and its dates.""",
)
DELIMITER_FOUND = Code(
    "OLA433",
    "info",
    "The cells are not divided by commas",
    """\
The header line has more of another delimiter (semicolon, tab, bar) than of commas, so the file
is read with that one, and the accepted file is written with it. Spreadsheets in countries with a decimal comma write
semicolons. Say `--delimiter` if it was read wrongly.""",
)

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_PIECE = 1 << 20  # bytes that are read at a time; many make a block
_UTF8_MARK = b"\xef\xbb\xbf"
# A block of nothing but bad rows must not fill the memory with findings.
_MOST_UNREADABLE = 20_000


class CsvRows(FileRows):
    """The rows of a delimited text file; every column is text, blank cells are null."""

    columns: tuple[str, ...]

    def __init__(
        self,
        file: InputFile,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Read the header; raise `UnreadableInput` if there is none that can be used."""
        super().__init__(file)
        self.limits = limits or Limits()
        self.text = TextFile(file, encoding=encoding)
        start = self._start()
        if start.lstrip()[:1] in {b"{", b"["}:
            message = (
                f"{self.name} looks like JSON, not CSV. Name it .jsonl (one object a line), or say --read-as jsonl."
            )
            raise UnreadableInput(message)
        if not start.strip():
            message = f"{self.name} is empty: there is not even a header. Export it again."
            raise UnreadableInput(message)
        self.delimiter = _checked(delimiter) if delimiter else _found(start)
        self._schema: dict[str, pl.DataType] = {}
        self._read_header(start)
        self._first = self.text.findings + self._first_findings(start, asked=delimiter is not None)
        self.findings = self._first

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[FrameBlock]:
        """Go through the rows from the first; `only` names the columns to make."""
        wanted = self.wanted(only)
        row, line = 1, 1 + self.header_lines
        last: int | None = None
        for data, found, share in one_ahead(self._stretches(each_line=len(wanted) < len(self.columns))):
            if found.is_counted:
                block = self._counted_block(data, found, row, line, share)
                if block is not None:
                    yield block
                    row, line, last = row + found.kinds.size, line + found.lines, None
                    continue
                found = self._scan(data, final=True)  # noqa: PLW2901 - the same records, with care
            kinds = found.kinds
            bad = np.flatnonzero(kinds)
            cuts = [0, *bad[_MOST_UNREADABLE::_MOST_UNREADABLE].tolist(), kinds.size]
            for first, last in pairwise(cuts):
                if first < last:
                    yield self._block(data, found, slice(first, last), wanted, row, line, share)
            last = None if kinds[-1] == csv_scan.GOOD else line + int(found.skipped[-1])
            row += kinds.size
            line += found.lines
        self.findings = self._first + cut_off(self.text, last)

    def _stretches(self, *, each_line: bool) -> Iterator[tuple[bytes, Scan, float]]:
        """Cut the text after the header into stretches of whole records, bounded in length.

        With `each_line` no stretch is only counted (see `Scan`).
        """
        kept, share, skip = b"", 0.0, self._header_bytes
        chunks = self.text.chunks(min(_PIECE, self.limits.block))
        final = False
        while not final:
            pieces, size = [kept], 0
            while size < self.limits.block and not final:
                chunk, share = next(chunks, (None, 1.0))
                final = chunk is None
                if chunk is not None:
                    pieces.append(chunk[skip:])
                    size, skip = size + len(pieces[-1]), max(0, skip - len(chunk))
            cut = pieces[-1].rfind(b"\n") + 1
            if cut:
                lines = b"".join([*pieces[:-1], memoryview(pieces[-1])[:cut]])
                if (plain := self._plain_scan(lines, each_line=each_line)) is not None:
                    yield lines, plain, share
                    pieces = [pieces[-1][cut:]]
                    if not final:
                        kept = pieces[0]
                        continue
            data = b"".join(pieces)
            found = self._scan(data, final=final)
            if len(data) - found.consumed > self.limits.record + 1 and not found.consumed:
                message = (
                    f"{self.name} has a line of more than {self.limits.record >> 20} MiB, so it is no list of leads. "
                    "Look at how it was exported."
                )
                raise UnreadableInput(message)
            found = _without_last_blanks(found, hold=final or len(data) < self.limits.record)
            kept = data[found.consumed :]
            if found.kinds.size:
                yield data, found, share

    def _plain_scan(self, data: bytes, *, each_line: bool) -> Scan | None:
        return plain_scan(
            data,
            delimiter=ord(self.delimiter),
            columns=len(self.columns),
            longest_cell=self.limits.cell,
            each_line=each_line,
        )

    def _scan(self, data: bytes, *, final: bool) -> Scan:
        return csv_scan.scan(
            data,
            delimiter=ord(self.delimiter),
            columns=len(self.columns),
            final=final,
            longest_cell=self.limits.cell,
            longest_record=self.limits.record,
        )

    def _counted_block(self, data: bytes, found: Scan, row: int, line: int, share: float) -> FrameBlock | None:
        """Give a block of all columns; nothing where a record has too many cells and another too few, or bad bytes."""
        try:
            frame = self._parsed(data, list(self.columns))
        except pl.exceptions.PolarsError:
            return None
        if frame.height != found.kinds.size:
            return None
        numbers = np.arange(row, row + found.kinds.size)
        return FrameBlock(frame, numbers, found.skipped + line, (), TextRows(data, found.starts, found.nexts), share)

    def _block(
        self, data: bytes, found: Scan, part: slice, only: list[str], row: int, line: int, share: float
    ) -> FrameBlock:
        kinds = found.kinds[part]
        good = kinds == csv_scan.GOOD
        lost = self._unreadable(data, found, np.flatnonzero(~good) + part.start, row, line)
        starts, nexts = found.starts[part][good], found.nexts[part][good]
        rows = TextRows(data, starts, nexts)
        frame = self._frame(rows, found.strays[part][good], only)
        numbers = np.flatnonzero(good) + (row + part.start)
        return FrameBlock(frame, numbers, found.skipped[part][good] + line, lost, rows, share)

    def _frame(self, rows: TextRows, strays: Mask, only: list[str]) -> pl.DataFrame:
        """Hand the good records to Polars, as text and nothing but text."""
        if not rows.starts.size:
            return pl.DataFrame(schema=dict.fromkeys(only, pl.String()))
        rows = _with_line_feeds(rows)
        text = (
            self._spelt_out(rows, strays) if strays.any() else b"".join(rows.taken(np.ones(rows.starts.size, np.bool_)))
        )
        frame = self._parsed(text, only)
        if frame.height != rows.starts.size:
            message = (
                f"{self.name} was cut into {rows.starts.size} rows and read as {frame.height}. "
                "This is a fault of ola: please report it with the file."
            )
            raise UnreadableInput(message)
        return frame

    def _parsed(self, text: bytes, only: list[str]) -> pl.DataFrame:
        if text.startswith(_UTF8_MARK):  # it is the first cell's own text, and Polars takes one mark away
            text = _UTF8_MARK + text
        return pl.read_csv(
            text,
            has_header=False,
            separator=self.delimiter,
            schema=self._schema,
            columns=None if len(only) == len(self.columns) else [self.columns.index(name) for name in only],
        )

    def _spelt_out(self, rows: TextRows, strays: Mask) -> bytes:
        """Give the text with quotes around the cells that hold a stray one, as Polars must have it."""
        pieces = []
        for start, end, stray in zip(rows.starts.tolist(), rows.ends.tolist(), strays.tolist(), strict=True):
            record = rows.data[start:end]
            if stray:
                cells = _cells(record.decode().rstrip("\n").removesuffix("\r"), self.delimiter)
                record = (self.delimiter.join(map(_quoted, cells)) + "\n").encode()
            pieces.append(record)
        return b"".join(pieces)

    def _unreadable(self, data: bytes, found: Scan, which: Numbers, row: int, line: int) -> tuple[Unreadable, ...]:
        """Give the records that cannot be read, each with its text and what is wrong."""
        told: dict[tuple[int, int], tuple[Code, str, str]] = {}
        lost = []
        for i, kind, start, end, cells, skipped in zip(
            which.tolist(),
            found.kinds[which].tolist(),
            found.starts[which].tolist(),
            found.ends[which].tolist(),
            found.fields[which].tolist(),
            found.skipped[which].tolist(),
            strict=True,
        ):
            if (kind, cells) not in told:
                told[kind, cells] = self._words(kind, cells)
            code, message, advice = told[kind, cells]
            raw = self.text.raw(data[start:end])
            lost.append(
                unreadable(
                    code, file=self.name, row=row + i, line=line + skipped, raw=raw, message=message, advice=advice
                )
            )
        return tuple(lost)

    def _words(self, kind: int, cells: int) -> tuple[Code, str, str]:
        """Say what is wrong with a record of this kind that has so many cells, and a way out."""
        counts = f"The row has {_counted(cells, 'cell')}, the header {_counted(len(self.columns), 'column')}."
        divider = _NAMES.get(self.delimiter, "delimiter")
        return {
            csv_scan.OPEN_QUOTE: (
                OPEN_QUOTE,
                "A quote is opened on this line and never closed.",
                'Close it; a quote in a quoted cell is written twice: "".',
            ),
            csv_scan.TEXT_AFTER_QUOTE: (
                TEXT_AFTER_QUOTE,
                "Text follows a closing quote.",
                'A quote in a quoted cell is written twice: "".',
            ),
            csv_scan.BLANK: (BLANK_LINE, "The line is blank.", "Take it out, or find the lead that was lost there."),
            csv_scan.HAS_NUL: (
                NUL_CHARACTER,
                "The row holds a NUL character.",
                "Export it again; a NUL is never part of a lead.",
            ),
            csv_scan.BAD_UTF8: (
                BAD_BYTES,
                f"The row holds bytes that are no {self._encoding()}.",
                "If the whole file was saved by a spreadsheet, try --encoding cp1252.",
            ),
            csv_scan.SHORT: (SHORT_ROW, counts, "Look for a line break inside a cell without quotes."),
            csv_scan.LONG: (LONG_ROW, counts, f"Put quotes around cells that hold a {divider}."),
            csv_scan.BIG_CELL: (
                LONG_CELL,
                f"A cell is longer than {self.limits.cell:,} bytes.",
                "Cut it at its source; no field of a lead is that long.",
            ),
        }[kind]

    def _encoding(self) -> str:
        return self.text.encoding.upper()

    def _start(self) -> bytes:
        """Give the first bytes of the text, as many as the longest header may have."""
        start = b""
        for chunk, _ in self.text.chunks(self.limits.cell):
            start += chunk
            if len(start) >= self.limits.cell:
                break
        return start

    def _read_header(self, start: bytes) -> None:
        """Take the first record as the names of the columns."""
        longest = len(start) + 1
        final = len(start) < self.limits.cell
        found = csv_scan.scan(
            start,
            delimiter=ord(self.delimiter),
            columns=None,
            final=final,
            longest_cell=longest,
            longest_record=longest,
        )
        if not found.kinds.size:
            message = (
                f"{self.name} has no header that ends within {self.limits.cell:,} bytes, so it is no list of leads."
            )
            raise UnreadableInput(message)
        wrong = {
            csv_scan.OPEN_QUOTE: "a quote is opened and never closed",
            csv_scan.TEXT_AFTER_QUOTE: "text follows a closing quote",
            csv_scan.BLANK: "it is blank, and the names of the columns must stand there",
            csv_scan.HAS_NUL: "it holds a NUL character",
            csv_scan.BAD_UTF8: f"it holds bytes that are no {self._encoding()}; perhaps --encoding cp1252 fits",
        }.get(int(found.kinds[0]))
        if wrong is not None:
            message = f"The header (line 1) of {self.name} cannot be read: {wrong}."
            raise UnreadableInput(message)
        header = start[found.starts[0] : found.ends[0]]
        names = [_plain(cell) for cell in _cells(header.decode(), self.delimiter)]
        if repeated := sorted({name for name in names if names.count(name) > 1 and name.strip()}):
            message = (
                f"The header of {self.name} names {_counted(len(repeated), 'column')} twice or more: "
                f"{', '.join(repeated)}. Rename or remove one of each: nobody can say which is meant."
            )
            raise UnreadableInput(message)
        if nameless := [i for i, name in enumerate(names, 1) if not name.strip()]:
            which = (
                f"Column {nameless[0]} has" if len(nameless) == 1 else f"Columns {', '.join(map(str, nameless))} have"
            )
            message = (
                f"{which} no name in the header of {self.name}. Give a name, or take the column out; "
                "a delimiter at the end of the header line makes such a column."
            )
            raise UnreadableInput(message)
        self.columns = tuple(names)
        self._schema = dict.fromkeys(names, pl.String())
        self._header_bytes = int(found.nexts[0])
        self.header_lines = int(found.skipped[1]) if found.kinds.size > 1 else found.lines
        mark = _UTF8_MARK if self.text.has_utf8_mark else b""
        line = start[: self._header_bytes]
        self.header_line = mark + (line if line.endswith((b"\n", b"\r")) else line + b"\n")

    def _first_findings(self, start: bytes, *, asked: bool) -> tuple[Finding, ...]:
        place = DataPlace(file=self.name)
        found = []
        if self.delimiter != "," and not asked:
            columns = _counted(len(self.columns), "column")
            message = f"The cells of {self.name} are divided by {DELIMITERS[self.delimiter]}: {columns}."
            found.append(Finding(DELIMITER_FOUND.code, DELIMITER_FOUND.level, message, place=place))
        if len(start) < self.limits.cell and not start[self._header_bytes :].strip(b"\r\n"):
            message = f"{self.name} has a header and no rows."
            advice = "If leads were expected, look at the filter of the export that wrote it."
            found.append(Finding(HEADER_ONLY.code, HEADER_ONLY.level, message, place=place, advice=advice))
        return tuple(found)


def _checked(delimiter: str) -> str:
    delimiter = "\t" if delimiter == "\\t" else delimiter
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        message = (
            f"{delimiter!r} cannot divide cells: a delimiter is one ASCII character, such as , ; | or a tab (\\t)."
        )
        raise WrongCall(message)
    return delimiter


def _found(start: bytes) -> str:
    """Give the delimiter that the header line has most of outside quotes; a comma where it has none."""
    line = re.sub(rb'"[^"]*"', b"", re.split(rb"[\r\n]", start, maxsplit=1)[0])
    return max(DELIMITERS, key=lambda delimiter: line.count(delimiter.encode()))


def _cells(record: str, delimiter: str) -> list[str]:
    """Cut a record without its line end into cells, quotes and all; the record was found to be good."""
    cell = re.compile(rf'"[^"]*(?:""[^"]*)*"|[^{re.escape(delimiter)}]*')
    cells, at = [], 0
    while True:
        found = cell.match(record, at)
        assert found is not None  # noqa: S101 — the second branch matches anything, even nothing
        cells.append(found[0])
        at = found.end() + 1
        if at > len(record):
            return cells


def _plain(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _quoted(cell: str) -> str:
    return cell if cell.startswith('"') or '"' not in cell else '"' + cell.replace('"', '""') + '"'


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _with_line_feeds(rows: TextRows) -> TextRows:
    """Make LF of each CR that alone ends a row, which Polars would not take for a line end."""
    bytes_ = np.frombuffer(rows.data, np.uint8)
    bare = bytes_[rows.ends - 1] == csv_scan.CR
    if not bare.any():
        return rows
    mended = bytes_.copy()
    mended[rows.ends[bare] - 1] = csv_scan.LF
    return TextRows(mended.tobytes(), rows.starts, rows.ends)


def _without_last_blanks(found: Scan, *, hold: bool) -> Scan:
    """Leave blank lines at the end for the next stretch: at the end of the file they are no records."""
    if not hold or not found.kinds.size or found.kinds[-1] != csv_scan.BLANK:
        return found
    others = np.flatnonzero(found.kinds != csv_scan.BLANK)
    stay = int(others[-1]) + 1 if others.size else 0
    return Scan(
        found.starts[:stay], found.ends[:stay], found.nexts[:stay], found.fields[:stay], found.kinds[:stay],
        found.strays[:stay], found.skipped[:stay], int(found.skipped[stay]), int(found.starts[stay]),
    )  # fmt: skip
