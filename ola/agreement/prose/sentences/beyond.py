"""Sentences on what no longer happens: once a number is passed, or while something happened lately."""

from __future__ import annotations

from dataclasses import replace

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.read import Read, negated
from ola.agreement.prose.phrases.tokens import text_of
from ola.agreement.prose.reading import Checked
from ola.agreement.prose.sentences.declarations import LOG, stand_in
from ola.agreement.prose.sentences.definitions import UP_TO, how_many_each, named
from ola.agreement.prose.sentences.gaps import without_article
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.agreement.prose.values import quoted, table


def _after_that(found: Found, sentence: Sentence) -> Outcomes:
    """Read what is not done any more behind a sentence that says how many of something each may have."""
    before = sentence.before
    if before is None:
        return None
    for pattern in UP_TO.made:
        said = pattern.match(before.tokens, before.words, before.setting)
        most = how_many_each(said) if said is not None else None
        if most is not None:
            over = negated(most)
            what = text_of(found["done"])
            return named(f"not {what} any more", over, sentence, says=f"Nothing is {what} any more: {over.text}.")
    return None


AFTER_THAT = Shape(
    "what is not done any more once a number is passed",
    (
        "(after|beyond|above|past|from) that [,] nothing is <done:verb> [(any more|anymore|any longer)]",
        "(after|beyond|above|past) that [,] nothing more is <done:verb>",
        "(after|beyond|above|past) that [,] nothing is <done:verb> any more",
    ),
    _after_that,
    "After that nothing is counted any more.",
    stands_alone=False,
)


_NO_LENGTH = frozenset({"month", "quarter", "year"})  # nobody can count back so long


def _lately(found: Found, sentence: Sentence) -> Outcomes:
    """Read when something is not done because of what happened lately, which the log shows as an event of its own."""
    length: Length = found["length"]
    what = text_of((*without_article(found["who"]), *found["verb"], *(found.get("more") or ())))
    event, done = key_of(what), text_of(found["done"])
    if not event or length.business or length.unit in _NO_LENGTH:
        return None
    read = Read(f"number of {event} in the last {length} > 0", (), (str(length),))
    outcome = named(f"not {done}", read, sentence, says=f"Not {done}: {what} in the last {length}.")
    place = sentence.place
    log = stand_in(("logs", LOG), table({"lead": "lead_id", "at": "at", "event": "event"}, place))
    put = stand_in(("events", event), table({"log": LOG, "where": f"event = {quoted(what)}"}, place))
    return replace(outcome, puts=(log, put, *outcome.puts)) if isinstance(outcome, Checked) else outcome


LATELY = Shape(
    "when something is not done because of what happened lately",
    (
        "(it|they|the lead|the record) (is|are) not <done:verb> (when|if|where|while) <who:phrase> (was|were|has been|have been) <verb:verb> [<more:phrase>] in the last <length>",
    ),
    _lately,
    "It is not routed when the account was called in the last 30 days.",
)

SHAPES = (AFTER_THAT, LATELY)
