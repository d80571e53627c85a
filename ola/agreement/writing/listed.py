"""Small tables inside a sentence: `at 75% of the time warn owner; at 200% of the time reassign`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ola.agreement.writing.atoms import CODE, Kind, Name, Said, as_text, inside, skeleton, text_of
from ola.agreement.writing.limits import LENGTH
from ola.agreement.writing.lists import Several, split
from ola.tree.markdown_text import code
from ola.tree.value import Entry, Mapping, Node, Scalar
from ola.tree.words import Words


@dataclass(frozen=True)
class Around:
    """A text with words around it, by its pattern: `at 75% of the time`; another text stands as code after `other`."""

    natural: tuple[tuple[str, str, str], ...]
    other: str

    @property
    def pattern(self) -> str:
        """Any of the patterns with the words around it."""
        return f"(?:{'|'.join(f'{before}{text}{after}' for text, before, after in self._ways)})"

    @property
    def _ways(self) -> tuple[tuple[str, str, str], ...]:
        return (*self.natural, (f"{CODE}+", self.other, ""))

    def write(self, node: Node) -> str | None:
        """The text and the words."""
        text = text_of(node)
        if text is None:
            return None
        ways = (f"{before}{text}{after}" for fits, before, after in self.natural if re.fullmatch(fits, text))
        return next(ways, f"{self.other}{code(text)}")

    def read(self, words: Words) -> Node | None:
        """The text without the words."""
        shape = skeleton(words)
        for text, before, after in self._ways:
            if (found := re.fullmatch(f"{before}({text}){after}", shape)) is not None:
                part = words.cut(*found.span(1))
                return as_text(inside(part) or part)
        return None


@dataclass(frozen=True)
class Listed:
    """Rows between semicolons, each a key and its value with `joint` between them."""

    key: Kind
    value: Kind
    joint: str = " "

    @cached_property
    def pattern(self) -> str:
        """One row or more."""
        row = f"{self.key.pattern}{self.joint}{self.value.pattern}"
        return f"(?:{row}(?:; {row})*)"

    @cached_property
    def _row_pattern(self) -> re.Pattern[str]:
        return re.compile(f"({self.key.pattern}){self.joint}({self.value.pattern})")

    def write(self, node: Node) -> str | None:
        """Each row."""
        if not isinstance(node, Mapping) or not node.entries:
            return None
        rows = [(self.key.write(entry.key), self.value.write(entry.value)) for entry in node.entries]
        if any(key is None or value is None for key, value in rows):
            return None
        return "; ".join(f"{key}{self.joint}{value}" for key, value in rows)

    def read(self, words: Words) -> Node | None:
        """Each row."""
        entries = [self._row(row) for row in split(words, "; ")]
        found = tuple(entry for entry in entries if entry is not None)
        return Mapping(found, words.place) if len(found) == len(entries) else None

    def _row(self, row: Words) -> Entry | None:
        found = self._row_pattern.fullmatch(skeleton(row))
        if found is None:
            return None
        key, value = self.key.read(row.cut(*found.span(1))), self.value.read(row.cut(*found.span(2)))
        return Entry(key, value) if isinstance(key, Scalar) and value is not None else None


@dataclass(frozen=True, slots=True)
class Key:
    """A name that is the key of a table: text, whatever YAML would make of it."""

    pattern: str = Name().pattern

    def write(self, node: Node) -> str | None:
        """The name."""
        return Name().text(node.text) if isinstance(node, Scalar) else None

    def read(self, words: Words) -> Node | None:
        """The name."""
        return Name().read(words)


STEPS = Listed(Around(((r"\d+(?:\.\d+)?%", "at ", " of the time"), (LENGTH, "after ", "")), "at "), Said())
SEQUENCE = Listed(Around(((r"day \d+", "on ", ""),), "on "), Several(Name(values=True)))
COLUMN_TYPES = Listed(Key(), Name(), " as ")
