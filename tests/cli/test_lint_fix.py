"""`ola lint --fix` writes what has one right answer, whole or not at all, and says what it did."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

import ola
from ola.cli.app import app

TOP = Path(__file__).parents[2]
GOOD = (TOP / "ola/bundled/starter.ola.yaml").read_text(encoding="utf-8")
BAD = GOOD.replace("status: signed", "status: sined").replace("owed_by: marketing", "owed_by: marketting")
RUN = CliRunner()


def lint(*words: str) -> Result:
    """Run the command."""
    return RUN.invoke(app, ["lint", *words, "--as-of", "2026-06-01"])


@pytest.fixture(name="file")
def bad_file(tmp_path: Path) -> Path:
    """A copy of the starter with two slips."""
    assert BAD.count("sined") == BAD.count("marketting") == 1
    file = tmp_path / "agreement.ola.yaml"
    file.write_text(BAD, encoding="utf-8")
    file.chmod(0o640)
    return file


def test_fix_writes_the_file_and_says_what_it_did(file: Path) -> None:
    """The comments are all there, nothing else stands in the folder, and who may read the file is as it was."""
    done = lint(str(file), "--fix")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == (
        f"fixed: {file}:12:9 OLA133 sined is now signed.\n"
        f"fixed: {file}:110:21 OLA136 marketting is now marketing.\n"
        f"{file}: nothing to say.\n"
    )
    assert file.read_text(encoding="utf-8") == GOOD
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert file.stat().st_mode & 0o777 == 0o640


def test_without_fix_the_command_says_what_could_be_fixed(file: Path) -> None:
    """The file stays as it is."""
    done = lint(str(file))
    assert done.exit_code == 3
    assert done.stderr.endswith(f"2 findings have one right answer: ola lint --fix {file}\n")
    assert file.read_text(encoding="utf-8") == BAD


def test_diff_shows_the_change_and_writes_nothing(file: Path) -> None:
    """Standard output holds the diff alone; the exit code says that there is one."""
    done = lint(str(file), "--fix", "--diff")
    assert done.exit_code == 1
    changed = [line for line in done.stdout.splitlines() if line[0] in "+-"]
    assert changed == [
        f"--- {file} (as it is)",
        f"+++ {file} (as it would be)",
        "-status: sined                  # draft until both sides have signed",
        "+status: signed                  # draft until both sides have signed",
        "-  volume: {owed_by: marketting, count: mql, at_least: 50 per month}",
        "+  volume: {owed_by: marketing, count: mql, at_least: 50 per month}",
    ]
    assert file.read_text(encoding="utf-8") == BAD
    file.write_text(GOOD, encoding="utf-8")
    assert (lint(str(file), "--fix", "--diff").exit_code, lint(str(file), "--fix", "--diff").stdout) == (0, "")


def test_what_cannot_be_fixed_is_shown_with_its_new_place(file: Path) -> None:
    """What is left counts, in the lines of the file as it stands then."""
    file.write_text(BAD.replace("handoff: mql -> accepted", "handoff: mql -> nowhere"), encoding="utf-8")
    done = lint(str(file), "--fix")
    assert done.exit_code == 3
    assert "There is no stage nowhere." in done.stdout
    assert "handoff: mql -> nowhere" in done.stdout
    assert done.stderr.endswith(f"{file}: 1 error, 0 warnings, 0 notes.\n")


def test_the_json_of_a_fix_lists_what_is_gone(file: Path) -> None:
    """`fixed` holds the findings as they were, each with its edits, as the schema says."""
    before = json.loads(lint(str(file), "--format", "json").stdout)
    done = json.loads(lint(str(file), "--fix", "--format", "json").stdout)
    schema = json.loads((TOP / "schemas/lint.schema.json").read_text("utf-8"))
    jsonschema.validate(done, schema)
    jsonschema.validate(before, schema)
    assert done["findings"] == []
    assert [each["fix"]["edits"][0]["text"] for each in done["fixed"]] == ["signed", "marketing"]
    assert done["fixed"] == before["findings"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said_to_be(file: Path) -> None:
    """Exit code 5, and the file is as it was."""
    file.parent.chmod(0o500)
    try:
        done = lint(str(file), "--fix")
    finally:
        file.parent.chmod(0o700)
    assert done.exit_code == 5
    assert file.read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize(
    ("words", "says"), [(("-", "--fix"), "--fix writes into the file"), (("x", "--diff"), "--diff shows")]
)
def test_what_makes_no_sense_together_is_a_wrong_call(words: tuple[str, ...], says: str) -> None:
    """`--fix` needs a file, and `--diff` goes with it."""
    done = RUN.invoke(app, ["lint", *words])
    assert isinstance(done.exception, ola.WrongCall)
    assert str(done.exception).startswith(says)


def test_from_python_nothing_is_written(file: Path) -> None:
    """`ola.mend` gives the text, what was fixed and what is left."""
    mended = ola.mend(file, as_of="2026-06-01")
    assert mended.text == GOOD
    assert [finding.code for finding in mended.fixed] == ["OLA133", "OLA136"]
    assert mended.left == ()
    assert mended.changed
    assert file.read_text(encoding="utf-8") == BAD
