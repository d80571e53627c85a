"""Who owned a lead at an instant: by its history, where it has one, else by its row."""

from __future__ import annotations

from ola.evaluate.handoffs.events import Happenings, owner_field
from ola.evaluate.handoffs.leads import Leads
from ola.plan import Plan


class Owners:
    """Answers for every lead of a measurement."""

    def __init__(self, plan: Plan, leads: Leads, happenings: Happenings) -> None:
        """Find where owners stand."""
        self.field, self.leads = owner_field(plan), leads
        self.past = None if self.field is None else happenings.pasts.get(self.field.name)

    def at(self, lead: str, at: int | None) -> str | None:
        """Give the lead's owner; without an instant, the one its row names."""
        if self.field is None:
            return None
        past = self.past
        if past is not None and at is not None and lead in past.seen:
            value = past.value_at(lead, at)
        else:
            value = self.leads.value(lead, self.field.name)
        return value if isinstance(value, str) else None
