"""What the samples put into the agreement can be used: it lowers, but for what their papers leave out themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.values import Plain, table
from ola.agreement.reading import read_tree
from ola.source import Place, Source
from ola.tree.value import Mapping
from tests.readings.edits import edited, paper_of
from tests.readings.measuring import SAMPLES

FOLDERS = sorted(path.parent for path in SAMPLES.glob("*/reading.json"))
TOP = Place("paper.md", 1, 1, 1, 1)
# What no paper says of itself.
HEAD: dict[str, Plain | None] = {"ola": 1, "id": "paper", "version": "1.0.0", "zone": "Europe/Berlin"}

# What a paper leaves out, so that nothing can be made of it: by sample, each error with the reason.
LEFT_OUT = {
    "01-response-clocks": (
        "OLA131 clock has no owed_by.",  # "the clock closes …": the clocks belong to whoever owns the record
        # Settings of clocks, by the numbers of a list, and those that use the same lines.
        *(f"OLA131 lead clock {number} has no owed_by." for number in range(1, 9)),
        "OLA131 contact clock 1 has no owed_by.",
    ),
    "05-till-sales-response": (
        "OLA131 alarms has no owed_by.",  # alarms pause, and nobody owes them
    ),
    "06-funnel-as-yaml": (
        # The routing table has no row for the rest.
        "OLA148 The segment route has no row that takes the leads no other took.",
    ),
}
# What the author's edits bring besides, since they say no more than the paper.
BROUGHT = {
    "01-response-clocks": (
        "OLA131 contact clock 2 has no owed_by.",  # they "follow suit"
        "OLA131 contact clock 3 has no owed_by.",
    ),
}
# What is mended by the author's edits besides.
UNMENDED = {
    "02-lifecycle-statuses": (
        'OLA112 "status" has no value "Wrong Data".',  # ten statuses are listed, and this one is none of them
    ),
    "05-till-sales-response": (
        "OLA131 opening hours has no zone.",  # "in the restaurant's own time zone"
        # Shares inside a limit, of groups whose limit is only asked about.
        "OLA131 first contact Guided has no owed_by.",
        "OLA131 first contact House Account has no owed_by.",
    ),
}


def errors(text: str) -> list[str]:
    """Read a document with a head of its own into an agreement and give what is wrong with it."""
    source = Source("paper.md", text)
    paper = read_paper(source)
    differing = [finding for finding in paper.findings if finding.code == "OLA167"]
    agreement = read_tree(Mapping((*table(HEAD, TOP).entries, *paper.tree.entries), TOP), source)
    wrong = (finding for finding in agreement.findings if finding.level == "error")
    return sorted(f"{finding.code} {finding.message}" for finding in (*differing, *wrong))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_a_sample_says_lowers_as_far_as_it_is_said(folder: Path) -> None:
    """An agreement comes of what is read, although much of it is still asked about."""
    expected = (*LEFT_OUT.get(folder.name, ()), *UNMENDED.get(folder.name, ()))
    assert errors(paper_of(folder).source.text) == sorted(expected)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_a_mended_sample_says_lowers(folder: Path) -> None:
    """The phrasings that ola proposes are in the agreement it reads."""
    assert errors(edited(folder)) == sorted((*LEFT_OUT.get(folder.name, ()), *BROUGHT.get(folder.name, ())))
