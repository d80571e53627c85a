"""Two libraries that count business time, asked for the worked hours between two instants of one week.

Both are asked about whole hours: pandas counts the hours that begin, which is then exact.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import businesstimedelta
import pandas as pd
import pytz

ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Friday in ZONE: opening, lunches and close rise as whole hours; closed on the holidays."""

    hours: tuple[int, ...]
    holidays: frozenset[dt.date] = frozenset()

    @property
    def windows(self) -> list[tuple[str, str]]:
        """The windows of a day as clock times."""
        clocks = [f"{hour:02}:00" for hour in self.hours]
        return list(zip(clocks[::2], clocks[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Peer:
    """A library: its name and version, how it takes an instant, and how it counts hours between two."""

    name: str
    taken: Callable[[dt.datetime], Any]
    hours: Callable[[Any, Any], float]


def peers(week: Week) -> list[Peer]:
    """Set both libraries up for a week."""
    return [_businesstimedelta(week), _pandas(week)]


def _businesstimedelta(week: Week) -> Peer:
    zone = pytz.timezone(ZONE)
    rules: list[Any] = [businesstimedelta.WorkDayRule(dt.time(week.hours[0]), dt.time(week.hours[-1]), tz=zone)]
    rules += [
        businesstimedelta.LunchTimeRule(dt.time(closes), dt.time(opens), tz=zone)
        for closes, opens in list(pairwise(week.hours[1:-1]))[::2]
    ]
    if week.holidays:
        rules.append(businesstimedelta.HolidayRule(dict.fromkeys(week.holidays, "closed"), tz=zone))
    together = businesstimedelta.Rules(rules)

    def hours(a: dt.datetime, b: dt.datetime) -> float:
        return float(together.difference(a, b).timedelta / dt.timedelta(hours=1))

    return Peer(f"businesstimedelta {version('businesstimedelta')}", lambda at: at, hours)


def _pandas(week: Week) -> Peer:
    opens, closes = zip(*week.windows, strict=True)
    step = pd.offsets.CustomBusinessHour(start=list(opens), end=list(closes), holidays=sorted(week.holidays))

    def hours(a: pd.Timestamp, b: pd.Timestamp) -> float:
        return len(pd.date_range(a, b, freq=step, inclusive="left"))

    # It counts on the clock on the wall: with a zone, its hours stop at a clock change.
    return Peer(
        f"pandas {pd.__version__} CustomBusinessHour",
        lambda at: pd.Timestamp(at).tz_convert(ZONE).tz_localize(None),
        hours,
    )
