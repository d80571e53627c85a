"""What a cell tells of a lead, as a condition, with the fields it needs that the document declares nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.conditions import read_condition
from ola.agreement.prose.phrases.names import Lexicon, lexicon
from ola.agreement.prose.phrases.read import Need, Read, counted, joined
from ola.agreement.prose.reading import Context, Put
from ola.agreement.prose.values import value
from ola.agreement.prose.written import written
from ola.source import Place, Source
from ola.tree.words import Words


@dataclass(frozen=True, slots=True)
class Facts:
    """A condition that was read, the words it was read from, and what it needs declared besides its fields."""

    read: Read
    words: Words
    besides: tuple[Put, ...] = ()

    @property
    def condition(self) -> str:
        """The condition in ola's language; a list that leaves it unsaid is read as all."""
        return self.read.text

    @property
    def is_unsaid(self) -> bool:
        """Whether a list does not tell if all or any of it is needed."""
        return self.read.unsaid

    @property
    def names(self) -> tuple[str, ...]:
        """The fields it needs that are declared nowhere."""
        return tuple(need.name for need in self.read.needs if not need.declared)

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures in it."""
        return self.read.figures

    def puts(self) -> Iterator[Put]:
        """Declare each field that is needed, and whatever else."""
        yield from declare(self.read.needs, self.words.place)
        yield from self.besides


def declare(needs: tuple[Need, ...], place: Place) -> Iterator[Put]:
    """Declare fields that conditions need and that the document declares nowhere."""
    for need in needs:
        yield Put(("fields", need.name, "type"), value(need.type, place), is_stand_in=True)


def filled_in(field: Words) -> Iterator[Put]:
    """Declare a field of which only its name is said: it has a label, and may hold any text."""
    yield Put(("fields", key_of(field.text), "type"), value("text", field.place), is_stand_in=True)
    yield Put(("fields", key_of(field.text), "label"), field.scalar)


def read_facts(words: Words, context: Context) -> Facts | None:
    """Read a cell as a condition, also one that says `all of: a; b`; nothing where a part of it cannot be made out."""
    known = lexicon(context.declared)
    list_of = _LIST_OF.match(words.text)
    if list_of is None:
        read = read_condition(words, known)
        return None if read is None else Facts(read, words)
    parts = [_point(point, known) for point in points(words.cut(list_of.end(), len(words.text)))]
    every = [part for part in parts if part is not None]
    if len(every) < len(parts):
        return None
    if list_of["least"]:
        of = counted(int(list_of["least"]), every)
        return None if of is None else Facts(replace(of, figures=(list_of["least"], *of.figures)), words)
    return Facts(joined("any" if list_of["how"].lower() == "any" else "all", every), words)


_LIST_OF = re.compile(r"(?P<how>all|any|at least (?P<least>\d{1,2})) of\s*:\s*", re.IGNORECASE)


def points(words: Words) -> tuple[Words, ...]:
    """Take points apart at their semicolons, or at their commas where they have none."""
    sign, found, start = ";" if ";" in words.text else ",", list[Words](), 0
    for match in re.finditer(sign, words.text):
        found.append(words.cut(start, match.start()))
        start = match.end()
    found.append(words.cut(start, len(words.text)))
    return tuple(each for each in found if each.text)


def _point(words: Words, known: Lexicon) -> Read | None:
    read = read_condition(words, known)
    return None if read is None or read.unsaid or read.vague else read


def as_points(words: Words, context: Context, source: Source) -> tuple[str, str] | None:
    """Write a list anew so that it says whether all or any of it is needed; nothing where it is no list.

    A point that cannot be read stands as code: a yes/no field of that name, which each lead must bring.
    """
    listed = points(words)
    if len(listed) < _LEAST:
        return None
    told = "; ".join(as_point(point, context, source) for point in listed)
    return f"all of: {told}", f"any of: {told}"


def as_point(words: Words, context: Context, source: Source) -> str:
    """Write a point as it stands where it can be read, else as the name of a yes/no field."""
    if _point(words, lexicon(context.declared)) is not None:
        return written(words, source)
    return f"`{' '.join(words.text.replace('`', ' ').split())}`"


_LEAST = 2  # points that make a list


def one_fact(words: Words) -> Facts | None:
    """Take words as one thing that is true of a lead or not, a yes/no field; nothing where they have no letters."""
    name = key_of(words.text)
    return Facts(Read(name, (Need(name, "boolean"),)), words) if name and not name[0].isdigit() else None
