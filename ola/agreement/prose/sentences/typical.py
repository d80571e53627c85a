"""Sentences about how long something takes as a rule: `The median first response time stays under 1 hour`."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.phrases.periods import SPOKEN
from ola.agreement.prose.phrases.quantities import Bound
from ola.agreement.prose.reading import Ambiguous, Question
from ola.agreement.prose.sentences.owing import owed_by_heading
from ola.agreement.prose.sentences.pattern import Found
from ola.agreement.prose.sentences.questions import NO_CALENDAR, NO_COHORT, NO_PARTY, NO_PERIOD
from ola.agreement.prose.sentences.sentence import Sentence
from ola.agreement.prose.sentences.shape import Outcomes, Shape
from ola.source import Place

MEDIANS = frozenset({"median", "typical"})
AVERAGES = frozenset({"average", "mean", "avg"})


def typical_time(how: str, bound: Bound, period: str | None, party: str | None, place: Place) -> Ambiguous:
    """Ask what a typical time is taken of: which clock, and whether an average means the time that half of all keep."""
    return Ambiguous("goal", tuple(_asks(how, bound, period, party)), bound.figures, place)


def _asks(how: str, bound: Bound, period: str | None, party: str | None) -> Iterator[Question]:
    of = "Of which clock is it taken: from what moment, until what?"
    if how not in MEDIANS:
        of = f"{of} And is the time meant that half of the cases keep? One case of a month moves an average by days."
    yield Question(NO_COHORT.code, of, ())
    length = bound.first.length
    if length is not None and not (length.business or length.absolute):
        asks = f"Do the {length} run day and night, or in working hours only, and on whose calendar?"
        yield Question(NO_CALENDAR.code, asks, ())
    if period not in SPOKEN:
        yield Question(NO_PERIOD.code, "For what period is it promised?", ())
    if party is None:
        yield Question(NO_PARTY.code, "Who owes this?", ())


def _typical(found: Found, sentence: Sentence) -> Outcomes:
    """Read a time that is kept as a rule."""
    bound: Bound = found["bound"]
    if bound.first.kind != "length":
        return None
    how = next(token.low for token in sentence.tokens if token.low in MEDIANS | AVERAGES)
    return typical_time(how, bound, found.get("period"), owed_by_heading(sentence), sentence.place)


_HOW = "[the|our] (median|typical|average|mean|avg) <what:phrase>"
_KEPT = "(is|are|stays|stay|remains|must be|must stay|must remain|should be|should stay|does not exceed|:)"
TYPICAL = Shape(
    "how long something takes as a rule",
    (f"{_HOW} {_KEPT} <bound> [<period>]", f"{_HOW} <bound> [<period>]"),
    _typical,
    "The median first response time stays under 1 hour per month.",
)

SHAPES = (TYPICAL,)
