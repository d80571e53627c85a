"""Which comment of a YAML text belongs to which entry or item.

A comment behind something belongs to it; one on a line of its own belongs to what stands below, unless it is indented
like what stands above and deeper than what comes next: then it is the last of that list or table, such as an item
that was commented out. What stands before the first key stays at the top, and what follows the last entry at the end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from ola.source import Source
from ola.tree.value import Entry, Items, Mapping, Node, Scalar

_COMMENT = re.compile(r"#[^\r\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)?")
BLANK = ""
"""A line without anything, among the lines of comments."""


@dataclass(slots=True)
class Hook:
    """An entry or item that comments can hang on: where it starts (an item at its dash), its column, what is around it.

    The lines above it hold blank lines too, also where there is no comment.
    """

    start: int
    column: int
    around: Hook | None
    flow: tuple[int, int] | None
    """The stretch of the innermost brackets or braces that it stands between, if it does."""
    above: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        """Whether no comment hangs on it."""
        return not (any(self.above) or self.beside or self.below)


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a text: those at its top and at its end, and those of each entry and item."""

    top: tuple[str, ...]
    end: tuple[str, ...]
    hooks: dict[tuple[int, bool], Hook]
    source: Source

    def of(self, node: Entry | Node) -> Hook:
        """Give what hangs on an entry, or on an item of a list; what an alias repeats has nothing a second time."""
        place = node.key.place if isinstance(node, Entry) else node.place
        key = (self.source.span(place)[0], isinstance(node, Entry))
        return self.hooks.pop(key, None) or Hook(0, 1, None, None)


def read_comments(source: Source, root: Mapping) -> Comments:
    """Hang every comment of a text on the entry or item that it belongs to."""
    found = list(_hooks(source, root, None, None, set()))
    hooks = sorted((hook for _, hook in found), key=lambda hook: hook.start)
    starts = [hook.start for hook in hooks]
    top: list[str] = []
    end: list[str] = []
    for at, text in _comments(source, root):
        line = source.text[source.starts[bisect_right(source.starts, at) - 1] : at]
        after = bisect_right(starts, at)
        before = hooks[after - 1] if after else None
        following = hooks[after] if after < len(hooks) else None
        if before is None:
            lines = top
        elif line.strip():
            _outside(before, at).beside.append(text)
            continue
        elif (last := _last_of(_outside(before, at), following, at, len(line) + 1)) is not None:
            lines = last.below
        else:
            lines = end if following is None else following.above
        lines += [*_gap(source, at), text]
    for hook in hooks[1:]:
        hook.above += _gap(source, hook.start) if hook.flow is None and _is_first(source, hook.start) else []
    if hooks and top:
        top += _gap(source, hooks[0].start)
    return Comments(tuple(top), tuple(end), dict(found), source)


def _outside(hook: Hook, at: int) -> Hook:
    """Give what a hook belongs to once the brackets around it are closed."""
    while hook.flow is not None and hook.flow[1] <= at and hook.around is not None:
        hook = hook.around
    return hook


def _last_of(before: Hook, following: Hook | None, at: int, column: int) -> Hook | None:
    """Give the hook below which a comment on a line of its own belongs; nothing where it belongs above the next."""
    if before.flow is not None and at < before.flow[1]:
        return before if following is None or following.start > before.flow[1] else None
    beyond = following.column if following is not None else 0
    hook: Hook | None = before
    while hook is not None:
        if beyond < hook.column <= column:
            return hook if following is not None or hook.around is not None else None
        hook = hook.around
    return None


def _gap(source: Source, at: int) -> list[str]:
    """Give a blank line where the line above a place is one."""
    line = bisect_right(source.starts, at) - 1
    return [BLANK] if line and not source.lines[line - 1].strip() else []


def _is_first(source: Source, at: int) -> bool:
    """Whether nothing stands before a place on its line."""
    return not source.text[source.starts[bisect_right(source.starts, at) - 1] : at].strip()


# ── what comments can hang on ───────────────────────────────────────────────────────────────────


def _hooks(
    source: Source, node: Node, around: Hook | None, flow: tuple[int, int] | None, seen: set[int]
) -> Iterator[tuple[tuple[int, bool], Hook]]:
    """Give the hooks of all that stands in a list or table by where it stands; those of an alias once."""
    if isinstance(node, Scalar) or id(node) in seen:
        return
    seen.add(id(node))
    opening, closing = source.span(node.place)
    is_flow = source.text[opening : opening + 1] in ("[", "{")
    own = (opening, closing) if is_flow else flow
    reached = opening
    for child in node:
        is_entry = isinstance(child, Entry)
        place, value = (child.key.place, child.value) if isinstance(child, Entry) else (child.place, child)
        first = source.span(place)[0]
        # An item of lines starts at its dash, the only one between it and what comes before.
        dash = _COMMENT.sub(lambda found: " " * len(found[0]), source.text[reached:first]).rfind("-")
        start = first if is_entry or is_flow or dash < 0 else reached + dash
        hook = Hook(start, start - source.starts[bisect_right(source.starts, start) - 1] + 1, around, own)
        yield (first, is_entry), hook
        yield from _hooks(source, value, hook, own, seen)
        reached = max(first, source.span(value.place)[1])


def _comments(source: Source, root: Mapping) -> Iterator[tuple[int, str]]:
    """Give every comment with where it starts: a sign that stands outside every key and value."""
    at = 0
    for start, end, is_block in sorted(_spans(source, root)):
        yield from ((at + found.start(), found[0].rstrip()) for found in _COMMENT.finditer(source.text[at:start]))
        if is_block and (header := _BLOCK_HEADER.match(source.text, start)) is not None and header[1]:
            yield header.start(1), header[1].rstrip()
        at = max(at, end)
    yield from ((at + found.start(), found[0].rstrip()) for found in _COMMENT.finditer(source.text[at:]))


def _spans(source: Source, node: Node) -> Iterator[tuple[int, int, bool]]:
    match node:
        case Scalar(place=place, style=style):
            yield *source.span(place), style in ("literal", "folded")
        case Items(items=items):
            for item in items:
                yield from _spans(source, item)
        case Mapping(entries=entries):
            for entry in entries:
                yield from _spans(source, entry.key)
                yield from _spans(source, entry.value)
