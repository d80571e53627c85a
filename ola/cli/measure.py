"""`ola measure`: hold handoff timings against the agreement."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal, assert_never

import typer

from ola.cli.leads import SystemOption
from ola.cli.speaking import (
    MOST_SHOWN,
    NOTHING,
    AsOfOption,
    FailOnOption,
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
    agreement: Annotated[
        list[str],
        typer.Option(
            "--agreement",
            "-a",
            help="The agreement: a file, or - for standard input; given again, its versions, each for its dates.",
            show_default=False,
        ),
    ],
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
    state: Annotated[
        str | None, typer.Option("--state", help="Begin from this saved state: the files are what happened since.")
    ] = None,
    save_state: Annotated[
        str | None, typer.Option("--save-state", help="Write here what the next run can begin from.")
    ] = None,
    open_clocks: Annotated[  # noqa: FBT002 (typer's way to declare a flag)
        bool, typer.Option("--open", help="Give the clocks that still run alone, those due soonest first.")
    ] = False,
    format: Annotated[  # noqa: A002 (the option's name)
        Literal["text", "json", "csv"],
        typer.Option("--format", "-f", help="How the result is written on standard output; csv with --open alone."),
    ] = "text",
    limit: LimitOption = 100,
    fail_on: FailOnOption = "error",
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Measure handoffs: who kept which clock, what is still open, and whether the targets are met.

    Exit codes: 0 fine, 1 findings at or above --fail-on, 2 wrong usage, 3 the agreement is invalid, 4 a file
    cannot be read, 5 a result cannot be written.
    """
    from zoneinfo import ZoneInfo

    from ola import api
    from ola.cli.garbage import look_from_here_on
    from ola.errors import WrongCall
    from ola.report.open_clocks import as_csv, table
    from ola.rows.output import require_apart, require_no_input
    from ola.rows.read import require_one_stream

    # Before the agreement is read, which may be what stands on standard input.
    require_one_stream((*agreement, leads, *(each.partition("=")[2] or each for each in events)))
    versions = sorted((api.load(each) for each in agreement), key=lambda each: str(each.plan.since or ""))
    agreed = versions[-1]
    logs = api.named_logs(versions, events)
    if format == "csv" and not open_clocks:
        message = "--format csv writes the clocks that still run: add --open. --verdicts FILE.csv writes all cycles."
        raise WrongCall(message)
    inputs = [Path(each) for each in (*agreement, leads, *logs.values()) if each]
    require_apart(verdicts, save_state)
    for output in (verdicts, save_state):
        if output is not None:
            require_no_input(Path(output), inputs)
    look_from_here_on()
    timing = api.measure(
        versions,
        logs,
        leads=leads,
        system=system,
        as_of=as_of,
        by=by or (),
        since=since,
        state=state,
        keep_state=save_state is not None,
    )
    if verdicts is not None:
        timing.write_verdicts(verdicts)
    if save_state is not None:
        timing.save_state(save_state)
    if explain is not None:
        told = timing.explain(explain)
        typer.echo(told.to_json() if format == "json" else str(told))
        raise typer.Exit(NOTHING)
    limitless = {each.clause.id for version in versions for each in version.plan.deadlines if not each.within}
    zone = ZoneInfo(agreed.plan.zone)
    match format:
        case "json" if open_clocks:
            said_of = {name: value for name, value in timing.to_dict(0).items() if name in ("agreement", "as_of")}
            emit({"format": "ola.open/1", **said_of, "open": timing.clocks})
        case "json":
            emit(timing.to_dict(limit))
        case "csv":
            sys.stdout.write(as_csv(timing.clocks))
        case "text" if open_clocks:
            typer.echo(table(timing.clocks, zone, limitless, limit))
        case "text":
            show_findings(timing.findings[:limit])
            typer.echo(str(timing))
            if timing.still_open:
                typer.echo(f"\n{table(timing.clocks, zone, limitless, min(limit, MOST_SHOWN))}")
        case _:
            assert_never(format)
    cycles = sum(sum(each.counts.values()) for each in timing.commitments.values())
    said = f"{count(len(timing.findings), 'finding')}, {count(cycles, 'cycle')}"
    say(f"{said}, as of {timing.as_of.isoformat(timespec='seconds')}.", quiet=quiet)
    if verdicts is not None:
        say(f"verdicts: {verdicts}", quiet=quiet)
    if save_state is not None:
        say(f"state: {save_state}", quiet=quiet)
    raise typer.Exit(exit_for(timing.findings, fail_on))
