"""Calendars, worked time, deadlines.

    from ola.clock import Calendar

NumPy is imported when the first array is given, the `holidays` library when a calendar names a place.
"""

from ola.clock.business_days import due_in_business_days
from ola.clock.calendar import Calendar
from ola.clock.deadline import due_at, used_at, worked
from ola.clock.duration import (
    BusinessDays,
    BusinessTime,
    Duration,
    Limit,
    OnBusinessDay,
    UnreadableDuration,
    needs_calendar,
    parse_duration,
    parse_limit,
)
from ola.clock.public_holidays import holidays_of

__all__ = [
    "BusinessDays",
    "BusinessTime",
    "Calendar",
    "Duration",
    "Limit",
    "OnBusinessDay",
    "UnreadableDuration",
    "due_at",
    "due_in_business_days",
    "holidays_of",
    "needs_calendar",
    "parse_duration",
    "parse_limit",
    "used_at",
    "worked",
]
