"""The calendars: opening hours, holidays and days with hours of their own, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ola.agreement.writing.atoms import CODE, Choice, Name, as_text, inside, skeleton
from ola.agreement.writing.forms import Either, Form
from ola.agreement.writing.holidays import write_holidays
from ola.agreement.writing.limits import DATE_PATTERN
from ola.agreement.writing.lists import Several, split
from ola.agreement.writing.sections import HeadedSection, clause_forms
from ola.tree.markdown_text import code, one_line
from ola.tree.value import Entry, Mapping, Node, Scalar
from ola.tree.words import Words

_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_SHORT = {name: day for day, name in _DAYS.items()}
_DAY = f"(?:{'|'.join(_SHORT)})"
_STRETCH = rf"{_DAY}(?: to {_DAY})?"
_KEY = rf"(?:{CODE}+|{_STRETCH}(?: and {_STRETCH})*)"


@dataclass(frozen=True)
class Window:
    """Opening hours: `from 09:00 to 18:00`, or `closed`."""

    pattern: str = rf"(?:closed|from \d{{1,2}}:\d\d to \d{{1,2}}:\d\d|{CODE}+)"

    def write(self, node: Node) -> str | None:
        """From when to when."""
        if not isinstance(node, Scalar):
            return None
        text = one_line(node.text)
        found = re.fullmatch(r"(\d{1,2}:\d\d)-(\d{1,2}:\d\d)", text)
        return f"from {found[1]} to {found[2]}" if found else text if text == "closed" else code(text)

    def read(self, words: Words) -> Node | None:
        """The hours as a window is spelt."""
        found = re.fullmatch(r"from (\d{1,2}:\d\d) to (\d{1,2}:\d\d)", skeleton(words))
        return as_text(words, f"{found[1]}-{found[2]}") if found else as_text(inside(words) or words)


WINDOWS = Several(Window(), "and")


@dataclass(frozen=True)
class Week:
    """Hours by weekday: `on Monday to Thursday from 08:30 to 12:00 and from 12:45 to 17:30; on Friday closed`."""

    @property
    def pattern(self) -> str:
        """Days with their hours, between semicolons."""
        row = rf"on {_KEY} {WINDOWS.pattern}"
        return f"(?:{row}(?:; {row})*)"

    def write(self, node: Node) -> str | None:
        """Each stretch of days."""
        if not isinstance(node, Mapping) or not node.entries:
            return None
        rows = [(_days(entry.name), WINDOWS.write(entry.value)) for entry in node.entries]
        return (
            None if any(hours is None for _, hours in rows) else "; ".join(f"on {day} {hours}" for day, hours in rows)
        )

    def read(self, words: Words) -> Node | None:
        """Each stretch of days."""
        entries: list[Entry] = []
        for row in split(words, "; "):
            found = re.fullmatch(rf"on ({_KEY}) ({WINDOWS.pattern})", skeleton(row))
            hours = None if found is None else WINDOWS.read(row.cut(*found.span(2)))
            if found is None or hours is None:
                return None
            entries.append(Entry(_read_days(row.cut(*found.span(1))), hours))
        return Mapping(tuple(entries), words.place)


def _days(name: str) -> str:
    """Say `mon-thu,sat` as Monday to Thursday and Saturday; what is spelt in another way stands as code."""
    parts = [part.split("-") for part in name.split(",")]
    if not all(day in _DAYS for part in parts for day in part) or any(len(part) > 2 for part in parts):  # noqa: PLR2004
        return code(name)
    return " and ".join(" to ".join(_DAYS[day] for day in part) for part in parts)


def _read_days(words: Words) -> Scalar:
    whole = inside(words)
    if whole is not None:
        return as_text(whole)
    parts = (part.split(" to ") for part in words.text.split(" and "))
    return as_text(words, ",".join("-".join(_SHORT[day] for day in part) for part in parts))


@dataclass(frozen=True)
class Holiday:
    """A date, or the public holidays of a country or a part of one."""

    pattern: str = rf"(?:{DATE_PATTERN}|the public holidays of {Name().pattern})"

    def write(self, node: Node) -> str | None:
        """The date, or the place."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            return None
        text = one_line(node.text)
        return text if re.fullmatch(DATE_PATTERN, text) else f"the public holidays of {Name().text(text)}"

    def read(self, words: Words) -> Node | None:
        """The date, or the place."""
        before = "the public holidays of "
        if not skeleton(words).startswith(before):
            return as_text(words)
        return Name().read(words.cut(len(before), len(words.text)))


@dataclass(frozen=True)
class Override:
    """Days with hours of their own: `on 2026-12-24 from 08:30 to 12:00; on 2026-12-31 closed`."""

    @property
    def pattern(self) -> str:
        """Dates with their hours, between semicolons."""
        row = rf"on {DATE_PATTERN} {WINDOWS.pattern}"
        return f"(?:{row}(?:; {row})*)"

    def write(self, node: Node) -> str | None:
        """Each date."""
        if not isinstance(node, Mapping) or not node.entries:
            return None
        rows = [(entry.name, WINDOWS.write(entry.value)) for entry in node.entries]
        return (
            None if any(hours is None for _, hours in rows) else "; ".join(f"on {day} {hours}" for day, hours in rows)
        )

    def read(self, words: Words) -> Node | None:
        """Each date."""
        entries: list[Entry] = []
        for row in split(words, "; "):
            date, hours = row.cut(3, 13), WINDOWS.read(row.cut(14, len(row.text)))
            if hours is None:
                return None
            entries.append(Entry(date.scalar, hours))
        return Mapping(tuple(entries), words.place)


@dataclass(frozen=True)
class Calendars(HeadedSection):
    """A heading for each calendar, its hours in sentences, and its public holidays in `years` spelled out."""

    years: tuple[int, ...] = ()

    def in_years(self, years: tuple[int, ...]) -> Calendars:
        """Give the section with the public holidays of these years."""
        return replace(self, years=years)

    def body(self, name: str, node: Node) -> Iterator[str]:
        """The sentences, and the days."""
        yield from HeadedSection.body(self, name, node)
        yield from write_holidays(node, self.years)


_ALWAYS = Choice((("always", "at all times"),))
SECTION = Calendars(
    "calendars",
    "Calendars",
    "calendar",
    clause_forms(
        {
            "zone": Name(),
            "hours": Either((_ALWAYS, Week())),
            "holidays": Several(Holiday(), "and"),
            "overrides": Override(),
        },
        (
            Form("In the time zone {zone} it is open {hours}."),
            Form("It is open {hours}."),
            Form("It keeps the time zone {zone}."),
            Form("It is closed on {holidays}."),
            Form("Days with hours of their own: {overrides}."),
        ),
    ),
    ("working hours", "business hours", "opening hours"),
)
