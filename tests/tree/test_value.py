"""Values keep where they stand and how they are spelt."""

from __future__ import annotations

from ola.source import Place, Source
from ola.tree.value import Items, Mapping, Node, Scalar, kind_of, to_plain
from ola.tree.yaml import read_yaml


def tree(text: str) -> Node:
    """Read a text that has nothing wrong."""
    node, findings = read_yaml(Source("a.yaml", text))
    assert findings == ()
    assert node is not None
    return node


def value(text: str, name: str = "a") -> Scalar:
    """Read a text and give the scalar of one name."""
    node = tree(text)
    assert isinstance(node, Mapping)
    found = node.get(name)
    assert isinstance(found, Scalar)
    return found


def under(text: str, place: Place) -> str:
    """Give what stands at a place that lies on one line."""
    assert place.line == place.end_line
    return Source("a.yaml", text).lines[place.line - 1][place.column - 1 : place.end_column - 1]


def test_a_word_in_a_plain_value_has_its_own_place() -> None:
    """A stretch of a plain or quoted value is found in the source, after emoji too."""
    for text in ("a: 😀 score >= 60", 'a: "😀 score >= 60"', "a: '😀 score >= 60'", "a:\n  😀 score >= 60"):
        scalar = value(text)
        start = scalar.text.index("score")
        assert under(text, scalar.at(start, start + 5)) == "score"


def test_a_word_in_a_text_of_several_lines_has_its_own_place() -> None:
    """Folded, block and escaped texts are mapped line by line."""
    texts = (
        "a: one\n   two score\n   three",
        'a: "one\n  two score\n  three"',
        "a: |\n  one\n  two score\n  three\n",
        "a: >-  # folded\n\n  one\n    two score\n\n  three\n",
        "a: 'it''s score'",
        r'a: "\u00e9\n\"score\" three"',
        "a: &name # words\n  one\n  score",
    )
    for text in texts:
        scalar = value(text)
        start = scalar.text.index("score")
        assert under(text, scalar.at(start, start + 5)) == "score", text


def test_a_place_past_the_end_is_the_end() -> None:
    """Offsets beyond the text give its end, where a condition stops too early."""
    assert value("a: score >=").at(50, 60) == Place("a.yaml", 1, 12, 1, 12)
    assert value("a: |\n  score >=\n").at(50, 60).line == 2


def test_a_block_without_text_is_its_own_place() -> None:
    """An empty block has no stretch to point to, so the whole of it is meant."""
    scalar = value("a: |\nb: 1")
    assert scalar.at(0, 1) == scalar.place


def test_a_table_gives_its_entries_by_name() -> None:
    """Names are spelt as written: a number or NO is a name like another."""
    node = tree("NO: 1\n1: two\n2026-12-24: closed")
    assert isinstance(node, Mapping)
    assert [entry.name for entry in node] == ["NO", "1", "2026-12-24"]
    assert len(node) == 3
    assert "NO" in node
    assert node.get("no") is None
    assert node.entry("no") is None
    assert to_plain(node) == {"NO": 1, "1": "two", "2026-12-24": "closed"}


def test_to_plain_gives_dicts_lists_and_values() -> None:
    """The plain form is what JSON Schema looks at."""
    assert to_plain(tree("a: [1, {b: ~}]\nc: 1.5\nd: true")) == {"a": [1, {"b": None}], "c": 1.5, "d": True}


def test_kinds_have_names_for_people() -> None:
    """Messages say what stands there in words."""
    node = tree("[[], {}, x, 1, 1.5, true, ~]")
    assert isinstance(node, Items)
    assert [kind_of(item) for item in node] == [
        "a list",
        "a table of names and values",
        "text",
        "a number",
        "a number",
        "true or false",
        "nothing",
    ]
