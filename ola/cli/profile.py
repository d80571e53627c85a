"""`ola profile`: what leads have that the agreement does not expect."""

from __future__ import annotations

from typing import Annotated

import typer

from ola.cli.leads import DelimiterOption, EncodingOption, QueryOption, ReadAsOption, SystemOption, asked, shown
from ola.cli.speaking import (
    AgreementOption,
    AsOfOption,
    FailOnOption,
    FormatOption,
    LimitOption,
    QuietOption,
    emit,
    exit_for,
    say,
)
from ola.finding import count


def profile(
    leads: Annotated[
        str,
        typer.Argument(
            help="The leads: a file, a folder or a pattern of CSV, JSON Lines or Parquet; - for standard input; or a "
            "table, such as postgresql://db.example/sales#leads."
        ),
    ],
    events: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files of events as LOG=FILE, as ola measure takes them, for names the agreement does not have.",
            show_default=False,
        ),
    ] = None,
    *,
    agreement: AgreementOption,
    system: SystemOption = None,
    at: Annotated[
        str | None,
        typer.Option("--at", help="The stage whose requirements count. Default: the stage the handoff leaves."),
    ] = None,
    as_of: AsOfOption = None,
    query: QueryOption = None,
    format: FormatOption = "text",  # noqa: A002 (the option's name)
    limit: LimitOption = 100,
    fail_on: FailOnOption = "error",
    read_as: ReadAsOption = None,
    encoding: EncodingOption = None,
    delimiter: DelimiterOption = None,
    quiet: QuietOption = False,
) -> None:
    """See what the agreement does not expect: columns, values and names it does not know, blanks, odd dates.

    Nothing is judged and nothing is written: ola check says which leads may pass. Exit codes: 0 fine, 1 findings at
    or above --fail-on, 2 wrong usage, 3 the agreement is invalid, 4 a file cannot be read.
    """
    from ola import api
    from ola.cli.progress import progress
    from ola.pages import CODES
    from ola.report.unexpected import in_full
    from ola.rows.read import require_one_stream

    require_one_stream((agreement, leads, *(each.partition("=")[2] or each for each in events or ())))
    agreed = api.load(agreement)
    logs = api.named_logs(agreed, events) if events else None
    with progress(shown([leads]), quiet=quiet) as advance:
        found = api.profile(
            agreed,
            leads if query is None else asked([leads], query),
            system=system,
            at=at,
            as_of=as_of,
            events=logs,
            format=read_as,
            encoding=encoding,
            delimiter=delimiter,
            advance=advance,
        )
    told = found.to_dict()
    if format == "json":
        emit(told)
    else:
        for line in in_full(told, {code: page.title for code, page in CODES.items()}, limit):
            typer.echo(line)
    unread = f", {count(found.unreadable, 'more row')} that cannot be read" if found.unreadable else ""
    say(
        f"{count(found.records - found.unreadable, 'lead')}{unread}, {count(len(found.columns), 'column')}: "
        f"{count(len(found.findings), 'finding')}; requirements of {found.at or 'no stage'} "
        f"as of {found.as_of.isoformat(timespec='seconds')}.",
        quiet=quiet,
    )
    raise typer.Exit(exit_for(found.findings, fail_on))
