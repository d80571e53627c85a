"""`ola check`: hold a file of leads against the agreement."""

from __future__ import annotations

from shlex import quote
from typing import Annotated

import typer

from ola.cli.leads import (
    DelimiterOption,
    EncodingOption,
    QueryOption,
    ReadAsOption,
    SystemOption,
    asked,
    shown,
)
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


def check(
    leads: Annotated[
        list[str],
        typer.Argument(
            help="The leads: files, folders or patterns of CSV, JSON Lines or Parquet, compressed or not; - for "
            "standard input; or a table, such as postgresql://db.example/sales#leads."
        ),
    ],
    agreement: AgreementOption,
    system: SystemOption = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", help="The stage to judge at, or claimed for each lead's own. Default: the stage the handoff leaves."
        ),
    ] = None,
    as_of: AsOfOption = None,
    query: QueryOption = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--known", help="Leads that are known already, a file or a table: none may have their unique values."
        ),
    ] = None,
    accepted: Annotated[
        str | None, typer.Option("--accepted", help="Write the accepted rows here: .csv, .jsonl or .parquet.")
    ] = None,
    rejected: Annotated[
        str | None,
        typer.Option("--rejected", help="Write the rejected rows here, a file or a table, the reasons beside them."),
    ] = None,
    verdicts: Annotated[
        str | None,
        typer.Option("--verdicts", help="Write a row a lead here, a file or a table: accepted or rejected, and why."),
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
    from ola.report.unexpected import in_short
    from ola.rows.read import require_one_stream

    if translate is not None and accepted is None:
        message = "--translate says how the accepted rows are written, and not where to. Name a file: --accepted F.csv."
        raise WrongCall(message)
    require_one_stream([*leads, agreement, known])
    look_from_here_on()
    with progress(shown(leads), quiet=quiet) as advance:
        batch = api.check(
            agreement,
            leads if query is None else asked(leads, query),
            system=system,
            at=at,
            as_of=as_of,
            accepted=accepted,
            rejected=rejected,
            verdicts=verdicts,
            known=known,
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
        _show_together(summary.together)
        for line in in_short(batch.unexpected.to_dict(), _profile(leads, agreement, system, query)):
            typer.echo(line)
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
    for what, place in (("accepted", accepted), ("rejected", rejected), ("verdicts", verdicts)):
        if place is not None:
            say(f"{what}: {shown([place])}", quiet=quiet)
    if batch.told is not None:
        for sentence in batch.told.sentences():
            say(sentence, quiet=quiet)
    level: Level | None = "error" if summary.errors or summary.rejected else "warning" if summary.warnings else None
    raise typer.Exit(exit_for_level(level, fail_on))


def _profile(leads: list[str], agreement: str, system: str | None, query: str | None) -> str:
    """Give the command that tells more of what the agreement does not expect."""
    named = quote(shown(leads)) if len(leads) == 1 else "LEADS"
    options = "".join(f" {name} {quote(word)}" for name, word in (("--query", query), ("--system", system)) if word)
    return f"ola profile {named} --agreement {quote(agreement)}{options}"


def _show_counts(by_clause: dict[str, dict[str, int]]) -> None:
    if not by_clause:
        return
    width = max(len(clause) for clause in by_clause)
    for clause, counts in sorted(by_clause.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        said = ", ".join(count(number, level) for level, number in counts.items() if number)
        typer.echo(f"{clause:<{width}}  {said}")


def _show_together(together: list[tuple[tuple[str, str], int]]) -> None:
    """Say which two clauses leads break most often together; one lead is no pattern."""
    if together and together[0][1] > 1:
        (one, other), leads = together[0]
        typer.echo(f"most often together: {one} and {other}, {count(leads, 'lead')}")
