"""YAML is read with places, and its mistakes are found with a caret."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from ola.finding import show
from ola.source import Source
from ola.tree.reading import load_text
from ola.tree.value import Items, Mapping, Node, Scalar, to_plain
from ola.tree.yaml import DEEPEST, LONGEST_TEXT, read_yaml

VECTORS = Path(__file__).parents[1] / "vectors"


class Vector(TypedDict):
    """A text with mistakes and all that is shown for it."""

    text: str
    shows: str


TROUBLE: list[Vector] = yaml.safe_load((VECTORS / "tree/trouble.yaml").read_text(encoding="utf-8"))


def codes(text: str) -> list[str]:
    """Give the codes of what is wrong with a text."""
    return [finding.code for finding in read_yaml(Source("a.yaml", text))[1]]


def scalars(node: Node) -> list[Scalar]:
    """Give every scalar of a tree, names included."""
    match node:
        case Scalar():
            return [node]
        case Items():
            return [scalar for item in node for scalar in scalars(item)]
        case Mapping():
            return [scalar for entry in node for scalar in (entry.key, *scalars(entry.value))]


def test_the_example_agreement_is_read_with_every_place() -> None:
    """Nothing is wrong with the example, and what stands at each place is the scalar's own text."""
    source = load_text(VECTORS / "agreements/harbor.ola.yaml")
    tree, findings = read_yaml(source)
    assert findings == ()
    assert tree is not None
    for scalar in scalars(tree):
        place = scalar.place
        assert place.line == place.end_line
        assert scalar.text in (written := source.lines[place.line - 1][place.column - 1 : place.end_column - 1])
        assert len(written) - len(scalar.text) == (0 if scalar.style == "plain" else 2)


@pytest.mark.parametrize("vector", TROUBLE, ids=lambda vector: repr(vector["text"])[:40])
def test_mistakes_are_shown_with_a_caret_and_a_way_out(vector: Vector) -> None:
    """Every mistake of the vectors gives exactly what stands beside it."""
    source = Source("x.yaml", vector["text"])
    _, findings = read_yaml(source)
    assert "".join(show(finding, {"x.yaml": source}) + "\n" for finding in findings) == vector["shows"]


def test_a_bomb_is_one_finding() -> None:
    """Ten aliases of ten aliases of ten aliases … are counted, not built."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    tree, findings = read_yaml(Source("a.yaml", "\n".join(lines)))
    assert tree is None
    assert [finding.message for finding in findings] == [
        "The text stands for more than 50,000 values, aliases counted in full."
    ]


def test_a_hundred_aliases_are_enough() -> None:
    """Small aliases too are bounded."""
    assert codes("a: &a 1\nb: [" + "*a, " * 100 + "]") == []
    assert codes("a: &a 1\nb: [" + "*a, " * 101 + "]") == ["OLA104"]


def test_depth_is_bounded_through_aliases_too() -> None:
    """What an alias brings along counts its levels from where it is used."""
    half = DEEPEST // 2
    assert codes("[" * DEEPEST + "]" * DEEPEST) == []
    assert codes("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)) == ["OLA104"]
    assert codes("[" * 200_000) == ["OLA104"]
    deep = f"a: &a {'[' * half}{']' * half}\nb: {'[' * half}*a{']' * half}"
    assert codes(deep) == ["OLA104"]


def test_a_text_beyond_any_agreement_is_not_read() -> None:
    """Size is looked at before anything else."""
    assert codes("x" * (LONGEST_TEXT + 1)) == ["OLA104"]


def test_what_is_wrong_leaves_the_rest_of_the_tree() -> None:
    """Only a mistake of syntax leaves no tree; after others, what is right can still be looked at."""
    tree, findings = read_yaml(
        Source("a.yaml", "a: 1\na: 2\n<<: {b: 3}\nc: {when: x in (1, 2), must: y}\nd: 4\x00\n---\ne: 5\n")
    )
    assert [finding.code for finding in findings] == ["OLA102", "OLA103", "OLA108", "OLA107", "OLA105"]
    assert tree is not None
    assert to_plain(tree) == {"a": 1, "c": {"when": "x in (1, 2)", "must": "y"}, "d": 4}


def test_a_condition_cut_at_its_commas_keeps_its_places() -> None:
    """The mended condition points at its own words, also over two lines."""
    text = "a: {when: country in (US,\n  CA) and source = web}"
    tree, _ = read_yaml(Source("a.yaml", text))
    condition = scalars(tree)[-1] if tree else None
    assert condition is not None
    assert condition.text == "country in (US, CA) and source = web"
    at = condition.text.index("source")
    assert (condition.at(at, at + 6).line, condition.at(at, at + 6).column) == (2, 11)


def test_many_invisible_characters_are_counted() -> None:
    """A file that is no text gives eleven findings, not a million."""
    findings = read_yaml(Source("a.yaml", "a: x" + "\x01" * 1000))[1]
    assert len(findings) == 11
    assert findings[-1].message == "990 more characters that cannot be seen follow."
