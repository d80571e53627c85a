"""The rows of a log: which of them are events of the agreement, of which lead, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from ola.clock.wall_clock import micros
from ola.evaluate.handoffs.reading.kept import (
    FRESH,
    NO_ROWS,
    Kept,
    Strange,
    before_now,
    beside,
    known_already,
    timeless,
)
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.reading.pieces import Piece, Source, pieces, read, texts
from ola.evaluate.handoffs.reading.spread import Spread
from ola.evaluate.handoffs.reading.tally import EXAMPLES, Reason, Tally
from ola.evaluate.handoffs.reading.unknown_events import Taken, added, names_of, unknown_events
from ola.evaluate.showing import shown
from ola.expr import nodes
from ola.expr.polars import Leaf, surely_false, surely_true
from ola.expr.truth import Answer
from ola.fieldtypes.spec import Spec
from ola.fieldtypes.text import fold_columns
from ola.finding import Code, DataPlace, Finding
from ola.plan import FromLog, Log, Plan

MISSING_COLUMN = Code(
    "OLA505",
    "error",
    "A log lacks a column",
    """\
The agreement names a column that the file does not have, so events cannot be told, dated or joined with leads.

    logs:
      tasks: {lead: WhoId, at: CompletedDateTime}

    tasks.csv has the columns WhoId, Subject, CreatedDate.

Nothing is taken from such a file: a clock that could have been started, stopped or cancelled by its events gets
no verdict (a cycle met without them stays met). Export the column, or correct its name in the agreement.""",
)


@dataclass(frozen=True, slots=True)
class Happened:
    """What a file gave: occurrences, and what could not be dated.

    `occurrences` has the columns `lead`, `at` (microseconds since 1970), `by` (who acted, where the log says) and
    `event` (its number); `undated` has `lead` and `event`. `lacking` says of events that could not be seen in the
    file why not. `kept` is what the next slice begins from, and `late` are the rows of this one that lie before the
    state it began from.
    """

    occurrences: pl.DataFrame
    undated: pl.DataFrame
    tally: Tally
    findings: tuple[Finding, ...] = ()
    lacking: Mapping[int, str] = field(default_factory=dict)
    kept: Kept | None = None
    late: pl.DataFrame | None = None


OCCURRENCES = {"lead": pl.String(), "at": pl.Int64(), "by": pl.String(), "event": pl.Int32()}
UNDATED = {"lead": pl.String(), "event": pl.Int32()}
_KEPT = ("lead", "at", "by", "name", "same1", "same2")


def read_log(
    plan: Plan,
    log: Log,
    events: Mapping[int, FromLog],
    source: Source,
    leads: Leads,
    as_of: dt.datetime,
    kept: Kept | None = None,
    since: int | None = None,
) -> Happened:
    """Read a log from its first row to its last, onto what was `kept` up to the instant `since`."""
    reader = _Reader(plan, log, events, leads, as_of, getattr(source, "name", log.name))
    reader.begin(kept, since)
    return reader.read(source)


class _Reader:
    """One pass over a log."""

    def __init__(
        self, plan: Plan, log: Log, events: Mapping[int, FromLog], leads: Leads, as_of: dt.datetime, file: str
    ) -> None:
        self.log = log
        self.events = events
        self.event_names = dict(enumerate({**plan.events, **plan.stages}))
        self.leads = leads
        self.as_of = as_of
        self.tally = Tally(f"the log {log.name}", file)
        self.zone_spec = Spec("datetime", zone=log.zone, dates=log.dates)
        self.key_spec = plan.key_spec
        self.columns = {number: _columns_of(seen) for number, seen in events.items()}
        self.hanging = {number: seen for number, seen in events.items() if hangs(seen)}
        """Events that hang on the leads' rows or on the instant of the report: they are told anew in each run."""
        self.lead_fields = tuple(dict.fromkeys(name for seen in events.values() for name in lead_fields(seen)))
        self.seen_columns: set[str] = set()
        self.names: Mapping[str, Strange] = {}
        self.settled_names: Mapping[str, Strange] = {}
        self.kept: Kept | None = None
        self.since = -(2**62)
        self.settled = self.tally.copy()
        self.touched: pl.Series | None = None
        self.gone = NO_ROWS
        self.left: dict[Reason, list[tuple[int, int | None, str]]] = {}
        """The first rows left out of each part, by reason: where they stand, and what is shown of them."""

    def begin(self, kept: Kept | None, since: int | None) -> None:
        """Begin where an earlier run ended."""
        if kept is None or since is None:
            return
        self.kept, self.since = kept, since
        file, name = self.tally.file, self.tally.name
        self.tally, self.settled = (replace(kept.tally.copy(), file=file, name=name) for _ in range(2))
        self.tally.rows += kept.frame.height
        self.gone = kept.gone
        self.names = self.settled_names = kept.names

    def read(self, source: Source) -> Happened:
        """Read every piece, then tell repeated rows from first ones."""
        with Spread() as spread:
            return self._read(source, spread)

    def _read(self, source: Source, spread: Spread) -> Happened:
        wanted = (self.log.lead, self.log.at)
        offset, heights = 0, 0
        for piece in pieces(source):
            self.tally.take_unreadable(piece.unreadable)
            self.tally.rows += piece.frame.height
            self.seen_columns.update(piece.frame.columns)
            if piece.records is not None:
                # A record leaves out what is blank: that no record has a key says nothing of the file.
                self.seen_columns.update(name for names in self.columns.values() for name in names)
            heights += piece.frame.height
            if piece.frame.height and all(name in piece.frame.columns for name in wanted):
                spread.take(self._read_piece(piece))
                offset += piece.frame.height
        missing, lacking, findings = self._lacking(wanted, rows=heights)
        unread, badly = heights - offset, len(self.tally.unreadable)
        self.tally.leave_out("unreadable row", unread)
        self.settled.rows += unread + badly
        self.settled.leave_out("unreadable row", unread + badly)
        columns = frozenset(self.seen_columns | (self.kept.columns if self.kept else set()))
        parts = [self._sorted_out(frame) for frame in self._frames(spread)]
        if not parts:
            empty = pl.DataFrame(schema=OCCURRENCES), pl.DataFrame(schema=UNDATED)
            self._settle()
            kept = Kept(pl.DataFrame(), self.settled, columns, missing, self.settled_names, None, self.gone)
            return Happened(*empty, self.tally, tuple(findings), lacking, kept)
        occurrences, undated, late, rest = (pl.concat(each, how="diagonal") for each in zip(*parts, strict=True))
        findings += self._unknown_names(occurrences)
        self._settle()
        kept = Kept(rest, self.settled, columns, missing, self.settled_names, self.touched, self.gone)
        return Happened(occurrences, undated, self.tally, tuple(findings), lacking, kept, late)

    def _frames(self, spread: Spread) -> Iterator[pl.DataFrame]:
        """Give the rows in parts, without those that are repeated; onto what was kept they are put all at once."""
        parts = (self._without_repeated(part) for part in spread.parts())
        if self.kept is None:
            yield from (each.with_columns(pl.lit(value=True).alias(FRESH)) for each in parts)
        elif (frame := beside(self.kept, list(parts))) is not None:
            yield frame

    def _settle(self) -> None:
        """Show the first rows of each reason, and keep the examples of what is left out for good."""
        for reason, rows in self.left.items():
            for row, line, text in sorted(rows, key=lambda each: each[0]):
                self.tally.show(reason, DataPlace(self.tally.file, row, line), text)
        self.settled.examples, self.settled.first = self.tally.examples, self.tally.first
        self.settled.earlier, self.settled.unreadable = list(self.tally.unreadable_ones()), []

    def _read_piece(self, piece: Piece) -> pl.DataFrame:
        log, frame = self.log, piece.frame
        lead = self.leads.surviving(read(frame, log.lead, self.key_spec)[0].cast(pl.String))
        at, _ = read(frame, log.at, self.zone_spec)
        made = [
            lead.alias("lead"),
            at.dt.epoch("us").alias("at"),
            _where_null(at, texts(frame.get_column(log.at))),
            pl.Series("row", piece.rows, dtype=pl.Int64),
            piece.line_numbers(),
        ]
        if log.event is not None and log.event in frame.columns:
            name, _ = read(frame, log.event, Spec("text"))
            made.append(name.cast(pl.String).alias("name"))
        else:
            made.append(pl.Series("name", [None] * frame.height, dtype=pl.String))
        if log.owner is not None and log.owner in frame.columns:
            by, _ = read(frame, log.owner, Spec("text"))
            made.append(by.cast(pl.String).alias("by"))
        else:
            made.append(pl.Series("by", [None] * frame.height, dtype=pl.String))
        return pl.DataFrame(made).hstack(piece.same()).hstack(self._matches(frame, lead))

    def _matches(self, frame: pl.DataFrame, lead: pl.Series) -> pl.DataFrame:
        """Say of each row which events it is, one column an event; or keep the cells that will tell."""
        wanted = dict.fromkeys(name for names in self.columns.values() for name in names)
        made: list[pl.Series] = [lead.cast(pl.String).alias("lead")]
        for name in wanted:
            if name not in frame.columns and name in self.seen_columns:
                frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(name))
            if name in frame.columns:
                of_type = self.log.columns.get(name, "text")
                values, blank = read(frame, name, Spec(of_type, zone=self.log.zone, dates=self.log.dates))
                made += [values.alias(f"={name}"), blank.alias(f"?{name}")]
        table = pl.DataFrame(made)
        spelling = _Spelling(frozenset(table.columns), self.log, self.as_of)
        found = {}
        for number, seen in self.events.items():
            if number in self.hanging:
                continue
            if any(name not in frame.columns for name in self.columns[number]):
                found[str(number)] = pl.lit(value=False)
                continue
            is_event, _ = self._told(seen, spelling)
            found[str(number)] = is_event
        cells = dict.fromkeys(name for number in self.hanging for name in self.columns[number])
        there = [f"{sign}{name}" for name in cells if name in frame.columns for sign in "=?"]
        return table.select(pl.col("lead").is_null().alias("_"), *there, **found).drop("_")

    def _hung(self, table: pl.DataFrame) -> pl.DataFrame:
        """Say of each row which of the events it is that hang on the leads' rows, or on the instant of the report."""
        if not self.hanging:
            return table
        if self.lead_fields:
            there = [name for name in self.lead_fields if self.leads.has(name)]
            joined = self.leads.frame.select(
                "lead",
                pl.lit(value=True).alias("known"),
                *(pl.col(f"={name}").alias(f"lead={name}") for name in there),
                *(pl.col(f"?{name}").alias(f"lead?{name}") for name in there),
            )
            table = table.join(joined, on="lead", how="left", maintain_order="left")
        spelling = _Spelling(frozenset(table.columns), self.log, self.as_of)
        found = {}
        for number, seen in self.hanging.items():
            if any(f"?{name}" not in table.columns for name in self.columns[number]):
                found[str(number)] = pl.lit(value=False)
                continue
            # A piece that lacks the column has nothing in it, not even a blank.
            has = pl.all_horizontal(
                pl.lit(value=True), *(pl.col(f"?{name}").is_not_null() for name in self.columns[number])
            )
            is_event, perhaps = self._told(seen, spelling)
            found[str(number)] = has & is_event
            if perhaps is not None:
                found[f"{number}?"] = has & perhaps & pl.col("known").is_null() & pl.col("lead").is_not_null()
        return table.with_columns(**found)

    def _told(self, seen: FromLog, spelling: _Spelling) -> tuple[pl.Expr, pl.Expr | None]:
        """Say which rows are the event for sure, and which perhaps, were their lead's row known."""
        is_event = pl.lit(value=True) if seen.where is None else surely_true(seen.where, spelling)
        spared = pl.lit(value=False) if seen.unless is None else surely_true(seen.unless, spelling)
        if seen.where is None or not lead_fields(seen):
            return is_event & ~spared, None
        # Of a lead without a row nobody can tell; a field that is blank makes no row the event.
        return is_event & ~spared, ~is_event & ~surely_false(seen.where, spelling) & ~spared

    def _without_repeated(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Leave out rows that are equal in every cell to one before, in this slice or in what was kept."""
        first = frame.select(pl.struct("same1", "same2").is_first_distinct()).to_series()
        frame = self._without("exact duplicate", frame, ~first, "")
        if self.kept is not None:
            frame = self._without("exact duplicate", frame, known_already(frame, self.kept, self.since), "")
        return frame

    def _sorted_out(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Leave out, in this order: what is no event, what has no lead, no time, comes too late, or lies ahead.

        Gives the occurrences, what cannot be dated, the rows that come too late, and those to keep.
        """
        numbers = [str(number) for number in self.events]
        now = micros(self.as_of)
        frame = self._hung(frame)
        is_event = pl.any_horizontal(pl.lit(value=False), *numbers)
        perhaps = pl.any_horizontal(pl.lit(value=False), *(name for name in frame.columns if name.endswith("?")))
        too_late = pl.col(FRESH) & (pl.col("at") <= self.since).fill_null(value=False) & pl.col("lead").is_not_null()
        marked = frame.with_columns(is_event.alias("is_event"))
        late = marked.select((too_late & (pl.col("is_event") | perhaps)).fill_null(value=False)).to_series()
        late_rows = marked.filter(late)
        touched = marked.filter(pl.col(FRESH) & (pl.col("is_event") | perhaps)).get_column("lead").unique()
        self.touched = touched if self.touched is None else pl.concat([self.touched, touched]).unique()
        marked = self._without("before the state", marked, late, "")
        rest = marked.filter(before_now(marked, now)) if self.hanging else None
        undatable = self._perhaps(marked)
        self._count_names(marked.filter(~pl.col("is_event")))
        frame = self._without("no event of the agreement", marked, ~marked.get_column("is_event"), "")
        frame = self._without("no lead", frame, frame.get_column("lead").is_null(), "")
        if rest is None:
            rest = frame.filter(before_now(frame, now))
        dateless = frame.filter(pl.col("at").is_null())
        frame = self._without("unreadable time", frame, frame.get_column("at").is_null(), "raw", for_good=False)
        frame = self._without("after as_of", frame, frame.get_column("at") > now, "", for_good=False)
        self.tally.used += frame.height
        undated = pl.concat([_one_a_row(dateless, numbers, ("lead",)), undatable])
        told = {number for number in numbers if int(number) not in self.hanging}
        plain = {*_KEPT, *told} - ({"name"} if not self.hanging else set())
        keep = [name for name in rest.columns if name in plain or name[0] in "=?"]
        return (
            _one_a_row(frame, numbers, ("lead", "at", "by")),
            undated,
            late_rows.select(keep),
            rest.select(keep),
        )

    def _perhaps(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give what may be events of leads that have no row among the leads, where their fields decide it."""
        early = frame.filter(frame.get_column("at").is_null() | (frame.get_column("at") <= micros(self.as_of)))
        found = [
            early.filter(pl.col(f"{number}?")).select("lead", pl.lit(number, dtype=pl.Int32).alias("event"))
            for number in self.events
            if f"{number}?" in frame.columns
        ]
        return pl.concat([pl.DataFrame(schema=UNDATED), *found])

    def _without(
        self, reason: Reason, frame: pl.DataFrame, out: pl.Series, show: str, *, for_good: bool = True
    ) -> pl.DataFrame:
        """Leave rows out and count them; `for_good` are those that no later run sees again."""
        count = int(out.sum())
        if not count:
            return frame
        self.tally.leave_out(reason, count)
        gone = frame.filter(out)
        if for_good and (not self.hanging or reason in ("exact duplicate", "before the state")):
            settled = gone.filter(before_now(gone, micros(self.as_of))).height
            self.settled.rows += settled
            if reason != "exact duplicate":
                self.gone = pl.concat([self.gone, timeless(gone)])
            self.settled.leave_out(reason, settled)
        if FRESH in gone.columns:
            gone = gone.filter(FRESH)
        self.left.setdefault(reason, []).extend(
            (row["row"], row["line"], shown(row[show]) if show else "")
            for row in gone.head(EXAMPLES).iter_rows(named=True)
        )
        return frame.filter(~out)

    def _count_names(self, others: pl.DataFrame) -> None:
        if self.log.event is None or "name" not in others.columns:
            return
        file = self.tally.file
        self.names = added(self.names, names_of(others, file))
        if not self.hanging:
            settled = others.filter(before_now(others, micros(self.as_of)))
            self.settled_names = added(self.settled_names, names_of(settled, file))

    def _unknown_names(self, occurrences: pl.DataFrame) -> Iterator[Finding]:
        """Say which names of the log no event takes."""
        rows = occurrences.group_by("event").agg(pl.len(), pl.col("at").max())
        found = {event: (count, last) for event, count, last in rows.iter_rows()}
        taken = [
            Taken(self.event_names[number], tuple(_mentioned(seen, self.log.event)), *found.get(number, (0, None)))
            for number, seen in self.events.items()
        ]
        yield from unknown_events(self.log, self.names, taken, micros(self.as_of))

    def _lacking(self, wanted: Sequence[str], *, rows: int) -> tuple[tuple[str, ...], dict[int, str], list[Finding]]:
        """Say which columns are missing, in this slice or an earlier one, and which events cannot be seen for it."""
        file, there = self.tally.file, self.seen_columns | (self.kept.columns if self.kept else frozenset())
        gone = set(self.kept.missing if self.kept else ())
        if self.seen_columns or rows:
            asked = (name for names in (wanted, *self.columns.values()) for name in names)
            gone |= {name for name in asked if name not in self.seen_columns}
        lacking: dict[int, str] = {}
        absent = [name for name in wanted if name in gone]
        for number, names in self.columns.items():
            first = next(iter(absent or [name for name in names if name in gone]), None)
            if first is not None:
                lacking[number] = f"{file} has no column {first}"
        missing = dict.fromkeys([*absent, *(name for names in self.columns.values() for name in names if name in gone)])
        findings = [
            Finding(
                MISSING_COLUMN.code,
                MISSING_COLUMN.level,
                f"The log {self.log.name} has no column {name}; it has {_listed(sorted(there))}.",
                clause=self.log.clause.id,
                place=DataPlace(file=file, line=1),
                advice="Export the column, or correct its name in the agreement.",
            )
            for name in missing
        ]
        return tuple(missing), lacking, findings


@dataclass(frozen=True, slots=True)
class _Spelling:
    """Where the values of a log's `where` stand in the frame."""

    there: frozenset[str]
    log: Log
    as_of: dt.datetime

    def value(self, leaf: Leaf, /) -> pl.Expr:
        match leaf:
            case nodes.ColumnRef(name):
                return pl.col(f"={name}")
            case nodes.FieldRef(name) if f"lead={name}" in self.there:
                return pl.col(f"lead={name}")
            case nodes.Now():
                return pl.lit(self.as_of)
            case _:
                return pl.lit(None)

    def folded(self, leaf: Leaf, /) -> pl.Expr:
        return fold_columns(self.value(leaf).cast(pl.String))

    def blank(self, leaf: Leaf, /) -> pl.Expr:
        match leaf:
            case nodes.ColumnRef(name):
                return pl.col(f"?{name}")
            case nodes.FieldRef(name) if f"lead={name}" in self.there:
                return pl.col(f"lead?{name}").fill_null(value=False)
            case _:
                return pl.lit(value=False)

    def term(self, name: str, /) -> Answer[pl.Expr]:  # noqa: ARG002 - a log's `where` knows no terms
        return Answer(pl.lit(value=False), pl.lit(value=False))


def _where_null(at: pl.Series, raw: pl.Series) -> pl.Series:
    """Keep the text of times that could not be read."""
    return (
        pl.DataFrame({"at": at, "raw": raw})
        .select(pl.when(pl.col("at").is_null()).then(pl.col("raw")).alias("raw"))
        .to_series()
    )


def _one_a_row(frame: pl.DataFrame, numbers: Sequence[str], keep: Sequence[str]) -> pl.DataFrame:
    parts = [
        frame.filter(pl.col(number)).select(*keep, pl.lit(int(number), dtype=pl.Int32).alias("event"))
        for number in numbers
    ]
    schema = OCCURRENCES if "at" in keep else UNDATED
    return pl.concat([pl.DataFrame(schema=schema), *parts]) if parts else pl.DataFrame(schema=schema)


def lead_fields(seen: FromLog) -> tuple[str, ...]:
    """Name the fields of the lead that tell whether a row is the event."""
    return tuple(dict.fromkeys(leaf.name for leaf in _leaves(seen) if isinstance(leaf, nodes.FieldRef)))


def hangs(seen: FromLog) -> bool:
    """Whether what the row says is not enough to tell that it is the event."""
    return any(isinstance(leaf, nodes.FieldRef | nodes.Now) for leaf in _leaves(seen))


def reads_now(seen: FromLog) -> bool:
    """Whether it hangs on the instant of the report that a row is the event."""
    return any(isinstance(leaf, nodes.Now) for leaf in _leaves(seen))


def _leaves(seen: FromLog) -> Iterator[nodes.Operand]:
    for condition in (seen.where, seen.unless):
        if condition is not None:
            yield from nodes.operands(condition)


def _columns_of(seen: FromLog) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.name for leaf in _leaves(seen) if isinstance(leaf, nodes.ColumnRef)))


def _mentioned(seen: FromLog, column: str | None) -> Iterator[str]:
    """List the texts that conditions compare the event column with."""
    for condition in (seen.where, seen.unless):
        if condition is not None:
            yield from _texts(condition, column)


def _texts(condition: nodes.Condition, column: str | None) -> Iterator[str]:
    match condition:
        case nodes.And(items) | nodes.Or(items) | nodes.AtLeast(_, items):
            for item in items:
                yield from _texts(item, column)
        case nodes.Not(item) | nodes.IsTrue(item):
            yield from _texts(item, column)
        case nodes.Compare(_, nodes.ColumnRef(name), nodes.Literal(value), _) if name == column:
            yield str(value)
        case nodes.Compare(_, nodes.Literal(value), nodes.ColumnRef(name), _) if name == column:
            yield str(value)
        case nodes.OneOf(nodes.ColumnRef(name), values, _) if name == column:
            yield from (str(literal.value) for literal in values)
        case nodes.TextTest(_, nodes.ColumnRef(name), texts, _) if name == column:
            yield from texts
        case _:
            return


def _listed(names: Sequence[str]) -> str:
    shown_names = ", ".join(names[:10])
    return f"{shown_names} and {len(names) - 10} more" if len(names) > 10 else shown_names or "no columns"  # noqa: PLR2004
