"""The rows of a database query or table: streamed out of the database once, in a transaction that only reads.

PostgreSQL comes by ADBC, as Arrow, where its driver is installed; all others, and PostgreSQL without it, by SQLAlchemy.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from ola.errors import UnreadableInput, WrongCall
from ola.rows import drivers
from ola.rows.address import Address, is_address
from ola.rows.arrow_streams import frames_of
from ola.rows.drivers import quoted, quoted_table
from ola.rows.spool import SpooledRows, gathered

if TYPE_CHECKING:
    import pyarrow as pa
    import sqlalchemy

_ROWS = 20_000
_TOO_WIDE = (pl.Int128, pl.Object)
_WHOLE = 2**53  # up to here a floating point number holds every whole number
_PLAIN = {bool, int, float, str, bytes, Decimal, dt.datetime, dt.date, dt.time, dt.timedelta}


@dataclass(frozen=True, slots=True)
class Query:
    """What a query of a database gives: `ola.Query("postgresql://db.example/sales", "SELECT …")`.

    `database` is an address or an SQLAlchemy engine. The rows are read once, in a transaction that only reads, when
    the query is handed to `ola.check`.
    """

    database: str | sqlalchemy.Engine = field(repr=False)
    sql: str

    def __post_init__(self) -> None:
        """Raise WrongCall for what is no address of a database, names a table, or holds no query."""
        if isinstance(self.database, str):
            if not is_address(self.database):
                message = f"{self.database} is no address of a database, such as postgresql://db.example/sales."
                raise WrongCall(message)
            address = Address.read(self.database)
            if address.table is not None:
                message = f"{address} names a table, and a query says itself what it reads. Give one of the two."
                raise WrongCall(message)
        if not self.sql.strip():
            message = 'The query is empty. Write one: "SELECT * FROM leads".'
            raise WrongCall(message)

    def __str__(self) -> str:
        """Name the database, without its password."""
        if isinstance(self.database, str):
            return str(Address.read(self.database))
        return self.database.url.render_as_string(hide_password=True)


class QueryRows(SpooledRows):
    """The rows of a query or of a table of a database."""

    def __init__(self, frames: Iterator[pl.DataFrame], *, name: str, sql: str | None, address: Address) -> None:
        """Take in the rows; remember what was asked of which database."""
        super().__init__(frames, name=name)
        self.sql, self.address = sql, address

    @property
    def paths(self) -> tuple[Path, ...]:
        """The file of an SQLite database."""
        return () if self.address.path is None else (self.address.path,)

    def reads(self, table: Address) -> bool:
        """Whether it is that table, or the query names it."""
        if self.sql is None:
            return self.address.is_same_table(table)
        named = re.search(rf"(?<!\w){re.escape(table.schema_and_table[1])}(?!\w)", self.sql, re.IGNORECASE)
        return named is not None and self.address.is_same_database(table)

    def described(self) -> dict[str, object]:
        """Say what was asked, for the manifest."""
        return {} if self.sql is None else {"query": self.sql}


def query_rows(query: Query) -> QueryRows:
    """Read the rows of a query; raise `UnreadableInput` where the database cannot be reached or refuses."""
    if isinstance(query.database, str):
        return _rows(Address.read(query.database), query.sql)
    address = Address(query.database.url.render_as_string(hide_password=False))
    frames = _by_sqlalchemy(query.database, query.sql, str(query), address)
    return QueryRows(frames, name=str(query), sql=query.sql, address=address)


def table_rows(text: str) -> QueryRows:
    """Read the rows of the table that an address names; raise `WrongCall` where it names none."""
    address = Address.read(text)
    if address.table is None:
        message = f"{address} names a database and no table. Write {address}#TABLE, or ask with --query 'SELECT …'."
        raise WrongCall(message)
    return _rows(address, None)


def _rows(address: Address, sql: str | None) -> QueryRows:
    """Read a query's rows, or those of the address's table, by the best driver that is installed."""
    name = str(address)
    if address.path is not None and not address.path.is_file():
        message = f"There is no file {address.path}, which {address} names. Check the name and the folder you are in."
        raise UnreadableInput(message)
    module = drivers.adbc(address)
    if module is not None:
        return QueryRows(_by_adbc(module, address, sql, name), name=name, sql=sql, address=address)
    try:
        engine = drivers.engine(address)
    except drivers.NoDriver as missing:
        message = f"{address} cannot be read yet. {missing}"
        raise UnreadableInput(message) from None
    return QueryRows(_by_sqlalchemy(engine, sql, name, address), name=name, sql=sql, address=address)


def _unreachable(name: str, error: Exception, address: Address) -> UnreadableInput:
    words = drivers.said(error, address)
    return UnreadableInput(f"{name} cannot be reached: {words}. Check host, database, user and password.")


def _refused(name: str, error: Exception, address: Address) -> UnreadableInput:
    words = drivers.said(error, address)
    return UnreadableInput(f"{name} gives no rows: {words}. Check the query or the name of the table.")


def _no_rows(name: str) -> UnreadableInput:
    return UnreadableInput(f"{name} was asked for no rows. Write a query that gives some: SELECT …")


# ── ADBC ────────────────────────────────────────────────────────────────────────────────────────


def _by_adbc(module: Any, address: Address, sql: str | None, name: str) -> Iterator[pl.DataFrame]:
    """Let PostgreSQL copy the rows out, batch by batch."""
    asked = f"SELECT * FROM {quoted_table(address)}" if sql is None else sql.strip().rstrip(";")  # noqa: S608 — quoted
    try:
        connection = module.connect(address.url)
    except module.Error as error:
        raise _unreachable(name, error, address) from None
    with connection, connection.cursor() as cursor:
        try:
            cursor.execute("SET TRANSACTION READ ONLY")
            schema = cursor.adbc_execute_schema(asked)
            if not schema.names:
                raise _no_rows(name)
            cursor.execute(_readable(asked, schema))
            yield from gathered(frames_of(cursor.fetch_record_batch()))
        except (module.Error, OSError) as error:  # a stream that breaks is an OSError of Arrow's
            raise _refused(name, error, address) from None


def _readable(sql: str, schema: pa.Schema) -> str:
    """Let the database write out what Arrow has no type for (numeric, uuid, interval …) as its own text."""
    import pyarrow as pa

    odd = {
        each.name for each in schema if isinstance(each.type, pa.BaseExtensionType) or pa.types.is_interval(each.type)
    }
    if not odd or len(set(schema.names)) < len(schema.names):  # names that stand twice are refused when read
        return f"{sql}\n"  # a comment at its end ends there
    columns = [quoted(name) + (f"::text AS {quoted(name)}" if name in odd else "") for name in schema.names]
    return f"SELECT {', '.join(columns)} FROM ({sql}\n) AS leads"  # noqa: S608 — the query is the caller's own


# ── SQLAlchemy ──────────────────────────────────────────────────────────────────────────────────


def _by_sqlalchemy(engine: sqlalchemy.Engine, sql: str | None, name: str, address: Address) -> Iterator[pl.DataFrame]:
    """Read by a cursor on the server, some rows at a time, and change nothing."""
    import sqlalchemy

    with contextlib.ExitStack() as undo:
        try:
            connection = undo.enter_context(engine.connect())
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise _unreachable(name, error, address) from None
        try:
            undo.enter_context(_reading_only(connection))
            connection = connection.execution_options(stream_results=True, max_row_buffer=_ROWS, no_parameters=True)
            if sql is not None:
                result = connection.exec_driver_sql(sql)
            else:
                result = connection.execute(sqlalchemy.select(sqlalchemy.text("*")).select_from(_table(address)))
            undo.callback(result.close)
            if not result.returns_rows:
                raise _no_rows(name)
            yield from _frames(result)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise _refused(name, error, address) from None


def _table(address: Address) -> sqlalchemy.TableClause:
    import sqlalchemy

    schema, name = address.schema_and_table
    exactly = partial(sqlalchemy.quoted_name, quote=True)  # a name may be a word of some database's SQL
    return sqlalchemy.table(exactly(name), schema=None if schema is None else exactly(schema))


@contextlib.contextmanager
def _reading_only(connection: sqlalchemy.Connection) -> Iterator[None]:
    """Keep a query from changing anything; whatever else happens, nothing is committed."""
    match connection.dialect.name:
        case "sqlite":
            connection.exec_driver_sql("PRAGMA query_only = ON")
            try:
                yield
            finally:
                connection.exec_driver_sql("PRAGMA query_only = OFF")
        case "postgresql" | "mysql" | "mariadb":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            yield
        case _:
            yield


def _frames(result: sqlalchemy.CursorResult[Any]) -> Iterator[pl.DataFrame]:
    """Give the rows as frames, at least one."""
    names = list(result.keys())
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        message = f"Two columns have the name {repeated[0]}. Give each a name of its own: SELECT … AS …."
        raise UnreadableInput(message)
    yield pl.DataFrame([pl.Series(name, [], dtype=pl.Null) for name in names])
    for rows in result.partitions(_ROWS):
        columns: Iterator[Sequence[Any]] = zip(*rows, strict=True)
        yield pl.DataFrame([_series(name, values) for name, values in zip(names, columns, strict=True)])


def _series(name: str, values: Sequence[Any]) -> pl.Series:
    """Give a column its values' own type; where they differ, or have none that a frame knows, they are text."""
    kinds = {type(value) for value in values if value is not None}
    mixed = kinds == {int, float} and all(abs(value) <= _WHOLE for value in values if type(value) is int)
    if kinds <= _PLAIN and (len(kinds) <= 1 or mixed):
        with contextlib.suppress(TypeError, OverflowError, ValueError, pl.exceptions.PolarsError):
            made = pl.Series(name, values, dtype=pl.Float64 if mixed else None, strict=not mixed)
            if made.dtype not in _TOO_WIDE:
                return made
    return pl.Series(name, [_text(value) for value in values], dtype=pl.String)


def _text(value: Any) -> str | None:
    match value:
        case None | str():
            return value
        case bool() | dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case bytes():
            return value.hex()
    return str(value)
