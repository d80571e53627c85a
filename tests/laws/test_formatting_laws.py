"""Laws of `ola fmt`: once is enough, nothing that is said changes, and no comment is lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ola.agreement.document import DOCUMENT
from ola.formatting import formatted
from ola.source import Source
from ola.tree.value import Items, Mapping, Node, Scalar, to_plain
from ola.tree.yaml import read_yaml

TOP = Path(__file__).parents[2]
AGREEMENTS = sorted(
    [
        *TOP.glob("ola/bundled/**/*.ola.yaml"),
        *TOP.glob("tests/agreements/*/agreement.ola.yaml"),
        *TOP.glob("tests/vectors/agreements/*.ola.yaml"),
        *TOP.glob("tests/vectors/broken/*.ola.yaml"),
        *TOP.glob("tests/data/zendesk/*.ola.yaml"),
    ]
)
TEXTS = [text for path in AGREEMENTS if not read_yaml(Source("a", text := path.read_text("utf-8")))[1]]
# Lengths that agreements write in their usual spelling; the law for others is `test_spelling`.
NASTY = st.sampled_from(
    [
        *(
            "a",
            "a b",
            "NO",
            "on",
            "12:30",
            "09:00-17:00",
            "2026-01-01",
            "1.10",
            "0x1F",
            "~",
            "null",
            "true",
            "",
            " ",
            "  x ",
        ),
        *(
            "a: b",
            "a #b",
            "#x",
            "- a",
            "-",
            "-a",
            "?",
            "? x",
            ":x",
            "x:",
            "[a]",
            "{a",
            "a, b",
            "a,b",
            "it's",
            'say "x"',
            "\\",
        ),
        *(
            "*x",
            "&x",
            "!x",
            "%x",
            "@x",
            "`x",
            "|",
            ">",
            "|x",
            "<<",
            "=",
            "---",
            "...",
            "a\nb",
            "a\n",
            "\n",
            "a\n\nb\n",
            " a\nb",
        ),
        *(
            "é",
            "ä: ö",
            "\u00a0",
            "\u2028",
            "\ufeff",
            "\x7f",
            "\x85",
            "😀",
            "a\tb",
            "\ta",
            "country in (US, CA)",
            'x = "y"',
        ),
        *("word " * 40, "a very long sentence, " * 9, "long - with - dashes " * 8, "double  space " * 12),
        *("score >= 60 and consent is known and country in (US, CA, GB, DE) and source = event or tier A or x",),
    ]
)
SCALARS = st.none() | st.booleans() | st.integers(-5, 500) | st.sampled_from([0.5, 1e9]) | NASTY
KEYS = NASTY.filter(lambda text: bool(text.strip()) and text != "<<") | st.sampled_from(
    ["lead", "first touch", "A", "says", "id"]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(st.sampled_from([*DOCUMENT.keys, "more"]) | KEYS, TREES, min_size=1, max_size=6)


def plain(text: str) -> Any:
    """Give what a text says as plain values; nothing where it cannot be read."""
    node, findings = read_yaml(Source("a.ola.yaml", text))
    return None if findings or not isinstance(node, Mapping) else to_plain(node)


def comments(text: str) -> Counter[str]:
    """Count the comments of a text by what they say; several on one line are parted."""
    node, _ = read_yaml(Source("a.ola.yaml", text))
    assert node is not None
    bare = list(text)
    for start, end in spans(Source("a.ola.yaml", text), node):
        bare[start:end] = [sign if sign in "\r\n" else "_" for sign in bare[start:end]]
    found = re.findall(r"#[^\r\n]*", "".join(bare))
    return Counter(part.strip() for each in found for part in re.split(r"  (?=#)", each))


def spans(source: Source, node: Node) -> list[tuple[int, int]]:
    """Give where the values of a tree stand, of a block without its first line, which may end in a comment."""
    match node:
        case Scalar(place=place, style=style):
            start, end = source.span(place)
            if style in ("literal", "folded"):
                start = min(
                    (at for at in (source.text.find("\n", start), source.text.find("\r", start)) if at >= 0),
                    default=end,
                )
            return [(start, max(start, end))]
        case Items(items=items):
            return [span for item in items for span in spans(source, item)]
        case Mapping(entries=entries):
            return [span for entry in entries for part in (entry.key, entry.value) for span in spans(source, part)]


@st.composite
def commented(draw: st.DrawFn, text: str) -> str:
    """Put comments behind lines and on lines of their own, where they change nothing."""
    said = plain(text)
    lines = text.splitlines()
    for number in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(lines)))
        tried = list(lines)
        if draw(st.booleans()) and at < len(lines) and lines[at].strip():
            tried[at] = f"{lines[at]}  # behind {number}"
        else:
            comment = f"{' ' * draw(st.integers(0, 8))}# alone {number}: {{[x"
            tried[at:at] = draw(st.sampled_from([[comment], ["", comment], [comment, ""], ["", "", comment, ""]]))
        if plain("\n".join(tried)) == said:
            lines = tried
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return ending.join(lines) + ending


def holds_the_laws(text: str) -> None:
    """Format a text and hold what comes of it against it."""
    once = formatted(Source("a.ola.yaml", text))
    assert formatted(Source("a.ola.yaml", once)) == once
    assert plain(once) == plain(text)
    assert comments(once) == comments(text)
    assert once.endswith("\n")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    data=st.data(), document=DOCUMENTS, flow=st.sampled_from([True, False, None]), width=st.sampled_from([20, 80, 1000])
)
def test_any_table_is_formatted_once_and_says_the_same(
    data: st.DataObject,
    document: dict[str, Any],
    flow: bool | None,  # noqa: FBT001 (PyYAML's own)
    width: int,
) -> None:
    """Whatever stands in it, however it is written, with comments anywhere."""
    written = yaml.safe_dump(
        document, default_flow_style=flow, width=width, allow_unicode=data.draw(st.booleans()), sort_keys=False
    )
    said = plain(written)
    assume(said is not None and not spelt_otherwise(said))
    holds_the_laws(data.draw(commented(written)))


def spelt_otherwise(document: Any) -> bool:
    """Whether a commitment or exception may hold a length of time, whose spelling is put right."""
    return bool({"commitments", "exceptions"} & set(document))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), text=st.sampled_from(TEXTS))
def test_an_agreement_is_formatted_once_and_keeps_its_comments(data: st.DataObject, text: str) -> None:
    """The agreements of the repository, with more comments and their sections and keys in any order."""
    node, _ = read_yaml(Source("a.ola.yaml", text))
    assert isinstance(node, Mapping)
    holds_the_laws(data.draw(commented(text)))
    shuffled = data.draw(st.permutations(sections(text, node)))
    holds_the_laws("".join(shuffled))


def sections(text: str, node: Mapping) -> list[str]:
    """Cut a text before each of its sections."""
    source = Source("a.ola.yaml", text)
    starts = [source.span(entry.key.place)[0] for entry in node.entries]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize("path", AGREEMENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_agreement_of_the_repository_keeps_the_laws(path: Path) -> None:
    """As it stands."""
    text = path.read_text(encoding="utf-8")
    if plain(text) is not None:
        holds_the_laws(text)
