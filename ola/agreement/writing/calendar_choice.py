"""Whose calendar a clock runs on, inside a sentence: one by name, by a segment's value, or by the lead's owner."""

from __future__ import annotations

from dataclasses import dataclass

from ola.agreement.writing.atoms import Name, as_text, skeleton
from ola.agreement.writing.lists import split
from ola.tree.value import Entry, Mapping, Node, Scalar
from ola.tree.words import Words

_NAME, _KEY = Name(values=True), Name()


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """Whose calendar: `the calendar amer`, `the calendar of the region (amer for us, otherwise emea)`."""

    pattern: str = ""

    def __post_init__(self) -> None:
        """Put the pattern together."""
        name = _NAME.pattern
        rows = rf"(?:{name} for {name}|otherwise {name})"
        pattern = rf"(?:the calendar {name}|the calendar of the {name}(?: \({rows}(?:, {rows})*\))?)"
        object.__setattr__(self, "pattern", pattern)

    def write(self, node: Node) -> str | None:
        """One name, or by what it is chosen."""
        if not isinstance(node, Mapping):
            name = _NAME.write(node)
            return None if name is None else f"the calendar {name}"
        by = node.get("by")
        rows: list[str | None] = []
        values, otherwise = node.get("values"), node.get("otherwise")
        if isinstance(values, Mapping):
            for entry in values.entries:
                calendar = _NAME.write(entry.value)
                rows.append(None if calendar is None else f"{calendar} for {_KEY.text(entry.name)}")
        if otherwise is not None:
            calendar = _NAME.write(otherwise)
            rows.append(None if calendar is None else f"otherwise {calendar}")
        chosen = None if by is None else _NAME.write(by)
        if chosen is None or None in rows:
            return None
        said = f"the calendar of the {chosen}"
        return f"{said} ({', '.join(row for row in rows if row)})" if rows else said

    def read(self, words: Words) -> Node | None:
        """The name, or the table."""
        shape = skeleton(words)
        if not shape.startswith("the calendar of the "):
            return _NAME.read(words.cut(len("the calendar "), len(shape)))
        start = len("the calendar of the ")
        opened = shape.find(" (", start)
        by = _NAME.read(words.cut(start, opened if opened >= 0 else len(shape)))
        if by is None:
            return None
        entries = [Entry(as_text(words, "by"), by)]
        values: list[Entry] = []
        for row in split(words.cut(opened + 2, len(shape) - 1), ", ") if opened >= 0 else ():
            inner = skeleton(row)
            if inner.startswith("otherwise "):
                calendar = _NAME.read(row.cut(len("otherwise "), len(inner)))
                entries += [] if calendar is None else [Entry(as_text(row.cut(0, 9)), calendar)]
                continue
            before, _, after = inner.partition(" for ")
            calendar, value = (
                _NAME.read(row.cut(0, len(before))),
                _KEY.read(row.cut(len(inner) - len(after), len(inner))),
            )
            if calendar is not None and isinstance(value, Scalar):
                values.append(Entry(value, calendar))
        if values:
            entries.append(Entry(as_text(words, "values"), Mapping(tuple(values), words.place)))
        return Mapping(tuple(entries), words.place)
