"""How often somebody must try: `tries at least five times (three calls, two emails) within two weeks`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ola.agreement.prose.phrases.limits import Limit
from ola.agreement.prose.phrases.numbers import number_at, times_at
from ola.agreement.prose.phrases.quantities import Bound, bound_at
from ola.agreement.prose.phrases.read import Read
from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.reading import Ambiguous, Checked, Outcome, Question
from ola.agreement.prose.sentences.clock_rules import with_clock
from ola.agreement.prose.sentences.commitments import name_of
from ola.agreement.prose.sentences.core import is_party, party_name, read_leads
from ola.agreement.prose.sentences.events import read_events
from ola.agreement.prose.sentences.owing import owed_by_heading
from ola.agreement.prose.sentences.promise import Promise, settled, told
from ola.agreement.prose.sentences.questions import NO_PROMISE, NO_STOP
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.tries import tried
from ola.agreement.prose.sentences.verbs import FINITE, GERUNDS, PARTICIPLE_OF

_MAKES = frozenset({"make", "do", "log", "send", "attempt", "place", "perform", "complete"})
_TRIES = {"try": "attempt", "attempt": "attempt", "contact": "attempt", "call": "call", "email": "email", "phone": "call",
          "dial": "call", "touch": "touch", "reach": "attempt"}  # fmt: skip
_MODALS = frozenset({"must", "will", "shall"})
_OWED = frozenset({"are", "is", "must", "be", "made", "required", "needed"})
_OVER = frozenset({"over", "within", "in", "during", "across", "spread"})
_ON = frozenset({"using", "on", "over", "across", "via", "through", "by", "with"})
CHANNELS = ("call", "email sent", "meeting")  # events to choose from, each on a channel of its own


@dataclass(frozen=True, slots=True)
class Tried:
    """What a sentence tells of trying, as far as it was read."""

    who: Tokens = ()
    leads: Tokens = ()
    total: Bound | None = None
    noun: str | None = None
    parts: tuple[tuple[int, str], ...] = ()  # how many of what: 3 calls, 2 emails
    limit: Limit | None = None
    most: Limit | None = None
    channels: int | None = None
    ways: tuple[str, ...] = ()  # by phone and email: on which channels
    before: Tokens = ()
    starts: Tokens = ()
    calendar: str | None = None
    rest: Tokens = field(default=())


def read_tries(sentence: Sentence) -> tuple[Outcome, ...]:
    """Read how often somebody must try, on how many channels, over how long and before what; all of it, or nothing."""
    found = _tried(sentence)
    if found is None:
        return ()
    known = sentence.known
    scope: Read | None = None
    starts: tuple[str, ...] = ()
    if found.leads:
        leads = read_leads(found.leads, known)
        if leads is None:
            return ()
        scope, starts = leads.scope, ((leads.stage,) if leads.stage else (leads.since,) if leads.since else ())
    before: tuple[str, ...] = ()
    if found.before:
        named = read_events(_what_happens(found.before), known)
        if named is None:
            return ()
        before = named
    if found.starts:
        begun = read_events(found.starts, known)
        if begun is None:
            return ()
        starts = begun
    parts = found.parts or ((_count(found.total), found.noun or "attempt"),)
    promise = Promise(
        name_of(sentence), limit=found.limit, most=found.most, starts=starts, scope=scope, before=before,
        party=party_name(found.who, known) if found.who else owed_by_heading(sentence),
        at_least=parts[0][0], of=found.ways or (parts[0][1],), channels=found.channels,
        calendar=found.calendar,
    )  # fmt: skip
    if found.total is not None and not found.parts and found.total.second is not None:
        promise = replace(promise, at_most=int(found.total.second.value))
    return _settled(with_clock(promise, sentence.unit, sentence.context), parts, found, sentence)


def _settled(
    promise: Promise, parts: tuple[tuple[int, str], ...], found: Tried, sentence: Sentence
) -> tuple[Outcome, ...]:
    if len(found.ways) > 1:
        return (_on_named(promise, found, sentence),)
    outcome = settled(promise, sentence.known, sentence.place, _teller(promise, parts))
    if not isinstance(outcome, Ambiguous) and found.channels is None and _is_bounded(found):
        ways = [
            replace(promise, at_least=number, of=(noun,), name=_named(promise, noun, parts)) for number, noun in parts
        ]
        return tuple(settled(way, sentence.known, sentence.place) for way in ways)
    questions = list(outcome.questions) if isinstance(outcome, Ambiguous) else []
    offered = (_teller(promise, parts)(promise),)
    if found.channels is not None:
        asks = f"What are the {found.channels} channels: which events count as a {parts[0][1]}?"
        questions.append(Question(NO_STOP.code, asks, offered))
    if not _is_bounded(found):
        number = parts[0][0]
        questions.append(Question(NO_PROMISE.code, f"At least {number}, or exactly {number}?", offered))
    choices = next((each.choices for each in questions if each.choices), ())
    figures = (*promise.every_figure, *(str(number) for number, _ in parts))
    return (
        Ambiguous(
            "deadline", tuple(replace(each, choices=each.choices if each.choices != offered else choices) for each in questions),
            tuple(dict.fromkeys(figures)), sentence.place, outcome.about if isinstance(outcome, Ambiguous) else None,
        ),
    )  # fmt: skip


def _on_named(promise: Promise, found: Tried, sentence: Sentence) -> Outcome:
    """Ask of tries by phone and email whether each of the channels must be used."""
    outcome = settled(promise, sentence.known, sentence.place)
    asked = outcome.questions if isinstance(outcome, Ambiguous) else ()
    first = next((each.choices[0] for each in asked if each.choices), told(promise))
    asks = f"Must each of the {len(found.ways)} channels be used, or is any of them enough?"
    question = Question(NO_STOP.code, asks, (first, *_on_all(first, len(found.ways))))
    if not _is_bounded(found):
        asks = f"At least {promise.at_least}, or exactly {promise.at_least}?"
        asked = (*asked, Question(NO_PROMISE.code, asks, (first,)))
    about = outcome.about if isinstance(outcome, Ambiguous | Checked) else None
    return Ambiguous("deadline", (*asked, question), promise.every_figure, sentence.place, about)


def _on_all(told_as: str, number: int) -> tuple[str, ...]:
    """Write tries anew as those on so many channels."""
    ahead, within, behind = told_as.partition(" within ")
    return (f"{ahead} on at least {number} channels{within}{behind}",) if within else ()


def _is_bounded(found: Tried) -> bool:
    return found.total is not None and (found.total.said or found.total.second is not None)


def _named(promise: Promise, noun: str, parts: tuple[tuple[int, str], ...]) -> str:
    return promise.name if len(parts) == 1 else f"{promise.name} {noun}"


def _teller(promise: Promise, parts: tuple[tuple[int, str], ...]) -> Callable[[Promise], str]:
    """Write tries as sentences, one for each sort of them; on several channels with an event for each."""
    if promise.channels is not None and promise.channels > 1 and len(parts) == 1:
        return lambda way: told(replace(way, of=CHANNELS[: max(promise.channels or 1, 2)]))
    if len(parts) == 1:
        return told
    return lambda way: " ".join(told(replace(way, at_least=number, of=(noun,))) for number, noun in parts)


def _count(bound: Bound | None) -> int:
    return 0 if bound is None else int(bound.first.value) + (bound.sense == ">")


# ── taking the sentence apart ───────────────────────────────────────────────────────────────────


def _tried(sentence: Sentence) -> Tried | None:
    tokens = sentence.tokens
    opened = _opening(tokens, sentence)
    if opened is None:
        return None
    found = opened
    while found.rest:
        after = _next(found, sentence)
        if after is None or len(after.rest) >= len(found.rest):
            return None
        found = after
    if found.total is None and not found.parts:
        return None
    bounds = (found.total,) if found.total is not None else ()
    if any(
        bound.first.kind != "number" or bound.first.value.denominator != 1 or bound.sense in {"<", "<="}
        for bound in bounds
    ):
        return None
    return found if found.limit is not None or found.before or found.channels is not None else None


def _opening(tokens: Tokens, sentence: Sentence) -> Tried | None:
    """Read who tries what how often: `We try each lead a minimum of eight times`, `SDRs make 5 calls and send 2 emails`."""
    verb = next(
        (at for at, token in enumerate(tokens[:6]) if at and token.low in FINITE and not _leads_on(tokens, at)), None
    )
    bound = _bound_and_noun(tokens, 0)
    if bound is not None:  # no fewer than 7 contact attempts in 15 working days
        total, noun, end = bound
        return Tried(total=total, noun=noun, rest=tokens[end:])
    if verb is None:
        return None
    base = FINITE[tokens[verb].low]
    before = [token.low for token in tokens[max(0, verb - 2) : verb]]
    ahead = (
        2 if before in (["has", "to"], ["have", "to"], ["needs", "to"], ["need", "to"]) else before[-1:][0] in _MODALS
    )
    subject = tokens[: verb - ahead]
    if not is_party(subject, sentence.known):
        if read_leads(subject, sentence.known) is None or base not in {"get", "receive", "have", "need"}:
            return None
        found = _bound_and_noun(tokens, verb + 1)
        return None if found is None else Tried(leads=subject, total=found[0], noun=found[1], rest=tokens[found[2] :])
    if base in _MAKES and (found := _bound_and_noun(tokens, verb + 1)) is not None:
        return _with_others(Tried(who=subject, total=found[0], noun=found[1]), found, tokens)
    if base not in _TRIES:
        return None
    for at in range(verb + 1, len(tokens)):
        times = _so_often(tokens, at)
        if times is not None:
            leads = tokens[verb + 1 : at]
            if leads[:1] and leads[0].low == "to" and len(leads) > 1 and leads[1].low in {"reach", "contact", "call"}:
                leads = leads[2:]
            return Tried(who=subject, leads=leads, total=times[0], noun=_TRIES[base], rest=tokens[times[1] :])
        if tokens[at].kind == "sign":
            return None
    return None


def _leads_on(tokens: Tokens, at: int) -> bool:
    """Say that a verb only leads on to another: `has to`, `needs to`."""
    return tokens[at].kind != "word" or (
        at + 1 < len(tokens) and tokens[at + 1].low == "to" and tokens[at].low in {"has", "have", "need", "needs"}
    )


def _bound_and_noun(tokens: Tokens, at: int) -> tuple[Bound, str, int] | None:
    """Read `at least 6 attempts`, `a minimum of 5 call attempts`, and where it ends."""
    found = bound_at(tokens, at)
    if found is None or found[0].first.kind != "number":
        return None
    for end in range(min(len(tokens), found[1] + 3), found[1], -1):
        noun = tried(tokens[found[1] : end])
        if noun is not None:
            sort = tried(tokens[found[1] : end - 1]) if end - 1 > found[1] else None
            return (
                found[0],
                sort if sort in {"call", "email", "sms", "mail", "message"} else noun,
                end,
            )  # "call attempts"
    return None


def _so_often(tokens: Tokens, at: int) -> tuple[Bound, int] | None:
    """Read `at least five times`, `a minimum of eight times`, `twice`."""
    found = bound_at(tokens, at)
    if (
        found is not None
        and found[0].first.kind == "number"
        and found[1] < len(tokens)
        and tokens[found[1]].low == "times"
    ):
        return found[0], found[1] + 1
    start = at + 2 if [token.low for token in tokens[at : at + 2]] == ["at", "least"] else at
    times = times_at(tokens, start)
    if times is None:
        return None
    number = bound_at((*tokens[at:start], replace(tokens[start], kind="number", number=times[0])), 0)
    return None if number is None else (number[0], times[1])


def _with_others(found: Tried, first: tuple[Bound, str, int], tokens: Tokens) -> Tried:
    """Read on `5 call attempts and send 2 emails`, `3 calls and 2 emails`."""
    parts = [(_count(first[0]), first[1])]
    end = first[2]
    while end < len(tokens) and tokens[end].low in {"and", ","}:
        at = end + 1 + (end + 1 < len(tokens) and tokens[end + 1].low == "and")
        at += at < len(tokens) and FINITE.get(tokens[at].low) in _MAKES
        more = _bound_and_noun(tokens, at)
        if more is None:
            break
        parts.append((_count(more[0]), more[1]))
        end = more[2]
    return replace(found, parts=tuple(parts) if len(parts) > 1 else (), rest=tokens[end:])


def _next(found: Tried, sentence: Sentence) -> Tried | None:
    """Read one part more: over how long, on how many channels, of what sorts, for which leads, before what."""
    tokens = found.rest
    low = tokens[0].low
    if low in {",", "and"} | _OWED and len(tokens) > 1:
        return replace(found, rest=tokens[1:])
    if [token.low for token in tokens[:3]] == ["around", "the", "clock"] and found.limit is not None:
        return replace(found, calendar="always", rest=tokens[3:])
    if low in {"of", "after", "from", "since", "following"} and found.limit is not None and not found.starts:
        end = next((at for at, token in enumerate(tokens) if token.low in {",", ";", "before", "around"}), len(tokens))
        return replace(found, starts=tokens[1:end], rest=tokens[end:])
    if low == "(" and not found.parts:
        closes = next((at for at, token in enumerate(tokens) if token.low == ")"), 0)
        sorts = _sorts(tokens[1:closes])
        if sorts is None or (found.total is not None and sum(n for n, _ in sorts) != _count(found.total)):
            return None
        return replace(found, parts=sorts, rest=tokens[closes + 1 :])
    if low == "before" and not found.before:
        end = next((at for at, token in enumerate(tokens) if token.low in {",", ";"}), len(tokens))
        return replace(found, before=tokens[1:end], rest=tokens[end:])
    if low in _ON and found.channels is None:
        bound = bound_at(tokens, 1)
        if bound is not None and bound[0].first.kind == "number" and bound[0].sense in {"=", ">="}:
            end = bound[1] + (bound[1] < len(tokens) and tokens[bound[1]].low in {"different", "distinct", "separate"})
            if end < len(tokens) and tokens[end].low in {"channels", "channel"}:
                return replace(found, channels=int(bound[0].first.value), rest=tokens[end + 1 :])
    if low in {"by", "via", "using", "through", "on"} and not found.ways and (named := _named_channels(tokens, 1)):
        return replace(found, ways=named[0], rest=tokens[named[1] :])
    if low in _OVER and found.limit is None:
        at = 1
        while at < len(tokens) and tokens[at].low in {
            "over",
            "a",
            "the",
            "period",
            "of",
            "first",
            "next",
            "span",
            "course",
        }:
            at += 1
        bound = bound_at(tokens, at)
        if bound is not None and bound[0].first.length is not None and bound[0].sense in {"=", "<=", "between"}:
            most = bound[0].second.length if bound[0].second is not None else None
            return replace(found, limit=bound[0].first.length, most=most, rest=tokens[bound[1] :])
    if low in {"on", "to", "with", "per", "for"} and not found.leads:
        for end in range(len(tokens), 1, -1):
            if read_leads(tokens[1:end], sentence.known) is not None:
                return replace(found, leads=tokens[1:end], rest=tokens[end:])
    return None


_CHANNELS_OF = {
    "phone": "call", "telephone": "call", "call": "call", "calls": "call", "email": "email sent", "e-mail": "email sent",
    "mail": "email sent", "emails": "email sent", "linkedin": "linkedin message sent", "sms": "sms sent", "text": "sms sent",
}  # fmt: skip


def _named_channels(tokens: Tokens, at: int) -> tuple[tuple[str, ...], int] | None:
    """Read `phone, email and LinkedIn` as what is done on each of them."""
    found: list[str] = []
    while at < len(tokens) and tokens[at].low in _CHANNELS_OF:
        found.append(_CHANNELS_OF[tokens[at].low])
        at += 1
        start = at
        while at < len(tokens) and tokens[at].low in {",", "and", "or"}:
            at += 1
        if at >= len(tokens) or tokens[at].low not in _CHANNELS_OF:
            at = start
            break
    return (tuple(dict.fromkeys(found)), at) if found else None


def _sorts(tokens: Tokens) -> tuple[tuple[int, str], ...] | None:
    """Read of what sorts tries are: `three calls, two emails`."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(tokens):
        number = number_at(tokens, at)
        if number is None or number[0].denominator != 1:
            return None
        end = next((end for end in range(number[1], len(tokens)) if tokens[end].low in {",", "and", "+"}), len(tokens))
        noun = tried(tokens[number[1] : end])
        if noun is None:
            return None
        found.append((int(number[0]), noun))
        at = end + 1 + (end + 1 < len(tokens) and tokens[end + 1].low == "and")
    return tuple(found) or None


_LEFT_OUT = frozenset("a an the you it they is are may be can lead record leads mql mqls them contact being".split())


def _what_happens(tokens: Tokens) -> Tokens:
    """Keep what happens of `a lead is returned to Marketing`, `giving up`, `they close it`."""
    while len(tokens) > 1 and tokens[0].low in _LEFT_OUT:
        tokens = tokens[1:]
    gerund = GERUNDS.get(tokens[0].low)
    if gerund is not None:
        done = PARTICIPLE_OF[gerund]
        tokens = (replace(tokens[0], text=done, low=done), *tokens[1:])
    return tokens
