"""How well the samples are read, and that the page says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readings import edits
from tests.readings.measuring import SAMPLES, Score, clauses, measure, table

PAGE = Path(__file__).parents[2] / "docs/explanation/reading-english.md"
FOLDERS = sorted(path.parent for path in SAMPLES.glob("*/reading.json"))


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    """Measure each sample once."""
    return [measure(folder) for folder in FOLDERS]


def test_no_sentence_of_a_sample_is_read_wrongly(scores: list[Score]) -> None:
    """What is taken into the agreement is what a careful reader takes."""
    wrong = [
        f"{score.name} {held.clause.id} {held.why}" for score in scores for held in score.held if held.result == "wrong"
    ]
    assert wrong == []


def test_most_of_each_sample_is_read_or_asked_about(scores: list[Score]) -> None:
    """At least 70 % of the plain clauses are read, 60 % of the open ones read or asked about, few asked in vain."""
    for score in scores:
        plain, opened = score.total(plain=True), score.total(plain=False)
        assert score.count("read", plain=True) >= 0.7 * plain, score.name
        assert score.count("read", plain=False) + score.count("asked", plain=False) >= 0.6 * opened, score.name
        assert score.count("asked without need", plain=True) < 0.05 * plain, score.name


def test_half_of_what_each_sample_gets_wrong_is_reported(scores: list[Score]) -> None:
    """Contradictions between sentences and what a reader does not find."""
    for score in scores:
        told = [done for _, done in (*score.contradictions, *score.omissions)]
        assert 2 * sum(told) >= len(told), score.name


def test_the_page_shows_what_is_measured(scores: list[Score]) -> None:
    """The tables of the page are those that `python -m tests.readings` prints."""
    page = PAGE.read_text(encoding="utf-8")
    assert table(scores).split("\n\n")[0] in page
    assert edits.table(FOLDERS) in page


def test_a_row_of_a_table_that_the_reading_tells_as_a_whole_is_no_stray() -> None:
    """Where leads of a status go is told by all rows of a table, and one of them has a clause of its own besides."""
    folder = next(folder for folder in FOLDERS if folder.name.startswith("02"))
    table_told, row = (next(each for each in clauses(folder) if each.id == name) for name in ("c56", "c57"))
    assert table_told.form == "derived"
    assert row.form == "deadline"
    assert table_told.line < row.line <= table_told.last
    assert [held.why for held in measure(folder).held if held.clause.id == "c57"] != ["derived besides"]
    assert not [held for held in measure(folder).held if held.why.endswith("besides")]
