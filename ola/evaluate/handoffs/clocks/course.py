"""When a lead's clock runs, and on whose calendar: pauses and changes of owner cut its time into pieces."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ola.clock.calendar import Calendar
from ola.clock.wall_clock import MICROSECOND, micros, moment
from ola.evaluate.handoffs.mark import NEVER


@dataclass(frozen=True, slots=True)
class Piece:
    """From `at` until the next piece the clock runs on one calendar (always, without one), or is paused.

    `doubt` says why nobody can tell how it runs.
    """

    at: int
    calendar: Calendar | None = None
    name: str | None = None
    paused: bool = False
    doubt: str | None = None

    def runs_as(self, other: Piece) -> bool:
        """Whether the clock runs as in the other piece."""
        return (self.calendar, self.paused, self.doubt) == (other.calendar, other.paused, other.doubt)


class Course:
    """The pieces of one lead's time; the first reaches back before all instants."""

    __slots__ = ("ats", "pieces")

    def __init__(self, pieces: Iterable[Piece]) -> None:
        """Join pieces that run alike; `pieces` ascend, and of one instant the last counts."""
        joined: list[Piece] = []
        for piece in pieces:
            if joined and joined[-1].at == piece.at:
                joined.pop()
            if not joined or not piece.runs_as(joined[-1]):
                joined.append(piece)
        self.pieces = tuple(joined)
        self.ats = [piece.at for piece in joined]

    def piece_at(self, at: int) -> Piece:
        """Give the piece an instant lies in."""
        return self.pieces[bisect_right(self.ats, at) - 1]

    def is_plain(self, start: int, end: int) -> bool:
        """Whether the clock runs from start to end on one calendar, without a pause or a doubt."""
        piece = self.piece_at(start)
        return not piece.paused and piece.doubt is None and bisect_right(self.ats, start) == bisect_left(self.ats, end)

    def on(self, calendar: Calendar | None) -> Course:
        """Give the same pauses, all on one calendar."""
        return Course(replace(piece, calendar=calendar, name=None) for piece in self.pieces)

    def until(self, end: int, start: int) -> Course:
        """Give the course of a cycle as it stood at its end: what began then or later does not count, nor does a pause.

        Who has the lead at the start counts, also where that is the end.
        """
        pieces = [piece for piece in self.pieces if piece.at < end or piece.at <= start] or [self.pieces[0]]
        last = pieces[-1]
        return Course([*pieces, replace(last, at=max(end, last.at), paused=False)] if last.paused else pieces)

    def used(self, start: int, end: int) -> int:
        """Give the microseconds the clock ran from start to end."""
        first, past = bisect_right(self.ats, start) - 1, bisect_left(self.ats, end)
        found = 0
        for i in range(first, past):
            piece = self.pieces[i]
            if not piece.paused:
                low = max(start, piece.at)
                high = min(end, self.ats[i + 1]) if i + 1 < len(self.ats) else end
                found += _elapsed(piece.calendar, low, high)
        return found

    def due(self, start: int, budget: int) -> int:
        """Give the earliest instant at which so many microseconds are used up; `NEVER` where a pause has no end."""
        if not budget:
            return start
        left, i = budget, bisect_right(self.ats, start) - 1
        while i < len(self.pieces):
            piece = self.pieces[i]
            low = max(start, piece.at)
            if i + 1 == len(self.pieces):
                return NEVER if piece.paused and left else _due(piece.calendar, low, left)
            if not piece.paused:
                ran = _elapsed(piece.calendar, low, self.ats[i + 1])
                if ran >= left:
                    return _due(piece.calendar, low, left)
                left -= ran
            i += 1
        return NEVER

    def due_as_planned(self, start: int, budget: int, planned: int) -> int:
        """Give `due`, or the due that was planned where nothing cuts the time up to it.

        A limit in business days may be due at a closed hour, later than its worked time is used up.
        """
        first = self.piece_at(start)
        used_up = _due(first.calendar, start, budget)
        between = self.pieces[bisect_right(self.ats, start) : bisect_left(self.ats, used_up)]
        is_cut = any((piece.calendar, piece.doubt) != (first.calendar, first.doubt) for piece in between)
        if is_cut or self.used(start, used_up) < budget:
            return self.due(start, budget)
        return planned

    def after(self, due: int) -> Course:
        """Give the course past a due: pauses go on, the calendar of a later owner does not count."""
        last = self.pieces[max(bisect_left(self.ats, due) - 1, 0)]
        return Course(
            piece if piece.at < due else replace(piece, calendar=last.calendar, name=last.name, doubt=last.doubt)
            for piece in self.pieces
        )

    def doubted(self, start: int, end: int) -> tuple[int, str] | None:
        """Say from when on, before the end, nobody can tell how the clock runs, and why."""
        for piece in self.pieces[bisect_right(self.ats, start) - 1 : bisect_left(self.ats, end)]:
            if piece.doubt is not None:
                return max(start, piece.at), piece.doubt
        return None


def _elapsed(calendar: Calendar | None, start: int, end: int) -> int:
    if calendar is None:
        return end - start
    return calendar.elapsed(moment(start, dt.UTC), moment(end, dt.UTC)) // MICROSECOND


def _due(calendar: Calendar | None, start: int, left: int) -> int:
    if calendar is None or not left:
        return start + left
    return micros(calendar.due(moment(start, dt.UTC), left * MICROSECOND))
