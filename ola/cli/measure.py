"""`ola measure`: hold handoff timings against the agreement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ola.cli.check import SystemOption
from ola.cli.speaking import (
    NOTHING,
    AgreementOption,
    AsOfOption,
    FailOnOption,
    FormatOption,
    LimitOption,
    QuietOption,
    emit,
    exit_for,
    say,
    show_findings,
)
from ola.finding import count


def measure(
    events: Annotated[
        list[str],
        typer.Argument(
            help="Files of events as LOG=FILE, by the name of a log or history; one without a name is the default log."
        ),
    ],
    agreement: AgreementOption,
    leads: Annotated[
        str | None, typer.Option("--leads", "-l", help="The leads, whose fields conditions and segments read.")
    ] = None,
    system: SystemOption = None,
    as_of: AsOfOption = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help="Cut every commitment by owner, team, party, a segment or a field; may be repeated."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", help="Count numbers from this date on; else from the agreement's effective date."),
    ] = None,
    verdicts: Annotated[
        str | None, typer.Option("--verdicts", help="Write a row a cycle here: .csv, .jsonl or .parquet.")
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            help="Tell the life of this lead's clocks: events, windows counted, pauses, verdict.",
            metavar="LEAD",
        ),
    ] = None,
    format: FormatOption = "text",  # noqa: A002 (the option's name)
    limit: LimitOption = 100,
    fail_on: FailOnOption = "error",
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Measure handoffs: who kept which clock, what is still open, and whether the targets are met.

    Exit codes: 0 fine, 1 findings at or above --fail-on, 2 wrong usage, 3 the agreement is invalid, 4 a file
    cannot be read, 5 a result cannot be written.
    """
    from ola import api
    from ola.rows.output import require_no_input

    agreed = api.load(agreement)
    logs = api.named_logs(agreed, events)
    if verdicts is not None:
        require_no_input(Path(verdicts), [Path(each) for each in (agreement, leads, *logs.values()) if each])
    timing = api.measure(agreed, logs, leads=leads, system=system, as_of=as_of, by=by or (), since=since)
    if verdicts is not None:
        timing.write_verdicts(verdicts)
    if explain is not None:
        told = timing.explain(explain)
        typer.echo(told.to_json() if format == "json" else str(told))
        raise typer.Exit(NOTHING)
    if format == "json":
        emit(timing.to_dict(limit))
    else:
        show_findings(timing.findings[:limit])
        typer.echo(str(timing))
    cycles = sum(sum(each.counts.values()) for each in timing.commitments.values())
    said = f"{count(len(timing.findings), 'finding')}, {count(cycles, 'cycle')}"
    say(f"{said}, as of {timing.as_of.isoformat(timespec='seconds')}.", quiet=quiet)
    if verdicts is not None:
        say(f"verdicts: {verdicts}", quiet=quiet)
    raise typer.Exit(exit_for(timing.findings, fail_on))
