"""Leads that were merged into others: what happened to them counts for the lead that is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from ola.clock.wall_clock import micros
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.reading.pieces import Piece, Source, notes, pieces, read, texts
from ola.evaluate.handoffs.reading.tally import EXAMPLES, Reason, Tally
from ola.evaluate.handoffs.timeline.events import Happenings
from ola.evaluate.showing import shown
from ola.fieldtypes.spec import Spec
from ola.finding import Code, DataPlace, Finding, count
from ola.plan import Merges, Plan

MERGED = Code(
    "OLA524",
    "info",
    "Leads were merged into others",
    """\
The file of merges says that leads became one. Events of a lead that was merged count for the one that is left, on
one timeline, and the merged lead's own row is not used. So a clock that ran for both runs once, from the earlier
start, and a call logged on either record stops it. Merges after the instant of the report are left out.

    merges: {log: merges, lead: loser_id, into: winner_id, at: merged_at}

Moves between stages of a lead that has changes of others too are not judged: they are those of several records.""",
)
TANGLED = Code(
    "OLA525",
    "error",
    "Merges contradict each other",
    """\
The file of merges says that a lead was merged into two different ones, or that merges run in a circle: A into B, and
B into A. Nobody can tell which lead is left.

    loser_id,winner_id
    A,B
    B,A

The verdicts of these leads are unknown. Look which record still exists, and take the other rows out.""",
)
NO_MERGES = Code(
    "OLA526",
    "info",
    "The file of merges was not given",
    """\
The agreement names a file of merges under `merges`, and it was not handed to `ola measure`, or lacks a column. Leads
that were merged count as several: the one without its events may be breached though somebody answered on the other.
Name the file on the command line: `merges=merges.csv`.""",
)


@dataclass(frozen=True, slots=True)
class Merged:
    """Into which lead each merged lead went at last, and of which leads nobody can tell."""

    into: Mapping[str, str] = field(default_factory=dict)
    tangled: Mapping[str, str] = field(default_factory=dict)
    tally: Tally | None = None
    findings: tuple[Finding, ...] = ()

    def applied(self, leads: Leads) -> Leads:
        """Give the leads without the rows of those that were merged."""
        if not self.into:
            return leads
        gone = pl.Series(list(self.into), dtype=pl.String)
        frame = leads.frame.filter(~pl.col("lead").is_in(gone.implode()))
        return replace(leads, frame=frame, differing=leads.differing - self.into.keys(), merged=self.into)

    def told(self, happenings: Happenings) -> Happenings:
        """Give what happened, with what is to be said of merges."""
        tallies = happenings.tallies if self.tally is None else {**happenings.tallies, self.tally.name: self.tally}
        findings = (*happenings.findings, *self.findings)
        # Of a lead to which nothing happened there is nothing to judge.
        tangled = {lead: why for lead, why in self.tangled.items() if lead in happenings.lead_numbers}
        return replace(happenings, tallies=tallies, findings=findings, tangled=tangled)


def read_merges(
    plan: Plan, sources: Mapping[str, Source], as_of: dt.datetime, show_lead: Callable[[str], str]
) -> Merged:
    """Read which leads were merged by an instant, and follow each to the one that is left."""
    merges = plan.merges
    if merges is None:
        return Merged()
    if merges.log not in sources:
        return Merged(findings=(_not_given(merges, f"The merges {merges.log} were not given"),))
    source = sources[merges.log]
    file = getattr(source, "name", merges.log)
    tally = Tally(merges.log, file)
    wanted = [merges.lead, merges.into, *([merges.at] if merges.at else [])]
    parts: list[pl.DataFrame] = []
    there: set[str] = set()
    for piece in pieces(source):
        tally.take_unreadable(piece.unreadable)
        tally.rows += piece.frame.height
        there.update(piece.frame.columns)
        if piece.frame.height and all(name in piece.frame.columns for name in wanted):
            parts.append(_read_piece(plan, merges, piece))
        else:
            tally.leave_out("unreadable row", piece.frame.height)
    absent = [name for name in wanted if there and name not in there]
    if absent:
        finding = _not_given(merges, f"{file} has no column {absent[0]}")
        return Merged(tally=tally, findings=(*notes(source), finding, *tally.findings()))
    if not parts:
        return Merged(tally=tally, findings=(*notes(source), *tally.findings()))
    rows = _sorted_out(pl.concat(parts), merges, tally, micros(as_of))
    targets: dict[str, set[str]] = {}
    for lead, into in rows.select("lead", "into").iter_rows():
        targets.setdefault(lead, set()).add(into)
    into, tangled = _followed(targets, show_lead)
    found = (*notes(source), *_said(merges, into, tangled, file, show_lead), *tally.findings())
    return Merged(into, tangled, tally, found)


def _read_piece(plan: Plan, merges: Merges, piece: Piece) -> pl.DataFrame:
    frame, height = piece.frame, piece.frame.height
    key = plan.key_spec
    lead, into = (read(frame, name, key)[0].cast(pl.String) for name in (merges.lead, merges.into))
    if merges.at is None:
        at, raw = pl.Series([None] * height, dtype=pl.Int64), pl.Series([None] * height, dtype=pl.String)
    else:
        at = read(frame, merges.at, Spec("datetime", zone=merges.zone, dates=merges.dates))[0].dt.epoch("us")
        raw = texts(frame.get_column(merges.at))
    return pl.DataFrame(
        [
            lead.alias("lead"),
            into.alias("into"),
            at.alias("at"),
            raw.alias("raw"),
            pl.Series("row", piece.rows, dtype=pl.Int64),
            piece.line_numbers(),
        ]
    ).hstack(piece.same())


def _sorted_out(frame: pl.DataFrame, merges: Merges, tally: Tally, as_of: int) -> pl.DataFrame:
    """Leave out repeated rows, rows without a lead or time, a lead merged into itself, and what lies ahead."""

    def without(reason: Reason, rows: pl.DataFrame, out: pl.Expr, show: str = "") -> pl.DataFrame:
        gone = rows.filter(out)
        tally.leave_out(reason, gone.height)
        for row in gone.head(EXAMPLES).iter_rows(named=True):
            tally.show(reason, DataPlace(tally.file, row["row"], row["line"]), shown(row[show]) if show else "")
        return rows.filter(~out)

    frame = without("exact duplicate", frame, ~pl.struct("same1", "same2").is_first_distinct())
    frame = without("no lead", frame, pl.col("lead").is_null() | pl.col("into").is_null())
    frame = without("no change", frame, pl.col("lead") == pl.col("into"))
    if merges.at is not None:
        frame = without("unreadable time", frame, pl.col("at").is_null(), "raw")
        frame = without("after as_of", frame, pl.col("at") > as_of)
    tally.used += frame.height
    return frame


def _followed(
    targets: Mapping[str, set[str]], show_lead: Callable[[str], str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Give the lead that each merged one went into at last, and why of some nobody can tell."""
    into: dict[str, str] = {}
    tangled: dict[str, str] = {}
    for lead in sorted(targets):
        way = [lead]
        while len(there := targets.get(way[-1], ())) == 1 and next(iter(there)) not in way:
            way.append(next(iter(there)))
        if not there:
            into[lead] = way[-1]
        elif len(there) > 1:
            both = " and ".join(show_lead(each) for each in sorted(there))
            why = f"{show_lead(way[-1])} was merged into both {both}"
            tangled |= {each: why for each in (*way, *there) if each not in tangled}
        else:
            start = way.index(next(iter(there)))
            circle = " into ".join(show_lead(each) for each in (*way[start:], way[start]))
            tangled |= {each: f"its merges run in a circle: {circle}" for each in way if each not in tangled}
    # What leads to a lead of which nobody can tell cannot be told either.
    for lead, last in list(into.items()):
        if last in tangled:
            tangled.setdefault(lead, tangled[last])
    return {lead: last for lead, last in into.items() if lead not in tangled}, tangled


def _said(
    merges: Merges,
    into: Mapping[str, str],
    tangled: Mapping[str, str],
    file: str,
    show_lead: Callable[[str], str],
) -> Iterator[Finding]:
    if into:
        first = min(into)
        survivors = len(set(into.values()))
        yield Finding(
            MERGED.code,
            MERGED.level,
            f"{count(len(into), 'lead')} {'was' if len(into) == 1 else 'were'} merged into "
            f"{count(survivors, 'other')}, {show_lead(first)} into {show_lead(into[first])}; "
            f"{'its' if len(into) == 1 else 'their'} events count for {'it' if survivors == 1 else 'them'}.",
            clause=merges.clause.id,
            place=DataPlace(file=file),
            count=len(into),
            examples=tuple(f"{show_lead(lead)} into {show_lead(into[lead])}" for lead in sorted(into)[:EXAMPLES]),
        )
    if tangled:
        first = min(tangled)
        yield Finding(
            TANGLED.code,
            TANGLED.level,
            f"{count(len(tangled), 'lead')} cannot be told apart, since merges contradict each other; of "
            f"{show_lead(first)}: {tangled[first]}.",
            clause=merges.clause.id,
            place=DataPlace(file=file, key=show_lead(first)),
            advice="Look which record still exists, and take the other rows out.",
            count=len(tangled),
            examples=tuple(show_lead(lead) for lead in sorted(tangled)[:EXAMPLES]),
        )


def _not_given(merges: Merges, why: str) -> Finding:
    return Finding(
        NO_MERGES.code,
        NO_MERGES.level,
        f"{why}, so leads that were merged count as several.",
        clause=merges.clause.id,
        advice=f"Name the file on the command line: {merges.log}=FILE.",
    )
