"""What is wrong, where, who answers for it, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ola.source import Place, Source

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding: its stable number, usual level, a title, and the page `ola explain` prints."""

    code: str
    level: Level
    title: str
    page: str


@dataclass(frozen=True, slots=True)
class DataPlace:
    """Where in the data: the file or log, the row (from 1) or line number, the lead's key, the field.

    `field` is a JSON Pointer into the record as it came (`/properties/email`); `row` counts records,
    `line` counts lines of a text file, the header being line 1.
    """

    file: str | None = None
    row: int | None = None
    line: int | None = None
    key: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        """Show what is known, the file first: `leads.csv:17`, `leads.parquet row 16`, `lead 00Q5`."""
        where = self.file or ""
        if self.line is not None:
            where = f"{where}:{self.line}" if where else f"line {self.line}"
        elif self.row is not None:
            where = f"{where} row {self.row}".strip()
        if not where and self.key is not None:
            where = f"lead {self.key}"
        return where

    def to_dict(self) -> dict[str, object]:
        """Give the parts that are known."""
        parts = {"file": self.file, "row": self.row, "line": self.line, "key": self.key, "field": self.field}
        return {name: part for name, part in parts.items() if part is not None}


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a source: what stands at a place, word for word, and what is to stand there."""

    place: Place
    was: str
    text: str

    def to_dict(self) -> dict[str, object]:
        """Give place and texts with the fixed keys of the JSON outputs."""
        return {"place": self.place.to_dict(), "was": self.was, "text": self.text}


@dataclass(frozen=True, slots=True)
class Fix:
    """The one right answer to a finding: what it does, in words, and the edits that do it."""

    says: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong (or worth knowing) in an agreement, a lead, a file or a log.

    `message` says what stands there and what was wanted; `advice` a way out. `party` answers for it.
    `value` is what was seen, already masked if its field is personal. `count` is how many places have
    it where findings are gathered, and `examples` then shows some of them. `fix` is there where one answer
    alone can be right.
    """

    code: str
    level: Level
    message: str
    clause: str | None = None
    party: str | None = None
    place: Place | DataPlace | None = None
    value: object = None
    advice: str | None = None
    count: int = 1
    examples: tuple[str, ...] = field(default=())
    fix: Fix | None = field(default=None, compare=False)

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits, the same across runs and after lines move: code, clause, lead, field and message."""
        import hashlib

        data = self.place if isinstance(self.place, DataPlace) else None
        file = self.place.file if isinstance(self.place, Place) else None
        parts = [self.code, self.clause, file, data and data.key, data and data.field, self.message]
        if data is not None and data.key is None:
            parts.append(str(data.row or data.line))
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def to_dict(self) -> dict[str, object]:
        """Give the finding with the fixed keys of the JSON outputs."""
        found: dict[str, object] = {
            "code": self.code,
            "level": self.level,
            "clause": self.clause,
            "message": self.message,
            "party": self.party,
            "place": None if self.place is None else self.place.to_dict(),
            "value": self.value,
            "fingerprint": self.fingerprint,
        }
        if self.advice:
            found["advice"] = self.advice
        if self.count != 1:
            found["count"] = self.count
        if self.examples:
            found["examples"] = list(self.examples)
        if self.fix is not None:
            found["fix"] = {"says": self.fix.says, "edits": [edit.to_dict() for edit in self.fix.edits]}
        return found

    def to_json(self) -> str:
        """Give the finding as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, default=str)

    def __str__(self) -> str:
        """Show the finding on one line: place, code, message."""
        where = "" if self.place is None else str(self.place)
        return f"{where} {self.code} {self.message}".strip()


class OpenFinding:
    """A finding that is being filled in, and is closed by giving it the class `Finding`.

    Frozen values set their attributes one by one the long way round; for the findings of one lead that would take
    longer than judging it. Every slot must be filled.
    """

    __slots__ = Finding.__slots__
    code: str
    level: Level
    message: str
    clause: str | None
    party: str | None
    place: Place | DataPlace | None
    value: object
    advice: str | None
    count: int
    examples: tuple[str, ...]
    fix: Fix | None


class OpenPlace:
    """As `OpenFinding`, for the class `DataPlace`."""

    __slots__ = DataPlace.__slots__
    file: str | None
    row: int | None
    line: int | None
    key: str | None
    field: str | None


def count(number: int, one: str, several: str | None = None) -> str:
    """Count like a person: 1 lead, 2 leads, 12,000 leads."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def spoken_list(names: Sequence[str], word: str = "and") -> str:
    """List names like a person: by commas, the last by a word; nothing where there are none."""
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)


def show(finding: Finding, sources: Mapping[str, Source]) -> str:
    """Show a finding as a person reads it: one line, the text with a caret where it has one, the way out."""
    lines = [str(finding)]
    if isinstance(finding.place, Place) and finding.place.file in sources:
        excerpt = sources[finding.place.file].excerpt(finding.place)
        lines += [f"   {line}" for line in excerpt.split("\n")]
    advice = f"{finding.advice}  " if finding.advice else ""
    lines.append(f"{advice}More: ola explain {finding.code}")
    return "\n".join(lines)


def worst(findings: Iterable[Finding]) -> Level | None:
    """Give the gravest level among the findings, or nothing where there are none."""
    levels = {finding.level for finding in findings}
    return next((level for level in LEVELS if level in levels), None)
