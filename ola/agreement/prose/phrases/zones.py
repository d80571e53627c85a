"""Time zones as people say them: `Europe/Berlin`, `Lisbon time`, `Eastern Time`, `CET`, `UK time`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones


@dataclass(frozen=True, slots=True)
class ZoneSaid:
    """A zone as it stands in words: where, and the zones of the IANA database it may be, the likeliest first.

    `sure` says that it can be no other: the name of one, or a city whose time is meant.
    """

    start: int
    end: int
    zones: tuple[str, ...]
    sure: bool

    def text(self, words: str) -> str:
        """Give the words that say it."""
        return words[self.start : self.end].strip(" ,()")


# What offices call their zone, and where it may be. An abbreviation is no zone: "CET" is kept from Madrid to Warsaw.
_NORTH_AMERICA = {
    "e": ("America/New_York", "America/Toronto"), "c": ("America/Chicago", "America/Mexico_City"),
    "m": ("America/Denver", "America/Phoenix"), "p": ("America/Los_Angeles", "America/Vancouver"),
}  # fmt: skip
_WEST = ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Amsterdam")
_EAST = ("Europe/Athens", "Europe/Helsinki", "Europe/Bucharest")
_SAID: dict[str, tuple[str, ...]] = {
    **{f"{letter}{middle}t": zones for letter, zones in _NORTH_AMERICA.items() for middle in ("", "s", "d")},
    **{
        f"{coast}{middle} time": _NORTH_AMERICA[letter]
        for coast, letter in (("eastern", "e"), ("central", "c"), ("mountain", "m"), ("pacific", "p"))
        for middle in ("", " standard", " daylight")
    },
    "cet": _WEST, "cest": _WEST, "mez": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "central european time": _WEST, "cet/cest": _WEST,
    "eet": _EAST, "eest": _EAST, "eastern european time": _EAST,
    "wet": ("Europe/Lisbon",), "west": ("Europe/Lisbon",),
    "gmt": ("Europe/London", "UTC"), "bst": ("Europe/London",), "gmt/bst": ("Europe/London",),
    "greenwich mean time": ("Europe/London", "UTC"), "british time": ("Europe/London",),
    "ist": ("Asia/Kolkata", "Europe/Dublin"), "jst": ("Asia/Tokyo",), "sgt": ("Asia/Singapore",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"), "aedt": ("Australia/Sydney", "Australia/Melbourne"),
}  # fmt: skip
# Lands with one time, by the words people put before "time".
_LANDS: dict[str, str] = {
    "uk": "Europe/London", "german": "Europe/Berlin", "dutch": "Europe/Amsterdam", "irish": "Europe/Dublin",
    "austrian": "Europe/Vienna", "swiss": "Europe/Zurich", "italian": "Europe/Rome", "belgian": "Europe/Brussels",
    "danish": "Europe/Copenhagen", "swedish": "Europe/Stockholm", "norwegian": "Europe/Oslo",
    "polish": "Europe/Warsaw", "czech": "Europe/Prague", "finnish": "Europe/Helsinki", "japanese": "Asia/Tokyo",
    "munich": "Europe/Berlin", "hamburg": "Europe/Berlin", "frankfurt": "Europe/Berlin", "cologne": "Europe/Berlin",
    "barcelona": "Europe/Madrid", "milan": "Europe/Rome", "manchester": "Europe/London", "porto": "Europe/Lisbon",
    "edinburgh": "Europe/London", "boston": "America/New_York", "atlanta": "America/New_York",
    "austin": "America/Chicago", "dallas": "America/Chicago", "seattle": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles", "geneva": "Europe/Zurich", "rotterdam": "Europe/Amsterdam",
}  # fmt: skip
_UPPER = re.compile(
    r"\b(?:CET/CEST|GMT/BST|[ECMP][SD]?T|CES?T|MEZ|EES?T|WES?T|GMT|BST|IST|JST|SGT|AE[SD]T)\b(?!\s*[+-]\s*\d)"
)
_SPELT = re.compile(
    r"\b(?:US |U\.S\. )?((?:Eastern|Central|Mountain|Pacific)(?: Standard| Daylight)? Time"
    r"|Central European Time|Eastern European Time|Greenwich Mean Time|British time)\b",
    re.IGNORECASE,
)
_COAST = re.compile(r"\b(Eastern|Pacific|Mountain)\b(?=\s*(?:[,.;)]|$))")  # "8 am to 6 pm Eastern"
_NAMED = re.compile(r"\b([A-Z][A-Za-z_]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?|UTC)\b(?!\s*[+-]\s*\d)")
_PLACE = re.compile(r"\b([A-Z][A-Za-zà-ü]+(?: [A-Z][a-zà-ü]+)?)(?: local)? time\b")


def zones_said(words: str) -> tuple[ZoneSaid, ...]:
    """Find every zone that words say, in order."""
    found: list[ZoneSaid] = []
    for each in _every(words):
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    return tuple(sorted(found, key=lambda each: each.start))


def _every(words: str) -> Iterator[ZoneSaid]:
    for named in _NAMED.finditer(words):
        if named[1] in available_timezones():
            yield ZoneSaid(named.start(), named.end(), (named[1],), sure=True)
    for spelt in _SPELT.finditer(words):
        said = _SAID[" ".join(spelt[1].lower().split())]
        yield ZoneSaid(spelt.start(), spelt.end(), said, sure=spelt[0].upper().startswith(("US ", "U.S. ")))
    for coast in _COAST.finditer(words):
        yield ZoneSaid(coast.start(), coast.end(), _SAID[f"{coast[1].lower()} time"], sure=False)
    for short in _UPPER.finditer(words):
        yield ZoneSaid(short.start(), short.end(), _SAID[short[0].lower()], sure=False)
    for place in _PLACE.finditer(words):
        zone = _LANDS.get(place[1].lower()) or _of_city(place[1])
        if zone is not None:
            yield ZoneSaid(place.start(), place.end(), (zone,), sure=True)


@cache
def _of_city(city: str) -> str | None:
    """Give the zone of the database that is called by a city."""
    wanted = city.replace(" ", "_")
    found = sorted(zone for zone in available_timezones() if zone.split("/")[-1] == wanted and zone.count("/") == 1)
    return found[0] if len(found) == 1 else None
