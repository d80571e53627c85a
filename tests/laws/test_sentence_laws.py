"""Laws of reading English: any text gets an outcome, no number is lost, and every phrasing shown is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ola.agreement.prose.phrases.numbers import CARDINALS
from ola.agreement.prose.reading import Ambiguous, Checked, Context, ForPeople, NotUnderstood, Outcome
from ola.agreement.prose.sentences import SHAPES, read_sentence
from ola.agreement.prose.sentences.commitments import EXAMPLES
from ola.agreement.prose.sentences.sentence import MOST_WORDS
from ola.agreement.prose.sentences.shape import Shape
from ola.agreement.prose.units import units
from ola.source import Source
from ola.tree.markdown import read_markdown
from ola.tree.value import to_plain
from tests.sentence_vectors import ORDINARY, read_alone, vectors

# The words of every vector: sentences made of them come near to what is read.
WORDS = sorted({word for vector in vectors() for word in vector.sentence.split()})


def outcomes(text: str) -> Iterator[Outcome]:
    """Read every unit of a text."""
    document = read_markdown(Source("law.md", text))
    every = tuple(units(document))
    for at, unit in enumerate(every):
        reading = read_sentence(unit, Context(document, every, at, ORDINARY))
        if reading is not None:
            assert reading.outcomes
            yield from reading.outcomes


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
@example("²H")  # once taken for an hour
def test_any_text_gets_an_outcome(text: str) -> None:
    """Whatever signs it holds."""
    for outcome in outcomes(text):
        assert isinstance(outcome, Checked | Ambiguous | ForPeople | NotUnderstood)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join))
def test_any_order_of_the_words_of_agreements_gets_an_outcome(text: str) -> None:
    """Words of real sentences come nearest to what readers trip over."""
    for outcome in outcomes(text):
        assert isinstance(outcome, Checked | Ambiguous | ForPeople | NotUnderstood)


@st.composite
def changed(draw: st.DrawFn) -> str:
    """A sentence of a vector in which words were left out, doubled or taken from elsewhere."""
    words = list(draw(st.sampled_from(vectors())).sentence.split())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1)) if words else 0
        match draw(st.sampled_from(("drop", "double", "other"))):
            case "drop":
                words[at : at + 1] = []
            case "double":
                words[at:at] = words[at : at + 1]
            case _:
                words[at:at] = [draw(st.sampled_from(WORDS))]
    return " ".join(words)


@settings(max_examples=400, deadline=None)
@given(changed())
def test_no_number_of_a_sentence_is_dropped_in_silence(text: str) -> None:
    """Where all of a sentence is checked, each of its figures is in what is checked."""
    text = text.replace("\n", " ")
    found = list(outcomes(text))
    if not found or not all(isinstance(outcome, Checked) for outcome in found):
        return
    held = " ".join(
        f"{outcome.says} {outcome.figures} {[to_plain(put.node) for put in outcome.puts]}"
        for outcome in found
        if isinstance(outcome, Checked)
    )
    numbers = {
        float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", held) if number.strip(",")
    }
    numbers |= {number * 100 for number in numbers} | {number / 100 for number in numbers}
    numbers |= (
        {number / 1000 for number in numbers}
        | {number / 1e6 for number in numbers}
        | {number % 12 for number in numbers}
    )
    numbers |= {number + step for number in numbers for step in (-1, 1)}  # "more than 5" is at least 6
    for number in re.findall(r"(?<![\w.`-])\d+(?:\.\d+)?(?![\w.:`-])", text.replace(",", "")):
        assert float(number) in numbers, (number, found)


HOSTILE = {
    "ten thousand words": "lead " * 10_000,
    "words to the brim": "lead within 2 hours " * (MOST_WORDS // 4),
    "deep brackets": "(" * 4_000 + "score" + ")" * 4_000,
    "open brackets": "( [ " * 40,
    "many commas": "sales calls, " * 22,
    "many ands": "sales calls and " * 28,
    "many values": "Ready, " * 44,
    "many conditions": "if a, b, " * 15,
    "many counts": "at least 2 of " * 20,
    "many nots": "not " * 89,
    "many times": "9:00 to 17:00, " * 20,
    "written from right to left": "\u202eSales calls every lead within 5 minutes of assignment\u202c.",
    "signs that cannot be seen": "Sa\u200bles calls every lead with\u2060in 5 minutes of assignment.",
    "stacked accents": "S" + "\u0301" * 5_000,
    "a number without end": "9" * 5_000 + " hours",
    "digits of another script": "Sales calls every lead within ٣ hours.",
    "emoji": "😀 " * 80,
    "a lone surrogate's place": "Sales \ufffd calls",
    "only signs": "?!;:,." * 500,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_in_an_outcome_and_is_never_checked(text: str) -> None:
    """However long, deep or odd it is."""
    assert not any(isinstance(outcome, Checked) for outcome in outcomes(text))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_sentence_that_shows_a_shape_is_read(shape: Shape) -> None:
    """It is what is offered to whoever wrote something near it."""
    if shape.stands_alone:
        found = read_alone(shape.example, ORDINARY).outcomes
        assert all(isinstance(outcome, Checked | Ambiguous) for outcome in found)


@pytest.mark.parametrize(
    "vector", [v for v in vectors() if v.expected["reads"] == [{"not_understood": True}]], ids=lambda v: v.sentence[:60]
)
def test_the_nearest_phrasing_is_read(vector: object) -> None:
    """What is offered for a sentence that is not understood is no dead end."""
    for outcome in read_alone(vector.sentence, vector.declared).outcomes:  # type: ignore[attr-defined]
        if isinstance(outcome, NotUnderstood) and outcome.nearest is not None:
            found = read_alone(outcome.nearest, ORDINARY).outcomes
            assert all(isinstance(each, Checked | Ambiguous) for each in found)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_promises_that_are_shown_are_read(example: str) -> None:
    """As a whole, or but for what only a document can tell."""
    assert all(isinstance(each, Checked | Ambiguous) for each in read_alone(example, ORDINARY).outcomes)


def test_number_words_are_known_up_to_twenty() -> None:
    """The guard against lost numbers knows them by their words as well."""
    assert {CARDINALS[word] for word in ("one", "two", "ten", "twelve", "twenty")} == {1, 2, 10, 12, 20}
