"""A text and the places in it."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a text: lines and columns from 1, columns in code points, `end_column` past the last."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Show the place as editors understand it: `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"

    def within(self, start: int, end: int) -> Place:
        """Give the stretch from code point `start` to `end` of a text that stands on this one line."""
        return Place(self.file, self.line, self.column + start, self.line, self.column + end)

    def to_dict(self) -> dict[str, object]:
        """Give `file`, `line`, `column`, and `end` as line and column."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end": {"line": self.end_line, "column": self.end_column},
        }


WIDEST = 200
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Source:
    """A named text, kept to show the lines that findings speak of."""

    name: str
    text: str

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends; only LF, CR and CRLF end one, as YAML counts them."""
        return tuple(self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each line begins, in code points from 0; only LF, CR and CRLF end one."""
        return (0, *(found.end() for found in _LINE_END.finditer(self.text)))

    def span(self, place: Place) -> tuple[int, int]:
        """Give where a place begins and ends, in code points from 0; empty at the end for lines there are not."""

        def offset(line: int, column: int) -> int:
            return (
                min(self.starts[line - 1] + column - 1, len(self.text)) if line <= len(self.starts) else len(self.text)
            )

        return offset(place.line, place.column), offset(place.end_line, place.end_column)

    def at(self, place: Place) -> str:
        """Give what stands at a place."""
        start, end = self.span(place)
        return self.text[start:end]

    def place(self, start: int, end: int) -> Place:
        """Give the place of a stretch of the text, in code points from 0."""
        line, end_line = bisect_right(self.starts, start), bisect_right(self.starts, end)
        column, end_column = start - self.starts[line - 1] + 1, end - self.starts[end_line - 1] + 1
        return Place(self.name, line, column, end_line, end_column)

    def diff(self, text: str) -> str:
        """Give what it takes to come to another text, as a unified diff; empty where the two are the same."""
        before, after = self.text.splitlines(keepends=True), text.splitlines(keepends=True)
        lines = difflib.unified_diff(before, after, f"{self.name} (as it is)", f"{self.name} (as it would be)")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

    def excerpt(self, place: Place) -> str:
        """Show the place's first line and, below it, `~~~^` under what is meant; empty if there is no such line."""
        if not 1 <= place.line <= len(self.lines):
            return ""
        line = self.lines[place.line - 1].replace("\t", " ")
        last = place.end_column if place.end_line == place.line else len(line) + 1
        width = max(1, min(last, len(line) + 1) - place.column)
        start = place.column - 1
        indent = len(line) - len(line.lstrip(" "))
        keep = min(indent, start)
        if len(line) - keep > WIDEST:
            # A long line is cut to what stands around the place.
            keep = max(keep, start - WIDEST // 3)
            width = min(width, WIDEST - (start - keep))
        shown = line[keep : keep + WIDEST]
        before, after = "…" if keep > indent else "", "…" if keep + WIDEST < len(line) else ""
        return f"{before}{shown}{after}\n{' ' * (len(before) + start - keep)}{'~' * (width - 1)}^"
