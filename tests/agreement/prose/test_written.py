"""A unit is found in the text with the signs around it, and other words can stand in its place."""

from __future__ import annotations

import pytest

from ola.agreement.prose.units import Unit, units
from ola.agreement.prose.written import entry_with, rewritten, row_with, stretch, written
from ola.source import Source
from ola.tree.markdown import read_markdown


def unit_of(text: str, words: str) -> tuple[Unit, Source]:
    """Give the first unit of a document that holds some words."""
    source = Source("paper.md", text)
    return next(each for each in units(read_markdown(source)) if words in each.text), source


def in_the_text(unit: Unit, source: Source) -> str:
    """Give the line of a unit cut to its stretch."""
    place = stretch(unit, source)
    return source.lines[place.line - 1][place.column - 1 : place.end_column - 1]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("First. `Reason` is `known`. Last.", "Reason", "`Reason` is `known`."),
        ("**Call them.** Then wait.", "Call", "**Call them.**"),
        ("**Call them. Then wait.** Or not.", "Then", "Then wait."),
        ("**Call them. Then wait.** Or not.", "Call", "Call them."),
        ("**Same domain:** a *lead* goes [there](x).", "lead", "a *lead* goes [there](x)."),
        ("> **House rule: answer `all` of them.**", "House", "**House rule: answer `all` of them.**"),
        ("1. *Try again*", "Try", "*Try again*"),
        ("See [the page](http://x.y)", "See", "See [the page](http://x.y)"),
        ("| A | B |\n|---|---|\n| `x` | **y** \\| z |", "y", "| `x` | **y** \\| z |"),
        ("| A | B |\n|---|---|\n| | 3 |", "3", "| | 3 |"),
        ("A | B\n---|---\nx | 3", "3", "x | 3"),
        ('```yaml\nstages:\n  - name: MQL\n    sla: "within 4 hours"\n```', "within", 'sla: "within 4 hours"'),
        ("```yaml\nrules:\n  - within 4 hours\n```", "within", "- within 4 hours"),
    ],
)
def test_a_unit_stands_in_the_text_with_the_signs_around_it(text: str, words: str, found: str) -> None:
    """Signs that begin or end outside are left, so that what stands beside keeps them."""
    assert in_the_text(*unit_of(text, words)) == found


def test_words_over_two_lines_are_written_on_one() -> None:
    """Also where a quotation goes on."""
    unit, source = unit_of("> Sales `calls`\n> every *lead*.", "Sales")
    assert written(unit.words, source) == "Sales `calls` every *lead*."


def test_a_document_is_rewritten_in_one_place() -> None:
    """All around it stays."""
    unit, source = unit_of("# A\n\nOne. **Two.** Three.\n\nFour.", "Two")
    assert rewritten(source, unit, "2.").text == "# A\n\nOne. 2. Three.\n\nFour."


def test_a_row_is_written_anew_with_other_cells() -> None:
    """Empty cells stay empty, and a bar is no end of a cell."""
    unit, source = unit_of("| A | B | C |\n|---|---|---|\n| | `b` \\| d | c |", "b")
    assert row_with(unit, source, {2: "x | y"}) == "| | `b` \\| d | x \\| y |"


def test_an_entry_is_written_anew_in_quotes() -> None:
    """YAML reads back what was written."""
    unit, source = unit_of('```yaml\nsla: "within 4 hours"\n```', "within")
    assert entry_with(unit, source, 'a "b": c') == "sla: 'a \"b\": c'"
    assert entry_with(unit, source, 'it\'s "b"') == 'sla: "it\'s \\"b\\""'
