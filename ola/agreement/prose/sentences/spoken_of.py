"""Sentences that go on about what the one before speaks of: `They must …`, `It has to happen within 2 hours`."""

from __future__ import annotations

from dataclasses import replace

from ola.agreement.prose.phrases.tokens import Tokens, cut
from ola.agreement.prose.sentences.core import is_party, is_verb, read_leads
from ola.agreement.prose.sentences.owing import put_ahead
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.verbs import BASES, FINITE

_DEED, _WHO = frozenset({"it", "this", "that"}), frozenset({"it", "they", "he", "she"})
_MODALS = frozenset({"must", "will", "shall", "should", "has", "have", "needs", "need", "may", "can"})
_BE = frozenset({"is", "are", "be", "was", "were", "gets", "get"})
_HAPPENS = (
    ("happen",),
    ("be", "done"),
    ("take", "place"),
    ("occur",),
    ("happens",),
    ("is", "done"),
    ("takes", "place"),
)
_TIMES = frozenset({"within", "by", "no", "at", "before", "on", "in", "not"})


def spelled_out(sentence: Sentence) -> Sentence | None:
    """Put what a pronoun stands for in its place; nothing where none opens the sentence, or it may be either of two."""
    first = sentence.tokens[0]
    before = sentence.before
    if first.low not in _DEED | _WHO or before is None or len(sentence.tokens) < 3:  # noqa: PLR2004 (a pronoun, a verb and more)
        return None
    end = _after_happens(sentence.tokens) if first.low in _DEED else None
    if end is not None:
        deed = _deed(before)
        return None if deed is None else _with(deed, sentence.tokens[end:], sentence)
    subject = _subject(before, sentence.tokens[1:])
    return None if subject is None or first.low not in _WHO else _with(subject, sentence.tokens[1:], sentence)


def _after_happens(tokens: Tokens) -> int | None:
    """Give where the time begins that `It has to happen`, `This must be done` speaks of."""
    at = 1 + (tokens[1].low in _MODALS)
    at += tokens[at : at + 1] != () and tokens[at].low == "to"
    for words in _HAPPENS:
        end = at + len(words)
        if tuple(token.low for token in tokens[at:end]) == words and end < len(tokens) and tokens[end].low in _TIMES:
            return end
    return None


def _deed(before: Sentence) -> Tokens | None:
    """Give what the sentence before says is done, where it tells no time itself: `Sales is responsible for the first call`."""
    tokens = before.tokens
    low = [token.low for token in tokens]
    if any(token.number is not None for token in tokens) or "within" in low:
        return None
    if "responsible" in low:
        at = low.index("responsible")
        who = tokens[: at - 1]
        if low[at - 1] in {"is", "are"} and low[at + 1 : at + 2] == ["for"] and is_party(who, before.known):
            return (*who, *cut("makes"), *tokens[at + 2 :])
        return None
    return tokens


def _subject(before: Sentence, rest: Tokens) -> Tokens | None:
    """Give who or which leads the sentence before is about, as the verb behind the pronoun wants it."""
    tokens = before.tokens
    verbs = (at for at in range(1, len(tokens)) if tokens[at].low in _MODALS | _BE or is_verb(tokens, at, before.known))
    verb = next(verbs, None)
    if verb is None:
        return None
    subject = tokens[:verb]
    after = [token.low for token in rest if token.low not in {"to", "always", "also", "then", "not"}]
    is_passive = after[0] in _BE or (after[0] in _MODALS and after[1:2] == ["be"])
    if is_passive:
        return subject if read_leads(subject, before.known) is not None else None
    acts = after[0] in FINITE or (after[0] in _MODALS and after[1:2] != [] and after[1] in BASES)
    return subject if acts and is_party(subject, before.known) else None


def _with(ahead: Tokens, rest: Tokens, sentence: Sentence) -> Sentence:
    return replace(sentence, tokens=(*put_ahead(ahead, sentence.tokens[0]), *rest))
