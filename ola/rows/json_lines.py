"""JSON Lines in blocks of records: one object a line, and what is none beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ola.errors import UnreadableInput
from ola.finding import Code
from ola.json_object import Fault, NoObject, read_at_once, read_object
from ola.rows.ahead import one_ahead
from ola.rows.block import Numbers, RecordBlock, TextRows
from ola.rows.cut_off import cut_off
from ola.rows.limits import Limits
from ola.rows.rows import FileRows, InputFile
from ola.rows.text import TextFile
from ola.rows.unreadable import BAD_BYTES, BLANK_LINE, LONG_CELL, NUL_CHARACTER, Unreadable, unreadable

BAD_JSON = Code(
    "OLA411",
    "error",
    "A line is not JSON",
    """\
In JSON Lines every line is one complete JSON object, keys and texts in double quotes, no comma
after the last member, no comments.

    {"email": "ann@example.com"}
    {'email': 'bob@example.com'}

The second line is Python, not JSON. Objects spread over several lines must be put on one each:
`jq -c . FILE`.""",
)
NOT_AN_OBJECT = Code(
    "OLA412",
    "error",
    "A line holds JSON that is no object",
    """\
A record is an object with named members; a list, a text or a number on a line names nothing.

    ["ann@example.com", "US"]

Write `{"email": "ann@example.com", "country": "US"}`.""",
)
NOT_A_NUMBER = Code(
    "OLA413",
    "error",
    "A number is not finite",
    """\
NaN, Infinity and numbers too great to hold (1e999) are no JSON, though Python and others write them.
No limit can be checked against them, and most databases refuse them.

    {"score": NaN}

Write `null` where there is no number.""",
)
REPEATED_KEY = Code(
    "OLA414",
    "error",
    "A key stands twice in one object",
    """\
Some programs take the first value, some the last, so two systems would see two different leads.

    {"email": "ann@example.com", "email": "bob@example.com"}

Keep one of them.""",
)
BROKEN_CHARACTER = Code(
    "OLA415",
    "error",
    "A text holds half a character",
    r"""
An escape such as `\ud83d` is half of a pair (here of an emoji) and no character by itself; a text was cut in
the middle. It cannot be written to any file or database. Cut texts by characters, not by bytes.""",
)

_CODES: Mapping[Fault, Code] = {
    Fault.BYTES: BAD_BYTES,
    Fault.BLANK: BLANK_LINE,
    Fault.NUL: NUL_CHARACTER,
    Fault.JSON: BAD_JSON,
    Fault.SHAPE: NOT_AN_OBJECT,
    Fault.NUMBER: NOT_A_NUMBER,
    Fault.KEY: REPEATED_KEY,
    Fault.CHARACTER: BROKEN_CHARACTER,
}
_BLOCK = 4 << 20
_MOST_LINES = 5_000


class JsonRows(FileRows):
    """The records of a JSON Lines file, as they stand there: names, nesting and types untouched."""

    columns: None

    def __init__(self, file: InputFile, *, encoding: str | None = None, limits: Limits | None = None) -> None:
        """Look at the beginning; raise `UnreadableInput` if the file is empty or clearly no JSON Lines."""
        super().__init__(file)
        self.columns = None
        self._longest = (limits or Limits()).record
        self._longest_text = (limits or Limits()).cell
        self.text = TextFile(file, encoding=encoding)
        self.findings = self.text.findings
        start = next((chunk for chunk, _ in self.text.chunks(1 << 16) if chunk.strip()), b"").lstrip()
        if not start:
            message = f"{self.name} is empty: there is no record in it. Export it again."
            raise UnreadableInput(message)
        first, _, others = start.partition(b"\n")
        if first.startswith(b"[") and not (others.strip() and _is_json(first)):
            message = (
                f"{self.name} is one JSON list, not JSON Lines. Put one object on each line: jq -c '.[]' {self.name}"
            )
            raise UnreadableInput(message)
        if first.strip() == b"{":
            message = f"The objects in {self.name} are spread over several lines. Put each on one: jq -c . {self.name}"
            raise UnreadableInput(message)

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[RecordBlock]:  # noqa: ARG002 — a line is read whole
        """Go through the records from the first."""
        row = 1
        lost: int | None = None
        blanks = 0  # blank lines at the end are no records: they wait for one to follow
        for data, share in one_ahead(self._stretches()):
            ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1
            if not ends.size or ends[-1] < len(data):
                ends = np.append(ends, len(data))
            starts = np.concatenate(([0], ends[:-1]))
            last = ends.size
            while last and not data[starts[last - 1] : ends[last - 1]].strip():
                last -= 1
            if last:
                while blanks:
                    some = min(blanks, _MOST_LINES)
                    blank = tuple(self._unreadable(BLANK_LINE, b"", row + i, "") for i in range(some))
                    yield RecordBlock([], np.empty(0, np.int64), np.empty(0, np.int64), blank, None, share)
                    row, blanks = row + some, blanks - some
            for first in range(0, last, _MOST_LINES):
                stop = min(first + _MOST_LINES, last)
                block = self._block(data, starts[first:stop], ends[first:stop], row, share)
                row += stop - first
                lost = row - 1 if block.unreadable and block.unreadable[-1].row == row - 1 else None
                yield block
            blanks += ends.size - last
        self.findings = self.text.findings + cut_off(self.text, lost)

    def _stretches(self) -> Iterator[tuple[bytes, float]]:
        kept = b""
        for chunk, share in self.text.chunks(_BLOCK):
            cut = chunk.rfind(b"\n") + 1
            if cut:
                yield kept + chunk[:cut], share
                kept = chunk[cut:]
            else:
                kept += chunk
            if len(kept) > self._longest:
                message = f"{self.name} has a line of more than {self._longest >> 20} MiB, so it is no list of leads."
                raise UnreadableInput(message)
        if kept:
            yield kept, 1.0

    def _block(self, data: bytes, starts: Numbers, ends: Numbers, row: int, share: float) -> RecordBlock:
        records: list[dict[str, object]] = []
        good: list[int] = []
        lost: list[Unreadable] = []
        for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            line = data[start:end]
            plain = read_at_once(line) if end - start <= self._longest_text else None
            found = self._record(line, row + i) if plain is None else plain
            if isinstance(found, Unreadable):
                lost.append(found)
            else:
                records.append(found)
                good.append(i)
        kept = np.array(good, np.int64)
        numbers = kept + row
        text = TextRows(data, starts[kept], ends[kept])
        return RecordBlock(records, numbers, numbers, tuple(lost), text, share)  # type: ignore[arg-type]

    def _record(self, line: bytes, row: int) -> dict[str, object] | Unreadable:
        line = line.removesuffix(b"\n").removesuffix(b"\r")
        try:
            found = read_object(line)
        except NoObject as none:
            return self._unreadable(_CODES[none.fault], line, row, none.what)
        if len(line) > self._longest_text and _longest_text(found) > self._longest_text:
            return self._unreadable(LONG_CELL, line, row, "")
        return found

    def _unreadable(self, code: Code, line: bytes, row: int, what: str) -> Unreadable:
        message, advice = {
            BLANK_LINE: ("The line is blank.", "Take it out, or find the lead that was lost there."),
            BAD_BYTES: (
                f"The line holds bytes that are no {self.text.encoding.upper()}.",
                "Say --encoding if it is another.",
            ),
            NUL_CHARACTER: ("The line holds a NUL character.", "Export it again; a NUL is never part of a lead."),
            BAD_JSON: (f"The line is not JSON: {what}.", "Write one complete JSON object on the line."),
            NOT_AN_OBJECT: (f"The line holds {what}, not an object.", 'Write {"field": value, …}.'),
            NOT_A_NUMBER: (f"{what} is no finite number.", "Write null where there is no number."),
            REPEATED_KEY: (f"The key {what!r} stands twice in one object.", "Keep one of them."),
            LONG_CELL: (f"A text is longer than {self._longest_text:,} characters.", "Cut it at its source."),
            BROKEN_CHARACTER: ("A text holds half a character.", "Cut texts by characters, not by bytes."),
        }[code]
        raw = self.text.raw(line)
        return unreadable(code, file=self.name, row=row, line=row, raw=raw, message=message, advice=advice)


def _longest_text(found: object) -> int:
    match found:
        case str():
            return len(found)
        case dict():
            return max(map(_longest_text, (*found, *found.values())), default=0)
        case list():
            return max(map(_longest_text, found), default=0)
    return 0


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
