"""`ola check`: hold a file of leads against the agreement."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from ola.cli.speaking import (
    AgreementOption,
    AsOfOption,
    FailOnOption,
    FormatOption,
    LimitOption,
    QuietOption,
    emit,
    exit_for_level,
    say,
    show_findings,
)
from ola.finding import Level, count

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


def check(
    leads: Annotated[str, typer.Argument(help="The leads: CSV, JSON Lines or Parquet; - for standard input.")],
    agreement: AgreementOption,
    system: SystemOption = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", help="The stage to judge at, or claimed for each lead's own. Default: the stage the handoff leaves."
        ),
    ] = None,
    as_of: AsOfOption = None,
    accepted: Annotated[
        str | None, typer.Option("--accepted", help="Write the accepted rows here: .csv, .jsonl or .parquet.")
    ] = None,
    rejected: Annotated[
        str | None, typer.Option("--rejected", help="Write the rejected rows here, with the reasons beside them.")
    ] = None,
    translate: Annotated[
        str | None,
        typer.Option(
            "--translate",
            help="Write the accepted rows in the names and values of this system; needs --accepted.",
            show_default=False,
        ),
    ] = None,
    format: FormatOption = "text",  # noqa: A002 (the option's name)
    limit: LimitOption = 100,
    fail_on: FailOnOption = "error",
    read_as: ReadAsOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Check leads: which keep the agreement, which do not, and why. Rows in = accepted + rejected, always.

    Exit codes: 0 fine, 1 findings at or above --fail-on, 2 wrong usage, 3 the agreement is invalid, 4 the leads
    cannot be read, 5 a result cannot be written.
    """
    from ola import api
    from ola.cli.garbage import look_from_here_on
    from ola.cli.progress import progress
    from ola.errors import WrongCall

    if translate is not None and accepted is None:
        message = "--translate says how the accepted rows are written, and not where to. Name a file: --accepted F.csv."
        raise WrongCall(message)
    look_from_here_on()
    with progress(leads, quiet=quiet) as advance:
        batch = api.check(
            agreement,
            leads,
            system=system,
            at=at,
            as_of=as_of,
            accepted=accepted,
            rejected=rejected,
            translate=translate,
            limit=limit,
            format=read_as,
            encoding=encoding,
            delimiter=delimiter,
            advance=advance,
        )
    summary = batch.summary
    if format == "json":
        emit(batch.to_dict())
    else:
        show_findings(batch.findings)
        _show_counts(summary.by_clause)
    listed = (
        f"; {count(len(batch.findings), 'finding')} listed"
        if summary.errors + summary.warnings > len(batch.findings)
        else ""
    )
    say(
        f"{count(summary.records, 'lead')}: {summary.accepted:,} accepted, {summary.rejected:,} rejected "
        f"({count(summary.errors, 'error')}, {count(summary.warnings, 'warning')}{listed}); "
        f"judged at {batch.at or 'no stage'} as of {batch.as_of.isoformat(timespec='seconds')}.",
        quiet=quiet,
    )
    for what, path in (("accepted", accepted), ("rejected", rejected)):
        if path is not None:
            say(f"{what}: {path}", quiet=quiet)
    if batch.told is not None:
        for sentence in batch.told.sentences():
            say(sentence, quiet=quiet)
    level: Level | None = "error" if summary.errors or summary.rejected else "warning" if summary.warnings else None
    raise typer.Exit(exit_for_level(level, fail_on))


def _show_counts(by_clause: dict[str, dict[str, int]]) -> None:
    if not by_clause:
        return
    width = max(len(clause) for clause in by_clause)
    for clause, counts in sorted(by_clause.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        said = ", ".join(count(number, level) for level, number in counts.items() if number)
        typer.echo(f"{clause:<{width}}  {said}")
