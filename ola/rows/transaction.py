"""Tables of one database being filled in one transaction: all are there when it is committed, or none has changed."""

from __future__ import annotations

import contextlib
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from ola.errors import UnwritableOutput
from ola.rows import drivers
from ola.rows.address import Address
from ola.rows.drivers import quoted, quoted_table

if TYPE_CHECKING:
    import sqlalchemy


class Transaction(ABC):
    """What is done to the tables of one database; the tables are named by addresses."""

    committed = False

    @abstractmethod
    def columns(self, table: Address) -> tuple[str, ...] | None:
        """Name the columns of a table; nothing where there is no such table."""

    @abstractmethod
    def begin(self, table: Address, like: pl.DataFrame, *, is_there: bool) -> None:
        """Make ready for rows of these columns and types: a new table, or one whose rows are replaced."""

    @abstractmethod
    def add(self, table: Address, rows: pl.DataFrame) -> None:
        """Add rows."""

    @abstractmethod
    def complete(self, table: Address) -> None:
        """Bring all rows into the table."""

    @abstractmethod
    def commit(self) -> None:
        """Make it so, for all tables at once; the second time nothing happens."""

    @abstractmethod
    def close(self) -> None:
        """Take back what is not committed, and leave the database."""


class Transactions:
    """One transaction a database, however many of its tables are written."""

    def __init__(self) -> None:
        """Begin with none."""
        self._begun: list[tuple[Address, Transaction]] = []

    def of(self, table: Address) -> Transaction:
        """Give the transaction of a table's database; raise `UnwritableOutput` where it cannot be reached."""
        for known, transaction in self._begun:
            if known.is_same_database(table):
                return transaction
        module = drivers.adbc(table)
        try:
            made = _ByAdbc(module, table) if module is not None else _BySqlalchemy(drivers.engine(table), table)
        except drivers.NoDriver as missing:
            message = f"{table} cannot be written yet. {missing}"
            raise UnwritableOutput(message) from None
        self._begun.append((table, made))
        return made

    def close(self) -> None:
        """Take back what is not committed, and leave all databases."""
        for _, transaction in self._begun:
            transaction.close()


@contextlib.contextmanager
def _told(table: Address, *faults: type[Exception]) -> Iterator[None]:
    """Say in the database's words why a table could not be written."""
    try:
        yield
    except faults as error:
        message = f"{table} could not be written: {drivers.said(error, table)}. Nothing was changed there."
        raise UnwritableOutput(message) from None


class _ByAdbc(Transaction):
    """PostgreSQL: rows are copied into a table of the session, and from there to their place."""

    def __init__(self, module: Any, table: Address) -> None:
        self._module, self._any = module, table
        with _told(table, module.Error):
            self._connection = module.connect(table.url)
        self._incoming: dict[str, tuple[str, list[str], bool]] = {}

    def _run(self, table: Address, sql: str, values: tuple[object, ...] | None = None) -> list[tuple[Any, ...]]:
        with _told(table, self._module.Error), self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            found: list[tuple[Any, ...]] = cursor.fetchall() if sql.startswith("SELECT") else []
            return found

    def columns(self, table: Address) -> tuple[str, ...] | None:
        found = self._run(
            table,
            "SELECT attname::text FROM pg_attribute "
            "WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            (quoted_table(table),),
        )
        return tuple(name for (name,) in found) or None

    def begin(self, table: Address, like: pl.DataFrame, *, is_there: bool) -> None:
        if is_there:
            self._run(table, f"LOCK TABLE {quoted_table(table)} IN SHARE ROW EXCLUSIVE MODE")
        incoming = f"ola_{secrets.token_hex(8)}"
        self._incoming[quoted_table(table)] = incoming, like.columns, is_there
        self._copy(table, incoming, like.clear(), "create")

    def add(self, table: Address, rows: pl.DataFrame) -> None:
        self._copy(table, self._incoming[quoted_table(table)][0], rows, "append")

    def _copy(self, table: Address, incoming: str, rows: pl.DataFrame, mode: str) -> None:
        with _told(table, self._module.Error), self._connection.cursor() as cursor:
            cursor.adbc_ingest(incoming, rows.to_arrow(), mode=mode, temporary=True)

    def complete(self, table: Address) -> None:
        place = quoted_table(table)
        incoming, names, is_there = self._incoming[place]
        columns = ", ".join(map(quoted, names))
        if is_there:  # names are quoted below, and no value stands in any of these
            self._run(table, f"DELETE FROM {place}")  # noqa: S608
            self._run(table, f"INSERT INTO {place} ({columns}) SELECT {columns} FROM {quoted(incoming)}")  # noqa: S608
        else:
            self._run(table, f"CREATE TABLE {place} AS SELECT {columns} FROM {quoted(incoming)}")  # noqa: S608
        self._run(table, f"DROP TABLE {quoted(incoming)}")

    def commit(self) -> None:
        if not self.committed:
            with _told(self._any, self._module.Error):
                self._connection.commit()
            self.committed = True

    def close(self) -> None:
        if not self.committed:
            with contextlib.suppress(self._module.Error):  # the server is gone, and took everything back itself
                self._connection.rollback()
        with contextlib.suppress(self._module.Error):
            self._connection.close()


class _BySqlalchemy(Transaction):
    """All others: rows are inserted where they belong."""

    def __init__(self, engine: sqlalchemy.Engine, table: Address) -> None:
        import sqlalchemy

        self._any = table
        self._faults = sqlalchemy.exc.SQLAlchemyError
        self._made_file = None if table.path is None or table.path.exists() else table.path
        self._connection: sqlalchemy.Connection | None = None
        self._tables: dict[str, sqlalchemy.Table] = {}
        with _told(table, self._faults):
            self._connection = engine.connect()
            if self._connection.dialect.name == "sqlite":  # Python itself would begin after a new table is made
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")

    def columns(self, table: Address) -> tuple[str, ...] | None:
        import sqlalchemy

        schema, name = table.schema_and_table
        with _told(table, self._faults):
            inspector = sqlalchemy.inspect(self._open())
            if not inspector.has_table(name, schema=schema):
                return None
            return tuple(column["name"] for column in inspector.get_columns(name, schema=schema))

    def begin(self, table: Address, like: pl.DataFrame, *, is_there: bool) -> None:
        import sqlalchemy

        connection = self._open()
        schema, name = table.schema_and_table
        kinds = [
            sqlalchemy.Column(
                sqlalchemy.quoted_name(column, quote=True), _column_type(kind, connection.dialect.name), nullable=True
            )
            for column, kind in like.schema.items()
        ]
        made = sqlalchemy.Table(
            name, sqlalchemy.MetaData(), *kinds, schema=schema, quote=True, quote_schema=schema is not None
        )
        self._tables[quoted_table(table)] = made
        with _told(table, self._faults):
            if is_there:
                connection.execute(made.delete())
            else:
                made.create(connection)

    def add(self, table: Address, rows: pl.DataFrame) -> None:
        connection = self._open()
        if connection.dialect.name == "sqlite":
            rows = _as_sqlite_keeps_it(rows)
        if rows.height:
            with _told(table, self._faults, OverflowError):
                connection.execute(self._tables[quoted_table(table)].insert(), rows.to_dicts())

    def complete(self, table: Address) -> None:
        """Nothing is left to do."""

    def commit(self) -> None:
        if not self.committed:
            with _told(self._any, self._faults):
                self._open().commit()
            self.committed = True

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(self._faults):  # as above
                if not self.committed:
                    self._connection.rollback()
            with contextlib.suppress(self._faults):
                self._connection.close()
            self._connection = None
        if not self.committed and self._made_file is not None:
            self._made_file.unlink(missing_ok=True)

    def _open(self) -> sqlalchemy.Connection:
        assert self._connection is not None  # noqa: S101 — nothing is asked for after it is closed
        return self._connection


def _column_type(kind: pl.DataType, dialect: str) -> Any:
    """Give the type of a column of a new table; SQLite has none for instants and exact numbers, and keeps text."""
    import sqlalchemy

    if kind == pl.Boolean:
        return sqlalchemy.Boolean()
    if kind.is_integer():
        return sqlalchemy.BigInteger()
    if kind.is_float():
        return sqlalchemy.Float(53)
    if kind == pl.Binary:
        return sqlalchemy.LargeBinary()
    if dialect != "sqlite" and isinstance(kind, pl.Datetime):
        return sqlalchemy.DateTime(timezone=kind.time_zone is not None)
    if dialect != "sqlite" and kind == pl.Date:
        return sqlalchemy.Date()
    if dialect != "sqlite" and isinstance(kind, pl.Decimal):
        return sqlalchemy.Numeric(kind.precision, kind.scale)
    return sqlalchemy.Text()


def _as_sqlite_keeps_it(rows: pl.DataFrame) -> pl.DataFrame:
    texts = [
        pl.col(name).dt.to_string("iso:strict") if isinstance(kind, pl.Datetime) else pl.col(name).cast(pl.String)
        for name, kind in rows.schema.items()
        if isinstance(kind, pl.Datetime | pl.Date | pl.Decimal)
    ]
    return rows.with_columns(texts) if texts else rows
