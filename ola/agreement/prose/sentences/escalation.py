"""Sentences on who is told when, and on limits that change under load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ola.agreement.prose.phrases.lengths import Length, length_at
from ola.agreement.prose.phrases.limits import OnDay
from ola.agreement.prose.phrases.names import phrase_key
from ola.agreement.prose.phrases.numbers import times_at
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.read import Need, Read
from ola.agreement.prose.phrases.times import DayTime, time_at, window_at
from ola.agreement.prose.phrases.tokens import Tokens, cut, text_of
from ola.agreement.prose.reading import Ambiguous, Question
from ola.agreement.prose.sentences.core import LEADS
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import Promise, calendars_to_name, on_a_calendar, people, told
from ola.agreement.prose.sentences.questions import (
    HALF_A_CALENDAR,
    NO_CALENDAR,
    NO_CONVENTION,
    NO_NUMBER,
    NO_ORDER,
    NO_PARTY,
    NO_PERIOD,
    NO_START,
    SAME_DAY,
)
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.agreement.prose.values import quoted


def _step(length: Length, action: str, sentence: Sentence, scope: Read | None = None) -> tuple[str, ...]:
    """Offer a clock that has this step behind its limit, for the leads of a scope."""
    who = tuple(dict.fromkeys((*sentence.context.declared.roles, *sentence.context.declared.parties))) or ("Sales",)
    step = Promise("", limit=length, party=who[0], stops=("first touch",), scope=scope, breach=action)
    on = on_a_calendar(step, calendars_to_name(sentence.known))
    return tuple(told(replace(on, starts=(start,))) for start in ("created", "assigned"))


def _gone(found: Found, sentence: Sentence) -> Outcomes:
    """Read `3 days overdue: mail to the manager`."""
    length: Length = found["length"]
    action = text_of(found["words"])
    asks = [Question(NO_START.code, f"From what moment are the {length} counted?", _step(length, action, sentence))]
    if not length.business and length.unit in {"minute", "hour", "day"}:
        asks.append(
            Question(
                NO_CALENDAR.code,
                f"Do the {length} run day and night, or in working hours only?",
                _step(length, action, sentence)[:1],
            )
        )
    return Ambiguous("deadline", tuple(asks), (str(length),), sentence.place)


GONE = Shape(
    "what happens after some time",
    (
        "<length> (gone|passed|elapsed|over|late|overdue) (:|->|,|-) <words>",
        "after <length> : <words>",
        "after <length> [,] <words:tells>",
    ),
    _gone,
    "2 hours gone: the manager is told.",
)


def _past(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of what happens some time behind a limit: a clock has one limit, so which, and how long is it with the rest."""
    length: Length = found["length"]
    asks = f"Behind the limit of which promise, and how long is it from its start: the limit and {length} more?"
    return Ambiguous("deadline", (Question(NO_START.code, asks, ()),), (str(length),), sentence.place)


PAST = Shape(
    "what happens some time behind a limit",
    (
        "[escalation :] <length> (past|after|over|beyond) [the] (sla|limit|deadline|due time|sla time|due date) (:|->|,|-) <words>",
    ),
    _past,
    "2 hours past the SLA: the team lead is told.",
)


def _rings(found: Found, sentence: Sentence) -> Outcomes:
    """Read when alarms ring for several groups: who is told is open."""
    groups = tuple(_groups(sentence))
    if len(groups) < 2:  # noqa: PLR2004 (one is no list)
        return None
    del found
    figures = tuple(str(length) for _, length in groups)
    steps = [_step(length, "tell the manager", sentence, scope) for scope, length in groups if scope is not None]
    # One clock for each of the groups, all of them from the same moment on.
    choices = tuple(" ".join(each) for each in zip(*steps, strict=True)) if len(steps) == len(groups) else ()
    asks = (Question(NO_PARTY.code, "Who is told, and what is done?", choices),)
    return Ambiguous("deadline", asks, figures, sentence.place)


def _groups(sentence: Sentence) -> Iterator[tuple[Read | None, Length]]:
    """Give groups of leads, each with its time: `Hot leads ring at 10 minutes, Key Accounts at 50 minutes`."""
    tokens, start, at = sentence.tokens, 0, 0
    while at < len(tokens):
        here = length_at(tokens, at)
        if here is not None and at and tokens[at - 1].low in {"at", "after"}:
            words = tuple(
                token for token in tokens[start : at - 1] if token.low not in _RING and token.low not in {",", "and"}
            )
            yield _group(words, sentence), here[0]
            start = here[1]
        at = here[1] if here is not None else at + 1


_RING = frozenset({"ring", "rings", "alarm", "alert", "alerts", "warn", "warns"})


def _group(words: Tokens, sentence: Sentence) -> Read | None:
    """Read which leads a group is: a declared value, also as several of them, else a yes/no field by its words."""
    bare = words[:-1] if len(words) > 1 and words[-1].text in LEADS else words
    known = sentence.known
    for tokens in (bare, (*bare[:-1], replace(bare[-1], low=bare[-1].low.removesuffix("s")))) if bare else ():
        value = known.values_at(tokens, 0)
        if value is not None and value[1] == len(tokens):
            field, text = value[0][0]
            return Read(f"{field} = {quoted(text)}")
    key = phrase_key(bare)
    return None if key is None else Read(key, (Need(key, "boolean"),))


RINGS = Shape(
    "when alarms ring",
    ("<words:words> (ring|rings|alarm|alert|alerts|warn|warns) (at|after) <length> , <rest:words>",),
    _rings,
    "Hot leads ring at 10 minutes, warm leads at 50 minutes.",
)


def _told_at(found: Found, sentence: Sentence) -> Outcomes:
    """Read a ladder of who is told: `The manager is told at the limit, the director at twice the limit`."""
    del found
    shares = _shares_of_limit(sentence.tokens)
    if len(shares) < 2:  # noqa: PLR2004 (a ladder has two steps)
        return None
    asks = (
        Question(NO_ORDER.code, "Of which limit?", ()),
        Question(NO_START.code, "From what moment does it count?", ()),
    )
    return Ambiguous("deadline", asks, shares, sentence.place)


_TURNS = {"half": "50%", "twice": "200%", "double": "200%"}


def _shares_of_limit(tokens: Tokens) -> tuple[str, ...]:
    """Find shares of a limit: `half the limit`, `at 80 %`, `twice the limit`, `at four times`."""
    found: list[str] = []
    for at, token in enumerate(tokens):
        if token.kind == "percent" and token.number is not None:
            found.append(f"{int(token.number)}%")
        elif token.low in _TURNS and at + 2 < len(tokens) and tokens[at + 2].low in {"limit", "time", "sla"}:
            found.append(_TURNS[token.low])
        elif (
            token.low == "limit"
            and at
            and tokens[at - 1].low == "the"
            and not (at > 1 and tokens[at - 2].low in _TURNS)
        ):
            found.append("100%")
        elif at and tokens[at - 1].low == "at" and (often := times_at(tokens, at)) is not None:
            found.append(f"{int(often[0] * 100)}%")
    return tuple(dict.fromkeys(found))


TOLD_AT = Shape(
    "who is told at which share of a limit",
    (
        "<words:words> (is|are) (told|notified|warned|alerted|informed) (at|when) <rest:words>",
        "(at|after) <first:share> <rest:words>",
    ),
    _told_at,
    "The manager is told at the limit, the director at twice the limit.",
)


def _surge(found: Found, sentence: Sentence) -> Outcomes:
    """Read a limit that changes while too much comes in."""
    bound: Bound = found["bound"]
    length: Length = found["length"]
    figures = [*bound.figures, str(length)]
    if "old" in found:
        figures.append(str(found["old"]))
    asks = [
        Question(NO_PERIOD.code, "Is the week a calendar week, or the last seven days?", _surge_ways(found, sentence))
    ]
    if not length.business:
        asks.append(
            Question(
                NO_CALENDAR.code,
                f"Do the {length} run day and night, or in working hours only?",
                _surge_ways(found, sentence),
            )
        )
    if "until" in found:
        asks.append(Question(NO_NUMBER.code, f"“until {text_of(found['until'])}”: how is that measured?", ()))
    asks.append(Question(NO_ORDER.code, "Which limits are relaxed: all, or only this one?", ()))
    return Ambiguous("deadline", tuple(asks), tuple(dict.fromkeys(figures)), sentence.place)


def _surge_ways(found: Found, sentence: Sentence) -> tuple[str, ...]:
    """Offer the limit for the leads that come while so many do, told by a number that the lead carries."""
    bound: Bound = found["bound"]
    words = sentence.words
    window = next((each for each in ("day", "week", "month") if each in words), "week")
    name = f"new_leads_in_the_{window}"
    sense = bound.sense if bound.said else ">"
    scope = Read(f"{name} {sense} {bound.first.plain}", (Need(name, "number"),), bound.figures)
    return _step(found["length"], "the lead waits", sentence, scope)[:1]


SURGE = Shape(
    "a limit that changes under load",
    (
        "<bound> [new] (leads|records|mqls|requests) (in a week|a week|per week|in a day|a day|per day|in a month|a month) the <old:length> limit (becomes|is|rises to) <length> [until <until:words>]",
        "(when|if) <bound> [new] (leads|records|mqls|requests) (come in|arrive|are created|land) (in a week|during a week|a week|per week|in a day|a day|per day) , the limit (becomes|is|rises to) <length> [until <until:words>]",
    ),
    _surge,
    "When more than 100 leads come in during a week, the limit is 4 hours.",
)


def _for_everybody(found: Found, sentence: Sentence) -> Outcomes:
    """Read a limit without a sentence: `2-day limit for all leads`."""
    length: Length = found["length"]
    choices = _step(length, "the manager is told", sentence)
    asks = [Question(NO_START.code, "From what moment does it count, and what fulfils it?", choices)]
    if not length.business:
        asks.append(
            Question(NO_CALENDAR.code, f"Do the {length} run day and night, or in working hours only?", choices[:1])
        )
    return Ambiguous("deadline", tuple(asks), (str(length),), sentence.place)


FOR_EVERYBODY = Shape(
    "a limit without a sentence",
    (
        "[a|the] <length> limit (for|applies to|holds for) (everybody|everyone|all|all groups|all leads|every group|every lead)",
    ),
    _for_everybody,
    "2-day limit for all leads",
)


def _opening(found: Found, sentence: Sentence) -> Outcomes:
    """Read what is promised from the next opening on: `you hear from us within 2 hours of opening`."""
    text = found["quote"]

    tokens = cut(text)
    lengths = [found_ for at in range(len(tokens)) if (found_ := length_at(tokens, at)) is not None]
    if not lengths:
        return None
    length = lengths[0][0]
    asks = "Is this promised to every group, even those with another limit?"
    choices = _step(length, "the manager is told", sentence)
    return Ambiguous(
        "deadline",
        (Question(NO_ORDER.code, asks, choices), Question(NO_START.code, "From which opening?", choices)),
        (str(length),),
        sentence.place,
    )


OPENING = Shape(
    "what is promised to leads outside hours",
    ("outside these hours <words:words> [says|and says] : <quote:quote>",),
    _opening,
    'Outside these hours the answer says: "you hear from us within 2 hours of opening".',
)


def _tomorrow(found: Found, sentence: Sentence) -> Outcomes:
    """Read what late sign-ups are told: `tomorrow between 8 and 11`."""
    tokens = cut(found["quote"])
    window = next((each for at in range(len(tokens)) if (each := window_at(tokens, at)) is not None), None)
    if window is None:
        return None
    figures = (str(found["time"]), *window[0])
    asks = "What holds where the next day is closed, or opens later?"
    until = time_at(cut(figures[-1].rpartition("-")[2]), 0)
    start = f"{text_of(found['who'])} after {found['time']}"
    ways = _on_the_next_day(start, until[0], "first contact", sentence) if until is not None else ()
    return Ambiguous("deadline", (Question(NO_CALENDAR.code, asks, ways),), figures, sentence.place)


def _on_the_next_day(start: str, until: DayTime | Literal["close"], stop: str, sentence: Sentence) -> tuple[str, ...]:
    """Offer a clock of its own for what comes late: until an hour of the next open day."""
    known = sentence.known
    late = Promise(
        "",
        limit=OnDay(1, business=True, at=until),
        calendar=calendars_to_name(known)[0],
        party=next(iter(people(known)), "Sales"),
        starts=(start[:1].lower() + start[1:],),
        stops=(stop,),
    )
    return tuple(told(replace(late, after_hours=day)) for day in ("same date", "next opening"))


TOMORROW = Shape(
    "what late leads are told",
    ("<who:phrase> after <time> are told <quote:quote>",),
    _tomorrow,
    'Callers after 6 pm are told "tomorrow between 8 and 11".',
)


def _may_wait(found: Found, sentence: Sentence) -> Outcomes:
    """Read a cutoff: `Requests that arrive after 16:30 count for the next working day`."""
    figures = (str(found["time"]),)
    start = f"came after {found['time']}"
    due = _on_the_next_day(start, "close", "first touch", sentence)
    asks = (
        Question(SAME_DAY.code, f"What lands after {found['time']}: by when on the next working day is it due?", due),
        Question(NO_CONVENTION.code, "When on the next day is it due: at opening, at close, or at the same hour?", due),
    )
    return Ambiguous("deadline", asks, figures, sentence.place)


MAY_WAIT = Shape(
    "until when a day still counts",
    (
        "<who:phrase> [that] (lands|land|arrives|arrive|comes in|come in|came in) after <time> (may wait|waits|wait|is answered|are answered|counts|count) (until|on|for|as) the next (working|business) day",
    ),
    _may_wait,
    "Leads that arrive after 16:30 count for the next working day.",
)


def _overnight(found: Found, sentence: Sentence) -> Outcomes:
    """Read from when leads count that came after hours: `count from 9:00 on the next business day`."""
    asks = "In which time zone, and on whose calendar?"
    figures = tuple(str(found[each]) for each in ("late", "time") if each in found)
    return Ambiguous("calendar", (Question(HALF_A_CALENDAR.code, asks, ()),), figures, sentence.place)


OVERNIGHT = Shape(
    "from when leads count that came after hours",
    (
        "(leads|records|requests|anything) [that] (arrive|arrives|arriving|land|lands|come in|comes in|received|created|submitted) (after hours|outside hours|outside business hours|at night|overnight) (count|counts|start|starts|start the clock|starts the clock|are treated as received|count as received) (from|at) <time> [on|of] the next (business|working) day",
        "<who:phrase> [that] (arrive|arrives|arriving|land|lands|come in|comes in|received|created|submitted) (after hours|outside hours|outside business hours|outside working hours|at night|overnight|on weekends|on a weekend|at weekends) (count|counts|are treated|is treated) as [if] [they|it] [had] (received|arrived|created) at <time> (on the next|the next|on the following) (business|working) day",
        "<who:phrase> [that] (arrive|arrives|arriving|land|lands|come in|comes in|received|created|submitted) after <late:time> (count|counts|are treated|is treated) as [if] [they|it] [had] (received|arrived|created) at <time> (on the next|the next|on the following) (business|working) day",
    ),
    _overnight,
    "Leads that arrive after hours count from 9:00 on the next business day.",
)

SHAPES = (MAY_WAIT, OVERNIGHT, SURGE, FOR_EVERYBODY, OPENING, TOMORROW, RINGS, PAST, GONE, TOLD_AT)
