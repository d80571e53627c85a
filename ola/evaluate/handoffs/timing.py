"""Events held against clocks: a verdict for each commitment, lead and cycle, and the goals over periods."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import floor
from pathlib import Path
from zoneinfo import ZoneInfo

from ola.errors import NaiveDatetime
from ola.evaluate.handoffs import goals, shortfalls
from ola.evaluate.handoffs.breaches import breaches_of
from ola.evaluate.handoffs.carried import carried_fields
from ola.evaluate.handoffs.claims import Claims
from ola.evaluate.handoffs.clocks import clocked
from ola.evaluate.handoffs.conditions import Conditions, event_leaves
from ola.evaluate.handoffs.cycle_table import Cycles, CycleTable
from ola.evaluate.handoffs.elapsed import percentiles
from ola.evaluate.handoffs.events import Happenings, gather, owner_field, roster
from ola.evaluate.handoffs.leads import Leads, read_leads
from ola.evaluate.handoffs.logs import lead_fields
from ola.evaluate.handoffs.moves import Moved, moved
from ola.evaluate.handoffs.opening import clock_conditions, deciding
from ola.evaluate.handoffs.pieces import Source
from ola.evaluate.handoffs.timer import due
from ola.evaluate.handoffs.unchanging import changed
from ola.evaluate.masking import mask
from ola.evaluate.needs import needs
from ola.expr import nodes
from ola.finding import LEVELS, Finding
from ola.plan import Attainment, Deadline, FromField, FromLog, Goal, Plan, system_asked
from ola.verdict import OUTCOMES, CycleVerdict, GoalVerdict, Outcome

__all__ = ["FORMAT", "CommitmentTiming", "Timing", "due", "measure"]

FORMAT = "ola.measure/1"


@dataclass(frozen=True, slots=True)
class CommitmentTiming:
    """One commitment: how many cycles ended how, the goals by period, and how long stops took.

    `median` and `p90` are of worked time, by Kaplan and Meier: cycles not stopped are known to take longer.
    `not_measured` names the keys that are read, not yet measured.
    """

    name: str
    clause: str
    owed_by: str | None
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    goals: tuple[GoalVerdict, ...] = ()
    median: dt.timedelta | None = None
    p90: dt.timedelta | None = None
    at_risk: int = 0
    not_measured: tuple[str, ...] = ()

    @property
    def attainment(self) -> float | None:
        """The share of decided cycles, met and breached, that were met."""
        met, breached = self.counts.get("met", 0), self.counts.get("breached", 0)
        return met / (met + breached) if met + breached else None

    def to_dict(self) -> dict[str, object]:
        """Give it as plain values, times in seconds of worked time."""
        return {
            "owed_by": self.owed_by,
            **{outcome: self.counts.get(outcome, 0) for outcome in OUTCOMES},
            "attainment": self.attainment,
            "goals": [goal.to_dict() for goal in self.goals],
            "elapsed": {"median_s": _seconds(self.median), "p90_s": _seconds(self.p90)},
            "at_risk": self.at_risk,
            "not_measured": list(self.not_measured),
        }


@dataclass(frozen=True, slots=True)
class Timing:
    """What was measured: every cycle with its verdict, and what commitments and goals come to.

    `cycles` are in the order of commitments, leads and starts. `commitments` are by name (`first-touch`), `events`
    say of each log and history how many rows were used and how many left out, by reason; `moves` count the moves
    between stages, where a history of the stage was given.
    """

    agreement: Mapping[str, str]
    as_of: dt.datetime
    cycles: Cycles
    commitments: Mapping[str, CommitmentTiming]
    findings: tuple[Finding, ...]
    events: Mapping[str, Mapping[str, object]]
    segments: tuple[str, ...] = ()
    key_is_personal: bool = False
    moves: Moved | None = None

    def to_dict(self, limit: int | None = None) -> dict[str, object]:
        """Give everything but the ended cycles as plain values; `limit` cuts findings and open clocks, never counts."""
        found: dict[str, object] = {
            "format": FORMAT,
            "agreement": dict(self.agreement),
            "as_of": self.as_of.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
            "commitments": {name: each.to_dict() for name, each in self.commitments.items()},
            "open": [self._shown(cycle) for cycle in self.still_open[:limit]],
            "events": {name: dict(each) for name, each in self.events.items()},
            **({} if self.moves is None else {"moves": self.moves.to_dict()}),
            "findings": [finding.to_dict() for finding in self.findings[:limit]],
        }
        if limit is not None and len(self.findings) > limit:
            found["findings_left_out"] = len(self.findings) - limit
        return found

    @property
    def still_open(self) -> tuple[CycleVerdict, ...]:
        """The clocks that still run, those due soonest first."""
        running = self.cycles.having("open")
        return tuple(sorted(running, key=lambda cycle: (cycle.due_at is None, cycle.due_at or self.as_of, cycle.lead)))

    def to_json(self, limit: int | None = None) -> str:
        """Give the JSON that `ola measure --format json` prints."""
        return json.dumps(self.to_dict(limit), ensure_ascii=False, indent=2, default=str)

    def write_verdicts(self, path: str | Path) -> None:
        """Write a row a cycle to a .csv, .jsonl or .parquet file; raises WrongCall for another ending."""
        from ola.evaluate.handoffs.verdict_rows import write_verdicts

        write_verdicts(self.cycles, self.segments, Path(path))

    def _shown(self, cycle: CycleVerdict) -> dict[str, object]:
        """Give what a list of clocks to hurry for says of one."""
        row = cycle.to_dict()
        return {
            **{name: row[name] for name in ("clause", "lead", "cycle", "owner", "started_at", "due_at")},
            "lead": mask(cycle.lead) if self.key_is_personal else cycle.lead,
            "remaining_s": _seconds(cycle.remaining),
            "at_risk": cycle.at_risk,
        }

    def __str__(self) -> str:
        """Show a line a commitment."""
        lines = []
        for name, each in self.commitments.items():
            share = "no cycle decided" if each.attainment is None else f"{floor(each.attainment * 1000) / 10:g} % met"
            counts = ", ".join(f"{each.counts.get(outcome, 0)} {outcome}" for outcome in OUTCOMES)
            lines.append(f"{name}: {share} ({counts})")
        return "\n".join(lines)


def measure(
    plan: Plan,
    logs: Mapping[str, Source],
    leads: Source | None = None,
    system: str | None = None,
    *,
    as_of: dt.datetime,
) -> Timing:
    """Hold events against the plan's clocks and goals, as of an instant.

    `logs` are the files of events and changes by the names the agreement gives them, `leads` the leads in a
    system's names and spellings. Raises WrongCall for a system the agreement does not have, NaiveDatetime for an
    `as_of` without a zone; what is wrong with the data is a finding.
    """
    if as_of.tzinfo is None:
        raise NaiveDatetime.of(as_of, "as_of")
    system_asked(plan, system)
    rows = read_leads(plan, leads, system, _wanted(plan))
    happenings = gather(plan, logs, rows, _used(plan), as_of)
    measured = _Measured(plan, rows, happenings, as_of)
    moves = moved(plan, happenings.pasts, rows)
    measured.findings += [*(() if moves is None else moves.findings), *changed(plan, happenings.pasts, rows)]
    for deadline in _in_order(plan.deadlines):
        measured.take(deadline)
    for goal in plan.goals:
        measured.pursue(goal)
    return Timing(
        agreement={"id": plan.id, "version": plan.version, "sha256": plan.sha256},
        as_of=as_of.astimezone(dt.UTC),
        cycles=Cycles([measured.cycles[deadline.name] for deadline in plan.deadlines]),
        commitments=measured.commitments(),
        findings=_gravest_first([*rows.findings, *happenings.findings, *measured.findings]),
        events={name: tally.to_dict() for name, tally in happenings.tallies.items()},
        segments=tuple(plan.segments),
        key_is_personal=rows.key_is_personal,
        moves=moves,
    )


class _Measured:
    """What was measured so far, commitment by commitment."""

    def __init__(self, plan: Plan, leads: Leads, happenings: Happenings, as_of: dt.datetime) -> None:
        self.plan, self.leads, self.happenings, self.as_of = plan, leads, happenings, as_of
        self.zone = ZoneInfo(plan.zone)
        self.segments_alone = Conditions(plan, ())
        self.claims = Claims(plan, leads, happenings)
        self.cycles: dict[str, CycleTable] = {}
        self.findings: list[Finding] = []
        self.by_name: dict[str, CommitmentTiming] = {}
        self.row_stands: dict[str, None] = {}
        self.targets = {goal.measure.of for goal in plan.goals if isinstance(goal.measure, Attainment)}

    def take(self, deadline: Deadline) -> None:
        """Judge every cycle of one commitment."""
        found = clocked(
            self.plan, deadline, self.leads, self.happenings, self.claims, self.cycles, self.as_of, self.segments_alone
        )
        cycles = self.cycles[deadline.name] = found.cycles
        median, p90 = _times(cycles)
        self.by_name[_name(deadline.clause.id)] = CommitmentTiming(
            name=_name(deadline.clause.id),
            clause=deadline.clause.id,
            owed_by=deadline.clause.party,
            counts=cycles.counts(),
            median=median,
            p90=p90,
            at_risk=len(cycles.at_risk),
        )
        self.row_stands |= dict.fromkeys(found.row_stands)
        findings = shortfalls.breaches if deadline.name in self.targets else shortfalls.each_breach
        self.findings += findings(deadline, cycles, self.leads)
        self.findings += shortfalls.unknown(deadline, cycles, self.leads)
        self.findings += shortfalls.early_stops(deadline, found.early, self.leads)

    def pursue(self, goal: Goal) -> None:
        """Work out one goal, or say that it is not measured."""
        name, measure_of = _name(goal.clause.id), goal.measure
        known = self.by_name.get(name) or CommitmentTiming(name, goal.clause.id, goal.clause.party)
        if not isinstance(measure_of, Attainment) or not goals.measured(goal):
            key = "target" if isinstance(measure_of, Attainment) else measure_of.kind
            self.by_name[name] = replace(known, not_measured=tuple(dict.fromkeys([*known.not_measured, key])))
            self.findings.append(shortfalls.kept_for_later(goal, key, goals.GOAL_UNMEASURED))
            return
        table = self.cycles.get(measure_of.of)
        by_due_day = {} if table is None else table.by_due_day(self.zone)
        verdicts = goals.attainment(goal, by_due_day, self.zone, self.as_of)
        self.by_name[name] = replace(known, goals=(*known.goals, *verdicts))
        self.findings += goals.missed(goal, verdicts, goal.name)

    def commitments(self) -> dict[str, CommitmentTiming]:
        """Give the commitments by name, clocks first, in the agreement's order; what stands for all times is noted."""
        fields = self.plan.fields
        self.findings += [shortfalls.row_stands(name, fields[name].clause.id) for name in self.row_stands]
        clauses = [*(each.clause for each in self.plan.deadlines), *(each.clause for each in self.plan.goals)]
        order = [_name(clause.id) for clause in clauses]
        return {name: self.by_name[name] for name in dict.fromkeys(order)}


def _times(cycles: CycleTable) -> tuple[dt.timedelta | None, dt.timedelta | None]:
    """Give the median and the ninetieth percentile of worked time until the stop."""
    found = percentiles(cycles.times(), (0.5, 0.9))
    median, p90 = (None if each is None else dt.timedelta(seconds=each) for each in found)
    return median, p90


def _wanted(plan: Plan) -> list[str]:
    """Name the fields of the leads that clocks, events and claims ask for."""
    rows = [row for segment in plan.segments.values() for _, row in segment.rows]
    conditions: list[nodes.Condition] = [each for deadline in plan.deadlines for each in clock_conditions(deadline)]
    found = dict.fromkeys(needs(plan, *conditions, *(rows if plan.deadlines else [])).fields)
    found |= dict.fromkeys(carried_fields(plan))
    for event in plan.events.values():
        match event.seen:
            case FromField(name):
                found[name] = None
            case FromLog():
                found |= dict.fromkeys(lead_fields(event.seen))
            case _:
                pass
    for of in (plan.stage_field, owner_field(plan)):
        if of is not None:
            found[of.name] = None
    return list(found)


def _used(plan: Plan) -> frozenset[str]:
    """Name the events that commitments hang on, and the conditions of their clocks."""
    found: set[str] = set()
    for each in plan.deadlines:
        found |= {name for group in each.starts for name in group}
        found |= {*each.stops, *each.cancels, *each.restarts, *each.pauses, *each.resumes}
        if each.attempts is not None:
            found |= {*each.attempts.of, *each.attempts.before}
        found |= {name for day in each.sequence for name in day.events}
        found |= {leaf.event for leaf in event_leaves(plan, deciding(plan, each))}
    return frozenset(found & {*roster(plan).names})


def _in_order(deadlines: tuple[Deadline, ...]) -> list[Deadline]:
    """Put a commitment that starts at the breach of another after that other, where there is such an order."""
    left, done = list(deadlines), list[Deadline]()
    while left:
        names = {each.name for each in left}
        ready = [each for each in left if not any(name in names - {each.name} for name in breaches_of(each))]
        done += ready or left
        left = [each for each in left if ready and each not in ready]
    return done


def _gravest_first(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: LEVELS.index(finding.level)))


def _name(clause: str) -> str:
    return clause.removeprefix("commitments.")


def _seconds(time: dt.timedelta | None) -> float | None:
    return None if time is None else time.total_seconds()
