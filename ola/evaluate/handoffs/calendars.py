"""Which calendar a choice names: by a segment's value, or by who owns the lead."""

from __future__ import annotations

from collections.abc import Mapping

from ola.plan import CalendarChoice, Plan


def calendar_by_segment(choice: CalendarChoice, segments: Mapping[str, str | None]) -> str | None:
    """Name the calendar of a lead in these segments; `otherwise` for a value that the choice does not list."""
    value = None if choice.by_segment is None else segments.get(choice.by_segment)
    return choice.table.get(value or "") or choice.otherwise


def calendar_by_owner(plan: Plan, choice: CalendarChoice, owner: str | None) -> str | None:
    """Name the calendar of an owner; `otherwise`, where nobody owns the lead, or who does has none."""
    known = None if owner is None else plan.owners.get(owner)
    return choice.otherwise if known is None or known.calendar is None else known.calendar
