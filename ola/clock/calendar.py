"""Calendars: when a party works, and how much of that lies between two instants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NoReturn, overload

from ola.clock.almanac import Almanac
from ola.clock.hours import WEEKDAYS, Windows, read_date, read_week, read_windows
from ola.clock.wall_clock import MICROSECOND, SECOND, micros, moment, read_zone
from ola.errors import NaiveDatetime, NeverOpens, WrongCall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from ola.clock.open_time import OpenTime

    Instants = NDArray[np.datetime64]
    Spans = NDArray[np.timedelta64]

Roll = Literal["next opening"]

# Wide enough for any lead, narrow enough that a calendar which never opens again is soon searched through.
FIRST_YEAR, LAST_YEAR = 1900, 2100

_CLOSED: Windows = ()


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Calendar:
    """Weekly hours in a zone, with holidays and overrides; a value, compared by what it says.

    `hours` are by weekday, `{"mon": [("09:00", "17:00")], "tue-fri": "09:00-17:00"}`, or `"always"`. An
    end before its start, or above 24:00, belongs to the day it began; an end equal to its start is no
    window. `holidays` are dates (ISO or objects) and places whose public holidays count, such as `US` or
    `DE-BE`. `overrides` give a date its own windows, or `"closed"`; an override beats a holiday, a holiday
    the week. Raises WrongCall where one of these cannot be read.

    Open time is physical time within half-open windows: 09:00 is open, 17:00 is not. At a clock change a
    missing opening starts at the transition; of an ambiguous one the first start and the last end count.

    Instants are aware datetimes (answers come on the clock of the first one given), or NumPy `datetime64`
    arrays in UTC (answers are `datetime64[us]` and `timedelta64[us]`; NaT stays NaT). Every question
    raises NaiveDatetime for an instant without a zone, and OutsideYears for one outside `years`.
    """

    zone: str
    hours: tuple[Windows, ...]
    holidays: frozenset[dt.date]
    places: tuple[str, ...]
    overrides: tuple[tuple[dt.date, Windows], ...]
    almanac: Almanac = field(compare=False)
    _windows_by_day: dict[int, Windows] = field(compare=False)

    def __init__(
        self,
        zone: str,
        hours: Mapping[str, object] | Literal["always"],
        holidays: str | Iterable[str | dt.date] = (),
        overrides: Mapping[str | dt.date, object] | None = None,
    ) -> None:
        """Read the definition; open time is laid out when it is first asked for."""
        put = object.__setattr__
        opened = read_zone(zone)
        dates, places = _read_holidays(holidays)
        own = _read_overrides(overrides)
        put(self, "zone", zone)
        put(self, "hours", read_week(hours))
        put(self, "holidays", dates)
        put(self, "places", places)
        put(self, "overrides", tuple(sorted(own.items())))
        put(self, "_windows_by_day", {day.toordinal(): windows for day, windows in own.items()})
        only = None if any(self.hours) else [day.toordinal() for day, _ in self.overrides]
        put(self, "almanac", Almanac(opened, self._windows, _years(places), only))

    @classmethod
    def always(cls, zone: str = "UTC") -> Calendar:
        """Give the calendar that is open day and night."""
        return cls(zone, "always")

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year the calendar covers: those whose holidays are known, at most 1900 to 2100."""
        return self.almanac.years

    @property
    def ever_opens(self) -> bool:
        """Whether there is a window at all, in the week or in an override."""
        return any(self.hours) or any(windows for _, windows in self.overrides)

    @overload
    def elapsed(self, a: dt.datetime, b: dt.datetime) -> dt.timedelta: ...
    @overload
    def elapsed(self, a: Instants, b: Instants | dt.datetime) -> Spans: ...
    @overload
    def elapsed(self, a: dt.datetime, b: Instants) -> Spans: ...
    def elapsed(self, a: dt.datetime | Instants, b: dt.datetime | Instants) -> dt.timedelta | Spans:
        """Give the open time from `a` to `b`; negative where `b` comes first."""
        if not (isinstance(a, dt.datetime) and isinstance(b, dt.datetime)):
            from ola.clock import open_time_arrays

            return open_time_arrays.elapsed(self.almanac, a, b)
        try:
            low, high = micros(a), micros(b)
        except TypeError:
            naive(a, b)
        table = self.almanac.covering(low, high) if low <= high else self.almanac.covering(high, low)
        return MICROSECOND * (table.worked(high) - table.worked(low))

    @overload
    def due(self, start: dt.datetime, duration: dt.timedelta, *, roll: Roll | None = None) -> dt.datetime: ...
    @overload
    def due(self, start: Instants, duration: dt.timedelta | Spans, *, roll: Roll | None = None) -> Instants: ...
    @overload
    def due(self, start: dt.datetime, duration: Spans, *, roll: Roll | None = None) -> Instants: ...
    def due(
        self, start: dt.datetime | Instants, duration: dt.timedelta | Spans, *, roll: Roll | None = None
    ) -> dt.datetime | Instants:
        """Give the earliest instant at which `duration` of open time is used up since `start`.

        Four hours from 13:00 on a 9-17 day are due at 17:00; with `roll="next opening"` at the next one.
        A negative duration gives the latest instant not after `start` with so much open time up to it.
        Raises NeverOpens where no open time is left, OutsideYears where too little is.
        """
        if roll not in {None, "next opening"}:
            msg = f'roll={roll!r} is not known; leave it out, or write roll="next opening".'
            raise WrongCall(msg)
        if not (isinstance(start, dt.datetime) and isinstance(duration, dt.timedelta)):
            from ola.clock import open_time_arrays

            return open_time_arrays.due(self.almanac, start, duration, roll=roll is not None)
        try:
            since = micros(start)
        except TypeError:
            naive(start)
        used = (duration.days * 86_400 + duration.seconds) * SECOND + duration.microseconds
        due = self._due(since, used)
        return moment(due if roll is None else self._next_open(due), start.tzinfo)

    @overload
    def is_open(self, t: dt.datetime) -> bool: ...
    @overload
    def is_open(self, t: Instants) -> NDArray[np.bool_]: ...
    def is_open(self, t: dt.datetime | Instants) -> bool | NDArray[np.bool_]:
        """Tell whether the instant lies in a window: its start does, its end does not; NaT is never open."""
        if not isinstance(t, dt.datetime):
            from ola.clock import open_time_arrays

            return open_time_arrays.is_open(self.almanac, t)
        at, table = self._at(t)
        return table.is_open(at)

    @overload
    def next_open(self, t: dt.datetime) -> dt.datetime: ...
    @overload
    def next_open(self, t: Instants) -> Instants: ...
    def next_open(self, t: dt.datetime | Instants) -> dt.datetime | Instants:
        """Give the earliest open instant that is not before `t`; raises NeverOpens where there is none."""
        if not isinstance(t, dt.datetime):
            from ola.clock import open_time_arrays

            return open_time_arrays.next_open(self.almanac, t)
        at, _ = self._at(t)
        return moment(self._next_open(at), t.tzinfo)

    def windows(self, a: dt.datetime, b: dt.datetime) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
        """List the open stretches between two instants, cut off at both, on the clock of the calendar's zone."""
        try:
            low, high = sorted((micros(a), micros(b)))
        except (TypeError, AttributeError):
            naive(a, b)
        zone = read_zone(self.zone)
        found = self.almanac.covering(low, high).windows(low, high)
        return tuple((moment(start, zone), moment(end, zone)) for start, end in found)

    def windows_on(self, day: dt.date) -> Windows:
        """Give the windows of wall-clock time that hold on a date."""
        return self._windows(day.toordinal())

    def __repr__(self) -> str:
        """Write the calendar as the call that makes it."""
        zone, hours, holidays, overrides = self._definition()
        given = [repr(zone), repr(hours), *([f"holidays={holidays!r}"] if holidays else [])]
        return f"Calendar({', '.join([*given, *([f'overrides={overrides!r}'] if overrides else [])])})"

    def __reduce__(self) -> tuple[type[Calendar], tuple[object, ...]]:
        """Pickle the definition alone; open time is laid out again where it is needed."""
        return Calendar, self._definition()

    def _definition(self) -> tuple[str, dict[str, list[str]], list[str], dict[str, list[str] | str]]:
        hours = {
            day: [str(each) for each in windows] for day, windows in zip(WEEKDAYS, self.hours, strict=True) if windows
        }
        holidays = [*self.places, *(day.isoformat() for day in sorted(self.holidays))]
        overrides = {day.isoformat(): [str(each) for each in windows] or "closed" for day, windows in self.overrides}
        return self.zone, hours, holidays, overrides

    def _windows(self, day: int) -> Windows:
        own = self._windows_by_day.get(day)
        if own is not None:
            return own
        weekly = self.hours[(day - 1) % 7]
        return _CLOSED if weekly and self._is_holiday(dt.date.fromordinal(day)) else weekly

    def _is_holiday(self, day: dt.date) -> bool:
        if day in self.holidays:
            return True
        if not self.places:
            return False
        from ola.clock.public_holidays import holidays_in_year

        return any(day in holidays_in_year(place, day.year) for place in self.places)

    def _at(self, t: dt.datetime) -> tuple[int, OpenTime]:
        try:
            at = micros(t)
        except TypeError:
            naive(t)
        return at, self.almanac.covering(at, at)

    def _due(self, since: int, used: int) -> int:
        table = self.almanac.covering(since, since)
        if not used:
            return since
        while True:
            target = table.worked(since) + used
            if used > 0:
                if target <= table.total:
                    return table.earliest(target)
                wider = self.almanac.later(table)
                if wider is None and table.next_open(since) is None:
                    raise nothing_after(since)
            else:
                if target >= 0 and (due := table.latest(target)) >= table.first:
                    return due
                wider = self.almanac.earlier(table)
                if wider is None and not table.worked(since):
                    raise nothing_before(since)
            if wider is None:
                raise self.almanac.outside()
            table = wider

    def _next_open(self, since: int) -> int:
        table: OpenTime | None = self.almanac.covering(since, since)
        while table is not None:
            opening = table.next_open(since)
            if opening is not None:
                return opening
            table = self.almanac.later(table)
        raise nothing_after(since)


def naive(*instants: Any) -> NoReturn:
    """Raise NaiveDatetime for the one of them that has no zone, WrongCall for one that is no datetime."""
    for each in instants:
        if not isinstance(each, dt.datetime):
            msg = f"{type(each).__name__} {str(each)[:60]!r} is not an aware datetime."
            raise WrongCall(msg)
    found = next(each for each in instants if each.utcoffset() is None)
    msg = f"{found.isoformat()} has no zone, so it names no moment; give it one (tzinfo)."
    raise NaiveDatetime(msg)


def nothing_after(instant: int) -> NeverOpens:
    """Say that a calendar has no open time after an instant."""
    return NeverOpens(f"The calendar has no open time after {moment(instant, dt.UTC).isoformat()}.")


def nothing_before(instant: int) -> NeverOpens:
    """Say that a calendar has no open time before an instant."""
    return NeverOpens(f"The calendar has no open time before {moment(instant, dt.UTC).isoformat()}.")


def _read_holidays(written: object) -> tuple[frozenset[dt.date], tuple[str, ...]]:
    dates: set[dt.date] = set()
    places: dict[str, None] = {}
    for each in [written] if isinstance(written, str) else list(written):  # type: ignore[call-overload]
        if isinstance(each, str) and not each[:1].isdigit():
            places[each] = None
        else:
            dates.add(read_date(each))
    return frozenset(dates), tuple(places)


def _read_overrides(written: Mapping[str | dt.date, object] | None) -> dict[dt.date, Windows]:
    own: dict[dt.date, Windows] = {}
    for written_day, hours in (written or {}).items():
        day = read_date(written_day)
        if day in own:
            msg = f"{day.isoformat()} has its own hours twice; name a date once, with all its windows."
            raise WrongCall(msg)
        own[day] = read_windows(hours)
    return own


def _years(places: tuple[str, ...]) -> tuple[int, int]:
    if not places:
        return FIRST_YEAR, LAST_YEAR
    from ola.clock.public_holidays import years_covered

    spans = [years_covered(place) for place in places]
    first, last = max(FIRST_YEAR, *(span[0] for span in spans)), min(LAST_YEAR, *(span[1] for span in spans))
    if first > last:
        msg = f"The holidays of {' and '.join(places)} are known for no year in common."
        raise WrongCall(msg)
    return first, last
