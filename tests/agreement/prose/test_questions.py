"""What authors are asked: each question has a page, a sentence that raises it, and vectors."""

from __future__ import annotations

import re

import pytest

from ola.agreement.prose.reading import Ambiguous
from ola.agreement.prose.sentences.questions import CODES
from ola.finding import Code
from tests.sentence_vectors import ORDINARY, read_alone, vectors


def asked(sentence: str) -> set[str]:
    """Give the codes of what is asked of a sentence."""
    outcomes = read_alone(sentence, ORDINARY).outcomes
    return {question.code for each in outcomes if isinstance(each, Ambiguous) for question in each.questions}


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_the_sentence_on_a_page_raises_its_question(code: Code) -> None:
    """The first one that a page shows."""
    shown = re.search(r"^    (\S.*)$", code.page, re.MULTILINE)
    assert shown is not None
    assert code.code in asked(shown[1])


def test_every_question_is_asked_by_a_vector() -> None:
    """And the vectors ask nothing else."""
    found = {code for vector in vectors() for read in vector.expected["reads"] for code in read.get("codes", ())}
    assert found == {code.code for code in CODES}
