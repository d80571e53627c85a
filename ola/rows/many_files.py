"""Several files as one input: a folder, a pattern, a list of names."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from ola.errors import UnreadableInput
from ola.finding import Code, DataPlace, Finding, count, spoken_list
from ola.rows.block import Block, FrameBlock
from ola.rows.common_types import common_type, holds, is_said
from ola.rows.csv_text import CsvRows
from ola.rows.json_lines import JsonRows
from ola.rows.named_files import NamedFiles, listed
from ola.rows.parquet import ParquetRows
from ola.rows.rows import Rows

LACKING_COLUMN = Code(
    "OLA409",
    "warning",
    "A column stands in some files of the input and not in others",
    """\
Several files are checked as one input, and they do not have the same columns. The rows of a file that lacks a
column have a blank there, and are judged so; what is written has the columns of all files. The usual cause is an
export that was changed between two files.

    leads/2026-05.csv    id,email,phone
    leads/2026-06.csv    id,email,mobile

Export the file again with the column, or rename it. If the column is not part of the agreement, nothing is lost.""",
)
CHANGED_TYPE = Code(
    "OLA410",
    "warning",
    "A column has another type in one file than in the others",
    """\
Several files are checked as one input, and a column is of numbers in one and of text in another, or of dates
beside instants. Each file's rows are read by the type they have there, so no value is changed before it is judged.
A Parquet file or a table that is written has one type a column: text, where nothing else holds all values as they
are.

    leads/2026-05.parquet    employees: Int64
    leads/2026-06.parquet    employees: String

Find out which export changed, and write both alike.""",
)
LEFT_OUT = Code(
    "OLA417",
    "info",
    "A file of the folder is not read",
    """\
A folder stands for the files in it whose endings ola reads: .csv, .tsv, .txt, .jsonl, .ndjson, .json, .parquet and
some more, compressed or not. Another file lies there, or a folder, and nothing of it is checked. Files that begin
with a dot or an underscore, and the manifests of ola, are passed over without a word.

Take it out, or name what is to be read: 'leads/*.csv', and 'leads/**/*.csv' for folders within.""",
)


class ManyFiles(Rows):
    """The rows of several files, file by file; their columns are those of all files.

    Findings of rows name the file and count rows and lines in it. Files of one kind only: with columns (delimited text
    or Parquet) or of JSON Lines.
    """

    tells_file = True

    def __init__(self, named: NamedFiles, parts: Sequence[Rows]) -> None:
        """Take what each file is read by; raise `UnreadableInput` where they are of different kinds."""
        self.name = named.name
        self._named, self._parts = named, parts
        kinds = Counter(type(part) for part in parts)
        if len(kinds) > 1:
            each = " and ".join(
                f"{count(number, 'file')} of {_KINDS[kind]} ({_first(parts, kind).name})"
                for kind, number in kinds.items()
            )
            message = f"{self.name} is {each}. Check one kind at a time, such as '{_pattern(parts[0])}'."
            raise UnreadableInput(message)
        self.columns = None
        self.types: Mapping[str, pl.DataType] | None = None
        self._own: tuple[Finding, ...] = tuple(self._left_out())
        if parts[0].columns is not None:
            self.columns = tuple(dict.fromkeys(name for part in parts for name in part.columns or ()))
            self.types = {name: common_type(self._types(name)) for name in self.columns}
            self._own += (*self._lacking(), *self._changed())
        self._records: Counter[str] = Counter()

    @property
    def findings(self) -> tuple[Finding, ...]:  # type: ignore[override]  # what files have found grows while they are read
        """What is worth knowing about the files: what they do not share, and what each of them has."""
        gathered: dict[str, list[Finding]] = {}
        for part in self._parts:
            for each in part.findings:
                gathered.setdefault(each.code, []).append(each)
        return (*self._own, *(_together(alike) for alike in gathered.values()))

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files the rows are read from."""
        return tuple(path for part in self._parts for path in part.paths)

    def would_take(self, path: Path) -> bool:
        """Whether a file put there would be read the next time."""
        return self._named.would_take(path)

    @property
    def like(self) -> Rows:
        """The first file where the text of all is written alike, so that rows can be copied; else the input itself."""
        first = self._parts[0]
        match first:
            case JsonRows():
                return first
            case CsvRows():
                alike = all(
                    isinstance(part, CsvRows) and (part.columns, part.delimiter) == (first.columns, first.delimiter)
                    for part in self._parts
                )
                return first if alike else self
        return self

    def blocks(self, only: Sequence[str] | None = None) -> Iterator[Block]:
        """Go through the rows of the first file, then of the second, and so on."""
        wanted = self.wanted(only)
        sizes = [sum(path.stat().st_size for path in part.paths) for part in self._parts]
        before, total = 0, max(1, sum(sizes))
        self._records = Counter()
        for part, size in zip(self._parts, sizes, strict=True):
            for block in part.blocks(None if only is None else wanted):
                self._records[part.name] += block.count
                done = None if block.done is None else min(1.0, (before + block.done * size) / total)
                if isinstance(block, FrameBlock):
                    frame = self._aligned(block.frame, wanted)
                    yield replace(block, frame=frame, file=part.name, done=done)
                else:
                    yield replace(block, file=part.name, done=done)
            before += size

    def _aligned(self, frame: pl.DataFrame, wanted: Sequence[str]) -> pl.DataFrame:
        """Give the columns of all files, blank where this one has none."""
        if frame.columns == wanted:
            return frame
        types = self.types or {}
        blanks = [pl.lit(None, types[name]).alias(name) for name in wanted if name not in frame.columns]
        return frame.with_columns(blanks).select(wanted)

    def sha256(self) -> str | None:
        """Give the hash of the files' hashes and names, a line each, as `sha256sum FILES | sha256sum` does."""
        lines = "".join(f"{part.sha256()}  {part.name}\n" for part in self._parts)
        return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()

    def described(self) -> dict[str, object]:
        """Say of each file what it is and how many records were read of it in the last pass."""
        files = [
            {"name": part.name, "sha256": part.sha256(), "records": self._records[part.name]} for part in self._parts
        ]
        return {"files": files}

    def close(self) -> None:
        """Let go of the files."""
        for part in self._parts:
            part.close()

    # ── what is worth knowing ───────────────────────────────────────────────────────────────────

    def _left_out(self) -> Iterator[Finding]:
        if there := self._named.left_out:
            verb = "is" if len(there) == 1 else "are"
            message = f"Of {self.name}, {listed(there)} {verb} not read."
            advice = "Name what is to be read with a pattern, such as 'leads/*.csv'."
            yield Finding(LEFT_OUT.code, LEFT_OUT.level, message, place=DataPlace(self.name), advice=advice)

    def _lacking(self) -> Iterator[Finding]:
        for name in self.columns or ():
            have = [part.name for part in self._parts if name in (part.columns or ())]
            lack = [part.name for part in self._parts if name not in (part.columns or ())]
            if not lack:
                continue
            where = f"is in {have[0]} alone" if len(have) == 1 else f"is in {len(have):,} of {len(self._parts):,} files"
            rows = "its rows have" if len(lack) == 1 else "their rows have"
            message = f"The column “{name}” {where}, and not in {listed(lack)}; {rows} a blank there."
            advice = "Export again with the column, or rename it, if it should be there."
            yield Finding(
                LACKING_COLUMN.code,
                LACKING_COLUMN.level,
                message,
                place=DataPlace(lack[0]),
                advice=advice,
                count=len(lack),
                examples=tuple(lack[:3]),
            )

    def _types(self, name: str) -> list[pl.DataType]:
        found = [(part.types or {}).get(name) for part in self._parts if name in (part.columns or ())]
        return [pl.String() if kind is None else kind for kind in found]

    def _changed(self) -> Iterator[Finding]:
        for name in self.columns or ():
            kinds = Counter(self._types(name))
            if not is_said(kinds):
                continue
            first: dict[pl.DataType, str] = {}
            for part in self._parts:
                if (kind := (part.types or {}).get(name)) is not None:
                    first.setdefault(kind, part.name)
            told = [f"{holds(kind)} in {first[kind]}{_more(number - 1)}" for kind, number in kinds.most_common()]
            odd = first[kinds.most_common()[-1][0]]
            message = f"The column “{name}” has {spoken_list(told)}."
            advice = "Each file is read by its own type. Write the files alike, if they should be."
            yield Finding(CHANGED_TYPE.code, CHANGED_TYPE.level, message, place=DataPlace(odd), advice=advice)


_KINDS: dict[type[Rows], str] = {CsvRows: "CSV", JsonRows: "JSON Lines", ParquetRows: "Parquet"}


def _first(parts: Sequence[Rows], kind: type[Rows]) -> Rows:
    return next(part for part in parts if type(part) is kind)


def _pattern(part: Rows) -> str:
    (path,) = part.paths
    return str(path.with_name(f"*{''.join(path.suffixes) or path.name}"))


def _more(number: int) -> str:
    return f" and {count(number, 'more file')}" if number else ""


def _together(alike: Sequence[Finding]) -> Finding:
    """Make one finding of what several files have in common."""
    first, others = alike[0], alike[1:]
    if not others:
        return first
    files = [each.place.file or "" for each in others if isinstance(each.place, DataPlace)]
    message = f"{first.message} The same is true of {count(len(files), 'more file')}: {listed(files)}."
    return replace(first, message=message, count=len(alike))
