"""`ola write`: the agreement as a document that people sign."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ola.cli.speaking import AsOfOption, QuietOption, say

Format = Literal["markdown", "html", "docx", "yaml"]
_ENDINGS: dict[str, Format] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".yaml": "yaml",
    ".yml": "yaml",
}


def write(
    agreement: Annotated[str, typer.Argument(help="The agreement: a file, or - for standard input.")],
    to: Annotated[
        Format | None, typer.Option("--to", help="The format. Default: what --out ends in, else markdown.")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", help="Where to write it; standard output unless said.")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option("--year", help="The year whose public holidays are spelled out. Default: the years in force."),
    ] = None,
    as_of: AsOfOption = None,
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Write the agreement as a document to sign; reading it with ola gives the agreement again.

    With --to yaml a document is written as YAML. The public holidays are those of --year, of the years in which the
    agreement is in force, or where that has no end, of the year of --as-of.
    Exit codes: 0 fine, 2 another format, 3 the agreement cannot be used, 4 it cannot be read.
    """
    from ola import api
    from ola.rows.output import write_whole

    content = api.write(
        agreement, to or _ENDINGS.get(Path(out or "").suffix.lower(), "markdown"), year=year, as_of=as_of
    )
    inputs = [Path(agreement)] if agreement != "-" else []
    if out is not None:
        write_whole(out, content, never=inputs)
        say(f"{out}: written.", quiet=quiet)
    elif isinstance(content, str):
        typer.echo(content, nl=not content.endswith("\n"))
    else:
        typer.get_binary_stream("stdout").write(content)
