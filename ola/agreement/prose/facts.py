"""What is told of a lead in free words, as yes/no fields that a lead must then have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.reading import Put
from ola.agreement.prose.values import table
from ola.tree.words import Words

Joined = Literal["one", "all", "any", "unsaid"]


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts in the order of the text, how they are joined, and the condition that says so.

    "unsaid" is a list that does not tell whether all or any of it is needed; `condition` then takes all.
    """

    words: tuple[Words, ...]
    joined: Joined

    @property
    def names(self) -> tuple[str, ...]:
        """The yes/no fields that stand for the facts."""
        return tuple(dict.fromkeys(key_of(each.text) for each in self.words))

    @property
    def condition(self) -> str:
        """The condition in ola's language."""
        return self.joined_by("any" if self.joined == "any" else "all")

    @property
    def told(self) -> str:
        """The facts in the document's words."""
        texts = [each.text for each in self.words]
        return texts[0] if len(texts) == 1 else f"{'any' if self.joined == 'any' else 'all'} of ({'; '.join(texts)})"

    def joined_by(self, how: Literal["all", "any"]) -> str:
        """Give the condition with all or any of the facts."""
        return self.names[0] if len(self.names) == 1 else f"{how} of ({', '.join(self.names)})"

    def puts(self) -> Iterator[Put]:
        """Declare each fact as a yes/no field."""
        for each in self.words:
            declared = table({"type": "boolean", "label": each.text}, each.place)
            yield Put(("fields", key_of(each.text)), declared)


_POINTS = re.compile(r"\s*;\s*")
_COMMAS = re.compile(r",\s*(?:and|or)\s+|,\s*", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)


def read_facts(words: Words) -> Facts | None:
    """Take free words apart into facts; nothing where there are none.

    Semicolons part points, and leave unsaid how they are joined; then "or" gives any, "and" and commas all. Words in
    parentheses explain and are no facts.
    """
    bare = _without_parentheses(words)
    points = _parts(bare, _POINTS)
    if len(points) > 1:
        return _facts(points, "unsaid")
    by_or = _parts(bare, _OR)
    if len(by_or) > 1:
        return _facts([part for each in by_or for part in _parts(each, _COMMAS)], "any")
    both = [part for each in _parts(bare, _COMMAS) for part in _parts(each, _AND)]
    return _facts(both, "one" if len(both) == 1 else "all")


def _facts(parts: list[Words], joined: Joined) -> Facts | None:
    named = tuple(part for part in parts if key_of(part.text))
    if not named:
        return None
    return Facts(named, joined if len(named) > 1 else "one")


def _parts(words: Words, between: re.Pattern[str]) -> list[Words]:
    found, start = [], 0
    for match in between.finditer(words.text):
        found.append(words.cut(start, match.start()))
        start = match.end()
    found.append(words.cut(start, len(words.text)))
    return [part for part in found if part.text]


def _without_parentheses(words: Words) -> Words:
    match = re.search(r"\s*\([^()]*\)\s*[.]?\s*$", words.text)
    return words.cut(0, match.start()) if match and match.start() > 0 else words
