"""Many leads checked: what was accepted, what was rejected and why, as a whole or written to files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from ola.evaluate.batch import PROBLEMS, Summary, check_blocks
from ola.finding import Finding
from ola.rows.manifest import manifest_of, manifest_path, write_manifest
from ola.rows.write import AcceptedRows, RejectedRows, place_all, require_apart

if TYPE_CHECKING:
    from ola.evaluate.batch import Batch as Judging
    from ola.evaluate.batch import Judged
    from ola.plan import Plan
    from ola.rows.rows import Rows

Advance = Callable[[int, float | None], None]
Target = str | Path | None


class Batch:
    """The check of one input of many leads; nothing is read before it is asked for.

    `summary` and `findings` go through the input once. `accepted` and `rejected` give the rows block by
    block, each time anew, so that a file larger than memory can be worked through.
    """

    def __init__(
        self, plan: Plan, rows: Rows, system: str | None, at: str | None, as_of: dt.datetime, limit: int = 100
    ) -> None:
        """Note what to check; `limit` is how many findings are kept."""
        self.plan, self.as_of = plan, as_of
        self._rows, self._system, self._at, self._limit = rows, system, at, limit
        self._done: Judging | None = None
        self.at = self._judging().checker.at

    # ── what was found ──────────────────────────────────────────────────────────────────────────

    @property
    def summary(self) -> Summary:
        """How many records, accepted and rejected, and how many findings by clause."""
        return self._complete().summary

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The first findings, up to the limit, those about the whole input before those about rows."""
        return (*self._rows.findings, *self._complete().findings)

    @property
    def not_checked(self) -> tuple[str, ...]:
        """The ids of clauses that this input could not show."""
        return self._judging().not_checked

    @property
    def accepted(self) -> Iterator[pl.DataFrame | list[dict[str, Any]]]:
        """The accepted rows as they came, a block at a time: frames, or lists of records for what came so."""
        for judged in self._judging():
            block = judged.block
            if hasattr(block, "frame"):
                yield block.frame.filter(pl.Series(judged.accepted, dtype=pl.Boolean))
            else:
                yield [record for record, kept in zip(block.records, judged.accepted.tolist(), strict=True) if kept]

    @property
    def rejected(self) -> Iterator[pl.DataFrame | list[dict[str, Any]]]:
        """The rejected rows as they came, a block at a time, with what is wrong beside them."""
        from ola.rows.write import rejected_frame, rejected_records

        for judged in self._judging():
            wrong = (judged.block, ~judged.accepted, _series(judged.errors), _series(judged.warnings))
            yield rejected_frame(*wrong) if hasattr(judged.block, "frame") else rejected_records(*wrong)

    def to_dict(self) -> dict[str, object]:
        """Give what `ola check --format json` prints."""
        plan = self.plan
        return {
            "format": "ola.check/1",
            "agreement": {"id": plan.id, "version": plan.version, "sha256": plan.sha256},
            "input": self._rows.name,
            "system": self._system,
            "at": self.at,
            "as_of": self.as_of.isoformat(),
            "summary": self.summary.to_dict(),
            "findings": [finding.to_dict() for finding in self.findings],
            "not_checked": list(self.not_checked),
        }

    def to_json(self) -> str:
        """Give the result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, default=str)

    def __str__(self) -> str:
        """Count what was accepted and rejected."""
        summary = self.summary
        return f"{summary.records:,} leads: {summary.accepted:,} accepted, {summary.rejected:,} rejected"

    # ── files ───────────────────────────────────────────────────────────────────────────────────

    def write(self, accepted: Target = None, rejected: Target = None, advance: Advance | None = None) -> Batch:
        """Write accepted and rejected rows while reading, and a manifest beside them; give the batch.

        The files appear whole under their names when all is done, or not at all. Raises UnwritableOutput,
        with the way out, where that cannot be.
        """
        judging = self._judging()
        never = [Path(each) for each in (accepted, rejected) if each is not None]
        require_apart(accepted, rejected)
        rows = self._rows
        with ExitStack() as undo:
            good = AcceptedRows(accepted, rows, never=never[1:]) if accepted is not None else None
            bad = RejectedRows(rejected, rows, never=never[:-1]) if rejected is not None else None
            outputs = [each for each in (good, bad) if each is not None]
            for each in outputs:
                undo.callback(each.discard)
            for judged in judging:
                _add(judged, good, bad)
                if advance is not None:
                    advance(judging.summary.records, judged.block.done)
            for each in outputs:
                each.finish()
            self._done = judging
            if outputs:
                place_all(outputs)
                self._write_manifest([each.path for each in outputs])
        return self

    def _write_manifest(self, paths: list[Path]) -> None:
        summary = self.summary
        write_manifest(
            manifest_path(paths[0]),
            manifest_of(
                agreement={"id": self.plan.id, "version": self.plan.version, "sha256": self.plan.sha256},
                rows=self._rows,
                summary=summary.to_dict(),
                outputs=paths,
                at=self.at,
                system=self._system,
                as_of=self.as_of,
            ),
        )

    def _judging(self) -> Judging:
        return check_blocks(self.plan, self._system, self._at, self.as_of, self._rows, self._limit)

    def _complete(self) -> Judging:
        if self._done is None:
            judging = self._judging()
            for _ in judging:
                pass
            self._done = judging
        return self._done


def _add(judged: Judged, good: AcceptedRows | None, bad: RejectedRows | None) -> None:
    if good is not None:
        good.add(judged.block, judged.accepted)
    if bad is not None:
        bad.add(judged.block, judged.accepted, _series(judged.errors), _series(judged.warnings))


def _series(reasons: Any) -> pl.Series:
    return reasons if isinstance(reasons, pl.Series) else pl.Series(reasons, dtype=PROBLEMS)
