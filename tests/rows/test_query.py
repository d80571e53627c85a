"""Queries and tables of a database: their rows and types, read once and nothing changed; what is refused says why."""

from __future__ import annotations

import pickle
import sqlite3
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy

from ola.errors import UnreadableInput, WrongCall
from ola.rows import drivers, query
from ola.rows.block import FrameBlock
from ola.rows.query import Query
from ola.rows.read import open_rows
from ola.rows.rows import Rows


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a database of three leads in it."""
    monkeypatch.chdir(tmp_path)
    with sqlite3.connect("leads.db") as made:
        made.execute('create table leads (id text, score integer, "Job Title" text)')
        made.executemany("insert into leads values (?, ?, ?)", [("a", 70, None), ("b", None, "VP"), ("c", 12, "CEO")])
    made.close()


def frame(rows: Rows) -> pl.DataFrame:
    """Give all rows as one frame."""
    return pl.concat([block.frame for block in rows.blocks() if isinstance(block, FrameBlock)], how="vertical_relaxed")


def leads() -> list[tuple[object, ...]]:
    """Give what the table holds."""
    with sqlite3.connect("leads.db") as opened:
        found = opened.execute("select * from leads").fetchall()
    opened.close()
    return found


LEADS = [("a", 70, None), ("b", None, "VP"), ("c", 12, "CEO")]


@pytest.mark.parametrize("address", ["sqlite:///leads.db#leads", "sqlite:///leads.db#main.leads"])
def test_a_table_is_read_by_its_name(address: str) -> None:
    """All columns, each in its type, as often as wanted."""
    rows = open_rows(address)
    assert frame(rows).rows() == frame(rows).rows() == LEADS
    assert rows.columns == ("id", "score", "Job Title")
    assert rows.types == {"id": pl.String(), "score": pl.Int64(), "Job Title": pl.String()}
    assert (rows.name, rows.sha256(), rows.paths) == (address, None, (Path("leads.db"),))
    assert rows.described() == {}


@pytest.mark.parametrize(
    "sql", ["select id from leads where score > 50", "select id from leads where score > 50 -- hot"]
)
def test_a_query_is_asked_as_it_is_written(sql: str) -> None:
    """And the manifest can say what was asked."""
    rows = open_rows(Query("sqlite:///leads.db", sql))
    assert frame(rows).rows() == [("a",)]
    assert rows.described() == {"query": sql}
    assert rows.name == "sqlite:///leads.db"


def test_signs_that_drivers_give_a_meaning_have_none() -> None:
    """A query without parameters has none."""
    rows = open_rows(Query("sqlite:///leads.db", "select 'a%b' as p, '10:00 :x' as t, '?' as q"))
    assert frame(rows).rows() == [("a%b", "10:00 :x", "?")]


def test_an_engine_of_the_callers_is_used_and_left_as_it_was() -> None:
    """It can be written through afterwards."""
    engine = sqlalchemy.create_engine("sqlite:///leads.db")
    rows = open_rows(Query(engine, "select id from leads"))
    assert frame(rows).rows() == [("a",), ("b",), ("c",)]
    assert rows.name == "sqlite:///leads.db"
    with engine.begin() as connection:
        connection.exec_driver_sql("delete from leads")
    engine.dispose()
    assert leads() == []


def test_values_of_other_types_in_one_column_are_text() -> None:
    """SQLite keeps what it is given; whole numbers and fractions alone are one kind."""
    mixed = "select 7 as a, 1 as b, x'ff' as c union all select 'x', 2.5, null union all select null, null, 1"
    rows = open_rows(Query("sqlite:///leads.db", mixed))
    assert frame(rows).to_dict(as_series=False) == {
        "a": ["7", "x", None],
        "b": [1.0, 2.5, None],
        "c": ["ff", None, "1"],
    }
    huge = f"select {2**60} as a union all select 0.5"
    assert frame(open_rows(Query("sqlite:///leads.db", huge)))["a"].to_list() == [str(2**60), "0.5"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([Decimal("1.50"), Decimal(20)], [Decimal("1.50"), Decimal("20.00")]),
        ([{"a": 1}, None], ['{"a": 1}', None]),
        ([2**70], [str(2**70)]),
        ([True, None, False], [True, None, False]),
        ([True, 1], ["true", "1"]),
    ],
)
def test_what_python_drivers_give(values: list[object], expected: list[object]) -> None:
    """Numbers keep their places; what a frame does not know is written out."""
    assert query._series("a", values).to_list() == expected


def test_rows_come_in_parts_and_their_types_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column may be empty in one part, and of numbers in the next."""
    monkeypatch.setattr(query, "_ROWS", 1)
    rows = open_rows(Query("sqlite:///leads.db", 'select "Job Title", score from leads'))
    assert [block.count for block in rows.blocks()] == [1, 1, 1]
    assert rows.types == {"Job Title": pl.String(), "score": pl.Int64()}


def test_a_query_without_rows_has_columns_and_says_so() -> None:
    """As an empty file does."""
    rows = open_rows(Query("sqlite:///leads.db", "select id from leads where 0"))
    assert frame(rows).columns == ["id"]
    assert [finding.message for finding in rows.findings] == ["sqlite:///leads.db has 1 column and no rows."]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("drop table leads", "gives no rows: attempt to write a readonly database"),
        ("delete from leads returning id", "gives no rows: attempt to write a readonly database"),
        ("selec", 'gives no rows: near "selec": syntax error'),
        ("select * from nowhere", "gives no rows: no such table: nowhere"),
        ("select 1 as a, 2 as a", "Two columns have the name a. Give each a name of its own: SELECT … AS …."),
        ("begin", "was asked for no rows. Write a query that gives some"),
    ],
)
def test_what_a_database_refuses_is_said_in_its_words(sql: str, words: str) -> None:
    """And nothing is changed by what is no query."""
    with pytest.raises(UnreadableInput) as caught:
        open_rows(Query("sqlite:///leads.db", sql))
    assert words in str(caught.value)
    assert leads() == LEADS


@pytest.mark.parametrize(
    ("address", "kind", "message"),
    [
        (
            "sqlite:///nothing.db#leads",
            UnreadableInput,
            (
                "There is no file nothing.db, which sqlite:///nothing.db#leads names. "
                "Check the name and the folder you are in."
            ),
        ),
        (
            "sqlite:///leads.db",
            WrongCall,
            (
                "sqlite:///leads.db names a database and no table. "
                "Write sqlite:///leads.db#TABLE, or ask with --query 'SELECT …'."
            ),
        ),
        (
            "nothing://ana:word@localhost/sales#leads",
            UnreadableInput,
            (
                "nothing://ana:***@localhost/sales#leads cannot be read yet. "
                "SQLAlchemy knows no database “nothing” by itself; look for its package."
            ),
        ),
        (
            "postgresql://ana:word@127.0.0.1:1/sales#leads",
            UnreadableInput,
            (
                "postgresql://ana:***@127.0.0.1:1/sales#leads cannot be reached: "
                'connection to server at "127.0.0.1", port 1 failed: Connection refused. '
                "Check host, database, user and password."
            ),
        ),
        (
            "mysql+nothing://ana:word@localhost:port/sales#leads",
            WrongCall,
            (
                "mysql+nothing://ana:***@localhost:port/sales#leads cannot be read as an address. "
                "Write dialect://user:password@host/database."
            ),
        ),
    ],
)
def test_what_cannot_be_reached_says_why(address: str, kind: type[Exception], message: str) -> None:
    """Without the password, and without making an empty database of a misspelt name."""
    with pytest.raises(kind) as caught:
        open_rows(address)
    assert str(caught.value) == message
    assert not Path("nothing.db").exists()


def test_what_is_missing_to_speak_to_a_database_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(drivers, "ADBC", {"postgresql": "there.is.none"})
    for address, extra in (("sqlite:///leads.db#leads", "sql"), ("postgresql://localhost/sales#leads", "postgres")):
        with pytest.raises(UnreadableInput, match=rf"cannot be read yet\. .*pip install 'ola-contract\[{extra}\]'"):
            open_rows(address)


@pytest.mark.parametrize(
    ("database", "sql", "message"),
    [
        ("leads.db", "select 1", "leads.db is no address of a database"),
        ("sqlite:///leads.db#leads", "select 1", "names a table, and a query says itself what it reads"),
        ("sqlite:///leads.db", " ", "The query is empty"),
        ("https://crm.example/leads", "select 1", "is not fetched by ola"),
    ],
)
def test_what_is_no_query_is_a_wrong_call(database: str, sql: str, message: str) -> None:
    """Said when it is made, not when it is used."""
    with pytest.raises(WrongCall, match=message):
        Query(database, sql)


def test_a_query_can_be_shown_and_pickled() -> None:
    """Its password is not shown."""
    made = Query("postgresql://ana:word@db.example/sales", "select 1")
    assert (str(made), repr(made)) == ("postgresql://ana:***@db.example/sales", "Query(sql='select 1')")
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 — our own bytes


def test_a_format_is_for_files() -> None:
    """Nothing that was asked for is passed over in silence."""
    with pytest.raises(WrongCall, match="a database has none"):
        open_rows("sqlite:///leads.db#leads", format="csv")
