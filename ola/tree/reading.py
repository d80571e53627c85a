"""A file or bytes as a text with a name, or a clear word on why not."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from ola.errors import UnreadableInput, WrongCall
from ola.source import Source
from ola.tree.converted import from_docx, from_html

LARGEST_FILE = 10 * 1024 * 1024
CONVERTED = {".docx": "Word file", ".html": "page of HTML", ".htm": "page of HTML"}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def load_text(given: str | os.PathLike[str] | bytes, name: str | None = None) -> Source:
    """Read a path, or take bytes, as UTF-8 text (UTF-16 with a byte order mark too); the mark is dropped.

    `name` is how findings call the text; it is the path where nothing else is said. Word files and pages of HTML are
    given as Markdown, so that lines are those of the Markdown. Raises UnreadableInput with the way out for a file that
    is missing, a folder, locked, larger than 10 MB or not text.
    """
    called = name or ("<bytes>" if isinstance(given, bytes) else os.fspath(given))
    content = given if isinstance(given, bytes) else _content(os.fspath(given), called)
    if len(content) > LARGEST_FILE:
        msg = f"{called} is larger than 10 MB. An agreement is a text of some pages; check that this is the right file."
        raise UnreadableInput(msg)
    match Path(called).suffix.lower():
        case ".docx":
            return Source(called, from_docx(content, called))
        case ".html" | ".htm":
            return Source(called, from_html(_decode(content, called), called))
        case _:
            return Source(called, _decode(content, called))


def require_text(path: str | os.PathLike[str]) -> None:
    """Raise WrongCall for a file that is no text itself, and so cannot be replaced by one."""
    kind = CONVERTED.get(Path(path).suffix.lower())
    if kind is not None:
        msg = f"{os.fspath(path)} is a {kind}, and text would not stand for it. Write it as Markdown, and mend that."
        raise WrongCall(msg)


def _content(path: str, called: str) -> bytes:
    """Read the bytes of a file, one more than is allowed at most."""
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        msg = f"{called} does not exist. Check the path; the current folder is {Path.cwd()}."
        raise UnreadableInput(msg) from error
    except IsADirectoryError as error:
        msg = f"{called} is a folder. Name the file in it."
        raise UnreadableInput(msg) from error
    except PermissionError as error:
        msg = f"{called} may not be read by this user. Change its permissions or copy it."
        raise UnreadableInput(msg) from error
    except (OSError, ValueError) as error:  # ValueError: a path with a zero byte
        msg = f"{called} cannot be read: {error}."
        raise UnreadableInput(msg) from error


def _decode(content: bytes, called: str) -> str:
    """Decode UTF-8, or UTF-16 where a byte order mark says so."""
    if content.startswith(_UTF16):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            msg = f"{called} starts like UTF-16 but is not. Save it as UTF-8."
            raise UnreadableInput(msg) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        msg = f"{called} is not UTF-8: byte 0x{byte:02X} in line {line}. Save it as UTF-8 and try again."
        raise UnreadableInput(msg) from error
