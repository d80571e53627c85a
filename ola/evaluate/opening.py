"""What a cycle runs by: limit, calendar, segments and owner, as they stood at its start and fixed there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

from ola.clock.calendar import Calendar
from ola.clock.deadline import due_at
from ola.clock.duration import needs_calendar
from ola.clock.wall_clock import EPOCH, micros
from ola.errors import ClockError, WrongCall
from ola.evaluate.conditions import Conditions
from ola.evaluate.cycles import Opened
from ola.evaluate.events import Happenings, owner_field
from ola.evaluate.histories import Unsure
from ola.evaluate.leads import Leads
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
    ) -> None:
        """Compile; `hidden` puts every cycle in doubt, `unseen_stop` each that is not met."""
        self.plan, self.deadline, self.leads, self.happenings = plan, deadline, leads, happenings
        self.conditions = Conditions(plan, clock_conditions(deadline))
        self.places = {id(condition): i for i, condition in enumerate(clock_conditions(deadline))}
        self.zone = ZoneInfo(plan.zone)
        self.doubt = hidden or doubt_of(deadline)
        self.unseen_stop = unseen_stop
        self.exemptions = [
            each for each in plan.exemptions if _names(deadline, each.relaxes) or _names(deadline, each.suspends)
        ]
        self.since = None if plan.since is None else micros(_midnight(plan.since, self.zone))
        self.until = None if plan.until is None else micros(_midnight(plan.until, self.zone))
        pasts = {} if happenings is None else happenings.pasts
        fields = self.conditions.fields
        self.columns = [name if leads.has(name) else None for name in fields]
        self.with_past = [(i, pasts[name]) for i, name in enumerate(fields) if name in pasts]
        self.row_stands = tuple(name for name in self.conditions.own.fields if name not in pasts)
        own = self.conditions.own
        self.needs_row = bool(own.fields or own.scores or own.segments)
        calendar = deadline.calendar
        if calendar is not None and calendar.by_segment is not None:
            self.needs_row = True
        owner = owner_field(plan)
        self.owner_field = owner
        self.owner_past = None if owner is None else pasts.get(owner.name)
        self.segments_hang = bool(self.conditions.fields or self.conditions.asks)

    def at(
        self,
        lead: str,
        start: int,
        *,
        restarted: bool = False,
        undated: str | None = None,
        undated_stop: str | None = None,
    ) -> Opened | None:
        """Open a cycle, or give nothing where the commitment binds none.

        `undated` says which event of the lead nobody can place in time, `undated_stop` the same of a stop.
        """
        row = self.leads.place.get(lead)
        values, blanks = self._values(lead, row, start)
        events = [
            None if self.happenings is None else _answer(self.happenings, leaf, lead, start)
            for leaf in self.conditions.asks
        ]
        no_row = None
        if row is None:
            no_row = "the lead has no row among the leads" if self.leads.given else "the leads were not given"
        return self._opened(
            values,
            blanks,
            events,
            start,
            restarted=restarted,
            no_row=no_row,
            undated=undated,
            unless_met=self.unseen_stop or undated_stop,
            owner=self._owner(lead, start),
        )

    def of_record(self, values: Mapping[str, object] | None, blank: Mapping[str, bool], start: int) -> Opened | None:
        """Open a cycle for one record, of which the fields' values are given; nothing else is known of the lead."""
        known = values or {}
        return self._opened(
            [known.get(name) for name in self.conditions.fields],
            [blank.get(name, False) for name in self.conditions.fields],
            [None] * len(self.conditions.asks),
            start,
            no_row="no lead was given" if values is None else None,
        )

    def _opened(
        self,
        values: list[object],
        blanks: list[bool],
        events: Sequence[object],
        start: int,
        *,
        restarted: bool = False,
        no_row: str | None = None,
        undated: str | None = None,
        unless_met: str | None = None,
        owner: str | None = None,
    ) -> Opened | None:
        deadline, now = self.deadline, EPOCH + dt.timedelta(microseconds=start)
        excluded = self._outside_version(start)
        if no_row is not None and self.needs_row:
            return Opened(
                doubt=f"{no_row}, and the commitment hangs on its fields", moves=True, excluded=excluded, owner=owner
            )
        answers, segments = self.conditions(values, blanks, now, events)
        if no_row is not None and self.segments_hang:
            segments = _NO_SEGMENTS
        doubt = self.doubt
        if deadline.spares is not None and answers[self.places[id(deadline.spares)]][0]:
            return None
        if deadline.binds is not None:
            surely, surely_not = answers[self.places[id(deadline.binds)]]
            if surely_not:
                return None
            if not surely:
                doubt = doubt or f"for cannot be decided{self._blank_fields(values)}"
        calendar_name, calendar, why_none = self._calendar(segments)
        limit = self._limit(answers, now, calendar, restarted=restarted)
        due: int | None = None
        if limit is None:
            if deadline.within:
                doubt = doubt or "no row of within is true of the lead"
        elif calendar is None and needs_calendar(limit.limit):
            doubt = doubt or why_none or f"{limit.text} needs a calendar"
        else:
            try:
                due = micros(
                    due_at(
                        now,
                        limit.limit,
                        calendar,
                        after_hours=deadline.after_hours,
                        due_at=deadline.due_at,
                        cutoff=deadline.cutoff,
                    )
                )
            except (ClockError, WrongCall, OverflowError) as error:
                doubt = doubt or f"its due cannot be worked out: {error}"
        suspended, relaxed = self._exempt(start, due) if self.exemptions else (None, None)
        return Opened(
            due=due,
            doubt=doubt or undated or suspended,
            moves=doubt is not None or undated is not None,
            unless_met=unless_met,
            relaxed_by=relaxed,
            excluded=excluded,
            calendar=calendar_name,
            owner=owner,
            segments=segments,
        )

    def unknown(self, lead: str, why: str) -> Opened:
        """Stand for a cycle whose start nobody can date: the lead's owner and segments are those of its row."""
        row = self.leads.place.get(lead)
        segments: Mapping[str, str] = _NO_SEGMENTS
        if row is not None or not self.segments_hang:
            values = [None if name is None else self.leads.column(f"={name}")[row or 0] for name in self.columns]
            blanks = [False if name is None else bool(self.leads.column(f"?{name}")[row or 0]) for name in self.columns]
            _, segments = self.conditions(values, blanks, EPOCH, [None] * len(self.conditions.asks))
        owner = None if self.owner_field is None else self.leads.value(lead, self.owner_field.name)
        return Opened(doubt=why, moves=True, owner=owner if isinstance(owner, str) else None, segments=segments)

    def bound_by_row(self, lead: str, as_of: dt.datetime) -> bool:
        """Whether the commitment may bind the lead as its row stands: it is not surely spared."""
        row = self.leads.place.get(lead)
        if row is None:
            return True
        values, blanks = self._values(lead, row, micros(as_of))
        answers, _ = self.conditions(values, blanks, as_of, [None] * len(self.conditions.asks))
        spares, binds = self.deadline.spares, self.deadline.binds
        if spares is not None and answers[self.places[id(spares)]][0]:
            return False
        return binds is None or not answers[self.places[id(binds)]][1]

    def _values(self, lead: str, row: int | None, start: int) -> tuple[list[object], list[bool]]:
        """Read the lead's row, and where a field has a history, the value it had at the start."""
        if row is None:
            values: list[object] = [None] * len(self.columns)
            blanks = [False] * len(self.columns)
        else:
            leads = self.leads
            values = [None if name is None else leads.column(f"={name}")[row] for name in self.columns]
            blanks = [False if name is None else bool(leads.column(f"?{name}")[row]) for name in self.columns]
        for i, past in self.with_past:
            if lead not in past.seen:
                continue
            value = past.value_at(lead, start)
            before_any = lead not in past.values or past.values[lead][0][0] > start
            values[i] = None if isinstance(value, Unsure) else value
            blanks[i] = value is None and not before_any
        return values, blanks

    def _owner(self, lead: str, start: int) -> str | None:
        if self.owner_field is None:
            return None
        past = self.owner_past
        value = (
            past.value_at(lead, start)
            if past is not None and lead in past.seen
            else self.leads.value(lead, self.owner_field.name)
        )
        return value if isinstance(value, str) else None

    def _outside_version(self, start: int) -> str | None:
        if self.since is not None and start < self.since:
            return f"it started before the agreement took effect on {self.plan.since}"
        if self.until is not None and start >= self.until:
            return f"it started after the agreement had ended on {self.plan.until}"
        return None

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

    def _exempt(self, start: int, due: int | None) -> tuple[str | None, str | None]:
        """Say which exception may suspend the cycle, and which may relax its limit."""
        suspended = relaxed = None
        for each in self.exemptions:
            since = None if each.since is None else micros(_midnight(each.since, self.zone))
            until = None if each.until is None else micros(_midnight(each.until, self.zone))
            covers = (until is None or start < until) and (since is None or due is None or due >= since)
            if not covers:
                continue
            why = f"the exception {each.name} is read, not yet measured"
            if _names(self.deadline, each.suspends):
                suspended = suspended or why
            else:
                relaxed = relaxed or why
        return suspended, relaxed

    def _blank_fields(self, values: list[object]) -> str:
        blank = [name for name, value in zip(self.conditions.fields, values, strict=True) if value is None]
        own = [name for name in blank if name in self.conditions.own.fields]
        return f": {', '.join(own)} {'is' if len(own) == 1 else 'are'} blank or malformed" if own else ""


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


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)
