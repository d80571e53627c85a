"""Sentences of plain English, told apart by their shapes: one file a kind, all of them in `SHAPES`."""

from __future__ import annotations

from collections.abc import Iterator

from ola.agreement.prose.reading import Ambiguous, Checked, Context, ForPeople, NotUnderstood, Outcome, Reading
from ola.agreement.prose.sentences import (
    attempts,
    calendars_told,
    clocks,
    constraints,
    definitions,
    escalation,
    field_values,
    goals,
    lapses,
    moves,
    requirements,
    routing_told,
    scores_told,
)
from ola.agreement.prose.sentences.calendars_told import read_hours
from ola.agreement.prose.sentences.commitments import read_commitment
from ola.agreement.prose.sentences.lapses import read_lapse
from ola.agreement.prose.sentences.nearest import nearest
from ola.agreement.prose.sentences.people import read_for_people
from ola.agreement.prose.sentences.sentence import Sentence, sentence
from ola.agreement.prose.sentences.shape import Shape
from ola.agreement.prose.sentences.synonyms import taken
from ola.agreement.prose.units import Unit

__all__ = ["SHAPES", "read_sentence"]

# Every shape of sentences, the narrower ones first: the first that fits has the word.
SHAPES: tuple[Shape, ...] = (
    *goals.OWN_SHAPES,
    *field_values.SHAPES,
    *moves.SHAPES,
    *requirements.SHAPES,
    *constraints.SHAPES,
    *clocks.SHAPES,
    *lapses.SHAPES,
    *escalation.SHAPES,
    *attempts.SHAPES,
    *calendars_told.SHAPES,
    *scores_told.SHAPES,
    *goals.SHAPES,
    *routing_told.SHAPES,
    *definitions.SHAPES,
)


def read_sentence(unit: Unit, context: Context) -> Reading | None:
    """Read a sentence by its shape; nothing for a unit that is none."""
    if unit.kind not in {"sentence", "code"}:
        return None
    whole = sentence(unit, context)
    if whole is None:
        return Reading(unit, (NotUnderstood(None, unit.place),))
    outcomes = tuple(_read(whole))
    if not outcomes:
        return Reading(unit, (NotUnderstood(nearest(whole, SHAPES), unit.place),))
    understood = any(isinstance(each, Checked | Ambiguous) for each in outcomes)
    return Reading(unit, outcomes, taken(whole) if understood else ())


def _read(whole: Sentence) -> tuple[Outcome, ...]:
    found = _one(whole)
    if found:
        return found
    about = read_for_people(whole)
    if about is not None:
        return (about,)
    return _parts(whole)


def _one(part: Sentence) -> tuple[Outcome, ...]:
    """Read a sentence, or a part of one, as a whole."""
    for shape in SHAPES:
        found = shape.read(part)
        if found:
            return found
    for read in (read_commitment, read_lapse):
        outcome = read(part)
        if outcome is not None:
            return (outcome,)
    return read_hours(part)


def _parts(whole: Sentence) -> tuple[Outcome, ...]:
    """Read a sentence part by part, where semicolons or joints part it; a part that is not read is told so."""
    tokens = whole.tokens
    cuts = [at for at, token in enumerate(tokens) if token.kind == "sign" and token.low == ";"]
    if cuts:
        parts = [whole.part(start, end) for start, end in zip([0, *(at + 1 for at in cuts)], [*cuts, len(tokens)], strict=True)]
        read = [_one(part) or _joints(part) or _people(part) for part in parts if part.tokens]
        if any(read):
            return tuple(
                outcome for part, found in zip([p for p in parts if p.tokens], read, strict=True) for outcome in (found or (_unread(part),))
            )
    return _joints(whole)


def _people(part: Sentence) -> tuple[Outcome, ...]:
    about = read_for_people(part)
    return () if about is None else (about,)


def _unread(part: Sentence) -> NotUnderstood:
    return NotUnderstood(nearest(part, SHAPES), part.place)


def _joints(whole: Sentence) -> tuple[Outcome, ...]:
    """Read two halves joined by a comma or "and", if both are read; the second may go on with the subject of the first."""
    for at, after in _joint_places(whole):
        first = whole.part(0, at)
        if len(first.tokens) < 3 or len(whole.tokens) - after < 3:  # noqa: PLR2004 (shorter is no clause)
            continue
        left = _one(first)
        if not left or all(isinstance(each, ForPeople) for each in left):
            continue
        second = whole.part(after, len(whole.tokens))
        right = _one(second) or _joints(second)
        if right:
            return (*left, *right)
    return ()


def _joint_places(whole: Sentence) -> Iterator[tuple[int, int]]:
    tokens = whole.tokens
    for at, token in enumerate(tokens):
        after = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if token.kind == "sign" and token.low == ",":
            yield at, at + 2 if after in {"and", "but", "so"} else at + 1
        elif token.kind == "word" and token.low in {"and", "but"} and (not at or tokens[at - 1].low != ","):
            yield at, at + 1
