"""`ola lint`: what is wrong with an agreement by itself, and mending it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from ola.errors import WrongCall
from ola.finding import Finding, count, worst

if TYPE_CHECKING:
    from ola.lint.mending import Mended


def lint(
    agreement: Annotated[str, typer.Argument(help="The agreement: a file, or - for standard input.")],
    fix: Annotated[  # noqa: FBT002 (typer's way to declare a flag)
        bool, typer.Option("--fix", help="Write the fix of every finding that has one right answer into the file.")
    ] = False,
    diff: Annotated[  # noqa: FBT002 (typer's way to declare a flag)
        bool, typer.Option("--diff", help="With --fix: show the change as a diff, and write nothing.")
    ] = False,
    as_of: AsOfOption = None,
    format: FormatOption = "text",  # noqa: A002 (the option's name)
    fail_on: FailOnOption = "error",
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Check an agreement: its structure, names, kinds and times, and what it forgets to say.

    Exit codes: 0 fine, 1 findings at or above --fail-on (with --diff: something to fix), 3 the agreement cannot be
    used, 4 it cannot be read, 5 the file cannot be written.
    """
    from ola import api

    if diff and not fix:
        message = "--diff shows what --fix would write. Write --fix --diff, or leave it out."
        raise WrongCall(message)
    if fix and not diff and agreement == "-":
        message = "--fix writes into the file, and standard input is none. Name a file, or write --fix --diff."
        raise WrongCall(message)
    read = api.read(agreement)
    if not fix:
        findings = api.lint(read, as_of=as_of)
        if format == "json":
            emit({"format": "ola.lint/1", "findings": [finding.to_dict() for finding in findings]})
        else:
            show_findings(findings, read.source)
        _sum_up(read.source.name, findings, quiet=quiet)
        code = exit_for(findings, fail_on)
        raise typer.Exit(INVALID if code and not read.ok else code)
    mended = api.mend(read, as_of=as_of)
    if diff:
        typer.echo(mended.diff, nl=False)
        _tell_fixed(mended, quiet=quiet)
        raise typer.Exit(1 if mended.changed else 0)
    if mended.changed:
        from ola.rows.output import replace_whole
        from ola.tree.reading import require_text

        require_text(agreement)
        replace_whole(Path(agreement), mended.text)
    _tell_fixed(mended, quiet=quiet)
    if format == "json":
        left, gone = ([finding.to_dict() for finding in each] for each in (mended.left, mended.fixed))
        emit({"format": "ola.lint/1", "findings": left, "fixed": gone})
    else:
        show_findings(mended.left, mended.source_now)
    _sum_up(mended.source.name, mended.left, quiet=quiet)
    code = exit_for(mended.left, fail_on)
    raise typer.Exit(INVALID if code and worst(api.read(agreement).findings) == "error" else code)


def _tell_fixed(mended: Mended, *, quiet: bool) -> None:
    """Say what was fixed, one line each."""
    for finding in mended.fixed:
        says = finding.message if finding.fix is None else f"{finding.fix.says}."
        say(f"fixed: {finding.place} {finding.code} {says}", quiet=quiet)


def _sum_up(name: str, findings: Iterable[Finding], *, quiet: bool) -> None:
    every = tuple(findings)
    errors = sum(finding.level == "error" for finding in every)
    warnings = sum(finding.level == "warning" for finding in every)
    rest = len(every) - errors - warnings
    said = f"{count(errors, 'error')}, {count(warnings, 'warning')}, {count(rest, 'note')}"
    say(f"{name}: {said}." if every else f"{name}: nothing to say.", quiet=quiet)
    fixable = sum(finding.fix is not None for finding in every)
    if fixable:
        say(f"{count(fixable, 'finding has', 'findings have')} one right answer: ola lint --fix {name}", quiet=quiet)
