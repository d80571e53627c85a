"""What a cycle runs by: limit, calendar, segments and owner, as they stood at its start and fixed there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, assert_never
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from ola.clock.calendar import Calendar
from ola.clock.deadline import due_at
from ola.clock.duration import Limit, needs_calendar
from ola.clock.wall_clock import EPOCH, micros
from ola.errors import ClockError, WrongCall
from ola.evaluate.handoffs.conditions import Answers, Conditions, event_leaves
from ola.evaluate.handoffs.cycles import CONTRADICTED, NEVER, Opened
from ola.evaluate.handoffs.events import Happenings
from ola.evaluate.handoffs.histories import UNSURE, Past, Unsure
from ola.evaluate.handoffs.leads import ROWS_DIFFER, Leads
from ola.evaluate.needs import needs
from ola.expr import nodes
from ola.plan import Deadline, LimitRow, Plan, Restarted, StartsOn

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NO_SEGMENTS: Mapping[str, str] = {}

# What a key that is read and not yet measured means for every cycle of the commitment. Keys that only warn or cut
# reports change no verdict; `restarts` and `pauses` act only where their events happen.
_HARMLESS = frozenset({"steps", "per", "target"})
_BY_EVENT = frozenset({"restarts", "pauses", "resumes"})


def clock_conditions(deadline: Deadline) -> tuple[nodes.Condition, ...]:
    """Give the conditions of a clock: whom it binds, whom it spares, and those of its limits."""
    found = [each for each in (deadline.binds, deadline.spares) if each is not None]
    for row in deadline.within:
        match row.when:
            case None | StartsOn() | Restarted():
                pass
            case _:
                found.append(row.when)
    return tuple(found)


def deciding(plan: Plan, deadline: Deadline) -> tuple[nodes.Condition, ...]:
    """Give the conditions a verdict hangs on: those of the clock and of the segment that names its calendar."""
    choice = deadline.calendar
    segment = None if choice is None or choice.by_segment is None else plan.segments.get(choice.by_segment)
    return (*clock_conditions(deadline), *(() if segment is None else (when for _, when in segment.rows)))


def doubt_of(deadline: Deadline) -> str | None:
    """Say which part that is not yet measured leaves every cycle of the commitment without a verdict."""
    for key in deadline.unmeasured:
        word = key.partition(":")[0]
        if word not in _HARMLESS and word not in _BY_EVENT:
            return f"{key} is read, not yet measured"
    if deadline.attempts is not None:
        return "at_least is read, not yet measured"
    if deadline.paused_while is not None:
        return "paused_while is read, not yet measured"
    if deadline.calendar is not None and deadline.calendar.by_owner:
        return "calendar: by owner is read, not yet measured"
    return None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a lead's cycles run by: `opened` is null where the commitment binds none of them.

    `exempted` keeps what exceptions make of it, by what may suspend and what may relax.
    """

    opened: Opened | None
    limit: Limit | None = None
    calendar: Calendar | None = None
    exempted: dict[tuple[str | None, str | None], Opened] = field(default_factory=dict, compare=False)


UNBOUND = Terms(None)


class Opening:
    """Opens the cycles of one commitment."""

    def __init__(
        self,
        plan: Plan,
        deadline: Deadline,
        leads: Leads,
        happenings: Happenings | None,
        *,
        hidden: str | None = None,
        unseen_stop: str | None = None,
        conditions: Conditions | None = None,
    ) -> None:
        """Compile; `hidden` puts every cycle in doubt, `unseen_stop` each that is not met.

        `conditions` are those of the clock, where they are compiled already.
        """
        self.plan, self.deadline, self.leads, self.happenings = plan, deadline, leads, happenings
        own = clock_conditions(deadline)
        self.conditions = conditions or Conditions(plan, own)
        self.places = {id(condition): i for i, condition in enumerate(own)}
        self.zone = ZoneInfo(plan.zone)
        decides = deciding(plan, deadline)
        self.decide = frozenset(needs(plan, *decides).fields)
        self.asked = event_leaves(plan, decides)
        self.asked_events = () if happenings is None else tuple(_numbers(happenings, self.asked))
        self.doubt = hidden or doubt_of(deadline)
        self.unseen_stop = unseen_stop
        self.exemptions = [
            (
                -NEVER if each.since is None else micros(midnight(each.since, self.zone)),
                NEVER if each.until is None else micros(midnight(each.until, self.zone)),
                f"the exception {each.name} is read, not yet measured",
                _names(deadline, each.suspends),
            )
            for each in plan.exemptions
            if _names(deadline, each.relaxes) or _names(deadline, each.suspends)
        ]
        pasts = {} if happenings is None else happenings.pasts
        fields = self.conditions.fields
        self.values = [leads.column(f"={name}") if leads.has(name) else None for name in fields]
        self.blanks = [leads.column(f"?{name}") if leads.has(name) else None for name in fields]
        self.with_past = [(i, pasts[name]) for i, name in enumerate(fields) if name in pasts]
        self.doubt = self.doubt or self._unseen(pasts)
        self.row_stands = tuple(name for name in self.conditions.own.fields if name not in pasts)
        needed = self.conditions.own
        self.needs_row = bool(needed.fields or needed.scores or needed.segments)
        if deadline.calendar is not None and deadline.calendar.by_segment is not None:
            self.needs_row = True
        self.segments_hang = bool(self.conditions.fields or self.conditions.asks)
        by_start = any(isinstance(row.when, StartsOn | Restarted) for row in deadline.within)
        self.is_static = not (by_start or self.conditions.all.now or self.conditions.asks or self.with_past)
        """Whether what a lead's cycles run by hangs on its row alone, not on when they start."""
        self._static: dict[tuple[int, str | None, str | None, str | None], Terms] = {}
        self._kinds = leads.kinds(fields) if self.is_static else []

    # ── one lead ──

    def static_terms(self, lead: str, undated: str | None = None, undated_stop: str | None = None) -> Terms:
        """Give what all cycles of a lead run by; only where `is_static`."""
        row = self.leads.place.get(lead)
        kind = -1 if row is None else self._kinds[row]
        no_row = self._no_row(lead, row)
        key = (kind, no_row, undated, undated_stop)
        known = self._static.get(key)
        if known is None:
            answered = self.conditions.remembered.get(kind)
            values, blanks = self._row(row)
            if answered is None:
                answered = self.conditions.remembered[kind] = self.conditions(values, blanks, EPOCH, ())
            known = self._static[key] = self._terms(
                values, answered, EPOCH, no_row=no_row, undated=undated, unless_met=undated_stop
            )
        return known

    def terms_at(
        self,
        lead: str,
        start: int,
        *,
        restarted: bool = False,
        undated: str | None = None,
        undated_stop: str | None = None,
    ) -> Terms:
        """Give what a cycle that starts then runs by.

        `undated` says which event of the lead nobody can place in time, `undated_stop` the same of a stop.
        """
        row = self.leads.place.get(lead)
        values, blanks = self._row(row)
        doubt = None
        for i, past in self.with_past:
            name = self.conditions.fields[i]
            if lead in past.seen:
                value = past.value_at(lead, start)
                if name in self.decide:
                    doubt = doubt or _in_doubt(name, lead, past, value)
                before_any = lead not in past.values or past.values[lead][0][0] > start
                values[i] = None if isinstance(value, Unsure) else value
                blanks[i] = value is None and not before_any
            elif name in self.decide and name in self.leads.lacking:
                doubt = doubt or f"{self.leads.lacking[name]}, and the commitment hangs on it"
        events = [
            None if self.happenings is None else _answer(self.happenings, leaf, lead, start)
            for leaf in self.conditions.asks
        ]
        for event in self.asked_events:
            if self.happenings is not None and lead in self.happenings.undated.get(event, ()):
                doubt = doubt or f"the time of {self.happenings.roster.names[event]} cannot be read"
        now = EPOCH + dt.timedelta(microseconds=start)
        by_history = bool(self.with_past) and len(self.with_past) == len(values)
        known = by_history and all(lead in past.seen for _, past in self.with_past)
        return self._terms(
            values,
            self.conditions(values, blanks, now, events),
            now,
            restarted=restarted,
            no_row=None if known else self._no_row(lead, row),
            undated=doubt or undated,
            unless_met=undated_stop,
        )

    def of_record(self, values: Mapping[str, object] | None, blank: Mapping[str, bool], start: int) -> Terms:
        """Give what a cycle of one record runs by, of which the fields' values are given and nothing else is known."""
        known, now = values or {}, EPOCH + dt.timedelta(microseconds=start)
        own = [known.get(name) for name in self.conditions.fields]
        blanks = [blank.get(name, False) for name in self.conditions.fields]
        found = self._terms(
            own,
            self.conditions(own, blanks, now, [None] * len(self.conditions.asks)),
            now,
            no_row="no lead was given" if values is None else None,
        )
        if self.asked and found.opened is not None and found.limit is not None:
            why = f"it hangs on {self.asked[0].event}, and a record shows no events"
            return Terms(Opened(doubt=why, moves=True))
        return found

    def opened(self, terms: Terms, start: int, due: int | None = None) -> tuple[Opened, int] | None:
        """Open a cycle by its terms; without a `due` given it is worked out here."""
        opened = terms.opened
        if opened is None:
            return None
        if due is None:
            due, why = self.due(terms, start)
            if why is not None:
                opened = replace(opened, doubt=opened.doubt or why, moves=True)
        if self.exemptions:
            opened = self._exempted(terms, opened, start, due)
        return opened, due

    # ── dues ──

    def due(self, terms: Terms, start: int) -> tuple[int, str | None]:
        """Give the due of a cycle that starts then, or why it cannot be worked out."""
        if terms.limit is None:
            return NEVER, None
        own = self.deadline
        try:
            found = due_at(
                EPOCH + dt.timedelta(microseconds=start),
                terms.limit,
                terms.calendar,
                after_hours=own.after_hours,
                due_at=own.due_at,
                cutoff=own.cutoff,
            )
        except (ClockError, WrongCall, OverflowError) as error:
            return NEVER, f"its due cannot be worked out: {str(error).rstrip('.')}"
        return micros(found), None

    def dues(self, terms: Sequence[Terms], counts: Sequence[int], starts: NDArray[np.int64]) -> list[int | None]:
        """Give the dues of starts, `counts[i]` of them by `terms[i]`; nothing where one must be worked out alone."""
        groups: dict[tuple[int, int], int] = {}
        kinds = [groups.setdefault((id(each.limit), id(each.calendar)), len(groups)) for each in terms]
        kind_of = np.repeat(np.array(kinds, dtype=np.int64), counts)
        samples = dict(zip(kinds, terms, strict=True))
        found = np.full(starts.shape, NEVER, dtype=np.int64)
        own, failed = self.deadline, np.zeros(starts.shape, dtype=bool)
        for kind, each in samples.items():
            if each.limit is None:
                continue
            at = np.flatnonzero(kind_of == kind)
            try:
                due: Any = due_at(
                    starts[at].astype("datetime64[us]"),
                    each.limit,
                    each.calendar,
                    after_hours=own.after_hours,
                    due_at=own.due_at,
                    cutoff=own.cutoff,
                )
            except (ClockError, WrongCall, OverflowError):
                failed[at] = True
                continue
            found[at] = due.astype("datetime64[us]").astype(np.int64)
        known: list[int] = found.ravel().tolist()
        return [None if alone else due for due, alone in zip(known, failed.ravel().tolist(), strict=True)]

    # ── how terms come about ──

    def _row(self, row: int | None) -> tuple[list[object], list[bool]]:
        if row is None:
            return [None] * len(self.values), [False] * len(self.values)
        values = [None if column is None else column[row] for column in self.values]
        return values, [False if column is None else bool(column[row]) for column in self.blanks]

    def _unseen(self, pasts: Mapping[str, Past]) -> str | None:
        """Say which field or event that the verdict hangs on cannot be seen of any lead."""
        for name in self.conditions.fields:
            if name in self.decide and name not in pasts and self.leads.given and name in self.leads.lacking:
                return f"{self.leads.lacking[name]}, and the commitment hangs on it"
        for event in self.asked_events:
            if self.happenings is not None and event in self.happenings.lacking:
                return f"{self.happenings.roster.names[event]} cannot be seen: {self.happenings.lacking[event]}"
        return None

    def _no_row(self, lead: str, row: int | None) -> str | None:
        if row is not None:
            return None
        if lead in self.leads.differing:
            return ROWS_DIFFER
        return "the lead has no row among the leads" if self.leads.given else "the leads were not given"

    def _terms(
        self,
        values: list[object],
        answered: tuple[Answers, Mapping[str, str]],
        now: dt.datetime,
        *,
        restarted: bool = False,
        no_row: str | None = None,
        undated: str | None = None,
        unless_met: str | None = None,
    ) -> Terms:
        deadline = self.deadline
        if no_row is not None and self.needs_row:
            return Terms(Opened(doubt=f"{no_row}, and the commitment hangs on its fields", moves=True))
        answers, segments = answered
        if no_row is not None and self.segments_hang:
            segments = _NO_SEGMENTS
        doubt = self.doubt
        if deadline.spares is not None and answers[self.places[id(deadline.spares)]][0]:
            return UNBOUND
        if deadline.binds is not None:
            surely, surely_not = answers[self.places[id(deadline.binds)]]
            if surely_not:
                return UNBOUND
            if not surely:
                doubt = doubt or f"for cannot be decided{self._blank_fields(values)}"
        calendar_name, calendar, why_none = self._calendar(segments)
        row = self._limit(answers, now, calendar, restarted=restarted)
        limit = None if row is None else row.limit
        if row is None and deadline.within:
            doubt = doubt or "no row of within is true of the lead"
        elif row is not None and calendar is None and needs_calendar(row.limit):
            doubt, limit = doubt or why_none or f"{row.text} needs a calendar", None
        doubt = doubt or undated
        opened = Opened(
            doubt=doubt,
            moves=doubt is not None,
            unless_met=self.unseen_stop or unless_met,
            calendar=calendar_name,
            segments=segments,
        )
        return Terms(opened, limit, calendar)

    def unknown(self, lead: str, why: str) -> Opened:
        """Stand for a cycle whose start nobody can date: its segments are those of the lead's row."""
        row = self.leads.place.get(lead)
        segments: Mapping[str, str] = _NO_SEGMENTS
        if row is not None or not self.segments_hang:
            _, segments = self.conditions(*self._row(row), EPOCH, [None] * len(self.conditions.asks))
        return Opened(doubt=why, moves=True, segments=segments)

    def bound_by_row(self, lead: str, as_of: dt.datetime) -> bool:
        """Whether the commitment may bind the lead as its row stands: it is not surely spared."""
        row = self.leads.place.get(lead)
        if row is None:
            return True
        answers, _ = self.conditions(*self._row(row), as_of, [None] * len(self.conditions.asks))
        spares, binds = self.deadline.spares, self.deadline.binds
        if spares is not None and answers[self.places[id(spares)]][0]:
            return False
        return binds is None or not answers[self.places[id(binds)]][1]

    def _calendar(self, segments: Mapping[str, str]) -> tuple[str | None, Calendar | None, str | None]:
        choice = self.deadline.calendar
        if choice is None:
            return None, None, None
        if choice.by_owner:
            return None, None, "calendar: by owner is read, not yet measured"
        name = choice.name
        if choice.by_segment is not None:
            value = segments.get(choice.by_segment, "")
            name = choice.table.get(value) or (value if value in self.plan.calendars else choice.otherwise)
            if name is None:
                return None, None, f"there is no calendar for {choice.by_segment} {value}"
        calendar = self.plan.calendars.get(name or "")
        return name, calendar, None if calendar is not None else f"there is no calendar {name}"

    def _limit(
        self, answers: tuple[tuple[bool, bool], ...], now: dt.datetime, calendar: Calendar | None, *, restarted: bool
    ) -> LimitRow | None:
        for row in self.deadline.within:
            match row.when:
                case None:
                    return row
                case StartsOn(days):
                    zone = self.zone if calendar is None else ZoneInfo(calendar.zone)
                    if _WEEKDAYS[now.astimezone(zone).weekday()] in days:
                        return row
                case Restarted():
                    if restarted:
                        return row
                case _:
                    if answers[self.places[id(row.when)]][0]:
                        return row
        return None

    def _exempted(self, terms: Terms, opened: Opened, start: int, due: int) -> Opened:
        """Say which exception may suspend the cycle, and which may relax its limit."""
        suspended = relaxed = None
        for since, until, why, suspends in self.exemptions:
            if start < until and due >= since:
                if suspends:
                    suspended = suspended or why
                else:
                    relaxed = relaxed or why
        if suspended is None and relaxed is None:
            return opened
        if opened is not terms.opened:
            return replace(opened, doubt=opened.doubt or suspended, relaxed_by=relaxed)
        known = terms.exempted.get((suspended, relaxed))
        if known is None:
            known = replace(opened, doubt=opened.doubt or suspended, relaxed_by=relaxed)
            terms.exempted[suspended, relaxed] = known
        return known

    def _blank_fields(self, values: list[object]) -> str:
        blank = [name for name, value in zip(self.conditions.fields, values, strict=True) if value is None]
        own = [name for name in blank if name in self.conditions.own.fields]
        return f": {', '.join(own)} {'is' if len(own) == 1 else 'are'} blank or malformed" if own else ""


def _in_doubt(name: str, lead: str, past: Past, value: object) -> str | None:
    """Say why nobody can tell what a lead's field was: its changes contradict each other, or one has no time."""
    if value is UNSURE:
        return f"what {name} was at the start cannot be told: {CONTRADICTED}"
    return f"the time of a change of {name} cannot be read" if lead in past.undated else None


def _numbers(happenings: Happenings, leaves: Sequence[nodes.EventTime | nodes.EventCount]) -> Iterator[int]:
    """Give the events that conditions ask for by number."""
    for name in dict.fromkeys(leaf.event for leaf in leaves):
        if name in happenings.roster.numbers:
            yield happenings.roster.numbers[name]


def _answer(
    happenings: Happenings, leaf: nodes.EventTime | nodes.EventCount, lead: str, start: int
) -> dt.datetime | int | None:
    number, event = happenings.lead_numbers.get(lead), happenings.roster.numbers.get(leaf.event)
    if number is None or event is None or event in happenings.lacking or lead in happenings.undated.get(event, ()):
        return None
    match leaf:
        case nodes.EventCount(_, last):
            low = None if last is None else start - last // dt.timedelta(microseconds=1)
            return happenings.count(event, number, low, start)
        case nodes.EventTime(_, which):
            count = happenings.count(event, number, None, start)
            if not count:
                return None
            at = happenings.times(event, number)[0 if which == "first" else count - 1]
            return EPOCH + dt.timedelta(microseconds=at)
        case _:
            assert_never(leaf)


def _names(deadline: Deadline, names: tuple[str, ...]) -> bool:
    return any(
        name in (deadline.name, deadline.clause.id, deadline.clause.id.removeprefix("commitments.")) for name in names
    )


def midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """Give the first instant of a date in a zone."""
    return dt.datetime.combine(day, dt.time(), zone)
