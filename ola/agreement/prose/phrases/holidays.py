"""Public holidays as people say whose they are: `except public holidays in Bavaria`, `without UK bank holidays`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class HolidaysSaid:
    """Holidays as they stand in words: where, and the places whose they may be.

    `none` says that there are none; without places they are days off, but nobody says whose.
    """

    start: int
    end: int
    places: tuple[str, ...] = ()
    none: bool = False


# Adjectives and short names; the names of lands themselves are those of the `holidays` library.
_ADJECTIVES: dict[str, str] = {
    "us": "US", "u.s.": "US", "usa": "US", "american": "US", "german": "DE", "austrian": "AT", "swiss": "CH",
    "french": "FR", "dutch": "NL", "belgian": "BE", "portuguese": "PT", "spanish": "ES", "italian": "IT",
    "irish": "IE", "danish": "DK", "swedish": "SE", "norwegian": "NO", "finnish": "FI", "polish": "PL",
    "czech": "CZ", "canadian": "CA", "australian": "AU", "indian": "IN", "brazilian": "BR", "japanese": "JP",
    "mexican": "MX", "romanian": "RO", "hungarian": "HU", "greek": "GR", "the netherlands": "NL", "holland": "NL",
    "czech republic": "CZ", "the us": "US", "the usa": "US", "the united states": "US", "new zealand": "NZ",
}  # fmt: skip
# The nations of the United Kingdom keep other days, so its name alone does not say which; Wales keeps those of England.
_NATIONS = ("GB-ENG", "GB-SCT", "GB-NIR")
_PARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("uk", "u.k.", "british", "the uk", "united kingdom", "the united kingdom", "britain"), _NATIONS),
    "england": ("GB-ENG",), "english": ("GB-ENG",), "scotland": ("GB-SCT",), "scottish": ("GB-SCT",),
    "wales": ("GB-WLS",), "northern ireland": ("GB-NIR",), "england and wales": ("GB-ENG",),
    "bavaria": ("DE-BY",), "bavarian": ("DE-BY",), "hesse": ("DE-HE",), "saxony": ("DE-SN",),
    "lower saxony": ("DE-NI",), "saxony-anhalt": ("DE-ST",), "thuringia": ("DE-TH",),
    "north rhine-westphalia": ("DE-NW",), "nrw": ("DE-NW",), "rhineland-palatinate": ("DE-RP",),
    "mecklenburg-western pomerania": ("DE-MV",), "berlin": ("DE-BE",), "hamburg": ("DE-HH",), "munich": ("DE-BY",),
    "bremen": ("DE-HB",), "catalonia": ("ES-CT",), "madrid": ("ES-MD",), "andalusia": ("ES-AN",),
    "zurich": ("CH-ZH",), "geneva": ("CH-GE",), "vienna": ("AT-9",), "ontario": ("CA-ON",), "quebec": ("CA-QC",),
    "new south wales": ("AU-NSW",), "victoria": ("AU-VIC",), "queensland": ("AU-QLD",),
}  # fmt: skip
_SORT = "(?:public|bank|federal|national|statutory|legal|state|official)"
_KIND = rf"(?:{_SORT}(?: and {_SORT})? )?holidays?"
_LESS = (
    "except(?:ing)?(?: for| on)?|excluding|excl\\.?|without|minus|not (?:on|including)|other than|apart from|less"
    "|closed on|not counting|never on|(?:that|which) (?:is|are) not(?: an?)?"
)
_OFF = (
    "excluded|days off|closed|excepted|free|not (?:business|working) days|no (?:working|business) days|do not count"
    "|don't count|not count"
)
_NAME = r"(?:U\.[SK]\.|[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2})"
_SPOT = re.compile(
    rf"(?:(?P<drop>(?i:(?:but |and )?(?:{_LESS})))\s+)?(?:(?i:all|any|the|weekends and|weekends,) )*"
    rf"(?:(?P<before>{_NAME}) )?(?P<kind>(?i:{_KIND}))\b"
    rf"(?:\s*(?:\(|(?i:observed in|kept in|of|in|for) )(?P<after>(?:the )?{_NAME}(?: and {_NAME})?)(?:\))?)?"
    rf"(?P<off>\s*(?i:(?:are|is|count as|do|does|being)?\s*(?:{_OFF})))?"
)
_NONE = re.compile(
    r"\bno (?:public |bank )?holidays\b|\b(?:also |including |even )(?:on )?(?:public |bank )?holidays\b", re.IGNORECASE
)


def holidays_said(words: str) -> HolidaysSaid | None:
    """Find which holidays words take out of working hours; nothing where none are spoken of."""
    none = _NONE.search(words)
    if none is not None:
        return HolidaysSaid(none.start(), none.end(), none=True)
    for spot in _SPOT.finditer(words):
        if spot["drop"] is None and spot["off"] is None and spot.start("kind") > 1 and spot["after"] is None:
            continue
        named = spot["after"] or spot["before"]
        return HolidaysSaid(spot.start(), spot.end(), places_of(named) if named else ())
    return None


def places_of(name: str) -> tuple[str, ...]:
    """Give the places whose holidays a name may mean, as the `holidays` library spells them; none for another name."""
    bare = re.sub(r"^(?:the|all|any)\s+", "", name.strip(" .,"), flags=re.IGNORECASE)
    if re.fullmatch(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?", bare) and bare != "UK":
        return (bare,)
    low = bare.lower()
    if low in _PARTS:
        return _PARTS[low]
    if low in _ADJECTIVES:
        return (_ADJECTIVES[low],)
    code = _lands().get(low)
    return (code,) if code is not None else ()


@cache
def _lands() -> dict[str, str]:
    """Give the codes of lands and of the parts of some by their names."""
    import holidays
    from holidays.registry import COUNTRIES

    found: dict[str, str] = {}
    for country in ("US", "DE", "CA", "AU", "AT"):
        aliases = getattr(holidays.country_holidays(country), "subdivisions_aliases", {})
        found |= {name.lower(): f"{country}-{part}" for name, part in aliases.items()}
    found |= {module.replace("_", " "): code for module, (_, code, *_) in COUNTRIES.items()}
    return {name: code for name, code in found.items() if name != "united kingdom"}
