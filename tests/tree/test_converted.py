"""Word files and pages of HTML are read as documents; what is none of them is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import ola
from ola.errors import UnreadableInput
from ola.tree.converted import from_docx, from_html
from ola.tree.reading import load_text

DEMO = Path(__file__).parents[2] / "ola/bundled/demo/agreement.ola.yaml"


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.htm", "A.HTML"])
def test_a_file_is_read_by_what_its_name_ends_in(name: str, tmp_path: Path) -> None:
    """`ola.load` takes the Word file and the page as it takes the YAML they were written from."""
    path = tmp_path / name
    content = ola.write(DEMO, "docx" if name.endswith("docx") else "html", year=2026)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    agreement = ola.load(path)
    assert agreement.id == "lakeside-leads"
    assert agreement.findings == ()
    assert ola.read_document(path).counts["not_understood"] == 0


def test_words_of_a_page_are_escaped_as_they_are_shown() -> None:
    """Signs of Markdown in a page are words; code keeps its signs, and a bar ends no cell."""
    page = "<p>1. a*b_ <code>x|`y</code> &lt;b&gt;</p>"
    page += "<table><tr><th>A|B</th></tr><tr><td><code>c|d</code></td></tr></table>"
    assert from_html(page, "a.html").split("\n") == [
        "1\\. a\\*b\\_ ``x|`y`` \\<b>",
        "",
        "| A\\|B |",
        "| --- |",
        "| `c\\|d` |",
    ]


def test_scripts_styles_and_pictures_of_a_page_are_no_words() -> None:
    """Only what a person reads is read."""
    page = "<head><title>t</title></head><style>p{}</style><script>x</script><p>words<img alt='no'></p>"
    assert from_html(page, "a.html").strip() == "words"


def test_a_page_nested_too_deep_is_told() -> None:
    """It ends in an error, and not in a crash."""
    with pytest.raises(UnreadableInput, match="is nested too deep to be an agreement"):
        from_html("<blockquote>" * 5000 + "x", "deep.html")


def test_a_file_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    """Whatever is wrong inside, the name and a way out are said."""
    path = tmp_path / "a.docx"
    path.write_bytes(b"not a file of Word")
    with pytest.raises(
        UnreadableInput, match=r"a\.docx is not a Word file that can be read .* Save it as \.docx again"
    ):
        load_text(path)


def test_a_word_file_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is small only as long as it is packed is no agreement."""
    monkeypatch.setattr("ola.tree.converted.LARGEST_UNPACKED", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", "0" * 2000)
    with pytest.raises(UnreadableInput, match="unpacks to more than 100 MB"):
        from_docx(packed.getvalue(), "a.docx")


@pytest.mark.parametrize(("library", "name"), [("mammoth", "a.docx"), ("markdownify", "a.html")])
def test_without_the_libraries_one_is_told_what_to_install(
    library: str, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They come with the extra docx."""
    monkeypatch.setitem(__import__("sys").modules, library, None)
    path = tmp_path / name
    path.write_bytes(b"<p>x</p>")
    with pytest.raises(UnreadableInput, match=r"pip install 'ola-contract\[docx\]'"):
        load_text(path)
