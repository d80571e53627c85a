"""Limits and bounds inside sentences: how long, how many, in which period, for whom, on whose calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ola.agreement.writing.atoms import (
    CODE,
    NOWHERE,
    NUMBER,
    Kind,
    Name,
    Said,
    as_text,
    as_value,
    inside,
    number_text,
    skeleton,
)
from ola.agreement.writing.conditions import Condition
from ola.agreement.writing.lists import Several, joined, split
from ola.tree.markdown_text import code, one_line
from ola.tree.value import Entry, Mapping, Node, Scalar
from ola.tree.words import Words

_UNIT = r"(?:(?:business|working|work|calendar) )?[A-Za-z]+"
LENGTH = rf"(?:\d+(?:\.\d+)? {_UNIT}(?: \d+(?:\.\d+)? {_UNIT})*|P[0-9T][0-9.,YMWDTHS]*)"
_SAME = r"same business day"
_END = r"end of [a-z0-9]+ business day"
_BY = r"by \d{1,2}:\d\d(?::\d\d)? [a-z0-9]+ business day"
_PERIOD = r"(?:per|a|every) (?:week|month|quarter|rolling \d+ days)"
_AMOUNT = rf"(?:\d+(?:\.\d+)?%?|{LENGTH})"


def _plain(node: Node) -> str | None:
    """Give the text of a scalar on one line, nothing for what is none."""
    return one_line(node.text) if isinstance(node, Scalar) else None


@dataclass(frozen=True, slots=True)
class Written:
    """A text of one pattern, bare where it fits, else as code; it is text unless `values` says that numbers are."""

    fits: str
    values: bool = False

    @property
    def pattern(self) -> str:
        """What fits, or code."""
        values = f"|{NUMBER}|[Tt]rue|TRUE|[Ff]alse|FALSE" if self.values else ""
        return f"(?:{CODE}+|{self.fits}{values})"

    def write(self, node: Node) -> str | None:
        """The text as it is, where it fits."""
        text = _plain(node)
        if text is None or not isinstance(node, Scalar):
            return None
        if not isinstance(node.value, str):
            return Name(values=True).write(node) if self.values else None
        bare = re.fullmatch(self.fits, text) is not None and not (self.values and re.fullmatch(r"[\d.]+", text))
        return text if bare else code(text)

    def read(self, words: Words) -> Node | None:
        """The text, or the number."""
        return Name(values=self.values).read(words)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit with the word before it: `within 4 business hours`, `by the end of next business day`."""

    pattern: str = rf"(?:within (?:{CODE}+|{LENGTH})|on the {_SAME}|by the {_END}|{_BY})"

    def write(self, node: Node) -> str | None:
        """The limit and its word."""
        text = _plain(node)
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
        return joined(rows, "and") if rows else None

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


# A number of a period: `178 per month`, `95% a quarter`, `1 business hour per rolling 30 days`.
BOUND = Written(rf"(?:\d+|{_AMOUNT} {_PERIOD})", values=True)
PERCENT = Written(r"\d+(?:\.\d+)?%", values=True)
LENGTH_TEXT = Written(LENGTH)
DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DATE = Written(DATE_PATTERN)
TIME_OF_DAY = Written(r"\d{1,2}:\d\d")


@dataclass(frozen=True, slots=True)
class Target:
    """The share of cycles that must be met: `95% of leads per month`."""

    pattern: str = rf"(?:{CODE}+|\d+(?:\.\d+)?%|{NUMBER}|[Tt]rue|TRUE|[Ff]alse|FALSE) of leads(?: {_PERIOD})?"

    def write(self, node: Node) -> str | None:
        """The share, of leads, and the period."""
        text = _plain(node)
        if text is None or not isinstance(node, Scalar):
            return None
        if not isinstance(node.value, str):
            return f"{number_text(node)} of leads"
        found = re.fullmatch(rf"(\d+(?:\.\d+)?%) ({_PERIOD})", text)
        return f"{found[1]} of leads {found[2]}" if found else f"{code(text)} of leads"

    def read(self, words: Words) -> Node | None:
        """The share and the period."""
        share, _, period = skeleton(words).partition(" of leads")
        whole = inside(words.cut(0, len(share)))
        if whole is not None:
            return None if period else as_text(whole)
        return as_text(words, f"{share}{period}") if "%" in share else as_value(words.cut(0, len(share)))


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


_NAME, _KEY = Name(values=True), Name()


@dataclass(frozen=True)
class Listed:
    """A small table in a sentence: `at 75% of the time warn owner; at 200% of the time reassign`.

    `natural` are the keys that have words of their own: the pattern of the key, the words before and after it. Another
    key stands as a name after `other`. `joint` stands between a key and its value.
    """

    natural: tuple[tuple[str, str, str], ...]
    other: str
    value: Kind
    joint: str = " "

    @property
    def _ways(self) -> tuple[tuple[str, str, str], ...]:
        return (*self.natural, (_KEY.pattern if not self.natural else f"{CODE}+", self.other, ""))

    @cached_property
    def pattern(self) -> str:
        """Rows between semicolons."""
        keys = "|".join(f"{before}{key}{after}" for key, before, after in self._ways)
        row = f"(?:{keys}){self.joint}{self.value.pattern}"
        return f"(?:{row}(?:; {row})*)"

    def write(self, node: Node) -> str | None:
        """Each row by its key."""
        if not isinstance(node, Mapping) or not node.entries:
            return None
        rows = [(self._key(entry.name), self.value.write(entry.value)) for entry in node.entries]
        if any(value is None for _, value in rows):
            return None
        return "; ".join(f"{key}{self.joint}{value}" for key, value in rows)

    def _key(self, name: str) -> str:
        for pattern, before, after in self.natural:
            if re.fullmatch(pattern, name):
                return f"{before}{name}{after}"
        return f"{self.other}{code(name) if self.natural else _KEY.text(name)}"

    def read(self, words: Words) -> Node | None:
        """Each row."""
        entries = [self._row(row) for row in split(words, "; ")]
        found = tuple(entry for entry in entries if entry is not None)
        return Mapping(found, words.place) if len(found) == len(entries) else None

    def _row(self, row: Words) -> Entry | None:
        shape = skeleton(row)
        for pattern, before, after in self._ways:
            found = re.fullmatch(f"{before}({pattern}){after}{self.joint}({self.value.pattern})", shape)
            if found is not None:
                key = row.cut(*found.span(1))
                value = self.value.read(row.cut(*found.span(2)))
                return None if value is None else Entry(as_text(inside(key) or key), value)
        return None


STEPS = Listed(((r"\d+(?:\.\d+)?%", "at ", " of the time"), (LENGTH, "after ", "")), "at ", Said())
SEQUENCE = Listed(((r"day \d+", "on ", ""),), "on ", Several(Name(values=True)))
COLUMN_TYPES = Listed((), "", Name(), " as ")


@dataclass(frozen=True, slots=True)
class Start:
    """What starts a clock: `mql and assigned`, `a breach of first touch`."""

    pattern: str = ""

    def __post_init__(self) -> None:
        """Put the pattern together."""
        name = _NAME.pattern
        object.__setattr__(self, "pattern", f"(?:a breach of {name}|{name}(?: and {name})*)")

    def write(self, node: Node) -> str | None:
        """The events, each by itself."""
        text = _plain(node)
        if text is None or not isinstance(node, Scalar) or not isinstance(node.value, str):
            return _NAME.write(node)
        if (breach := re.fullmatch(r"breach of (\S.*)", text)) is not None:
            return f"a breach of {_KEY.text(breach[1])}"
        parts = text.split(" and ")
        if len(parts) > 1 and all(part == part.strip() and part for part in parts):
            return " and ".join(_KEY.text(part) for part in parts)
        return _NAME.write(node)

    def read(self, words: Words) -> Node | None:
        """The events as one text."""
        shape = skeleton(words)
        if shape.startswith("a breach of "):
            name = _KEY.read(words.cut(len("a breach of "), len(shape)))
            return as_text(words, f"breach of {name.text}") if isinstance(name, Scalar) else None
        if " and " not in shape:
            return _NAME.read(words)
        parts = [_KEY.read(part) for part in split(words, " and ")]
        return as_text(words, " and ".join(part.text for part in parts if isinstance(part, Scalar)))
