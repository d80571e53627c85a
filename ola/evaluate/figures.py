"""Shares and times as reports write them: cut, so that no number looks better than it is."""

from __future__ import annotations

import datetime as dt
from math import ceil, floor


def percent(share: float, *, up: bool = False) -> str:
    """Write a share with one digit that never looks better than it is: cut off, or rounded up where less is better."""
    tenths = round(share * 1000, 6)
    return f"{(ceil(tenths) if up else floor(tenths)) / 10:g} %"


def exact_percent(share: float) -> str:
    """Write a promised share as it was promised."""
    return f"{share * 100:.10g} %"


def length(seconds: float) -> str:
    """Write a time in hours and minutes, under an hour in minutes and seconds; the rest is cut."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes and rest else f"{minutes} min" if minutes else f"{rest} s"


def exact_length(span: dt.timedelta) -> str:
    """Write a time in hours, minutes and seconds, to the fraction: parts that are told add up."""
    minutes, seconds = divmod(span.total_seconds(), 60)
    hours, minutes = divmod(int(minutes), 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else "", f"{seconds:g} s" if seconds else ""]
    return " ".join(part for part in parts if part) or "0 min"
