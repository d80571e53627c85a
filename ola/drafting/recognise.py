"""What a file is: one of the catalogues, or a sample of leads; what is neither is refused with a way out."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ola.drafting.catalogue import Catalogue
from ola.drafting.entry import Entry
from ola.drafting.hubspot import HUBSPOT
from ola.drafting.marketo import MARKETO
from ola.drafting.salesforce import SALESFORCE
from ola.errors import UnreadableInput, WrongCall

if TYPE_CHECKING:
    from ola.rows.rows import Rows

CATALOGUES: tuple[Catalogue, ...] = (SALESFORCE, HUBSPOT, MARKETO)
LARGEST_DOCUMENT = 64 << 20
_KINDS = (
    "a Salesforce describe, a HubSpot property list, a Marketo catalogue, "
    "or a sample of leads in CSV, JSON Lines or Parquet"
)
_STANDARD_INPUT = "standard input"
# Where APIs put the records they give back, and how they say that something went wrong.
_RECORDS = ("records", "results", "result", "data")
_OPTIONS_ALONE = frozenset({"property_id", "value", "display_order"})
_OPENING = (b"{", b"[")
_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".txt", ".gz"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A catalogue, its entries, and the name of what they were read from."""

    catalogue: Catalogue
    entries: list[Entry]
    name: str


@dataclass(frozen=True, slots=True)
class Sampled:
    """Rows of leads, to be closed by whoever reads them."""

    rows: Rows
    name: str


def recognised(source: object) -> Listed | Sampled:
    """Say what a path, `-`, a parsed describe, a list of leads or a frame is.

    Raises UnreadableInput for a file that is none of these, WrongCall for an object that is none.
    """
    if isinstance(source, str | os.PathLike):
        if os.fspath(source) == "-":
            return _of_bytes(sys.stdin.buffer.read())
        return _of_file(Path(os.fsdecode(source)))
    if isinstance(source, Mapping) or (isinstance(source, list) and source and isinstance(source[0], Mapping)):
        found = _of_document(source, "the document")
        if found is not None:
            return found
    if isinstance(source, Mapping | bytes):
        message = f"The {type(source).__name__} is not {_KINDS}. Give one of these, a path, or a list of leads."
        raise WrongCall(message)
    from ola.rows.read import open_rows

    rows = open_rows(source)
    return Sampled(rows, rows.name)


def _of_file(path: Path) -> Listed | Sampled:
    from ola.rows.read import open_rows
    from ola.rows.rows import InputFile
    from ola.rows.text import TextFile

    file = InputFile(path, str(path))
    if file.head.startswith(b"PAR1") or path.suffix.lower() in (".parquet", ".pq"):
        return Sampled(open_rows(path), path.name)
    text = TextFile(file)
    chunks: list[bytes] = []
    opened = b""
    for chunk, _ in text.chunks(1 << 20):
        chunks.append(chunk)
        opened = opened or chunk.lstrip()[:1]
        if opened not in _OPENING or sum(map(len, chunks)) > LARGEST_DOCUMENT:
            break
    else:
        found = _of_json(b"".join(chunks), path.name)
        if found is not None:
            return found
    if not opened:
        message = f"{path} is empty. Give {_KINDS}."
        raise UnreadableInput(message)
    is_json = opened in _OPENING
    rows = open_rows(path, format="jsonl" if is_json else "csv")
    return _of_rows(rows, path.name, is_named_so=is_json or path.suffix.lower() in _ENDINGS)


def _of_bytes(content: bytes) -> Listed | Sampled:
    from ola.rows.read import open_rows

    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in _OPENING:
        found = _of_json(content, _STANDARD_INPUT)
        if found is not None:
            return found
    return _of_rows(open_rows("-", stdin=io.BytesIO(content)), _STANDARD_INPUT, is_named_so=False)


def _of_json(content: bytes, name: str) -> Listed | Sampled | None:
    """Say what a JSON document is; nothing where it is not one, but may be one on each line."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    found = _of_document(document, name)
    if found is not None:
        return found
    if isinstance(document, Mapping) and b"\n" not in content.strip() and name.endswith((".jsonl", ".ndjson")):
        return None  # JSON Lines with one line
    message = f"{name} is JSON, but not {_KINDS}. Leads stand one object on each line, or in one list."
    raise UnreadableInput(message)


def _of_document(document: object, name: str) -> Listed | Sampled | None:
    """Say what a parsed document is, or nothing."""
    for catalogue in CATALOGUES:
        entries = catalogue.entries(document)
        if entries is not None:
            return Listed(catalogue, entries, name)
    _refuse_an_error(document, name)
    records = document
    if isinstance(document, Mapping):
        records = next((document[key] for key in _RECORDS if isinstance(document.get(key), list)), None)
    if isinstance(records, list) and records and all(isinstance(each, Mapping) for each in records):
        from ola.rows.frames import RecordRows

        return Sampled(RecordRows(records, name=name), name)
    return None


def _refuse_an_error(document: object, name: str) -> None:
    """Refuse what an API answers when it was asked wrongly."""
    first = document[0] if isinstance(document, list) and len(document) == 1 else document
    if not isinstance(first, Mapping):
        return
    faulty = "errorCode" in first or first.get("status") == "error" or first.get("success") is False
    if faulty:
        errors = first.get("errors")
        told = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], Mapping) else first
        message = f"{name} holds an error and no fields: {told.get('message') or told}. Fetch it again."
        raise UnreadableInput(message)


def _of_rows(rows: Rows, name: str, *, is_named_so: bool) -> Listed | Sampled:
    """Say what rows are: entries of a catalogue where their header is that of one."""
    header = {column.strip().lower() for column in rows.columns or ()}
    for catalogue in CATALOGUES:
        if {column.lower() for column in catalogue.header} <= header:
            with rows:
                return Listed(catalogue, list(_entries(rows)), name)
    if header >= _OPTIONS_ALONE:
        rows.close()
        message = f"{name} lists options without their properties. Give the property list itself."
        raise UnreadableInput(message)
    if len(header) == 1 and not is_named_so:
        rows.close()
        message = f"{name} is not {_KINDS}. A CSV file of one column is named .csv."
        raise UnreadableInput(message)
    return Sampled(rows, name)


def _entries(rows: Rows) -> Iterable[Entry]:
    """Give the rows as entries; a row that cannot be read would be a field that is missing without a word."""
    from ola.rows.block import FrameBlock

    for block in rows.blocks():
        if block.unreadable:
            first = block.unreadable[0]
            message = f"{rows.name} has a row that cannot be read: {first.finding.message} Mend it, or export it again."
            raise UnreadableInput(message)
        yield from block.frame.to_dicts() if isinstance(block, FrameBlock) else block.records
