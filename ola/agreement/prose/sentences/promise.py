"""What a sentence promises in time: who, what, within how long, from when; and what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.limits import AtOnce, Limit, OnDay
from ola.agreement.prose.phrases.names import Lexicon
from ola.agreement.prose.phrases.read import Read
from ola.agreement.prose.phrases.shares import share_text
from ola.agreement.prose.reading import About, Ambiguous, Checked, Outcome, Put, Question
from ola.agreement.prose.sentences.declarations import a_party, event_puts, need_puts, yes_no
from ola.agreement.prose.sentences.questions import (
    NO_CALENDAR,
    NO_CONVENTION,
    NO_FIELD,
    NO_NUMBER,
    NO_ONE_LIMIT,
    NO_PARTY,
    NO_PERIOD,
    NO_PROMISE,
    NO_START,
    NO_STOP,
    SAME_DAY,
)
from ola.agreement.prose.sentences.synonyms import event_term
from ola.agreement.prose.values import Plain, items, table
from ola.finding import Code, spoken_list
from ola.source import Place

MOST_CHOICES = 4
EITHER_SIDE = ("Sales", "Marketing")
_UNTOLD = ("business hours",)  # a calendar to name where the document speaks of none
_LONG = frozenset({"week", "month", "quarter", "year"})
_DAYS = {"month": 30, "quarter": 90, "year": 365}
_HOUR = re.compile(r"\b\d{1,2}:\d{2}\b")
_TRAP = 24  # business hours from which on writers usually mean days
Ask = tuple[Code, str, tuple["Promise", ...]]


@dataclass(frozen=True, slots=True)
class Promise:
    """A deadline as a sentence tells it; what it does not tell is nothing.

    `starts`, `stops`, `of` and `before` name events; `calendar` is a declared one, or `always` for day and night.
    """

    name: str
    limit: Limit | None = None
    most: Limit | None = None  # the other end of a range
    party: str | None = None
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    scope: Read | None = None
    paused_while: Read | None = None
    calendar: str | None = None
    after_hours: str | None = None
    due_at: str | None = None
    target: tuple[Fraction, str | None] | None = None
    at_least: int | None = None
    at_most: int | None = None  # the other end of a range of attempts
    of: tuple[str, ...] = ()
    channels: int | None = None
    before: tuple[str, ...] = ()
    silence: str | None = None
    breach: str | None = None
    vague: tuple[str, ...] = ()  # what of the stops is no evidence yet: "follow up"
    figures: tuple[str, ...] = ()
    of_others: str | None = None  # "other" leads of which nothing says other than which
    hours: str | None = None  # hours told with the limit itself, which are no calendar's yet
    likely_stops: tuple[tuple[str, ...], ...] = ()  # what probably fulfils it, to be offered first
    wished: str | None = None  # a word that leaves open whether it is promised: "ideally"
    likely: tuple[str, ...] = ()  # events from which it probably counts, the first to be offered

    @property
    def every_figure(self) -> tuple[str, ...]:
        """The figures of the sentence, each once."""
        found: list[str] = [
            str(each) for each in (self.limit, self.most) if each is not None and not isinstance(each, AtOnce)
        ]
        found += [str(each) for each in (self.at_least, self.at_most, self.channels) if each is not None]
        if self.target is not None:
            found.append(share_text(self.target[0]))
        for read in (self.scope, self.paused_while):
            found += read.figures if read is not None else ()
        # A clock for what comes late has the hour in the name of its start: `came after 15:00`.
        found += [hour for start in self.starts for hour in _HOUR.findall(start)]
        return tuple(dict.fromkeys((*found, *self.figures)))


def settled(promise: Promise, known: Lexicon, place: Place, tells: Callable[[Promise], str] | None = None) -> Outcome:
    """Give the promise as checked where it says all that a clock needs, else what its author must still decide.

    `tells` writes what is offered, in the form in which the promise stands; a sentence unless something else is given.
    """
    tells = tells or told
    promise = _in_terms(promise, known)
    asks = tuple(_open(promise, known))
    if not asks:
        return _checked(promise, known, place)
    plain = promise
    for _, _, ways in asks:
        if ways:
            plain = _with(plain, promise, ways[0])
    questions = tuple(
        Question(
            code.code,
            asked,
            tuple(dict.fromkeys(tells(_with(plain, promise, way)) for way in islice(ways, MOST_CHOICES))),
        )
        for code, asked, ways in asks
    )
    return Ambiguous("deadline", questions, promise.every_figure, place, _about(promise))


def _in_terms(promise: Promise, known: Lexicon) -> Promise:
    """Call every event by ola's term for it: `turned down` is `rejected`."""

    def named(events: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(event_term(event, known) for event in events))

    return replace(
        promise,
        starts=named(promise.starts),
        stops=named(promise.stops),
        of=named(promise.of),
        restarts=named(promise.restarts),
        cancels=named(promise.cancels),
        before=named(promise.before),
    )


def _about(promise: Promise) -> About:
    """Tell what the promise is about, for holding it against others."""
    bound = tuple(str(each) for each in (promise.limit, promise.most) if each is not None)
    scope = promise.scope.text if promise.scope is not None else ""
    act = (*promise.stops, *promise.vague) if promise.at_least is None else ("several attempts",)
    return About(act, scope, bound, key_of(promise.party or ""))


def _with(plain: Promise, before: Promise, way: Promise) -> Promise:
    """Take over from one way of filling a gap what it fills."""
    changed = {name: getattr(way, name) for name in Promise.__slots__ if getattr(way, name) != getattr(before, name)}
    return replace(plain, **changed)


# ── what is left open ───────────────────────────────────────────────────────────────────────────


def _with_evidence(promise: Promise, stop: str) -> tuple[str, ...]:
    """Give the stops with an event in place of the one that is no evidence; what else is to be done stays."""
    vague = set(promise.vague)
    parts = [each.split(" and ") for each in promise.stops]
    if not any(part in vague for each in parts for part in each):
        return (stop,)
    return tuple(" and ".join(stop if part in vague else part for part in each) for each in parts)


def _open(promise: Promise, known: Lexicon) -> Iterator[Ask]:
    yield from _open_limit(promise, known)
    yield from _open_start(promise, known)
    if promise.vague and promise.at_least is None:
        asked = f"What counts as “{promise.vague[0]}”: an attempt that is logged, or a conversation?"
        yield (
            NO_STOP,
            asked,
            tuple(replace(promise, stops=stops, vague=()) for stops in _offered_stops(promise)),
        )
    elif not promise.stops and not promise.of:
        asked = "What fulfils the promise?"
        yield NO_STOP, asked, tuple(replace(promise, stops=stops) for stops in _offered_stops(promise))
    if promise.of_others is not None:
        asked = f"“{promise.of_others}”: other than which leads?"
        yield NO_FIELD, asked, (replace(promise, scope=None, of_others=None),)
    if promise.at_most is not None and promise.at_least is not None:
        asked = f"Are {promise.at_least} enough, or must it be {promise.at_most}?"
        ways = tuple(replace(promise, at_least=number, at_most=None) for number in (promise.at_least, promise.at_most))
        yield NO_ONE_LIMIT, asked, ways
    if promise.target is not None and promise.target[1] is None:
        asked = f"Over what period are the {share_text(promise.target[0])} judged?"
        share = promise.target[0]
        yield (
            NO_PERIOD,
            asked,
            tuple(replace(promise, target=(share, period)) for period in ("month", "week", "quarter")),
        )
    if promise.wished is not None:
        yield NO_PROMISE, f"“{promise.wished}”: is it promised?", (replace(promise, wished=None),)
    if promise.party is None:
        yield NO_PARTY, "Who owes this?", tuple(replace(promise, party=who) for who in people(known) or EITHER_SIDE)


def _offered_stops(promise: Promise) -> tuple[tuple[str, ...], ...]:
    """Give what may fulfil a promise: what the words around it make likely, then an attempt or a conversation."""
    return tuple(
        dict.fromkeys(
            (*promise.likely_stops, *(_with_evidence(promise, each) for each in ("first touch", "first contact")))
        )
    )


def people(known: Lexicon) -> tuple[str, ...]:
    """Give who may owe something, those who work leads first and what is nobody last; a name and its short form are one."""
    names = tuple(dict.fromkeys((*known.holders, *known.people.values())))
    long = {name for name in names if " " in name and "".join(word[0] for word in name.split()).upper() in names}
    return tuple(
        sorted(
            (name for name in names if name not in long),
            key=lambda name: _rank(name) if name not in known.holders else -2,
        )
    )


def _rank(name: str) -> int:
    words = set(name.lower().split())
    return -1 if words & _WORK_LEADS else 1 if words & _NOBODY else 0


_WORK_LEADS = frozenset({"sales", "sdr", "bdr", "pdr", "isr", "ae", "tae", "rep", "executive", "manager"})
_NOBODY = frozenset({"system", "systems", "automation", "crm"})


def _open_start(promise: Promise, known: Lexicon) -> Iterator[Ask]:
    if not promise.starts:
        asked = "From what moment does it count?"
        yield (
            NO_START,
            asked,
            tuple(
                replace(promise, starts=(start,))
                for start in dict.fromkeys((*promise.likely, *known.here, "created", "assigned"))
            ),
        )


def _open_limit(promise: Promise, known: Lexicon) -> Iterator[Ask]:
    limit, most = promise.limit, promise.most
    calendars = tuple(dict.fromkeys(known.calendars.values()))
    if limit is not None and most is not None:
        asked = f"Is the limit {limit}, or {most}?"
        yield (
            NO_ONE_LIMIT,
            asked,
            tuple(
                on_a_calendar(replace(promise, limit=each, most=None), calendars_to_name(known))
                for each in (limit, most)
            ),
        )
        return
    match limit:
        case None:
            if promise.at_least is None:
                yield NO_NUMBER, "Within how long?", tuple(_hours(promise))
            else:
                yield NO_NUMBER, "Over how long?", tuple(_days(promise))
        case AtOnce(word):
            yield NO_NUMBER, f"How long is “{word}” at most?", tuple(_hours(promise))
        case OnDay():
            yield from _open_day(promise, limit, known)
        case Length(unit=unit) if unit in _DAYS:
            days = Length(limit.amount * _DAYS[unit], "day")
            asked = f"A {unit} has no fixed length: how many days are meant?"
            yield NO_NUMBER, asked, (replace(promise, limit=days, calendar="always"),)
        case Length(business=True):
            yield from _open_business(promise, limit, known)
        case Length(absolute=False, unit=unit) if promise.calendar is None and unit not in _LONG:
            asked = f"Do the {limit} run day and night, or in working hours only, and on whose calendar?"
            ways = [replace(promise, calendar="always")]
            if unit in {"minute", "hour"}:
                business = replace(limit, business=True, absolute=limit.unit == "hour" and limit.amount >= _TRAP)
                ways += [replace(promise, limit=business, calendar=name) for name in calendars or known.hours]
            else:
                ways += [
                    way
                    for name in calendars or known.hours
                    for way in _conventions(replace(promise, limit=replace(limit, business=True), calendar=name))
                ][:2]
            yield NO_CALENDAR, asked, tuple(ways)


def _hours(promise: Promise) -> Iterator[Promise]:
    for amount, unit in ((5, "minute"), (15, "minute"), (1, "hour")):
        yield replace(
            promise, limit=Length(Fraction(amount), "minute" if unit == "minute" else "hour"), calendar="always"
        )


def _days(promise: Promise) -> Iterator[Promise]:
    for amount in (7, 14, 30):
        yield replace(promise, limit=Length(Fraction(amount), "day"), calendar="always")


def on_a_calendar(promise: Promise, calendars: tuple[str, ...]) -> Promise:
    """Give the first calendar a limit can run on."""
    limit = promise.limit
    if isinstance(limit, Length) and limit.business:
        named = replace(promise, calendar=promise.calendar or calendars[0])
        return next(_conventions(named)) if limit.unit == "day" else named
    return replace(promise, calendar="always")


def _conventions(promise: Promise) -> Iterator[Promise]:
    ways: tuple[tuple[str, str], ...] = (
        ("next opening", "close"),
        ("next opening", "same time"),
        ("same date", "close"),
    )
    if promise.paused_while is not None:  # half a day's wait is no whole day, so it is not due at a close
        ways = (("next opening", "same time"), ("same date", "same time"))
    for after_hours, due_at in ways:
        yield replace(promise, after_hours=promise.after_hours or after_hours, due_at=promise.due_at or due_at)


def _open_business(promise: Promise, limit: Length, known: Lexicon) -> Iterator[Ask]:
    calendars, named = tuple(dict.fromkeys(known.calendars.values())), calendars_to_name(known)
    calendar = promise.calendar or (calendars[0] if len(calendars) == 1 else None)
    if limit.unit == "week":
        asked = "A working week has no fixed length: how many business days are meant?"
        days = replace(promise, limit=Length(limit.amount * 5, "day", business=True))
        yield NO_NUMBER, asked, (on_a_calendar(days, named),)
        return
    if promise.hours is not None:
        asked = f"“{promise.hours}”: on which calendar do the {limit} run?"
        if "weekend" in promise.hours:
            named = ("weekdays", *calendars)
        ways = [replace(promise, calendar=name, hours=None) for name in named]
        yield NO_CALENDAR, asked, tuple(next(_conventions(way)) if limit.unit == "day" else way for way in ways)
    elif calendar is None:
        asked = f"On whose calendar do the {limit} run?"
        if not calendars:
            half = f"tells its {known.hours[0]} only by half" if known.hours else "defines no working hours"
            asked += f" The document {half}."
        ways = [replace(promise, calendar=name) for name in named]
        if limit.unit == "day":
            ways = [next(_conventions(way)) for way in ways]
        if not calendars:
            ways.append(replace(promise, limit=replace(limit, business=False), calendar="always"))
        yield NO_CALENDAR, asked, tuple(ways)
    if limit.unit == "day" and (promise.after_hours is None or promise.due_at is None):
        asked = f"When on the last day do the {limit} end, and from what day on does a start outside hours count?"
        yield NO_CONVENTION, asked, tuple(_conventions(replace(promise, calendar=calendar or named[0])))
    if limit.unit == "hour" and limit.amount >= _TRAP and not limit.absolute:
        asked = f"Are the {limit} hours of open time, or {_whole_days(limit)}?"
        open_time = replace(promise, limit=replace(limit, absolute=True), calendar=calendar or named[0])
        days = replace(promise, limit=_whole_days(limit), calendar=calendar or named[0])
        yield NO_CONVENTION, asked, (open_time, next(_conventions(days)))


def calendars_to_name(known: Lexicon) -> tuple[str, ...]:
    """Give the calendars a promise may name: those told, or else those the document speaks of."""
    return tuple(dict.fromkeys(known.calendars.values())) or known.hours or _UNTOLD


def _whole_days(limit: Length) -> Length:
    return Length(Fraction(max(1, int(limit.amount) // _TRAP)), "day", business=True)


def _open_day(promise: Promise, limit: OnDay, known: Lexicon) -> Iterator[Ask]:
    calendars, named = tuple(dict.fromkeys(known.calendars.values())), calendars_to_name(known)
    calendar = promise.calendar or (calendars[0] if len(calendars) == 1 else None)
    business = replace(limit, business=True, at=limit.at or "close")
    late = ("next opening", "same date")
    if calendar is None or not limit.business:
        asked = f"On whose calendar is “{limit}”, and until what hour?"
        ways = tuple(
            replace(promise, limit=business, calendar=name, after_hours=promise.after_hours or late[0])
            for name in named
        )
        clock = replace(promise, limit=Length(Fraction(24 * max(1, limit.day + 1)), "hour"), calendar="always")
        yield NO_CALENDAR, asked, (*ways, clock)
    if promise.after_hours is None:
        code = SAME_DAY if limit.day == 0 else NO_CONVENTION
        asked = f"“{limit}”: does what comes outside hours belong to the day it came, or to the next one that is open?"
        on = replace(promise, limit=business, calendar=calendar or named[0])
        yield code, asked, tuple(replace(on, after_hours=word) for word in late)
    elif limit.at is None:
        on = replace(promise, limit=business, calendar=calendar or named[0])
        yield NO_CONVENTION, f"“{limit}”: by when on that day?", (on,)


# ── the promise in ola's own sentence ───────────────────────────────────────────────────────────


def told(promise: Promise) -> str:
    """Write the promise as a sentence that ola reads as checked, as far as it says all."""
    who = promise.party or "Nobody"
    return f"{who[:1].upper()}{who[1:]} {_duty(promise)} {terms(promise)}."


def _duty(promise: Promise) -> str:
    if promise.at_least is not None:
        tries = f"must make at least {promise.at_least} of {listed(promise.of)}"
        return f"{tries} on at least {promise.channels} channels" if promise.channels else tries
    return f"must reach {listed(promise.stops)}"


def terms(promise: Promise) -> str:
    """Write what stands behind the duty: within how long, from when, and everything that bounds it."""
    text = f"{_limit(promise)}, counted from {listed(promise.starts)}"
    if promise.after_hours is not None and _counts_days(promise):
        day = "the next opening" if promise.after_hours == "next opening" else "its own date"
        text += f", a start outside hours counting from {day}"
    if promise.due_at is not None and isinstance(promise.limit, Length) and _counts_days(promise):
        text += f", due at {'the same time of day' if promise.due_at == 'same time' else promise.due_at}"
    for word, events in (
        ("before", promise.before),
        ("restarted by", promise.restarts),
        ("cancelled by", promise.cancels),
    ):
        text += f", {word} {listed(events)}" if events else ""
    text += f", paused while `{promise.paused_while.text}`" if promise.paused_while is not None else ""
    text += f", for leads where `{promise.scope.text}`" if promise.scope is not None else ""
    if promise.target is not None:
        text += f", in {share_text(promise.target[0])} of cases per {promise.target[1]}"
    text += f", silence counting as `{promise.silence}`" if promise.silence else ""
    text += f"; otherwise {promise.breach}" if promise.breach else ""
    return text


def _limit(promise: Promise) -> str:
    limit = promise.limit
    calendar = "" if promise.calendar in {None, "always"} else f" on the calendar `{promise.calendar}`"
    if isinstance(limit, OnDay):
        on = "the same" if limit.day == 0 else "the next" if limit.day == 1 else f"the {str(limit).split(' ')[-3]}"
        if limit.at is None or limit.at == "close":
            return f"by the end of {on} business day{calendar}"
        return f"by {limit.at} on {on} business day{calendar}"
    if isinstance(limit, Length) and limit.business and limit.absolute:
        return f"within {replace(limit, business=False)} of opening time{calendar}"
    if isinstance(limit, Length) and not limit.business:
        return f"within {limit} around the clock"
    return f"within {limit}{calendar}"


def listed(names: tuple[str, ...]) -> str:
    """List events as code; "a and b" are two that must both hold."""
    shown = [" and ".join(f"`{part}`" for part in name.split(" and ")) for name in names]
    return spoken_list(shown, "or") or "`nothing`"


# ── what it puts into the agreement ─────────────────────────────────────────────────────────────


def _checked(promise: Promise, known: Lexicon, place: Place) -> Checked:
    if _needs_calendar(promise) and promise.calendar is None:
        promise = replace(promise, calendar=next(iter(known.calendars.values())))
    party = key_of(promise.party or "")
    demands: dict[str, Plain | None] = {"owed_by": party, "starts": items(promise.starts, place)}
    for key, names in (
        ("stops", promise.stops), ("of", promise.of), ("restarts", promise.restarts), ("cancels", promise.cancels),
        ("before", promise.before),
    ):  # fmt: skip
        demands[key] = items(names, place) if names else None
    demands |= {
        "at_least": promise.at_least,
        "channels": promise.channels,
        "within": limit_text(promise.limit) if promise.limit is not None else None,
        "calendar": promise.calendar if _needs_calendar(promise) else None,
        "after_hours": promise.after_hours if _counts_days(promise) else None,
        "due_at": promise.due_at if isinstance(promise.limit, Length) and _counts_days(promise) else None,
        "paused_while": promise.paused_while.text if promise.paused_while is not None else None,
        "for": promise.scope.text if promise.scope is not None else None,
        "silence": promise.silence,
        "target": f"{share_text(promise.target[0])} per {promise.target[1]}" if promise.target is not None else None,
        "steps": table({"100%": promise.breach}, place) if promise.breach else None,
    }
    needs = tuple(need for read in (promise.scope, promise.paused_while) if read is not None for need in read.needs)
    puts = (
        a_party(promise.party or "", place),
        *event_puts(
            (*promise.starts, *promise.stops, *promise.of, *promise.restarts, *promise.cancels, *promise.before),
            known,
            place,
        ),
        *need_puts(needs, place),
        *_commitments(promise.name, demands, promise.stops, place),
    )
    return Checked("deadline", told(promise), puts, promise.every_figure, place, yes_no(needs), _about(promise))


def _commitments(name: str, demands: Mapping[str, Plain | None], stops: tuple[str, ...], place: Place) -> Iterator[Put]:
    """Give the clock of a promise; where two things must be done, each has its own."""
    parts = stops[0].split(" and ") if len(stops) == 1 else []
    if len(parts) < 2:  # noqa: PLR2004 (one thing)
        yield Put(("commitments", name), table(demands, place))
        return
    for part in parts:
        yield Put(("commitments", f"{name}: {part}"), table({**demands, "stops": items((part,), place)}, place))


def _needs_calendar(promise: Promise) -> bool:
    limit = promise.limit
    return isinstance(limit, OnDay) or (isinstance(limit, Length) and limit.business)


def _counts_days(promise: Promise) -> bool:
    """Say that the limit is told in business days, which need a convention."""
    limit = promise.limit
    return isinstance(limit, OnDay) or (isinstance(limit, Length) and limit.business and limit.unit == "day")


def limit_text(limit: Limit) -> str:
    """Give a limit as `within` spells it."""
    if isinstance(limit, OnDay):
        return str(replace(limit, business=True))
    return str(limit)
