"""Patterns of sentences: fixed words, words that may be left out, and gaps of a kind.

    <field> (is|takes) one of [the following] [:] <values>

A word stands for itself, ignoring case; `(one|other)` is one of several turns of phrase, `[…]` may be left out; `<kind>`
or `<name:kind>` is a gap. A pattern covers a sentence from end to end, its full stop aside. What failed at a word once
is not tried there again, so that time grows with the square of the words at worst, whatever they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.sentences.gaps import A_NUMBER, GAPS, Gap, Setting


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the gaps of a pattern: values by name, and the tokens each was read from."""

    values: Mapping[str, Any]
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """Give the value of a gap."""
        return self.values[name]

    def get(self, name: str) -> Any:
        """Give the value of a gap, or nothing where it was left out."""
        return self.values.get(name)

    def __contains__(self, name: object) -> bool:
        """Say whether a gap was filled."""
        return name in self.values


# What a node asks for: one of some words, a gap, one of several ways on, or the end.
_Node = tuple[frozenset[str], int] | tuple[Gap, int] | tuple[int, ...]


@dataclass(frozen=True)
class Pattern:
    """A pattern, ready to be held against sentences."""

    text: str
    nodes: tuple[_Node, ...]
    start: int
    needed: tuple[frozenset[str], ...]
    """Of each of these sets of words a sentence must hold one; the rarest stands first."""
    opening: tuple[frozenset[str] | None, ...]
    """For each node the words of which one must follow, none where anything may; `END` stands for the end."""

    def match(self, tokens: Tokens, words: frozenset[str], setting: Setting) -> Found | None:
        """Find what stands in the gaps, or nothing where the sentence is another; `words` are those of the sentence."""
        for one in self.needed:
            if one.isdisjoint(words):
                return None
        first = self.opening[self.start]
        if first is not None and (tokens[0].low if tokens else END) not in first:
            return None
        return _matched(self, tokens, setting)


_END: tuple[int, ...] = ()
END = "\n"  # no word: what stands behind the last one


def _matched(pattern: Pattern, tokens: Tokens, setting: Setting) -> Found | None:
    failed: set[tuple[int, int]] = set()
    nodes, opening, size = pattern.nodes, pattern.opening, len(tokens)
    low = (*(token.low for token in tokens), END)

    def match(number: int, at: int) -> tuple[Any, ...] | None:
        """Hold a node against the words from one on, where the first of them may open it."""
        if (number, at) in failed:
            return None
        found = step(nodes[number], at)
        if found is None:
            failed.add((number, at))
        return found

    def step(node: _Node, at: int) -> tuple[Any, ...] | None:
        if node == _END:
            return () if at == size else None
        first = node[0]
        if isinstance(first, frozenset):
            if low[at] not in first or tokens[at].kind == "quote":
                return None
            then = node[1]
            asked = opening[then]
            return match(then, at + 1) if asked is None or low[at + 1] in asked else None
        if isinstance(first, Gap):
            return gap(first, node[1], at)
        for way in node:
            asked = opening[way]  # type: ignore[index] # a fork holds numbers alone
            if asked is not None and low[at] not in asked:
                continue
            found = match(way, at)  # type: ignore[arg-type]
            if found is not None:
                return found
        return None

    def gap(gap: Gap, then: int, at: int) -> tuple[Any, ...] | None:
        asked = opening[then]
        for end in gap.ends(tokens, at, setting):
            if (asked is not None and low[end] not in asked) or (then, end) in failed:
                continue
            found = match(then, end)
            if found is None:
                continue
            value = gap.read(tokens, at, end, setting)
            if value is not None:
                return ((gap.name, value, (at, end)), found)
        return None

    chain = match(pattern.start, 0)
    if chain is None:
        return None
    values: dict[str, Any] = {}
    spans: dict[str, tuple[int, int]] = {}
    while chain:
        (name, value, span), chain = chain
        values[name], spans[name] = value, span
    return Found(values, spans)


# ── from the text of a pattern to its nodes ─────────────────────────────────────────────────────

_PIECE = re.compile(r"\s*(?:(<[a-z_ ]+(?::[a-z_]+)?>)|([()\[\]|])|([^\s()\[\]|<]+|<))")
_Turns = tuple[tuple["_Part", ...], ...]
_Part = str | Gap | _Turns


@cache
def pattern(text: str) -> Pattern:
    """Make a pattern of its text."""
    pieces = [match.group(match.lastindex or 0) for match in _PIECE.finditer(text)]
    turns, at = _turns(pieces, 0)
    if at != len(pieces):
        msg = f"{text!r}: a bracket too many"
        raise ValueError(msg)
    nodes: list[_Node] = [_END]
    start = _build(turns, 0, nodes)
    needed = tuple(sorted(_needed(turns[0]), key=_commonness)) if len(turns) == 1 else ()
    return Pattern(text, tuple(nodes), start, needed, tuple(_opening(nodes)))


def _turns(pieces: list[str], at: int) -> tuple[_Turns, int]:
    turns: list[tuple[_Part, ...]] = []
    parts: list[_Part] = []
    while at < len(pieces) and pieces[at] not in {")", "]"}:
        piece = pieces[at]
        if piece == "|":
            turns.append(tuple(parts))
            parts = []
        elif piece in {"(", "["}:
            inner, at = _turns(pieces, at + 1)
            parts.append(inner if piece == "(" else (*inner, ()))
        elif piece.startswith("<") and len(piece) > 1:
            name, _, kind = piece[1:-1].partition(":")
            parts.append(GAPS[kind or name].named(name))
        else:
            parts.append(piece.lower())
        at += 1
    turns.append(tuple(parts))
    return tuple(turns), at


def _build(turns: _Turns, then: int, nodes: list[_Node]) -> int:
    """Add the nodes of some turns, each going on at `then`; give where they start."""
    words = frozenset(turn[0] for turn in turns if len(turn) == 1 and isinstance(turn[0], str))
    if len(words) == len(turns) and words:
        nodes.append((words, then))
        return len(nodes) - 1
    starts: list[int] = []
    for turn in turns:
        at = then
        for part in reversed(turn):
            if isinstance(part, tuple):
                at = _build(part, at, nodes)
            else:
                nodes.append((frozenset({part}), at) if isinstance(part, str) else (part, at))
                at = len(nodes) - 1
        starts.append(at)
    if len(starts) == 1:
        return starts[0]
    nodes.append(tuple(starts))
    return len(nodes) - 1


def _opening(nodes: list[_Node]) -> Iterator[frozenset[str] | None]:
    """Give the words that may open what each node asks for; a node goes on only at those before it in the list."""
    found: list[frozenset[str] | None] = []
    for node in nodes:
        opens: frozenset[str] | None
        if node == _END:
            opens = frozenset({END})
        elif isinstance(node[0], frozenset):
            opens = node[0]
        elif isinstance(node[0], Gap):
            opens = node[0].opens
        else:
            ways = [found[way] for way in node]
            known = [way for way in ways if way is not None]
            opens = frozenset().union(*known) if len(known) == len(ways) else None
        found.append(opens)
    yield from found


# Words that stand in a good part of all sentences, so that they tell few apart.
_COMMON = frozenset(
    """the a an and or is are to of in on for at with by not it that from if when has have be every each all as they we
    one any after within lead leads record records contact sales who which no than , : ;""".split()
) | {A_NUMBER}


def _commonness(words: frozenset[str]) -> int:
    """Say about how often one of some words stands in a sentence, so that the rarest is looked for first."""
    return len(words) + 20 * len(words & _COMMON)


def _needed(parts: tuple[_Part, ...]) -> Iterator[frozenset[str]]:
    """Give sets of words of which the sentence must hold one each."""
    for part in parts:
        if isinstance(part, str):
            yield frozenset({part})
        elif isinstance(part, Gap):
            if part.opens is not None or part.counts:
                yield part.opens if part.opens is not None else frozenset({A_NUMBER})
        elif all(part):
            first = [one for turn in part for one in (next(_needed(turn), None),) if one is not None]
            if len(first) == len(part):
                yield frozenset().union(*first)
