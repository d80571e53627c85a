"""`ola read`: a document beside what is understood of it."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from ola.cli.speaking import FailOnOption, FormatOption, QuietOption, emit, exit_for, say, show_findings


def read(
    document: Annotated[str, typer.Argument(help="The document: Markdown, or - for standard input.")],
    format: FormatOption = "text",  # noqa: A002 (the option's name)
    only: Annotated[
        str | None,
        typer.Option("--only", help="Show only these: checked, for_people, ambiguous or not_understood."),
    ] = None,
    fail_on: FailOnOption = "error",
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Print a document beside its reading: what is checked, what is for people, what is ambiguous or not understood.

    Below stands what the document as a whole says twice or leaves out. What is ambiguous is an error, what is not
    understood a warning. Exit codes: 0 fine, 1 findings at or above --fail-on, 2 wrong usage, 4 the document cannot
    be read.
    """
    from ola import api
    from ola.lint.papers import paper_codes
    from ola.report.beside import SIGNS, beside, summary

    if only is not None and only not in SIGNS:
        message = f"--only {only} is none of {', '.join(SIGNS)}."
        raise typer.BadParameter(message)
    paper = api.read_document(document)
    reading = paper.to_dict()
    if format == "json":
        emit(reading)
    else:
        shown = reading if only is None else paper.only(only)
        typer.echo(beside(shown, shutil.get_terminal_size((120, 40)).columns))
        whole = [finding for finding in paper.findings if finding.code in paper_codes()]
        if whole and only is None:
            typer.echo("\nThe document as a whole:\n")
            show_findings(whole, paper.source)
    for line in summary(reading) if format == "json" else ():
        say(line, quiet=quiet)
    raise typer.Exit(exit_for(paper.findings, fail_on))
