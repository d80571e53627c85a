"""The names that sentences declare, looked for only where the words for a list of values stand."""

from __future__ import annotations

import pytest

from ola.agreement.prose.reading import Checked, Outcome
from ola.agreement.prose.told import may_list_values
from ola.tree.value import to_plain
from tests.sentence_vectors import read_alone, vectors


def lists_values(outcome: Outcome) -> bool:
    """Say that an outcome puts a field with its values."""
    puts = outcome.puts if isinstance(outcome, Checked) else ()
    told = [to_plain(put.node) for put in puts if put.path[:1] == ("fields",) and not put.is_stand_in]
    return any(isinstance(each, dict) and "choices" in each for each in told)


def test_every_sentence_that_lists_values_is_looked_at() -> None:
    """What is passed over on the first reading has no values to tell."""
    readings = [
        read_alone(each.sentence, each.declared, under=each.under, before=each.before, below=each.below)
        for each in vectors()
    ]
    listing = [reading.unit for reading in readings if any(map(lists_values, reading.outcomes))]
    assert len(listing) > 10
    assert [unit.text for unit in listing if not may_list_values(unit)] == []


@pytest.mark.parametrize("sentence", ["Sales calls every lead within 2 hours.", "Nobody forgets a lead."])
def test_a_sentence_without_such_words_is_passed_over(sentence: str) -> None:
    """It is read once, and not twice."""
    reading = read_alone(sentence, vectors()[0].declared)
    assert not may_list_values(reading.unit)
