"""The narrow waist: what is checked, in five forms, and what they hang on.

The agreement lowers its clauses to a `Plan`; evaluators, exporters and reports see nothing else.
Stages, gates and `required at` are gone by here: a `Shape` or `Predicate` only says at which stages it
is judged (`at`), and `judged` turns a stage asked for, or claimed, into plain guards.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from ola.errors import WrongCall
from ola.expr.nodes import And, Condition, FieldRef, OneOf
from ola.expr.nodes import Literal as LiteralNode
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.spec import Choice, DateOrder, Spec, TypeName
from ola.finding import Level
from ola.source import Place

if TYPE_CHECKING:
    from ola.clock.calendar import Calendar
    from ola.clock.duration import BusinessTime, Duration, Limit

# ── what every form carries ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a form comes from: its id, how grave a breach is, who answers for it, where it stands.

    `says` is the sentence people signed, `text` the condition or value as written.
    """

    id: str
    level: Level = "error"
    party: str | None = None
    place: Place | None = None
    says: str | None = None
    text: str | None = None


# ── Shape: one demand on one field ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class OfType:
    """The value is readable as the field's type and, for a closed list, among its choices."""


@dataclass(frozen=True, slots=True)
class Present:
    """The field is filled in; a malformed value is present, and has its own finding."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The field is blank."""


@dataclass(frozen=True, slots=True)
class Min:
    """The value is at least this: a number, a date, an instant or a duration."""

    bound: float | dt.date | dt.datetime | dt.timedelta


@dataclass(frozen=True, slots=True)
class Max:
    """The value is at most this."""

    bound: float | dt.date | dt.datetime | dt.timedelta


@dataclass(frozen=True, slots=True)
class MinLength:
    """The trimmed, composed (NFC) text has at least so many code points."""

    length: int


@dataclass(frozen=True, slots=True)
class MaxLength:
    """The trimmed, composed (NFC) text has at most so many code points."""

    length: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """The pattern covers the whole trimmed text; in ola's own subset of regular expressions."""

    pattern: str


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The value is none of these: a deny list, compared as the field's kind compares."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unique:
    """No other row of the input has these fields' values (the field's own alone, unless more are named)."""

    by: tuple[str, ...]
    within: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class Unchanging:
    """Once known, the value does not change in the field's history."""


Demand = OfType | Present | Absent | Min | Max | MinLength | MaxLength | Pattern | NoneOf | Unique | Unchanging


@dataclass(frozen=True, slots=True)
class Shape:
    """A demand on a field: always (`at` and `when` empty), at stages, or when a condition is true."""

    clause: Clause
    field: str
    demand: Demand
    at: frozenset[str] | None = None
    when: Condition | None = None


# ── Predicate: a condition over a record ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition that must be true of a record, when its guard is true.

    `role` says what it lowers from: a rule across fields, a stage's condition, or what bars a stage
    (then `must` is never true and `when` is the bar).
    """

    clause: Clause
    role: Literal["rule", "stage", "bar"]
    must: Condition
    at: frozenset[str] | None = None
    when: Condition | None = None
    stage: str | None = None


# ── Transition: which stage may follow which ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Transition:
    """A move that is allowed: by which parties (any where empty), with which fields, how often a lead at most."""

    clause: Clause
    before: str
    after: str
    by: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    at_most: int | None = None


# ── Deadline: from these events, until one of those, within so much time ────────────────────────


@dataclass(frozen=True, slots=True)
class StartsOn:
    """True of a cycle that starts on one of these weekdays (`mon` … `sun`) in its calendar's zone."""

    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restarted:
    """True of a cycle that a restart has opened."""


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A row of a limit table; the first whose condition is true wins, no condition is `otherwise`.

    `text` is the limit and `said` the row's condition, both as written.
    """

    when: Condition | StartsOn | Restarted | None
    limit: Limit
    text: str
    said: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """Which calendar a clock runs on: one by name, by a segment's value, or by the lead's owner."""

    name: str | None = None
    by_segment: str | None = None
    by_owner: bool = False
    table: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What happens when a share of the worked time (`at` 0.75) or a duration (`after`) is used up."""

    at: float | None
    after: Limit | None
    action: str


@dataclass(frozen=True, slots=True)
class Attempts:
    """At least so many events of these kinds, on so many channels, before the lead may be given up.

    `apart` is the least time between two that count.
    """

    at_least: int
    of: tuple[str, ...]
    channels: int | None = None
    before: tuple[str, ...] = ()
    apart: Duration | BusinessTime | None = None


@dataclass(frozen=True, slots=True)
class SequenceDay:
    """A day of a sequence, the first being that of the start, and the events of which one is owed on it."""

    day: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock: what opens a cycle, what stops it, and how long it may run.

    `starts` is a list of alternatives, each a group of events that must all hold. `silence` is the stop that
    no answer by the due counts as; `sequence` the days on each of which something is owed.
    """

    clause: Clause
    name: str
    starts: tuple[tuple[str, ...], ...]
    stops: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    paused_while: Condition | None = None
    within: tuple[LimitRow, ...] = ()
    calendar: CalendarChoice | None = None
    after_hours: Literal["same date", "next opening"] | None = None
    due_at: Literal["same time", "opening", "close"] | None = None
    cutoff: dt.time | None = None
    attempts: Attempts | None = None
    sequence: tuple[SequenceDay, ...] = ()
    silence: str | None = None
    binds: Condition | None = None
    spares: Condition | None = None
    steps: tuple[Step, ...] = ()
    per: tuple[str, ...] = ()


# ── Goal: a number over a period ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Attainment:
    """The share of a deadline's decided cycles that were met, cut by their due."""

    of: str


@dataclass(frozen=True, slots=True)
class Repeats:
    """True of a lead whose value of a field another lead has as well."""

    field: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A count, share, percentile, sum or spread, of events, leads, a clock or a field.

    `of` names the event, cohort, commitment or field it is taken over; `what` the event, condition or repeated
    value whose share it is, or the event at which a field is summed up. A lead counts once a period, at its first
    entry, unless `every` entry counts. `last` is the end of the period that a spread looks at.
    """

    kind: Literal["count", "share", "percentile", "sum", "spread"]
    of: str
    what: str | Condition | Repeats | None = None
    every: bool = False
    percentile: float | None = None
    within: Limit | None = None
    after_hours: Literal["same date", "next opening"] | None = None
    due_at: Literal["same time", "opening", "close"] | None = None
    last: Limit | None = None
    calendar: CalendarChoice | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A number over a period, held against a bound: `sense` says whether it is a floor or a ceiling.

    Shares are fractions (`0.95`), percentiles of time a limit, amounts plain numbers. `per` names what it is cut by:
    `owner`, `team`, a segment or a field.
    """

    clause: Clause
    name: str
    measure: Attainment | Measure
    sense: Literal["at least", "at most"]
    bound: float | Limit
    period: Literal["week", "month", "quarter"] | dt.timedelta
    binds: Condition | None = None
    spares: Condition | None = None
    per: tuple[str, ...] = ()


# ── beside the forms: what is kept for people, relaxed or suspended ─────────────────────────────


@dataclass(frozen=True, slots=True)
class Exemption:
    """A named exception: while `when` is true, or between dates, it relaxes or suspends commitments."""

    clause: Clause
    name: str
    relaxes: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    within: tuple[LimitRow, ...] = ()
    when: Condition | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    agreed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForPeople:
    """A clause that is shown and signed, never pretended to be checked; `why` says why."""

    clause: Clause
    text: str
    why: str


# ── derived values ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Term:
    """A named condition."""

    clause: Clause
    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of the points of the rows that are true, then held within `min` and `max`."""

    clause: Clause
    name: str
    points: tuple[tuple[Condition, float], ...]
    min: float | None = None
    max: float | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it can only be a whole number."""
        bounds = [bound for bound in (self.min, self.max) if bound is not None]
        return all(number == int(number) for number in (*(points for _, points in self.points), *bounds))


@dataclass(frozen=True, slots=True)
class Segment:
    """The value of the first row that is true, else `otherwise`."""

    clause: Clause
    name: str
    rows: tuple[tuple[str, Condition], ...]
    otherwise: str

    @property
    def values(self) -> tuple[str, ...]:
        """The values a lead can have, in the agreement's order."""
        return tuple(dict.fromkeys([*(value for value, _ in self.rows), self.otherwise]))


# ── bindings: what names mean in systems and files ──────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class System:
    """A tool that holds leads: which party runs it, the zone of its naive instants, its order of dates.

    `text_only` systems hold every value as text.
    """

    name: str
    clause: Clause
    party: str | None = None
    zone: str | None = None
    dates: DateOrder = "iso"
    text_only: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    """A field in one system: its column, and its own spelling of choices by key."""

    column: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the lead; `bindings` is by system, empty where every system uses the field's own name."""

    name: str
    clause: Clause
    type: TypeName
    kind: Kind
    key: bool = False
    personal: bool = False
    many: bool = False
    choices: tuple[Choice, ...] = ()
    currency: str | None = None
    blanks: tuple[str, ...] = ()
    supplied_by: str | None = None
    label: str | None = None
    bindings: Mapping[str, Binding] = field(default_factory=dict)

    def column(self, system: str | None) -> str | None:
        """Give the field's column in a system, or nothing where that system does not have it."""
        if system is None or not self.bindings:
            return self.name
        binding = self.bindings.get(system)
        return None if binding is None else binding.column


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: who holds its leads, whether it is an end, and what is true of a lead that reached it."""

    name: str
    clause: Clause
    party: str | None = None
    end: bool = False
    reached: Condition | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """A file of events: the columns that say which lead, what, when and who; `columns` types the others."""

    name: str
    clause: Clause
    lead: str
    at: str
    event: str | None = None
    owner: str | None = None
    system: str | None = None
    zone: str | None = None
    dates: DateOrder = "iso"
    columns: Mapping[str, TypeName] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class History:
    """A file of changes of one field (`stage`, `owner` or another): which lead, when, to what, from what, by whom."""

    field: str
    clause: Clause
    log: str
    lead: str
    at: str
    to: str
    before: str | None = None
    by: str | None = None
    system: str | None = None
    zone: str | None = None
    dates: DateOrder = "iso"


@dataclass(frozen=True, slots=True)
class Merges:
    """A file that says which leads were merged into which, and since when (for all times without `at`)."""

    clause: Clause
    log: str
    lead: str
    into: str
    at: str | None = None
    zone: str | None = None
    dates: DateOrder = "iso"


@dataclass(frozen=True, slots=True)
class FromField:
    """Seen in a timestamp of the lead itself."""

    field: str


@dataclass(frozen=True, slots=True)
class FromChange:
    """Seen in the history of a field taking a known value other than the one before."""

    field: str


@dataclass(frozen=True, slots=True)
class FromStage:
    """Seen in the stage history: entering the stage."""

    stage: str


@dataclass(frozen=True, slots=True)
class FromLog:
    """Seen in a log: a row where the condition is true, unless the other is."""

    log: str
    where: Condition | None = None
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class FromBreach:
    """Seen when a cycle of another commitment is breached."""

    of: str


@dataclass(frozen=True, slots=True)
class Event:
    """What counts as done, and where it is seen."""

    name: str
    clause: Clause
    seen: FromField | FromChange | FromStage | FromLog


@dataclass(frozen=True, slots=True)
class Owner:
    """A person or queue that leads belong to; `party` is the side it acts for, where the agreement says so."""

    name: str
    clause: Clause
    team: str | None = None
    calendar: str | None = None
    queue: bool = False
    party: str | None = None


# ── the plan ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an evaluator needs to know of an agreement."""

    id: str
    version: str
    sha256: str
    zone: str
    title: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    founded: dt.date | None = None
    parties: tuple[str, ...] = ()
    systems: Mapping[str, System] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    scores: Mapping[str, Score] = field(default_factory=dict)
    segments: Mapping[str, Segment] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)
    handoff: tuple[str, str] | None = None
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    owners: Mapping[str, Owner] = field(default_factory=dict)
    logs: Mapping[str, Log] = field(default_factory=dict)
    histories: Mapping[str, History] = field(default_factory=dict)
    merges: Merges | None = None
    events: Mapping[str, Event] = field(default_factory=dict)
    shapes: tuple[Shape, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    transitions: tuple[Transition, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    goals: tuple[Goal, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    for_people: tuple[ForPeople, ...] = ()

    @property
    def key(self) -> Field | None:
        """The field that names a lead, where the agreement says which."""
        return next((each for each in self.fields.values() if each.key), None)

    @property
    def stage_field(self) -> Field | None:
        """The field that holds the stage a record claims."""
        return next((each for each in self.fields.values() if each.type == "stage"), None)

    @property
    def owners_are_personal(self) -> bool:
        """Whether the names of owners are masked: a field that holds them is personal."""
        return any(each.personal for each in self.fields.values() if each.type == "owner")

    @property
    def forms(self) -> tuple[Shape | Predicate | Transition | Deadline | Goal, ...]:
        """Every clause that is checked."""
        return (*self.shapes, *self.predicates, *self.transitions, *self.deadlines, *self.goals)

    @property
    def key_spec(self) -> Spec:
        """Say how logs and histories name a lead: as an id, blank where the key's own words say so."""
        return Spec("id") if self.key is None else Spec("id", blanks=self.key.blanks)

    def spec(self, name: str, system: str | None) -> Spec:
        """Say how a field's values arrive from a system (or, without one, in the agreement's own words)."""
        own = self.fields[name]
        binding = own.bindings.get(system) if system is not None else None
        source = self.systems.get(system) if system is not None else None
        spelt = {} if binding is None else binding.values
        return Spec(
            type=own.type,
            many=own.many,
            choices=tuple(
                replace(choice, values=(spelt[choice.key],)) if choice.key in spelt else choice
                for choice in own.choices
            ),
            currency=own.currency,
            blanks=own.blanks,
            zone=None if source is None else source.zone,
            dates="iso" if source is None else source.dates,
            text_only=source is not None and source.text_only,
        )


CLAIMED = "claimed"


def stage_asked(plan: Plan, at: str | None) -> str:
    """Give the stage to judge at: the one asked for, or the one the handoff leaves; empty without a handoff.

    Raises WrongCall for a stage that the agreement does not have; `claimed` is always one.
    """
    if at is None:
        return plan.handoff[0] if plan.handoff is not None else ""
    # An agreement without stages judges what holds always, which is asked for as no stage.
    return at and _asked("stage", at, (*plan.stages, CLAIMED))


def system_asked(plan: Plan, system: str | None) -> str | None:
    """Give the system asked for; raises WrongCall for one that the agreement does not have."""
    return None if system is None else _asked("system", system, tuple(plan.systems))


def _asked(what: str, name: str, known: tuple[str, ...]) -> str:
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    message = f"The agreement has no {what} {name!r}. It has {', '.join(known) or 'none'}.{meant}"
    raise WrongCall(message)


def judged(plan: Plan, at: str) -> tuple[Shape | Predicate, ...]:
    """Give the shapes and predicates that judge a record at a stage, or each at the stage it claims.

    What is bound to other stages is left out; for `claimed`, what is bound to stages gets the guard that
    the record claims one of them. The result has no `at` left.
    """
    found: list[Shape | Predicate] = []
    forms: tuple[Shape | Predicate, ...] = (*plan.shapes, *plan.predicates)
    for form in forms:
        if form.at is None:
            found.append(form)
        elif at != CLAIMED:
            if at in form.at:
                found.append(replace(form, at=None))
        elif (claim := plan.stage_field) is not None:
            stages = tuple(LiteralNode(name, "choice") for name in plan.stages if name in form.at)
            guard: Condition = OneOf(FieldRef(claim.name), stages, "choice")
            when = guard if form.when is None else And((guard, form.when))
            found.append(replace(form, at=None, when=when))
    return tuple(found)
