"""What an author may write instead of a unit that is not read in full: whole ones, in the form in which it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from ola.agreement.prose.for_people import line_for_people, row_for_people
from ola.agreement.prose.reading import Ambiguous, Checked, Context, ForPeople, NotUnderstood, Outcome, Reading
from ola.agreement.prose.sentences import read_as
from ola.agreement.prose.sentences.sentence import sentence
from ola.agreement.prose.units import Unit
from ola.agreement.prose.written import entry_with, span_of, written


def with_proposals(reading: Reading, context: Context) -> Reading:
    """Give a reading whose every question, and whatever is not understood, comes with what may be written instead.

    A choice stands in place of the whole unit: the parts of a sentence that are read stay as they are, those that are
    not are said to people. `for_people` is the unit as a line for people, for what is no promise, and the last resort
    where nothing else is offered.
    """
    if not reading.is_open:
        return reading
    unit = reading.unit
    outcomes = tuple(_shared(outcome) for outcome in reading.outcomes)
    whole = tuple(_whole(at, outcomes, unit, context) for at in range(len(outcomes)))
    return replace(reading, outcomes=whole, for_people=_last_resort(reading, context))


def _last_resort(reading: Reading, context: Context) -> str:
    """Write a unit as one for people; what is read of it stays: of a row its other cells, of a sentence its parts."""
    unit, source = reading.unit, context.document.source
    kept = _with_what_is_read(reading, context) if unit.kind == "sentence" else None
    if kept is not None:
        return kept
    places = {outcome.place for outcome in reading.outcomes if not isinstance(outcome, Checked | ForPeople)}
    cells = tuple(at for at, cell in enumerate(unit.cells) if at and cell.place in places)
    return row_for_people(unit, source, *cells) if len(cells) == len(places) else line_for_people(unit, source)


def _with_what_is_read(reading: Reading, context: Context) -> str | None:
    """Write a sentence with its parts that are read, the others for people; nothing where none of it is read."""
    if not any(isinstance(outcome, Checked) for outcome in reading.outcomes):
        return None
    own = _stretches(reading.outcomes, reading.unit, context)
    parts = [
        _part(outcome, words, reading.unit, context) if isinstance(outcome, Checked) else _said(words)
        for outcome, words in zip(reading.outcomes, own, strict=True)
    ]
    told = [part for part in parts if part is not None]
    return " ".join(told) if len(told) == len(parts) else None


def _shared(outcome: Outcome) -> Outcome:
    """Give a question without phrasings of its own those of the others: each of them settles every question."""
    if not isinstance(outcome, Ambiguous):
        return outcome
    every = tuple(dict.fromkeys(chain.from_iterable(question.choices for question in outcome.questions)))
    questions = tuple(
        question if question.choices else replace(question, choices=every) for question in outcome.questions
    )
    return replace(outcome, questions=questions)


def _whole(at: int, outcomes: tuple[Outcome, ...], unit: Unit, context: Context) -> Outcome:
    """Give an outcome with its phrasings made whole: those of a part stand among the other parts."""
    outcome = outcomes[at]
    match outcome:
        case Ambiguous(questions=questions):
            return replace(
                outcome,
                questions=tuple(
                    replace(each, choices=tuple(_all_among(each.choices, at, outcomes, unit, context)))
                    for each in questions
                ),
            )
        case NotUnderstood(nearest):
            others = any(_settles(each) for index, each in enumerate(outcomes) if index != at)
            if nearest is None and others and unit.kind == "sentence":
                nearest = _said(_stretches(outcomes, unit, context)[at])
            told = _among(nearest, at, outcomes, unit, context) if nearest is not None else None
            return replace(outcome, nearest=told)
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


# ── a unit of several parts ─────────────────────────────────────────────────────────────────────


def _all_among(
    choices: tuple[str, ...], at: int, outcomes: tuple[Outcome, ...], unit: Unit, context: Context
) -> Iterator[str]:
    return (told for way in choices if (told := _among(way, at, outcomes, unit, context)) is not None)


def _among(choice: str, at: int, outcomes: tuple[Outcome, ...], unit: Unit, context: Context) -> str | None:
    """Put a phrasing for one part of a unit among the other parts, nothing where one of them cannot stand by itself.

    That of a row is whole already.
    """
    if unit.kind in {"row", "table"}:
        return choice
    parts: list[str | None] = [choice]
    if len(outcomes) > 1:
        own = _stretches(outcomes, unit, context)
        parts = [
            choice if index == at else _part(outcome, own[index], unit, context)
            for index, outcome in enumerate(outcomes)
        ]
    told = [part for part in parts if part is not None]
    if len(told) < len(parts):
        return None
    if unit.kind == "code":
        text = "; ".join(part.rstrip(".") for part in told) if len(told) > 1 else choice
        return entry_with(unit, context.document.source, text)
    return " ".join(told)


def _stretches(outcomes: tuple[Outcome, ...], unit: Unit, context: Context) -> list[str]:
    """Give the words of each part; a part that stands within another takes all behind the comma before it."""
    words, source = unit.words, context.document.source
    spans = [span_of(words, outcome.place) for outcome in outcomes]
    for at, (start, end) in enumerate(tuple(spans)):
        inner = [other for index, other in enumerate(spans) if index != at and start < other[0] < end]
        comma = words.text.rfind(",", start, min(other[0] for other in inner)) if inner else -1
        if comma > 0:
            spans = [(comma + 1, other[1]) if other in inner else other for other in spans]
            spans[at] = (start, comma)
    return [written(words.cut(start, end), source) for start, end in spans]


def _part(outcome: Outcome, own: str, unit: Unit, context: Context) -> str | None:
    """Give a part as it would be written beside another one that is mended; `own` are its words."""
    match outcome:
        case Checked(says=says):
            return next((each for each in (_sentence(own), says) if _is_read(each, unit, context)), None)
        case Ambiguous(questions=questions):
            choices = next((question.choices for question in questions if question.choices), ())
            return choices[0] if choices else _said(own)
        case NotUnderstood(nearest):
            return nearest if nearest is not None else _said(own)
        case ForPeople():
            return _said(own)


def _said(own: str) -> str:
    return f"**For people:** {_sentence(own)}"


def _is_read(text: str, unit: Unit, context: Context) -> bool:
    """Say that a part of a sentence is read by itself as it was read among the others."""
    whole = sentence(unit, context)
    outcomes = read_as(text, whole) if whole is not None else ()
    return bool(outcomes) and all(isinstance(each, Checked) for each in outcomes)


def _sentence(text: str) -> str:
    """Give a part of a sentence as one of its own."""
    text = text.strip().rstrip(",;")
    text = text if text.endswith((".", "!", "?", '."')) else f"{text}."
    return text[0].upper() + text[1:]
