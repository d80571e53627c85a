"""Calendars, worked time, deadlines.

    from ola.clock import Calendar

NumPy is imported when the first array is given, the `holidays` library when a calendar names a place.
"""

from ola.clock.calendar import Calendar

__all__ = ["Calendar"]
