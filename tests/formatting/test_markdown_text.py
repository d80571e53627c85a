"""Documents in one order and style; what is not understood stays where it stood."""

from __future__ import annotations

from pathlib import Path

import pytest

import ola
from ola.agreement.prose.paper import read_paper
from ola.formatting import formatted
from ola.source import Source
from ola.tree.value import to_plain

TOP = Path(__file__).parents[2]
DEMO = ola.write(TOP / "ola/bundled/demo/agreement.ola.yaml", year=2026)
assert isinstance(DEMO, str)


def fmt(text: str) -> str:
    """Format a document; what is read stays the same, and formatting again changes nothing."""
    made = formatted(Source("a.ola.md", text))
    assert formatted(Source("a.ola.md", made)) == made
    assert tree(made) == tree(text)
    return made


def tree(text: str) -> object:
    """Read a document's values."""
    return to_plain(read_paper(Source("a.ola.md", text)).tree)


def changed(before: str, after: str) -> str:
    """Change one place of the demo's document."""
    assert isinstance(DEMO, str)
    assert DEMO.count(before) == 1
    return DEMO.replace(before, after)


def test_what_was_written_is_formatted() -> None:
    """Nothing changes."""
    assert isinstance(DEMO, str)
    assert fmt(DEMO) == DEMO


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| Id | lakeside-leads |", "|Id|   lakeside-leads|"),
        ("- **target account** means", "* **target account**\n  means"),
        ("## Commitments", "### 7. Service levels"),
        ("|---|---|---|---|---|\n| lead |", "|:--|--:|:-:|---|---|\n| lead |"),
        ("3. **Decision.** Sales owes", "3) **Decision.**\n   Sales owes"),
        ("## Moves\n", "\n\n## Moves\n\n\n"),
    ],
)
def test_layout_that_people_changed_is_put_back(before: str, after: str) -> None:
    """Spaces, lines, list signs and headings have one style."""
    assert fmt(changed(before, after)) == DEMO


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        ("## Parties\n", "We met in *May*.\n\n## Parties\n", "\nWe met in *May*.\n\n## Parties\n"),
        ("## Parties\n", "<!-- since\n2024 -->\n\n## Parties\n", "\n<!-- since\n2024 -->\n\n## Parties\n"),
        (
            "## Parties\n",
            "## Governance\n\nThe board decides.\n\n## Parties\n",
            "\n## Governance\n\nThe board decides.\n\n## Parties\n",
        ),
        (
            "for 95% of leads per month.",
            "for 95% of leads per month. Be\n   kind!",
            "for 95% of leads per month. Be kind!\n",
        ),
        (
            "### The calendar emea\n",
            "Lunch is long.\n\n### The calendar emea\n",
            "| Christmas Day |\n\nLunch is long.\n\n### The calendar emea\n",
        ),
        (
            "## Rules\n",
            "## Exceptions\n\nNone were asked for.\n\n## Rules\n",
            "## Exceptions\n\nNone were asked for.\n\n## Rules",
        ),
        ("| lead | marketing | —", "| ~~prospect~~ | nobody in particular, really | —", "nobody in particular, really"),
    ],
)
def test_what_is_not_understood_stays_below_its_section_or_clause(before: str, after: str, stays: str) -> None:
    """Sentences, comments, rows and headings of its own are kept word for word."""
    assert stays in fmt(changed(before, after))


def test_signatures_stay() -> None:
    """Whoever signed has signed the formatted document as well."""
    signed = "| Sales | *Ann Lee* | 2026-01-05 | A. Lee |\n"
    assert fmt(changed("| Sales | VP Sales |  |  |\n", signed)).endswith(signed)


def test_front_matter_stays() -> None:
    """It is no part of the agreement, and some wiki needs it."""
    assert isinstance(DEMO, str)
    assert fmt(f"---\nlayout: page\n---\n{DEMO}") == f"---\nlayout: page\n---\n\n{DEMO}"


@pytest.mark.parametrize(
    "path", sorted((TOP / "tests/agreements").glob("*/paper.md")), ids=lambda path: path.parent.name
)
def test_a_paper_that_is_only_partly_understood_says_the_same_when_formatted(path: Path) -> None:
    """Where the rest hangs on how a part is written, the text is left as it is."""
    text = path.read_text(encoding="utf-8")
    made = fmt(text)
    counts = read_paper(Source("a.md", made)).counts
    assert counts["not_understood"] == read_paper(Source("a.md", text)).counts["not_understood"]
