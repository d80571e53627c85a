"""Sentences on attempts: how many, on how many channels, over how long, before a lead may be given up."""

from __future__ import annotations

from dataclasses import replace

from ola.agreement.prose.phrases.limits import Limit
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.read import Read
from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.reading import Ambiguous, Question
from ola.agreement.prose.sentences.commitments import name_of
from ola.agreement.prose.sentences.core import is_party, party_name, read_leads
from ola.agreement.prose.sentences.events import read_events
from ola.agreement.prose.sentences.owing import owed_by_heading
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import Promise, settled, told
from ola.agreement.prose.sentences.questions import NO_CALENDAR, NO_PROMISE, NO_START, NO_STOP
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.agreement.prose.sentences.tries import tried


def _made(found: Found, sentence: Sentence) -> Outcomes:
    bound: Bound = found["bound"]
    noun = tried(found["noun"])
    if noun is None or bound.first.kind != "number" or bound.first.value.denominator != 1 or bound.sense in {"<=", "<"}:
        return None
    if "who" in found and not is_party(found["who"], sentence.known):
        return None
    count = int(bound.first.value) + (bound.sense == ">")
    limit, most = _over(found)
    channels = _channels(found)
    before: tuple[str, ...] = ()
    if "before" in found:
        named = read_events(_short(found["before"]), sentence.known)
        before = named or ()
    if "reason" in found:
        before = (found["reason"].label,)
    if "value" in found:
        before = (found["value"].text,)
    scope: Read | None = None
    starts: tuple[str, ...] = ()
    if "leads" in found:
        leads = read_leads(found["leads"], sentence.known)
        if leads is None:
            return None
        scope, starts = leads.scope, ((leads.stage,) if leads.stage else ())
    promise = Promise(
        name_of(sentence), limit=limit, most=most, party=_party(found, sentence), starts=starts, scope=scope, at_least=count,
        at_most=int(bound.second.value) if bound.second is not None else None, of=(noun,), channels=channels, before=before,
    )  # fmt: skip
    named = _CHANNELS[: max(channels or 1, 2)] if channels is not None and channels > 1 else promise.of
    outcome = settled(promise, sentence.known, sentence.place, lambda way: told(replace(way, of=named)))
    if channels is not None and isinstance(outcome, Ambiguous):
        asks = f"What are the {channels} channels: which events count as a {noun}?"
        outcome = replace(outcome, questions=(*outcome.questions, Question(NO_STOP.code, asks, ())))
    if not bound.said and bound.second is None and isinstance(outcome, Ambiguous):
        asks = f"At least {count}, or exactly {count}?"
        outcome = replace(outcome, questions=(*outcome.questions, Question(NO_PROMISE.code, asks, ())))
    if isinstance(outcome, Ambiguous):
        return outcome
    return outcome if channels is None else None


_CHANNELS = ("call", "email sent", "meeting")  # events to choose from, each on a channel of its own


def _over(found: Found) -> tuple[Limit | None, Limit | None]:
    if "over" not in found:
        return None, None
    bound: Bound = found["over"]
    if bound.first.length is None:
        return None, None
    return bound.first.length, bound.second.length if bound.second is not None else None


def _channels(found: Found) -> int | None:
    if "channels" not in found:
        return None
    bound: Bound = found["channels"]
    return int(bound.first.value) if bound.first.kind == "number" else None


def _short(tokens: Tokens) -> Tokens:
    """Keep what happens of `a lead is recycled`, `they close it`."""
    while tokens and (
        tokens[0].low in {"a", "an", "the", "you", "it", "they", "is", "are", "may", "be", "lead", "record"}
        or tokens[0].text.isupper()
    ):
        tokens = tokens[1:]
    return tokens


def _party(found: Found, sentence: Sentence) -> str | None:
    if "who" in found:
        return party_name(found["who"], sentence.known)
    return owed_by_heading(sentence)


_CH = "[(on|over|across|via|by) <channels:bound> [different] channels]"
_OV = "[(over|within|in|during|across) <over:bound>]"
MADE = Shape(
    "how many attempts are made",
    (
        f"<who:phrase> (make|makes|must make|log|logs|do|does|send|sends) <bound> <noun:phrase> {_OV} {_CH} [before <before:phrase>]",
        f"<who:phrase> (make|makes|must make|log|logs|do|does|send|sends) <bound> <noun:phrase> {_CH} {_OV} [before <before:phrase>]",
        f"(each|every|a|all) <leads:phrase> (gets|get|receives|receive|has|have|needs) <bound> <noun:phrase> {_OV} {_CH} [before <before:phrase>]",
        f"<bound> <noun:phrase> {_OV} {_CH} before <before:phrase>",
        "<bound> <noun:phrase> , not all by <only:phrase> , before <before:phrase>",
        "<bound> <noun:phrase> (over|within|in|during|across) <over:bound> [, then <then:words>]",
        f"<value> (may|can) only be (used|set|chosen|picked) after <bound> <noun:phrase> {_CH} {_OV}",
        f"<reason:field> (may|can) only be (used|set|chosen|picked) after <bound> <noun:phrase> {_CH} {_OV}",
    ),
    _made,
    "Reps make at least 5 attempts over 10 business days on 2 channels before `recycled`.",
)


def _days(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of days that are only numbered: `on days 2, 4 and 7`."""
    del found
    figures = tuple(token.text for token in sentence.tokens if token.kind == "number")

    asks = (
        Question(NO_CALENDAR.code, "Are these business days, or days of the calendar?", ()),
        Question(NO_START.code, "From what moment are the days counted?", ()),
    )
    return Ambiguous("deadline", asks, figures, sentence.place)


DAYS = Shape(
    "on which days attempts are made",
    (
        "<who:phrase> (calls|call|tries|try|follows up|follow up|emails|email|attempts|make attempts|makes attempts) [again] on days <days:words>",
        "<noun:phrase> (are made|are due|go out|take place) on days <days:words>",
    ),
    _days,
    "Attempts are made on days 2, 4 and 7.",
)

SHAPES = (MADE, DAYS)
