"""Rejected leads and verdicts in tables of a database: whole, in one transaction, and over nothing but their own."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import ola as library
from ola.rows import transaction
from ola.rows.verdict_rows import VERDICT
from tests.cli.small import SMALL

LEADS = "lead,email,score\n1,ann@example.com,70\n2,,12\n3\n4,ben@example.com,700\n5,cy@example.com,7\n"
Ola = Callable[..., tuple[int, str, str]]
AGREED = ("-a", "small.ola.yaml", "--as-of", "2026-06-01")
REJECTED = "sqlite:///sales.db#rejected"
VERDICTS = "sqlite:///sales.db#verdicts"


@pytest.fixture(autouse=True)
def _files(ola: Ola) -> None:
    """A folder with an agreement and leads, in which the command runs."""
    del ola
    Path("small.ola.yaml").write_text(SMALL)
    Path("leads.csv").write_text(LEADS)


def table(name: str, order: str = "rowid") -> list[dict[str, Any]]:
    """Give the rows of a table of the database; nothing where there is no such table."""
    opened = sqlite3.connect("sales.db")
    opened.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in opened.execute(f'select * from "{name}" order by {order}')]  # noqa: S608 — ours
    finally:
        opened.close()


def tables() -> list[str]:
    """Name the tables of the database."""
    opened = sqlite3.connect("sales.db")
    found = [name for (name,) in opened.execute("select name from sqlite_master order by name")]
    opened.close()
    return found


def run_sql(*statements: str) -> None:
    """Change the database."""
    opened = sqlite3.connect("sales.db")
    for statement in statements:
        opened.execute(statement)
    opened.commit()
    opened.close()


def test_a_table_has_the_rejected_and_another_every_verdict(ola: Ola) -> None:
    """Beside the accepted file; counts add up, and the manifest names the tables."""
    outputs = ("--accepted", "good.csv", "--rejected", REJECTED, "--verdicts", VERDICTS)
    code, _, err = ola("check", "leads.csv", *AGREED, *outputs)
    assert code == 1
    assert f"rejected: {REJECTED}\nverdicts: {VERDICTS}\n" in err
    assert Path("good.csv").read_text() == "lead,email,score\n1,ann@example.com,70\n5,cy@example.com,7\n"
    rejected = table("rejected")
    assert [(row["lead"], row["email"], row["score"], row["_ola_raw"], row["_ola_line"]) for row in rejected] == [
        ("2", None, "12", None, 3),
        (None, None, None, "3", 4),
        ("4", "ben@example.com", "700", None, 5),
    ]
    assert [[reason["code"] for reason in json.loads(row["_ola_errors"])] for row in rejected] == [
        ["OLA302"],
        ["OLA405"],
        ["OLA305"],
    ]
    verdicts = table("verdicts")
    assert [(row["lead"], row["verdict"], row["row"], row["line"]) for row in verdicts] == [
        ("1", "accepted", 1, 2),
        ("2", "rejected", 2, 3),
        (None, "rejected", 3, 4),
        ("4", "rejected", 4, 5),
        ("5", "accepted", 5, 6),
    ]
    assert {(row["file"], row["agreement"], row["version"], row["as_of"], row["warnings"]) for row in verdicts} == {
        ("leads.csv", "small", "1.2.0", "2026-06-01T00:00:00.000000+00:00", "[]")
    }
    assert json.loads(verdicts[3]["errors"]) == json.loads(rejected[2]["_ola_errors"])
    manifest = json.loads(Path("good.csv.manifest.json").read_text())
    assert manifest["outputs"] == [
        {"holds": "accepted", "name": "good.csv", "rows": 2},
        {"holds": "rejected", "name": REJECTED, "rows": 3},
        {"holds": "verdicts", "name": VERDICTS, "rows": 5},
    ]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_verdicts_go_to_files_too(ola: Ola, ending: str) -> None:
    """A row a record, with a manifest beside them."""
    assert ola("check", "leads.csv", *AGREED, "--verdicts", f"verdicts.{ending}")[0] == 1
    scans: dict[str, Callable[..., pl.LazyFrame]] = {
        "csv": pl.scan_csv,
        "jsonl": pl.scan_ndjson,
        "parquet": pl.scan_parquet,
    }
    frame = scans[ending](f"verdicts.{ending}").collect()
    assert frame.columns == [*VERDICT]
    assert frame["verdict"].to_list() == ["accepted", "rejected", "rejected", "rejected", "accepted"]
    if ending == "parquet":
        assert frame["errors"].list.len().to_list() == [0, 1, 1, 1, 0]
        assert frame["as_of"].to_list() == [dt.datetime(2026, 6, 1, tzinfo=dt.UTC)] * 5
    manifest = json.loads(Path(f"verdicts.{ending}.manifest.json").read_text())
    assert manifest["outputs"] == [{"holds": "verdicts", "name": f"verdicts.{ending}", "rows": 5}]


def test_records_without_columns_have_verdicts_and_a_table(ola: Ola) -> None:
    """JSON Lines: the key is taken from `properties` too, and a later run without rejected leads empties the table."""
    Path("leads.jsonl").write_text('{"lead": 1, "email": "a@example.com"}\n{"properties": {"lead": "2"}}\nnothing\n')
    assert ola("check", "leads.jsonl", *AGREED, "--rejected", REJECTED, "--verdicts", VERDICTS)[0] == 1
    assert [(row["lead"], row["verdict"]) for row in table("verdicts")] == [
        ("1", "accepted"),
        ("2", "rejected"),
        (None, "rejected"),
    ]
    assert [(row["properties"], row["_ola_raw"]) for row in table("rejected")] == [
        ('{"lead": "2"}', None),
        (None, "nothing"),
    ]
    Path("leads.jsonl").write_text('{"lead": 1, "email": "a@example.com"}\n')
    assert ola("check", "leads.jsonl", *AGREED, "--rejected", REJECTED, "--verdicts", VERDICTS)[0] == 0
    assert (table("rejected"), len(table("verdicts"))) == ([], 1)


def test_a_table_of_an_earlier_run_is_filled_anew(ola: Ola) -> None:
    """What was granted or indexed there stays; its rows are this run's."""
    words = ("check", "leads.csv", *AGREED, "--rejected", REJECTED)
    ola(*words)
    run_sql("create index by_lead on rejected(lead)")
    Path("leads.csv").write_text(LEADS.replace("700", "70"))
    ola(*words)
    assert [row["lead"] for row in table("rejected")] == ["2", None]
    assert tables() == ["by_lead", "rejected"]


@pytest.mark.parametrize("option", ["--rejected", "--verdicts"])
def test_a_table_that_is_not_ours_is_never_written_over(ola: Ola, option: str) -> None:
    """It is known by its columns."""
    run_sql("create table customers (lead text, email text)", "insert into customers values ('1', 'ann@example.com')")
    code, _, err = ola("check", "leads.csv", *AGREED, "--accepted", "good.csv", option, "sqlite:///sales.db#customers")
    assert code == 5
    assert "sqlite:///sales.db#customers is there and was not made by this command: it has no column" in err
    assert len(table("customers")) == 1
    assert not Path("good.csv").exists()


def test_a_column_that_the_table_lacks_is_named(ola: Ola) -> None:
    """The export has grown since; nothing is changed."""
    words = ("check", "leads.csv", *AGREED, "--rejected", REJECTED)
    ola(*words)
    Path("leads.csv").write_text(LEADS.replace("score\n", "points\n"))
    code, _, err = ola(*words)
    assert code == 5
    assert f"{REJECTED} has no column points, which is to be written. Drop the table, add the column" in err
    assert len(table("rejected")) == 3


@pytest.mark.parametrize(
    ("leads", "words", "message"),
    [
        (REJECTED, ("--rejected", REJECTED), "is the input itself"),
        (REJECTED, ("--rejected", "sqlite:///./sales.db#main.rejected"), "is the input itself"),
        ("sqlite:///sales.db", ("--query", "select * from Rejected r", "--rejected", REJECTED), "is the input itself"),
        ("leads.csv", ("--known", REJECTED, "--rejected", REJECTED), "holds the leads that are known"),
        ("leads.csv", ("--known", "known.csv", "--rejected", "known.csv"), "holds the leads that are known"),
        ("leads.csv", ("--rejected", VERDICTS, "--verdicts", VERDICTS), "is asked for twice"),
        ("leads.csv", ("--rejected", "sqlite:///sales.db"), "names a database and no table"),
        ("leads.csv", ("--accepted", "sqlite:///sales.db#good"), "is a table, and accepted leads go to a file"),
    ],
)
def test_what_is_read_is_never_written(ola: Ola, leads: str, words: tuple[str, ...], message: str) -> None:
    """Nor one table by two outputs; said before anything is changed."""
    ola("check", "leads.csv", *AGREED, "--rejected", REJECTED)
    Path("known.csv").write_text("lead\n9\n")
    code, out, err = ola("check", leads, *AGREED, *words)
    assert (code, out) == (2, "")
    assert message in err
    assert len(table("rejected")) == 3
    assert tables() == ["rejected"]


@pytest.mark.parametrize("fails", ["complete", "commit"])
def test_a_run_that_fails_leaves_tables_and_files_as_they_were(
    ola: Ola, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All tables of a database change together or not at all, and no file of the run appears."""
    ola("check", "leads.csv", *AGREED, "--rejected", REJECTED)
    before = table("rejected")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    Path("leads.csv").write_text(LEADS + "6\n")
    monkeypatch.setattr(transaction._BySqlalchemy, fails, fail)
    with pytest.raises(KeyboardInterrupt):
        library.check("small.ola.yaml", "leads.csv", accepted="good.csv", rejected=REJECTED, verdicts=VERDICTS)
    assert table("rejected") == before
    assert tables() == ["rejected"]
    assert not [path for path in Path().iterdir() if "good" in path.name]


def test_a_database_file_that_a_failed_run_made_is_gone(ola: Ola) -> None:
    """As if nothing had been."""
    Path("leads.csv").write_bytes(b"lead,email\n" + b"1,ann@example.com\n" * 10 + b"PAR\0" * 10)
    Path("leads.csv.gz").write_bytes(gzip.compress(Path("leads.csv").read_bytes())[:-4])
    code, _, err = ola("check", "leads.csv.gz", *AGREED, "--rejected", REJECTED)
    assert code == 4
    assert "cut off" in err
    assert not Path("sales.db").exists()


def test_what_a_database_cannot_keep_is_written_out(ola: Ola) -> None:
    r"""A NUL stands as \x00 there, for PostgreSQL refuses it; lists and objects are JSON."""
    Path("leads.csv").write_bytes(b"lead,email\n1,a\0b@example.com\n")
    ola("check", "leads.csv", *AGREED, "--rejected", REJECTED)
    assert table("rejected")[0]["_ola_raw"] == "1,a\\x00b@example.com"
    frame = pl.DataFrame(
        {
            "lead": ["1"],
            "score": [700],
            "tags": [["a", "b"]],
            "seen": [dt.datetime(2026, 5, 1, 12)],  # noqa: DTZ001 — a naive one is meant
            "waited": [dt.timedelta(hours=1)],
            "day": [dt.date(2026, 5, 1)],
            "huge": pl.Series([2**64 - 1], dtype=pl.UInt64),
            "small": pl.Series([7], dtype=pl.UInt8),
            "nothing": [None],
        }
    )
    library.check("small.ola.yaml", frame, rejected="sqlite:///other.db#rejected")
    opened = sqlite3.connect("other.db")
    (row,) = opened.execute('select score, tags, seen, waited, day, huge, small, "nothing" from rejected')
    opened.close()
    assert row == (700, '["a","b"]', "2026-05-01T12:00:00.000000", "PT1H", "2026-05-01", str(2**64 - 1), 7, None)


def test_a_query_is_asked_of_one_database(ola: Ola) -> None:
    """What it gives is checked, and named in the manifest; two inputs are one too many."""
    run_sql("create table leads (lead, email, score)", "insert into leads values (1, 'ann@example.com', 70)")
    sql = "select lead, email from leads"
    code, _, err = ola("check", "sqlite:///sales.db", "--query", sql, *AGREED, "--accepted", "good.csv")
    assert (code, "1 lead: 1 accepted" in err) == (0, True)
    assert Path("good.csv").read_text() == "lead,email\n1,ann@example.com\n"
    manifest = json.loads(Path("good.csv.manifest.json").read_text())
    assert manifest["input"] == {"name": "sqlite:///sales.db", "sha256": None, "query": sql}
    code, _, err = ola("check", "sqlite:///sales.db", "leads.csv", "--query", sql, *AGREED)
    assert (code, "--query asks one database, and 2 inputs are given" in err) == (2, True)


def test_what_is_missing_to_write_a_table_is_said(ola: Ola, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it; nothing else is written either."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    code, _, err = ola("check", "leads.csv", *AGREED, "--accepted", "good.csv", "--verdicts", VERDICTS)
    assert code == 5
    assert f"{VERDICTS} cannot be written yet. Install what speaks to it: pip install 'ola-contract[sql]'" in err
    assert not Path("good.csv").exists()
