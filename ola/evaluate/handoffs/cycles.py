"""The cycles of one commitment's clock for one lead: what opens them, what ends them, and what is in doubt.

Nothing here knows of calendars, agreements or files. A lead's timeline is a list of marks in order of
time, each an event by its number and what is known of it; the caller says, for an instant, what a cycle
opened then runs by. Instants are microseconds since 1970 in UTC.

At one instant a running cycle sees stop, cancel, restart, pause, in this order; then starts open. Marks of
one instant stand in the order in which they count: what ends first, then events as the agreement lists
them, then stages in the order the moves allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

# What a mark says of its event. A mark is `KINDS * event + kind`.
OCCURRED = 0
ENDED = 1  # the stage was left, the owner taken away: what held holds no more
PERHAPS = 2  # it may have occurred: the events contradict each other
KINDS = 3

How = Literal["stop", "cancel", "restart", "start"]

# The due of a cycle that has none, or none that is known: later than all instants.
NEVER = 2**62


@dataclass(frozen=True, slots=True)
class Opened:
    """What a cycle runs by, fixed when it opens; cycles of one lead may share it.

    `doubt` says why the verdict cannot be known, `unless_met` why it cannot unless the cycle is met, `relaxed_by`
    which exception could spare a breach. `moves` says that the due itself, or whether there is a cycle, is in
    doubt: then what follows is too.
    """

    doubt: str | None = None
    moves: bool = False
    unless_met: str | None = None
    relaxed_by: str | None = None
    calendar: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Cycle:
    """One cycle: when it started, by which event, what it runs by, its due, and what ended it, if anything has."""

    start: int
    by: int
    opened: Opened
    due: int
    end: int | None = None
    how: How | None = None
    ended_by: int | None = None
    doubt: str | None = None
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Early:
    """A stop that came before the lead's first start."""

    event: int
    at: int


@dataclass(frozen=True, slots=True)
class Found:
    """The cycles of one lead, in order, and the stop that came before them all, if one did."""

    cycles: tuple[Cycle, ...]
    early: Early | None


class Watch:
    """The roles events play for one clock: compiled once, then asked for every mark.

    `states` are the events that hold for as long as the lead is in the stage, or has an owner; other events
    hold until they have opened a cycle. `unsure` names events that put a running cycle in doubt, and why;
    `pauses` and `resumes` do so where they change something. `stages` are entries of stages.
    """

    __slots__ = (
        "alone",
        "cancels",
        "groups_of",
        "marks",
        "members",
        "pauses",
        "restarts",
        "resumes",
        "singles",
        "stages",
        "states",
        "stops",
        "unsure",
    )

    def __init__(
        self,
        starts: Iterable[tuple[int, ...]],
        *,
        stops: Iterable[int] = (),
        cancels: Iterable[int] = (),
        restarts: Iterable[int] = (),
        pauses: Iterable[int] = (),
        resumes: Iterable[int] = (),
        unsure: Mapping[int, str] | None = None,
        states: Iterable[int] = (),
        stages: Iterable[int] = (),
    ) -> None:
        groups = [tuple(dict.fromkeys(group)) for group in starts]
        self.singles = frozenset(group[0] for group in groups if len(group) == 1)
        wide = [group for group in groups if len(group) > 1]
        self.members = frozenset(event for group in wide for event in group)
        self.groups_of = {event: tuple(group for group in wide if event in group) for event in self.members}
        self.stops = frozenset(stops)
        self.cancels = frozenset(cancels)
        self.restarts = frozenset(restarts)
        self.pauses = frozenset(pauses)
        self.resumes = frozenset(resumes)
        self.unsure = dict(unsure or {})
        self.states = frozenset(states) & self.members
        self.stages = frozenset(stages)
        actors = self.singles | self.members | self.stops | self.cancels | self.restarts
        actors |= self.pauses | self.resumes | self.unsure.keys()
        self.marks = frozenset(
            [event * KINDS + kind for event in actors for kind in (OCCURRED, PERHAPS)]
            + [event * KINDS + ENDED for event in self.members]
        )
        # What a mark that stands alone at its instant does, where it does one thing only.
        plain = actors - self.members - self.restarts - self.pauses - self.resumes - self.unsure.keys()
        roles: dict[Literal["start", "stop", "cancel"], frozenset[int]] = {
            "start": self.singles - self.stops - self.cancels,
            "stop": self.stops - self.singles - self.cancels,
            "cancel": self.cancels - self.singles - self.stops,
        }
        self.alone: Mapping[int, Literal["start", "stop", "cancel"]] = {
            event * KINDS + OCCURRED: role for role, events in roles.items() for event in events & plain
        }

    @property
    def events(self) -> frozenset[int]:
        """Every event the clock listens to."""
        return frozenset(mark // KINDS for mark in self.marks)


Open = Callable[[int, int, bool], tuple[Opened, int] | None]

PAUSED = "it was paused; pauses are read, not yet measured"
CONTRADICTED = "two changes at one instant stand in no order the agreement allows"
AFTER_DOUBT = "the cycle before it is in doubt, and with it whether this one is a cycle of its own"


def cycles_of(watch: Watch, ats: Sequence[int], marks: Sequence[int], open_cycle: Open) -> Found:
    """Follow one lead's marks and give its cycles; `open_cycle` gives null where the commitment binds no cycle.

    `ats` ascend; `open_cycle(i, at, restarted)` is asked only for starts that open a cycle, in order, with the place
    of the first mark of their instant; it gives what the cycle runs by and its due (`NEVER` without one).
    """
    walk = _Walk(watch, open_cycle)
    alone, count, i = watch.alone, len(ats), 0
    while i < count:
        at = ats[i]
        j = i + 1
        while j < count and ats[j] == at:
            j += 1
        walk.place = i
        role = alone.get(marks[i]) if j == i + 1 and not walk.paused else None
        running = walk.running
        if role is None:
            walk.instant(at, [divmod(mark, KINDS) for mark in marks[i:j]])
        elif role == "start":
            if running is None:
                walk.open(at, marks[i] // KINDS)
            elif at > running.due or running.opened.unless_met is not None:
                walk.instant(at, [divmod(marks[i], KINDS)])
        elif running is not None:
            # A stop or cancel; it ends the cycle that runs, and nothing else.
            running.end, running.how, running.ended_by = at, role, marks[i] // KINDS
            walk.running = None
        elif role == "stop" and walk.early is None and not walk.cycles:
            walk.early = Early(marks[i] // KINDS, at)
        i = j
    return Found(tuple(walk.cycles), walk.early)


class _Walk:
    """Where the walk along one lead's marks stands."""

    __slots__ = ("cycles", "early", "held", "maybe", "open_cycle", "paused", "place", "running", "watch")

    def __init__(self, watch: Watch, open_cycle: Open) -> None:
        self.watch = watch
        self.open_cycle = open_cycle
        self.cycles: list[Cycle] = []
        self.running: Cycle | None = None
        self.held: set[int] = set()
        self.maybe: set[int] = set()
        self.paused = False
        self.place = 0
        self.early: Early | None = None

    def instant(self, at: int, marks: list[tuple[int, int]]) -> None:
        """Take all marks of one instant."""
        watch = self.watch
        stopped = self._seen_by_running(at, marks)
        if watch.pauses:
            if any(event in watch.pauses for event, kind in marks if kind != ENDED):
                self.paused = True
            elif any(event in watch.resumes for event, kind in marks if kind == OCCURRED):
                self.paused = False
        start = self._started(marks)
        if start is None:
            if self.running is None and not self.cycles and self.early is None and stopped is None:
                first = next((event for event, kind in marks if kind == OCCURRED and event in watch.stops), None)
                self.early = None if first is None else Early(first, at)
            return
        position, used, sure = start
        before = self.running
        if before is not None and at <= before.due:
            # A start while a cycle runs is ignored; where an unseen stop may have ended it, that is in doubt.
            if before.opened.unless_met is not None and before.start < at:
                self._doubt(before.opened.unless_met)
            return
        event = marks[position][0]
        if not sure and before is not None:
            self._doubt(CONTRADICTED)
            return
        if not self.open(at, event, doubt=None if sure else CONTRADICTED):
            return
        self.held -= used - watch.states
        self._end_at_once(at, marks, position, used, stopped)

    def open(self, at: int, event: int, *, restarted: bool = False, doubt: str | None = None) -> bool:
        """Open a cycle, unless the commitment binds none then; an overdue one that still runs ends here."""
        found = self.open_cycle(self.place, at, restarted)
        if found is None:
            return False
        opened, due = found
        before = self.running
        if before is not None:
            self._end(at, "start", event)
            if before.moves or before.opened.relaxed_by is not None:
                doubt = doubt or AFTER_DOUBT
        if self.paused:
            doubt = doubt or PAUSED
        self.running = Cycle(
            at,
            event,
            opened,
            due,
            doubt=opened.doubt or doubt,
            moves=opened.moves or doubt is not None,
        )
        self.cycles.append(self.running)
        return True

    def _seen_by_running(self, at: int, marks: list[tuple[int, int]]) -> int | None:
        """End the running cycle, or put it in doubt; give the position of the mark that stopped it."""
        running, watch = self.running, self.watch
        if running is None:
            return None
        for position, (event, kind) in enumerate(marks):
            if kind == OCCURRED and event in watch.stops:
                self._end(at, "stop", event)
                return position
        for event, kind in marks:
            if kind == OCCURRED and event in watch.cancels:
                self._end(at, "cancel", event)
                return None
        for event, kind in marks:
            if kind == PERHAPS and event in watch.stops | watch.cancels | watch.restarts:
                self._doubt(CONTRADICTED)
            elif kind != ENDED and event in watch.unsure and at > running.start:
                self._doubt(watch.unsure[event])
        if watch.restarts and at > running.start:
            restart = next((event for event, kind in marks if kind == OCCURRED and event in watch.restarts), None)
            if restart is not None:
                doubt, moves = running.doubt, running.moves
                self._end(at, "restart", restart)
                if self.open(at, restart, restarted=True) and moves and self.running is not None:
                    self.running.doubt = self.running.doubt or doubt
                    self.running.moves = True
                return None
        if watch.pauses and at < running.due and any(kind != ENDED and event in watch.pauses for event, kind in marks):
            self._doubt(PAUSED)
        return None

    def _started(self, marks: list[tuple[int, int]]) -> tuple[int, set[int], bool] | None:
        """Say which mark starts a cycle, which events have opened it by now, and whether that is sure."""
        watch, held, maybe = self.watch, self.held, self.maybe
        found: tuple[int, set[int], bool] | None = None
        for position, (event, kind) in enumerate(marks):
            if kind == ENDED:
                held.discard(event)
                maybe.discard(event)
                continue
            sure = kind == OCCURRED
            groups: list[tuple[int, ...]] = [(event,)] if event in watch.singles else []
            if event in watch.members:
                fresh = event not in held or event not in watch.states
                (held if sure else maybe).add(event)
                if fresh:
                    groups += [
                        group
                        for group in watch.groups_of[event]
                        if all(member in held or member in maybe for member in group)
                    ]
            for group in groups:
                certain = sure and (len(group) == 1 or all(member in held for member in group))
                if found is None or (certain and not found[2]):
                    found = (position, set(group), certain)
                elif certain == found[2]:
                    found[1].update(group)
        return found

    def _end_at_once(
        self, at: int, marks: list[tuple[int, int]], position: int, used: set[int], stopped: int | None
    ) -> None:
        """Let a stop of the start's own instant stop the new cycle, unless it stopped another or came before it."""
        watch = self.watch
        ordered = marks[position][0] in watch.stages
        for roles, how in ((watch.stops, "stop"), (watch.cancels, "cancel")):
            for other, (event, kind) in enumerate(marks):
                if kind != OCCURRED or event not in roles or other == stopped or event in used:
                    continue
                later = ordered and event in watch.stages and other > position
                earlier = ordered and event in watch.stages and other < position
                if later or (how == "stop" and not earlier):
                    self._end(at, "stop" if how == "stop" else "cancel", event)
                    return
        for event, kind in marks:
            if kind == PERHAPS and event in watch.stops | watch.cancels:
                self._doubt(CONTRADICTED)

    def _end(self, at: int, how: How, event: int) -> None:
        running = self.running
        if running is not None:
            running.end, running.how, running.ended_by = at, how, event
        self.running = None

    def _doubt(self, why: str) -> None:
        if self.running is not None:
            self.running.doubt = self.running.doubt or why
            self.running.moves = True
