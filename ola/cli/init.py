"""`ola init`: a commented agreement to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ola.cli.speaking import QuietOption, say


def init(
    file: Annotated[str, typer.Argument(help="Where to write it; - for standard output.")] = "agreement.ola.yaml",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,  # noqa: FBT002
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Write a starter agreement with comments; it lints clean, and every line is there to be changed."""
    from ola.bundled import starter
    from ola.errors import UnwritableOutput, WrongCall

    if file == "-":
        typer.echo(starter(), nl=False)
        return
    path = Path(file)
    if path.exists() and not force:
        message = f"{file} is there already. Choose another name, or add --force to write over it."
        raise WrongCall(message)
    try:
        path.write_text(starter(), encoding="utf-8")
    except OSError as fault:
        message = f"{file} cannot be written: {fault.strerror}. Choose another place."
        raise UnwritableOutput(message) from fault
    say(f"{file} is written. Next: ola lint {file}", quiet=quiet)
