"""What a cell tells of a lead, as a condition, with the fields it needs that the document declares nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import Need, Read, joined, read_condition
from ola.agreement.prose.phrases.names import lexicon
from ola.agreement.prose.reading import Context, Put
from ola.agreement.prose.values import value
from ola.source import Place
from ola.tree.words import Words


@dataclass(frozen=True, slots=True)
class Facts:
    """A condition that was read, and the words it was read from."""

    read: Read
    words: Words

    @property
    def condition(self) -> str:
        """The condition in ola's language; a list that leaves it unsaid is read as all."""
        return self.read.text

    @property
    def is_unsaid(self) -> bool:
        """Whether a list does not tell if all or any of it is needed."""
        return self.read.unsaid

    @property
    def both_ways(self) -> tuple[str, str]:
        """An unsaid list with all and with any of its parts needed."""
        return joined("all", self.read.parts).text, joined("any", self.read.parts).text

    @property
    def names(self) -> tuple[str, ...]:
        """The fields it needs that are declared nowhere."""
        return tuple(need.name for need in self.read.needs if not need.declared)

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures in it."""
        return self.read.figures

    def puts(self) -> Iterator[Put]:
        """Declare each field that is needed."""
        return declare(self.read.needs, self.words.place)


def declare(needs: tuple[Need, ...], place: Place) -> Iterator[Put]:
    """Declare fields that conditions need and that the document declares nowhere."""
    for need in needs:
        yield Put(("fields", need.name, "type"), value(need.type, place), is_stand_in=True)


def filled_in(field: Words) -> Iterator[Put]:
    """Declare a field of which only its name is said: it has a label, and may hold any text."""
    yield Put(("fields", key_of(field.text), "type"), value("text", field.place), is_stand_in=True)
    yield Put(("fields", key_of(field.text), "label"), field.scalar)


def read_facts(words: Words, context: Context) -> Facts | None:
    """Read a cell as a condition; nothing where a part of it cannot be made out."""
    read = read_condition(words, lexicon(context.declared))
    return None if read is None else Facts(read, words)


def one_fact(words: Words) -> Facts | None:
    """Take words as one thing that is true of a lead or not, a yes/no field; nothing where they have no letters."""
    name = key_of(words.text)
    return Facts(Read(name, (Need(name, "boolean"),)), words) if name and not name[0].isdigit() else None
