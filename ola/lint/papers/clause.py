"""The clauses of a document as checks see them: what each is about, whether or not all of it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.phrases.lengths import Length, length_at
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import About, Ambiguous, Checked, Form
from ola.agreement.prose.units import Unit
from ola.finding import Code, Finding
from ola.source import Place, Source

_MINUTES = {
    "second": Fraction(1, 60),
    "minute": Fraction(1),
    "hour": Fraction(60),
    "day": Fraction(24 * 60),
    "week": Fraction(7 * 24 * 60),
}


@dataclass(frozen=True, slots=True)
class PaperClause:
    """A clause of a document: the unit it stands in, what was understood of it, what it is about.

    `lengths` are the limits that it tells, as lengths of time.
    """

    unit: Unit
    outcome: Checked | Ambiguous
    about: About
    lengths: tuple[Length, ...]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.outcome.place

    @property
    def line(self) -> int:
        """The line it stands on."""
        return self.outcome.place.line


def clauses(paper: Paper, *forms: Form) -> Iterator[PaperClause]:
    """Give the clauses of these forms, in the order of the text, with what they are about where that is known."""
    for reading in paper.readings:
        for outcome in reading.outcomes:
            if isinstance(outcome, Checked | Ambiguous) and outcome.form in forms:
                about = _about(outcome)
                yield PaperClause(reading.unit, outcome, about, _lengths(about))


def _lengths(about: About) -> tuple[Length, ...]:
    found = (length_at(cut(text), 0) for text in about.bound)
    return tuple(each[0] for each in found if each is not None)


def _about(outcome: Checked | Ambiguous) -> About:
    if outcome.about is not None:
        return outcome.about
    ways = [way for question in outcome.questions for way in question.choices] if isinstance(outcome, Ambiguous) else []
    return _about_sentence(ways[0]) if ways else About()


@lru_cache(maxsize=512)
def _about_sentence(sentence: str) -> About:
    """Tell what a sentence that ola offers as a choice is about."""
    for outcome in read_paper(Source("choice", sentence)).outcomes:
        if isinstance(outcome, Checked | Ambiguous) and outcome.about is not None:
            return outcome.about
    return About()


def minutes(length: Length) -> Fraction | None:
    """Give a length in minutes where its unit has a fixed length; working time counts by its hours."""
    per = _MINUTES.get(length.unit)
    return None if per is None or (length.business and length.unit in {"day", "week"}) else length.amount * per


def found(code: Code, place: Place, message: str, advice: str | None = None) -> Finding:
    """Word what a check found in a document."""
    return Finding(code.code, code.level, message, party="ops", place=place, advice=advice)
