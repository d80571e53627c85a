"""Addresses of databases: the table they name, and nothing secret that is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ola.errors import WrongCall
from ola.rows.address import Address, is_address, masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://db.example/sales", "postgresql://db.example/sales"),
        ("postgresql://ana@db.example/sales#leads", "postgresql://ana@db.example/sales#leads"),
        (
            "postgresql://ana:word@db.example:5433/sales#crm.leads",
            "postgresql://ana:***@db.example:5433/sales#crm.leads",
        ),
        ("postgresql://:word@db.example/sales", "postgresql://:***@db.example/sales"),
        ("postgresql://ana:w@rd/1?x@db.example/sales", "postgresql://ana:***@db.example/sales"),
        (
            "postgresql://db.example/sales?user=ana&password=word&sslmode=require",
            "postgresql://db.example/sales?user=ana&password=***&sslmode=require",
        ),
        (
            "snowflake://ana@account/db?private_key=abc&token=x#leads",
            "snowflake://ana@account/db?private_key=***&token=***#leads",
        ),
        ("postgresql://ana@db.example/sales?password=a@b", "postgresql://ana:***@b"),
        ("sqlite:///leads@home.db#leads", "sqlite:///leads@home.db#leads"),
    ],
)
def test_what_is_shown_of_an_address(text: str, shown: str) -> None:
    """Where it is and who asks, but no password and no key."""
    assert str(Address.read(text)) == shown
    assert "word" not in repr(Address.read(text)).replace("password", "")


@given(st.text("abc:@/?&=#%;.", min_size=1), st.sampled_from(["postgresql", "mysql+pymysql"]))
def test_a_password_is_never_shown(noise: str, scheme: str) -> None:
    """Whatever characters it is made of, and whether or not the address can be read."""
    text = f"{scheme}://ana:SECRET{noise}SECRET@db.example/sales#leads"
    assert "SECRET" not in masked(text)
    with pytest.raises((WrongCall, _Read)) as caught:
        raise _Read(Address.read(text))
    assert "SECRET" not in str(caught.value)


class _Read(Exception):
    """All that is ever shown of an address."""

    def __init__(self, address: Address) -> None:
        super().__init__(f"{address} {address!r} {address.scrubbed(f'cannot use {address.url}')}")


def test_what_a_driver_says_is_scrubbed() -> None:
    """The password as it is written in the address, and as it is meant."""
    address = Address.read("postgresql://ana:w%40rd@db.example/sales?sslpassword=abc")
    assert address.scrubbed("no w@rd, no w%40rd, no abc") == "no ***, no ***, no ***"


@pytest.mark.parametrize(
    ("text", "schema", "table"),
    [
        ("sqlite:///a.db#leads", None, "leads"),
        ("sqlite:///a.db#crm.leads", "crm", "leads"),
        ("sqlite:///a.db#Lead%20list", None, "Lead list"),
    ],
)
def test_a_table_stands_after_the_sign(text: str, schema: str | None, table: str) -> None:
    """With its schema before a dot, and signs of addresses written as in addresses."""
    assert Address.read(text).schema_and_table == (schema, table)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sqlite:///a.db", Path("a.db")),
        ("sqlite:////var/a.db", Path("/var/a.db")),
        ("sqlite+pysqlite:///of%20may/a.db?mode=ro", Path("of may/a.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql://db.example/sales", None),
    ],
)
def test_the_file_of_a_database(text: str, path: Path | None) -> None:
    """SQLite is one, others have none."""
    assert Address.read(text).path == path


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("postgresql://a:b@localhost/sales#leads", "postgres://c@127.0.0.1:5432/sales#public.leads", True),
        ("postgresql+psycopg:///sales#leads", "postgresql://localhost/sales#leads", True),
        ("postgresql://localhost/sales#leads", "postgresql://localhost/sales#crm.leads", False),
        ("postgresql://localhost/sales#leads", "postgresql://localhost/other#leads", False),
        ("postgresql://localhost/sales#leads", "postgresql://localhost:6432/sales#leads", False),
        ("sqlite:///a.db#leads", "sqlite:///./b/../a.db#main.leads", True),
        ("sqlite:///a.db#leads", "sqlite:///b.db#leads", False),
        ("sqlite:///a.db", "sqlite:///a.db", False),
    ],
)
def test_one_table_by_two_names(one: str, other: str, same: bool) -> None:  # noqa: FBT001 (a case)
    """As far as the words tell."""
    assert Address.read(one).is_same_table(Address.read(other)) == same
    assert Address.read(other).is_same_table(Address.read(one)) == same


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("https://ana:word@crm.example/leads.csv", "https://ana:***@crm.example/leads.csv is not fetched by ola"),
        ("s3://bucket/leads.csv", "Download it first"),
        (
            "postgresql://ana:wo#rd@db.example/sales",
            r"has a # before its host. In a user name or password write it as %23",
        ),
        ("postgresql://db.example/sales#", "names no table"),
    ],
)
def test_what_is_no_address_of_a_database(text: str, message: str) -> None:
    """Each with a way out."""
    with pytest.raises(WrongCall, match=message.replace("***", r"\*\*\*")) as caught:
        Address.read(text)
    assert "word" not in str(caught.value).replace("password", "")


def test_names_of_files_are_no_addresses() -> None:
    """Not even those of Windows."""
    assert [is_address(each) for each in ("leads.csv", "C:\\leads.csv", "a:b", "sqlite:///a.db")] == [False] * 3 + [
        True
    ]
