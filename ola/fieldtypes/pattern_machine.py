"""Running a pattern in time linear in the text, where Python's `re` could take for ever.

The tree becomes a machine of states (Thompson, 1968); all states that the text so far allows are kept at
once, and each set of them remembers where a character leads. So `(a+)+b` against a thousand a's takes a
thousand steps. `is_forced` finds the patterns, which are most, that leave `re` no choice at any character:
these are safe, and faster, there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import assert_never

from ola.fieldtypes.pattern_tree import WORD, Anchor, Chars, Edge, Either, Node, Ranges, Repeat, Sequence, joined


@dataclass(slots=True)
class _State:
    """Where a machine can be: before a character, before a place (`edge`), or where ways part."""

    ranges: Ranges | None = None
    is_edge: bool = False
    is_end: bool = False
    ways: list[int] = field(default_factory=list)


class Machine:
    """A pattern as states; `fullmatch` says whether it covers a whole text."""

    def __init__(self, tree: Node) -> None:
        self.states: list[_State] = [_State(is_end=True)]
        self.start = self._build(tree, 0)
        self._has_edges = any(state.is_edge for state in self.states)
        self._known: dict[tuple[frozenset[int], bool, str], frozenset[int]] = {}

    def fullmatch(self, text: str) -> bool:
        """Whether the whole text matches."""
        known = self._known
        now = frozenset((self.start,))
        before = False
        for char in text:
            key = (now, before, char)
            after = known.get(key)
            if after is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                after = known[key] = self._step(now, char, before=before)
            if not after:
                return False
            now = after
            before = self._has_edges and _within(WORD, ord(char))
        return any(self.states[at].is_end for at in self._reach(now, at_edge=before))

    def is_forced(self) -> bool:
        """Whether at every character at most one way goes on, and one path leads to it."""
        starts = {self.start, *(state.ways[0] for state in self.states if state.ranges is not None)}
        return all(self._one_way(start) for start in starts)

    def outermost(self) -> Ranges:
        """The characters that a text which matches can begin or end with."""
        first = [self.states[at] for at in self._reach(frozenset((self.start,)), at_edge=True)]
        last = [
            state
            for state in self.states
            if state.ranges is not None and 0 in self._reach(frozenset(state.ways), at_edge=True)
        ]
        return joined([span for state in (*first, *last) for span in state.ranges or ()])

    def _one_way(self, start: int) -> bool:
        """Whether no state is reached twice from here without a character, and the characters differ."""
        seen: set[int] = set()
        left = [start]
        taken: list[tuple[int, int]] = []
        while left:
            at = left.pop()
            if at in seen:
                return False
            seen.add(at)
            state = self.states[at]
            if state.ranges is None:
                left += state.ways
            else:
                taken += state.ranges
        taken.sort()
        return all(low > high for (_, high), (low, _) in pairwise(taken))

    def _step(self, now: frozenset[int], char: str, *, before: bool) -> frozenset[int]:
        """The states behind a character."""
        code = ord(char)
        at_edge = self._has_edges and before != _within(WORD, code)
        reached = (self.states[at] for at in self._reach(now, at_edge=at_edge))
        return frozenset(s.ways[0] for s in reached if s.ranges is not None and _within(s.ranges, code))

    def _reach(self, now: frozenset[int], *, at_edge: bool) -> set[int]:
        """The states that can be reached without a character."""
        seen: set[int] = set()
        left = list(now)
        while left:
            at = left.pop()
            if at in seen:
                continue
            seen.add(at)
            state = self.states[at]
            if state.ranges is None and (at_edge or not state.is_edge):
                left += state.ways
        return seen

    def _add(self, state: _State) -> int:
        self.states.append(state)
        return len(self.states) - 1

    def _build(self, node: Node, then: int) -> int:
        """The state from which the node leads to `then`."""
        match node:
            case Chars(ranges):
                return self._add(_State(ranges=ranges, ways=[then]))
            case Edge():
                return self._add(_State(is_edge=True, ways=[then]))
            case Anchor():
                return then
            case Sequence(items):
                for item in reversed(items):
                    then = self._build(item, then)
                return then
            case Either(options):
                return self._add(_State(ways=[self._build(option, then) for option in options]))
            case Repeat(item, least, most):
                if most is None:
                    again = self._add(_State(ways=[then]))
                    self.states[again].ways.append(self._build(item, again))
                    then = again
                else:
                    end = then
                    for _ in range(most - least):
                        then = self._add(_State(ways=[end, self._build(item, then)]))
                for _ in range(least):
                    then = self._build(item, then)
                return then
            case _:
                assert_never(node)


_REMEMBERED = 20_000


def _within(ranges: Ranges, code: int) -> bool:
    """Whether the code point lies in one of the ranges."""
    return any(low <= code <= high for low, high in ranges)
