"""Sentences about how long something takes as a rule: `The median first response time stays under 1 hour`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ola.agreement.prose.naming import key_of
from ola.agreement.prose.phrases.names import ARTICLES, Lexicon
from ola.agreement.prose.phrases.periods import SPOKEN
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.phrases.tokens import Tokens
from ola.agreement.prose.reading import Ambiguous, Question
from ola.agreement.prose.sentences.owing import owed_by_heading
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.promise import EITHER_SIDE, Promise, calendars_to_name, people, told
from ola.agreement.prose.sentences.questions import NO_CALENDAR, NO_COHORT, NO_PARTY, NO_PERIOD
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.source import Place

MEDIANS = frozenset({"median", "typical"})
AVERAGES = frozenset({"average", "mean", "avg"})


def typical_time(
    how: str, bound: Bound, period: str | None, party: str | None, place: Place, ways: tuple[str, ...] = ()
) -> Ambiguous:
    """Ask what a typical time is taken of: which clock, and whether an average means the time that half of all keep."""
    return Ambiguous("goal", tuple(_asks(how, bound, period, party, ways)), bound.figures, place)


def _asks(how: str, bound: Bound, period: str | None, party: str | None, ways: tuple[str, ...]) -> Iterator[Question]:
    of = "Of which clock is it taken: from what moment, until what?"
    if how not in MEDIANS:
        of = f"{of} And is the time meant that half of the cases keep? One case of a month moves an average by days."
    yield Question(NO_COHORT.code, of, ways)
    length = bound.first.length
    if length is not None and not (length.business or length.absolute):
        asks = f"Do the {length} run day and night, or in working hours only, and on whose calendar?"
        yield Question(NO_CALENDAR.code, asks, ways)
    if period not in SPOKEN:
        yield Question(NO_PERIOD.code, "For what period is it promised?", ways)
    if party is None:
        yield Question(NO_PARTY.code, "Who owes this?", ways)


def halves(tokens: Tokens, bound: Bound, period: str | None, party: str | None, known: Lexicon) -> Iterator[Promise]:
    """Give clocks that half of the cases keep, for `the time to first contact` from either of two moments."""
    length = bound.first.length
    event = _timed(tokens)
    if length is None or event is None or length.unit in {"month", "quarter", "year"}:
        return
    half = Promise(
        "",
        limit=length,
        calendar=calendars_to_name(known)[0] if length.business else "always",
        party=party or next(iter(people(known)), EITHER_SIDE[0]),
        stops=(event,),
        target=(Fraction(1, 2), period if period in SPOKEN else "month"),
    )
    if length.business and length.unit == "day":
        half = replace(half, after_hours="next opening", due_at="close")
    in_hours = replace(length, business=True)
    ways = [half]
    if not length.business and not length.absolute and length.unit in {"minute", "hour"}:
        ways.append(replace(half, limit=in_hours, calendar=calendars_to_name(known)[0]))
    for way in ways:
        for start in ("created", "assigned"):
            yield replace(way, starts=(start,))


def _timed(tokens: Tokens) -> str | None:
    """Name the event whose time is meant: `first contact` of `the average time to first contact`."""
    at = next((at for at, token in enumerate(tokens) if token.low in _TIME), None)
    rest = tokens[at + 1 :] if at is not None else ()
    if at is not None and rest and rest[0].low in {"to", "until", "till"}:
        words = [token.low for token in rest[1:] if token.low not in ARTICLES]
    else:
        words = [token.low for token in tokens[:at] if token.low not in ARTICLES | MEDIANS | AVERAGES | {"our"}]
    name = key_of(" ".join(words)).replace("_", " ")
    return name if 0 < len(words) <= 3 and name and _UNNAMED.isdisjoint(words) else None  # noqa: PLR2004 (a noun)


_TIME = frozenset({"time", "wait", "delay"})
_UNNAMED = frozenset({"response", "reaction", "lead"})  # no event that data could show


def _typical(found: Found, sentence: Sentence) -> Outcomes:
    """Read a time that is kept as a rule."""
    bound: Bound = found["bound"]
    if bound.first.kind != "length":
        return None
    how = next(token.low for token in sentence.tokens if token.low in MEDIANS | AVERAGES)
    period, party = found.get("period"), owed_by_heading(sentence)
    ways = tuple(told(way) for way in halves(found["what"], bound, period, party, sentence.known))
    return typical_time(how, bound, period, party, sentence.place, ways)


_HOW = "[the|our] (median|typical|average|mean|avg) <what:phrase>"
_KEPT = "(is|are|stays|stay|remains|must be|must stay|must remain|should be|should stay|does not exceed|:)"
TYPICAL = Shape(
    "how long something takes as a rule",
    (f"{_HOW} {_KEPT} <bound> [<period>]", f"{_HOW} <bound> [<period>]"),
    _typical,
    "The median first response time stays under 1 hour per month.",
)

SHAPES = (TYPICAL,)
