"""`ola fmt`: an agreement in one order and style."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ola.cli.speaking import FOUND, NOTHING, QuietOption, say


def fmt(
    agreement: Annotated[str, typer.Argument(help="The agreement: a file, or - for standard input.")],
    check: Annotated[  # noqa: FBT002 (typer's way to declare a flag)
        bool, typer.Option("--check", help="Write nothing; exit with 1 if the file is not formatted.")
    ] = False,
    diff: Annotated[  # noqa: FBT002 (typer's way to declare a flag)
        bool, typer.Option("--diff", help="Show the change as a diff, and write nothing.")
    ] = False,
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Put an agreement in one order and style; its words and comments stay.

    From standard input the result goes to standard output. Exit codes: 0 fine, 1 something would change (--check,
    --diff), 3 the agreement cannot be read as YAML, 4 it cannot be read, 5 the file cannot be written.
    """
    from ola import api
    from ola.tree.reading import load_text

    source = load_text(sys.stdin.buffer.read(), "<stdin>") if agreement == "-" else load_text(agreement)
    text = api.fmt(source)
    changed = text != source.text
    if diff:
        typer.echo(source.diff(text), nl=False)
    elif agreement == "-" and not check:
        sys.stdout.write(text)
        raise typer.Exit(NOTHING)
    if check or diff:
        say(f"{source.name} would be changed." if changed else f"{source.name} is formatted.", quiet=quiet)
        raise typer.Exit(FOUND if changed else NOTHING)
    if changed:
        from ola.rows.output import replace_whole

        replace_whole(Path(agreement), text)
    say(f"{source.name} is {'formatted' if changed else 'formatted already'}.", quiet=quiet)
