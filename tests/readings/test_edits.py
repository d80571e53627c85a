"""What an author wrote instead, where ola asked: every edit was proposed, and the mended document is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.reading import Checked, ForPeople
from ola.source import Source
from tests.readings import mended
from tests.readings.edits import edited, edits, paper_of, remade, table
from tests.readings.measuring import SAMPLES

FOLDERS = sorted(path.parent for path in SAMPLES.glob("*/reading.json"))
PAGE = Path(__file__).parents[2] / "docs/how-to/mend-a-document.md"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_edit_is_what_ola_proposed_for_the_unit(folder: Path) -> None:
    """Word for word, in place of the unit; no other word of the document is touched."""
    made = edits(folder)
    assert made
    assert {edit.reading.unit.place for edit in made} <= {
        reading.unit.place for reading in paper_of(folder).readings if reading.is_open
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_mended_document_is_read_to_the_end(folder: Path) -> None:
    """Everything is checked or for people; nothing is asked, nothing is not understood."""
    mended = read_paper(Source("paper.md", edited(folder)))
    assert [reading.unit.text for reading in mended.readings if reading.is_open] == []
    assert all(isinstance(outcome, Checked | ForPeople) for outcome in mended.outcomes)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_clause_is_still_on_its_line(folder: Path) -> None:
    """One line stays one line, so that the ids of a careful reading still point at what they were given for."""
    before, after = paper_of(folder).source.lines, edited(folder).split("\n")
    assert len(before) == len(after)
    read = {reading.unit.place.line for reading in read_paper(Source("paper.md", "\n".join(after))).readings}
    told = json.loads((folder / "reading.json").read_text(encoding="utf-8"))
    for clause in told["clauses"]:
        lines = set(clause["reading"].get("lines", [])) | {clause["line"]}
        assert lines & read, clause["id"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_edits_made_anew_are_the_same_while_nothing_has_changed(folder: Path) -> None:
    """After a change of what is proposed run: python -m tests.readings --remake-edits."""
    assert remade(folder) == edited(folder)


def test_the_page_counts_the_edits() -> None:
    """The tables are what `python -m tests.readings --edits` prints."""
    page = PAGE.read_text(encoding="utf-8")
    assert table(FOLDERS) in page
    assert mended.table(FOLDERS) in page


def _clause(number: str, name: str) -> mended.Mended:
    folder = next(folder for folder in FOLDERS if folder.name.startswith(number))
    return next(each for each in mended.mended(folder) if each.clause.id == name)


def test_a_figure_of_the_next_sentence_is_looked_for_there() -> None:
    """A list is made in one sentence, and how long it may be stands in the next, which is no other clause's."""
    told = _clause("02", "c59")
    assert "25" not in told.clause.text
    assert told.clause.reading["target"]["value"] == 25
    assert told.fate == "checked as read"


def test_the_number_for_at_once_is_its_authors() -> None:
    """The reader writes 0 minutes and says that the words have no number: any number of the author's will do."""
    told = _clause("05", "c02")
    assert told.clause.reading["within"] == "0 minutes"
    assert told.clause.ambiguities == ("'at once' has no number",)
    assert told.fate == "checked as read"


def test_half_is_fifty_percent_also_as_a_word() -> None:
    """Points that are halved are read with 50 %."""
    assert _clause("06", "c22").clause.reading["factor"] == 0.5
    assert _clause("06", "c22").fate == "checked as read"


def test_what_is_lost_is_a_figure_with_or_without_its_sign() -> None:
    """A change of -5 to the reader is "loses 5 points" in words, and asked for as any other figure."""
    assert _clause("04", "c51").clause.reading["change"] == -5
    assert _clause("04", "c51").fate == "checked as read"
