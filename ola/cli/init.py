"""`ola init`: an agreement to start from, with comments or drafted from what a system says of its leads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ola.cli.speaking import QuietOption, say

if TYPE_CHECKING:
    from ola.drafting import Draft

DEFAULT = "agreement.ola.yaml"


def init(
    file: Annotated[
        str | None,
        typer.Argument(
            help=f"Where to write it; - for standard output. Default: {DEFAULT}.", show_default=False, metavar="FILE"
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Draft the fields from this: a Salesforce describe, a HubSpot property list, a Marketo catalogue, "
            "or a sample of leads (CSV, JSON Lines, Parquet); - for standard input.",
        ),
    ] = None,
    system: Annotated[
        str | None, typer.Option("--system", "-s", help="With --from: how the system is called in the agreement.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", help="With --from: what money is in, such as EUR.")
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "--out", "-o", help="The same as FILE.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,  # noqa: FBT002
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Write a starter agreement with comments, or draft one from a system's fields.

    The starter lints clean, and every line is there to be changed. A draft has every field of the system with its
    type, length, choices and whether it is required; what its source does not say is guessed, marked and listed.
    """
    from ola.bundled import starter
    from ola.errors import WrongCall
    from ola.rows.output import write_whole

    if file is not None and output is not None:
        message = f"Two places to write to are named, {file} and {output}. Name one."
        raise WrongCall(message)
    if source is None and (system is not None or currency is not None):
        message = "--system and --currency are for a draft. Add --from FILE, or leave them out."
        raise WrongCall(message)
    place = file or output or DEFAULT
    # Somebody's agreement is kept before a long read, not after it.
    if place != "-" and Path(place).exists() and not force:
        message = f"{place} is there already. Choose another name, or add --force to write over it."
        raise WrongCall(message)
    if source is None:
        drafted, text = None, starter()
    else:
        from ola import api
        from ola.cli.garbage import look_from_here_on

        look_from_here_on()
        drafted = api.draft(source, system=system, currency=currency)
        text = drafted.text
    if place == "-":
        typer.echo(text, nl=False)
    else:
        write_whole(place, text, never=[Path(source)] if source not in (None, "-") else [])
    if drafted is not None:
        _tell(drafted, quiet=quiet)
    if place != "-":
        say(f"{place} is written. Next: ola lint {place}", quiet=quiet)


def _tell(draft: Draft, *, quiet: bool) -> None:
    """Say what was drafted and every guess, those with one reason together."""
    say(f"{draft.origin} is {draft.kind}: {draft}.", quiet=quiet)
    about: dict[str, list[str]] = {}
    for guess in draft.guesses:
        about.setdefault(guess.why, []).append(guess.about)
    for why, names in about.items():
        say(f"  guessed: {', '.join(names)}: {why}", quiet=quiet)
