"""Sentences that tell working hours: `Office hours are 9:00 to 18:00, Monday to Friday, Europe/Madrid`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.times import DAYS, days_key, weekdays_at
from ola.agreement.prose.phrases.tokens import Tokens, cut, text_of
from ola.agreement.prose.phrases.zones import zones_said
from ola.agreement.prose.reading import Ambiguous, Outcome, Put, Question
from ola.agreement.prose.sentences.core import ROLES
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import HALF_A_CALENDAR
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.sentence import sentence as of_unit
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.sentences.working_hours import Hours, Week, hours_in, says_more
from ola.agreement.prose.values import Plain, table
from ola.source import Place
from ola.tree.value import Mapping

_OWN_ZONE = re.compile(
    r"\b(own|local|their|its|lead's|rep's|customer's|office|per (?:user|rep|region))\b.{0,24}\b(?:time ?zone|zone|time|office)\b|\bat the [\w' ]+ office\b",
    re.IGNORECASE,
)
# Zones to choose from where none is said, each with whose holidays are likely kept there.
_HOLIDAYS_THERE = {
    "Europe/Berlin": "DE", "America/New_York": "US", "Europe/London": "GB-ENG", "Europe/Lisbon": "PT",
    "Europe/Madrid": "ES", "Europe/Paris": "FR", "Europe/Rome": "IT", "Europe/Amsterdam": "NL", "Europe/Vienna": "AT",
    "Europe/Zurich": "CH", "Europe/Brussels": "BE", "Europe/Dublin": "IE", "Europe/Copenhagen": "DK",
    "Europe/Stockholm": "SE", "Europe/Oslo": "NO", "Europe/Warsaw": "PL", "Europe/Prague": "CZ",
    "Europe/Helsinki": "FI", "America/Chicago": "US", "America/Denver": "US", "America/Los_Angeles": "US",
    "America/Toronto": "CA", "Asia/Kolkata": "IN", "Asia/Tokyo": "JP", "Australia/Sydney": "AU",
}  # fmt: skip
_OFFERED_ZONES = ("Europe/Berlin", "America/New_York")
MOST_OFFERED = 4


def _hours(week: Week, sentence: Sentence) -> Mapping:
    """Write a week's hours as calendars do, days of equal hours together."""
    place = sentence.place
    found: dict[str, Plain | None] = {}
    groups: list[tuple[list[str], tuple[str, str]]] = []
    for day in DAYS:
        if day not in week:
            continue
        if groups and groups[-1][1] == week[day] and DAYS.index(groups[-1][0][-1]) + 1 == DAYS.index(day):
            groups[-1][0].append(day)
        else:
            groups.append(([day], week[day]))
    for days, (opens, closes) in groups:
        found[days_key(tuple(days))] = f"{opens}-{closes}"
    return table(found, place)


def _figures(week: Week) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{opens}-{closes}" for opens, closes in week.values()))


def _told(found: Found, sentence: Sentence) -> Outcomes:
    """Read working hours, with their zone and holidays where they are said."""
    name = text_of(found["name"]) if "name" in found else ""
    return told(found["week"], name, sentence)


def told(week: Week, name: str, sentence: Sentence, hours: Hours | None = None) -> Outcome:
    """Give working hours as checked where zone and holidays are said, else ask.

    What another sentence tells of the same calendar counts too.
    """
    text, calendar, figures = sentence.text, _calendar_name(name, sentence), _figures(week)
    hours = beside(hours or hours_in(sentence), sentence)
    zones, is_sure = _zones(hours)
    places = hours.holidays.places if hours.holidays is not None else ()
    if hours.holidays is not None and hours.holidays.none:
        places = ("",)
    more = _more(hours, name)
    if not is_sure or len(places) != 1 or hours.guessed or _has_own_zone(text, hours) or more:
        asks = " ".join(_asked(hours, text, is_sure=is_sure, knows=len(places) == 1))
        asks = asks or f"“{more}”: how does this change the hours?"
        choices = tuple(
            _sentence(calendar, week, zone, f"without the public holidays of {place}" if place else "no holidays")
            for zone in zones or _OFFERED_ZONES
            for place in places or (_HOLIDAYS_THERE.get(zone, ""), "")
        )
        question = Question(HALF_A_CALENDAR.code, asks, tuple(dict.fromkeys(choices))[:MOST_OFFERED])
        return Ambiguous("calendar", (question,), figures, sentence.place)
    zone, country = zones[0], places[0] or None
    demands: dict[str, Plain | None] = {"zone": zone, "hours": _hours(week, sentence), "holidays": country}
    put = Put(("calendars", calendar), table(demands, sentence.place))
    shown = "; ".join(
        f"{days_key(tuple(d for d in DAYS if week.get(d) == each))} {each[0]}-{each[1]}"
        for each in dict.fromkeys(week.values())
    )
    says = f"{calendar}: {shown}, {zone}{f', without the holidays of {country}' if country else ''}."
    return checked("calendar", says, (put,), sentence, figures)


def _more(hours: Hours, name: str) -> str:
    """Give words that are no part of a calendar, nor its name."""
    named = {token.low for token in cut(name)}
    return text_of(tuple(t for t in says_more(hours) if t.low not in named and name not in (t.text, f'"{t.text}"')))


def _zones(hours: Hours) -> tuple[tuple[str, ...], bool]:
    """Give the zones that may be meant, those of the land whose holidays are kept first, and whether it can be no other."""
    if len(hours.zones) != 1:
        return tuple(dict.fromkeys(zone for several in hours.zones for zone in several)), False
    zones = hours.zones[0]
    lands = {place[:2] for place in (hours.holidays.places if hours.holidays is not None else ())}
    near = sorted(zones, key=lambda zone: _HOLIDAYS_THERE.get(zone, "--")[:2] not in lands)
    american = lands == {"US"} and all(_AMERICAN.fullmatch(word) for word in hours.zone_words)
    return tuple(near), hours.zone_is_sure or american


# "ET" and "Eastern Time" are New York's hours where American holidays are kept; "EST" may be meant as it is in winter.
_AMERICAN = re.compile(r"[ECMP]T|(?:Eastern|Central|Mountain|Pacific)(?: Time)?", re.IGNORECASE)


def _has_own_zone(text: str, hours: Hours) -> bool:
    return not hours.zones and _OWN_ZONE.search(text) is not None


def _asked(hours: Hours, text: str, *, is_sure: bool, knows: bool) -> Iterator[str]:
    if hours.guessed:
        yield f"“{hours.guessed[0]}”: does it end in the afternoon?"
    if _has_own_zone(text, hours):
        yield "Whose zone is meant? A calendar has one; several places are several calendars."
    elif not hours.zones:
        yield "In which time zone are these hours?"
    elif not is_sure:
        yield f"Which zone is “{' and '.join(dict.fromkeys(hours.zone_words))}”?"
    if not knows:
        yield "Whose public holidays are days off?"


def _sentence(name: str, week: Week, zone: str, holidays: str) -> str:
    """Write working hours as a sentence that ola reads as checked."""
    parts = []
    for hours in dict.fromkeys(week.values()):
        days = tuple(day for day in DAYS if week.get(day) == hours)
        parts.append(f"{_spoken(days)} {hours[0]} to {hours[1]}")
    return f"The calendar `{name}` is open {' and '.join(parts)}, {zone}, {holidays}."


_NAMES = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


def _spoken(days: tuple[str, ...]) -> str:
    key = days_key(days)
    if "-" in key:
        first, last = key.split("-")
        return f"{_NAMES[first]} to {_NAMES[last]}"
    return " and ".join(_NAMES[day] for day in days)


def _calendar_name(name: str, sentence: Sentence) -> str:
    """Name a calendar by its words, or the heading above it."""
    titled = sentence.unit.title.text if sentence.unit.title is not None else ""
    for said in (name, titled):
        plain = key_of(said).replace("_", " ").removeprefix("the ")
        if plain in _CLOCKS or plain.split()[-1:] in _TEAMS or plain.endswith(("day", "days", "week")):
            return "business hours"  # "working days are Monday to Friday" tells when hours are kept
        if plain and plain not in _NOBODY and (said is name or _HOURS_SAID.search(plain)):
            return plain
    for heading in reversed(sentence.unit.headings):
        if re.search(r"\bhours?\b|\bweek\b|\bcalendar\b|\bopening\b", heading.text, re.IGNORECASE):
            return key_of(heading.text).replace("_", " ")
    return "business hours"


_CLOCKS = frozenset({"clock", "sla", "sla clock", "time", "times", "timer", "a", "an"})
_TEAMS = [[role] for role in sorted(ROLES)]
_NOBODY = frozenset({"we", "they", "it", "sdrs", "reps", "sales", "marketing"})
_HOURS_SAID = re.compile(r"\bhours?\b|\bcalendar\b|\bopening\b", re.IGNORECASE)

_TAIL = "[, <zone:phrase>] [, <holidays:phrase>]"
HOURS = Shape(
    "working hours",
    (
        f"[the] [calendar] <name:phrase> (are|is) [open] <week> {_TAIL}",
        "[the] [calendar] <name:phrase> (are|is) [open] <week> ; <holidays:words>",
        f"(we|sdrs|reps|sales) (work|works|are open|are there) <week> {_TAIL}",
    ),
    _told,
    "The calendar `office hours` is open Monday to Friday 09:00 to 17:30, Europe/Berlin, no holidays.",
)


def read_hours(sentence: Sentence) -> tuple[Outcome, ...]:
    """Read hours wherever they stand in a sentence that tells nothing else: days before or after, a place between."""
    hours = hours_in(sentence)
    if hours.week is None:
        return read_part(hours, sentence)
    if not _says_hours(hours.rest, sentence) or any(
        token.number is not None or token.kind == "time" for token in hours.rest
    ):
        return ()
    name = _name_before(sentence)
    if name is None and _is_a_line(sentence):
        return (_line(hours.week, sentence),)
    return () if name is None else (told(hours.week, name, sentence, hours),)


# ── a calendar told in several sentences ────────────────────────────────────────────────────────


def read_part(hours: Hours, sentence: Sentence) -> tuple[Outcome, ...]:
    """Read one of the sentences that tell a calendar together: `Working days are Monday to Friday`, `We work 9:00-18:00`."""
    if not _is_part(hours, sentence):
        return ()
    whole = beside(hours, sentence)
    days, window = whole.days, whole.window
    if whole.week is not None:
        return (told(whole.week, "", sentence, whole),)
    if window is None:
        return (_without_hours(days, whole, sentence),) if days and not hours.is_empty and hours.days else ()
    return (told(dict.fromkeys(days, window), "", sentence, whole),) if days else ()


def _without_hours(days: tuple[str, ...], hours: Hours, sentence: Sentence) -> Outcome:
    """Ask for the hours of days that are told without them."""
    asked = told(dict.fromkeys(days, ("09:00", "17:00")), "", sentence, replace(hours, guessed=("",)))
    asks = "From what hour to what hour, and in which zone, are these days open?"
    questions = asked.questions if isinstance(asked, Ambiguous) else ()
    return Ambiguous("calendar", tuple(replace(each, asks=asks) for each in questions), (), sentence.place)


_SHORT = 14  # a longer sentence with a zone or holidays in it tells something else


def _is_part(hours: Hours, sentence: Sentence) -> bool:
    """Say that a sentence tells a part of a calendar and nothing else."""
    if hours.is_empty or says_more(hours):
        return False
    if hours.week is None and not hours.days and hours.window is None:
        return len(sentence.tokens) <= _SHORT
    return _says_hours(hours.rest, sentence)


def beside(hours: Hours, sentence: Sentence) -> Hours:
    """Add to what a sentence tells of a calendar what other sentences of the same section tell of it."""
    own = sentence.unit.place
    for place, other in _parts(sentence):
        if place == own or (hours.week and other.week):
            continue
        hours = replace(
            hours,
            week=hours.week or (other.week if not hours.days and not hours.window else None),
            days=hours.days or other.days,
            window=hours.window or other.window,
            zones=hours.zones or other.zones,
            zone_is_sure=hours.zone_is_sure if hours.zones else other.zone_is_sure,
            zone_words=hours.zone_words or other.zone_words,
            holidays=hours.holidays or other.holidays,
            guessed=tuple(dict.fromkeys((*hours.guessed, *other.guessed))),
        )
    return hours


def _parts(near: Sentence) -> list[tuple[Place, Hours]]:
    """Give every sentence of a section that tells a part of a calendar and nothing else; none where two tell the same."""
    context, headings = near.context, near.unit.headings

    def found() -> list[tuple[Place, Hours]]:
        parts: list[tuple[Place, Hours]] = []
        for at, unit in enumerate(context.units):
            if unit.kind != "sentence" or unit.headings != headings:
                continue
            one = of_unit(unit, replace(context, at=at))
            if one is None:
                continue
            hours = hours_in(one)
            if _is_part(hours, one) and not (hours.week and hours.zones and hours.holidays):
                parts.append((unit.place, hours))
        every = [hours for _, hours in parts]
        twice = sum(h.window is not None for h in every) > 1 or sum(bool(h.days) for h in every) > 1
        return [] if twice or sum(h.week is not None for h in every) > 1 else parts

    return context.once(("parts of a calendar", headings), found)


_HOUR_WORDS = frozenset(
    {
        "hours",
        "work",
        "works",
        "working",
        "open",
        "opening",
        "office",
        "business",
        "available",
        "reachable",
        "staffed",
        "there",
        "calls",
    }
)


def _says_hours(rest: Tokens, sentence: Sentence) -> bool:
    """Say that hours are told, not a meeting at some time."""
    if any(_HOUR_WORDS & set(token.low.split()) for token in rest):
        return True
    above = (*sentence.unit.headings, *((sentence.unit.title,) if sentence.unit.title is not None else ()))
    return any(
        re.search(r"\bhours\b|\bopening\b|\b(?:working|business) (?:days|time)\b", each.text, re.IGNORECASE)
        for each in above
    )


_SUBJECT_ENDS = frozenset({"are", "is", "mean", "means", "shall", "run", "runs", ":", "refer", "refers"})


def _name_before(sentence: Sentence) -> str | None:
    tokens = sentence.tokens
    at = next((index for index, token in enumerate(tokens) if token.low in _SUBJECT_ENDS), None)
    if at is not None and 0 < at <= 4:  # noqa: PLR2004 (a name)
        return text_of(tokens[:at])
    mean = next((index for index, token in enumerate(tokens) if token.low in {"mean", "understand"}), 0)
    if tokens and tokens[0].low == "by" and mean > 1:
        return text_of(tuple(token for token in tokens[1:mean] if token.low not in {"we", "the"}))
    if sentence.unit.title is not None:
        return ""
    return "" if tokens and tokens[0].low in {"we", "reps", "sdrs", "sales"} else None


def _is_a_line(sentence: Sentence) -> bool:
    """Say that a sentence begins with a day or an hour: a line of a list of hours."""
    return weekdays_at(sentence.tokens, 0) is not None or sentence.tokens[0].low in {"closed", "open"}


def _line(week: Week, sentence: Sentence) -> Outcome:
    """Read a line of a list of hours; the zone is said in another of its lines, or asked for in its own."""
    if _OWN_ZONE.search(sentence.text) or zones_said(sentence.text) or not _zone_said_nearby(sentence):
        return told(week, "", sentence)
    put = Put(("calendars", _calendar_name("", sentence), "hours"), _hours(week, sentence))
    shown = ", ".join(f"{day} {hours[0]}-{hours[1]}" for day, hours in week.items())
    return checked("calendar", f"{_calendar_name('', sentence)}: {shown}.", (put,), sentence, _figures(week))


def _zone_said_nearby(sentence: Sentence) -> bool:
    """Say that another line of the same list tells the zone."""
    return any(
        unit.headings == sentence.unit.headings
        and unit.place != sentence.unit.place
        and (_OWN_ZONE.search(unit.text) or zones_said(unit.text))
        for unit in sentence.context.units
        if unit.kind == "sentence"
    )


def _closed(found: Found, sentence: Sentence) -> Outcomes:
    days: tuple[str, ...] = found["weekdays"]
    put = Put(
        ("calendars", _calendar_name("", sentence), "hours", days_key(days)),
        table({"x": "closed"}, sentence.place).entries[0].value,
    )
    return checked("calendar", f"{_calendar_name('', sentence)}: closed on {_spoken(days)}.", (put,), sentence)


CLOSED = Shape(
    "days that are closed",
    (
        "[we are] closed (on|) <weekdays> [; (whatever|anything|what|everything|leads) <rest:words>]",
        "(nobody works|we do not work|no work) on <weekdays>",
        "<weekdays> (is|are) (closed|no working day|no working days|a day off|days off)",
    ),
    _closed,
    "Closed on Saturday and Sunday.",
)


def _kept(found: Found, sentence: Sentence) -> Outcomes:
    """Read who keeps hours of their own: whose holidays are kept is open."""
    who = text_of(found["who"])
    asks = f"{who} keep their own hours: which public holidays are days off, and what counts for those who have none?"
    choices = tuple(
        _sentence("office hours", dict.fromkeys(DAYS[:5], ("09:00", "17:00")), zone, "no holidays")
        for zone in ("Europe/Berlin",)
    )
    return Ambiguous("calendar", (Question(HALF_A_CALENDAR.code, asks, choices),), (), sentence.place)


KEPT = Shape(
    "people who keep hours of their own",
    (
        "<who:phrase> (must|should|have to|need to) keep (their|his|her) (working week|working hours|calendar|hours) [and their time zone] up to date [in <where:phrase>]",
        "(each|every) <who:phrase> (has|keeps|sets) (their|his|her|its) own (working hours|calendar|hours)",
    ),
    _kept,
    "Reps must keep their working hours up to date in the CRM.",
)


def _goes_on(found: Found, sentence: Sentence) -> Outcomes:
    """Read how a clock runs over a night: as every clock on a calendar does, so that nothing has to be put down."""
    length = str(found["length"]) if "length" in found else ""
    until = f": {length} until closing, the rest from the next opening" if length else ""
    says = (
        f"Time outside the hours of a calendar does not count, and what is left runs on from the next opening{until}."
    )
    return checked("calendar", says, (), sentence, (length,) if length else ())


_NEXT = "(from|at|with|on) (the|your|our|their|its) next (start of work|opening|morning|start|working day|business day)"
GOES_ON = Shape(
    "how a clock runs over a night",
    (
        f"<length> (count|counts) today , [and] the rest (counts|runs|runs on|goes on) {_NEXT}",
        f"what is left (counts|runs|runs on|goes on) {_NEXT}",
        "time outside [the|our] (working hours|office hours|business hours|opening hours) (does not count|is not counted)",
        "only [the|our] (working hours|office hours|business hours|opening hours) (count|are counted)",
        f"(the|a|every) clock (stops|stands still|rests) [(overnight|outside working hours|when we close)] and (runs on|goes on) {_NEXT}",
    ),
    _goes_on,
    "Time outside working hours does not count.",
)

SHAPES = (HOURS, CLOSED, KEPT, GOES_ON)
