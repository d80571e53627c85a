"""The history of a field: which value a lead had when, and the events that its changes are.

A row that brings no other value than the lead had is no change. Changes of one instant are taken in the one
order that the rows' own `from` or the agreement's moves allow; where there is none, or more than one, what
happened then is in doubt.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from ola.clock.wall_clock import in_utc, micros
from ola.evaluate.handoffs.reading.changes import MARKS, NO_VALUES, Followed, Values, Watched, follow
from ola.evaluate.handoffs.reading.kept import FRESH, NO_ROWS, Kept, before_now, beside, known_already, timeless
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.reading.logs import MISSING_COLUMN
from ola.evaluate.handoffs.reading.names import Names
from ola.evaluate.handoffs.reading.pieces import Piece, Source, pieces, read, texts
from ola.evaluate.handoffs.reading.tally import EXAMPLES, Reason, Tally
from ola.evaluate.showing import shown
from ola.fieldtypes.spec import Spec
from ola.finding import Code, DataPlace, Finding
from ola.finding import count as counted
from ola.plan import Field, History, Plan

CONTRADICTION = Code(
    "OLA513",
    "error",
    "Changes at one instant contradict each other",
    """\
A lead changed to two values at the same instant, and neither the history's `from` column nor the moves of the
agreement say which came first. Input order never decides.

    lead_id,changed_at,new_value
    L1,2026-03-02T10:00:00Z,recycled
    L1,2026-03-02T10:00:00Z,disqualified

What hangs on it is unknown: a clock that one of the values starts, stops or cancels gets no verdict for that
lead. Times cut to the minute or the day cause this; export them in full, or export the old value too and name its
column under `from`.""",
)
UNLISTED_VALUE = Code(
    "OLA514",
    "warning",
    "A history has values the agreement does not list",
    """\
The history says that a field took a value that is not among its choices. The lead leaves the value it had, and no
event of the agreement happens.

    histories: {stage: {log: stages, …}}

    stages.csv: L1 became "Nurture 2" on 2026-03-02

Take the value into the field's choices, its spelling in the system into `in`, or correct the record.""",
)
UNLISTED_OWNER = Code(
    "OLA515",
    "warning",
    "An owner is not listed",
    """\
The history names an owner who is not among the agreement's `owners`. The lead counts as assigned, since only owners
listed with `queue: true` are queues. A clock that runs on its owner's calendar has no verdict for such a lead.

Add the owner, with a team and a calendar, or mark it `queue: true`.""",
)


HOLES = Code(
    "OLA522",
    "warning",
    "A history has holes",
    """\
A change says that the lead had another value before than the change before it had brought: a change in between is
missing from the file.

    lead_id,changed_at,old_value,new_value
    L1,2026-03-02T10:00:00Z,,lead
    L1,2026-03-04T09:00:00Z,mql,accepted

L1 became mql at some time in between, and nobody can say when. A clock that mql starts has one cycle more for that
lead, with the verdict unknown; the move is judged by what the row itself says it left. Export the whole history:
changes made in bulk and by automation are often kept apart from the others.""",
)


@dataclass(frozen=True, slots=True)
class Past:
    """A field's values of each lead over time, and the marks of the events its changes are.

    `marks` has the columns `lead`, `at`, `rank`, `mark` (see `mark.py`). `seen` are the leads that have any
    row, those after the instant of the report included, and `ever` the values each took at any time. `authors` says
    who made the changes (`lead`, `at`, `to`, `by`), where the history has such a column. `holes` are the changes
    that say they left another value than the change before had brought, with that value. `kept` is what the next
    slice begins from, and `late` are the rows that lie before the state this one began from. `joined` are the leads
    that have changes of others too, which were merged into them.
    """

    values: Values
    marks: pl.DataFrame
    undated: frozenset[str]
    ever: pl.DataFrame
    seen: Names
    tally: Tally
    findings: tuple[Finding, ...] = ()
    lacking: str | None = None
    authors: pl.DataFrame | None = None
    holes: Mapping[tuple[str, int], object] = field(default_factory=dict)
    kept: Kept | None = None
    late: pl.DataFrame | None = None
    joined: frozenset[str] = frozenset()

    @property
    def followed(self) -> Past:
        """The same without what went onto the timeline or to the next slice."""
        return replace(self, marks=self.marks.clear(), kept=None, late=None)

    def value_at(self, lead: str, at: int) -> object:
        """Give the value at an instant: null where blank or before the first change, `UNSURE` where nobody can tell."""
        known = self.values.get(lead)
        if known is None:
            return None
        i = bisect_right(known[0], at)
        return known[1][i - 1] if i else None

    def ever_had(self, is_value: Callable[[object], bool]) -> frozenset[str]:
        """Give the leads that took one of some values at any time, ahead of the report and undated ones included."""
        if not self.ever.width:
            return frozenset()
        values = self.ever.get_column("to").unique()
        wanted = values.filter(pl.Series([is_value(value) for value in values.to_list()], dtype=pl.Boolean))
        return frozenset(self.ever.filter(pl.col("to").is_in(wanted.implode())).get_column("lead").to_list())


def read_history(
    plan: Plan,
    history: History,
    of: Field,
    watched: Watched,
    source: Source,
    as_of: dt.datetime,
    leads: Leads,
    kept: Kept | None = None,
    since: int | None = None,
) -> Past:
    """Read a history, onto what was `kept` up to the instant `since`, and follow each of the leads through it."""
    show_lead = leads.shown
    file = getattr(source, "name", history.log)
    sifting = _Sifting(Tally(f"the history {history.field}", file), kept, since, micros(as_of))
    tally = sifting.tally
    wanted = [history.lead, history.at, history.to]
    parts: list[pl.DataFrame] = []
    joined: set[str] = set()
    there: set[str] = set()
    for piece in pieces(source):
        tally.take_unreadable(piece.unreadable)
        tally.rows += piece.frame.height
        there.update(piece.frame.columns)
        if piece.frame.height and all(name in piece.frame.columns for name in wanted):
            parts.append(_read_piece(plan, history, of, piece, leads, joined))
        else:
            tally.leave_out("unreadable row", piece.frame.height)
    sifting.settle_unread()
    before = frozenset[str]() if kept is None else kept.columns
    missing = {name for name in wanted if there and name not in there} | {*(() if kept is None else kept.missing)}
    absent = [name for name in wanted if name in missing]
    findings = [
        Finding(
            MISSING_COLUMN.code,
            MISSING_COLUMN.level,
            f"The history of {history.field} has no column {name}.",
            clause=history.clause.id,
            place=DataPlace(file=file, line=1),
            advice="Export the column, or correct its name in the agreement.",
        )
        for name in absent
    ]
    lacking = f"{file} has no column {absent[0]}" if absent else None
    frame = sifting.sifted([pl.concat(parts, how="vertical")] if parts else [])
    keeping = sifting.keeping(frozenset(there) | before, tuple(absent))
    if frame is None:
        none = pl.DataFrame(schema=MARKS)
        nobody = Names(none.get_column("lead"))
        return Past(NO_VALUES, none, frozenset(), pl.DataFrame(), nobody, tally, tuple(findings), lacking, kept=keeping)
    findings += _unlisted(frame, history, of, tally, show_lead)
    moves = frozenset((move.before, move.after) for move in plan.transitions) if of.type == "stage" else frozenset()
    walk = follow(frame, watched, moves)
    if joined:
        # The changes of several records on one timeline say nothing of what is missing in each.
        walk = replace(walk, holes={key: value for key, value in walk.holes.items() if key[0] not in joined})
    tally.leave_out("no change", walk.unchanged)
    tally.used += frame.filter(pl.col("keep")).height - walk.unchanged
    findings += list(_contradictions(walk, history, of, file, show_lead))
    findings += list(_unlisted_owners(plan, history, of, walk, file))
    findings += list(_holes(walk, history, of, file, show_lead))
    undated = frozenset(frame.filter(pl.col("at").is_null()).get_column("lead").to_list())
    ever = frame.select("lead", "to").unique()
    seen = Names(ever.get_column("lead").unique())
    authors = None
    if history.by is not None and history.by in there | before:
        authors = frame.filter(pl.col("keep")).select("lead", "at", "to", "by")
    return Past(
        walk.values,
        walk.marks,
        undated,
        ever,
        seen,
        tally,
        tuple(findings),
        lacking,
        authors,
        walk.holes,
        keeping,
        sifting.late,
        frozenset(joined),
    )


def _read_piece(plan: Plan, history: History, of: Field, piece: Piece, leads: Leads, joined: set[str]) -> pl.DataFrame:
    frame = piece.frame
    key = plan.key_spec
    spec = plan.spec(of.name, history.system)
    own = read(frame, history.lead, key)[0].cast(pl.String)
    lead = leads.surviving(own)
    if leads.merged:
        joined.update(lead.filter((own != lead).fill_null(value=False)).to_list())
    at, _ = read(frame, history.at, Spec("datetime", zone=history.zone, dates=history.dates))
    to, blank = read(frame, history.to, spec)
    has_before = history.before is not None and history.before in frame.columns
    before, before_blank = read(frame, history.before or "", spec) if has_before else (to.clear(frame.height), blank)
    height = frame.height
    return pl.DataFrame(
        [
            lead.alias("lead"),
            at.dt.epoch("us").alias("at"),
            to.alias("to"),
            (to.is_null() & ~blank).alias("unlisted"),
            (before if has_before else pl.Series([None] * height, dtype=to.dtype)).alias("before"),
            (before.is_not_null() | before_blank if has_before else pl.Series([False] * height)).alias("before_known"),
            pl.Series("raw", [str(each) for each in frame.get_column(history.to).to_list()], dtype=pl.String)
            if (to.is_null() & ~blank).any()
            else pl.Series("raw", [None] * height, dtype=pl.String),
            texts(frame.get_column(history.at)).alias("raw_at"),
            _authors(frame, history.by),
            pl.Series("row", piece.rows, dtype=pl.Int64),
            piece.line_numbers(),
        ]
    ).hstack(piece.same())


def _authors(frame: pl.DataFrame, by: str | None) -> pl.Series:
    if by is None or by not in frame.columns:
        return pl.Series("by", [None] * frame.height, dtype=pl.String)
    return read(frame, by, Spec("text"))[0].cast(pl.String).alias("by")


class _Sifting:
    """Tells which rows count, of a slice and of what was kept before it."""

    def __init__(self, tally: Tally, kept: Kept | None, since: int | None, as_of: int) -> None:
        self.kept, self.since, self.as_of = kept, -(2**62) if since is None else since, as_of
        self.tally, self.settled = tally, tally.copy()
        if kept is not None:
            self.tally, self.settled = (replace(kept.tally.copy(), file=tally.file, name=tally.name) for _ in range(2))
            self.tally.rows += kept.frame.height
        self.gone = NO_ROWS if kept is None else kept.gone
        self.rest = pl.DataFrame()
        self.late: pl.DataFrame | None = None
        self.touched: pl.Series | None = None

    def settle_unread(self) -> None:
        """Count for good the rows that could not be read."""
        before = 0 if self.kept is None else self.kept.tally.left_out.get("unreadable row", 0)
        unread = self.tally.left_out.get("unreadable row", 0) - before
        self.settled.rows += unread
        self.settled.leave_out("unreadable row", unread)

    def sifted(self, parts: list[pl.DataFrame]) -> pl.DataFrame | None:
        """Leave out repeated rows, rows without lead or too late; mark which count: those that have a time, not ahead.

        Gives nothing where there is no row at all.
        """
        rows = beside(self.kept, [self._fresh(each) for each in parts])
        if rows is None:
            return None
        late = rows.select(pl.col(FRESH) & (pl.col("at") <= self.since).fill_null(value=False)).to_series()
        self.touched = rows.filter(FRESH).get_column("lead").unique()
        self.late = rows.filter(late).drop("row", "line", "raw_at", FRESH, strict=False)
        rows = self._without("before the state", rows, late)
        rest = rows.filter(before_now(rows, self.as_of))
        self.rest = rest.drop("row", "line", "raw_at", FRESH, strict=False)
        self._without("unreadable time", rows, rows.get_column("at").is_null(), "raw_at", for_good=False)
        ahead = (rows.get_column("at") > self.as_of).fill_null(value=False)
        self._without("after as_of", rows, ahead, for_good=False)
        return rows.with_columns((pl.col("at") <= self.as_of).fill_null(value=False).alias("keep"))

    def keeping(self, columns: frozenset[str], missing: tuple[str, ...]) -> Kept:
        """Give what the next slice begins from."""
        self.settled.examples, self.settled.first = self.tally.examples, self.tally.first
        self.settled.earlier, self.settled.unreadable = list(self.tally.unreadable_ones()), []
        return Kept(self.rest, self.settled, columns, missing, touched=self.touched, gone=self.gone)

    def _fresh(self, rows: pl.DataFrame) -> pl.DataFrame:
        first = rows.select(pl.struct("same1", "same2").is_first_distinct()).to_series()
        rows = self._without("exact duplicate", rows, ~first)
        if self.kept is not None:
            rows = self._without("exact duplicate", rows, known_already(rows, self.kept, self.since))
        return self._without("no lead", rows, rows.get_column("lead").is_null())

    def _without(
        self, reason: Reason, rows: pl.DataFrame, out: pl.Series, show: str = "", *, for_good: bool = True
    ) -> pl.DataFrame:
        """Leave rows out and count them; `for_good` are those that no later run sees again."""
        count = int(out.sum())
        if not count:
            return rows
        self.tally.leave_out(reason, count)
        gone = rows.filter(out)
        if for_good:
            settled = gone.filter(before_now(gone, self.as_of)).height
            self.settled.rows += settled
            if reason != "exact duplicate":
                self.gone = pl.concat([self.gone, timeless(gone)])
            self.settled.leave_out(reason, settled)
        if FRESH in gone.columns:
            gone = gone.filter(FRESH)
        for row in gone.head(EXAMPLES).iter_rows(named=True):
            place = DataPlace(self.tally.file, row["row"], row["line"])
            self.tally.show(reason, place, shown(row[show]) if show else "")
        return rows.filter(~out)


def _unlisted(
    frame: pl.DataFrame, history: History, of: Field, tally: Tally, show_lead: Callable[[str], str]
) -> Iterator[Finding]:
    strange = frame.filter(pl.col("keep") & pl.col("unlisted"))
    if not strange.height:
        return
    counted = strange.group_by("raw").agg(pl.len().alias("n")).sort(["n", "raw"], descending=[True, False])
    names = ", ".join(f"{shown(raw, personal=of.personal)} ({n:,})" for raw, n in counted.head(EXAMPLES).iter_rows())
    row = strange.row(0, named=True)
    count = strange.height
    yield Finding(
        UNLISTED_VALUE.code,
        UNLISTED_VALUE.level,
        f"{count:,} {'row' if count == 1 else 'rows'} of the history of {history.field} "
        f"{'has a value' if count == 1 else 'have values'} that cannot be read as {of.type}: {names}.",
        clause=history.clause.id,
        place=DataPlace(tally.file, row["row"], row["line"], show_lead(row["lead"])),
        advice="Take the value into the field's choices, or correct the record.",
        count=count,
    )


def _contradictions(
    walk: Followed, history: History, of: Field, file: str, show_lead: Callable[[str], str]
) -> Iterator[Finding]:
    if not walk.contradictions:
        return
    lead, at, values = min(walk.contradictions, key=lambda each: (each[0], each[1]))
    count = len({each[0] for each in walk.contradictions})
    both = " and ".join(shown(value, personal=of.personal) for value in values)
    leads = "1 lead" if count == 1 else f"{count:,} leads"
    yield Finding(
        CONTRADICTION.code,
        CONTRADICTION.level,
        f"{leads} changed {history.field} twice at one instant, in no one order the agreement allows: "
        f"{show_lead(lead)} became {both} at {in_utc(at)}.",
        clause=history.clause.id,
        place=DataPlace(file=file, key=show_lead(lead)),
        advice="Export full times, or the old value too and name its column under from.",
        count=len(walk.contradictions),
    )


def _holes(
    walk: Followed, history: History, of: Field, file: str, show_lead: Callable[[str], str]
) -> Iterator[Finding]:
    if not walk.holes:
        return
    (lead, at), value = min(walk.holes.items(), key=lambda each: each[0])
    leads = sorted({lead for lead, _ in walk.holes})
    yield Finding(
        HOLES.code,
        HOLES.level,
        f"{counted(len(walk.holes), 'change')} of {history.field} {'leaves' if len(walk.holes) == 1 else 'leave'} "
        f"a value that no change before had brought: {show_lead(lead)} left {shown(value, personal=of.personal)} "
        f"at {in_utc(at)}.",
        clause=history.clause.id,
        place=DataPlace(file=file, key=show_lead(lead)),
        advice="Export the whole history, changes in bulk and by automation too.",
        count=len(walk.holes),
        examples=tuple(show_lead(each) for each in leads[:EXAMPLES]),
    )


def _unlisted_owners(plan: Plan, history: History, of: Field, walk: Followed, file: str) -> Iterator[Finding]:
    if of.type != "owner" or not plan.owners:
        return
    counts = {
        value: count
        for value, count in walk.values.counts().items()
        if isinstance(value, str) and value not in plan.owners
    }
    if not counts:
        return
    strange = sorted(counts, key=lambda name: (-counts[name], name))
    names = ", ".join(shown(name, personal=of.personal) for name in strange[:EXAMPLES])
    what = "1 owner is" if len(strange) == 1 else f"{len(strange):,} owners are"
    yield Finding(
        UNLISTED_OWNER.code,
        UNLISTED_OWNER.level,
        f"{what} in the history of {history.field} and not among the owners of the agreement: {names}.",
        clause=history.clause.id,
        place=DataPlace(file=file),
        advice="Add them to owners, or mark a queue with queue: true.",
        count=sum(counts.values()),
    )
