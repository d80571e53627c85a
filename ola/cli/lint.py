"""`ola lint`: what is wrong with an agreement by itself."""

from __future__ import annotations

from typing import Annotated

import typer

from ola.cli.speaking import (
    INVALID,
    AsOfOption,
    FailOnOption,
    FormatOption,
    QuietOption,
    emit,
    exit_for,
    say,
    show_findings,
)
from ola.finding import count


def lint(
    agreement: Annotated[str, typer.Argument(help="The agreement: a file, or - for standard input.")],
    as_of: AsOfOption = None,
    format: FormatOption = "text",  # noqa: A002 (the option's name)
    fail_on: FailOnOption = "error",
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Check an agreement: its structure, names, kinds and times, and what it forgets to say.

    Exit codes: 0 fine, 1 findings at or above --fail-on, 3 the agreement cannot be used, 4 it cannot be read.
    """
    from ola import api

    read = api.read(agreement)
    findings = api.lint(read, as_of=as_of)
    if format == "json":
        emit({"format": "ola.lint/1", "findings": [finding.to_dict() for finding in findings]})
    else:
        show_findings(findings, read.source)
    errors = sum(finding.level == "error" for finding in findings)
    warnings = sum(finding.level == "warning" for finding in findings)
    rest = len(findings) - errors - warnings
    said = f"{count(errors, 'error')}, {count(warnings, 'warning')}, {count(rest, 'note')}"
    say(f"{read.source.name}: {said}." if findings else f"{read.source.name}: nothing to say.", quiet=quiet)
    code = exit_for(findings, fail_on)
    raise typer.Exit(INVALID if code and not read.ok else code)
