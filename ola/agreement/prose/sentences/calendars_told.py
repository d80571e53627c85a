"""Sentences that tell working hours: `Office hours are 9:00 to 18:00, Monday to Friday, Europe/Madrid`."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.times import DAYS, DayTime, days_key, time_at, week_at, weekdays_at, window_at
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Outcome, Put, Question
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import HALF_A_CALENDAR
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.values import Plain, table
from ola.tree.value import Mapping

Week = dict[str, tuple[str, str]]
_ZONE = re.compile(r"\b([A-Z][A-Za-z_]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?|UTC)\b")
_OWN_ZONE = re.compile(
    r"\b(own|local|their|its|lead's|rep's|customer's|office|per (?:user|rep|region))\b.{0,24}\b(?:time ?zone|zone|time|office)\b|\bat the [\w' ]+ office\b",
    re.IGNORECASE,
)
# Zones to choose from where none is said, each with whose holidays are likely kept there.
_HOLIDAYS_THERE = {"Europe/Berlin": "DE", "America/New_York": "US"}
_HOLIDAYS = re.compile(
    r"\bwithout (?:the )?(?:public )?holidays(?: of ([A-Z]{2}(?:-[A-Z0-9]{1,3})?))?|\bno holidays\b|\bholidays (?:of|in) ([A-Z]{2}(?:-[A-Z0-9]{1,3})?)|\bexcept (?:public )?holidays\b|\b(?:public )?holidays[^,;]*\b(?:do not|don't) count\b",
    re.IGNORECASE,
)


def zone_of(text: str) -> str | None:
    """Find a zone of the IANA database in words, by its name or by its city with "time" behind it."""
    named = _ZONE.search(text)
    if named is not None and named[1] in available_timezones():
        return named[1]
    city = re.search(r"\b([A-Z][a-z]+(?: [A-Z][a-z]+)?) time\b", text)
    if city is None:
        return None
    wanted = city[1].replace(" ", "_")
    found = sorted(zone for zone in available_timezones() if zone.split("/")[-1] == wanted and zone.count("/") == 1)
    return found[0] if len(found) == 1 else None


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


def told(week: Week, name: str, sentence: Sentence) -> Outcome:
    """Give working hours as checked where zone and holidays are said, else ask."""
    text = sentence.text
    zone, holidays = zone_of(text), _HOLIDAYS.search(text)
    calendar = _calendar_name(name, sentence)
    figures = _figures(week)
    shown = "; ".join(
        f"{days_key(tuple(d for d in week if week[d] == hours))} {hours[0]}-{hours[1]}"
        for hours in dict.fromkeys(week.values())
    )
    if zone is None or holidays is None:
        asks = "In which time zone are these hours?" if zone is None else "Whose public holidays are days off?"
        if _OWN_ZONE.search(text) and zone is None:
            asks = "Whose zone is meant? A calendar has one; several places are several calendars."
        zones = (zone,) if zone is not None else tuple(_HOLIDAYS_THERE)
        choices = tuple(
            _sentence(calendar, week, each, rest)
            for each in zones
            for rest in (f"without the public holidays of {_HOLIDAYS_THERE.get(each, 'US')}", "no holidays")
        )
        question = Question(HALF_A_CALENDAR.code, asks, choices)
        return Ambiguous("calendar", (question,), figures, sentence.place)
    country = holidays[1] or holidays[2]
    place = sentence.place
    demands: dict[str, Plain | None] = {"zone": zone, "hours": _hours(week, sentence), "holidays": country}
    put = Put(("calendars", calendar), table(demands, place))
    return checked(
        "calendar",
        f"{calendar}: {shown}, {zone}{f', without the holidays of {country}' if country else ''}.",
        (put,),
        sentence,
        figures,
    )


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
    plain = key_of(name).replace("_", " ")
    if plain and plain not in {"we", "they", "it"}:
        return plain
    for heading in reversed(sentence.unit.headings):
        if re.search(r"\bhours?\b|\bweek\b|\bcalendar\b|\bopening\b", heading.text, re.IGNORECASE):
            return key_of(heading.text).replace("_", " ")
    return "business hours"


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
    week = _week_in(sentence.tokens)
    if week is None:
        return ()
    hours, rest = week
    if not _says_hours(rest, sentence) or any(token.number is not None or token.kind == "time" for token in rest):
        return ()
    name = _name_before(sentence.tokens)
    if name is None and _is_a_line(sentence):
        return (_line(hours, sentence),)
    if name is None:
        return ()
    return (told(hours, name, sentence),)


def calendar_named(sentence: Sentence) -> str | None:
    """Name the calendar whose hours a sentence tells, though it may leave out their zone or holidays."""
    for each in HOURS.made:
        found = each.match(sentence.tokens, sentence.words, sentence.setting)
        if found is not None:
            return _calendar_name(text_of(found["name"]) if "name" in found else "", sentence)
    week = _week_in(sentence.tokens)
    name = _name_before(sentence.tokens)
    if week is None or name is None or not _says_hours(week[1], sentence):
        return None
    return _calendar_name(name, sentence)


def _week_in(tokens: Tokens) -> tuple[Week, Tokens] | None:
    """Find a week's hours among words: also `9:00 to 18:00 at our desk, Monday to Friday`, and `Saturday until 14`."""
    if all(weekdays_at(tokens, at) is None for at in range(len(tokens))):
        return None
    for at in range(len(tokens)):
        found = week_at(tokens, at)
        if found is not None:
            week, end = found
            week, end = _until(tokens, end, week)
            return week, (*tokens[:at], *tokens[end:])

    for at in range(len(tokens)):
        window = window_at(tokens, at)
        if window is None:
            continue
        for later in range(window[1], len(tokens)):
            days = weekdays_at(tokens, later)
            if days is not None:
                return dict.fromkeys(days[0], window[0]), (*tokens[:at], *tokens[window[1] : later], *tokens[days[1] :])
    return None


def _until(tokens: Tokens, at: int, week: Week) -> tuple[Week, int]:
    """Read on `and Friday until 13`: from the opening of the days before."""
    start = at + (at < len(tokens) and tokens[at].low in {",", "and"})
    days = weekdays_at(tokens, start)
    if days is None or days[1] >= len(tokens) or tokens[days[1]].low not in {"until", "till", "to"}:
        return week, at
    closes = time_at(tokens, days[1] + 1, bare=True)
    if closes is None or not isinstance(closes[0], DayTime):
        return week, at
    opens = next(iter(week.values()))[0]
    return week | dict.fromkeys(days[0], (opens, str(closes[0]))), closes[1]


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
    if any(token.low in _HOUR_WORDS for token in rest):
        return True
    return any(re.search(r"\bhours\b|\bopening\b", heading.text, re.IGNORECASE) for heading in sentence.unit.headings)


def _name_before(tokens: Tokens) -> str | None:
    at = next((index for index, token in enumerate(tokens) if token.low in {"are", "is"}), None)
    if at is not None and 0 < at <= 4:  # noqa: PLR2004 (a name)
        return text_of(tokens[:at])
    return "" if tokens and tokens[0].low in {"we", "reps", "sdrs", "sales"} else None


def _is_a_line(sentence: Sentence) -> bool:
    """Say that a sentence begins with a day or an hour: a line of a list of hours."""
    return weekdays_at(sentence.tokens, 0) is not None or sentence.tokens[0].low in {"closed", "open"}


def _line(week: Week, sentence: Sentence) -> Outcome:
    """Read a line of a list of hours; the zone is said in another of its lines, or asked for in its own."""
    text = sentence.text
    if _OWN_ZONE.search(text) or zone_of(text) is not None or not _zone_said_nearby(sentence):
        return told(week, "", sentence)
    put = Put(("calendars", _calendar_name("", sentence), "hours"), _hours(week, sentence))
    shown = ", ".join(f"{day} {hours[0]}-{hours[1]}" for day, hours in week.items())
    return checked("calendar", f"{_calendar_name('', sentence)}: {shown}.", (put,), sentence, _figures(week))


def _zone_said_nearby(sentence: Sentence) -> bool:
    """Say that another line of the same list tells the zone."""
    return any(
        unit.headings == sentence.unit.headings
        and unit.place != sentence.unit.place
        and (_OWN_ZONE.search(unit.text) or zone_of(unit.text))
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

SHAPES = (HOURS, CLOSED, KEPT)
