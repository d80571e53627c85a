"""A document of two hundred pages is read to its end."""

from __future__ import annotations

from ola.agreement.prose.paper import read_paper
from ola.source import Source
from tests.bench.long_paper import WORDS_A_PAGE, long_paper

PAGES = 200


def test_two_hundred_pages_are_read_to_the_end() -> None:
    """Each sentence and row has an outcome, from the first annex to the last; whatever is open comes with a way out."""
    text = long_paper(PAGES)
    assert len(text.split()) >= PAGES * WORDS_A_PAGE
    paper = read_paper(Source("long.md", text))
    assert all(reading.outcomes for reading in paper.readings)
    assert all(reading.for_people for reading in paper.readings if reading.is_open)
    annexes = {reading.unit.headings[1].text for reading in paper.readings if len(reading.unit.headings) > 1}
    assert len(annexes) == text.count("\n## Annex ")
    assert all(paper.counts.values())
