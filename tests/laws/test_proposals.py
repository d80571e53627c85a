"""Whatever ola proposes to write instead is read in full where it stands, or as for people where it is for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ola.agreement.prose.paper import context_of, read_paper, read_unit
from ola.agreement.prose.reading import Ambiguous, Checked, Declared, ForPeople, Outcome, Reading
from ola.agreement.prose.written import rewritten, stretch
from ola.source import Source
from tests.sentence_vectors import Vector, alone, vectors

SAMPLES = sorted((Path(__file__).parents[1] / "agreements").glob("*/paper.md"))
ASKED = tuple(
    vector for vector in vectors() if any({"asked", "not_understood"} & set(each) for each in vector.expected["reads"])
)


def in_place(reading: Reading, text: str, source: Source, names: Declared | None = None) -> tuple[Outcome, ...]:
    """Write a text in place of a unit and give what is understood of it there."""
    place, context = stretch(reading.unit, source), context_of(rewritten(source, reading.unit, text))
    context = context if names is None else replace(context, declared=names)
    return tuple(
        outcome
        for at, unit in enumerate(context.units)
        if unit.place.line == place.line and place.column <= unit.place.column < place.column + len(text)
        if (read := read_unit(replace(context, at=at))) is not None
        for outcome in read.outcomes
    )


def broken(reading: Reading, source: Source, names: Declared | None = None) -> Iterator[str]:
    """Give what is proposed for a unit and not read as it was promised."""
    for choice in reading.choices:
        outcomes = in_place(reading, choice, source, names)
        if not any(isinstance(each, Checked) for each in outcomes) or not _is_read(outcomes):
            yield f"checked: {choice}"
    last = in_place(reading, reading.for_people or "", source, names)
    if not any(isinstance(each, ForPeople) for each in last) or not _is_read(last):
        yield f"for people: {reading.for_people}"


def _is_read(outcomes: tuple[Outcome, ...]) -> bool:
    return all(isinstance(each, Checked | ForPeople) for each in outcomes)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.parent.name)
def test_what_is_proposed_for_a_sample_is_read_in_its_place(sample: Path) -> None:
    """Sentence for sentence, row for row, entry for entry, in the document as it stands."""
    source = Source("paper.md", sample.read_text(encoding="utf-8"))
    opened = [reading for reading in read_paper(source).readings if reading.is_open]
    assert opened
    assert [told for reading in opened for told in broken(reading, source)] == []


@pytest.mark.parametrize("vector", ASKED, ids=lambda vector: f"{vector.file}: {vector.sentence[:60]}")
def test_what_is_proposed_for_a_sentence_is_read_in_its_place(vector: Vector) -> None:
    """Also of sentences that no sample holds."""
    context = alone(vector.sentence, vector.declared, under=vector.under, before=vector.before, below=vector.below)
    reading = read_unit(context)
    assert reading is not None
    assert list(broken(reading, context.document.source, context.declared)) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.parent.name)
def test_every_question_comes_with_a_way_out(sample: Path) -> None:
    """A phrasing to choose, or the line for people where only its author can know."""
    paper = read_paper(Source("paper.md", sample.read_text(encoding="utf-8")))
    for reading in paper.readings:
        for outcome in reading.outcomes:
            if isinstance(outcome, Ambiguous):
                assert all(question.choices or reading.for_people for question in outcome.questions)
