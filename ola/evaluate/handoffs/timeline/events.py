"""Everything that happened to the leads, on one timeline: from logs, from histories, from the leads' own rows."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import assert_never
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ola.clock.days import midnight
from ola.clock.wall_clock import micros
from ola.evaluate.handoffs.coded import Coded
from ola.evaluate.handoffs.mark import KINDS, OCCURRED
from ola.evaluate.handoffs.reading.changes import MARKS, Watched
from ola.evaluate.handoffs.reading.histories import Past, read_history
from ola.evaluate.handoffs.reading.kept import Since, Slices
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.reading.logs import lead_fields, read_log
from ola.evaluate.handoffs.reading.pieces import Source, notes
from ola.evaluate.handoffs.reading.tally import AFTER_AS_OF, Tally
from ola.evaluate.handoffs.timeline.bursts import Burst, bursts
from ola.evaluate.handoffs.timeline.lined_up import lined_up
from ola.evaluate.handoffs.timeline.touches import touch_names
from ola.finding import Code, DataPlace, Finding
from ola.plan import Event, Field, FromBreach, FromChange, FromField, FromLog, FromStage, History, Plan

NOT_GIVEN = Code(
    "OLA504",
    "warning",
    "A log or history was not given",
    """\
Commitments hang on events of a log or history that was not handed to `ola measure`. What it could have shown is
unknown, and no cycle is judged as if nothing had happened: clocks it could stop are met or unknown, never
breached, and clocks it could start have no cycles.

    ola measure touches.csv stages=changes.csv owners=owners.csv --leads leads.csv

Name every log and history on the command line, as the agreement calls them.""",
)
UNKNOWN_LOG = Code(
    "OLA511",
    "warning",
    "A file was given that the agreement does not know",
    """\
The name before the `=` is neither a log nor a history of the agreement, so nothing was read from the file. Use one
of the names under `logs`, or a history's `log`.""",
)
UNKNOWN_LEAD = Code(
    "OLA516",
    "warning",
    "Events belong to leads that are not among the leads",
    """\
Events name leads that have no row in the leads given. They are used as far as they go: a clock that asks for a
field of such a lead gives no verdict.

Deleted and merged leads do this, and exports of different days. Export the leads again, or with the merged ones.""",
)
UNREADABLE_FIELD_TIME = Code(
    "OLA517",
    "error",
    "A lead's timestamp cannot be read",
    """\
A timestamp of the lead that is an event of the agreement (`created: {at: created_at}`) is filled in, but is no
time, or names no moment because neither it nor its system says a zone. The event cannot be placed, and what hangs
on it is unknown for that lead. Give the system a `zone`, or say how it writes `dates`.""",
)


@dataclass(frozen=True, slots=True)
class Roster:
    """The events of an agreement by number: entering a stage is one by the stage's name."""

    names: tuple[str, ...]
    seen: tuple[FromField | FromChange | FromStage | FromLog | FromBreach, ...]
    numbers: Mapping[str, int]


def roster(plan: Plan) -> Roster:
    """Number the events in the agreement's order."""
    events: dict[str, Event] = dict(plan.events)
    for name, stage in plan.stages.items():
        events.setdefault(name, Event(name, stage.clause, FromStage(name)))
    names = tuple(events)
    return Roster(names, tuple(each.seen for each in events.values()), {name: i for i, name in enumerate(names)})


@dataclass(frozen=True, slots=True)
class Chosen:
    """Marks of some kinds, sorted: those of `leads[i]` stand from `lows[i]` up to `highs[i]`."""

    at: NDArray[np.int64]
    mark: NDArray[np.int32]
    leads: list[int]
    lows: list[int]
    highs: list[int]


@dataclass(frozen=True)
class Happenings:
    """All marks, sorted by lead, time and order; and what could not be seen.

    `lacking` says of an event why it cannot be seen at all; `undated` of a lead and an event that one cannot be
    placed in time. `ahead` are the leads whose own timestamp of an event, by its number, lies after the instant of
    the report. `slices` is what the next run may begin from, and `bursts` are touches of many leads within seconds.
    `tangled` says of leads why nobody can tell which record is left of them.
    """

    roster: Roster
    leads: tuple[str, ...]
    lead: NDArray[np.int64]
    at: NDArray[np.int64]
    mark: NDArray[np.int32]
    lacking: Mapping[int, str]
    undated: Mapping[int, frozenset[str]]
    pasts: Mapping[str, Past]
    tallies: Mapping[str, Tally]
    findings: tuple[Finding, ...]
    ahead: frozenset[tuple[str, int]]
    slices: Slices = field(default_factory=Slices)
    everyone: tuple[NDArray[np.int64], NDArray[np.int32]] | None = None
    """The instants and marks of all leads, where these are those of some."""
    bursts: tuple[Burst, ...] = ()
    tangled: Mapping[str, str] = field(default_factory=dict)

    def of(self, some: Collection[str]) -> Happenings:
        """Give what happened to some leads alone; counts over all leads still see all."""
        wanted = np.fromiter((lead in some for lead in self.leads), dtype=bool, count=len(self.leads))
        keep = wanted[self.lead]
        return replace(
            self,
            lead=self.lead[keep],
            at=self.at[keep],
            mark=self.mark[keep],
            undated={event: frozenset(lead for lead in who if lead in some) for event, who in self.undated.items()},
            everyone=self.everyone or (self.at, self.mark),
        )

    @cached_property
    def lead_numbers(self) -> Mapping[str, int]:
        """The number of each lead that any event or row names."""
        return {lead: i for i, lead in enumerate(self.leads)}

    @cached_property
    def names(self) -> pl.Series:
        """The leads as a column, by number."""
        return pl.Series("lead", self.leads, dtype=pl.String)

    def numbers(self, leads: pl.Series) -> NDArray[np.int64]:
        """Give the numbers of leads, −1 for those that no event or row names."""
        known = self.names.to_frame().with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
        found = leads.alias("lead").to_frame().join(known, on="lead", how="left", maintain_order="left")
        return found.get_column("number").fill_null(-1).to_numpy()

    def numbers_of(self, leads: Coded[str]) -> NDArray[np.int64]:
        """Give the number of each row's lead."""
        if leads.words is self.leads:
            return leads.codes
        return self.numbers(pl.Series("lead", leads.words, dtype=pl.String))[leads.codes]

    def unseen(self, event: int) -> str | None:
        """Say why an event cannot be seen at all; nothing where it can."""
        why = self.lacking.get(event)
        return None if why is None else f"{self.roster.names[event]} cannot be seen: {why}"

    def of_lead(self, lead: str) -> tuple[list[int], list[int]]:
        """Give all instants and marks of one lead."""
        number = self.lead_numbers.get(lead)
        if number is None:
            return [], []
        low, high = np.searchsorted(self.lead, [number, number + 1]).tolist()
        return self.at[low:high].tolist(), self.mark[low:high].tolist()

    def chosen(self, marks: Iterable[int], only: NDArray[np.bool_] | None = None) -> Chosen:
        """Give some of the marks, lead by lead; `only` flags the leads wanted, by number."""
        wanted = np.zeros(KINDS * len(self.roster.names), dtype=bool)
        wanted[list(marks)] = True
        keep = np.flatnonzero(wanted[self.mark] if only is None else wanted[self.mark] & only[self.lead])
        leads = self.lead[keep]
        edges = (np.flatnonzero(np.diff(leads)) + 1).tolist()
        lows = [0, *edges] if keep.size else []
        highs = [*edges, int(keep.size)] if keep.size else []
        return Chosen(self.at[keep], self.mark[keep], leads[lows].tolist(), lows, highs)

    @cached_property
    def _times(self) -> dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]]:
        return {}

    def all_of(self, event: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the lead and the instant of every event of one kind, in the order of leads and time."""
        known = self._times.get(event)
        if known is None:
            own = np.flatnonzero(self.mark == event * KINDS + OCCURRED)
            known = self._times[event] = (self.lead[own], self.at[own])
        return known

    def times(self, event: int, lead: int) -> list[int]:
        """Give the instants of a lead's events of one kind, in order."""
        leads, ats = self.all_of(event)
        low, high = leads.searchsorted([lead, lead + 1]).tolist()
        found: list[int] = ats[low:high].tolist()
        return found

    def having(self, marks: Iterable[int]) -> set[str]:
        """Give the leads that have one of these marks."""
        wanted = np.zeros(KINDS * len(self.roster.names), dtype=bool)
        wanted[list(marks)] = True
        there = np.zeros(len(self.leads), dtype=bool)
        there[self.lead[wanted[self.mark]]] = True
        return {self.leads[number] for number in np.flatnonzero(there).tolist()}

    def on_one_line(
        self, roster: Roster, lead: NDArray[np.int64], at: NDArray[np.int64], mark: NDArray[np.int32]
    ) -> Happenings:
        """Give the same with these marks for its own, sorted; of one instant, later ones come last."""
        order = np.lexsort((np.arange(len(at)), at, lead))
        return replace(self, roster=roster, lead=lead[order], at=at[order], mark=mark[order])

    @cached_property
    def _all_times(self) -> dict[int, list[int]]:
        return {}

    def all_times(self, event: int) -> list[int]:
        """Give the instants of all leads' events of one kind, in order."""
        known = self._all_times.get(event)
        if known is None:
            at, mark = self.everyone or (self.at, self.mark)
            known = self._all_times[event] = np.sort(at[mark == event * KINDS + OCCURRED]).tolist()
        return known

    def count(self, event: int, lead: int, low: int | None, high: int) -> int:
        """Count a lead's events after `low` (all of them without one) up to `high`, itself included."""
        ats = self.times(event, lead)
        return bisect_right(ats, high) - (0 if low is None else bisect_right(ats, low))


def gather(
    plan: Plan,
    logs: Mapping[str, Source],
    leads: Leads,
    used: frozenset[str],
    as_of: dt.datetime,
    since: Since | None = None,
    *,
    keep: bool = True,
) -> Happenings:
    """Read every log and history that was given and place what happened in time.

    `used` are the events that commitments hang on; `since` is what was kept of earlier slices, and `keep` says
    whether there will be a later one.
    """
    known = roster(plan)
    marks: list[pl.DataFrame] = []
    undated: dict[int, set[str]] = {}
    lacking: dict[int, str] = {}
    findings: list[Finding] = []
    tallies: dict[str, Tally] = {}
    touches = {known.numbers[name] for name in touch_names(plan)}
    hurried: list[Burst] = []
    slices = Slices()
    reaches = None if since is None else since.as_of

    for name, log in plan.logs.items():
        events = {i: seen for i, seen in enumerate(known.seen) if isinstance(seen, FromLog) and seen.log == name}
        if name not in logs:
            lacking |= dict.fromkeys(events, f"the log {name} was not given")
            continue
        kept = None if since is None else since.kept("logs", name, leads.surviving)
        happened = read_log(plan, log, events, logs[name], leads, as_of, kept, reaches)
        slices.take("logs", name, happened.kept if keep else None, happened.late)
        tallies[name] = happened.tally
        findings += [*notes(logs[name]), *happened.findings, *happened.tally.findings()]
        lacking |= {**_without_fields(events, leads), **happened.lacking}
        marks.append(_marked(happened.occurrences))
        hurried += bursts(name, happened.tally.file, happened.occurrences, touches & events.keys())
        for lead, event in happened.undated.drop_nulls().iter_rows():
            undated.setdefault(event, set()).add(lead)
        del happened  # the largest thing in memory: what is needed of it stands among the marks

    pasts: dict[str, Past] = {}
    for name, history in plan.histories.items():
        of = field_of(plan, history)
        if of is None or history.log not in logs:
            continue
        watched = _watched(plan, known, of, name)
        kept = None if since is None else since.kept("histories", name, leads.surviving)
        past = read_history(plan, history, of, watched, logs[history.log], as_of, leads, kept, reaches)
        slices.take("histories", name, past.kept if keep else None, past.late)
        pasts[of.name] = past.followed
        tallies[f"{history.log}" if history.log not in tallies else f"{history.log} ({name})"] = past.tally
        findings += [*notes(logs[history.log]), *past.findings, *past.tally.findings()]
        marks.append(past.marks)
        for event in _events_of(known, of, plan):
            if past.undated:
                undated.setdefault(event, set()).update(past.undated)
            if past.lacking is not None:
                lacking[event] = past.lacking

    ahead: set[tuple[str, int]] = set()
    for i, seen in enumerate(known.seen):
        match seen:
            case FromField(name):
                if not leads.has(name):
                    why = leads.lacking.get(name) or (
                        "the leads were not given" if not leads.given else f"{name} was not read"
                    )
                    lacking[i] = why
                    continue
                found, bad, later, found_findings = _from_field(plan, leads, name, i, as_of)
                marks.append(found)
                ahead |= later
                bad |= leads.differing
                if known.names[i] in used:
                    findings += found_findings
                if bad:
                    undated.setdefault(i, set()).update(bad)
            case FromStage() | FromChange():
                changed = _field_seen(plan, seen)
                if changed is None or changed.name not in pasts:
                    lacking.setdefault(i, _no_history(plan, changed))
            case FromLog():
                if seen.log not in plan.logs:
                    lacking[i] = f"there is no log {seen.log}"
            case FromBreach():
                pass
            case _:
                assert_never(seen)

    findings += _unknown_files(plan, logs)
    findings += _not_given(known, lacking, used)
    frame, names = _numbered(marks, leads, undated.values())
    lead, at, mark = lined_up(frame)
    findings += _strangers(lead, names, leads)
    return Happenings(
        known,
        names,
        lead,
        at,
        mark,
        lacking,
        {event: frozenset(who) for event, who in undated.items()},
        pasts,
        tallies,
        tuple(findings),
        frozenset(ahead),
        slices,
        bursts=tuple(hurried),
    )


def _without_fields(events: Mapping[int, FromLog], leads: Leads) -> dict[int, str]:
    """Say which events hang on fields that the leads do not show: whether a row is one cannot be told."""
    found: dict[int, str] = {}
    for i, seen in events.items():
        for name in lead_fields(seen):
            if not leads.has(name):
                found.setdefault(i, leads.lacking.get(name) or "the leads were not given")
    return found


def field_of(plan: Plan, history: History) -> Field | None:
    """Give the field whose history it is; `stage` and `owner` also name the field of that type."""
    if history.field in plan.fields:
        return plan.fields[history.field]
    if history.field in ("stage", "owner"):
        return next((each for each in plan.fields.values() if each.type == history.field), None)
    return None


def owner_field(plan: Plan) -> Field | None:
    """Give the field that holds a lead's owner: the one with a history, else the first of its type."""
    owners = [each for each in plan.fields.values() if each.type == "owner"]
    with_history = [each for each in owners if each.name in plan.histories]
    return next(iter([*with_history, *owners]), None)


def is_held(plan: Plan, of: Field) -> Callable[[object], bool]:
    """Give what says whether a value counts as known: no queue is an owner."""
    if of.type != "owner":
        return lambda value: value is not None
    queues = frozenset(name for name, owner in plan.owners.items() if owner.queue)
    return lambda value: value is not None and value not in queues


def _watched(plan: Plan, known: Roster, of: Field, history: str) -> Watched:
    entering: dict[object, list[int]] = {}
    changing = []
    stage = plan.stage_field
    for i, seen in enumerate(known.seen):
        if isinstance(seen, FromStage) and stage is not None and stage.name == of.name:
            entering.setdefault(seen.stage, []).append(i)
        elif isinstance(seen, FromChange) and seen.field in (of.name, history):
            changing.append(i)
    held = is_held(plan, of)
    by_value: dict[object, tuple[int, ...]] = {value: tuple(events) for value, events in entering.items()}
    return Watched(by_value, tuple(changing), of.type == "owner", held)


def _events_of(known: Roster, of: Field, plan: Plan) -> Iterator[int]:
    for i, seen in enumerate(known.seen):
        if isinstance(seen, FromStage | FromChange):
            changed = _field_seen(plan, seen)
            if changed is not None and changed.name == of.name:
                yield i


def _field_seen(plan: Plan, seen: FromStage | FromChange) -> Field | None:
    if isinstance(seen, FromStage):
        return plan.stage_field
    history = plan.histories.get(seen.field)
    return plan.fields.get(seen.field) if history is None else field_of(plan, history)


def _no_history(plan: Plan, changed: Field | None) -> str:
    if changed is None:
        return "no field of the agreement holds it"
    for history in plan.histories.values():
        of = field_of(plan, history)
        if of is not None and of.name == changed.name:
            return f"the history {history.log} was not given"
    return f"the agreement names no history of {changed.name}"


def _from_field(
    plan: Plan, leads: Leads, name: str, event: int, as_of: dt.datetime
) -> tuple[pl.DataFrame, set[str], set[tuple[str, int]], list[Finding]]:
    column = leads.frame.get_column(f"={name}")
    if column.dtype == pl.Date:
        zone = ZoneInfo(plan.zone)
        # A date says no time; its day begins at midnight in the agreement's zone.
        instants = [None if day is None else midnight(day, zone) for day in column.to_list()]
        at = pl.Series("at", instants, dtype=pl.Int64)
    elif isinstance(column.dtype, pl.Datetime):
        at = column.dt.epoch("us").alias("at")
    else:
        at = pl.Series("at", [None] * column.len(), dtype=pl.Int64)
    frame = pl.DataFrame([leads.frame.get_column("lead"), at, leads.frame.get_column(f"?{name}").alias("blank")])
    bad = frame.filter(pl.col("at").is_null() & ~pl.col("blank")).get_column("lead").to_list()
    ahead = frame.filter(pl.col("at") > micros(as_of)).get_column("lead").to_list()
    kept = frame.filter(pl.col("at") <= micros(as_of)).select(
        "lead", "at", pl.lit(event, dtype=pl.Int32).alias("event")
    )
    findings = []
    if ahead:
        findings.append(
            Finding(
                AFTER_AS_OF.code,
                AFTER_AS_OF.level,
                f"{'1 lead has' if len(ahead) == 1 else f'{len(ahead):,} leads have'} a {name} after the instant of "
                "the report; left out and counted.",
                clause=plan.fields[name].clause.id,
                place=DataPlace(key=leads.shown(min(ahead)), field=f"/{name}"),
                count=len(ahead),
                examples=tuple(leads.shown(each) for each in sorted(ahead)[:3]),
            )
        )
    if bad:
        lead = leads.shown(min(bad))
        many = "1 lead has" if len(bad) == 1 else f"{len(bad):,} leads have"
        findings.append(
            Finding(
                UNREADABLE_FIELD_TIME.code,
                UNREADABLE_FIELD_TIME.level,
                f"{many} a {name} that cannot be read as a time.",
                clause=plan.fields[name].clause.id,
                party=plan.fields[name].supplied_by,
                place=DataPlace(key=lead, field=f"/{name}"),
                advice="Give the system a zone, or say how it writes dates.",
                count=len(bad),
                examples=tuple(leads.shown(each) for each in sorted(bad)[:3]),
            )
        )
    return _marked(kept), set(bad), {(lead, event) for lead in ahead}, findings


def _marked(occurrences: pl.DataFrame) -> pl.DataFrame:
    """Make marks of occurrences that stand in no order among each other: they come before stages, after what ends."""
    return occurrences.select(
        "lead",
        pl.col("at").cast(pl.Int64),
        pl.lit(1, dtype=pl.Int32).alias("rank"),
        (pl.col("event") * KINDS + OCCURRED).cast(pl.Int32).alias("mark"),
    )


def _numbered(
    marks: list[pl.DataFrame], leads: Leads, undated: Iterable[Collection[str]]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Number every lead of which anything is known, in the order of names, and the marks by them."""
    named = [pl.Series("lead", [], dtype=pl.String), *(each.get_column("lead").unique() for each in marks)]
    others = pl.DataFrame({"lead": list({lead for who in undated for lead in who})}, schema={"lead": pl.String()})
    who = pl.concat([pl.concat(named).to_frame(), leads.frame.select("lead"), others]).unique().sort("lead")
    numbered = who.with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    found = [pl.DataFrame(schema={"number": pl.Int64, **MARKS}).drop("lead")]
    while marks:
        # Names are the largest part of the marks: one file's are let go before the next are numbered.
        found.append(marks.pop().join(numbered, on="lead", how="left").select("number", "at", "rank", "mark"))
    return pl.concat(found).rechunk(), tuple(who.get_column("lead").to_list())


def _unknown_files(plan: Plan, logs: Mapping[str, Source]) -> Iterator[Finding]:
    known = {*plan.logs, *(history.log for history in plan.histories.values())}
    known |= set() if plan.merges is None else {plan.merges.log}
    for name in logs:
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            yield Finding(
                UNKNOWN_LOG.code,
                UNKNOWN_LOG.level,
                f"{name} is neither a log nor a history of the agreement, so nothing was read from it; it has {there}.",
                place=DataPlace(file=name),
                advice="Use one of these names before the =.",
            )


def _not_given(known: Roster, lacking: Mapping[int, str], used: frozenset[str]) -> Iterator[Finding]:
    by_reason: dict[str, list[str]] = {}
    for event, why in sorted(lacking.items()):
        if known.names[event] in used:
            by_reason.setdefault(why, []).append(known.names[event])
    for why, names in by_reason.items():
        many = "the event" if len(names) == 1 else "the events"
        yield Finding(
            NOT_GIVEN.code,
            NOT_GIVEN.level,
            f"{_sentence(why)}, so {many} {', '.join(names)} cannot be seen; what hangs on "
            f"{'it' if len(names) == 1 else 'them'} is unknown.",
            count=len(names),
            advice=_way_out(why),
        )


def _sentence(why: str) -> str:
    """Begin a sentence with a capital, and leave the name of a file or system as it is spelt."""
    return f"{why[0].upper()}{why[1:]}" if why.startswith(("the ", "there ", "no ")) else why


def _way_out(why: str) -> str | None:
    if why.endswith("not given"):
        return "Name the file on the command line: NAME=FILE, and --leads FILE for the leads."
    return "Export the column, or correct its name in the agreement." if " has no column " in why else None


def _strangers(marked: NDArray[np.int64], names: Sequence[str], leads: Leads) -> Iterator[Finding]:
    if not leads.given:
        return
    has_events = np.zeros(len(names), dtype=bool)
    has_events[marked] = True
    column = pl.Series("lead", names, dtype=pl.String)
    rowless = column.filter(pl.Series(has_events)).to_frame().join(leads.frame.select("lead"), on="lead", how="anti")
    strange = sorted(lead for lead in rowless.get_column("lead").to_list() if lead not in leads.differing)
    if not strange:
        return
    examples = tuple(leads.shown(lead) for lead in strange[:3])
    one = len(strange) == 1
    yield Finding(
        UNKNOWN_LEAD.code,
        UNKNOWN_LEAD.level,
        f"{'1 lead with events is' if one else f'{len(strange):,} leads with events are'} not among the leads given.",
        place=DataPlace(key=examples[0]),
        advice="Export the leads again, merged and deleted ones too.",
        count=len(strange),
        examples=examples,
    )
