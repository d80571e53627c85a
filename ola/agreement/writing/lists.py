"""One thing or several, as a sentence joins them: `call`, `call or meeting`, `call alone` for a list of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ola.agreement.writing.atoms import Kind, skeleton
from ola.finding import spoken_list
from ola.source import Place
from ola.tree.value import Items, Node
from ola.tree.words import Words


@dataclass(frozen=True)
class Several:
    """One thing, or a list of it joined by commas and a last word; `always` where one alone is a list as well."""

    item: Kind
    word: str = "or"
    always: bool = False

    @cached_property
    def pattern(self) -> str:
        """One, several, or one alone."""
        one, more = self.item.pattern, rf"(?:, {self.item.pattern})* {self.word} {self.item.pattern}"
        return f"(?:{one}(?:{more}| alone)?)"

    def write(self, node: Node) -> str | None:
        """Join what each item is; nothing where one has no words."""
        if not isinstance(node, Items):
            return None if self.always else self.item.write(node)
        texts = [self.item.write(item) for item in node.items]
        said = [text for text in texts if text is not None]
        if not said or len(said) < len(texts):
            return None
        if len(said) == 1:
            return said[0] if self.always else f"{said[0]} alone"
        return spoken_list(said, self.word)

    def read(self, words: Words) -> Node | None:
        """Read each."""
        shape = skeleton(words)
        alone = re.search(r" alone$", shape)
        if alone is not None:
            words = words.cut(0, alone.start())
        parts = list(split(words, rf"(?:, | {self.word} )"))
        items = [self.item.read(part) for part in parts]
        found = tuple(item for item in items if item is not None)
        if len(found) < len(items):
            return None
        is_list = len(found) > 1 or alone is not None or self.always
        return Items(found, words.place) if is_list else found[0]


def split(words: Words, between: str) -> Iterator[Words]:
    """Cut words at what stands between them, outside code and quotes."""
    at = 0
    for found in re.finditer(between, skeleton(words)):
        yield words.cut(at, found.start())
        at = found.end()
    yield words.cut(at, len(words.text))


def spot(place: Place) -> Place:
    """Give the first character of a place."""
    return Place(place.file, place.line, place.column, place.line, place.column + 1)
