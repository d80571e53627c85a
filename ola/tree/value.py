"""Written values, each with the place it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, assert_never

from ola.source import Place

Style = Literal["plain", "single", "double", "literal", "folded"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a scalar's text that stands word for word in the source, on one line."""

    offset: int
    length: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """One written value.

    `value` is what YAML 1.2 reads (`true`, `60`, `"NO"`), `text` the spelling without quotes, so that
    `09:00`, `NO` and `1.10` are never lost. `runs` is filled where the text does not stand in one
    piece in the source: folded lines, blocks, escapes.
    """

    value: str | int | float | bool | None
    text: str
    place: Place
    style: Style = "plain"
    runs: tuple[Run, ...] = field(default=(), repr=False, compare=False)

    def at(self, start: int, end: int) -> Place:
        """Give the place of the code points from `start` to before `end` of `text`.

        Exact where the text stands in one piece on a line; otherwise as near as the lines allow, and
        the whole scalar where nothing nearer is known.
        """
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        if not self.runs:
            if self.place.line != self.place.end_line or self.style in ("literal", "folded"):
                return self.place
            quote = 0 if self.style == "plain" else 1
            return self.place.within(quote + start, quote + end)
        first = self._run(start)
        if end == start:
            column = first.column + max(0, min(start - first.offset, first.length))
            return Place(self.place.file, first.line, column, first.line, column)
        last = self._run(end - 1)
        column = first.column + max(0, min(start - first.offset, first.length - 1))
        end_column = last.column + max(0, min(end - 1 - last.offset, last.length - 1)) + 1
        return Place(self.place.file, first.line, column, last.line, end_column)

    def _run(self, offset: int) -> Run:
        """Give the run that holds the code point at `offset`, or the nearest before it."""
        before = [run for run in self.runs if run.offset <= offset]
        return before[-1] if before else self.runs[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value` of a mapping."""

    key: Scalar
    value: Node

    @property
    def name(self) -> str:
        """The key as written, whatever YAML would make of it: `NO`, `1`, `2026-12-24`."""
        return self.key.text


@dataclass(frozen=True, slots=True)
class Items:
    """A list of values, in order."""

    items: tuple[Node, ...]
    place: Place

    def __iter__(self) -> Iterator[Node]:
        """Go through the values in order."""
        return iter(self.items)

    def __len__(self) -> int:
        """Count the values."""
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Names and values, in order; no name stands twice."""

    entries: tuple[Entry, ...]
    place: Place

    def entry(self, name: str) -> Entry | None:
        """Give the entry of that name, spelt exactly so, or nothing."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def get(self, name: str) -> Node | None:
        """Give the value of that name, or nothing where the name is not written."""
        entry = self.entry(name)
        return None if entry is None else entry.value

    def __iter__(self) -> Iterator[Entry]:
        """Go through the entries in order."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Count the entries."""
        return len(self.entries)

    def __contains__(self, name: object) -> bool:
        """Say whether the name is written."""
        return any(entry.name == name for entry in self.entries)


Node = Scalar | Items | Mapping


def to_plain(node: Node) -> object:
    """Give the node as dicts, lists and values, without places; keys are their written text."""
    match node:
        case Scalar():
            return node.value
        case Items():
            return [to_plain(item) for item in node.items]
        case Mapping():
            return {entry.name: to_plain(entry.value) for entry in node.entries}
        case _:
            assert_never(node)


def kind_of(node: Node) -> str:
    """Name what is written, for messages: `a list`, `text`, `a number`, `true or false`, `nothing`."""
    match node:
        case Items():
            return "a list"
        case Mapping():
            return "a table of names and values"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=bool()):
            return "true or false"
        case Scalar(value=int() | float()):
            return "a number"
        case Scalar():
            return "text"
        case _:
            assert_never(node)
