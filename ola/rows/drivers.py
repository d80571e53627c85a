"""What speaks to a database: an ADBC driver where one is installed, SQLAlchemy otherwise."""

from __future__ import annotations

import importlib
import importlib.util
import re
from typing import TYPE_CHECKING, Any

from ola.errors import WrongCall
from ola.rows.address import Address

if TYPE_CHECKING:
    import sqlalchemy

ADBC = {"postgresql": "adbc_driver_postgresql.dbapi"}
_SAID = re.compile(r"(?:ERROR|FATAL):\s+|Failed to connect:\s+")


class NoDriver(Exception):
    """Nothing that speaks to the database is installed; the message says what to do."""


def adbc(address: Address) -> Any:
    """Give the ADBC driver of a database; nothing where there is none, or the address names another driver."""
    if address.names_driver or address.dialect not in ADBC:
        return None
    try:
        importlib.import_module("pyarrow")
        return importlib.import_module(ADBC[address.dialect])
    except ModuleNotFoundError:
        return None


def engine(address: Address) -> sqlalchemy.Engine:
    """Make an engine that opens a connection when asked for one and closes it after.

    Raises `NoDriver`, and `WrongCall` for what SQLAlchemy cannot read as an address.
    """
    if importlib.util.find_spec("sqlalchemy") is None:
        raise NoDriver(_install("postgres" if address.dialect == "postgresql" else "sql"))
    import sqlalchemy

    url = address.url
    if address.dialect == "postgresql" and not address.names_driver:
        driver = "psycopg" if importlib.util.find_spec("psycopg") else "psycopg2"
        url = f"postgresql+{driver}://{url.partition('://')[2]}"
    try:
        return sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    except sqlalchemy.exc.NoSuchModuleError:
        unknown = f"SQLAlchemy knows no database “{address.dialect}” by itself; look for its package."
        raise NoDriver(unknown) from None
    except ModuleNotFoundError as error:
        plain = address.dialect == "postgresql" and not address.names_driver
        raise NoDriver(_install("postgres") if plain else f"Install it: pip install {error.name}") from None
    except (sqlalchemy.exc.ArgumentError, ValueError):  # their words show the address
        message = f"{address} cannot be read as an address. Write dialect://user:password@host/database."
        raise WrongCall(message) from None


def said(error: Exception, address: Address) -> str:
    """Give what a database says of an error: its own words, one line, without secrets."""
    words = str(getattr(error, "orig", None) or error)
    found = _SAID.search(words)
    line = (words[found.end() :] if found else words).strip().split("\n")[0].rstrip(". ")
    return address.scrubbed(line)


def quoted(name: str) -> str:
    """Give a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def quoted_table(address: Address) -> str:
    """Give the name of an address's table as SQL has it, with its schema where it has one."""
    return ".".join(quoted(part) for part in address.schema_and_table if part is not None)


def _install(extra: str) -> str:
    return f"Install what speaks to it: pip install 'ola-contract[{extra}]'"
