"""One commitment's clock over all leads: every cycle with its verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ola.clock.wall_clock import micros
from ola.evaluate.claims import Claims
from ola.evaluate.cycles import Found, Opened, Watch, cycles_of
from ola.evaluate.events import Happenings, Roster, owner_field
from ola.evaluate.judging import Judge
from ola.evaluate.leads import Leads
from ola.evaluate.opening import Opening
from ola.plan import Deadline, FromChange, FromField, FromStage, Plan
from ola.verdict import CycleVerdict

BREACH_OF = "breach of "


@dataclass(frozen=True, slots=True)
class Clocked:
    """The cycles of a commitment in the order of leads and starts, and what was noticed on the way.

    `early` are leads whose stop lies before their start, with the stop; `row_stands` the fields whose value in the
    lead's row was taken for all times.
    """

    cycles: tuple[CycleVerdict, ...]
    early: tuple[tuple[str, str], ...] = ()
    row_stands: tuple[str, ...] = ()


def clocked(
    plan: Plan,
    deadline: Deadline,
    leads: Leads,
    happenings: Happenings,
    claims: Claims,
    earlier: Mapping[str, Iterable[CycleVerdict]],
    as_of: dt.datetime,
) -> Clocked:
    """Follow every lead; `earlier` are the cycles of commitments whose breach starts this clock."""
    known = happenings.roster
    watch = watch_of(plan, deadline, known)
    softly = watch.stops - watch.singles - watch.members - watch.cancels - watch.restarts - watch.unsure.keys()
    hidden = _lacking(happenings, watch.events - softly)
    unseen_stop = _lacking(happenings, watch.events & softly)
    opening = Opening(plan, deadline, leads, happenings, hidden=hidden, unseen_stop=unseen_stop)
    judge = Judge(deadline, plan.calendars, known.names, micros(as_of))
    undated = _undated(happenings, watch.events - softly)
    undated_stops = _undated(happenings, watch.events & softly)
    for lead, why in claims.unseen_ends((watch.stops | watch.cancels) - watch.singles - watch.members).items():
        undated_stops.setdefault(lead, why)

    rows: dict[str, list[CycleVerdict]] = {}
    early: list[tuple[str, str]] = []
    for number, ats, marks in happenings.by_lead(watch.marks):
        lead = happenings.leads[number]
        open_cycle = _Opener(opening, lead, undated.get(lead), undated_stops.get(lead))
        found = cycles_of(watch, ats, marks, open_cycle)
        if not found.cycles:
            continue
        if found.early is not None and found.cycles[0].end is None:
            early.append((lead, known.names[found.early.event]))
            _doubt_early(found, known)
        rows[lead] = [judge.verdict(lead, i, cycle) for i, cycle in enumerate(found.cycles, 1)]

    unseen = dict(claims.unseen_starts(deadline))
    for lead, why in _undated(happenings, watch.singles | watch.members).items():
        unseen.setdefault(lead, why)
    for lead, why in unseen.items():
        if lead not in rows and opening.bound_by_row(lead, as_of):
            rows[lead] = [_unseen(deadline, lead, opening.unknown(lead, why))]
    for lead, cycles in _chained(deadline, earlier, opening):
        own = rows.setdefault(lead, [])
        own += [_numbered(cycle, len(own) + i) for i, cycle in enumerate(cycles, 1)]
    verdicts = tuple(cycle for lead in sorted(rows) for cycle in rows[lead])
    stands = opening.row_stands if verdicts and leads.given else ()
    return Clocked(verdicts, tuple(early), tuple(name for name in stands if leads.has(name)))


def watch_of(plan: Plan, deadline: Deadline, known: Roster) -> Watch:
    """Give each event its role in the commitment's clock; a name that is no event has none."""

    def numbers(names: Iterable[str]) -> tuple[int, ...]:
        return tuple(known.numbers[name] for name in names if name in known.numbers)

    owner = owner_field(plan)
    owners = () if owner is None else (owner.name, "owner")
    stages = [i for i, seen in enumerate(known.seen) if isinstance(seen, FromStage)]
    assigned = [i for i, seen in enumerate(known.seen) if isinstance(seen, FromChange) and seen.field in owners]
    measured = "restarts" not in deadline.unmeasured
    before = () if deadline.attempts is None else deadline.attempts.before
    return Watch(
        [numbers(group) for group in deadline.starts if all(name in known.numbers for name in group)],
        stops=numbers(deadline.stops),
        cancels=numbers((*deadline.cancels, *before)),
        restarts=numbers(deadline.restarts) if measured else (),
        pauses=numbers(deadline.pauses),
        resumes=numbers(deadline.resumes),
        unsure={}
        if measured
        else {
            event: f"{known.names[event]} would restart it; restarts are read, not yet measured"
            for event in numbers(deadline.restarts)
        },
        states=[*stages, *assigned],
        stages=stages,
    )


@dataclass(frozen=True, slots=True)
class _Opener:
    """Opens the cycles of one lead."""

    opening: Opening
    lead: str
    undated: str | None
    undated_stop: str | None

    def __call__(self, at: int, restarted: bool, /) -> Opened | None:  # noqa: FBT001 - positions are quicker
        return self.opening.at(self.lead, at, restarted=restarted, undated=self.undated, undated_stop=self.undated_stop)


def _lacking(happenings: Happenings, events: Iterable[int]) -> str | None:
    """Say which of these events cannot be seen at all, and why: the first by number."""
    for event in sorted(events):
        if event in happenings.lacking:
            return f"{happenings.roster.names[event]} cannot be seen: {happenings.lacking[event]}"
    return None


def _undated(happenings: Happenings, events: Iterable[int]) -> dict[str, str]:
    """Give the leads that have one of these events at a time nobody can read."""
    found: dict[str, str] = {}
    for event in sorted(events):
        for lead in happenings.undated.get(event, ()):
            found.setdefault(lead, f"the time of {happenings.roster.names[event]} cannot be read")
    return found


def _doubt_early(found: Found, known: Roster) -> None:
    """Put a cycle in doubt whose stop, a timestamp that holds one time only, lies before its start."""
    first, early = found.cycles[0], found.early
    if early is not None and isinstance(known.seen[early.event], FromField):
        first.doubt = first.doubt or f"{known.names[early.event]} lies before {known.names[first.by]}"


def _unseen(deadline: Deadline, lead: str, opened: Opened) -> CycleVerdict:
    return CycleVerdict(
        clause=deadline.clause.id,
        lead=lead,
        cycle=1,
        verdict="unknown",
        owner=opened.owner,
        reason=opened.doubt,
        segments=opened.segments,
    )


def _chained(
    deadline: Deadline, earlier: Mapping[str, Iterable[CycleVerdict]], opening: Opening
) -> Iterator[tuple[str, list[CycleVerdict]]]:
    """Give an unknown cycle for each breach, certain or possible, that would start this clock."""
    found: dict[str, list[CycleVerdict]] = {}
    for group in deadline.starts:
        for name in group:
            if name.startswith(BREACH_OF):
                why = f"starts: {name} is read, not yet measured"
                for cycle in earlier.get(name.removeprefix(BREACH_OF), ()):
                    if cycle.verdict in ("breached", "unknown"):
                        unseen = _unseen(deadline, cycle.lead, opening.unknown(cycle.lead, why))
                        found.setdefault(cycle.lead, []).append(unseen)
    yield from found.items()


def _numbered(cycle: CycleVerdict, number: int) -> CycleVerdict:
    return replace(cycle, cycle=number)
