"""A document is cut into what is judged by itself."""

from __future__ import annotations

from ola.agreement.prose.units import Unit, units
from ola.source import Source
from ola.tree.markdown import read_markdown


def read(text: str) -> list[Unit]:
    """Give the units of a text, headings left out."""
    return [unit for unit in units(read_markdown(Source("paper.md", text))) if unit.kind != "heading"]


def test_sentences_rows_and_entries_are_units() -> None:
    """Each sentence, each table and row, and each entry of a block of YAML stands by itself."""
    found = read(
        "One. Two.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```yaml\nstages:\n  - name: MQL\n    needs: [a, b]\n```\n"
    )
    assert [(unit.kind, unit.text) for unit in found] == [
        ("sentence", "One."),
        ("sentence", "Two."),
        ("table", "A | B"),
        ("row", "1 | 2"),
        ("code", "MQL"),
        ("code", "a, b"),
    ]
    assert [each.text for each in found[-1].headings] == ["stages", "MQL", "needs"]
    assert str(found[4].place) == "paper.md:9:11"


def test_headings_above_a_unit_stand_without_their_numbers() -> None:
    """`2.`, `B.` and `Part 1 -` count a heading and say nothing."""
    (unit,) = read("# Part 1 - Leads\n\n## 2. Fields\n\n### B. Email\n\nOne.")
    assert [each.text for each in unit.headings] == ["Leads", "Fields", "Email"]


def test_a_heading_ends_those_of_its_level_and_below() -> None:
    """The path is that of the document's outline."""
    found = read("# A\n\n## B\n\nOne.\n\n## C\n\nTwo.\n\n# D\n\nThree.")
    assert [[each.text for each in unit.headings] for unit in found] == [["A", "B"], ["A", "C"], ["D"]]


def test_a_list_knows_what_introduces_it() -> None:
    """The sentence before a list belongs to each of its items."""
    found = read("A deal needs one of these:\n\n- a name\n- a price\n")
    assert [unit.lead.text if unit.lead else None for unit in found] == [
        None,
        "A deal needs one of these:",
        "A deal needs one of these:",
    ]
    assert [unit.label for unit in found] == ["", "-", "-"]


def test_bold_words_before_a_colon_are_the_title() -> None:
    """They name a sentence and are no part of it."""
    found = read("**Same domain:** it goes to the owner.\n\n**Every lead** is called.\n\n- **House rule**: be quick.\n")
    assert [(unit.title.text if unit.title else None, unit.text) for unit in found] == [
        ("Same domain", "it goes to the owner."),
        (None, "Every lead is called."),
        ("House rule", "be quick."),
    ]


BOLD = """# A

**Feedback.** Sales answers. Soon.

**Working time**

One.

**Call them.** Two.

# B

Three.
"""


def test_words_in_bold_are_headings_where_sections_are_called_so() -> None:
    """With a full stop ahead of a sentence, or alone on a line; other words in bold may be a sentence of their own."""
    assert [([each.text for each in unit.headings], unit.text) for unit in read(BOLD)] == [
        (["A", "Feedback"], "Sales answers."),
        (["A", "Feedback"], "Soon."),
        (["A", "Working time"], "One."),
        (["A", "Working time"], "Call them."),
        (["A", "Working time"], "Two."),
        (["B"], "Three."),
    ]
