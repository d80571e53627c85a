"""The cycles of one commitment's clock for one lead: what opens them, what ends them, and what is in doubt.

Nothing here knows of calendars, agreements or files. A lead's timeline is a list of marks in order of
time, each an event by its number and what is known of it; the caller says, for an instant, what a cycle
opened then runs by. Instants are microseconds since 1970 in UTC.

At one instant a running cycle sees stop, cancel, restart, in this order; then starts open. Marks of one
instant stand in the order in which they count: what ends first, then events as the agreement lists them,
then stages in the order the moves allow. Pauses move the due, which the caller works out (`course.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ola.evaluate.handoffs.mark import CONTRADICTED, ENDED, KINDS, NEVER, OCCURRED, PERHAPS

if TYPE_CHECKING:
    from ola.clock.calendar import Calendar
    from ola.evaluate.handoffs.clocks.course import Course

How = Literal["stop", "cancel", "restart", "before", "silence", "start"]


@dataclass(frozen=True, slots=True)
class Window:
    """A day of a sequence: from `begin` until `end` one of `events` must happen, or `missed` says what did not."""

    begin: int
    end: int
    events: frozenset[int]
    missed: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What a cycle runs by, fixed when it opens; cycles of one lead may share it.

    `doubt` says why the verdict cannot be known, `doubt_from` from which instant on (from the start, without
    one), `unless_met` why it cannot unless the cycle is met. `moves` says that the due itself, or whether there
    is a cycle, is in doubt: then what follows is too; `due_only` says that there is one all the same. `suspended`
    and `relaxed` name the exceptions that act. `calendar` is the name of the calendar it starts on, and `clock` that
    calendar. `windows` are the days of a sequence.

    `course` says when the clock runs, where pauses or owners cut it; where they move the due, `budget` is the time
    it has, `run` the course that time is counted on, and `planned` the due of a limit in days that nothing cuts.
    """

    doubt: str | None = None
    moves: bool = False
    due_only: bool = False
    unless_met: str | None = None
    doubt_from: int | None = None
    suspended: str | None = None
    relaxed: str | None = None
    calendar: str | None = None
    clock: Calendar | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    course: Course | None = None
    run: Course | None = None
    budget: int | None = None
    planned: int | None = None
    windows: tuple[Window, ...] = ()


@dataclass(slots=True)
class Cycle:
    """One cycle: when it started, by which event, what it runs by, its due, and what ended it, if anything has.

    `broken` is the instant at which it was breached before its due: a day of a sequence that was missed, a lead
    given up too soon. `perhaps` says that nobody can tell whether it runs at all. `counted` are the touches that
    counted, on so many `channels`; `done` has a bit for each day of the sequence that got what it asked for.
    """

    start: int
    by: int
    opened: Opened
    due: int
    version: int = 0
    end: int | None = None
    how: How | None = None
    ended_by: int | None = None
    doubt: str | None = None
    moves: bool = False
    perhaps: bool = False
    broken: int | None = None
    missed: str | None = None
    counted: int = 0
    channels: int = 0
    done: int = 0

    @property
    def last(self) -> int:
        """The last instant at which it can be met."""
        return self.due if self.broken is None else min(self.broken, self.due)


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


@dataclass(frozen=True, slots=True)
class Touches:
    """How many events of which kinds are owed, on how many channels.

    `spaced` says whether an event is far enough off the last that counted.
    """

    at_least: int
    of: frozenset[int]
    channels: int = 1
    spaced: Callable[[Opened, int, int], bool] | None = None


class Watch:
    """The roles events play for one clock: compiled once, then asked for every mark.

    `states` are the events that hold for as long as the lead is in the stage, or has an owner; other events
    hold until they have opened a cycle. `stages` are entries of stages. `touches` are counted, `sequence` are the
    events that days ask for, `before` ends the duty unless it was done. `silence` is the event that no answer
    by the due counts as. `careful` clocks have dues that events move, so that no shortcut is taken.
    """

    __slots__ = (
        "alone",
        "before",
        "cancels",
        "groups_of",
        "marks",
        "members",
        "pauses",
        "restarts",
        "resumes",
        "sequence",
        "silence",
        "singles",
        "stages",
        "states",
        "stops",
        "touches",
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
        before: Iterable[int] = (),
        touches: Touches | None = None,
        sequence: Iterable[int] = (),
        silence: int | None = None,
        states: Iterable[int] = (),
        stages: Iterable[int] = (),
        careful: bool = False,
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
        self.before = frozenset(before)
        self.touches = touches
        self.sequence = frozenset(sequence)
        self.silence = silence
        self.states = frozenset(states) & self.members
        self.stages = frozenset(stages)
        actors = self.singles | self.members | self.stops | self.cancels | self.restarts | self.before
        actors |= self.pauses | self.resumes | self.evidence
        self.marks = frozenset(
            [event * KINDS + kind for event in actors for kind in (OCCURRED, PERHAPS)]
            + [event * KINDS + ENDED for event in self.members]
        )
        careful = careful or bool(self.pauses or self.before or self.evidence or silence is not None)
        # What a mark that stands alone at its instant does, where it does one thing only.
        plain = frozenset[int]() if careful else actors - self.members - self.restarts
        roles: dict[Literal["start", "stop", "cancel"], frozenset[int]] = {
            "start": self.singles - self.stops - self.cancels,
            "stop": self.stops - self.singles - self.cancels,
            "cancel": self.cancels - self.singles - self.stops,
        }
        self.alone: Mapping[int, Literal["start", "stop", "cancel"]] = {
            event * KINDS + OCCURRED: role for role, events in roles.items() for event in events & plain
        }

    @property
    def evidence(self) -> frozenset[int]:
        """The events that are counted, or asked for on a day."""
        return self.sequence if self.touches is None else self.touches.of

    @property
    def ends(self) -> frozenset[int]:
        """The events that can end a cycle."""
        return self.stops | self.cancels | self.restarts | self.before

    @property
    def events(self) -> frozenset[int]:
        """Every event the clock listens to."""
        return frozenset(mark // KINDS for mark in self.marks)


Open = Callable[[int, int, bool], tuple[Opened, int] | None]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the agreement: until when starts are its own, its clock's roles, and what opens its cycles."""

    watch: Watch
    open_cycle: Open
    until: int = NEVER


AFTER_DOUBT = "the cycle before it is in doubt, and with it whether this one is a cycle of its own"


def cycles_of(versions: Sequence[Version], ats: Sequence[int], marks: Sequence[int]) -> Found:
    """Follow one lead's marks and give its cycles; `open_cycle` gives null where the commitment binds no cycle.

    `ats` ascend; `open_cycle(i, at, restarted)` is asked only for starts that open a cycle, in order, with the place
    of the first mark of their instant; it gives what the cycle runs by and its due (`NEVER` without one). The
    version in force at the start says what a cycle listens to.
    """
    walk = _Walk(versions)
    alone = versions[0].watch.alone if len(versions) == 1 else {}
    count, i = len(ats), 0
    while i < count:
        at = ats[i]
        j = i + 1
        while j < count and ats[j] == at:
            j += 1
        walk.place = i
        role = alone.get(marks[i]) if j == i + 1 else None
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


def settle(cycle: Cycle, silence: int | None, as_of: int) -> None:
    """Take what time alone has brought to a cycle that nothing has ended by the instant of the report."""
    if cycle.end is not None:
        return
    _miss(cycle, as_of, over=False)
    doubt_from = cycle.opened.doubt_from
    if doubt_from is not None and doubt_from < as_of and cycle.doubt is None:
        cycle.doubt, cycle.moves = cycle.opened.doubt, True
    if silence is not None and as_of > cycle.due:
        cycle.end, cycle.how, cycle.ended_by = cycle.due, "silence", silence


class _Walk:
    """Where the walk along one lead's marks stands."""

    __slots__ = (
        "at_touch",
        "cycles",
        "early",
        "held",
        "kinds",
        "maybe",
        "place",
        "running",
        "versions",
    )

    def __init__(self, versions: Sequence[Version]) -> None:
        self.versions = versions
        self.cycles: list[Cycle] = []
        self.running: Cycle | None = None
        self.held: set[int] = set()
        self.maybe: set[int] = set()
        self.place = 0
        self.early: Early | None = None
        # Of the running cycle: the last touch that counted, and the kinds of those that did.
        self.at_touch: int | None = None
        self.kinds: set[int] = set()

    def instant(self, at: int, marks: list[tuple[int, int]]) -> None:
        """Take all marks of one instant."""
        stopped = self._seen_by_running(at, marks)
        start = None
        for i, version in enumerate(self.versions):
            # What holds is followed for each version, so that it is known when its own time comes.
            found = self._started(version.watch, marks)
            if i == self._in_force(at):
                start = found
        watch = self.versions[self._in_force(at)].watch
        if start is None:
            if self.running is None and not self.cycles and self.early is None and stopped is None:
                first = next((event for event, kind in marks if kind == OCCURRED and event in watch.stops), None)
                self.early = None if first is None else Early(first, at)
            return
        position, used, sure = start
        before = self.running
        if before is not None and at <= before.last:
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
        version = self._in_force(at)
        found = self.versions[version].open_cycle(self.place, at, restarted)
        if found is None:
            return False
        opened, due = found
        before = self.running
        if before is not None:
            self._end(at, "start", event)
            if before.moves:
                doubt = doubt or AFTER_DOUBT
        at_once = opened.doubt if opened.doubt_from is None else None
        self.running = Cycle(
            at,
            event,
            opened,
            due,
            version=version,
            doubt=at_once or doubt,
            moves=(opened.moves and opened.doubt_from is None) or doubt is not None,
            perhaps=(opened.moves and not opened.due_only) or doubt is not None,
        )
        self.cycles.append(self.running)
        self.at_touch, self.kinds = None, set()
        return True

    def _in_force(self, at: int) -> int:
        for i, version in enumerate(self.versions):
            if at < version.until:
                return i
        return len(self.versions) - 1

    def _seen_by_running(self, at: int, marks: list[tuple[int, int]]) -> int | None:
        """End the running cycle, or put it in doubt; give the position of the mark that stopped it."""
        running = self.running
        if running is None:
            return None
        watch = self.versions[running.version].watch
        _miss(running, at, over=True)
        if watch.silence is not None and at > running.due:
            self._end(running.due, "silence", watch.silence)
            return None
        doubt_from = running.opened.doubt_from
        if doubt_from is not None and doubt_from < at and running.opened.doubt is not None:
            running.doubt, running.moves = running.doubt or running.opened.doubt, True
        for position, (event, kind) in enumerate(marks):
            if kind == OCCURRED and (event in watch.stops or self._touched(watch, at, event)):
                self._end(at, "stop", event)
                return position
        for how, roles in (("cancel", watch.cancels), ("before", watch.before)):
            for event, kind in marks:
                if kind == OCCURRED and event in roles:
                    if how == "before" and at <= running.last:
                        running.broken = at
                    self._end(at, "cancel" if how == "cancel" else "before", event)
                    return None
        for event, kind in marks:
            if kind == PERHAPS and (event in watch.ends or event in watch.evidence):
                self._doubt(CONTRADICTED)
        if watch.restarts and at > running.start:
            restart = next((event for event, kind in marks if kind == OCCURRED and event in watch.restarts), None)
            if restart is not None:
                # Where only its due is in doubt it runs all the same, unless silence could have ended it.
                carried = running.doubt if running.perhaps or (running.moves and watch.silence is not None) else None
                self._end(at, "restart", restart)
                if self.open(at, restart, restarted=True) and carried is not None:
                    self._doubt(carried)
        return None

    def _touched(self, watch: Watch, at: int, event: int) -> bool:
        """Count an event of the running cycle, where it counts; tell whether all that is owed is done with it."""
        running, touches = self.running, watch.touches
        if running is None or event not in watch.evidence or at > running.last:
            return False
        if touches is None:
            days = running.opened.windows
            for i, day in enumerate(days):
                if not running.done >> i & 1 and day.begin <= at < day.end and event in day.events:
                    running.done |= 1 << i
                    running.counted += 1
                    break
            return running.counted == len(days)
        spaced, last = touches.spaced, self.at_touch
        if spaced is not None and last is not None and not spaced(running.opened, last, at):
            return False
        self.at_touch = at
        self.kinds.add(event)
        running.counted, running.channels = running.counted + 1, len(self.kinds)
        return running.counted >= touches.at_least and running.channels >= touches.channels

    def _started(self, watch: Watch, marks: list[tuple[int, int]]) -> tuple[int, set[int], bool] | None:
        """Say which mark starts a cycle, which events have opened it by now, and whether that is sure."""
        held, maybe = self.held, self.maybe
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
        running = self.running
        if running is None:
            return
        watch = self.versions[running.version].watch
        ordered = marks[position][0] in watch.stages
        for other, (event, kind) in enumerate(marks):
            earlier = ordered and event in watch.stages and other < position
            if kind != OCCURRED or other == stopped or earlier:
                continue
            # What started the cycle does not stop it, but is a touch like any other.
            if (event in watch.stops and event not in used) or self._touched(watch, at, event):
                self._end(at, "stop", event)
                return
        for roles, how in ((watch.cancels, "cancel"), (watch.before, "before")):
            for other, (event, kind) in enumerate(marks):
                if kind != OCCURRED or event not in roles or other == stopped or event in used:
                    continue
                if ordered and event in watch.stages and other > position:
                    if how == "before":
                        running.broken = at
                    self._end(at, "cancel" if how == "cancel" else "before", event)
                    return
        for event, kind in marks:
            if kind == PERHAPS and (event in watch.stops | watch.cancels | watch.before or event in watch.evidence):
                self._doubt(CONTRADICTED)

    def _end(self, at: int, how: How, event: int) -> None:
        running = self.running
        if running is not None:
            running.end, running.how, running.ended_by = at, how, event
        self.running = None

    def _doubt(self, why: str) -> None:
        if self.running is not None:
            self.running.doubt = self.running.doubt or why
            self.running.moves = self.running.perhaps = True


def _miss(cycle: Cycle, at: int, *, over: bool) -> None:
    """Note the first day of a sequence that went by without what it asked for; `over` counts one that ends now."""
    if cycle.broken is not None:
        return
    for i, day in enumerate(cycle.opened.windows):
        if (day.end < at or (over and day.end == at)) and not cycle.done >> i & 1:
            cycle.broken, cycle.missed = day.end, day.missed
            return
