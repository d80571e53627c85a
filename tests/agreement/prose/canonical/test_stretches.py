"""What is in ola's own words is known wherever it stands, and nothing else is taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import ola
from ola.agreement.prose.canonical.names import with_own_names
from ola.agreement.prose.canonical.reader import in_own_words
from ola.agreement.prose.canonical.stretches import Stretch, stretches
from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.reading import Checked, Declared, ForPeople, NotUnderstood
from ola.agreement.prose.units import units
from ola.source import Source
from ola.tree.markdown import read_markdown
from ola.tree.value import to_plain

TOP = Path(__file__).parents[4]
DEMO = TOP / "ola/bundled/demo/agreement.ola.yaml"


def own(text: str) -> tuple[Stretch, ...]:
    """Give what of a text stands in ola's own words."""
    return stretches(read_markdown(Source("a.md", text)))


def tree(text: str) -> object:
    """Read a document's values."""
    return to_plain(read_paper(Source("a.md", text)).tree)


@pytest.mark.parametrize(
    "path", sorted((TOP / "tests/agreements").glob("*/paper.md")), ids=lambda path: path.parent.name
)
def test_papers_of_other_people_are_left_to_other_readers(path: Path) -> None:
    """No sentence or row that was not written by ola is taken for one that was."""
    assert own(path.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "| Stage | Definition |\n|---|---|\n| MQL | Score above 60 |\n",
        "| Field | Holds | Notes |\n|---|---|---|\n| email | email | ask twice |\n",
        "- **First touch.** We call within an hour.\n",
        "**Speed** means everything to us, doesn't it.\n",
        "Sales owes us lunch.\n",
        "## Commitments\n\n- **Speed.**\n",
        "## Notes\n\n- Call before noon.\n",
    ],
)
def test_what_only_looks_like_it_is_not_taken(text: str) -> None:
    """Another column, another sentence, or a name alone is not enough."""
    assert own(text) == ()


def test_a_clause_is_known_by_its_sentences_under_any_heading() -> None:
    """In a list, in a paragraph, in a section of another name."""
    wanted = {
        "commitments": {"first touch": {"owed_by": "sales", "stops": "call", "within": "1 hour", "starts": "mql"}}
    }
    sentence = "**First touch.** Sales owes call within 1 hour, counted from mql."
    broken = sentence.replace(" within", "\n   within")
    for text in (sentence, f"- {sentence}", f"## Our aims\n\n3) {sentence}", f"1. {broken}"):
        assert tree(text) == wanted


def test_columns_may_stand_in_any_order_and_some_may_be_missing() -> None:
    """A table is read by its header."""
    table = "| Requires | In words | Stage |\n|---|---|---|\n| phone alone | — | `mql` |\n| | Won. | accepted |\n"
    assert tree(table) == {"stages": {"mql": {"requires": ["phone"]}, "accepted": {"says": "Won."}}}


def test_what_is_quoted_below_a_clause_is_what_people_signed() -> None:
    """Inside the item, or right after the list, as Word has it."""
    clause = "1. **Routing.** Marketing owes it.\n"
    for text in (f"{clause}\n   > In time.\n", f"{clause}\n> In time.\n"):
        assert tree(text) == {"commitments": {"routing": {"owed_by": "marketing", "says": "In time."}}}


def test_every_unit_of_a_written_document_has_an_outcome_of_its_own() -> None:
    """Clauses are checked, glossary, holidays and signatures are for people, nothing is left over."""
    text = ola.write(DEMO, year=2026)
    assert isinstance(text, str)
    paper = read_paper(Source("a.md", text))
    assert {type(outcome) for outcome in paper.outcomes} == {Checked, ForPeople}
    about = {outcome.about for outcome in paper.outcomes if isinstance(outcome, ForPeople)}
    assert about == {
        "a word of the field",
        "a public holiday, worked out from the calendar",
        "a signature",
        "what people agreed",
    }


def test_words_beside_a_sentence_of_ola_are_told_as_not_understood() -> None:
    """Nothing in a paragraph goes unseen."""
    text = "## Commitments\n\n- **Routing.** And now, be quick. Marketing owes it. Or does it"
    paper = read_paper(Source("a.md", text))
    assert to_plain(paper.tree) == {"commitments": {"routing": {"owed_by": "marketing"}}}
    line = text.split("\n")[2]
    told = [
        (type(outcome), line[outcome.place.column - 1 : outcome.place.end_column - 1]) for outcome in paper.outcomes
    ]
    assert told == [
        (Checked, "Routing"),
        (NotUnderstood, "And now, be quick."),
        (Checked, "Marketing owes it."),
        (NotUnderstood, "Or does it"),
    ]


def test_names_of_a_written_document_are_known_to_sentences_beside_it() -> None:
    """A sentence that somebody adds may speak of the stages, fields and events that are there."""
    text = ola.write(DEMO, year=2026)
    assert isinstance(text, str)
    document = read_markdown(Source("a.md", text))
    every = tuple(units(document))
    known = with_own_names(Declared(stages=("MQL", "won")), in_own_words(document, every))
    assert known.stages == ("lead", "mql", "accepted", "recycled", "disqualified", "won")
    assert ("source", ("web", "ads", "event", "partner")) in known.choices
    assert ("tier", ("A", "B", "C")) in known.segments
    assert known.events == ("assigned", "call", "email sent", "meeting")
    assert known.calendars == ("amer", "emea")
    assert known.terms == ("target account", "free mail")
