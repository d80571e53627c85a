"""`ola export`: the agreement for another tool, with what that tool cannot say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ola.cli.leads import SystemOption
from ola.cli.speaking import AgreementOption, AsOfOption, QuietOption, say
from ola.finding import count


def export(
    target: Annotated[str, typer.Argument(help="What to write: json-schema, pydantic or requirements.")],
    agreement: AgreementOption,
    system: SystemOption = None,
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage", "--at", help="The stage to judge at, or claimed. Default: the stage the handoff leaves."
        ),
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", help="Where to write it; standard output unless said.")
    ] = None,
    losses: Annotated[
        str | None, typer.Option("--losses", help="Where to write, as JSON, what the target cannot say.")
    ] = None,
    as_of: AsOfOption = None,
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Write the agreement for another tool, and list what that tool cannot say of it.

    With --out the losses stand beside the file, as FILE.losses.json, unless --losses names a place.
    """
    from ola import api
    from ola.rows.output import require_apart, write_whole

    require_apart(out, beside := losses or (f"{out}.losses.json" if out else None))
    inputs = [Path(agreement)] if agreement != "-" else []
    done = api.export(agreement, target, system=system, at=stage, as_of=as_of)
    if out is None:
        typer.echo(done.text, nl=not done.text.endswith("\n"))
    else:
        write_whole(out, done.text, never=inputs)
    listed = {"format": "ola.losses/1", "target": target, "losses": [loss.to_dict() for loss in done.losses]}
    if beside is not None:
        write_whole(beside, json.dumps(listed, ensure_ascii=False, indent=2) + "\n", never=inputs)
    where = "" if beside is None else f", listed in {beside}"
    say(f"{target}: {count(len(done.losses), 'loss', 'losses')}{where}.", quiet=quiet)
    if beside is None:
        for loss in done.losses:
            say(f"  {loss.clause}: {loss.what}. {loss.why}", quiet=quiet)
