"""`ola demo`: the whole job on an agreement and half a year of leads that come with ola."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Annotated

import typer

from ola.bundled import DEMO_FILES
from ola.cli.speaking import QuietOption, say, show_findings

AS_OF = "2026-07-01"
SYSTEM = "hubspot"
MADE = (
    *("accepted.csv", "rejected.csv", "accepted.csv.manifest.json", "verdicts.csv", "check.json", "measure.json"),
    *("leads.schema.json", "requirements.md"),
)
EVERYTHING = 1_000_000  # findings to keep: the outputs of so few leads are told whole

NEXT = """\
TRY NEXT
  ola check {folder}/leads.csv --agreement {folder}/agreement.ola.yaml --system {system} --as-of {as_of}
  ola measure {folder}/touches.csv stages={folder}/stages.csv owners={folder}/owners.csv \\
      --agreement {folder}/agreement.ola.yaml --leads {folder}/leads.csv --system {system} --as-of {as_of}
  ola explain OLA302

  Mend a lead in {folder}/leads.csv or change a limit in {folder}/agreement.ola.yaml, and run
  ola demo {folder}
  again: your change is kept, and the numbers move. With --fresh everything is as it came.
"""


def demo(
    folder: Annotated[str, typer.Argument(help="Where to put the files; ola-demo here unless said.")] = "ola-demo",
    as_of: Annotated[
        str, typer.Option("--as-of", help="The moment of the report: 2026-06-01, or with time and offset.")
    ] = AS_OF,
    fresh: Annotated[  # noqa: FBT002
        bool, typer.Option("--fresh", help="Put agreement, leads and events back as they came with ola.")
    ] = False,
    quiet: QuietOption = False,  # noqa: FBT002
) -> None:
    """Check and measure the leads that come with ola, and say in words what is found.

    The files are put into a folder, and beside them what ola check, measure and export made of them. Agreement,
    leads and events that are there already are kept, so that a change in them can be seen to move the numbers.
    """
    from ola import api
    from ola.cli.garbage import look_from_here_on
    from ola.report.story import told
    from ola.rows.output import write_whole

    place = Path(folder)
    kept = _put(place, fresh=fresh)
    if kept:
        say(f"{place}: {', '.join(kept)} kept as they are; --fresh puts them back.", quiet=quiet)
    agreed = api.load(place / "agreement.ola.yaml")
    findings = [finding for finding in api.lint(agreed, as_of=as_of) if finding.level != "info"]
    look_from_here_on()
    batch = api.check(
        agreed,
        place / "leads.csv",
        system=SYSTEM,
        as_of=as_of,
        accepted=place / "accepted.csv",
        rejected=place / "rejected.csv",
        limit=EVERYTHING,
    )
    events = {"touches": place / "touches.csv", "stages": place / "stages.csv", "owners": place / "owners.csv"}
    timing = api.measure(agreed, events, leads=place / "leads.csv", system=SYSTEM, as_of=as_of)
    timing.write_verdicts(place / "verdicts.csv")
    write_whole(place / "check.json", _json(batch.to_dict()))
    write_whole(place / "measure.json", _json(timing.to_dict()))
    for target, file in (("json-schema", "leads.schema.json"), ("requirements", "requirements.md")):
        write_whole(place / file, api.export(agreed, target, system=SYSTEM).text)
    show_findings(findings, agreed.source)
    check, measure = (json.loads((place / name).read_text("utf-8")) for name in ("check.json", "measure.json"))
    typer.echo(told(check, measure))
    typer.echo(NEXT.format(folder=shlex.quote(place.as_posix()), system=SYSTEM, as_of=shlex.quote(as_of)), nl=False)
    say(f"\nIn {place}: {', '.join(name for name in (*DEMO_FILES, *MADE) if (place / name).exists())}", quiet=quiet)


def _put(place: Path, *, fresh: bool) -> list[str]:
    """Put the files into the folder but for those that are there; name these."""
    from ola.bundled import copy_demo
    from ola.errors import UnwritableOutput, WrongCall

    there = [name for name in DEMO_FILES if (place / name).exists()]
    ours = len(there) == len(DEMO_FILES) or (place / "verdicts.csv").exists()
    if place.is_dir() and any(place.iterdir()) and not ours:
        message = f"{place} holds other files than those of the demonstration. Name a new folder: ola demo {place}/demo"
        raise WrongCall(message)
    try:
        place.mkdir(parents=True, exist_ok=True)
        copy_demo(place, [name for name in DEMO_FILES if fresh or name not in there])
    except OSError as fault:
        message = f"{place} cannot be written: {fault.strerror}. Choose another place: ola demo FOLDER"
        raise UnwritableOutput(message) from fault
    return [] if fresh else there


def _json(result: object) -> str:
    """Write a result as the commands do with `--format json`."""
    return json.dumps(result, ensure_ascii=False, indent=2, default=str) + "\n"
