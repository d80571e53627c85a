"""`ola fmt` writes a file in one order and style, or says that it would."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import ola
from ola.cli.app import app

RUN = CliRunner()
UGLY = "id: a\n\n\nola:   1 # always\n"
NICE = "ola: 1  # always\nid: a\n"


def fmt(*words: str, text: str | None = None) -> Result:
    """Run the command."""
    return RUN.invoke(app, ["fmt", *words], input=text)


@pytest.fixture(name="file")
def ugly_file(tmp_path: Path) -> Path:
    """A file to be formatted."""
    file = tmp_path / "a.ola.yaml"
    file.write_text(UGLY, encoding="utf-8")
    file.chmod(0o640)
    return file


def test_a_file_is_formatted_in_place(file: Path) -> None:
    """Once; and nothing else stands in the folder."""
    done = fmt(str(file))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"{file} is formatted.\n")
    assert file.read_text(encoding="utf-8") == NICE
    assert file.stat().st_mode & 0o777 == 0o640
    assert fmt(str(file)).stderr == f"{file} is formatted already.\n"
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_check_writes_nothing(file: Path) -> None:
    """The exit code says whether something would change."""
    done = fmt(str(file), "--check")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"{file} would be changed.\n")
    assert file.read_text(encoding="utf-8") == UGLY
    file.write_text(NICE, encoding="utf-8")
    assert (fmt(str(file), "--check").exit_code, fmt(str(file), "--check", "--quiet").output) == (0, "")


def test_diff_shows_the_change(file: Path) -> None:
    """On standard output; nothing is written."""
    done = fmt(str(file), "--diff")
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines()[2:] if line[0] in "+-"] == [
        "+ola: 1  # always",
        "-",
        "-",
        "-ola:   1 # always",
    ]
    assert file.read_text(encoding="utf-8") == UGLY


def test_standard_input_goes_to_standard_output() -> None:
    """As a filter in an editor."""
    done = fmt("-", text=UGLY)
    assert (done.exit_code, done.stdout) == (0, NICE)
    assert fmt("-", "--check", text=UGLY).exit_code == 1


def test_what_cannot_be_read_stays_as_it_is(file: Path) -> None:
    """The command says where the mistake is."""
    file.write_text("ola: [1", encoding="utf-8")
    with pytest.raises(ola.InvalidAgreement, match="never closed"):
        ola.fmt(file)
    assert isinstance(fmt(str(file)).exception, ola.InvalidAgreement)
    assert file.read_text(encoding="utf-8") == "ola: [1"


def test_from_python_nothing_is_written(file: Path) -> None:
    """`ola.fmt` gives the text."""
    assert ola.fmt(file) == NICE
    assert file.read_text(encoding="utf-8") == UGLY
