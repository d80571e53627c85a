"""Taking an item or an entry out of a YAML text, with its comma or its line."""

from __future__ import annotations

import re

from ola.finding import Edit
from ola.source import Place, Source
from ola.tree.value import Entry, Items, Mapping, Node

_BLANKS = re.compile(r"[ \t]*")
_END = re.compile(r"[ \t]*(?:\r\n|\r|\n|$)")


def without(source: Source, container: Node, at: int) -> Edit | None:
    """Give the edit that takes the item or entry at an index out of its list or table.

    Nothing is given where more would go with it: the only one of its list, or one with a comment behind it.
    """
    match container:
        case Items(items=items) if len(items) > 1:
            place = items[at].place
        case Mapping(entries=entries) if len(entries) > 1:
            place = _whole(entries[at])
        case _:
            return None
    start, end = source.span(place)
    opening = source.span(container.place)[0]
    is_flow = source.text[opening : opening + 1] in ("[", "{")
    span = _between_commas(source.text, start, end) if is_flow else _lines(source.text, start, end, container)
    return None if span is None else Edit(source.place(*span), source.text[slice(*span)], "")


def _whole(entry: Entry) -> Place:
    key, value = entry.key.place, entry.value.place
    return Place(key.file, key.line, key.column, value.end_line, value.end_column)


def _between_commas(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Give an item of a list in brackets, with the comma after it or, of the last one, the comma before."""
    after = len(text) - len(text[end:].lstrip())
    if text[after : after + 1] == ",":
        blanks = _BLANKS.match(text, after + 1)
        last = after + 1 if blanks is None else blanks.end()
        ending = _END.match(text, last)
        first = _line_start(text, start)
        alone = ending is not None and ending.end() > last and not text[first:start].strip()
        return (first, ending.end()) if alone and ending is not None else (start, last)
    before = len(text[:start].rstrip())
    return (before - 1, end) if text[before - 1 : before] == "," else None


def _lines(text: str, start: int, end: int, container: Node) -> tuple[int, int] | None:
    """Give the lines of an item or entry that has them for itself."""
    first = _line_start(text, start)
    before = text[first:start].strip()
    ending = _END.match(text, end)
    if ending is None or before != ("-" if isinstance(container, Items) else ""):
        return None
    return first, ending.end()


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
