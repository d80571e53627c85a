"""What the clauses of a document put into the agreement, gathered into one tree."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from ola.agreement.prose.reading import APPEND, Put
from ola.expr.names import GRAMMAR_WORDS
from ola.finding import Code, Finding
from ola.source import Place
from ola.tree.value import Entry, Items, Mapping, Node, Scalar, to_plain

SAID_DIFFERENTLY = Code(
    "OLA167",
    "error",
    "One thing said differently in two places of a document",
    """A document gives one thing two values. Nobody can tell which of them was signed, so the first is taken and both
are shown.

    - Sales accepts or rejects every MQL within 4 business hours.

    | Promise | Limit |
    |---|---|
    | acceptance | 8 business hours |

Say it in one place, or make the two agree.""",
)


@dataclass(slots=True)
class _Branch:
    """A table or list of the tree while it grows; keys keep the order in which they came."""

    place: Place
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, _Branch | Node] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)


def gather(puts: Iterable[Put], place: Place) -> tuple[Mapping, tuple[Finding, ...]]:
    """Put values where they go and give the tree; `place` is that of the document.

    A value that is said again alike is taken once; one that is said differently is a finding, and the first holds.
    """
    root, findings = _Branch(place), list[Finding]()
    every = tuple(_apart(puts))
    for put in every:
        if not put.is_stand_in:
            _add(root, put, findings)
    # What is there already stays; that a field is a number says more than that it may hold any text.
    for put in sorted((put for put in every if put.is_stand_in), key=_says_little):
        if not _is_told(root, put):
            _add(root, put, [])
    tree = _node(root)
    return (tree if isinstance(tree, Mapping) else Mapping((), place)), tuple(findings)


_CUT = 50  # a name that long is cut from the words of a sentence, so that two may have it


def _apart(puts: Iterable[Put]) -> Iterator[Put]:
    """Tell promises apart that have one name only because their sentences begin alike: the later ones are numbered."""
    named: dict[str, list[object]] = {}
    for put in puts:
        is_whole = put.path[0] == "commitments" and len(put.path) == len(("commitments", "name"))
        if not is_whole or len(put.path[1]) < _CUT:
            yield put
            continue
        told, others = to_plain(put.node), named.setdefault(put.path[1], [])
        if told not in others:
            others.append(told)
        number = others.index(told) + 1
        yield put if number == 1 else replace(put, path=("commitments", f"{put.path[1]} {number}"))


def _says_little(put: Put) -> bool:
    kind = put.node.get("type") if isinstance(put.node, Mapping) else put.node
    return isinstance(kind, Scalar) and kind.value == "text"


def _is_told(root: _Branch, put: Put) -> bool:
    """Say that what would be supposed is told already: an event, a log, or a field that is a term, score or segment."""
    kind, name = put.path[:2]
    if kind == "fields":
        return any(name in _names(root, other) for other in ("terms", "scores", "segments"))
    return len(put.path) == 2 and name in _names(root, kind)  # noqa: PLR2004 (the whole of one thing)


def _names(root: _Branch, kind: str) -> Collection[str]:
    branch = root.values.get(kind)
    return branch.keys if isinstance(branch, _Branch) else ()


def _add(root: _Branch, put: Put, findings: list[Finding]) -> None:
    branch, path = root, put.path
    for at, name in enumerate(path):
        if name == APPEND and at == len(path) - 1:
            branch.items.append(put.node)
            return
        branch.keys.setdefault(name, Scalar(name, name, put.node.place))
        if at == len(path) - 1:
            _set(branch, name, put, findings)
            return
        under = branch.values.setdefault(name, _Branch(put.node.place))
        if not isinstance(under, _Branch):
            if not isinstance(under, Mapping):
                _differs(put, under, findings)
                return
            under = branch.values[name] = _opened(under)
        branch = under


def _set(branch: _Branch, name: str, put: Put, findings: list[Finding]) -> None:
    there = branch.values.get(name)
    if there is None:
        branch.values[name] = put.node
    elif put.path[0] == "stages" and name == "when" and (both := _both(there, put.node)) is not None:
        branch.values[name] = both
    elif isinstance(put.node, Mapping) and isinstance(there, _Branch | Mapping):
        opened = there if isinstance(there, _Branch) else _opened(there)
        branch.values[name] = opened
        for entry in put.node.entries:
            opened.keys.setdefault(entry.name, entry.key)
            _set(opened, entry.name, Put((*put.path, entry.name), entry.value), findings)
    else:
        node = there if not isinstance(there, _Branch) else _node(there)
        if to_plain(node) != to_plain(put.node):
            _differs(put, node, findings)


def _both(one: _Branch | Node, other: Node) -> Scalar | None:
    """Join what two sentences say of a stage, since both must hold; nothing where they say something of one thing."""
    if not isinstance(one, Scalar) or not isinstance(other, Scalar) or one.text == other.text:
        return None
    if _spoken_of(one.text) & _spoken_of(other.text):
        return None
    text = " and ".join(f"({each})" if " or " in each else each for each in (one.text, other.text))
    return Scalar(text, text, one.place)


def _spoken_of(condition: str) -> frozenset[str]:
    """Give the names a condition speaks of; values in quotes are left out."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", " ", condition)
    return frozenset(re.findall(r"[^\W\d]\w*", bare)) - GRAMMAR_WORDS


def _opened(node: Mapping) -> _Branch:
    """Give a table that is there already as one that can grow."""
    return _Branch(
        node.place,
        {entry.name: entry.key for entry in node.entries},
        {entry.name: entry.value for entry in node.entries},
    )


def _differs(put: Put, there: Node, findings: list[Finding]) -> None:
    what = " of ".join(reversed(put.path))
    message = f"{what}: here stands {_short(put.node)}, and on line {there.place.line} {_short(there)}."
    advice = "Say it in one place, or make the two agree."
    findings.append(Finding(SAID_DIFFERENTLY.code, "error", message, party="ops", place=put.node.place, advice=advice))


def _short(node: Node, most: int = 60) -> str:
    text = node.text if isinstance(node, Scalar) else str(to_plain(node))
    return text if len(text) <= most else f"{text[:most]}…"


def _node(branch: _Branch) -> Node:
    if branch.items and not branch.values:
        return Items(tuple(branch.items), branch.place)
    entries = (
        Entry(branch.keys[name], _node(value) if isinstance(value, _Branch) else value)
        for name, value in branch.values.items()
    )
    return Mapping(tuple(entries), branch.place)
