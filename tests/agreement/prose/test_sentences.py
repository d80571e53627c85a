"""Sentences of plain English: what is understood of each vector, and what holds of all of them."""

from __future__ import annotations

from typing import Any

import pytest

from ola.agreement.prose.gathering import gather
from ola.agreement.prose.reading import Ambiguous, Checked, ForPeople, NotUnderstood, Outcome, Put
from ola.agreement.prose.sentences import SHAPES
from ola.agreement.prose.sentences.moves_settled import moves_settled
from ola.agreement.reading import read_tree
from ola.finding import Finding
from ola.source import Place, Source
from ola.tree.value import to_plain
from tests.sentence_vectors import Vector, masked, read_alone, vectors

LEAST_SENTENCES, LEAST_SHAPES = 300, 120


def told(outcome: Outcome) -> dict[str, Any]:
    """Tell an outcome as vectors do."""
    match outcome:
        case Checked(form, _, puts, figures, _, needs):
            found: dict[str, Any] = {"checked": form}
            if figures:
                found["figures"] = list(figures)
            found["puts"] = {".".join(put.path): to_plain(put.node) for put in puts if not put.is_stand_in}
            return found | ({"needs": list(needs)} if needs else {})
        case Ambiguous(form, questions, figures, _):
            found = {"asked": form, "codes": [question.code for question in questions]}
            return found | ({"figures": list(figures)} if figures else {})
        case ForPeople(about):
            return {"for_people": about}
        case NotUnderstood():
            return {"not_understood": True}


def read(vector: Vector) -> tuple[Outcome, ...]:
    """Read the sentence of a vector."""
    return read_alone(
        vector.sentence, vector.declared, under=vector.under, before=vector.before, below=vector.below
    ).outcomes


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: f"{vector.file}: {vector.sentence[:60]}")
def test_a_sentence_is_understood_as_its_vector_says(vector: Vector) -> None:
    """Form, figures and what goes into the agreement, or what is asked."""
    assert [told(outcome) for outcome in read(vector)] == vector.expected["reads"]


def test_there_are_enough_sentences_of_enough_shapes() -> None:
    """Masked for names and numbers, many shapes are left."""
    every = vectors()
    assert len(every) >= LEAST_SENTENCES
    assert len({masked(vector.sentence) for vector in every}) >= LEAST_SHAPES


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: f"{vector.file}: {vector.sentence[:60]}")
def test_every_choice_that_is_offered_is_read_as_checked(vector: Vector) -> None:
    """Whoever writes one of the phrasings offered is not asked again."""
    for outcome in read(vector):
        if not isinstance(outcome, Ambiguous):
            continue
        for question in outcome.questions:
            for choice in question.choices:
                outcomes = read_alone(choice, vector.declared).outcomes
                assert all(isinstance(each, Checked) for each in outcomes), choice


def errors(puts: tuple[Put, ...], vector: Vector) -> list[Finding]:
    """Gather what a sentence puts into an agreement that declares what the vector declares, and read it."""
    place = Place("vector.md", 1, 1, 1, 1)
    tree, differing = gather((*puts, *_declared(vector, place)), place)
    agreement = read_tree(moves_settled(tree), Source("vector.md", ""))
    return [*differing, *(finding for finding in agreement.findings if finding.level == "error")]


def _declared(vector: Vector, place: Place) -> tuple[Put, ...]:
    from ola.agreement.prose.naming import key_of
    from ola.agreement.prose.values import items, table, value

    declared = vector.declared
    head: dict[str, str | int] = {"ola": 1, "id": "vector", "version": "1.0.0", "zone": "Europe/Berlin"}
    puts = [Put((name,), value(told, place)) for name, told in head.items()]
    puts.append(Put(("fields", "lead_id"), table({"type": "id", "key": True}, place)))
    people = (*declared.parties, *declared.roles, "Readers")
    puts += [Put(("parties", key_of(name)), table({"team": name}, place), is_stand_in=True) for name in people]
    chosen = {key_of(name) for name, _ in declared.choices}
    for name in declared.fields:
        if key_of(name) not in chosen:
            puts.append(Put(("fields", key_of(name)), table({"type": "text", "label": name}, place), is_stand_in=True))
    for name, listed in declared.choices:
        puts.append(Put(("fields", key_of(name)), table({"type": "choice", "choices": items(listed, place)}, place)))
    for name in declared.calendars:
        hours = table({"mon-fri": "09:00-17:00"}, place)
        puts.append(Put(("calendars", name), table({"zone": "Europe/Berlin", "hours": hours}, place)))
    for name in declared.stages:
        puts.append(Put(("stages", name), table({}, place)))
    for name in declared.events:
        puts.append(Put(("logs", "activities"), table({"lead": "lead_id", "at": "at", "event": "event"}, place)))
        puts.append(Put(("events", name), table({"log": "activities", "where": f'event = "{name}"'}, place)))
    for name, listed in declared.segments:
        rows = {each: f"{key_of(name)}_of_lead = {each}" for each in listed[:-1]} | {listed[-1]: "otherwise"}
        puts.append(Put(("fields", f"{key_of(name)}_of_lead"), table({"type": "text"}, place)))
        puts.append(Put(("segments", key_of(name)), table(rows, place)))
    return tuple(puts)


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: f"{vector.file}: {vector.sentence[:60]}")
def test_what_is_checked_is_in_the_agreement(vector: Vector) -> None:
    """An agreement with only this sentence has no error, or says only what else must be told of a clock or calendar."""
    before = read_alone(vector.before, vector.declared).outcomes if vector.before else ()
    every = (*before, *read(vector))
    puts = tuple(put for outcome in every if isinstance(outcome, Checked) for put in outcome.puts)
    found = errors(puts, vector)
    assert [f"{finding.code} {finding.message}" for finding in found if not _is_told_elsewhere(finding, puts)] == []


def _is_told_elsewhere(finding: Finding, puts: tuple[Put, ...]) -> bool:
    """A sentence about a clock or a week may tell a part of it; the rest is for other sentences."""
    partial = {
        put.path[1] for put in puts if put.path[0] in {"commitments", "calendars", "scores"} and len(put.path) > 2
    }
    return any(name in (finding.message + (finding.clause or "").replace("-", " ")) for name in partial)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_has_a_name_of_its_own_and_patterns_that_compile(shape: Any) -> None:
    """Two shapes of one name could not be told apart in messages."""
    assert [each.name for each in SHAPES].count(shape.name) == 1
    assert shape.made
