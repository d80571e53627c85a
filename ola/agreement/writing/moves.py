"""The moves: which stage may follow which, who may move a lead, and what it must carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.scope import many
from ola.agreement.writing.atoms import CODE, Choice, Counted, Name, as_text, inside, skeleton
from ola.agreement.writing.forms import Either, table_of
from ola.agreement.writing.lists import Several, split
from ola.agreement.writing.rows import ATTRIBUTE_COLUMNS, Column, Holds, Row, RowRead, Rows
from ola.agreement.writing.sections import Path, Put, TableSection, under
from ola.finding import spoken_list
from ola.tree.markdown_text import code, one_line
from ola.tree.value import Mapping as Written
from ola.tree.value import Node, Scalar
from ola.tree.words import Words

_STAGE = Name()


@dataclass(frozen=True)
class Move:
    """A move: `mql to accepted, recycled or disqualified`; one that is spelt in another way stands as code."""

    @property
    def pattern(self) -> str:
        """From a stage to one or several, or code."""
        stage = _STAGE.pattern
        return rf"(?:{CODE}+|{stage} to {stage}(?:(?:, {stage})* or {stage})?)"

    def write(self, node: Node) -> str | None:
        """The stages by name."""
        if not isinstance(node, Scalar):
            return None
        text = one_line(node.text)
        before, arrow, after = text.partition(" -> ")
        targets = after.split(" | ")
        plain = all(name and name == name.strip() and not re.search(r"[|>]", name) for name in (before, *targets))
        if not arrow or not plain:
            return code(text)
        return f"{_STAGE.text(before)} to {spoken_list([_STAGE.text(name) for name in targets], 'or')}"

    def read(self, words: Words) -> Node | None:
        """The move as conditions of moves are spelt."""
        whole = inside(words)
        if whole is not None:
            return as_text(whole)
        before, _, _ = skeleton(words).partition(" to ")
        names = [_STAGE.read(words.cut(0, len(before)))]
        names += [_STAGE.read(each) for each in split(words.cut(len(before) + 4, len(words.text)), "(?:, | or )")]
        texts = [name.text for name in names if isinstance(name, Scalar)]
        return as_text(words, f"{texts[0]} -> {' | '.join(texts[1:])}") if len(texts) == len(names) else None


MOVE = Move()
_ANYONE = Choice((("", "any party"),))


@dataclass(frozen=True)
class Moves(TableSection):
    """A table of moves; one that has nothing but its stages is a text in the agreement."""

    def rows_of(self, node: Node) -> Iterator[Row]:
        """Give each move as a row."""
        for item in many(node):
            is_text = isinstance(item, Scalar)
            yield Row(None, {"move": item} if is_text else {"by": Scalar("", "", item.place), **table_of(item)})

    def phrase(self, path: Path, node: Node) -> str:
        """One move, or all."""
        return TableSection.phrase(self, path[:1], under(path[2:], node))

    def puts(self, row: RowRead) -> Iterator[Put]:
        """What a row puts into the tree."""
        entries = [entry for entry in row.entries if not (entry.name == "by" and _is_anyone(entry.value))]
        is_table = len(row.entries) > 1
        yield (self.key, "+"), Written(tuple(entries), row.place) if is_table else row.entries[0].value


def _is_anyone(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text


SECTION = Moves(
    "moves",
    "Moves",
    Rows(
        "",
        (
            Column("Move", Holds("move", MOVE), ("transition", "from and to")),
            Column("Made by", Holds("by", Either((_ANYONE, Several(Name(values=True))))), ("by",)),
            Column("Carries", Holds("carries", Several(Name(values=True), "and"))),
            Column("At most", Holds("at_most", Counted("time")), ("how often",)),
            *ATTRIBUTE_COLUMNS,
        ),
    ),
    ("transitions", "moves between stages", "stage changes"),
)
