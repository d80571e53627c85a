"""What the sections of a document are made of: a table, a list of clauses, or a heading for each clause.

Each writes what the agreement holds under its key, says one fragment of it, and says what a row or the sentences of
a clause put into the tree when they are read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from ola.agreement.structure import NESTED
from ola.agreement.writing.atoms import NOWHERE, Choice, Kind, Name, Prose
from ola.agreement.writing.forms import Form, Forms, begin_sentence, inner_word, table_of
from ola.agreement.writing.rows import Row, RowRead, Rows
from ola.tree.markdown_text import prose
from ola.tree.value import Entry, Node, Scalar
from ola.tree.value import Mapping as Written
from ola.tree.words import Words

Path = tuple[str, ...]
Put = tuple[Path, Node]

LEVEL = Choice((("warning", "a warning"), ("error", "an error")))
ATTRIBUTE_KINDS: Mapping[str, Kind] = {"level": LEVEL, "id": Name()}
NOTHING_ELSE = Form("Nothing else is agreed in it.")  # stands where a clause has no other sentence
ATTRIBUTE_FORMS = (Form("It counts as {level}."), Form("It keeps the id {id}."), NOTHING_ELSE)


def clause_forms(kinds: Mapping[str, Kind], forms: tuple[Form, ...]) -> Forms:
    """Give the forms of a kind of clause, with those that every clause has."""
    return Forms({**kinds, **ATTRIBUTE_KINDS}, (*forms, *ATTRIBUTE_FORMS))


class Unphrased(LookupError):
    """A value that no section has words for: nothing is left out of a document in silence."""


class Section(Protocol):
    """A section of the document, for what stands under one key of the agreement."""

    @property
    def key(self) -> str:
        """The key."""

    @property
    def heading(self) -> str:
        """The heading."""

    @property
    def also(self) -> tuple[str, ...]:
        """Other headings that are read as this one."""

    def write(self, node: Node) -> Iterator[str]:
        """Give the section's lines, without the heading."""

    def phrase(self, path: Path, node: Node) -> str:
        """Say one fragment of it: what stands under `path`."""


def text_node(text: str) -> Scalar:
    """Give a text that stands nowhere, such as a key that is about to be written."""
    return Scalar(text, text, NOWHERE)


def under(path: Path, node: Node) -> Node:
    """Put a value back under the keys that lead to it."""
    for name in reversed(path):
        node = Written((Entry(text_node(name), node),), node.place)
    return node


def require_said(unsaid: Mapping[str, Node], path: Path) -> None:
    """Raise Unphrased for what was not said; an empty table is said elsewhere."""
    for key, node in unsaid.items():
        if not is_empty(node):
            raise Unphrased(".".join((*path, key)))


def is_empty(node: Node) -> bool:
    """Say whether a table holds nothing."""
    return isinstance(node, Written) and not node.entries


def entries_of(node: Node) -> tuple[Entry, ...]:
    """Give the entries of a table, none of what is none."""
    return node.entries if isinstance(node, Written) else ()


@dataclass(frozen=True)
class TableSection:
    """A section that is a table with a row for each clause."""

    key: str
    heading: str
    rows: Rows
    also: tuple[str, ...] = ()

    def write(self, node: Node) -> Iterator[str]:
        """The table."""
        yield from self.rows.write(self._whole(row) for row in self.rows_of(node))

    def rows_of(self, node: Node) -> Iterator[Row]:
        """Give each clause as a row."""
        yield from (Row(text_node(entry.name), table_of(entry.value)) for entry in entries_of(node))

    def _whole(self, row: Row) -> Row:
        name = () if row.name is None else (row.name.text,)
        require_said({key: row.holds[key] for key in self.rows.unsaid(row)}, (self.key, *name))
        return row

    def phrase(self, path: Path, node: Node) -> str:
        """One clause, or one key of it."""
        return "; ".join(self.rows.phrase(self._whole(row)) for row in self.rows_of(under(path[1:], node)))

    def puts(self, row: RowRead) -> Iterator[Put]:
        """What a row puts into the tree."""
        if row.name is not None:
            yield (self.key,), Written((Entry(row.name, row.table),), row.place)


@dataclass(frozen=True)
class ClauseSection:
    """A section that is a list of clauses, each with its name in bold before its sentences.

    A name is a title, with a large letter and a full stop; where `defines`, it is a word, and the sentence goes on:
    **target account** means …. A clause that is a condition alone stands under `alone` in the forms.
    """

    key: str
    heading: str
    forms: Forms
    also: tuple[str, ...] = ()
    ordered: bool = False
    defines: bool = False
    alone: str | None = None

    def write(self, node: Node) -> Iterator[str]:
        """Each clause, with the sentence that people signed set off below it."""
        for at, entry in enumerate(entries_of(node), 1):
            sign = f"{at}. " if self.ordered else "- "
            text, says = self.clause(entry.name, entry.value)
            yield f"{sign}{text}"
            if says is not None:
                yield ""
                yield f"{' ' * len(sign)}> {says}"
            yield ""

    def clause(self, name: str, node: Node) -> tuple[str, str | None]:
        """Say a clause in one paragraph; with it, the sentence that people signed."""
        table = table_of(node)
        if self.alone is not None and (not table or table.keys() & set(NESTED)):
            table = {self.alone: node}
        sentences, says = clause_text(self.forms, table, (self.key, name))
        sentences = sentences or [NOTHING_ELSE.template]
        named = f"**{Name(free=True).text(name)}**" if self.defines else f"**{title(name)}.**"
        return " ".join((named, *sentences)), says

    def phrase(self, path: Path, node: Node) -> str:
        """One clause, or one key of it."""
        if path[2:] == ("says",) and isinstance(node, Scalar):
            return prose(node.text)
        return self.clause(path[1], under(path[2:], node))[0]


def clause_text(forms: Forms, table: dict[str, Node], path: Path) -> tuple[list[str], str | None]:
    """Say the keys of a clause in sentences; with them, the sentence that people signed."""
    signed = table.pop("says", None)
    sentences, left = forms.write(table)
    require_said(left, path)
    return sentences, None if signed is None else Prose().write(signed)


@dataclass(frozen=True)
class HeadedSection:
    """A section with a heading for each clause, its sentences, and perhaps a table: `### The score fit`.

    `rows` lay out what stands under `rows_key`.
    """

    key: str
    heading: str
    subject: str
    forms: Forms
    also: tuple[str, ...] = ()
    rows: Rows | None = None

    def write(self, node: Node) -> Iterator[str]:
        """Each clause below its heading."""
        for entry in entries_of(node):
            yield f"### The {self.subject} {Name(free=True).text(entry.name)}"
            yield ""
            yield from self.body(entry.name, entry.value)

    def body(self, name: str, node: Node) -> Iterator[str]:
        """What stands below the heading of a clause."""
        table, rows = self.parts(node)
        sentences, says = clause_text(self.forms, table, (self.key, name))
        if sentences:
            yield " ".join(sentences)
            yield ""
        if says is not None:
            yield f"> {says}"
            yield ""
        if self.rows is not None:
            yield from self.rows.write(rows)

    def parts(self, node: Node) -> tuple[dict[str, Node], list[Row]]:
        """Give what the sentences say, and the rows."""
        return table_of(node), []

    def phrase(self, path: Path, node: Node) -> str:
        """One clause, or one key of it."""
        table, rows = self.parts(under(path[2:], node))
        table.pop("says", None)
        sentences, _ = self.forms.write(table)
        said = [self.rows.phrase(row) for row in rows] if self.rows is not None else []
        return f"The {self.subject} {Name().text(path[1])}: {' '.join((*sentences, *said))}"


# ── names that stand as titles ──────────────────────────────────────────────────────────────────


def title(name: str) -> str:
    """Write a name as a title: with a large letter where that can be told on reading, else as code."""
    text = Name(free=True).text(name)
    return text if text.startswith("`") else begin_sentence(text)


def titled(words: Words) -> Scalar:
    """Read a name that stands as a title."""
    if words.is_marked(0, len(words.text), "code"):
        return words.scalar
    text = inner_word(words.text)
    return replace(words.scalar, text=text, value=text)
