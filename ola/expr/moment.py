"""Moving a date or instant by a duration, and the day an instant falls on, without leaving the calendar."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

DateOrInstant = TypeVar("DateOrInstant", dt.date, dt.datetime)


def shifted(value: DateOrInstant | None, by: dt.timedelta) -> DateOrInstant | None:
    """Move a date (by whole days) or an instant; nothing comes of nothing, or past the years 1 to 9999."""
    if value is None:
        return None
    try:
        return value + by
    except OverflowError:
        return None


def day_of(value: dt.datetime | None, zone: dt.tzinfo) -> dt.date | None:
    """Give the date an instant falls on in a zone; nothing comes of nothing, or past the years 1 to 9999."""
    if value is None:
        return None
    try:
        return value.astimezone(zone).date()
    except OverflowError:
        return None
