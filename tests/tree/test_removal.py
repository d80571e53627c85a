"""An item goes with its comma or its line, and nothing else does."""

from __future__ import annotations

import pytest

from ola.source import Source
from ola.tree.removal import without
from ola.tree.value import Items, Mapping, Node
from ola.tree.yaml import read_yaml


def left(text: str, at: int) -> str | None:
    """Give the text without the item or entry at an index of the list or table under `a`."""
    source = Source("a.yaml", text)
    tree, _ = read_yaml(source)
    assert isinstance(tree, Mapping)
    container: Node | None = tree.get("a")
    assert isinstance(container, Items | Mapping)
    edit = without(source, container, at)
    if edit is None:
        return None
    start, end = source.span(edit.place)
    assert text[start:end] == edit.was
    return f"{text[:start]}{edit.text}{text[end:]}"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("a: [x, y, z]", 0, "a: [y, z]"),
        ("a: [x, y, z]", 1, "a: [x, z]"),
        ("a: [x, y, z]", 2, "a: [x, y]"),
        ("a: [x, y ,z ]", 2, "a: [x, y  ]"),
        ("a: {b: 1, c: [1, 2]}", 1, "a: {b: 1}"),
        ("a: {b: 1, c: [1, 2]}", 0, "a: {c: [1, 2]}"),
        ("a: [x,\n    y,\n    z]", 1, "a: [x,\n    z]"),
        ("a: ['x, y', \"z\"]", 0, 'a: ["z"]'),
        ("a:\n  - x\n  - y\n", 0, "a:\n  - y\n"),
        ("a:\n  - x\n  - y", 1, "a:\n  - x\n"),
        ("a:\r\n  - x\r\n  - y\r\n", 0, "a:\r\n  - y\r\n"),
        ("a:\n  b: 1\n  c:\n    d: 2\n    e: 3\nf: 4\n", 1, "a:\n  b: 1\nf: 4\n"),
        # what else stands on the line would go with it
        ("a:\n  - x\n  - y  # why\n", 1, None),
        # the only one leaves an empty list
        ("a: [x]", 0, None),
        ("a: {b: 1}", 0, None),
        # the first key of an item stands behind the item's own sign
        ("b:\n  - c: 1\n    d: 2\na: [x, y]", 1, "b:\n  - c: 1\n    d: 2\na: [x]"),
    ],
)
def test_what_is_taken_out(text: str, at: int, expected: str | None) -> None:
    """What is left reads as it did, less the one."""
    assert left(text, at) == expected


def test_an_entry_behind_the_sign_of_an_item_stays() -> None:
    """Taking out `c` would leave the list without its sign."""
    source = Source("a.yaml", "a:\n  - c: 1\n    d: 2\n")
    tree, _ = read_yaml(source)
    assert isinstance(tree, Mapping)
    items = tree.get("a")
    assert isinstance(items, Items)
    assert without(source, items.items[0], 0) is None
    assert without(source, items.items[0], 1) is not None
