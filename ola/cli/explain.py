"""`ola explain`: the page of a finding."""

from __future__ import annotations

from typing import Annotated

import typer


def explain(
    code: Annotated[
        str | None, typer.Argument(help="A finding's code, such as OLA302; all codes are listed without one.")
    ] = None,
) -> None:
    """Print what a finding means, why it matters, an example, and what to do instead."""
    from ola import api

    if code is None:
        for page in api.codes():
            typer.echo(f"{page.code}  {page.level:<8}{page.title}")
        return
    page = api.explain(code)
    typer.echo(f"{page.code}  {page.title}  ({page.level})\n\n{page.page.strip()}")
