"""What an author may write instead of a unit that is not read in full: each a whole one, of the form in which it stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from ola.agreement.prose.for_people import line_for_people
from ola.agreement.prose.reading import Ambiguous, Checked, ForPeople, NotUnderstood, Outcome, Question, Reading
from ola.agreement.prose.units import Unit
from ola.agreement.prose.written import entry_with, part_of, written
from ola.source import Place, Source


def with_proposals(reading: Reading, source: Source) -> Reading:
    """Give a reading whose every question, and whatever is not understood, comes with what may be written instead.

    A choice stands in place of the whole unit: the parts of a sentence that are read stay as they are, those that are
    not are said to people. `for_people` is the unit as a line for people, the last resort where nothing else is offered.
    """
    if all(isinstance(outcome, Checked | ForPeople) for outcome in reading.outcomes):
        return reading
    outcomes = tuple(_shared(outcome) for outcome in reading.outcomes)
    whole = tuple(_whole(at, outcomes, reading.unit, source) for at in range(len(outcomes)))
    needs_more = any(_is_without(outcome) for outcome in whole)
    last = line_for_people(reading.unit, source) if needs_more else None
    return replace(reading, outcomes=whole, for_people=last)


def _is_without(outcome: Outcome) -> bool:
    match outcome:
        case Ambiguous(questions=questions):
            return any(not question.choices for question in questions)
        case NotUnderstood():
            return True
        case _:
            return False


def _shared(outcome: Outcome) -> Outcome:
    """Give a question without phrasings of its own those of the others: each of them settles every question."""
    if not isinstance(outcome, Ambiguous):
        return outcome
    every = tuple(dict.fromkeys(chain.from_iterable(question.choices for question in outcome.questions)))
    questions = tuple(
        question if question.choices else replace(question, choices=every) for question in outcome.questions
    )
    return replace(outcome, questions=questions)


def _whole(at: int, outcomes: tuple[Outcome, ...], unit: Unit, source: Source) -> Outcome:
    """Give an outcome with its phrasings made whole: those of a part stand among the other parts."""
    outcome = outcomes[at]
    match outcome:
        case Ambiguous(questions=questions):
            return replace(
                outcome,
                questions=tuple(
                    Question(
                        each.code,
                        each.asks,
                        tuple(_among(choice, at, outcomes, unit, source) for choice in each.choices),
                    )
                    for each in questions
                ),
            )
        case NotUnderstood(nearest):
            others = any(_settles(each) for index, each in enumerate(outcomes) if index != at)
            if nearest is None and others and unit.kind == "sentence":
                nearest = _for_people(unit, outcome.place, source)
            return outcome if nearest is None else replace(outcome, nearest=_among(nearest, at, outcomes, unit, source))
        case _:
            return outcome


def _settles(outcome: Outcome) -> bool:
    """Say that what is or may be checked stands there."""
    match outcome:
        case Checked():
            return True
        case Ambiguous(questions=questions):
            return any(question.choices for question in questions)
        case NotUnderstood(nearest):
            return nearest is not None
        case _:
            return False


def _among(choice: str, at: int, outcomes: tuple[Outcome, ...], unit: Unit, source: Source) -> str:
    """Put a phrasing for one part of a unit among the other parts; a row's is whole already."""
    if unit.kind in {"row", "table"}:
        return choice
    parts = [choice if index == at else _part(each, unit, source) for index, each in enumerate(outcomes)]
    if unit.kind == "code":
        return entry_with(unit, source, "; ".join(part.rstrip(".") for part in parts) if len(parts) > 1 else choice)
    return " ".join(parts)


def _part(outcome: Outcome, unit: Unit, source: Source) -> str:
    """Give a part as it would be written beside another one that is mended."""
    match outcome:
        case Checked(place=place):
            return _sentence(_own(unit, place, source))
        case Ambiguous(questions=questions, place=place):
            choices = next((question.choices for question in questions if question.choices), ())
            return choices[0] if choices else _for_people(unit, place, source)
        case NotUnderstood(nearest, place):
            return nearest if nearest is not None else _for_people(unit, place, source)
        case ForPeople(place=place):
            return _for_people(unit, place, source)


def _own(unit: Unit, place: Place, source: Source) -> str:
    return written(part_of(unit, place), source)


def _for_people(unit: Unit, place: Place, source: Source) -> str:
    return f"**For people:** {_sentence(_own(unit, place, source))}"


def _sentence(text: str) -> str:
    """Give a part of a sentence as one of its own."""
    text = text.strip().rstrip(",;")
    text = text if text.endswith((".", "!", "?", '."')) else f"{text}."
    return text[0].upper() + text[1:]
