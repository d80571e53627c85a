"""The address of a database: the table it names, and what of it may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from ola.errors import WrongCall

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NO_DATABASES = frozenset({"http", "https", "ftp", "sftp", "s3", "gs", "gcs", "az", "abfs", "abfss", "hdfs", "file"})
_SECRET = re.compile(r"pass|pwd|secret|token|key|credential", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<=[?&;])([^=&;#]+)=([^&;#]*)")
_MASKED = "***"


def is_address(text: str) -> bool:
    """Whether a text is an address and no name of a file."""
    return _SCHEME.match(text) is not None


@dataclass(frozen=True, slots=True)
class Address:
    """`postgresql://ana:word@db.example/sales#crm.leads`: where a database is and which of its tables is meant.

    `url` has the password in it and is never shown; `str(address)` is what people read.
    """

    url: str = field(repr=False)
    table: str | None = None

    @classmethod
    def read(cls, text: str) -> Address:
        """Take an address apart; raise `WrongCall` for one that is none of a database."""
        scheme = text.partition("://")[0].lower()
        if scheme in _NO_DATABASES:
            message = f"{masked(text)} is not fetched by ola. Download it first and give the file."
            raise WrongCall(message)
        url, sign, table = text.partition("#")
        if "@" in table:
            message = (
                f"{masked(text)} has a # before its host. In a user name or password write it as %23; "
                "what stands after # is the name of a table."
            )
            raise WrongCall(message)
        if sign and not table:
            message = f"{masked(text)}# names no table. Write its name after the #, such as #leads."
            raise WrongCall(message)
        return cls(url, unquote(table) if sign else None)

    def __str__(self) -> str:
        """Show the address without its secrets."""
        return masked(self.url) + (f"#{self.table}" if self.table else "")

    @property
    def dialect(self) -> str:
        """What kind of database it is: `postgresql`, `sqlite`, `mysql`."""
        name = self.url.partition("://")[0].partition("+")[0].lower()
        return "postgresql" if name == "postgres" else name

    @property
    def names_driver(self) -> bool:
        """Whether it says which Python driver to use, as `postgresql+psycopg://` does."""
        return "+" in self.url.partition("://")[0]

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database; nothing for others, nor for one in memory."""
        file = self.url.partition("://")[2].partition("?")[0].removeprefix("/")
        if self.dialect != "sqlite" or file in {"", ":memory:"} or file.startswith("file:"):
            return None
        return Path(unquote(file))

    @property
    def schema_and_table(self) -> tuple[str | None, str]:
        """The table's name, and that of its schema where the address has one."""
        schema, _, table = (self.table or "").rpartition(".")
        return schema or None, table

    def is_same_table(self, other: Address) -> bool:
        """Whether both name one table, as far as words tell: `localhost` is `127.0.0.1`, a default port its number."""
        return self.table is not None and self._place() == other._place() and _named(self) == _named(other)

    def is_same_database(self, other: Address) -> bool:
        """Whether both are one database, as far as their words tell."""
        return self._place() == other._place()

    def _place(self) -> tuple[object, ...]:
        if self.path is not None:
            return (self.dialect, self.path.resolve())
        try:
            parts = urlsplit(self.url)
            host, port = parts.hostname or "localhost", parts.port or _PORTS.get(self.dialect)
        except ValueError:
            return (self.dialect, self.url)
        host = {"127.0.0.1": "localhost", "::1": "localhost"}.get(host, host)
        return (self.dialect, host, port, parts.path.strip("/"))

    def scrubbed(self, words: str) -> str:
        """Take secrets out of what a driver says."""
        for secret in sorted(_secrets(self.url), key=len, reverse=True):
            words = words.replace(secret, _MASKED)
        return words


_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306, "mssql": 1433, "oracle": 1521}
_DEFAULT_SCHEMAS = {"postgresql": "public", "sqlite": "main", "mssql": "dbo"}


def _named(address: Address) -> tuple[str | None, str]:
    schema, table = address.schema_and_table
    return schema or _DEFAULT_SCHEMAS.get(address.dialect), table


def masked(text: str) -> str:
    """Give an address as it may be shown: without password, and without what parameters keep secret."""
    scheme, sign, rest = text.partition("://")
    if rest.startswith("/"):  # a file: nobody signs in
        shown = rest
    else:
        who, at, where = rest.rpartition("@")  # the last: a password may hold one
        user = re.split(r"[:/?@#]", who)[0]
        shown = f"{user}{'' if user == who else f':{_MASKED}'}{at}{where}"
    shown = _PARAMETER.sub(lambda found: f"{found[1]}={_MASKED if _SECRET.search(found[1]) else found[2]}", shown)
    return f"{scheme}{sign}{shown}"


def _secrets(url: str) -> set[str]:
    """List the password and secret parameters of an address, as written and as meant."""
    rest = url.partition("://")[2]
    who, _, _ = rest.rpartition("@")
    found = {who.partition(":")[2]} if not rest.startswith("/") else set()
    found |= {value for name, value in _PARAMETER.findall(rest) if _SECRET.search(name)}
    found |= {value for name, value in parse_qsl(rest.partition("?")[2]) if _SECRET.search(name)}
    return {each for secret in found for each in (secret, unquote(secret)) if each}
