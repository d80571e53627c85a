"""How leads are named on the command line: files, standard input, tables and queries, and how they are spelt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ola.finding import count

if TYPE_CHECKING:
    from ola.rows.query import Query

SystemOption = Annotated[
    str | None,
    typer.Option("--system", "-s", help="The system whose names and spellings the file has.", show_default=False),
]
ReadAsOption = Annotated[
    Literal["csv", "jsonl", "parquet"] | None,
    typer.Option("--read-as", help="The file's format, where its name does not say it."),
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="The encoding of a text file, such as cp1252; UTF-8 unless said.")
]
DelimiterOption = Annotated[
    str | None, typer.Option("--delimiter", help="What parts the cells of a CSV file; seen in its header unless said.")
]
QueryOption = Annotated[
    str | None,
    typer.Option("--query", help="Take what this query gives; the argument is then the address of a database."),
]


def asked(leads: list[str], query: str) -> Query:
    """Give the query of the one database that is named."""
    from ola.errors import WrongCall
    from ola.rows.query import Query

    if len(leads) == 1:
        return Query(leads[0], query)
    message = f"--query asks one database, and {count(len(leads), 'input')} are given. Name one address."
    raise WrongCall(message)


def shown(names: list[str]) -> str:
    """Give names as they may be shown: addresses without their passwords."""
    from ola.rows.address import is_address, masked

    return " ".join(masked(name) if is_address(name) else name for name in names)
