"""Sentences of plain English, told apart by their shapes: one file a kind, all of them in `SHAPES`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from ola.agreement.prose.phrases.limits import limit_at
from ola.agreement.prose.phrases.quantities import bound_at
from ola.agreement.prose.phrases.tokens import cut
from ola.agreement.prose.reading import Ambiguous, Checked, Context, NotUnderstood, Outcome, Reading
from ola.agreement.prose.sentences import (
    ahead,
    attempts,
    beyond,
    calendars_told,
    carrying,
    clock_rules,
    clocks,
    constraints,
    definitions,
    escalation,
    field_values,
    figures_named,
    goals,
    in_force,
    lapses,
    more_clocks,
    moves,
    notes_told,
    points_lost,
    reasons_told,
    requirements,
    routing_told,
    scores_told,
    shares_done,
    stage_needs,
    told_by_hand,
    typical,
)
from ola.agreement.prose.sentences.by_hour import read_by_hour
from ola.agreement.prose.sentences.calendars_told import read_hours
from ola.agreement.prose.sentences.commitments import read_commitment, read_several
from ola.agreement.prose.sentences.core import plain
from ola.agreement.prose.sentences.definitions import is_definition, read_item
from ola.agreement.prose.sentences.how_often import read_tries
from ola.agreement.prose.sentences.lapses import read_lapse
from ola.agreement.prose.sentences.nearest import nearest
from ola.agreement.prose.sentences.owing import put_ahead, read_lead_in, with_subject
from ola.agreement.prose.sentences.people import read_for_people
from ola.agreement.prose.sentences.says_all import says_all
from ola.agreement.prose.sentences.sentence import Sentence, sentence
from ola.agreement.prose.sentences.shape import Shape
from ola.agreement.prose.sentences.sized_question import read_sized_question
from ola.agreement.prose.sentences.spoken_of import spelled_out
from ola.agreement.prose.sentences.synonyms import taken
from ola.agreement.prose.units import Unit
from ola.tree.value import Scalar
from ola.tree.words import Words

__all__ = ["SHAPES", "read_sentence"]

MOST_JOINTS = 12  # where a sentence may be cut in two

# Every shape of sentences, the narrower ones first: the first that fits has the word.
SHAPES: tuple[Shape, ...] = (
    *in_force.SHAPES,
    *goals.OWN_SHAPES,
    *field_values.SHAPES,
    *reasons_told.SHAPES,
    *stage_needs.SHAPES,
    *moves.SHAPES,
    *carrying.SHAPES,
    *requirements.SHAPES,
    *constraints.SHAPES,
    *clock_rules.SHAPES,
    *more_clocks.SHAPES,
    *clocks.SHAPES,
    *points_lost.SHAPES,
    *scores_told.SHAPES,
    *ahead.SHAPES,
    *lapses.SHAPES,
    *escalation.SHAPES,
    *attempts.SHAPES,
    *calendars_told.SHAPES,
    *typical.SHAPES,
    *goals.SHAPES,
    *shares_done.SHAPES,
    *figures_named.SHAPES,
    *routing_told.SHAPES,
    *notes_told.SHAPES,
    *beyond.SHAPES,
    *told_by_hand.SHAPES,
    *definitions.SHAPES,
)


# Which of them a word may belong to, and those that any sentence may have.
_BY_WORD: dict[str, tuple[int, ...]] = {
    word: tuple(at for at, shape in enumerate(SHAPES) if word in shape.gate)
    for word in frozenset().union(*(shape.gate for shape in SHAPES))
}
_ALWAYS = tuple(at for at, shape in enumerate(SHAPES) if not shape.gate)


def shapes_for(words: frozenset[str]) -> Iterator[Shape]:
    """Give the shapes that a sentence of these words may have, in their order."""
    found = set(_ALWAYS).union(*(_BY_WORD[word] for word in words if word in _BY_WORD))
    return (SHAPES[at] for at in sorted(found))


def read_sentence(unit: Unit, context: Context) -> Reading | None:
    """Read a sentence by its shape; nothing for a unit that is none."""
    if unit.kind not in {"sentence", "code"}:
        return None
    whole = sentence(unit, context)
    if whole is None:
        return Reading(unit, (NotUnderstood(None, unit.place),))
    outcomes = _below_a_party(whole) or _spelled_out(whole) or _read(whole) or _below_its_title(whole)
    if not outcomes:
        return Reading(unit, (NotUnderstood(nearest(whole, read_as), unit.place),))
    understood = any(isinstance(each, Checked | Ambiguous) for each in outcomes)
    return Reading(unit, outcomes, taken(whole) if understood else ())


def read_as(text: str, instead: Sentence) -> tuple[Outcome, ...]:
    """Read a text as if it stood in place of a sentence; nothing where it is not understood."""
    unit = replace(instead.unit, words=Words(Scalar(text, text, instead.place)))
    whole = sentence(unit, instead.context)
    return () if whole is None else _below_a_party(whole) or _read(whole)


def _read(whole: Sentence) -> tuple[Outcome, ...]:
    found = _one(whole)
    if found:
        return found
    if any(token.kind == "sign" and token.low == ";" for token in whole.tokens):
        found = _parts(whole)
    return found or _people(whole) or _joints(whole)


def _below_a_party(whole: Sentence) -> tuple[Outcome, ...]:
    """Read an item without a subject as what the party named above its list does, and the sentence that names it."""
    lead_in = read_lead_in(whole)
    if lead_in is not None:
        return (lead_in,)
    told = with_subject(whole)
    return () if told is None else _read(told)


def _spelled_out(whole: Sentence) -> tuple[Outcome, ...]:
    """Read a sentence that opens with a pronoun as what it says of what the sentence before speaks of."""
    told = spelled_out(whole)
    return () if told is None else _read(told)


def _below_its_title(whole: Sentence) -> tuple[Outcome, ...]:
    """Read a bound behind a title in bold as what the title names: `**Acceptance rate:** at least 80 %`."""
    title = whole.unit.title
    if title is None or (bound_at(whole.tokens, 0) is None and limit_at(whole.tokens, 0) is None):
        return ()
    ahead = cut(f"{title.text.strip(' :')}:")
    return _read(replace(whole, tokens=(*put_ahead(ahead, whole.tokens[0]), *whole.tokens)))


def _one(part: Sentence) -> tuple[Outcome, ...]:
    """Read a sentence, or a part of one, as a whole: with its brackets, then without those that only explain."""
    part = _without_answer(part)
    found = _whole(part)
    if found:
        return found
    bare = plain(part.tokens)
    return _whole(replace(part, tokens=bare)) if bare != part.tokens and bare else ()


def _without_answer(part: Sentence) -> Sentence:
    """Leave out the "yes," or "no," that an answer to a question opens with."""
    low = [token.low for token in part.tokens[:3]]
    if low[:1] not in (["yes"], ["no"]) or low[1:2] != [","]:
        return part
    return part.part(3 if low[2:] == ["and"] else 2, len(part.tokens))


def _whole(part: Sentence) -> tuple[Outcome, ...]:
    item = read_item(part)
    if item is not None and says_all(item, part):
        return (item,)
    for shape in shapes_for(part.words):
        found = shape.read(part)
        if found and all(says_all(each, part) for each in found):
            return found
    if is_definition(part):
        return _hours(part)
    for read in (read_tries, read_by_hour, read_several, read_commitment):
        found = read(part)
        if found and (len(found) > 1 or says_all(found[0], part)):
            return found
    lapse = read_lapse(part)
    if lapse is not None and says_all(lapse, part):
        return (lapse,)
    return _hours(part)


def _hours(part: Sentence) -> tuple[Outcome, ...]:
    found = read_hours(part)
    return found if all(says_all(each, part) for each in found) else ()


def _parts(whole: Sentence) -> tuple[Outcome, ...]:
    """Read a sentence part by part, where semicolons part it; a part that is not read is told so.

    Nothing where they part the points of a list: whoever reads one point of what a word means reads too little.
    """
    tokens = whole.tokens
    if _lists_points(whole):
        return ()
    cuts = [at for at, token in enumerate(tokens) if token.kind == "sign" and token.low == ";"]
    bounds = zip([0, *(at + 1 for at in cuts)], [*cuts, len(tokens)], strict=True)
    parts = [part for start, end in bounds if (part := whole.part(start, end)).tokens]
    read = [_one(part) or _joints(part) or _people(part) for part in parts]
    if not any(read):
        return ()
    return tuple(outcome for part, found in zip(parts, read, strict=True) for outcome in (found or (_unread(part),)))


def _lists_points(whole: Sentence) -> bool:
    low = [token.low for token in whole.tokens]
    colon = low.index(":") if ":" in low else 0
    return ";" not in low[:colon] and low[colon - 1 : colon] == ["of"]


def _people(part: Sentence) -> tuple[Outcome, ...]:
    about = read_sized_question(part) or read_for_people(part)
    return () if about is None else (about,)


def _unread(part: Sentence) -> NotUnderstood:
    return NotUnderstood(nearest(part, read_as), part.place)


def _joints(whole: Sentence, known: dict[int, tuple[Outcome, ...]] | None = None) -> tuple[Outcome, ...]:
    """Read two halves joined by a comma or "and".

    Both must be read, unless the one that is read is only asked about: then the other is told as not understood.
    `known` keeps what was made of each tail, so that none is read twice.
    """
    known = {} if known is None else known
    start = whole.tokens[0].start if whole.tokens else 0
    if start not in known:
        known[start] = _halved(whole, known)
    return known[start]


def _halved(whole: Sentence, known: dict[int, tuple[Outcome, ...]]) -> tuple[Outcome, ...]:
    half: tuple[Outcome, ...] = ()
    if is_definition(whole) or [token.low for token in whole.tokens[:2]] == ["on", "average"]:
        return ()  # half of what a word means is something else, and what is so on average no promise for each
    for at, after in islice(_joint_places(whole), MOST_JOINTS):
        first, second = whole.part(0, at), whole.part(after, len(whole.tokens))
        if len(first.tokens) < 2 or len(second.tokens) < 3:  # noqa: PLR2004 (shorter is no clause)
            continue
        left = _one(first)
        right = (_one(second) or _joints(second, known)) if left or not half else ()
        right = right or (_people(second) if left else ())
        if left and right:
            return (*left, *right)
        if not half and left and _is_asked(left) and not _has_numbers(second):
            half = (*left, _unread(second))
        if not half and right and _is_asked(right) and not _has_numbers(first):
            half = (_unread(first), *right)
    return half


def _is_asked(outcomes: tuple[Outcome, ...]) -> bool:
    return all(isinstance(each, Ambiguous | NotUnderstood) for each in outcomes) and isinstance(outcomes[0], Ambiguous)


def _has_numbers(part: Sentence) -> bool:
    return any(token.number is not None or token.kind == "time" for token in part.tokens)


def _joint_places(whole: Sentence) -> Iterator[tuple[int, int]]:
    tokens = whole.tokens
    for at, token in enumerate(tokens):
        after = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if token.kind == "sign" and token.low == ",":
            yield at, at + 3 if after == "so" else at + 2 if after in {"and", "but"} else at + 1
        elif token.kind == "word" and token.low in {"and", "but"} and (not at or tokens[at - 1].low != ","):
            yield at, at + 1
