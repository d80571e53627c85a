"""`ola write`: the document, on standard output or in a file of its format."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import ola
from ola.agreement.writing.formats.docx import as_docx
from ola.cli.app import app
from ola.errors import WrongCall

DEMO = Path(__file__).parents[2] / "ola/bundled/demo/agreement.ola.yaml"


def test_the_document_goes_to_standard_output() -> None:
    """Markdown unless said."""
    done = CliRunner().invoke(app, ["write", str(DEMO), "--year", "2026"])
    assert (done.exit_code, done.stdout) == (0, ola.write(DEMO, year=2026))


@pytest.mark.parametrize(
    ("name", "starts"), [("a.ola.md", b"# Lead"), ("a.html", b"<!doctype html>"), ("a.docx", b"PK")]
)
def test_the_format_is_what_the_file_s_name_ends_in(name: str, starts: bytes, tmp_path: Path) -> None:
    """And the file is named."""
    done = CliRunner().invoke(app, ["write", str(DEMO), "--out", str(tmp_path / name)])
    assert (done.exit_code, done.stderr) == (0, f"{tmp_path / name}: written.\n")
    assert (tmp_path / name).read_bytes().startswith(starts)


def test_to_beats_the_name(tmp_path: Path) -> None:
    """Whoever names a format gets it."""
    path = tmp_path / "page.txt"
    assert CliRunner().invoke(app, ["write", str(DEMO), "--to", "html", "-o", str(path), "-q"]).exit_code == 0
    assert path.read_bytes().startswith(b"<!doctype html>")


def test_holidays_are_those_of_the_day_it_is() -> None:
    """Without a year, and without an end of the agreement."""
    done = CliRunner().invoke(app, ["write", str(DEMO), "--as-of", "2027-03-01"])
    assert "| Thursday 2027-11-25 | Thanksgiving Day |" in done.stdout


def test_an_agreement_is_not_written_over(tmp_path: Path) -> None:
    """The document has a file of its own."""
    path = tmp_path / "a.ola.yaml"
    path.write_bytes(DEMO.read_bytes())
    done = CliRunner().invoke(app, ["write", str(path), "--out", str(path)])
    assert done.exit_code != 0
    assert path.read_bytes() == DEMO.read_bytes()


def test_a_word_file_is_not_replaced_by_the_text_that_was_read_from_it(tmp_path: Path) -> None:
    """What has one right answer is told, and the file stays."""
    path = tmp_path / "a.docx"
    text = ola.write(DEMO, year=2026)
    assert isinstance(text, str)
    path.write_bytes(as_docx(text.replace("| Status | signed |", "| Status | sined |")))
    before = path.read_bytes()
    done = CliRunner().invoke(app, ["lint", str(path), "--fix"])
    assert isinstance(done.exception, WrongCall)
    assert "is a Word file, and text would not stand for it" in str(done.exception)
    assert CliRunner().invoke(app, ["fmt", str(path)]).exit_code != 0
    assert path.read_bytes() == before
