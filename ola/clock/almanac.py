"""A calendar's open time, laid out for the years that were asked about so far."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ola.clock.open_time import OpenTime, open_time
from ola.clock.wall_clock import EPOCH, SECOND
from ola.errors import OutsideYears

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from ola.clock.hours import Windows

_YEAR = 31_556_952 * SECOND


class Almanac:
    """Lays out open time when it is needed, never for fewer years than before.

    `table` is replaced as a whole, so that threads see the old or the new one; two that build at once
    waste some time and nothing else.
    """

    __slots__ = ("_only", "_windows_of", "_zone", "table", "years")

    def __init__(
        self,
        zone: ZoneInfo,
        windows_of: Callable[[int], Windows],
        years: tuple[int, int],
        only: Sequence[int] | None = None,
    ) -> None:
        """Take the zone, the windows of a date by its ordinal, and the first and last year that are covered.

        `only` names the dates that may have windows, where the others have none; they are laid out at once.
        """
        self._zone = zone
        self._windows_of = windows_of
        self._only = only
        self.years = years
        self.table: OpenTime | None = None

    def covering(self, low: int, high: int) -> OpenTime:
        """Give open time that covers both instants and all between; raises OutsideYears."""
        table = self.table
        if table is not None and table.first <= low and high < table.past:
            return table
        # The zone's clock may show another year than UTC: a table that misses takes the next year too.
        first, last = self._year(low), self._year(high)
        if table is not None:
            first, last = min(first, table.years[0]), max(last, table.years[1])
        table = self._laid_out(first, last)
        if low < table.first and first > self.years[0]:
            table = self._laid_out(first - 1, last)
        if high >= table.past and last < self.years[1]:
            table = self._laid_out(table.years[0], last + 1)
        if low < table.first or high >= table.past:
            raise self.outside(low if low < table.first else high)
        return table

    def later(self, table: OpenTime) -> OpenTime | None:
        """Give open time that goes on for further years after the table's, unless the years end there."""
        first, last = table.years
        return None if last == self.years[1] else self._laid_out(first, last + (last - first + 1))

    def earlier(self, table: OpenTime) -> OpenTime | None:
        """Give open time that begins some years before the table's, unless the years begin there."""
        first, last = table.years
        return None if first == self.years[0] else self._laid_out(first - (last - first + 1), last)

    def outside(self, instant: int | None = None) -> OutsideYears:
        """Say that an instant, or the answer, lies outside the years."""
        what = "The answer" if instant is None else _shown(instant)
        first, last = self.years
        return OutsideYears(f"{what} lies outside the years {first} to {last} that the calendar covers.")

    def _laid_out(self, first: int, last: int) -> OpenTime:
        low, high = self.years
        years = self.years if self._only is not None else (min(max(first, low), high), max(min(last, high), low))
        self.table = open_time(self._zone, self._windows_of, years, self._only)
        return self.table

    def _year(self, instant: int) -> int:
        """Guess the instant's year; the years' ends stand for whatever lies beyond them."""
        low, high = self.years
        guess = 1970 + instant // _YEAR
        if guess <= low or guess >= high:
            return min(max(guess, low), high)
        return _year_of(instant)


def _year_of(instant: int) -> int:
    return (EPOCH + dt.timedelta(microseconds=instant)).year


def _shown(instant: int) -> str:
    try:
        return (EPOCH + dt.timedelta(microseconds=instant)).isoformat()
    except OverflowError:
        return "An instant"
