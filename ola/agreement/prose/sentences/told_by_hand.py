"""Sentences on what people do by hand: on a day, with a switch, with fields that a system copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.limits import OnDay
from ola.agreement.prose.phrases.names import ARTICLES, phrase_key
from ola.agreement.prose.phrases.tokens import Tokens, text_of
from ola.agreement.prose.reading import Ambiguous, NotUnderstood, Question
from ola.agreement.prose.sentences.gaps import without_article
from ola.agreement.prose.sentences.pattern import Found, pattern
from ola.agreement.prose.sentences.promise import MOST_CHOICES, Promise, calendars_to_name, people, told
from ola.agreement.prose.sentences.questions import NO_PARTY, NO_PROMISE, NO_STOP
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.finding import spoken_list

# ── on a day ────────────────────────────────────────────────────────────────────────────────────

_DOES_IT = re.compile(r"^(?:the )?(?P<who>[A-Z][\w&/ -]*?) (?:does|do|runs|run) (?:it|this|so)\b")


def _on_the_day(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of an order for a day who does it, and what shows that it was done."""
    day = " ".join(token.low for token in found["day"] if token.low not in ARTICLES)
    verb = sentence.tokens[0].low
    done = f"{_DONE[verb]} on the {day}"
    parties = _who_does_it(sentence) or people(sentence.known)[:MOST_CHOICES] or ("Sales",)
    ways = tuple(
        told(
            Promise(
                "",
                limit=OnDay(0, business=True, at="close"),
                calendar=calendars_to_name(sentence.known)[0],
                party=party,
                starts=(day,),
                stops=(done,),
                after_hours="next opening",
            )
        )
        for party in parties
    )
    asks = (
        Question(NO_PARTY.code, "Who owes this?", ways),
        Question(NO_STOP.code, f"What shows on the {day} that it was done?", ways[:1]),
    )
    return Ambiguous("deadline", asks, (), sentence.place)


_DONE = {"run": "run", "do": "done", "complete": "completed"}


def _who_does_it(sentence: Sentence) -> tuple[str, ...]:
    """Give who does it as the next sentence says: `Sales Systems does it, the team lead checks it`."""
    after = sentence.context.units[sentence.context.at + 1 : sentence.context.at + 2]
    found = _DOES_IT.match(after[0].text) if after and after[0].headings == sentence.unit.headings else None
    return (found["who"],) if found is not None else ()


ON_THE_DAY = Shape(
    "what is done on a day",
    ("(run|do|complete) (this|it) on the <day:phrase>",),
    _on_the_day,
    "Do this on the last working day.",
)

# ── with a switch ───────────────────────────────────────────────────────────────────────────────

_NO_EFFECT = pattern("<what:phrase> (does|do|has|have) (nothing|no effect) (to|on|for|in) <where:phrase>")


def _use_the(found: Found, sentence: Sentence) -> Outcomes:
    """Offer what a switch tells, where the sentence before says what does not tell it."""
    before = sentence.before
    said = _NO_EFFECT.match(before.tokens, before.words, before.setting) if before is not None else None
    key = phrase_key(without_article(found["what"]))
    if said is None or key is None:
        return None
    return NotUnderstood(f"`Available in {text_of(said['where'])}` means `{key}`.", sentence.place)


USE_THE = Shape(
    "which switch tells it, and which does not",
    ("use the <what:phrase> [instead]",),
    _use_the,
    "Use the queue switch.",
    stands_alone=False,
)

# ── fields that a system copies ─────────────────────────────────────────────────────────────────


def _copied(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of fields that are copied for some leads: whether they must be there, and with what values."""
    fields = tuple(_fields(found["fields"]))
    who = phrase_key(found["who"]) if "who" in found else None
    if len(fields) < 2:  # noqa: PLR2004 (one is no list)
        return None
    names = [f"`{name}`" for name, _ in fields]
    when = f"required when `{who}`" if who is not None else "always required"
    needed = f"{spoken_list(names)} are {when}."
    listed = " ".join(f"`{name}` is one of {', '.join(values)}." for name, values in fields if values)
    how = text_of(found["how"]) if "how" in found else ""
    copied = f"**For people:** They are copied from {text_of(found['where'])}{f', {how}' if how else ''}."
    ways = tuple(
        dict.fromkeys((f"{needed} {listed} {copied}" if listed else f"{needed} {copied}", f"{needed} {copied}"))
    )
    asks = "Must these fields be filled, and may one that lists values have others?"
    return Ambiguous("shape", (Question(NO_PROMISE.code, asks, ways),), (), sentence.place)


def _fields(tokens: Tokens) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give fields set off as code, each with the values in the brackets behind it."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.kind != "name" or not key_of(token.text):
            continue
        values: tuple[str, ...] = ()
        if at < len(tokens) and tokens[at].low == "(":
            end = next((each for each in range(at, len(tokens)) if tokens[each].low == ")"), len(tokens))
            values = tuple(each.text for each in tokens[at:end] if each.kind == "name")
            at = end
        yield token.text, values


COPIED = Shape(
    "fields that a system copies",
    (
        "[for <who:phrase>] (these|the following) (properties|fields|values|attributes) are (copied|synced|taken|pulled|filled) [over] from <where:phrase> [, <how:phrase>] : <fields:words>",
    ),
    _copied,
    "For webinar leads these fields are copied from the webinar tool: `seat_kind` (mostly `live` or `replay`), `joined_at`.",
)

SHAPES = (ON_THE_DAY, USE_THE, COPIED)
