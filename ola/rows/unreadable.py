"""A record that cannot be read: where it stands, its text as it came, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ola.finding import Code, DataPlace, Finding

BLANK_LINE = Code(
    "OLA401",
    "error",
    "A line is blank",
    """\
A blank line stands between two records. Some readers skip it, some make an empty lead of it;
ola does neither: the line is counted, rejected and kept, so that rows in = accepted + rejected.
Blank lines after the last record are not records and are passed over.

    email,country
    ann@example.com,US

    bob@example.com,DE

Take the blank line out, or find out which lead was lost there.""",
)
BAD_BYTES = Code(
    "OLA402",
    "error",
    "A row is not text in the file's encoding",
    """\
The row holds bytes that are no characters in the encoding the file is read in, which is UTF-8
unless a byte order mark or `--encoding` says otherwise. Guessing would turn `Müller` into
`MÃ¼ller` in silence, so the row is rejected with its text in `_ola_raw`, the bad bytes as `\\xfc`.

Where many rows have it, the file was most likely saved by a spreadsheet: say `--encoding cp1252`,
or save it as "CSV UTF-8". Where one has it, mend that row at its source.""",
)
NUL_CHARACTER = Code(
    "OLA403",
    "error",
    "A row holds a NUL character",
    """\
A NUL (a byte of value 0) is never part of a lead. It comes from a broken export, a disk fault or
a binary file among the text, and databases such as PostgreSQL refuse it. The row is rejected and
kept in `_ola_raw`; export it again.""",
)
LONG_CELL = Code(
    "OLA404",
    "error",
    "A cell is longer than a cell may be",
    """\
A cell is longer than the limit, 1 MiB unless said otherwise. That is no name and no address, but
a pasted mail, an image as text, or a quote that was opened and closed far below. The row is
rejected and kept whole in `_ola_raw`. Cut the cell at its source.""",
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    r"""A record that cannot be read.

    `row` counts all records from 1, `line` counts the lines of a text file from 1 (none elsewhere).
    `raw` is the record as it came, without its line end; bytes that are no text stand as `\xfc`.
    """

    row: int
    line: int | None
    raw: str
    finding: Finding


def unreadable(
    code: Code, *, file: str, row: int, line: int | None, raw: str, message: str, advice: str | None = None
) -> Unreadable:
    """Give the record with a finding of this code at its place."""
    place = DataPlace(file=file, row=row, line=line)
    return Unreadable(row, line, raw, Finding(code.code, code.level, message, place=place, advice=advice))
