"""What words tell of working hours: days, hours, zone, holidays, and what of the words tells none of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ola.agreement.prose.phrases.holidays import HolidaysSaid, holidays_said
from ola.agreement.prose.phrases.times import DAYS, DayTime, time_at, week_at, weekdays_at, window_at
from ola.agreement.prose.phrases.tokens import Token, Tokens
from ola.agreement.prose.phrases.zones import ZoneSaid, zones_said
from ola.agreement.prose.sentences.core import plain
from ola.agreement.prose.sentences.sentence import Sentence

Week = dict[str, tuple[str, str]]
Window = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Hours:
    """What a sentence tells of a calendar, each part nothing where it tells none.

    `days` stand without hours and `window` without days; `guessed` are hours that only make sense in the afternoon:
    `9 to 6`. `rest` are the words that tell none of it.
    """

    week: Week | None = None
    days: tuple[str, ...] = ()
    window: Window | None = None
    zones: tuple[tuple[str, ...], ...] = ()
    zone_is_sure: bool = False
    zone_words: tuple[str, ...] = ()
    holidays: HolidaysSaid | None = None
    guessed: tuple[str, ...] = ()
    rest: Tokens = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a calendar is told."""
        return not (self.week or self.days or self.window or self.zones or self.holidays)


def hours_in(sentence: Sentence) -> Hours:
    """Find what the words of a sentence tell of a calendar."""
    if not sentence.tokens:
        return Hours()
    text, start = sentence.unit.words.text, sentence.tokens[0].start
    raw = text[start : sentence.tokens[-1].end]
    holidays = holidays_said(raw)
    taken: list[tuple[int, int]] = []
    if holidays is not None:
        taken.append((holidays.start + start, holidays.end + start))
    zones = tuple(each for each in zones_said(raw) if holidays is None or not _meet(each, holidays))
    taken += [(each.start + start, each.end + start) for each in zones]
    left = tuple(token for token in sentence.tokens if not any(a <= token.start < b for a, b in taken))
    left, guessed = _in_the_afternoon(plain(_out_of_brackets(left)))
    distinct = tuple(dict.fromkeys(each.zones for each in zones))
    found = Hours(
        zones=distinct, zone_is_sure=len(distinct) == 1 and all(each.sure for each in zones),
        zone_words=tuple(each.text(raw) for each in zones), holidays=holidays, guessed=guessed,
    )  # fmt: skip
    week = _week_in(left)
    if week is not None:
        return replace(found, week=week[0], rest=week[1])
    for at in range(len(left)):
        window = window_at(left, at)
        if window is not None:
            return replace(found, window=window[0], rest=(*left[:at], *left[window[1] :]))
    for at in range(len(left)):
        days = weekdays_at(left, at)
        if days is not None and _is_left_out(left, at):
            days = tuple(day for day in DAYS if day not in days[0]), days[1]
        if days is not None:
            return replace(found, days=days[0], rest=(*left[:at], *left[days[1] :]))
    return replace(found, rest=left)


def _is_left_out(tokens: Tokens, at: int) -> bool:
    """Say that days are told by what they are not: `a day other than a Saturday, Sunday or public holiday`."""
    before = [token.low for token in tokens[max(0, at - 3) : at] if token.low not in {"a", "an", "the"}]
    return before[-2:] == ["other", "than"] or before[-1:] in (["except"], ["excluding"], ["not"], ["without"])


def _meet(zone: ZoneSaid, holidays: HolidaysSaid) -> bool:
    return zone.start < holidays.end and holidays.start < zone.end


def _out_of_brackets(tokens: Tokens) -> Tokens:
    """Leave out brackets that were emptied: `(CET)` of which the zone was taken."""
    kept: list[Token] = []
    for token in tokens:
        if token.low == ")" and kept and kept[-1].low == "(":
            kept.pop()
        else:
            kept.append(token)
    return tuple(kept)


_MORNING, _EVENING = range(6, 13), range(1, 9)


def _in_the_afternoon(tokens: Tokens) -> tuple[Tokens, tuple[str, ...]]:
    """Take the end of `9 to 6` and `8.30 to 5` for one in the afternoon, and tell which words that was guessed of."""
    found, guessed = list(tokens), list[str]()
    for at in range(len(tokens) - 2):
        opens, closes = _hour(tokens[at]), tokens[at + 2]
        last = _hour(closes)
        half = tokens[at + 3].low if at + 3 < len(tokens) else ""
        if (
            opens in _MORNING
            and last in _EVENING
            and tokens[at + 1].low in {"to", "-", "until", "till"}
            and half not in {"am", "pm", "a.m", "p.m"}
            and (at == 0 or tokens[at - 1].kind != "time")
        ):
            minutes = closes.low.partition(":")[2] or "00"
            time = f"{(last or 0) + 12}:{minutes}"
            found[at + 2] = replace(closes, kind="time", text=time, low=time, number=None)
            if tokens[at].kind == "number":
                found[at] = replace(tokens[at], kind="time", low=f"{tokens[at].low}:00", number=None)
            guessed.append(f"{tokens[at].text} to {closes.text}")
    return tuple(found), tuple(dict.fromkeys(guessed))


def _hour(token: Token) -> int | None:
    if token.kind == "number" and token.number is not None and token.number.denominator == 1:
        return int(token.number)
    return int(token.low.partition(":")[0]) if token.kind == "time" else None


def _week_in(tokens: Tokens) -> tuple[Week, Tokens] | None:
    """Find a week's hours among words: also `9:00 to 18:00 at our desk, Monday to Friday`, and `Saturday until 14`."""
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
    for at in range(len(tokens)):
        days = weekdays_at(tokens, at)
        if days is None:
            continue
        for later in range(days[1], len(tokens)):
            window = window_at(tokens, later)
            if window is not None:
                between = tokens[days[1] : later]
                return dict.fromkeys(days[0], window[0]), (*tokens[:at], *between, *tokens[window[1] :])
    return None


def _until(tokens: Tokens, at: int, week: Week) -> tuple[Week, int]:
    """Read on `and Friday until 13`: from the opening of the days before."""
    start = at + (at < len(tokens) and tokens[at].low in {",", "and"})
    start += start < len(tokens) and tokens[start].low == "on"
    days = weekdays_at(tokens, start)
    if days is None or days[1] >= len(tokens) or tokens[days[1]].low not in {"until", "till", "to"}:
        return week, at
    closes = time_at(tokens, days[1] + 1, bare=True)
    if closes is None or not isinstance(closes[0], DayTime):
        return week, at
    opens = next(iter(week.values()))[0]
    return week | dict.fromkeys(days[0], (opens, str(closes[0]))), closes[1]


# Words of such sentences that add nothing to days, hours, zone and holidays.
_SAYS_NOTHING = frozenset(
    """, ; : . - ( ) and or from on at the our are is we work works working open hours business office run runs time times
    day days week of mean means meant defined as calendar by be to every each local in inclusive team teams sales marketing sdr sdrs
    ae aes rep reps both hrs h for purposes this agreement sla document standard normal regular core opening operating
    operation support desk here refer refers they shall will counted count counts between within falls fall any all a an
    weekday weekdays weekly daily that its their who people staffed available reachable there usual usually whole period
    other than except excluding do not kept observed don't weekend weekends
    zone timezone based stated given measured follow follows these those company staff crew you can us reach""".split()
)


def says_more(hours: Hours) -> Tokens:
    """Give the words that may change what is told: all that neither name the calendar nor tell a part of it."""
    return tuple(
        token
        for token in hours.rest
        if token.number is not None or token.kind == "time" or not set(token.low.strip('"“”').split()) <= _SAYS_NOTHING
    )
