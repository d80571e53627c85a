"""`ola init` writes an agreement about which there is nothing to say, or drafts one and says what it guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import ola
from ola.bundled import starter
from ola.cli import main
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


# ── drafts ──────────────────────────────────────────────────────────────────────────────────────

LISTED = """[
  {"name": "Id", "type": "id", "nillable": false, "createable": false},
  {"name": "Amount__c", "type": "currency", "nillable": true, "createable": true}
]"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Write a short list of Salesforce's fields."""
    path = tmp_path / "fields.json"
    path.write_text(LISTED, "utf-8")
    return path


@pytest.mark.parametrize("option", [(), ("--output",), ("--out",), ("-o",)], ids=["FILE", "--output", "--out", "-o"])
def test_a_draft_is_written_and_its_guesses_are_said(tmp_path: Path, listed: Path, option: tuple[str, ...]) -> None:
    """The words go to standard error; guesses with one reason stand together."""
    file = tmp_path / "draft.ola.yaml"
    written = RUN.invoke(app, ["init", *option, str(file), "--from", str(listed)])
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == (
        "fields.json is a Salesforce describe: 2 fields, 0 choices, 0 required; 5 guesses.\n"
        "  guessed: zone: UTC stands in for the zone of your months and dates\n"
        "  guessed: systems: salesforce is run by sales\n"
        "  guessed: fields: required always, where Salesforce wants it of a new lead; "
        "a stage may be enough: {at: mql}\n"
        "  guessed: systems: times of Salesforce without an offset are taken for UTC, as its programs write them\n"
        "  guessed: amount: in USD: which currency its amounts are in is not said\n"
        f"{file} is written. Next: ola lint {file}\n"
    )
    assert file.read_text("utf-8") == ola.draft(listed).text
    linted = RUN.invoke(app, ["lint", str(file)])
    assert linted.exit_code == 0
    assert linted.stderr == f"{file}: 0 errors, 2 warnings, 0 notes.\n"


def test_a_draft_takes_a_name_and_a_currency(listed: Path) -> None:
    """What is said is no guess any more; --quiet says nothing at all."""
    words = ["init", "-", "--from", str(listed), "--system", "crm", "--currency", "eur", "--quiet"]
    shown = RUN.invoke(app, words)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == ola.draft(listed, system="crm", currency="EUR").text
    assert "in: {crm: Amount__c}" in shown.stdout
    assert "currency: EUR" in shown.stdout
    assert "guessed: in " not in shown.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["there.yaml", "--from", "fields.json"], "there.yaml is there already. Choose another name"),
        (["fields.json", "--from", "fields.json", "--force"], "fields.json is the input itself."),
        (["a.yaml", "--output", "b.yaml"], "Two places to write to are named, a.yaml and b.yaml. Name one."),
        (["a.yaml", "--system", "crm"], "--system and --currency are for a draft. Add --from FILE"),
        (["a.yaml", "--currency", "EUR"], "--system and --currency are for a draft. Add --from FILE"),
        (["a.yaml", "--from", "fields.json", "--system", ""], "The system '' has no name"),
    ],
)
def test_a_call_that_does_not_fit_writes_nothing(
    listed: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    """What is there stays as it is, and no draft is left half written."""
    monkeypatch.chdir(listed.parent)
    Path("there.yaml").write_text("ours", "utf-8")
    refused = RUN.invoke(app, ["init", *words])
    assert isinstance(refused.exception, WrongCall)
    assert message in str(refused.exception)
    assert {path.name: path.read_text("utf-8") for path in Path().iterdir()} == {
        "there.yaml": "ours",
        "fields.json": LISTED,
    }


def test_a_file_that_is_none_of_these_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code is that of input that cannot be read, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text('{"a": 1}', "utf-8")
    monkeypatch.setattr("sys.argv", ["ola", "init", "--from", "a.json"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 4
    assert capsys.readouterr().err.startswith("ola: a.json is JSON, but not a Salesforce describe, ")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
