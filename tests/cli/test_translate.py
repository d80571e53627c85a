"""`ola check --translate`: the accepted rows in another system's words, whatever the formats."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from ola.cli import main
from ola.cli.app import app
from tests.cli.test_outputs import valid

RUN = CliRunner()
AGREEMENT = """\
ola: 1
id: small
version: 1.0.0
status: signed
zone: UTC
parties: {marketing: {}, sales: {}}
systems:
  hub: {party: marketing, zone: UTC}
  crm: {party: sales, dates: day first, values: text}
fields:
  lead: {type: id, key: true, in: {hub: id, crm: External_Id__c}}
  email: {type: email, required: always, personal: true, in: {hub: email, crm: Email}}
  staff: {type: integer, level: warning, in: {hub: employees, crm: Staff__c}}
  phone: {type: phone, level: warning, in: {hub: phone, crm: Phone}}
  due: {type: date, in: {hub: due, crm: Due__c}}
  visits: {type: integer, in: {hub: visits}}
  need: {type: text, in: {crm: Need__c}}
"""
LEADS = [
    {
        "id": "1",
        "email": "ana@acme.example",
        "employees": "few",
        "phone": "ask",
        "due": "2026-05-04",
        "visits": "3",
        "u": "x",
    },
    {"id": "2", "email": "", "employees": "8", "phone": "", "due": "", "visits": "", "u": ""},
    {"id": "3", "email": "bo@acme.example", "employees": "", "phone": "", "due": "", "visits": "", "u": ""},
]
TOLD = [
    {"External_Id__c": "1", "Email": "ana@acme.example", "Staff__c": "", "Phone": "ask", "Due__c": "04/05/2026"},
    {"External_Id__c": "3", "Email": "bo@acme.example", "Staff__c": "", "Phone": "", "Due__c": ""},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out the agreement and the leads in every format."""
    (tmp_path / "small.ola.yaml").write_text(AGREEMENT, "utf-8")
    frame = pl.DataFrame(LEADS)
    frame.write_csv(tmp_path / "leads.csv")
    frame.write_ndjson(tmp_path / "leads.jsonl")
    frame.write_parquet(tmp_path / "leads.parquet")
    return tmp_path


def run(folder: Path, leads: str, *words: str) -> Result:
    """Run the check of a file of the folder."""
    return RUN.invoke(app, ["check", str(folder / leads), "-a", str(folder / "small.ola.yaml"), "-s", "hub", *words])


@pytest.mark.parametrize("leads", ["leads.csv", "leads.jsonl", "leads.parquet"])
@pytest.mark.parametrize("out", ["out.csv", "out.jsonl", "out.parquet"])
def test_every_format_into_every_format(folder: Path, leads: str, out: str) -> None:
    """The same rows come out; empty text is an empty cell of CSV, and the manifest counts what was written."""
    done = run(folder, leads, "--translate", "crm", "--accepted", str(folder / out))
    assert done.exit_code == 1
    path = folder / out
    match path.suffix:
        case ".csv":
            written = pl.read_csv(path, infer_schema=False).fill_null("").to_dicts()
            assert '""' not in path.read_text("utf-8")
        case ".jsonl":
            written = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        case _:
            written = pl.read_parquet(path).to_dicts()
    assert written == TOLD
    manifest = valid("manifest", (folder / f"{out}.manifest.json").read_text("utf-8"))
    assert manifest["counts"] == {"in": 3, "accepted": 2, "rejected": 1}
    assert manifest["outputs"] == [{"holds": "accepted", "name": out, "rows": 2}]
    assert manifest["translated"] == {
        "from": "hub",
        "to": "crm",
        "rows": 2,
        "left_out": ["visits"],
        "lacking": ["need"],
        "not_carried": ["u"],
        "unread": {"staff": 1},
        "as_they_stand": {"phone": 1},
    }


def test_a_file_comes_back_as_it_went(folder: Path) -> None:
    """A file in the other system's words is read there and written back in the first one's."""
    there, back, again = (str(folder / name) for name in ("there.csv", "back.csv", "again.csv"))
    agreement = ["-a", str(folder / "small.ola.yaml")]
    run(folder, "leads.csv", "--translate", "crm", "--accepted", there)
    for source, system, other, target in ((there, "crm", "hub", back), (back, "hub", "crm", again)):
        words = ["check", source, *agreement, "-s", system, "--translate", other, "--accepted", target]
        assert RUN.invoke(app, words).exit_code == 0
    assert Path(back).read_text("utf-8").splitlines() == [
        "id,email,employees,phone,due",
        "1,ana@acme.example,,ask,2026-05-04",
        "3,bo@acme.example,,,",
    ]
    assert Path(again).read_bytes() == Path(there).read_bytes()


def test_what_stays_behind_is_said(folder: Path) -> None:
    """People read what was translated and what was not; a value that cannot be read is counted, not shown."""
    done = run(folder, "leads.csv", "--translate", "crm", "--accepted", str(folder / "out.csv"))
    assert done.stderr.splitlines()[-6:] == [
        "translated: 2 leads from hub to crm.",
        "not in crm, so left out: visits.",
        "only in crm, so not written: need.",
        "unknown to the agreement, so not carried over: u.",
        "not readable, so written as blanks: staff of 1 lead.",
        "not readable, so written as they stand: phone of 1 lead.",
    ]


def test_the_rejected_stay_as_they_came(folder: Path) -> None:
    """Rejected rows keep the names and values of the system they came from; JSON says what was translated."""
    words = ("--translate", "crm", "--accepted", str(folder / "out.csv"), "--rejected", str(folder / "no.csv"))
    done = run(folder, "leads.csv", *words, "--format", "json")
    assert pl.read_csv(folder / "no.csv", infer_schema=False)["id"].to_list() == ["2"]
    assert valid("check", done.stdout)["translated"]["rows"] == 2  # type: ignore[index]
    assert "ana@" not in done.stdout


def test_a_file_without_an_accepted_row_has_its_columns(folder: Path) -> None:
    """Nothing to write is still a table."""
    (folder / "none.csv").write_text("id,email,due\n", "utf-8")
    assert run(folder, "none.csv", "--translate", "crm", "--accepted", str(folder / "out.csv")).exit_code == 0
    assert (folder / "out.csv").read_text("utf-8") == "External_Id__c,Email,Due__c\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--translate", "crm"], "--accepted"),
        (["--translate", "hub", "--accepted", "out.csv"], "already"),
        (["--translate", "crn", "--accepted", "out.csv"], "It has hub, crm. Did you mean crm?"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    folder: Path,
    words: list[str],
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a file to write, for the system the leads come from, or one that there is not: nothing is written."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.argv", ["ola", "check", "leads.csv", "-a", "small.ola.yaml", "-s", "hub", *words])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert says in capsys.readouterr().err
    assert not (folder / "out.csv").exists()
