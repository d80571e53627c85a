"""The published schema and the reader give one verdict on the structure of an agreement."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from ola.agreement.document import DOCUMENT, published_schema
from ola.agreement.scope import Scope
from ola.source import Source
from ola.tree.value import to_plain
from ola.tree.yaml import read_yaml

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
NODE, _ = read_yaml(Source("harbor.ola.yaml", HARBOR.read_text(encoding="utf-8")))
assert NODE is not None
PLAIN: Any = to_plain(NODE)
VALIDATOR = jsonschema.Draft202012Validator(published_schema())
Path_ = tuple[str | int, ...]


def paths(value: object, path: Path_ = ()) -> list[Path_]:
    """List the way to every value of a document."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(each for key, below in inner for each in paths(below, (*path, key)))]


PATHS = [path for path in paths(PLAIN) if path]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.5, 2.0, 1e300]),
    st.sampled_from(
        ["", " ", "x", "always", "never", "closed", "draft", "error", "iso", "email", "otherwise", "owner", "true"]
    ),
    st.sampled_from(
        ["mql", "mql -> accepted", "09:00-17:00", "2026-01-01", "1.2.3", "USD", "95% per month", "4 hours"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["when", "at", "by", "of", "n", "all", "any", "at_least", "field", "file", "says", "x", "mon"]
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=4,
)
KEYS = st.sampled_from(["says", "level", "id", "at", "from", "zone", "type", "nonsense", "stops", "all", "of"])


def holds(value: object, key: str | int) -> bool:
    """Say whether a value has something under a key."""
    if isinstance(value, dict):
        return key in value
    return isinstance(value, list) and isinstance(key, int) and key < len(value)


@st.composite
def documents(draw: st.DrawFn) -> object:
    """Take the example agreement and change a few places of it."""
    document: Any = copy.deepcopy(PLAIN)
    for _ in range(draw(st.integers(1, 3))):
        *above, last = draw(st.sampled_from(PATHS))
        at: Any = document
        for key in above:
            at = at[key] if holds(at, key) else None
        match draw(st.sampled_from(["change", "remove", "add"])):
            case "change" if holds(at, last):
                at[last] = draw(VALUES)
            case "remove" if holds(at, last):
                del at[last]
            case "add" if isinstance(at, dict):
                at[draw(KEYS)] = draw(VALUES)
            case _:
                pass
    return document


@given(documents())
def test_schema_and_reader_agree_on_structure(document: object) -> None:
    """What the schema refuses the reader reports, and what it takes the reader takes."""
    node, findings = read_yaml(Source("changed.ola.yaml", json.dumps(document)))
    assert not findings
    assert node is not None
    scope = Scope("changed.ola.yaml")
    DOCUMENT.prune(node, (), scope.report_structure)
    assert bool(scope.findings) != VALIDATOR.is_valid(document), scope.findings
