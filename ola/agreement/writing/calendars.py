"""The calendars: opening hours, holidays and days with hours of their own, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ola.agreement.writing.atoms import CODE, DATE_PATTERN, Choice, Name, as_text, inside, skeleton
from ola.agreement.writing.forms import Either, Form
from ola.agreement.writing.holidays import write_holidays
from ola.agreement.writing.listed import Around, Listed
from ola.agreement.writing.lists import Several
from ola.agreement.writing.sections import HeadedSection, clause_forms
from ola.tree.markdown_text import code, one_line
from ola.tree.value import Node, Scalar
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
class Days:
    """Weekdays: `on Monday to Thursday and Saturday`; what is spelt in another way stands as code."""

    pattern: str = f"on {_KEY}"

    def write(self, node: Node) -> str | None:
        """The days in full."""
        if not isinstance(node, Scalar):
            return None
        parts = [part.split("-") for part in node.text.split(",")]
        if not all(day in _DAYS for part in parts for day in part) or any(len(part) > 2 for part in parts):  # noqa: PLR2004
            return f"on {code(node.text)}"
        return f"on {' and '.join(' to '.join(_DAYS[day] for day in part) for part in parts)}"

    def read(self, words: Words) -> Node | None:
        """The days as calendars name them."""
        days = words.cut(len("on "), len(words.text))
        whole = inside(days)
        if whole is not None:
            return as_text(whole)
        parts = (part.split(" to ") for part in days.text.split(" and "))
        return as_text(days, ",".join("-".join(_SHORT[day] for day in part) for part in parts))


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


WEEK = Listed(Days(), WINDOWS)
OVERRIDES = Listed(Around(((DATE_PATTERN, "on ", ""),), "on "), WINDOWS)


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
            "hours": Either((_ALWAYS, WEEK)),
            "holidays": Several(Holiday(), "and"),
            "overrides": OVERRIDES,
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
