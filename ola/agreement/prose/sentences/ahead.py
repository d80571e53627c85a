"""Sentences on what must be done some time before something else: two instants of a lead, so much apart."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.lengths import Length
from ola.agreement.prose.phrases.names import ARTICLES
from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.reading import Ambiguous, Put, Question
from ola.agreement.prose.sentences.core import party_name
from ola.agreement.prose.sentences.declarations import a_field, a_party
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import EITHER_SIDE, MOST_CHOICES, people
from ola.agreement.prose.sentences.questions import NO_CALENDAR, NO_PARTY
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape, checked
from ola.agreement.prose.sentences.verbs import PARTICIPLE_OF
from ola.agreement.prose.values import table


def _apart(found: Found, sentence: Sentence) -> Outcomes:
    """Read `Confirmed at` and `Visit at` that are so much apart: a rule on the two fields, asked of each lead."""
    first, then, length = found["first"], found["then"], found["length"]
    place, party = sentence.place, party_name(found["who"], sentence.known)
    if party is None or length.business or not length.absolute or first.key == then.key:
        return None  # between two fields only time on the wall is counted
    must = f"{first.key} <= {then.key} - {length}"
    puts = (
        a_party(party, place),
        *(a_field(each.key, each.label, place, "datetime") for each in (first, then)),
        Put(("rules", f"{first.label} before {then.label}"), table({"must": must, "party": key_of(party)}, place)),
    )
    says = f"`{first.label}` must be at least {length} around the clock before `{then.label}`, owed by {party}."
    return checked("deadline", says, puts, sentence, (str(length),))


APART = Shape(
    "two times that are so much apart",
    ("<first:name> (must be|is) at least <length> before <then:name> , owed by <who:phrase>",),
    _apart,
    "`Confirmed at` must be at least 1 day around the clock before `Visit at`, owed by Sales.",
)


def _ahead(found: Found, sentence: Sentence) -> Outcomes:
    """Ask of what must be done before something, which a clock cannot count: `confirmed a day ahead`."""
    length: Length = found["length"]
    ways = tuple(_ways(found, sentence))
    asks = [Question(NO_PARTY.code, "Who owes this?", ways)]
    if not length.business and length.unit in {"day", "hour"}:
        asked = f"Does the {length} count in working hours only, and on whose calendar?"
        asks.append(Question(NO_CALENDAR.code, asked, ways[:1]))
    return Ambiguous("deadline", tuple(asks), (str(length),), sentence.place)


def _ways(found: Found, sentence: Sentence) -> Iterator[str]:
    """Offer the two times by their names, for each who may owe it."""
    length, done, of = found["length"], _done(found), _of(found)
    if length.business or not done or not of:
        return
    for party in (people(sentence.known) or EITHER_SIDE)[:MOST_CHOICES]:
        yield f"`{done}` must be at least {length} around the clock before `{of}`, owed by {party}."


def _done(found: Found) -> str:
    """Name the time at which it is done: `Confirmed at`."""
    said: Tokens = found.get("verb") or ()
    word = said[-1].low if said else ""
    return f"{PARTICIPLE_OF.get(word, word).capitalize()} at" if word else ""


def _of(found: Found) -> str:
    """Name the time before which it is done: `Visit at`."""
    words = [token.low for token in found.get("event") or () if token.low not in ARTICLES]
    return f"{' '.join(words).capitalize()} at" if 0 < len(words) <= 4 else ""  # noqa: PLR2004 (a noun)


AHEAD = Shape(
    "what must be done some time before",
    (
        "(a|an|every) <event:phrase> nobody has <verb:verb> <length> (ahead|before|in advance|beforehand) is <then:words>",
        "<words> <length> (earlier|ahead|in advance|beforehand) [, <why:words>]",
        "<words> must be <verb:verb> [at least] <length> before <event:words>",
    ),
    _ahead,
    "Requests must be submitted 45 days before the event.",
)

SHAPES = (APART, AHEAD)
