"""The YAML reader never raises, and what it reads stands where it says."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ola.finding import show
from ola.source import Place, Source
from ola.tree.value import Items, Mapping, Node, Scalar, to_plain
from ola.tree.yaml import read_yaml

EXAMPLE = (Path(__file__).parents[1] / "vectors/agreements/harbor.ola.yaml").read_text(encoding="utf-8")
LINES = EXAMPLE.splitlines(keepends=True)

# Pieces that YAML cares about make random text interesting.
SIGNS = st.sampled_from(
    [
        *"{}[]:,-?&*!|>'\"%@`#=~ \t\n\r\\.()",
        ": ",
        "- ",
        "\n  ",
        "---\n",
        "...\n",
        "&a ",
        "*a",
        "<<: ",
        "\\U0010ffff",
        "\\x",
    ]
)
TEXT = st.lists(SIGNS | st.text(max_size=3), max_size=40).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Take some lines of the example agreement and spoil them."""
    start = draw(st.integers(0, len(LINES) - 1))
    text = "".join(LINES[start : start + draw(st.integers(1, 12))])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(SIGNS | st.text(max_size=2)) + text[at + draw(st.integers(0, 3)) :]
    return text


def check(text: str) -> None:
    """Read a text; hold every place of the tree and of the findings to the text."""
    source = Source("a.yaml", text)
    tree, findings = read_yaml(source)
    assert tree is not None or findings
    for finding in findings:
        assert isinstance(finding.place, Place)
        assert_inside(finding.place, source)
        assert show(finding, {"a.yaml": source})
    if tree is not None:
        to_plain(tree)
        assert_places(tree, source)


def assert_inside(place: Place, source: Source) -> None:
    """A place starts before it ends and lies in the text."""
    assert (1, 1) <= (place.line, place.column) <= (place.end_line, place.end_column)
    assert place.end_line <= len(source.lines)
    assert place.end_column <= len(source.lines[place.end_line - 1]) + 1


def assert_places(node: Node, source: Source) -> None:
    """Every place lies in the text, and so does every stretch of a scalar."""
    assert_inside(node.place, source)
    match node:
        case Scalar():
            for start in range(min(len(node.text), 20)):
                assert_inside(node.at(start, start + 1), source)
        case Items():
            for item in node:
                assert_places(item, source)
        case Mapping():
            assert len({entry.name for entry in node}) == len(node)
            for entry in node:
                assert_places(entry.key, source)
                assert_places(entry.value, source)


@given(TEXT)
def test_any_text_is_read_or_has_findings(text: str) -> None:
    """No text makes the reader raise, and no place lies outside the text."""
    check(text)


@given(mutated())
def test_a_spoilt_agreement_is_read_or_has_findings(text: str) -> None:
    """Nor does an agreement with a slip of the hand."""
    check(text)


WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), exclude_characters="\ufeff")
)


@given(st.dictionaries(WORD.filter(str.strip), WORD, min_size=1, max_size=4))
def test_quoted_words_are_read_as_written(words: dict[str, str]) -> None:
    """Names and values in single quotes come back whole, each at its own place."""
    quoted = {name.replace("'", "''"): word.replace("'", "''") for name, word in words.items()}
    source = Source("a.yaml", "".join(f"'{name}': '{word}'\n" for name, word in quoted.items()))
    if any(len(name) > 1000 for name in quoted):  # YAML keeps names on one line, at most 1024 long
        return
    tree, findings = read_yaml(source)
    assert findings == ()
    assert tree is not None
    assert to_plain(tree) == words
    assert_places(tree, source)
