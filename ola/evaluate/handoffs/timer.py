"""When a commitment is due that starts now: one question, asked by routing code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ola.clock.wall_clock import EPOCH, micros
from ola.errors import NaiveDatetime, WrongCall
from ola.evaluate.handoffs.cycles import NEVER
from ola.evaluate.handoffs.leads import no_leads
from ola.evaluate.handoffs.opening import Opening
from ola.evaluate.handoffs.pieces import opened
from ola.evaluate.leads.record import field_reader
from ola.fieldtypes import MALFORMED
from ola.plan import Deadline, Plan, system_asked


def due(
    plan: Plan,
    commitment: str,
    start: dt.datetime,
    lead: Mapping[str, object] | None = None,
    system: str | None = None,
) -> dt.datetime:
    """Give the instant at which a cycle that starts then is due, on the start's clock; see `Timer`."""
    return Timer(plan, commitment, system).due(start, lead)


class Timer:
    """Says when a commitment is due; compiled once, then asked for each lead."""

    def __init__(self, plan: Plan, commitment: str, system: str | None = None) -> None:
        """Find the commitment by its name or id; raises WrongCall where there is none, or it has no limit."""
        system_asked(plan, system)
        self.deadline = _found(plan, commitment)
        if not self.deadline.within:
            message = f"{self.deadline.name} has no limit, so nothing is ever due."
            raise WrongCall(message)
        self._opening = Opening(plan, self.deadline, no_leads(plan), None)
        self._readers = {
            name: (column, field_reader(plan.spec(name, system)))
            for name in self._opening.conditions.fields
            if (column := plan.fields[name].column(system)) is not None
        }

    def due(self, start: dt.datetime, lead: Mapping[str, object] | None = None) -> dt.datetime:
        """Give the instant at which a cycle that starts then is due, on the start's clock.

        `lead` is one record in the system's names and spellings; a commitment with one limit and one calendar
        needs none. Raises WrongCall where the commitment does not bind the lead, or its due cannot be known.
        """
        if start.tzinfo is None:
            raise NaiveDatetime.of(start, "start")
        values: dict[str, object] | None = None
        blank: dict[str, bool] = {}
        if lead is not None:
            values, record = {}, opened(lead)
            for name, (column, read) in self._readers.items():
                value = read(record.get(column))
                values[name], blank[name] = None if value is MALFORMED else value, value is None
        since = micros(start)
        found = self._opening.opened(self._opening.of_record(values, blank, since), since)
        if found is None:
            message = f"{self.deadline.name} does not bind this lead."
            raise WrongCall(message)
        terms, due_at = found
        if due_at == NEVER:
            message = f"When {self.deadline.name} is due cannot be known: {terms.doubt or 'it has no limit'}."
            raise WrongCall(message)
        return (EPOCH + dt.timedelta(microseconds=due_at)).astimezone(start.tzinfo)


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
