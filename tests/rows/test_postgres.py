"""A real PostgreSQL: leads are read where they stand, verdicts written to a table, and nothing is done by halves.

`OLA_TEST_POSTGRES` is the address of a database in which these tests may make a schema of their own.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import adbc_driver_postgresql.dbapi as adbc
import numpy as np
import polars as pl
import pytest
import sqlalchemy

import ola
from ola.errors import UnreadableInput, UnwritableOutput
from ola.rows import query, transaction
from ola.rows.address import Address
from ola.rows.block import FrameBlock
from ola.rows.query import Query
from ola.rows.read import open_rows

HARBOR = Path(__file__).parents[1] / "vectors" / "agreements" / "harbor.ola.yaml"
LEADS = 100_000
AS_OF = "2026-06-01"


class Database:
    """A schema of a database, and what stands in it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.schema = f"ola_test_{secrets.token_hex(4)}"
        self.run(f"create schema {self.schema}")

    def run(self, *statements: str) -> list[tuple[object, ...]]:
        """Run statements in one transaction; give the rows of the last."""
        with adbc.connect(self.address) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            rows: list[tuple[object, ...]] = cursor.fetchall() if statements[-1].startswith("select") else []
            connection.commit()
            return rows

    def put(self, table: str, frame: pl.DataFrame) -> None:
        """Make a table of a frame."""
        with adbc.connect(self.address) as connection, connection.cursor() as cursor:
            cursor.adbc_ingest(table, frame.to_arrow(), mode="create", db_schema_name=self.schema)
            connection.commit()

    def table(self, name: str) -> str:
        """Give the address of a table of the schema."""
        return f"{self.address}#{self.schema}.{name}"

    def tables(self) -> list[object]:
        """Name the tables of the schema."""
        found = self.run(
            f"select tablename::text from pg_tables where schemaname = '{self.schema}' order by 1"  # noqa: S608 — ours
        )
        return [name for (name,) in found]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """Give a schema of our own; without a server these tests are left out, or fail where they are required."""
    address = os.environ.get("OLA_TEST_POSTGRES")
    if not address:
        left_out = "left out: reading from and writing to PostgreSQL (needs OLA_TEST_POSTGRES=postgresql://…)"
        if os.environ.get("OLA_REQUIRE_POSTGRES") == "1":
            pytest.fail(left_out, pytrace=False)
        pytest.skip(left_out)
    made = Database(address)
    yield made
    made.run(f"drop schema {made.schema} cascade")


@pytest.fixture(scope="module")
def leads(database: Database) -> pl.DataFrame:
    """Put leads into a table, in its own types: one in twenty lacks something, some repeat an address."""
    chance = np.random.default_rng(20260601)
    number = np.arange(LEADS)
    bad = chance.integers(0, 20, LEADS) == 0
    fault = chance.integers(0, 5, LEADS)
    repeated = bad & (fault == 0)
    frame = pl.DataFrame(
        {
            "hs_object_id": number + 1,
            "email": [f"lead{at - at % 7 * again}@example.com" for at, again in zip(number, repeated, strict=True)],
            "createdate": [dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=int(at)) for at in number],
            "country": [None if wrong else "US" for wrong in bad & (fault == 1)],
            "phone": [f"+1 202 555 {at % 10_000:04}" for at in number],
            "numemployees": chance.integers(1, 5_000, LEADS),
            "jobtitle": ["VP Sales"] * LEADS,
            "hubspotscore": np.where(bad & (fault == 2), 12, 75),
            "marketing_consent": ~(bad & (fault == 3)),
            "hubspot_owner_id": ["casey"] * LEADS,
            "hs_analytics_source": np.where(bad & (fault == 4), "FAX", "REFERRALS"),
            "lifecyclestage": ["marketingqualifiedlead"] * LEADS,
        }
    )
    database.put("leads", frame)
    return frame


def where(database: Database, condition: str, table: str = "leads") -> object:
    """Count rows of a table."""
    ((found,),) = database.run(f"select count(*) from {database.schema}.{table} where {condition}")  # noqa: S608 — ours
    return found


def test_a_hundred_thousand_leads_are_checked_and_their_verdicts_written(
    database: Database, leads: pl.DataFrame, tmp_path: Path
) -> None:
    """The query's numbers are those of the same leads in a file, and those that SQL counts; so are the tables'."""
    sql = f"select * from {database.schema}.leads where hs_object_id <= {LEADS}"  # noqa: S608 — ours
    batch = ola.check(
        HARBOR,
        Query(database.address, sql),
        system="hubspot",
        as_of=AS_OF,
        accepted=tmp_path / "good.parquet",
        rejected=database.table("rejected"),
        verdicts=database.table("verdicts"),
    )
    summary = batch.summary
    assert (summary.records, summary.accepted + summary.rejected) == (LEADS, LEADS)
    leads.write_csv(tmp_path / "leads.csv")
    by_file = ola.check(HARBOR, tmp_path / "leads.csv", system="hubspot", as_of=AS_OF).summary
    assert summary.to_dict() == by_file.to_dict()

    by_clause = {clause: counts["error"] for clause, counts in summary.by_clause.items()}
    repeats = "lower(trim(email)) in (select lower(trim(email)) from {0}.leads group by 1 having count(*) > 1)"
    assert by_clause["fields.email.unique"] == where(database, repeats.format(database.schema))
    assert by_clause["fields.country.required"] == where(database, "country is null")
    assert by_clause["stages.mql.when"] == where(database, "not (hubspotscore >= 60 and marketing_consent)")
    assert by_clause["fields.source.choices"] == where(database, "hs_analytics_source = 'FAX'")
    assert min(by_clause.values()) > 0

    assert where(database, "true", "verdicts") == LEADS
    assert where(database, "verdict = 'accepted'", "verdicts") == summary.accepted
    assert where(database, "verdict = 'rejected'", "verdicts") == summary.rejected
    assert where(database, "true", "rejected") == summary.rejected
    assert pl.scan_parquet(tmp_path / "good.parquet").select(pl.len()).collect().item() == summary.accepted
    joined = database.run(
        f"select count(*), count(distinct lead) from {database.schema}.verdicts "  # noqa: S608 — ours
        f"join {database.schema}.rejected on lead = hs_object_id::text and errors = _ola_errors"
    )
    assert joined == [(summary.rejected, summary.rejected)]
    assert database.run(
        f"select distinct agreement, version, as_of from {database.schema}.verdicts"  # noqa: S608 — ours
    ) == [("harbor-leads", "2.1.0", dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC))]


def test_a_second_run_replaces_the_rows_and_keeps_the_table(database: Database, leads: pl.DataFrame) -> None:
    """Indexes and rights stay; types are those the table has."""
    some = Query(database.address, f"select * from {database.schema}.leads where hs_object_id <= 200")  # noqa: S608
    every = {"rejected": database.table("again"), "verdicts": database.table("again_verdicts")}
    ola.check(HARBOR, some, system="hubspot", as_of=AS_OF, **every)  # type: ignore[arg-type]  # two outputs by name
    database.run(f"create index by_lead on {database.schema}.again (hs_object_id)")
    before = where(database, "true", "again")
    fewer = leads.head(100).with_columns(pl.lit("FAX").alias("hs_analytics_source"))
    ola.check(HARBOR, fewer, system="hubspot", as_of=AS_OF, **every)  # type: ignore[arg-type]
    assert (where(database, "true", "again"), where(database, "true", "again_verdicts")) == (100, 100)
    assert before != 100
    assert database.run("select indexname::text from pg_indexes where indexname = 'by_lead'") == [("by_lead",)]


def test_known_leads_may_stand_in_a_table(database: Database, leads: pl.DataFrame) -> None:
    """Those of the table whose address the input has too."""
    known = database.table("leads")
    new = leads.head(50).with_columns((pl.lit("new") + pl.col("hs_object_id").cast(pl.String)).alias("hs_object_id"))
    summary = ola.check(HARBOR, new, system="hubspot", as_of=AS_OF, known=known).summary
    assert summary.by_clause["fields.email.unique"]["error"] >= 50
    assert "fields.lead_id.unique" not in summary.by_clause


TYPES = """\
create type {0}.mood as enum ('hot', 'cold');
create table {0}.types (
    id bigint, small smallint, price numeric(10, 2), mood {0}.mood, code uuid, more jsonb, at timestamptz,
    local timestamp, day date, name text, yes boolean, tags text[], wait interval,
    "Job Title" varchar(20), raw bytea, share real
);
insert into {0}.types values (
    9007199254740993, 7, 1234567.10, 'hot', 'aef10ace-6fff-4f5e-9449-fae5cb000001', '{{"a": 1}}', '2026-05-01 12:00+02',
    '2026-05-01 12:00', '2026-05-01', 'Ann', true, array['a', 'b'], '1 day 02:00', 'VP', 'x', 0.5
), (null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)"""
WRITTEN_OUT = {
    "id": 9007199254740993,
    "price": "1234567.10",
    "mood": "hot",
    "code": "aef10ace-6fff-4f5e-9449-fae5cb000001",
    "more": '{"a": 1}',
    "at": dt.datetime(2026, 5, 1, 10, tzinfo=dt.UTC),
    "local": dt.datetime(2026, 5, 1, 12),  # noqa: DTZ001 — a naive one is meant
    "day": dt.date(2026, 5, 1),
    "name": "Ann",
    "yes": True,
    "Job Title": "VP",
}


@pytest.mark.parametrize("driver", ["", "+psycopg"])
def test_every_type_can_be_read(database: Database, driver: str) -> None:
    """By ADBC and by SQLAlchemy; what Arrow has no type for is text as the database writes it."""
    if "types" not in database.tables():
        database.run(*TYPES.format(database.schema).split(";\n"))
    rows = open_rows(database.table("types").replace("postgresql:", f"postgresql{driver}:"))
    frame = pl.concat([block.frame for block in rows.blocks() if isinstance(block, FrameBlock)])
    first, second = frame.to_dicts()
    exact = {**WRITTEN_OUT, "price": Decimal("1234567.10") if driver else "1234567.10"}
    assert {name: first[name] for name in exact} == exact
    assert set(second.values()) == {None}


@pytest.mark.parametrize("driver", ["", "+psycopg"])
def test_a_query_is_only_read(database: Database, driver: str) -> None:
    """Whatever it says, nothing is changed; what the server says is passed on."""
    database.run(f"create table if not exists {database.schema}.kept as select 1 as id")
    address = database.address.replace("postgresql:", f"postgresql{driver}:")
    for sql, words in (
        ("insert into {0}.kept values (2) returning id", "read-only transaction|syntax error at or near .insert"),
        ("drop table {0}.kept", "was asked for no rows|syntax error at or near .drop"),
        ("select * from {0}.nowhere", r'relation "\w+.nowhere" does not exist'),
        ("select 1 as a, 2 as a", "Two columns have the name a"),
        ("select 1/(id - 1) from {0}.kept", "division by zero"),
    ):
        with pytest.raises(UnreadableInput, match=words):
            open_rows(Query(address, sql.format(database.schema)))
    assert where(database, "id = 1", "kept") == 1


def test_the_password_is_never_shown(database: Database) -> None:
    """Not where the server refuses it, nor where the address is wrong."""
    wrong = sqlalchemy.make_url(database.address).set(password="not-the-password")  # noqa: S106 — it is none
    shown = wrong.render_as_string(hide_password=True)
    for address in (wrong, wrong.set(database="nowhere"), wrong.set(port=1)):
        for driver in ("postgresql", "postgresql+psycopg"):
            with pytest.raises(UnreadableInput, match="cannot be reached") as caught:
                open_rows(address.set(drivername=driver).render_as_string(hide_password=False) + "#leads")
            assert "not-the-password" not in str(caught.value)
    assert "***" in shown


def test_rows_are_streamed_by_a_cursor_on_the_server(database: Database, leads: pl.DataFrame) -> None:
    """The first rows come before the last are made: a query that fails late has given blocks by then."""
    assert leads.height == LEADS
    late = "select g, 1 / (400000 - g) as n, repeat('x', 200) as text from generate_series(1, 400000) g"
    address = Address.read(database.address)
    spelt = database.address.replace("postgresql:", "postgresql+psycopg:")
    engine = sqlalchemy.create_engine(spelt, poolclass=sqlalchemy.NullPool)
    for frames in (
        query._by_adbc(adbc, address, late, "late"),
        query._by_sqlalchemy(engine, late, "late", address),
    ):
        seen: list[int] = []
        with pytest.raises(UnreadableInput, match="division by zero"):
            seen.extend(frame.height for frame in frames)
        assert 20_000 <= sum(seen) < 400_000


@pytest.mark.parametrize("driver", ["", "+psycopg"])
@pytest.mark.parametrize("when", ["complete", "commit"])
def test_a_run_that_the_server_ends_leaves_tables_as_they_were(
    database: Database, leads: pl.DataFrame, driver: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is ended before the tables are filled, or before they are committed."""
    kept = database.table("kept_verdicts").replace("postgresql:", f"postgresql{driver}:")
    new = database.table("never").replace("postgresql:", f"postgresql{driver}:")
    some = leads.head(300)
    ola.check(HARBOR, some.head(10), system="hubspot", as_of=AS_OF, verdicts=kept)
    before = database.run(f"select lead, verdict from {database.schema}.kept_verdicts order by row")  # noqa: S608 — ours
    kind = transaction._BySqlalchemy if driver else transaction._ByAdbc
    plainly = getattr(kind, when)

    def ended(self: transaction.Transaction, *table: object) -> None:
        database.run(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where pid <> pg_backend_pid() and backend_type = 'client backend' and state like 'idle in%'"
        )
        time.sleep(0.1)
        plainly(self, *table)

    monkeypatch.setattr(kind, when, ended)
    with pytest.raises(UnwritableOutput, match=r"could not be written: .*Nothing was changed there"):
        ola.check(HARBOR, some, system="hubspot", as_of=AS_OF, rejected=new, verdicts=kept)
    after = database.run(f"select lead, verdict from {database.schema}.kept_verdicts order by row")  # noqa: S608 — ours
    assert after == before
    assert "never" not in database.tables()


def test_two_runs_into_one_table_follow_each_other(database: Database, leads: pl.DataFrame) -> None:
    """The table has the verdicts of one of them, never of both."""
    place = database.table("twice")
    ola.check(HARBOR, leads.head(5), system="hubspot", as_of=AS_OF, verdicts=place)
    runs = [
        threading.Thread(
            target=ola.check,
            args=(HARBOR, leads.head(2_000 + at)),
            kwargs={"system": "hubspot", "as_of": AS_OF, "verdicts": place},
        )
        for at in range(2)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert where(database, "true", "twice") in {2_000, 2_001}
