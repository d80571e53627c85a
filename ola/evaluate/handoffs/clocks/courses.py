"""The course of each lead's clock: paused by events or by a condition, on the calendar of whoever owns the lead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby

from ola.evaluate.handoffs.calendars import calendar_by_owner
from ola.evaluate.handoffs.clocks.course import Course, Piece
from ola.evaluate.handoffs.clocks.cycles import Watch
from ola.evaluate.handoffs.mark import CONTRADICTED, ENDED, KINDS, NEVER, OCCURRED
from ola.evaluate.handoffs.reading.changes import UNSURE
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.timeline.asking import Asking
from ola.evaluate.handoffs.timeline.conditions import Conditions
from ola.evaluate.handoffs.timeline.events import Happenings, is_held, owner_field
from ola.evaluate.masking import mask
from ola.plan import CalendarChoice, Deadline, Plan


class Courses:
    """Says of a lead when its clock runs; false where nothing of the commitment can cut one."""

    def __init__(self, plan: Plan, deadline: Deadline, leads: Leads, happenings: Happenings, watch: Watch) -> None:
        """Find what pauses the clock, and whether it runs by its owner."""
        self.plan, self.leads, self.watch = plan, leads, watch
        choice = deadline.calendar
        self.by_owner = choice if choice is not None and choice.by_owner else None
        condition = deadline.paused_while
        self.asking = None if condition is None else Asking(Conditions(plan, [condition]), leads, happenings)
        self.fields = frozenset() if self.asking is None else frozenset(self.asking.conditions.fields)
        self.owner = owner_field(plan)
        self.owners = None if self.owner is None else happenings.pasts.get(self.owner.name)
        self.is_held = is_held(plan, self.owner) if self.owner is not None else lambda value: value is not None

    def __bool__(self) -> bool:
        return bool(self.watch.pauses or self.asking is not None or self.by_owner is not None)

    def of(self, lead: str, ats: Sequence[int], marks: Sequence[int]) -> Course | None:
        """Give the course of a lead's clock, whose marks these are; nothing where it runs all the time on one."""
        parts = [self._paused_by_events(ats, marks)]
        if self.asking is not None:
            parts.append(self._paused_by_condition(self.asking, lead))
        if self.by_owner is not None:
            parts.append(self._owned(self.by_owner, lead))
        if all(len(part) == 1 for part in parts) and self.by_owner is None and not parts[0][0].paused:
            return None if all(not part[0].paused and part[0].doubt is None for part in parts) else _together(parts)
        return _together(parts)

    def _paused_by_events(self, ats: Sequence[int], marks: Sequence[int]) -> list[Piece]:
        watch, found = self.watch, [Piece(-NEVER)]
        if not watch.pauses:
            return found
        for at, places in groupby(range(len(ats)), key=ats.__getitem__):
            kinds = [divmod(marks[i], KINDS) for i in places]
            paused = [kind for event, kind in kinds if event in watch.pauses and kind != ENDED]
            resumed = [kind for event, kind in kinds if event in watch.resumes and kind != ENDED]
            # At one instant a clock resumes before it pauses.
            decides = paused or resumed
            if decides:
                doubt = None if OCCURRED in decides else CONTRADICTED
                found.append(Piece(at, paused=bool(paused), doubt=doubt))
        return found

    def _paused_by_condition(self, asking: Asking, lead: str) -> list[Piece]:
        found = []
        for at in [-NEVER, *asking.changes(lead)]:
            ((is_true, _),), _ = asking.answers_at(lead, max(at, 0))
            found.append(Piece(at, paused=is_true, doubt=asking.in_doubt(lead, at, self.fields)))
        return found

    def _owned(self, choice: CalendarChoice, lead: str) -> list[Piece]:
        past = self.owners
        if past is not None and lead in past.seen:
            ats, values = past.values.get(lead, ([], []))
            return [
                self._piece(choice, -NEVER, None),
                *(self._piece(choice, at, value) for at, value in zip(ats, values, strict=True)),
            ]
        return [self._piece(choice, -NEVER, None if self.owner is None else self.leads.value(lead, self.owner.name))]

    def _piece(self, choice: CalendarChoice, at: int, value: object) -> Piece:
        if value is UNSURE:
            return Piece(at, doubt=f"who owned the lead cannot be told: {CONTRADICTED}")
        owner = value if isinstance(value, str) and self.is_held(value) else None
        return owner_piece(self.plan, choice, owner, at)


def owner_piece(plan: Plan, choice: CalendarChoice, owner: str | None, at: int = -NEVER) -> Piece:
    """Give the piece that begins when somebody owns a lead: on their calendar, else the one for all others."""
    name = calendar_by_owner(plan, choice, owner)
    if name is None:
        named = mask(owner) if plan.owners_are_personal else owner
        why = "the lead has no owner" if owner is None else f"{named} has no calendar"
        if owner is not None and owner not in plan.owners:
            why = f"the owner {named} is not listed"
        return Piece(at, doubt=f"{why}, and the clock runs by its owner")
    return Piece(at, plan.calendars[name], name)


def _together(parts: Iterable[Sequence[Piece]]) -> Course:
    """Lay courses over each other: paused where one of them is, on the calendar that one of them names."""
    parts = [part for part in parts if part]
    edges = sorted({piece.at for part in parts for piece in part})
    ats = [[piece.at for piece in part] for part in parts]
    found = []
    for edge in edges:
        now = [part[bisect_right(starts, edge) - 1] for part, starts in zip(parts, ats, strict=True)]
        named = next((piece for piece in now if piece.calendar is not None), None)
        found.append(
            Piece(
                edge,
                None if named is None else named.calendar,
                None if named is None else named.name,
                paused=any(piece.paused for piece in now),
                doubt=next((piece.doubt for piece in now if piece.doubt is not None), None),
            )
        )
    return Course(found)
