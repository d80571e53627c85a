"""When a commitment is due that starts now: one question, asked by routing code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ola.clock.calendar import Calendar
from ola.clock.deadline import due_at, later, used_at, worked
from ola.clock.duration import BusinessTime, Duration, Limit, needs_calendar
from ola.clock.wall_clock import EPOCH, micros, moment
from ola.errors import NaiveDatetime, WrongCall
from ola.evaluate.handoffs.clocks.courses import owner_piece
from ola.evaluate.handoffs.clocks.opening import Opening, Terms
from ola.evaluate.handoffs.clocks.steps import WARNING
from ola.evaluate.handoffs.mark import NEVER
from ola.evaluate.handoffs.reading.leads import no_leads
from ola.evaluate.handoffs.reading.pieces import opened
from ola.evaluate.handoffs.timeline.events import owner_field
from ola.evaluate.leads.field_reader import field_reader
from ola.fieldtypes import MALFORMED
from ola.plan import Deadline, Plan, StartsOn, system_asked

_REMEMBERED = 4096  # rows of cells, and kinds of answers, whose terms are kept
_NO_LEAD = "no lead"

Due = Callable[[dt.datetime], dt.datetime]


def due(
    plan: Plan,
    commitment: str,
    start: dt.datetime,
    lead: Mapping[str, object] | None = None,
    system: str | None = None,
    owner: str | None = None,
) -> dt.datetime:
    """Give the instant at which a cycle that starts then is due, on the start's clock; see `Timer`."""
    return Timer(plan, commitment, system).due(start, lead, owner)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What all leads of one kind run by: `due` is null where each start must be asked for alone."""

    terms: Terms
    due: Due | None


class Timer:
    """Says when a commitment is due; compiled once, then asked for each lead, by as many threads as there are.

    A pickled timer is the agreement's plan and the names it was asked for; it is compiled again where it arrives.
    """

    def __init__(self, plan: Plan, commitment: str, system: str | None = None) -> None:
        """Find the commitment by its name or id; raises WrongCall where there is none, or it has no limit."""
        system_asked(plan, system)
        self.deadline = _found(plan, commitment)
        if self.deadline.sequence:
            message = f"{self.deadline.name} is a sequence of days; a timer answers for clocks with one limit."
            raise WrongCall(message)
        if not self.deadline.within:
            message = f"{self.deadline.name} has no limit, so nothing is ever due."
            raise WrongCall(message)
        self._asked = (plan, commitment, system)
        self._opening = Opening(plan, self.deadline, no_leads(plan), None)
        conditions = self._opening.conditions
        readers = [
            (i, column, field_reader(plan.spec(name, system)))
            for i, name in enumerate(conditions.fields)
            if (column := plan.fields[name].column(system)) is not None
        ]
        self._readers = tuple(readers)
        self._width, self._no_events = len(conditions.fields), [None] * len(conditions.asks)
        self._columns = tuple(dict.fromkeys(column for _, column, _ in readers))
        own_row = any(isinstance(row.when, StartsOn) for row in self.deadline.within)
        # What conditions say of "now", and limits by weekday, hang on the start: nothing of them is kept.
        self._by_start = own_row or conditions.all.now
        self._simple = not self._opening.exceptions
        choice = self.deadline.calendar
        self._owned = choice if choice is not None and choice.by_owner else None
        self._owner = _owner_reader(plan, system)
        self._by_cells: dict[object, _Kind] = {}
        self._by_answers: dict[object, _Kind] = {}

    def __reduce__(self) -> tuple[type[Timer], tuple[Plan, str, str | None]]:
        """Pickle what was asked for."""
        return Timer, self._asked

    def due(
        self, start: dt.datetime, lead: Mapping[str, object] | None = None, owner: str | None = None
    ) -> dt.datetime:
        """Give the instant at which a cycle that starts then is due, on the start's clock.

        `lead` is one record in the system's names and spellings; a commitment with one limit and one calendar
        needs none. `owner` is who has the lead, where the hours are the owner's and the record does not say. Dated
        exceptions count: a relaxed limit is given, a suspended commitment is none. Raises WrongCall where the
        commitment does not bind the lead, is suspended, or its due cannot be known.
        """
        kind = self._kind(start, lead, owner)
        return self._unusual(kind.terms, start) if kind.due is None else kind.due(start)

    def remaining(
        self,
        start: dt.datetime,
        lead: Mapping[str, object] | None = None,
        owner: str | None = None,
        *,
        as_of: dt.datetime,
    ) -> dt.timedelta:
        """Give the time that is left at `as_of`, in the time the limit counts; negative once the clock is overdue."""
        if as_of.tzinfo is None:
            raise NaiveDatetime.of(as_of, "as_of")
        return worked(as_of, self.due(start, lead, owner), self._kind(start, lead, owner).terms.calendar)

    def warning(
        self, start: dt.datetime, lead: Mapping[str, object] | None = None, owner: str | None = None
    ) -> dt.datetime:
        """Give the instant from which the clock is at risk: the first step below 100 %, else 75 % of its time."""
        due_then, calendar = self.due(start, lead, owner), self._kind(start, lead, owner).terms.calendar
        own = self.deadline
        found: list[dt.datetime] = []
        for step in own.steps:
            if step.at is not None and step.at < 1:
                found.append(used_at(start, due_then, step.at, calendar))
            elif step.after is not None and (calendar is not None or not needs_calendar(step.after)):
                after = due_at(start, step.after, calendar, after_hours=own.after_hours, due_at=own.due_at)
                found += [after] if after < due_then else []
        return min(found) if found else used_at(start, due_then, WARNING, calendar)

    # ── terms, kept by the kind of lead ──

    def _kind(self, start: dt.datetime, lead: Mapping[str, object] | None, owner: str | None) -> _Kind:
        """Give what the lead's clock runs by, in its owner's hours where the agreement says so."""
        kind = self._of_lead(start, lead)
        if self._owned is None or kind.terms.opened is None or not _in_hours(kind.terms):
            return kind
        if owner is None and lead is not None:
            owner = self._owner(opened(lead))
        plan = self._asked[0]
        listed = None if owner is None else plan.owners.get(owner)
        piece = owner_piece(plan, self._owned, None if listed is not None and listed.queue else owner)
        if piece.doubt is not None:
            message = f"When {self.deadline.name} is due cannot be known: {piece.doubt}."
            raise WrongCall(message)
        terms = replace(kind.terms, calendar=piece.calendar)
        return _Kind(terms, self._plain(terms))

    def _of_lead(self, start: dt.datetime, lead: Mapping[str, object] | None) -> _Kind:
        """Give what the lead's clock runs by; the cells it hangs on are read once for all leads that have the same."""
        cells: object = None
        if not self._by_start:
            if lead is None:
                cells = _NO_LEAD
            elif self._columns:
                if "properties" in lead:
                    lead = opened(lead)
                try:
                    get = lead.get
                except AttributeError:
                    message = f"A lead is a mapping of columns to values, not {type(lead).__name__}."
                    raise WrongCall(message) from None
                cells = tuple([get(column) for column in self._columns])
            else:
                cells = ()
            try:
                known = self._by_cells.get(cells)
            except TypeError:  # a cell is a list, say
                known, cells = None, None
            if known is not None:
                return known
        if start.tzinfo is None:
            raise NaiveDatetime.of(start, "start")
        found = self._answered(lead, start)
        # 1, 1.0 and True are one key, and not one cell: texts alone are kept.
        if cells is not None and (cells is _NO_LEAD or all(each is None or type(each) is str for each in cells)):  # type: ignore[attr-defined]
            _keep(self._by_cells, cells, found)
        return found

    def _answered(self, lead: Mapping[str, object] | None, start: dt.datetime) -> _Kind:
        """Give the terms of a lead; those of certain answers are kept, a doubt is worded by the lead's own values."""
        if lead is None:
            return self._found(None, {}, start)
        record = opened(lead) if "properties" in lead else lead
        values, blanks = [None] * self._width, [False] * self._width
        get = record.get
        for i, column, read in self._readers:
            value = read(get(column))
            if value is None:
                blanks[i] = True
            elif value is not MALFORMED:
                values[i] = value  # type: ignore[call-overload]
        key = None
        if not self._by_start:
            answers, segments = self._opening.conditions(values, blanks, EPOCH, self._no_events)
            key = (answers, *segments.values())
            known = self._by_answers.get(key)
            if known is not None:
                return known
        names = self._opening.conditions.fields
        found = self._found(dict(zip(names, values, strict=True)), dict(zip(names, blanks, strict=True)), start)
        if key is not None and (found.due is not None or found.terms.opened is None):
            _keep(self._by_answers, key, found)
        return found

    def _found(self, values: Mapping[str, object] | None, blanks: Mapping[str, bool], start: dt.datetime) -> _Kind:
        terms = self._opening.of_record(values, blanks, micros(start))
        return _Kind(terms, self._plain(terms))

    def _plain(self, terms: Terms) -> Due | None:
        """Give the due as a function of the start alone, where nothing stands in doubt."""
        if not self._simple or terms.opened is None or terms.opened.doubt is not None or terms.limit is None:
            return None
        return _due_of(self.deadline, terms.limit, terms.calendar)

    def _unusual(self, terms: Terms, start: dt.datetime) -> dt.datetime:
        """Give the due of a start that must be asked for alone, or say why there is none."""
        if start.tzinfo is None:
            raise NaiveDatetime.of(start, "start")
        found = self._opening.opened("", terms, micros(start))
        if found is None:
            message = f"{self.deadline.name} does not bind this lead."
            raise WrongCall(message)
        own, due_then = found
        if own.suspended is not None:
            message = f"{self.deadline.name} is {own.suspended}: nothing is due."
            raise WrongCall(message)
        if due_then == NEVER:
            message = f"When {self.deadline.name} is due cannot be known: {own.doubt or 'it has no limit'}."
            raise WrongCall(message)
        return moment(due_then, start.tzinfo)


def _in_hours(terms: Terms) -> bool:
    """Whether the limit of a clock is counted in the hours of a calendar."""
    return terms.limit is not None and needs_calendar(terms.limit)


def _owner_reader(plan: Plan, system: str | None) -> Callable[[Mapping[str, object]], str | None]:
    """Give what reads a record's owner; nobody, where the system has no such field."""
    of = owner_field(plan)
    column = None if of is None else of.column(system)
    if of is None or column is None:
        return lambda record: None  # noqa: ARG005
    read = field_reader(plan.spec(of.name, system))

    def owner(record: Mapping[str, object]) -> str | None:
        value = read(record.get(column))
        return value if isinstance(value, str) else None

    return owner


def _due_of(deadline: Deadline, limit: Limit, calendar: Calendar | None) -> Due:
    match limit:
        case BusinessTime(length) if calendar is not None:
            due_on = calendar.due
            return lambda start: due_on(start, length)
        case Duration(length):
            return lambda start: _aware(later(start, length))
        case _:
            return lambda start: _told(deadline, start, limit, calendar)


def _aware(found: Any) -> dt.datetime:
    return found  # type: ignore[no-any-return]


def _told(deadline: Deadline, start: dt.datetime, limit: Limit, calendar: Calendar | None) -> dt.datetime:
    return due_at(
        start,
        limit,
        calendar,
        after_hours=deadline.after_hours,
        due_at=deadline.due_at,
        cutoff=deadline.cutoff,
    )


def _keep(known: dict[object, _Kind], key: object, kind: _Kind) -> None:
    """Remember a kind; what comes after so many is worked out each time, so that no flow of leads fills the memory."""
    if len(known) < _REMEMBERED:
        known[key] = kind


def _found(plan: Plan, commitment: str) -> Deadline:
    wanted = commitment.strip().casefold()
    for each in plan.deadlines:
        if wanted in {
            each.name.casefold(),
            each.clause.id.casefold(),
            each.clause.id.removeprefix("commitments.").casefold(),
        }:
            return each
    there = ", ".join(each.name for each in plan.deadlines) or "none"
    message = f"There is no commitment with a clock called {commitment!r}; the agreement has {there}."
    raise WrongCall(message)
