"""Tables of a document: what each column holds of a clause, how a row is written, and how it is read in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from ola.agreement.writing.atoms import Choice, Kind, Name, Prose, skeleton
from ola.agreement.writing.forms import Forms, key_of
from ola.agreement.writing.lists import split
from ola.source import Place
from ola.tree.markdown_text import NOTHING, table
from ola.tree.value import Entry, Node, Scalar
from ola.tree.value import Mapping as Written
from ola.tree.words import Words

BLANKS = frozenset({"", NOTHING, "–", "-"})


class Cell(Protocol):
    """What a cell holds of a clause."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys it can say."""

    def write(self, row: Mapping[str, Node]) -> tuple[str, frozenset[str]]:
        """Give the cell as Markdown, and the keys that it said."""

    def read(self, words: Words) -> tuple[Entry, ...] | None:
        """Give the entries that a cell says, or nothing where it is not written so."""


@dataclass(frozen=True)
class Holds:
    """A cell that holds the value of one key."""

    key: str
    kind: Kind

    @property
    def keys(self) -> tuple[str, ...]:
        """The key."""
        return (self.key,)

    def write(self, row: Mapping[str, Node]) -> tuple[str, frozenset[str]]:
        """The value, or an empty cell."""
        text = self.kind.write(row[self.key]) if self.key in row else None
        return (text, frozenset(self.keys)) if text is not None else ("", frozenset())

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.kind.pattern)

    def read(self, words: Words) -> tuple[Entry, ...] | None:
        """The value."""
        node = self.kind.read(words) if self._pattern.fullmatch(skeleton(words)) else None
        return None if node is None else (Entry(key_of(self.key, words.place), node),)


@dataclass(frozen=True)
class Phrases:
    """A cell that holds several phrases, between commas or semicolons."""

    forms: Forms
    between: str = "; "

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All keys of its phrases."""
        return tuple(dict.fromkeys(key for form in self.forms.forms for key in form.keys))

    def write(self, row: Mapping[str, Node]) -> tuple[str, frozenset[str]]:
        """The phrases that fit."""
        own = {key: row[key] for key in row if key in self.keys}
        texts, left = self.forms.write(own)
        return self.between.join(texts), frozenset(own.keys() - left.keys())

    def read(self, words: Words) -> tuple[Entry, ...] | None:
        """The entries of all phrases."""
        entries: list[Entry] = []
        for part in split(words, re.escape(self.between).replace(r"\ ", r"\s*")):
            found = self.forms.read(part)
            if found is None:
                return None
            entries += found[1]
        return tuple(entries)


@dataclass(frozen=True)
class Column:
    """A column: its header, what other headers are read as it, and what its cells hold."""

    header: str
    cell: Cell
    also: tuple[str, ...] = ()


LEVELS = Choice((("warning", "warning"), ("error", "error")))
ATTRIBUTE_COLUMNS = (
    Column("In words", Holds("says", Prose()), ("says", "wording")),
    Column("Counts as", Holds("level", LEVELS), ("level",)),
    Column("Keeps the id", Holds("id", Name(free=True)), ("id",)),
)


def header_key(text: str) -> str:
    """Give what two spellings of a header share."""
    return " ".join(text.lower().replace("-", " ").split())


NAMED = Name(free=True)


@dataclass(frozen=True)
class OpenColumns:
    """Columns that the agreement names itself: one for each system, under `In hubspot`."""

    prefix: str
    kind: Kind

    def header(self, name: str) -> str:
        """The header of the column of this name."""
        return f"{self.prefix} {Name(free=True).text(name)}"

    def name(self, header: Words) -> Scalar | None:
        """The name in a header, or nothing where the column is none of these."""
        rest = header.text.removeprefix(f"{self.prefix} ")
        if rest == header.text or not rest.strip():
            return None
        node = Name(free=True).read(header.cut(len(self.prefix), len(header.text)))
        return node if isinstance(node, Scalar) else None


@dataclass(frozen=True)
class Row:
    """A row: its name where it has one, what its columns hold, and what its open columns hold."""

    name: Scalar | None
    holds: Mapping[str, Node]
    opened: Mapping[str, Node] = field(default_factory=dict)


@dataclass(frozen=True)
class RowRead:
    """A row as it was read."""

    name: Scalar | None
    entries: tuple[Entry, ...]
    opened: tuple[Entry, ...]
    place: Place

    @property
    def table(self) -> Written:
        """What the columns hold, as a table."""
        return Written(self.entries, self.place)


@dataclass(frozen=True)
class Rows:
    """A table whose first column names a clause; where `name` is empty it lists what has no name."""

    name: str
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()
    name_kind: Kind = NAMED
    open: OpenColumns | None = None

    @cached_property
    def by_header(self) -> Mapping[str, Column]:
        """Each column by every header that is read as it."""
        return {header_key(each): column for column in self.columns for each in (column.header, *column.also)}

    @cached_property
    def names(self) -> frozenset[str]:
        """The headers of the first column."""
        return frozenset(header_key(each) for each in (self.name, *self.also) if each)

    def write(self, rows: Iterable[Row]) -> list[str]:
        """Lay the table out, without the columns that say nothing."""
        given = list(rows)
        cells = [[column.cell.write(row.holds)[0] for column in self.columns] for row in given]
        used = [at for at in range(len(self.columns)) if any(line[at] for line in cells)]
        opened = list(dict.fromkeys(name for row in given for name in row.opened)) if self.open else []
        used = used or ([] if self.name or not given else [0])
        head = [*([self.name] if self.name else []), *(self.columns[at].header for at in used)]
        head += [self.open.header(name) for name in opened] if self.open else []
        lines = [
            [*self._named(row), *(line[at] for at in used), *(self._opened(row, name) for name in opened)]
            for row, line in zip(given, cells, strict=True)
        ]
        return table(head, lines)

    def _named(self, row: Row) -> list[str]:
        return [self.name_kind.write(row.name) or ""] if self.name and row.name is not None else []

    def _opened(self, row: Row, name: str) -> str:
        node = row.opened.get(name)
        return "" if node is None or self.open is None else self.open.kind.write(node) or ""

    def unsaid(self, row: Row) -> set[str]:
        """Give the keys of a row for which no column has words."""
        said = {key for column in self.columns for key in column.cell.write(row.holds)[1]}
        return set(row.holds) - said

    def phrase(self, row: Row) -> str:
        """Say a row as one sentence, each cell after its header."""
        said = [(column.header, column.cell.write(row.holds)[0]) for column in self.columns]
        said += [(self.open.header(name), self._opened(row, name)) for name in row.opened] if self.open else []
        cells = "; ".join(f"{header}: {text}" for header, text in said if text)
        named = " ".join([self.name, *self._named(row)]) if self.name else ""
        return ", ".join(each for each in (named, cells) if each)

    def fits(self, header: Sequence[Words]) -> bool:
        """Say whether a table with this header is one of these."""
        texts = [header_key(each.text) for each in header]
        named = [text for text in texts if text in self.names]
        others = [each for each, text in zip(header, texts, strict=True) if text not in self.names]
        return len(named) == bool(self.name) and all(
            header_key(each.text) in self.by_header or (self.open is not None and self.open.name(each) is not None)
            for each in others
        )

    def read(self, header: Sequence[Words], cells: Sequence[Words]) -> RowRead | None:
        """Read a row under a header that fits; nothing where a cell is not understood."""
        key: Scalar | None = None
        entries: list[Entry] = []
        opened: list[Entry] = []
        for above, words in zip(header, cells, strict=True):
            text = header_key(above.text)
            if text in self.names:
                node = self.name_kind.read(words) if words.text else None
                key = node if isinstance(node, Scalar) else None
            elif words.text in BLANKS and not words.is_marked(0, len(words.text), "code"):
                continue
            elif text in self.by_header:
                found = self.by_header[text].cell.read(words)
                if found is None:
                    return None
                entries += found
            elif self.open is not None and (system := self.open.name(above)) is not None:
                value = self.open.kind.read(words) if re.fullmatch(self.open.kind.pattern, skeleton(words)) else None
                if value is None:
                    return None
                opened.append(Entry(system, value))
        if self.name and key is None:
            return None
        return RowRead(key, tuple(entries), tuple(opened), over(cells[0].place, cells[-1].place))


def over(first: Place, last: Place) -> Place:
    """Give the stretch from one place to another."""
    return Place(first.file, first.line, first.column, last.end_line, last.end_column)
