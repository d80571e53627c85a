"""How the command speaks: results on standard output, words for people on standard error, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import typer

from ola.errors import InvalidAgreement, OlaError, UnreadableInput, UnwritableOutput
from ola.finding import LEVELS, Finding, Level, count, show, worst
from ola.source import Place, Source

FailOn = Literal["error", "warning", "never"]
Format = Literal["text", "json"]

AgreementOption = Annotated[
    str, typer.Option("--agreement", "-a", help="The agreement: a file, or - for standard input.", show_default=False)
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="The moment of the check: 2026-06-01, or with time and offset. Default: now."),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the result is written on standard output.")]
FailOnOption = Annotated[
    FailOn, typer.Option("--fail-on", help="The gravest findings that still end in exit code 0 are below this.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on standard error but errors.")]
LimitOption = Annotated[int, typer.Option("--limit", min=0, help="How many findings are listed; all are counted.")]

MOST_SHOWN = 20
NOTHING, FOUND, WRONG_CALL, INVALID, UNREADABLE, UNWRITABLE = range(6)


def exit_code(fault: OlaError) -> int:
    """Give the exit code of an error: 2 wrong usage, 3 invalid agreement, 4 unreadable input, 5 unwritable output."""
    match fault:
        case InvalidAgreement():
            return INVALID
        case UnreadableInput():
            return UNREADABLE
        case UnwritableOutput():
            return UNWRITABLE
        case _:
            return WRONG_CALL


def exit_for(findings: Iterable[Finding], fail_on: FailOn) -> int:
    """Give 1 when a finding is as grave as `fail_on` or graver, else 0."""
    level = worst(findings)
    return exit_for_level(level, fail_on)


def exit_for_level(level: Level | None, fail_on: FailOn) -> int:
    """Give 1 when the gravest level found reaches `fail_on`, else 0."""
    if fail_on == "never" or level is None:
        return NOTHING
    return FOUND if LEVELS.index(level) <= LEVELS.index(fail_on) else NOTHING


def say(words: str, *, quiet: bool = False) -> None:
    """Say something to a person, on standard error."""
    if not quiet:
        typer.echo(words, err=True)


def emit(result: Mapping[str, object]) -> None:
    """Write a result for a machine, on standard output."""
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2, default=str) + "\n")


def show_findings(findings: Iterable[Finding], source: Source | None = None) -> None:
    """Write findings for a person, on standard output, each with the text and a caret where it has one."""
    sources = {} if source is None else {source.name: source}
    for finding in findings:
        # Who answers for it is worth saying of leads and handoffs; of an agreement it is whoever keeps it.
        party = f", {finding.party}" if finding.party and not isinstance(finding.place, Place) else ""
        typer.echo(f"{finding.level}{party}: {show(finding, sources)}\n")


def show_invalid(fault: InvalidAgreement) -> None:
    """Say why an agreement cannot be used, with its first errors."""
    sources = {} if fault.source is None else {fault.source.name: fault.source}
    errors = [finding for finding in fault.findings if finding.level == "error"]
    for finding in errors[:MOST_SHOWN]:
        say(f"{show(finding, sources)}\n")
    if len(errors) > MOST_SHOWN:
        say(f"… and {count(len(errors) - MOST_SHOWN, 'error')} more; ola lint shows them all.\n")
    say(f"ola: {fault}")
