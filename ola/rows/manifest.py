"""The manifest beside the outputs: what was checked, by which agreement, and that no row was lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ola.errors import NaiveDatetime, WrongCall
from ola.rows.output import Output

FORMAT = "ola.manifest/1"


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file that was written: what it holds (`accepted`, `rejected` …), its name and how many rows."""

    holds: str
    name: str
    rows: int


def manifest(
    *,
    made_at: datetime,
    ola_version: str,
    agreement_id: str,
    agreement_version: str,
    agreement_sha256: str | None,
    input_name: str,
    input_sha256: str | None,
    input_described: Mapping[str, object] | None = None,
    records: int,
    accepted: int,
    rejected: int,
    outputs: Iterable[OutputFile] = (),
    translated: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Give the manifest as JSON has it; raise `WrongCall` if records in are not accepted + rejected.

    `input_described` says more of the input: its files, the query. `translated` says into which system the accepted
    rows were translated, and what stayed behind.
    `made_at` carries an offset. Hashes are SHA-256 in hexadecimal; there is none for rows that were never a file.
    """
    if made_at.utcoffset() is None:
        message = f"{made_at.isoformat()} has no offset, so it names no moment. Give an aware datetime."
        raise NaiveDatetime(message)
    if records != accepted + rejected:
        message = (
            f"{records} records went in, {accepted} + {rejected} = {accepted + rejected} came out. No row may be lost."
        )
        raise WrongCall(message)
    return {
        "format": FORMAT,
        "made_at": made_at.isoformat(),
        "ola": {"version": ola_version},
        "agreement": {"id": agreement_id, "version": agreement_version, "sha256": agreement_sha256},
        "input": {"name": input_name, "sha256": input_sha256, **(input_described or {})},
        "counts": {"in": records, "accepted": accepted, "rejected": rejected},
        "outputs": [{"holds": output.holds, "name": output.name, "rows": output.rows} for output in outputs],
        **({} if translated is None else {"translated": dict(translated)}),
    }


class ManifestFile:
    """The manifest being written; put in its place by `written_together`, with the files it tells of."""

    def __init__(self, path: str | Path, *, never: Iterable[Path] = ()) -> None:
        """Open the file beside its place; raise `UnwritableOutput` if it cannot be written, or is one of `never`."""
        self._output = Output(Path(path), never=never)

    def write(self, content: dict[str, object]) -> None:
        """Write the manifest as JSON people can read."""
        self._output.write(json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n")

    def finish(self) -> None:
        """Complete the file beside its place."""
        self._output.finish()

    def place(self) -> None:
        """Put the file in its place."""
        self._output.place()

    def discard(self) -> None:
        """Leave nothing behind if the file is not in its place."""
        self._output.discard()
