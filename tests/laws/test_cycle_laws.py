"""Laws of clocks: a slow and obvious walk, minute by minute, comes to the same cycles; input order never decides."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

import ola
from ola.evaluate.handoffs.timing import Timing, measure

DAY = dt.datetime(2026, 5, 12, tzinfo=dt.UTC)
LAST = 150  # the last minute of the walk, and the instant of the report
OPEN = [("00:00", "00:20"), ("00:30", "00:45"), ("01:10", "02:40")]
AGREEMENT = """
ola: 1
id: walk
title: Walk
version: 1.0.0
status: signed
zone: UTC
effective: {from: 2020-01-01}
parties: {sales: {team: Sales, signs: Head}}
owners: {casey: {}, lena: {}, pool: {queue: true}}
calendars: {office: {zone: UTC, hours: {mon-sun: [00:00-00:20, 00:30-00:45, 01:10-02:40]}}}
fields:
  lead_id: {type: id, key: true}
  stage: {type: stage}
  owner: {type: owner}
stages: {lead: {}, mql: {}, worked: {}, lost: {}}
logs:
  touches: {lead: lead, event: event, at: at, zone: UTC}
histories:
  stage: {log: stages, lead: lead, at: at, to: to, zone: UTC}
  owner: {log: owners, lead: lead, at: at, to: to, zone: UTC}
events:
  assigned: {field: owner, changes: true}
  form: {log: touches, where: event = form}
  call: {log: touches, where: event = call}
  mail: {log: touches, where: event = mail}
  junk: {log: touches, where: event = junk}
commitments:
  single: {owed_by: sales, starts: form, stops: [call, mail], cancels: junk, within: 15 minutes}
  both: {owed_by: sales, starts: mql and assigned, stops: [call, worked], cancels: [lost, junk], within: 10 minutes}
  asked: {owed_by: sales, starts: [mql and form, assigned], stops: mail, within: 20 business minutes, calendar: office}
"""
PLAN = ola.load(AGREEMENT.encode()).plan


# ── the walk ────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Walked:
    """A cycle as the walk sees it; minutes since midnight."""

    start: int
    due: int
    end: int | None = None
    verdict: str = "open"


@dataclass(frozen=True)
class Clock:
    """A commitment in the walk's own words."""

    starts: tuple[frozenset[str], ...]
    stops: frozenset[str]
    cancels: frozenset[str]
    within: int
    business: bool = False

    def due(self, start: int) -> int:
        """Count minutes, or open minutes, until the limit is used up."""
        used, minute = 0, start
        while used < self.within:
            used += not self.business or is_open(minute)
            minute += 1
        return minute


CLOCKS = {
    "single": Clock((frozenset({"form"}),), frozenset({"call", "mail"}), frozenset({"junk"}), 15),
    "both": Clock((frozenset({"mql", "assigned"}),), frozenset({"call", "worked"}), frozenset({"lost", "junk"}), 10),
    "asked": Clock(
        (frozenset({"mql", "form"}), frozenset({"assigned"})), frozenset({"mail"}), frozenset(), 20, business=True
    ),
}
STAGES = ("lead", "mql", "worked", "lost")
OWNERS = ("casey", "lena", "pool", "")


def is_open(minute: int) -> bool:
    """Whether the minute that begins then is open."""
    of_day = f"{minute // 60 % 24:02d}:{minute % 60:02d}"
    return any(start <= of_day < end for start, end in OPEN)


@dataclass
class Lead:
    """What happened to a lead: at most one change of a field a minute, events of each name at most once."""

    stages: dict[int, str] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)
    touches: set[tuple[int, str]] = field(default_factory=set)


def walk(clock: Clock, lead: Lead) -> list[Walked]:
    """Look at every minute, one after the other, and do what the rules of time say."""
    cycles: list[Walked] = []
    running: Walked | None = None
    stage = owner = None
    waiting: set[str] = set()  # events that have happened and opened no cycle yet
    held_before: set[str] = set()
    for minute in range(LAST + 1):
        happened = {name for at, name in lead.touches if at == minute}
        to_stage, to_owner = lead.stages.get(minute), lead.owners.get(minute)
        if to_stage is not None and to_stage != stage:
            stage = to_stage
            happened.add(stage)
        if to_owner is not None:
            to_owner = to_owner or None
            if to_owner != owner:
                owner = to_owner
                if owner not in (None, "pool"):
                    happened.add("assigned")
        has_owner = owner not in (None, "pool")
        stops = happened & clock.stops
        spent = 0

        if running is not None and stops:
            running.end, running.verdict = minute, "met" if minute <= running.due else "breached"
            running, spent = None, 1
        elif running is not None and happened & clock.cancels:
            running.verdict = "excluded" if minute <= running.due else "breached"
            running = None

        waiting |= happened - {"assigned", *STAGES}
        holds = waiting | ({stage} if stage else set()) | ({"assigned"} if has_owner else set())
        opening: set[str] = set()
        for group in clock.starts:
            if len(group) == 1:
                if group <= happened:
                    opening |= group
            elif group <= holds and group & ((holds - held_before) | (happened & waiting)):
                opening |= group
        held_before = set(holds)
        if opening and (running is None or minute > running.due):
            if running is not None:
                running.verdict = "breached"
            running = Walked(minute, clock.due(minute))
            cycles.append(running)
            waiting -= opening
            held_before -= opening - {"assigned", *STAGES}
            if len(stops) > spent:
                running.end, running.verdict = minute, "met"
                running = None
    if running is not None and running.due < LAST:
        running.verdict = "breached"
    return cycles


# ── leads at random ─────────────────────────────────────────────────────────────────────────────

MINUTES = st.integers(0, 100)
LEADS = st.builds(
    Lead,
    st.dictionaries(MINUTES, st.sampled_from(STAGES), max_size=6),
    st.dictionaries(MINUTES, st.sampled_from(OWNERS), max_size=5),
    st.sets(st.tuples(MINUTES, st.sampled_from(("form", "call", "mail", "junk"))), max_size=10),
)
MANY = st.lists(LEADS, min_size=1, max_size=12)
Rows = dict[str, list[dict[str, str]]]


def _at(minute: int) -> str:
    return (DAY + dt.timedelta(minutes=minute)).isoformat()


def rows_of(leads: list[Lead]) -> Rows:
    """Write what happened as the rows of three files."""
    found: Rows = {"stages": [], "owners": [], "touches": []}
    for number, lead in enumerate(leads):
        who = {"lead": f"L{number:02d}"}
        found["stages"] += [who | {"at": _at(minute), "to": to} for minute, to in lead.stages.items()]
        found["owners"] += [who | {"at": _at(minute), "to": to} for minute, to in lead.owners.items()]
        found["touches"] += [who | {"at": _at(minute), "event": name} for minute, name in sorted(lead.touches)]
    return found


def timed(rows: Rows) -> Timing:
    """Measure the rows, as of the walk's last minute."""
    columns = {"stages": "to", "owners": "to", "touches": "event"}
    logs = {
        name: pl.DataFrame(each, schema=dict.fromkeys(("lead", "at", columns[name]), pl.String))
        for name, each in rows.items()
    }
    return measure(PLAN, logs, as_of=DAY + dt.timedelta(minutes=LAST))


def _minute(instant: dt.datetime | None) -> float | None:
    return None if instant is None else (instant - DAY).total_seconds() / 60


@given(MANY)
@settings(max_examples=30)
def test_cycles_are_those_of_a_walk_from_minute_to_minute(leads: list[Lead]) -> None:
    """The cycles of every clock, their dues, stops and verdicts are those that the slow walk finds."""
    timing = timed(rows_of(leads))
    for name, clock in CLOCKS.items():
        found = [
            (cycle.lead, _minute(cycle.started_at), _minute(cycle.due_at), _minute(cycle.stopped_at), cycle.verdict)
            for cycle in timing.cycles
            if cycle.clause == f"commitments.{name}"
        ]
        wanted = [
            (f"L{number:02d}", cycle.start, cycle.due, cycle.end, cycle.verdict)
            for number, lead in enumerate(leads)
            for cycle in walk(clock, lead)
        ]
        assert found == wanted


@given(MANY, st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_the_order_of_rows_never_decides(leads: list[Lead], rng: random.Random) -> None:
    """Shuffled files give the same cycles, numbers and findings."""
    rows = rows_of(leads)
    shuffled = {name: rng.sample(each, len(each)) for name, each in rows.items()}
    first, second = timed(rows), timed(shuffled)
    assert first.cycles == second.cycles
    assert first.commitments == second.commitments
    assert [finding.message for finding in first.findings] == [finding.message for finding in second.findings]


@given(MANY, st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_exact_duplicates_count_once(leads: list[Lead], rng: random.Random) -> None:
    """Rows that are repeated exactly change no cycle, and are counted."""
    rows = rows_of(leads)
    repeated = {name: each + rng.choices(each, k=3) if each else each for name, each in rows.items()}
    first, second = timed(rows), timed(repeated)
    assert first.cycles == second.cycles
    for name, each in repeated.items():
        left_out = second.events[name]["left_out"]
        assert isinstance(left_out, dict)
        assert left_out.get("exact duplicate", 0) == len(each) - len(rows[name])
