"""A unit as it stands in the text of its document, and the text with other words in its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace

from ola.agreement.prose.units import Unit
from ola.source import Place, Source
from ola.tree.markdown import cell_spans
from ola.tree.words import Marked, Words

_SIGNS: Mapping[str, tuple[str, ...]] = {
    "code": ("```", "``", "`"),
    "strong": ("**", "__"),
    "emphasis": ("*", "_"),
    "link": ("[",),
}
_ENTRY = re.compile(r"(?P<indent>[\s>]*)(?P<dashes>(?:-\s+)*)(?P<key>.*)")
_QUOTED_LINE = re.compile(r"^[\s>]+")


def stretch(unit: Unit, source: Source) -> Place:
    """Give where a unit stands with the signs around it: of a row also its bars, of an entry of YAML also its key."""
    match unit.kind:
        case "row" | "table":
            return _row_stretch(unit, source)
        case "code":
            return _entry_stretch(unit, source)
        case _:
            return _with_signs(unit.words, source)


def written(words: Words, source: Source) -> str:
    """Give words as they are written, with the signs of Markdown; lines are joined by a space."""
    place = _with_signs(words, source)
    lines = list(source.lines[place.line - 1 : place.end_line])
    if not lines:
        return words.text
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return " ".join((lines[0].strip(), *(_QUOTED_LINE.sub("", line).strip() for line in lines[1:]))).strip()


def rewritten(source: Source, unit: Unit, text: str) -> Source:
    """Give the document with a text in place of a unit."""
    place, lines = stretch(unit, source), list(source.lines)
    before = lines[place.line - 1][: place.column - 1]
    after = lines[place.end_line - 1][place.end_column - 1 :]
    lines[place.line - 1 : place.end_line] = [f"{before}{text}{after}"]
    return Source(source.name, "\n".join(lines))


# ── signs around words ──────────────────────────────────────────────────────────────────────────


def _with_signs(words: Words, source: Source) -> Place:
    """Widen the place of words to the signs that begin and end with them; those that go on outside are left."""
    place = words.place
    if not (1 <= place.line <= len(source.lines) and 1 <= place.end_line <= len(source.lines)):
        return place
    first, last, size = source.lines[place.line - 1], source.lines[place.end_line - 1], len(words.text)
    start, end = place.column - 1, place.end_column - 1
    taken: set[Marked] = set()
    inside_out = sorted(words.marks, key=lambda mark: mark.end - mark.start)
    closing = last[end:]
    for mark in inside_out:
        sign = next((each for each in _SIGNS[mark.kind] if first[:start].endswith(each)), None)
        if mark.start == 0 and sign is not None and (mark.end < size or _closes(mark, sign, closing)):
            start -= len(sign)
            taken.add(mark)
    for mark in inside_out:
        if mark.end != size or (mark.start == 0 and mark not in taken):
            continue
        if mark.kind == "link":
            target = re.match(r"\]\([^)]*\)", last[end:])
            end += target.end() if target is not None else 0
            continue
        sign = next((each for each in _SIGNS[mark.kind] if last[end:].startswith(each)), None)
        end += len(sign) if sign is not None else 0
    return Place(place.file, place.line, start + 1, place.end_line, end + 1)


def _closes(mark: Marked, sign: str, closing: str) -> bool:
    """Say that a mark which runs to the end of the words is closed right behind them."""
    if mark.kind == "link":
        return closing.startswith("]")
    signs = re.match(r"[`*_]*", closing)
    return signs is not None and sign in signs.group()


def is_inside_bold(unit: Unit, source: Source) -> bool:
    """Say that a unit begins within bold words that go on behind it, so that nothing in bold may open it."""
    start = _with_signs(unit.words, source)
    before = source.lines[start.line - 1][: start.column - 1] if start.line <= len(source.lines) else ""
    return unit.words.is_marked(0, min(1, len(unit.text)), "strong") and (
        before.endswith(("**", "__")) or start.column == unit.place.column
    )


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


def _row_stretch(unit: Unit, source: Source) -> Place:
    line, number = source.lines[unit.place.line - 1], unit.place.line
    spans = cell_spans(line)
    if not spans:
        return unit.place
    start, end = spans[0][0], spans[-1][1]
    start -= line[start - 1 : start] == "|"
    end += line[end : end + 1] == "|"
    text = line[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return Place(unit.place.file, number, start + 1, number, end + 1)


def row_with(unit: Unit, source: Source, changes: Mapping[int, str]) -> str:
    """Write a row anew with other words in some of its cells, by their number from 0."""
    line = source.lines[unit.place.line - 1]
    cells = [line[start:end].strip() for start, end in cell_spans(line)][: len(unit.cells)]
    cells += [""] * (len(unit.cells) - len(cells))
    for at, text in changes.items():
        cells[at] = text.replace("|", "\\|")
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


# ── entries of YAML ─────────────────────────────────────────────────────────────────────────────


def _entry_stretch(unit: Unit, source: Source) -> Place:
    place = unit.place
    head = source.lines[place.line - 1][: place.column - 1] if place.line <= len(source.lines) else ""
    found = _ENTRY.fullmatch(head)
    if found is None:
        return place
    start = len(found["indent"]) + (len(found["dashes"]) if found["key"] else 0)
    return Place(place.file, place.line, start + 1, place.end_line, place.end_column)


def entry_with(unit: Unit, source: Source, text: str) -> str:
    """Write an entry of a block of YAML anew with another value, in quotes."""
    start = _entry_stretch(unit, source)
    head = source.lines[start.line - 1][start.column - 1 : unit.place.column - 1]
    quote = "'" if '"' in text and "'" not in text else '"'
    escaped = text if quote == "'" else text.replace("\\", "\\\\").replace('"', '\\"')
    return f"{head}{quote}{escaped}{quote}"


def span_of(words: Words, place: Place) -> tuple[int, int]:
    """Give which code points of words stand at a place."""
    every = range(len(words.text))
    start = bisect_left(every, (place.line, place.column), key=lambda at: _spot(words, at))
    end = bisect_left(every, (place.end_line, place.end_column), lo=start, key=lambda at: _spot(words, at))
    return (start if start < len(every) else 0), (end if end > start else len(every))


def _spot(words: Words, at: int) -> tuple[int, int]:
    place = words.at(at, at + 1)
    return place.line, place.column


def without_cell(unit: Unit, at: int) -> Unit:
    """Give a row with one of its cells emptied."""
    cells = (*unit.cells[:at], unit.cells[at].cut(0, 0), *unit.cells[at + 1 :])
    return replace(unit, cells=cells)
