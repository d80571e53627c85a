"""A text file as a stream of UTF-8, whatever encoding and compression it came in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from ola.errors import UnreadableInput, WrongCall
from ola.finding import Code, DataPlace, Finding
from ola.rows.compressed import Decompressed, Stream, compression_of
from ola.rows.rows import InputFile

OTHER_ENCODING = Code(
    "OLA431",
    "info",
    "The file is not written in UTF-8",
    """\
The file begins with a byte order mark of UTF-16 or UTF-32 and is read so. Nothing is wrong with
it; the accepted and rejected files are written in UTF-8, which every program reads today.""",
)

# What a file that is no text begins with, and what to do about it. Longer beginnings stand first.
_NO_TEXT: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "is a Parquet file, not text. Name it .parquet, or say --read-as parquet."),
    (b"PK\x03\x04", "is a workbook (.xlsx) or a zip archive, not text. Save the sheet as CSV UTF-8, or unzip it."),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook (.xls), not text. Save the sheet as CSV UTF-8."),
    (b"ARROW1", "is an Arrow file, not text. Write it as Parquet, or hand the frame to ola.check in Python."),
    (b"%PDF", "is a PDF, not text. Export the data itself as CSV."),
    (b"SQLite format 3", "is an SQLite database, not text. Export the table as CSV."),
)
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KEPT = re.compile("[\udc00-\udcff]")
_COMMON = "Common ones: utf-8, utf-16, cp1252 (Windows), latin-1, mac-roman."
_UNMARKED = (("utf-16-le", (False, True, False, True)), ("utf-16-be", (True, False, True, False)))
_ENOUGH_TO_TELL = 100


class TextFile:
    """A text file whose encoding is known: by its byte order mark, by the caller's word, else UTF-8."""

    def __init__(self, file: InputFile, *, encoding: str | None = None) -> None:
        """Find out how to read the file; raise `UnreadableInput` if it is no text."""
        self.file = file
        self.name = file.name
        self.compression = compression_of(file.head)
        head = self._first_bytes()
        self._refuse_what_is_no_text(head)
        mark = next((name for start, name in _MARKS if head.startswith(start)), None)
        self.has_utf8_mark = head.startswith(codecs.BOM_UTF8)
        self.encoding = mark or ("utf-8" if self.has_utf8_mark else _known(encoding or "utf-8"))
        if mark is None and self.encoding in {"utf-16", "utf-32"}:
            message = f"{self.name} has no byte order mark. Say which: {self.encoding}-le or {self.encoding}-be."
            raise UnreadableInput(message)
        self.ends_its_line = True  # of what was read last, to its end
        self.findings: tuple[Finding, ...] = ()
        if mark is not None:
            message = f"{self.name} is written in {mark.upper()} and is read so; what ola writes is UTF-8."
            place = DataPlace(file=self.name)
            self.findings = (Finding(OTHER_ENCODING.code, OTHER_ENCODING.level, message, place=place),)
        elif encoding is None:
            self._refuse_unmarked_utf16(head)

    def chunks(self, size: int) -> Iterator[tuple[bytes, float]]:
        """Give the text as UTF-8 without its byte order mark, about `size` bytes at a time, with the share read so far.

        What is no character in the file's encoding comes out as bytes that are no UTF-8 either, so
        that it is found where UTF-8 is checked.
        """
        with self._opened() as raw:
            stream = self._content(raw)
            decoder = None if self.encoding == "utf-8" else codecs.getincrementaldecoder(self.encoding)("ola-kept")
            first = True
            while chunk := self._read(stream, size):
                share = min(1.0, raw.tell() / self.file.size) if self.file.size else 1.0
                text = chunk if decoder is None else decoder.decode(chunk).encode("utf-8", "surrogatepass")
                if first and text:
                    text, first = text.removeprefix(codecs.BOM_UTF8), False
                self.ends_its_line = text.endswith((b"\n", b"\r")) if text else self.ends_its_line
                yield text, share
            if decoder is not None and (rest := decoder.decode(b"", final=True)):
                self.ends_its_line = False
                yield rest.encode("utf-8", "surrogatepass"), 1.0
        self.file.require_unchanged()

    def raw(self, text: bytes) -> str:
        r"""Show bytes of the stream as they came: what is no text as `\xfc`."""
        if self.encoding == "utf-8":
            return text.decode("utf-8", "backslashreplace")
        kept = text.decode("utf-8", "surrogatepass")
        return _KEPT.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", kept)

    def _opened(self) -> BinaryIO:
        try:
            return self.file.path.open("rb")
        except OSError as error:
            message = f"{self.name} cannot be opened again: {error}."
            raise UnreadableInput(message) from error

    def _content(self, raw: BinaryIO) -> Stream:
        return raw if self.compression is None else Decompressed(self.compression, raw, self.name)

    def _read(self, stream: Stream, size: int) -> bytes:
        try:
            return stream.read(size)
        except OSError as error:
            message = f"{self.name} cannot be read to its end: {error}."
            raise UnreadableInput(message) from error

    def _first_bytes(self) -> bytes:
        if self.compression is None:
            return self.file.head
        with self._opened() as raw:
            return self._read(self._content(raw), len(self.file.head) or 1)

    def _refuse_what_is_no_text(self, head: bytes) -> None:
        for start, advice in _NO_TEXT:
            if head.startswith(start):
                message = f"{self.name} {advice}"
                raise UnreadableInput(message)
        opening = head.lstrip()[:15].lower()
        if opening.startswith((b"<!doctype html", b"<html")):
            message = (
                f"{self.name} is a web page, not data: most likely a login page was saved. "
                "Log in and download it again."
            )
            raise UnreadableInput(message)

    def _refuse_unmarked_utf16(self, head: bytes) -> None:
        """Refuse what has the zeros of UTF-16 after (or before) its first letters, or is zeros all over."""
        zeros = tuple(byte == 0 for byte in head[:4])
        guess = next((name for name, pattern in _UNMARKED if zeros == pattern), None)
        if guess is not None:
            message = (
                f"{self.name} looks like UTF-16 without a byte order mark. Say --encoding {guess}, or save as UTF-8."
            )
            raise UnreadableInput(message)
        if head.count(0) * 10 > len(head) > _ENOUGH_TO_TELL:
            message = f"{self.name} is a binary file, not text. Export the rows as CSV, JSON Lines or Parquet."
            raise UnreadableInput(message)


def _known(encoding: str) -> str:
    try:
        info = codecs.lookup(encoding)
    except LookupError:
        message = f"There is no encoding {encoding!r}. {_COMMON}"
        raise WrongCall(message) from None
    if not info._is_text_encoding:  # noqa: SLF001 — the only place Python says so (bytes.decode asks it too)
        message = f"{encoding!r} is no encoding of text. {_COMMON}"
        raise WrongCall(message)
    return "utf-8" if info.name in {"utf-8", "utf-8-sig", "ascii"} else info.name


def _keep(error: UnicodeError) -> tuple[str, int]:
    """Keep each byte that is no character as a lone surrogate, which no UTF-8 may hold."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("ola-kept", _keep)
