"""Each form writes what it reads; the page of the document shows an example of each."""

from __future__ import annotations

import re

import pytest

from ola.agreement.writing.atoms import RESERVED
from ola.agreement.writing.document import SECTIONS
from ola.agreement.writing.forms import Form, Forms, begin_sentence, inner_word
from ola.source import Source
from ola.tree.markdown import Paragraph, read_markdown
from ola.tree.value import to_plain
from ola.tree.words import Words
from tests.document_page import cell_example, sentence, sentences, tables

FORMS = [(key, form, forms) for key in SECTIONS for _, forms in sentences(key) for form in forms.forms]


def words(text: str) -> Words:
    """Read one paragraph's words."""
    (block,) = read_markdown(Source("page.md", text)).blocks
    assert isinstance(block, Paragraph)
    return block.words


@pytest.mark.parametrize(
    ("key", "form", "forms"), [each for each in FORMS if each[1].keys], ids=lambda each: getattr(each, "template", each)
)
def test_the_example_of_a_form_is_read_by_it(key: str, form: Form, forms: Forms) -> None:
    """What the page shows of a sentence is read as that form, with the values it was written from."""
    found = forms.read(words(sentence(key, form, forms)))
    assert found is not None
    assert found[0] == form
    again = {entry.name: entry.value for entry in found[1]}
    assert forms.write(again) == ([sentence(key, form, forms)], {})


@pytest.mark.parametrize("key", SECTIONS)
def test_the_examples_of_cells_are_read_by_their_columns(key: str) -> None:
    """What the page shows of a column is read as what it was written from."""
    for _, rows in tables(key):
        for column in rows.columns:
            given = cell_example(key, column)
            found = column.cell.read(words(column.cell.write(given)[0]))
            assert found is not None
            assert {entry.name: to_plain(entry.value) for entry in found} == {
                each: to_plain(value) for each, value in given.items()
            }


def test_words_that_tell_where_a_name_ends_are_reserved() -> None:
    """Whatever word follows a value in a sentence, or begins what may be left out, is no word of a bare name."""
    following = {
        word.lower() for _, form, _ in FORMS for word in re.findall(r"(?:\}|\[),? ?([A-Za-z]+)", form.template)
    }
    assert sorted(following - RESERVED) == []


@pytest.mark.parametrize("name", ["sales", "Sales", "SDR team", "A", "a", "éa", "ßa", "B2B desk", "x", "ĳ", "ǆ"])
def test_a_name_keeps_its_spelling_at_the_start_of_a_sentence(name: str) -> None:
    """It begins with a large letter where it can be told that it was small, and stands as code elsewhere."""
    begun = begin_sentence(name)
    assert begun == f"`{name}`" or inner_word(begun) == name
    assert not begun[:1].islower() or not begun[:1].upper()[:1].isupper() or len(begun[:1].upper()) > 1
