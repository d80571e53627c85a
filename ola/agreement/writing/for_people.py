"""Sentences that are shown and signed, and never pretended to be checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ola.agreement.writing.atoms import Prose
from ola.agreement.writing.sections import Path
from ola.tree.value import Items, Node


@dataclass(frozen=True)
class ForPeople:
    """A list of sentences."""

    key: str = "for_people"
    heading: str = "For people"
    also: tuple[str, ...] = ("for people only", "also agreed")

    def write(self, node: Node) -> Iterator[str]:
        """An item for each."""
        for item in node.items if isinstance(node, Items) else ():
            yield f"- {self.phrase((self.key,), item)}"
        yield ""

    def phrase(self, path: Path, node: Node) -> str:
        """The sentence."""
        del path
        return Prose().write(node) or ""


SECTION = ForPeople()
