"""Many leads checked: what was accepted, what was rejected and why, as a whole or written to files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from ola.errors import WrongCall
from ola.evaluate.leads.batch import Summary, check_blocks
from ola.evaluate.leads.translated_blocks import TranslatedBlocks
from ola.evaluate.leads.translation import translation
from ola.finding import Finding
from ola.plan import stage_asked, system_asked
from ola.rejecting import Rejecting
from ola.rows.address import Address
from ola.rows.ahead import at_once, begun
from ola.rows.manifest import ManifestFile, OutputFile, manifest
from ola.rows.output import require_apart, require_not_known, written_together
from ola.rows.transaction import Transactions
from ola.rows.verdict_rows import JudgedBy, VerdictRows
from ola.rows.write import AcceptedRows, RejectedRows, TranslatedRows, rejected_rows

if TYPE_CHECKING:
    from ola.evaluate.leads.batch import Batch as Judging
    from ola.evaluate.leads.drift.glance import Unexpected
    from ola.evaluate.leads.judged import Judged
    from ola.evaluate.leads.translation import Translation
    from ola.plan import Plan
    from ola.rows.rows import Rows

_WORKERS = max(2, min(4, pl.thread_pool_size()))  # more would hold more blocks, and Polars spreads each of them too
Advance = Callable[[int, float | None], None]
Target = str | Path | Address | None
Out = TypeVar("Out", AcceptedRows, RejectedRows, TranslatedRows, VerdictRows)


class Batch:
    """The check of one input of many leads; nothing is read before it is asked for.

    `summary` and `findings` go through the input once. `accepted` and `rejected` give the rows block by
    block, each time anew, so that a file larger than memory can be worked through.
    """

    def __init__(
        self,
        plan: Plan,
        rows: Rows,
        system: str | None,
        at: str | None,
        as_of: dt.datetime,
        limit: int = 100,
        translate: str | None = None,
        known: Rows | None = None,
    ) -> None:
        """Note what to check; `limit` is how many findings are kept, `translate` the system the accepted go to.

        No lead may have a unique value of the `known` ones.
        """
        self.plan, self.as_of = plan, as_of
        self._rows, self._system, self._at, self._limit = rows, system, at, limit
        self._known = known
        self._done: Judging | None = None
        self.at = stage_asked(plan, at)
        system_asked(plan, system)  # what does not fit is said now, not when rows are asked for
        self._way: Translation | None = None if translate is None else translation(plan, system, translate)
        self._told: TranslatedBlocks | None = None

    # ── what was found ──────────────────────────────────────────────────────────────────────────

    @property
    def summary(self) -> Summary:
        """How many records, accepted and rejected, and how many findings by clause."""
        return self._complete().summary

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The first findings, up to the limit, those about the whole input before those about rows.

        Whoever runs the system that the rows come from answers for rows that cannot be read.
        """
        system = None if self._system is None else self.plan.systems[self._system]
        sender = "ops" if system is None or system.party is None else system.party
        judged = self._complete().findings  # a file may be found cut off when it has been read to its end
        every = (*self._rows.findings, *judged)
        return tuple(replace(each, party=each.party or sender) for each in every)

    @property
    def unexpected(self) -> Unexpected:
        """What was noticed that the agreement does not expect: columns, values outside lists, fields always blank."""
        return self._complete().unexpected

    @property
    def not_checked(self) -> tuple[str, ...]:
        """The ids of clauses that this input could not show."""
        return (self._done or self._judging()).not_checked

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
    def translated(self) -> Iterator[pl.DataFrame | list[dict[str, Any]]]:
        """The accepted rows in the names and values of the system to translate to, a block at a time.

        Raises WrongCall where none was asked for.
        """
        if self._way is None:
            message = 'No system was asked for. Say which: ola.check(…, translate="salesforce").'
            raise WrongCall(message)
        return self._translated(self._way)

    def _translated(self, way: Translation) -> Iterator[pl.DataFrame | list[dict[str, Any]]]:
        judging = self._judging()
        told = TranslatedBlocks(way, judging.checker, self.as_of)
        for judged in judging:
            yield told.write(judged)

    @property
    def rejected(self) -> Iterator[pl.DataFrame | list[dict[str, object]]]:
        """The rejected rows as they came, a block at a time, with what is wrong beside them."""
        for judged in self._judging():
            yield rejected_rows(judged.block, judged.accepted, judged.errors, judged.warnings)

    @property
    def told(self) -> TranslatedBlocks | None:
        """What was translated while the accepted rows were written, and what stayed behind; None where nothing was."""
        return self._told

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
            "summary": {**self.summary.to_dict(), "unexpected": self.unexpected.to_dict()},
            "findings": [finding.to_dict() for finding in self.findings],
            "not_checked": list(self.not_checked),
            **({} if self._told is None else {"translated": self._told.to_dict()}),
        }

    def to_json(self) -> str:
        """Give the result as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, default=str)

    def __str__(self) -> str:
        """Count what was accepted and rejected."""
        summary = self.summary
        return f"{summary.records:,} leads: {summary.accepted:,} accepted, {summary.rejected:,} rejected"

    # ── files ───────────────────────────────────────────────────────────────────────────────────

    def write(
        self,
        accepted: str | Path | None = None,
        rejected: Target = None,
        advance: Advance | None = None,
        *,
        verdicts: Target = None,
    ) -> Batch:
        """Write accepted and rejected rows and a verdict a record while reading, and a manifest beside the files.

        Where a system to translate to was asked for, the accepted rows are written in its names and values. Rejected
        rows and verdicts may go to tables of a database, all of one database in one transaction. Files and tables are
        whole under their names when all is done, or as they were before. Raises UnwritableOutput, with the way out,
        where that cannot be. Gives the batch.
        """
        judging = self._judging()
        require_apart(accepted, rejected, verdicts)
        if self._known is not None:
            require_not_known(self._known, accepted, rejected, verdicts)
        with ExitStack() as together:
            tables = Transactions()
            together.callback(tables.close)
            told = None if self._way is None else TranslatedBlocks(self._way, judging.checker, self.as_of)
            good: AcceptedRows | TranslatedRows | None
            if told is None:
                good = self._open(AcceptedRows, accepted, together)
            else:
                columns = told.columns(self._rows.columns)
                good = self._open(partial(TranslatedRows, columns=columns), accepted, together)
            bad = self._open(partial(RejectedRows, transactions=tables), rejected, together)
            every = self._open(partial(VerdictRows, by=self._by(judging), transactions=tables), verdicts, together)
            first = next((each for each in (accepted, rejected, verdicts) if isinstance(each, str | Path)), None)
            beside = None if first is None else ManifestFile(manifest_path(first), never=self._never)
            if beside is not None:
                together.callback(beside.discard)
            outputs = [each for each in (good, bad, every, beside) if each is not None]
            # A database can still refuse when all is committed; a file is only renamed.
            outputs.sort(key=lambda each: getattr(each, "format", None) != "table")
            together.enter_context(written_together(*outputs))
            sha256 = None if beside is None else begun(self._rows.sha256)
            workers = together.enter_context(ThreadPoolExecutor(_WORKERS, thread_name_prefix="ola-check"))
            rejecting = None if bad is None else Rejecting(bad, workers)
            for judged in together.enter_context(closing(_judged(judging, workers))):
                match good:
                    case AcceptedRows():
                        good.add(judged.block, judged.accepted)
                    case TranslatedRows() if told is not None:
                        good.add(told.write(judged))
                if rejecting is not None:
                    rejecting.add(judged)
                if every is not None:
                    every.add(judged.block, judged.accepted, judged.errors, judged.warnings)
                if advance is not None:
                    advance(judging.summary.records, judged.block.done)
            if rejecting is not None:
                rejecting.finish()
            if beside is not None and sha256 is not None:
                beside.write(self._manifest(judging.summary, good, bad, every, told, sha256()))
        self._finish(judging)
        self._told = told if accepted is not None else None
        return self

    def _open(self, kind: Callable[..., Out], place: Target, undo: ExitStack) -> Out | None:
        """Open a file of rows beside its place, to be discarded where a later one cannot be opened."""
        if place is None:
            return None
        opened = kind(place, self._rows, never=self._never)
        undo.callback(opened.discard)
        return opened

    @property
    def _never(self) -> tuple[Path, ...]:
        """The files that no output may replace."""
        return (*self._rows.paths, *(() if self._known is None else self._known.paths))

    def _by(self, judging: Judging) -> JudgedBy:
        key = self.plan.key
        column = None if key is None else judging.docket.fields.get(key.name)
        return JudgedBy(column, self.plan.id, self.plan.version, self.as_of)

    def _manifest(
        self,
        summary: Summary,
        good: AcceptedRows | TranslatedRows | None,
        bad: RejectedRows | None,
        every: VerdictRows | None,
        told: TranslatedBlocks | None,
        sha256: str | None,
    ) -> dict[str, object]:
        written = (("accepted", good), ("rejected", bad), ("verdicts", every))
        outputs = [OutputFile(holds, each.name, each.count) for holds, each in written if each is not None]
        return manifest(
            made_at=dt.datetime.now(dt.UTC),
            ola_version=version("ola-contract"),
            agreement_id=self.plan.id,
            agreement_version=self.plan.version,
            agreement_sha256=self.plan.sha256,
            input_name=self._rows.name,
            input_sha256=sha256,
            input_described=self._rows.described(),
            records=summary.records,
            accepted=summary.accepted,
            rejected=summary.rejected,
            outputs=outputs,
            translated=None if told is None or good is None else told.to_dict(),
        )

    def _judging(self) -> Judging:
        keep = () if self._way is None else [each.field for each in self._way.carried]
        return check_blocks(self.plan, self._system, self._at, self.as_of, self._rows, self._limit, keep, self._known)

    def _complete(self) -> Judging:
        if self._done is None:
            judging = self._judging()
            with ThreadPoolExecutor(_WORKERS, thread_name_prefix="ola-check") as workers:
                for _ in _judged(judging, workers):
                    pass
            self._finish(judging)
            return judging
        return self._done

    def _finish(self, judging: Judging) -> None:
        """Keep what was judged, and count what was found of the input as a whole."""
        for finding in self._rows.findings:
            judging.summary.count(finding.level, finding.clause)
        self._done = judging


def _judged(judging: Judging, workers: Executor) -> Generator[Judged]:
    """Go through the input with several blocks in the making, in their order."""
    yield from judging.through(partial(at_once, workers, _WORKERS - 1))


def manifest_path(output: str | Path) -> Path:
    """Give the manifest's place beside an output: `accepted.csv` has `accepted.csv.manifest.json`."""
    path = Path(output)
    return path.with_name(f"{path.name}.manifest.json")
