"""A text that ends in the middle of its last record: most likely the rest of the file is missing."""

from __future__ import annotations

from ola.finding import Code, DataPlace, Finding
from ola.rows.text import TextFile

CUT_OFF = Code(
    "OLA419",
    "error",
    "The file ends in the middle of a record",
    """\
The last line has no line end and cannot be read: a quote is open, cells are missing, or the JSON stops. That is what
is left when a download is broken off, a disk was full, or the export is still being written. The rows before it are
judged as ever and the last one is rejected, but nobody can say how many leads are missing after it, nor whether one of
them repeats a value that must be unique.

    id,name,country
    1,Ann,US
    2,Bo

Fetch the file again, and check that. If it is complete, mend its last line.""",
)


def cut_off(text: TextFile, line: int | None) -> tuple[Finding, ...]:
    """Tell of a file whose last record begins on this line and cannot be read, unless its line is a whole one."""
    if line is None or text.ends_its_line:
        return ()
    message = f"{text.name} ends in the middle of a record. Most likely it was cut off, and leads after it are missing."
    advice = "Fetch it again; if it is complete, mend its last line."
    return (Finding(CUT_OFF.code, CUT_OFF.level, message, place=DataPlace(text.name, line=line), advice=advice),)
