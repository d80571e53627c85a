"""The verbs on one screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from ola.cli import check, demo, explain, export, fmt, init, lint, measure, profile, read, write

VERBS: dict[str, Callable[..., None]] = {
    "init": init.init,
    "read": read.read,
    "write": write.write,
    "lint": lint.lint,
    "fmt": fmt.fmt,
    "check": check.check,
    "profile": profile.profile,
    "measure": measure.measure,
    "export": export.export,
    "explain": explain.explain,
    "demo": demo.demo,
}

app = typer.Typer(
    help="Turn a written agreement between marketing and sales into checks, and hold leads and handoffs against it.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, verb in VERBS.items():
    app.command(name)(verb)


def _version(value: bool) -> None:  # noqa: FBT001 (typer calls it so)
    if value:
        import ola

        typer.echo(f"ola {ola.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[  # noqa: FBT002 (typer's way to declare a flag)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Hold the words of the whole command."""
