"""Limits inside sentences: how long a clock may run, and for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ola.agreement.writing.atoms import CODE, NOWHERE, Written, as_text, inside, skeleton, text_of
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.lists import split
from ola.finding import spoken_list
from ola.tree.markdown_text import code
from ola.tree.value import Entry, Mapping, Node, Scalar
from ola.tree.words import Words

_UNIT = r"(?:(?:business|working|work|calendar) )?[A-Za-z]+"
LENGTH = rf"(?:\d+(?:\.\d+)? {_UNIT}(?: \d+(?:\.\d+)? {_UNIT})*|P[0-9T][0-9.,YMWDTHS]*)"
LENGTH_TEXT = Written(LENGTH)
_SAME = r"same business day"
_END = r"end of [a-z0-9]+ business day"
_BY = r"by \d{1,2}:\d\d(?::\d\d)? [a-z0-9]+ business day"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit with the word before it: `within 4 business hours`, `by the end of next business day`."""

    pattern: str = rf"(?:within (?:{CODE}+|{LENGTH})|on the {_SAME}|by the {_END}|{_BY})"

    def write(self, node: Node) -> str | None:
        """The limit and its word."""
        text = text_of(node)
        if text is None:
            return None
        if re.fullmatch(_SAME, text):
            return f"on the {text}"
        if re.fullmatch(_END, text):
            return f"by the {text}"
        if re.fullmatch(_BY, text):
            return text
        return f"within {text if re.fullmatch(LENGTH, text) else code(text)}"

    def read(self, words: Words) -> Node | None:
        """The limit without its word."""
        before = re.match(r"(?:within|on the|by the) ", skeleton(words))
        limit = words.cut(before.end(), len(words.text)) if before else words
        return as_text(inside(limit) or limit)


@dataclass(frozen=True)
class Limits:
    """One limit, or a table: `within 1 hour for tier A, 4 hours for tier B and otherwise 8 hours`."""

    @cached_property
    def pattern(self) -> str:
        """One limit, or several rows."""
        row = rf"(?:{self._limit} {_FOR}|otherwise {self._limit})"
        return f"(?:{_LIMIT.pattern}(?! (?:for|after)\\b)|{row}(?:, {row})*(?: and {row})?)"

    @property
    def _limit(self) -> str:
        return f"(?:{_LIMIT.pattern}|{CODE}+|{LENGTH})"

    def write(self, node: Node) -> str | None:
        """The rows in their order."""
        if not isinstance(node, Mapping):
            return _LIMIT.write(node)
        rows: list[str] = []
        for entry in node.entries:
            limit = _LIMIT.write(entry.value)
            if limit is None:
                return None
            limit = limit.removeprefix("within ") if rows else limit
            rows.append(f"otherwise {limit}" if entry.name == "otherwise" else f"{limit} {_whom(entry.name)}")
        return spoken_list(rows, "and") if rows else None

    def read(self, words: Words) -> Node | None:
        """The limit, or its rows."""
        shape = skeleton(words)
        if re.fullmatch(_LIMIT.pattern, shape):
            return _LIMIT.read(words)
        entries: list[Entry] = []
        for row in split(words, r"(?:, | and (?=otherwise|within|on the|by|\d|P[0-9T]|" + CODE + "))"):
            entry = self._row(row)
            if entry is None:
                return None
            entries.append(entry)
        return Mapping(tuple(entries), words.place)

    def _row(self, row: Words) -> Entry | None:
        shape = skeleton(row)
        if (last := re.match(r"otherwise ", shape)) is not None:
            key, limit = as_text(row.cut(0, 9)), row.cut(last.end(), len(row.text))
        elif (found := re.fullmatch(rf"({self._limit}) ({_FOR})", shape)) is not None:
            limit = row.cut(*found.span(1))
            there = _who(row.cut(*found.span(2)))
            if there is None:
                return None
            key = there
        else:
            return None
        value = _LIMIT.read(limit)
        return None if value is None else Entry(key, value)


_LIMIT = Limit()
_WHEN = Condition()
_DAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_STARTS_ON = re.compile(rf"starts on ({_DAY}(?: or {_DAY})*)")
_FOR = rf"(?:after a restart|for a start on {_DAY}(?: or {_DAY})*|for {_WHEN.pattern})"


def _whom(name: str) -> str:
    """Say for whom a limit is."""
    if name == "restarted":
        return "after a restart"
    if (days := _STARTS_ON.fullmatch(name)) is not None:
        return f"for a start on {days[1]}"
    return f"for {_WHEN.write(Scalar(name, name, NOWHERE))}"


def _who(words: Words) -> Scalar | None:
    """Read for whom a limit is."""
    if words.text == "after a restart":
        return as_text(words, "restarted")
    if (days := re.fullmatch(rf"for a start on ({_DAY}(?: or {_DAY})*)", skeleton(words))) is not None:
        return as_text(words, f"starts on {days[1]}")
    found = _WHEN.read(words.cut(len("for "), len(words.text)))
    return found if isinstance(found, Scalar) else None
