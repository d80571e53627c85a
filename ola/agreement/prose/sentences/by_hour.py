"""One act with two limits, by when a lead comes: `the same day if it came in before 3 pm, otherwise by noon the next day`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.limits import AtOnce, Limit, limit_at
from ola.agreement.prose.phrases.read import Need, Read, joined
from ola.agreement.prose.phrases.times import DayTime, time_at
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, Checked, Outcome, Question
from ola.agreement.prose.sentences.commitments import promised
from ola.agreement.prose.sentences.core import LEADS
from ola.agreement.prose.sentences.promise import Promise, settled, told
from ola.agreement.prose.sentences.questions import NO_CALENDAR, NO_ONE_LIMIT
from ola.agreement.prose.sentences.sentence import Sentence

_COMES = frozenset(
    """received receive created submitted arriving arrive arrives arrived coming comes come came in that which are is was were
    it they lead leads entered entering landing lands landed delivered""".split()
)
_IF = frozenset({"if", "when", "where", "provided"})
_ELSE = frozenset(
    """otherwise else or if later and those those's ones leads lead received arriving created after it they that come comes in not
    the others all other are is must be then""".split()
)
_OUTSIDE = (
    ("otherwise",), ("outside", "business", "hours"), ("outside", "of", "business", "hours"), ("outside", "working", "hours"),
    ("outside", "of", "working", "hours"), ("outside", "office", "hours"), ("outside", "these", "hours"),
    ("outside", "those", "hours"), ("after", "hours"), ("at", "other", "times"), ("at", "all", "other", "times"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Two:
    """A promise with its first limit, the other limit, and the words that tell which holds when."""

    head: Tokens
    other: Limit
    words: Tokens
    by_hour: DayTime | None = None


def read_by_hour(sentence: Sentence) -> tuple[Outcome, ...]:
    """Read an act with two limits, by the hour at which a lead comes or by whether the office is open."""
    for find in (_if_before, _those_before, _outside):
        found = find(sentence.tokens)
        if found is None:
            continue
        promise = promised(replace(sentence, tokens=found.head))
        if promise is None or promise.limit is None or promise.at_least is not None:
            continue
        return (_asked(promise, found, sentence),)
    return ()


def _asked(promise: Promise, found: _Two, sentence: Sentence) -> Outcome:
    """Ask of both limits at once; each phrasing says all of one, or both where a field may tell which leads they bind."""
    known, place = sentence.known, sentence.place
    second = replace(promise, limit=found.other, calendar=None, hours=None)
    if found.by_hour is None:
        need = Need("outside_business_hours", "boolean")
        outside = Read(need.name, (need,))
        scope = outside if promise.scope is None else joined("all", (promise.scope, outside))
        second = replace(
            second,
            scope=scope,
            calendar="always" if isinstance(found.other, Length) and not found.other.business else None,
        )
    ways = [_first_way(each, sentence) for each in (promise, second)]
    asks = f"“{text_of(found.words)}”: {_ask(found)}"
    if found.by_hour is None:
        question = Question(NO_CALENDAR.code, asks, (" ".join(ways),))
        outcome = settled(promise, known, place, lambda way: f"{told(way)} {ways[1]}")
    else:
        question = Question(NO_ONE_LIMIT.code, asks, tuple(dict.fromkeys(ways)))
        outcome = settled(promise, known, place)
    asked = outcome.questions if isinstance(outcome, Ambiguous) else ()
    figures = (*promise.every_figure, *(() if isinstance(found.other, AtOnce) else (str(found.other),)))
    if found.by_hour is not None:
        figures = (*figures, str(found.by_hour))
    about = outcome.about if isinstance(outcome, Ambiguous | Checked) else None
    return Ambiguous("deadline", (*asked, question), tuple(dict.fromkeys(figures)), place, about)


def _ask(found: _Two) -> str:
    if found.by_hour is None:
        return f"do the {found.other} run day and night, and which field tells that a lead came outside business hours?"
    return f"a promise has one limit; is it the first one, or {found.other} for all?"


def _first_way(promise: Promise, sentence: Sentence) -> str:
    outcome = settled(promise, sentence.known, sentence.place)
    if isinstance(outcome, Ambiguous):
        return next((each.choices[0] for each in outcome.questions if each.choices), "")
    return told(promise)


# ── the builds ──────────────────────────────────────────────────────────────────────────────────


def _if_before(tokens: Tokens) -> _Two | None:
    """Read `calls it the same day if it came in before 3 pm, otherwise by noon the next working day`."""
    for at, token in enumerate(tokens):
        if token.low not in _IF or not at:
            continue
        before = _before_time(tokens, at + 1)
        if before is None:
            continue
        time, end = before
        other = _other(tokens, end)
        if other is not None:
            return _Two(_trimmed(tokens[:at]), other, tokens[at:], time)
    return None


def _those_before(tokens: Tokens) -> _Two | None:
    """Read `MQLs received before 3 pm are called the same day; those received later by noon on the next working day`."""
    for at, token in enumerate(tokens[:8]):
        if not at or token.low not in _COMES or tokens[at - 1].low not in LEADS:
            continue
        before = _before_time(tokens, at)
        if before is None:
            continue
        time, end = before
        parts = [index for index in range(end, len(tokens)) if tokens[index].low in {";", ",", "and"}]
        for cut in parts:
            other = _other(tokens, cut)
            if other is not None:
                return _Two((*tokens[:at], *tokens[end:cut]), other, tokens[at:], time)
    return None


def _before_time(tokens: Tokens, at: int) -> tuple[DayTime, int] | None:
    """Read `it came in before 3 pm`, `received by 15:00`."""
    while at < len(tokens) and tokens[at].low in _COMES:
        at += 1
    if at >= len(tokens) or tokens[at].low not in {"before", "by", "until"}:
        return None
    return time_at(tokens, at + 1)


def _other(tokens: Tokens, at: int) -> Limit | None:
    """Read the limit for all that comes later, which ends the sentence."""
    if at >= len(tokens) or tokens[at].low not in {",", ";", "and", "otherwise", "or"}:
        return None
    at += 1
    while at < len(tokens):
        found = limit_at(tokens, at)
        if found is not None and found[1] == len(tokens):
            return found[0]
        time = time_at(tokens, at)
        if time is not None and tokens[at - 1].low == "after":
            at = time[1]
        elif tokens[at].low in _ELSE or tokens[at].low == "," or tokens[at].low.endswith("ed"):
            at += 1
        else:
            return None
    return None


def _outside(tokens: Tokens) -> _Two | None:
    """Read `within 5 minutes during business hours and within 1 hour otherwise`."""
    low = [token.low for token in tokens]
    for words in _OUTSIDE:
        if tuple(low[-len(words) :]) != words:
            continue
        end = len(tokens) - len(words)
        for at in range(1, end):
            if low[at] not in {"and", ",", ";"}:
                continue
            start = at + 1 + (low[at + 1] == "and")
            found = limit_at(tokens, start)
            if found is not None and found[1] == end and "hours" in low[:at]:
                return _Two(tokens[:at], found[0], tokens[start:])
    return None


def _trimmed(tokens: Tokens) -> Tokens:
    while tokens and tokens[-1].low in {",", ";"}:
        tokens = tokens[:-1]
    return tokens
