"""The courses of all plain leads' clocks: from one mark to the next a clock runs on one calendar, or is paused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from ola.clock.calendar import Calendar
from ola.clock.days import midnight
from ola.clock.deadline import worked
from ola.errors import ClockError
from ola.evaluate.handoffs.clocks.marks import Flags, Marks, Numbers, groups, next_place
from ola.evaluate.handoffs.mark import NEVER

_UTC = ZoneInfo("UTC")


class CoursesAtOnce:
    """How clocks run after each mark: `on` is the number of the calendar, -1 where nobody can tell.

    `left` flags the leads that are left to the walk, by number: those are added whose time cannot be counted here.
    """

    def __init__(
        self, marks: Marks, calendars: Sequence[Calendar | None], on: Numbers, paused: Flags, left: Flags
    ) -> None:
        """Find the marks at which a clock begins to run in another way."""
        self.marks, self.calendars, self.on, self.paused, self.left = marks, calendars, on, paused, left
        pausing = np.zeros(len(on), dtype=bool)
        pausing[1:] = (paused[1:] != paused[:-1]) & ~marks.first[1:]
        changing = pausing.copy()
        changing[1:] |= (on[1:] != on[:-1]) & ~marks.first[1:]
        self.next_pausing, self.next_changing = next_place(pausing), next_place(changing)

    def calendar(self, code: int) -> Calendar | None:
        """Give a calendar by its number: nothing where time is absolute, or nobody can tell."""
        return self.calendars[code] if code >= 0 else None

    def is_cut(self, places: Numbers, until: Numbers, *, is_wall: bool) -> Flags:
        """Say which clocks that start at these marks are paused, or change calendar, before some instant.

        A limit in absolute time (`is_wall`) runs on no calendar, so only pauses cut it.
        """
        change = (self.next_pausing if is_wall else self.next_changing)[places + 1]
        found: Flags = self.paused[places] | (
            (change < self.marks.past[places]) & (self.marks.at_place(change) < until)
        )
        return found

    def worked(self, places: Numbers, starts: Numbers, ends: Numbers, due: Numbers) -> Numbers:
        """Give the worked time of each cycle."""
        marks = self.marks
        if not len(places):
            return np.zeros(0, dtype=np.int64)
        split = self.is_cut(places, ends, is_wall=False)
        spent = np.zeros(len(places), dtype=np.int64)
        plain, cut = np.flatnonzero(~split), np.flatnonzero(split)
        self._leave_unknown(places[plain], self.on[places[plain]])
        spent[plain] = self._spans(self.on[places[plain]], starts[plain], ends[plain], marks.lead[places[plain]])
        spent[cut], at = self._spent(places[cut], starts[cut], np.minimum(ends[cut], due[cut]))
        late = ends[cut] > due[cut]
        over = cut[late]
        # Past a due pauses go on, and the calendar of a later owner does not count.
        spent[over] += self._spent(at[late], due[over], ends[over], self.on[at[late]])[0]
        return spent

    def used_up(
        self, places: Numbers, starts: Numbers, budgets: Numbers, *, is_wall: bool, ends: Numbers | None = None
    ) -> Numbers:
        """Give the instants at which budgets are used up; what happens from `ends` on does not count."""
        marks = self.marks
        found = np.full(len(places), NEVER, dtype=np.int64)
        at, low, left = places.copy(), starts.copy(), budgets.copy()
        active = np.arange(len(places))
        while len(active):
            here = at[active]
            following = here + 1
            is_last = following >= marks.past[here]
            paused = self.paused[here]
            high = marks.at_place(following)
            if ends is not None:
                # The piece in which the cycle ended runs on from there, as if its pause ended then.
                over = is_last | (high >= ends[active])
                waits = over & paused
                low[active[waits]] = np.maximum(low[active[waits]], ends[active[waits]])
                paused, is_last = paused & ~over, over
            code = np.zeros(len(here), dtype=np.int64) if is_wall else self.on[here]
            self._leave_unknown(here, code)
            ran = np.where(paused | is_last, 0, 0)
            runs = np.flatnonzero(~paused & ~is_last)
            ran[runs] = self._spans(code[runs], low[active[runs]], high[runs], marks.lead[here[runs]])
            done = (is_last & ~paused) | (~paused & ~is_last & (ran >= left[active]))
            finished = np.flatnonzero(done)
            ready = active[finished]
            found[ready] = self._due_on(code[finished], low[ready], left[ready], marks.lead[here[finished]])
            goes_on = ~done & ~is_last
            rest = active[goes_on]
            left[rest] -= ran[goes_on]
            low[rest] = np.maximum(low[rest], high[goes_on])
            at[rest] += 1
            active = rest
        return found

    def _spent(
        self, places: Numbers, starts: Numbers, ends: Numbers, codes: Numbers | None = None
    ) -> tuple[Numbers, Numbers]:
        """Give the time clocks ran from starts, in the pieces at these marks, to ends; and the pieces of the ends.

        `codes` are the calendars they run on, where changes of owner do not count.
        """
        marks = self.marks
        found = np.zeros(len(places), dtype=np.int64)
        at, low = places.copy(), starts.copy()
        active = np.arange(len(places))
        while len(active):
            here = at[active]
            following = here + 1
            within = following < marks.past[here]
            high = np.where(within, marks.at_place(following), ends[active])
            stop = np.minimum(high, ends[active])
            runs = np.flatnonzero(~self.paused[here] & (low[active] < stop))
            code = self.on[here[runs]] if codes is None else codes[active[runs]]
            self._leave_unknown(here[runs], code)
            found[active[runs]] += self._spans(code, low[active[runs]], stop[runs], marks.lead[here[runs]])
            goes_on = within & (high < ends[active])
            low[active[goes_on]] = np.maximum(low[active[goes_on]], high[goes_on])
            at[active[goes_on]] += 1
            active = active[goes_on]
        return found, at

    def _leave_unknown(self, places: Numbers, codes: Numbers) -> None:
        self.left[self.marks.lead[places[codes < 0]]] = True

    def _spans(self, codes: Numbers, low: Numbers, high: Numbers, leads: Numbers) -> Numbers:
        """Give the worked time between instants, each pair on its calendar."""
        found = np.zeros(len(codes), dtype=np.int64)
        for code, every in groups(codes):
            calendar = self.calendar(code)
            at = self._covered(calendar, every, np.minimum(low, high), np.maximum(low, high), leads)
            try:
                spans: Any = worked(low[at].astype("datetime64[us]"), high[at].astype("datetime64[us]"), calendar)
            except ClockError:
                self.left[leads[at]] = True
                continue
            found[at] = spans.astype("timedelta64[us]").astype(np.int64)
        return found

    def _due_on(self, codes: Numbers, low: Numbers, left: Numbers, leads: Numbers) -> Numbers:
        """Give the instants at which so much time is used up, each on its calendar."""
        found = np.full(len(codes), NEVER, dtype=np.int64)
        for code, every in groups(codes):
            calendar = self.calendar(code)
            if calendar is None:
                found[every] = low[every] + left[every]
                continue
            at = self._covered(calendar, every, low, low, leads)
            try:
                due: Any = calendar.due(low[at].astype("datetime64[us]"), left[at].astype("timedelta64[us]"))
            except ClockError:
                self.left[leads[at]] = True
                continue
            found[at] = due.astype("datetime64[us]").astype(np.int64)
        return found

    def _covered(
        self, calendar: Calendar | None, at: Numbers, first: Numbers, last: Numbers, leads: Numbers
    ) -> Numbers:
        """Keep the rows whose instants lie well within the calendar's years, and leave the other leads to the walk."""
        if calendar is None:
            return at
        begins, ends = (midnight(dt.date(year, 7, 1), _UTC) for year in calendar.years)
        covered = (first[at] >= begins) & (last[at] < ends)
        self.left[leads[at[~covered]]] = True
        return at[covered]
