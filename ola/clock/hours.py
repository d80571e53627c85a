"""Opening hours as written: the weekdays, and the windows of wall-clock time in a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ola.errors import WrongCall

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = 24 * 60 * 60
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_BETWEEN = re.compile(r"\s*[-\N{EN DASH}]\s*")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Wall-clock time from `opens` (open) until `closes` (not), in seconds after the day's 00:00.

    `closes` may lie past 24:00, at most at 48:00: the window belongs to the day it began.
    """

    opens: int
    closes: int

    def __str__(self) -> str:
        """Write the window as agreements do: `09:00-17:00`."""
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


Windows = tuple[Window, ...]
ALL_DAY = Window(0, _DAY)


def read_window(written: object) -> Window:
    """Read `"09:00-17:00"` or `("09:00", "17:00")`; an end before its start lies on the next day.

    Raises WrongCall, saying what stands there and what was wanted.
    """
    match _BETWEEN.split(written.strip()) if isinstance(written, str) else written:
        case (first, last):
            opens, closes = _read_clock(first, written), _read_clock(last, written)
        case _:
            msg = f'{written!r} is not a window of time; write it as "09:00-17:00".'
            raise WrongCall(msg)
    if opens >= _DAY:
        msg = f"{written!r} starts at 24:00 or later; give that window to the next day."
        raise WrongCall(msg)
    if closes > 2 * _DAY:
        msg = f"{written!r} ends after 48:00; give the rest of that window to the next day."
        raise WrongCall(msg)
    return Window(opens, closes if closes >= opens else closes + _DAY)


def read_windows(written: object) -> Windows:
    """Read a day's windows: one, a list of them, or `closed`; sorted by their start, empty ones left out."""
    match written:
        case "closed" | None:
            return ()
        case str():
            windows = [read_window(written)]
        case (str() as opens, str() as closes) if not (_BETWEEN.search(opens) or _BETWEEN.search(closes)):
            windows = [read_window((opens, closes))]
        case Window():
            windows = [written]
        case Iterable() if not isinstance(written, (bytes, Mapping)):
            windows = [each if isinstance(each, Window) else read_window(each) for each in written]
        case _:
            msg = f'{written!r} is no opening hours; write "09:00-17:00", a list of those, or "closed".'
            raise WrongCall(msg)
    return tuple(sorted(window for window in windows if window.opens < window.closes))


def read_weekdays(written: object) -> tuple[str, ...]:
    """Read `mon`, or a range that may run over the week's end, such as `mon-fri` or `sat-mon`."""
    if isinstance(written, str):
        names = _BETWEEN.split(written.strip().lower())
        if all(name in WEEKDAYS for name in names):
            match [WEEKDAYS.index(name) for name in names]:
                case [day]:
                    return (WEEKDAYS[day],)
                case [first, last]:
                    return tuple(WEEKDAYS[(first + step) % 7] for step in range((last - first) % 7 + 1))
    msg = f"{written!r} is no weekday; write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri."
    raise WrongCall(msg)


def read_week(written: object) -> tuple[Windows, ...]:
    """Read opening hours by weekday into the windows of Monday to Sunday; `always` is open day and night."""
    if written == "always":
        return ((ALL_DAY,),) * 7
    if not isinstance(written, Mapping):
        msg = f'{written!r} is no opening hours; write {{"mon": [("09:00", "17:00")], ...}} or "always".'
        raise WrongCall(msg)
    week: dict[str, Windows] = {}
    for days, hours in written.items():
        windows = read_windows(hours)
        for day in read_weekdays(days):
            if day in week:
                msg = f"{day} has its hours twice; name a day once, with all its windows in one list."
                raise WrongCall(msg)
            week[day] = windows
    return tuple(week.get(day, ()) for day in WEEKDAYS)


def read_date(written: object) -> dt.date:
    """Read a date object or an ISO date such as `2026-12-24`."""
    if isinstance(written, dt.date) and not isinstance(written, dt.datetime):
        return written
    if isinstance(written, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII):
        try:
            return dt.date.fromisoformat(written)
        except ValueError:
            msg = f"{written} is no day of the calendar."
            raise WrongCall(msg) from None
    msg = f"{written!r} is not a date; write it as 2026-12-24."
    raise WrongCall(msg)


def read_clock(written: object) -> dt.time:
    """Read a time of day such as `15:00` or a time object without a zone."""
    if isinstance(written, dt.time) and written.tzinfo is None:
        return written
    seconds = _read_clock(written, written)
    if seconds >= _DAY:
        msg = f"{written!r} is past the end of the day; times of day run from 00:00 to 23:59."
        raise WrongCall(msg)
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _read_clock(part: object, written: object) -> int:
    found = _CLOCK.fullmatch(part.strip()) if isinstance(part, str) else None
    if found is None:
        msg = f"{written!r} holds no time of day where one was wanted; write it as 09:00."
        raise WrongCall(msg)
    hours, minutes, seconds = (int(digits or 0) for digits in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")
