"""`ola init` writes an agreement about which there is nothing to say."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import ola
from ola.bundled import starter
from ola.cli.app import app
from ola.errors import UnwritableOutput, WrongCall

RUN = CliRunner()


@pytest.mark.parametrize("day", ["2024-02-29", "2026-06-01", "2041-01-01"])
def test_what_it_writes_lints_clean_on_any_day(tmp_path: Path, day: str) -> None:
    """The starter agreement has no finding, not even a note."""
    file = tmp_path / "mine.ola.yaml"
    written = RUN.invoke(app, ["init", str(file)])
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == f"{file} is written. Next: ola lint {file}\n"
    linted = RUN.invoke(app, ["lint", str(file), "--as-of", day])
    assert (linted.exit_code, linted.stdout) == (0, "")
    assert linted.stderr == f"{file}: nothing to say.\n"
    assert ola.lint(file, as_of=day) == ()


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    """Somebody's agreement is kept, unless --force is said."""
    file = tmp_path / "mine.ola.yaml"
    file.write_text("ours", "utf-8")
    refused = RUN.invoke(app, ["init", str(file)])
    assert isinstance(refused.exception, WrongCall)
    assert str(refused.exception) == (f"{file} is there already. Choose another name, or add --force to write over it.")
    assert file.read_text("utf-8") == "ours"
    assert RUN.invoke(app, ["init", str(file), "--force"]).exit_code == 0
    assert file.read_text("utf-8") == starter()


def test_a_hyphen_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`ola init -` writes no file."""
    monkeypatch.chdir(tmp_path)
    shown = RUN.invoke(app, ["init", "-"])
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, starter(), "")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    """A folder that is not there is an error with a way out."""
    refused = RUN.invoke(app, ["init", str(tmp_path / "nowhere/mine.ola.yaml")])
    assert isinstance(refused.exception, UnwritableOutput)
    assert "cannot be written" in str(refused.exception)
