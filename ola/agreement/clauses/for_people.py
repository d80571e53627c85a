"""Sentences that are shown and signed, and never pretended to be checked."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.structure import (
    ListOf,
    Text,
)
from ola.plan import (
    Clause,
    ForPeople,
)
from ola.tree.value import Items, Node, Scalar

FOR_PEOPLE = ListOf(Text("a sentence"))


def lower_for_people(node: Node | None) -> Iterator[ForPeople]:
    """Keep the sentences that are shown and signed, never pretended to be checked."""
    items = node.items if isinstance(node, Items) else ()
    for at, item in enumerate(items, 1):
        if isinstance(item, Scalar):
            clause = Clause(f"for_people.{at}", "info", None, item.place, item.text)
            yield ForPeople(clause, item.text, "written for people")
