"""Events held against clocks: a verdict for each commitment, lead and cycle, and the goals over periods."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from ola.clock.wall_clock import micros
from ola.errors import NaiveDatetime, WrongCall
from ola.evaluate.figures import percent
from ola.evaluate.goals import showing
from ola.evaluate.goals.chains import Chain, chains
from ola.evaluate.goals.cuts import Cut, cut_cycles, cuts_asked, with_cuts
from ola.evaluate.goals.parties import parties_of
from ola.evaluate.goals.periods import Force
from ola.evaluate.goals.pursuing import pursue
from ola.evaluate.goals.scene import Scene
from ola.evaluate.handoffs.carrying import Carrying
from ola.evaluate.handoffs.clocks.breaches import breaches_of
from ola.evaluate.handoffs.clocks.lives import lives
from ola.evaluate.handoffs.clocks.timer import due
from ola.evaluate.handoffs.moves.moves import Moved, moved
from ola.evaluate.handoffs.moves.unchanging import changed
from ola.evaluate.handoffs.needed import needed_events, needed_fields
from ola.evaluate.handoffs.reading.kept import Since
from ola.evaluate.handoffs.reading.leads import read_leads
from ola.evaluate.handoffs.reading.pieces import Source
from ola.evaluate.handoffs.signals import signals
from ola.evaluate.handoffs.state import State, usable
from ola.evaluate.handoffs.timeline.editions import Edition, in_order_of_time
from ola.evaluate.handoffs.timeline.events import gather
from ola.evaluate.handoffs.timeline.merges import read_merges
from ola.evaluate.handoffs.verdicts import shortfalls
from ola.evaluate.handoffs.verdicts.cycle_table import Cycles, CycleTable
from ola.evaluate.handoffs.verdicts.elapsed import Elapsed
from ola.evaluate.handoffs.verdicts.skew import skewed
from ola.evaluate.handoffs.verdicts.telling import Explanation
from ola.evaluate.masking import mask
from ola.finding import LEVELS, Finding
from ola.plan import Attainment, Deadline, Goal, Plan, system_asked
from ola.verdict import OUTCOMES, ClockLife, CycleVerdict, GoalVerdict, Outcome, attainment

__all__ = ["FORMAT", "CommitmentTiming", "Timing", "due", "measure"]

FORMAT = "ola.measure/1"


@dataclass(frozen=True, slots=True)
class CommitmentTiming:
    """One commitment: how many cycles ended how, the goals by period, how long stops took, and all that in parts.

    `cuts` are by owner, team, party, segment or field, as asked for or as the commitment says `per`.
    `reasons` counts, for each verdict, why cycles have it: by which event, by which exception.
    """

    name: str
    clause: str
    owed_by: str | None
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    goals: tuple[GoalVerdict, ...] = ()
    elapsed: Elapsed = field(default_factory=Elapsed)
    at_risk: int = 0
    reasons: Mapping[Outcome, Mapping[str, int]] = field(default_factory=dict)
    cuts: tuple[Cut, ...] = ()

    @property
    def median(self) -> dt.timedelta | None:
        """The worked time within which half of the cycles are stopped, by Kaplan and Meier."""
        return self.elapsed.median

    @property
    def p90(self) -> dt.timedelta | None:
        """The worked time within which nine in ten of the cycles are stopped."""
        return self.elapsed.p90

    @property
    def attainment(self) -> float | None:
        """The share of decided cycles, met and breached, that were met."""
        return attainment(self.counts)

    def to_dict(self) -> dict[str, object]:
        """Give it as plain values, times in seconds of worked time."""
        return {
            "owed_by": self.owed_by,
            **{outcome: self.counts.get(outcome, 0) for outcome in OUTCOMES},
            "attainment": self.attainment,
            "goals": [goal.to_dict() for goal in self.goals],
            "elapsed": self.elapsed.to_dict(),
            "at_risk": self.at_risk,
            "reasons": {outcome: dict(why) for outcome, why in self.reasons.items()},
            "cuts": [cut.to_dict() for cut in self.cuts],
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
    owners_are_personal: bool = False
    moves: Moved | None = None
    chains: tuple[Chain, ...] = ()
    versions: tuple[Plan, ...] = field(default=(), repr=False)
    state: State | None = field(default=None, repr=False, compare=False)
    tell: Callable[[str], tuple[ClockLife, ...]] | None = field(default=None, repr=False, compare=False)

    def explain(self, lead: str) -> Explanation:
        """Unfold the verdicts of one lead: what happened to its clocks, which windows counted, and why they ended so.

        Raises WrongCall for a lead that nothing is known of.
        """
        clocks = () if self.tell is None else self.tell(lead)
        if not clocks:
            message = f"No clock of the agreement ever ran for {lead!r}. Give the lead as the events name it."
            raise WrongCall(message)
        return Explanation(lead, clocks)

    def to_dict(self, limit: int | None = None) -> dict[str, object]:
        """Give everything but the ended cycles as plain values; `limit` cuts findings and open clocks, never counts."""
        found: dict[str, object] = {
            "format": FORMAT,
            "agreement": dict(self.agreement),
            **({} if not self.versions else {"versions": [_version(each) for each in self.versions]}),
            "as_of": self.as_of.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
            "commitments": {name: each.to_dict() for name, each in self.commitments.items()},
            "parties": self.parties,
            "chains": [chain.to_dict() for chain in self.chains],
            "open": [self._shown(cycle) for cycle in self.still_open[:limit]],
            "events": {name: dict(each) for name, each in self.events.items()},
            **({} if self.moves is None else {"moves": self.moves.to_dict()}),
            "findings": [finding.to_dict() for finding in self.findings[:limit]],
        }
        if limit is not None and len(self.findings) > limit:
            found["findings_left_out"] = len(self.findings) - limit
        return found

    @property
    def parties(self) -> dict[str, dict[str, object]]:
        """What each party owed, over all its commitments: cycles by verdict, attainment, goals kept and missed."""
        return parties_of((each.owed_by, each.counts, each.goals) for each in self.commitments.values())

    @property
    def clocks(self) -> list[dict[str, object]]:
        """The clocks that still run as plain values, those due soonest first, paused ones last; all of them."""
        return [self._shown(cycle) for cycle in self.still_open]

    @property
    def still_open(self) -> tuple[CycleVerdict, ...]:
        """The clocks that still run, those due soonest first."""
        running = self.cycles.having("open")
        return tuple(sorted(running, key=lambda cycle: (cycle.due_at is None, cycle.due_at or self.as_of, cycle.lead)))

    def to_json(self, limit: int | None = None) -> str:
        """Give the JSON that `ola measure --format json` prints."""
        return json.dumps(self.to_dict(limit), ensure_ascii=False, indent=2, default=str)

    def save_state(self, path: str | Path) -> None:
        """Write what the next run begins from, beside its place first; raises WrongCall where none was kept."""
        if self.state is None:
            message = "No state was kept. Measure with keep_state=True, or from a state, and save that."
            raise WrongCall(message)
        self.state.save(path)

    def write_verdicts(self, path: str | Path) -> None:
        """Write a row a cycle to a .csv, .jsonl or .parquet file; raises WrongCall for another ending."""
        from ola.evaluate.handoffs.verdicts.verdict_rows import write_verdicts

        write_verdicts(self.cycles, self.segments, Path(path))

    def _shown(self, cycle: CycleVerdict) -> dict[str, object]:
        """Give what a list of clocks to hurry for says of one."""
        row = cycle.to_dict()
        return {
            **{name: row[name] for name in ("clause", "lead", "cycle", "owner", "started_at", "due_at")},
            "lead": mask(cycle.lead) if self.key_is_personal else cycle.lead,
            "owner": mask(cycle.owner) if self.owners_are_personal and cycle.owner is not None else cycle.owner,
            "remaining_s": _seconds(cycle.remaining),
            "at_risk": cycle.at_risk,
            "steps": [step.to_dict() for step in cycle.steps],
        }

    def __str__(self) -> str:
        """Show each commitment: its cycles, how long stops took, the latest numbers promised, its parts."""
        lines = []
        for name, each in self.commitments.items():
            if any(each.counts.values()) or not each.goals:
                share = "no cycle decided" if each.attainment is None else f"{percent(each.attainment)} met"
                counts = ", ".join(f"{each.counts.get(outcome, 0)} {outcome}" for outcome in OUTCOMES)
                lines.append(f"{name}: {share} ({counts})")
            else:
                lines.append(f"{name}:")
            lines += showing.typical(each.elapsed)
            lines += showing.excluded(each.reasons.get("excluded", {}))
            lines += showing.goals(each.goals)
            lines += showing.cuts(each.cuts)
        lines += showing.chains(self.chains)
        return "\n".join(lines)


def measure(
    plan: Plan | Sequence[Plan],
    logs: Mapping[str, Source],
    leads: Source | None = None,
    system: str | None = None,
    *,
    as_of: dt.datetime,
    by: Sequence[str] = (),
    since: dt.date | None = None,
    state: State | None = None,
    keep_state: bool = False,
) -> Timing:
    """Hold events against the plan's clocks and goals, as of an instant.

    Several plans are the versions of one agreement: each cycle is judged by the one in force at its start, each
    period's number by the one in force then. `logs` are the files of events and changes by the names the agreement
    gives them, `leads` the leads in a system's names and spellings. `by` names what every commitment is cut by:
    `owner`, `team`, `party`, segments, fields; numbers are counted from `since` on, or from the day the agreement
    came into force. Raises WrongCall for a system or a cut the agreement does not have, NaiveDatetime for an `as_of`
    without a zone; what is wrong with the data is a finding.

    With a `state` the logs are what happened since, and the answer is that of a run over all events; WrongCall is
    raised where the state is of another agreement or does not fit. `keep_state` keeps what `save_state` writes.
    """
    if as_of.tzinfo is None:
        raise NaiveDatetime.of(as_of, "as_of")
    plans = in_order_of_time([plan] if isinstance(plan, Plan) else plan)
    if state is not None:
        if any(each.merges is not None for each in plans):
            message = "A merge changes what happened before the state, so an agreement with merges is measured in full."
            raise WrongCall(message)
        usable(state, plans, logs, micros(as_of))
    kept = [None if state is None else state.since(i) for i in range(len(plans))]
    keep = keep_state or state is not None
    editions = [
        _edition(each, logs, leads, system, as_of, cuts_asked(each, by), own, keep=keep)
        for each, own in zip(plans, kept, strict=True)
    ]
    newest = editions[-1]
    plan, rows, happenings = newest.plan, newest.leads, newest.happenings
    measured = _Measured(editions, as_of, cuts_asked(plan, by), since, state, system)
    moves = measured.moves()
    deadlines = _in_order(measured.deadlines)
    for deadline in deadlines:
        measured.take(deadline)
    measured.findings += skewed(plan, happenings, measured.cycles, rows)
    measured.findings += signals(plan, happenings, measured.cycles, rows)
    for deadline in deadlines:
        measured.cut(deadline)
    for edition in editions:
        for goal in edition.plan.goals:
            measured.pursue(goal, measured.scene(edition))
    too_late = measured.carrying.too_late()
    seen = [finding for edition in editions for finding in (*edition.leads.findings, *edition.happenings.findings)]
    if len(editions) > 1:
        # What versions find alike in one file is told once.
        seen = list({(finding.code, finding.message): finding for finding in seen}.values())
    return Timing(
        agreement={"id": plan.id, "version": plan.version, "sha256": plan.sha256},
        as_of=as_of.astimezone(dt.UTC),
        cycles=Cycles([measured.cycles[deadline.name] for deadline in measured.deadlines]),
        commitments=measured.commitments(),
        findings=_gravest_first([*too_late, *seen, *measured.findings]),
        events={name: tally.to_dict() for edition in editions for name, tally in edition.happenings.tallies.items()},
        segments=tuple(dict.fromkeys(name for edition in editions for name in edition.plan.segments)),
        key_is_personal=rows.key_is_personal,
        owners_are_personal=plan.owners_are_personal,
        moves=moves,
        chains=chains(measured.deadlines, measured.scene(newest)),
        versions=tuple(plans) if len(plans) > 1 else (),
        state=measured.carrying.left(too_late) if keep_state else None,
        tell=measured.tell,
    )


def _edition(
    plan: Plan,
    logs: Mapping[str, Source],
    leads: Source | None,
    system: str | None,
    as_of: dt.datetime,
    cuts: Sequence[str],
    since: Since | None,
    *,
    keep: bool,
) -> Edition:
    """Read leads and events as one version of the agreement sees them."""
    system_asked(plan, system)
    rows = read_leads(plan, leads, system, needed_fields(plan, cuts))
    merged = read_merges(plan, logs, as_of, rows.shown)
    rows = merged.applied(rows)
    return Edition(plan, rows, merged.told(gather(plan, logs, rows, needed_events(plan), as_of, since, keep=keep)))


class _Measured:
    """What was measured so far, commitment by commitment."""

    def __init__(
        self,
        editions: Sequence[Edition],
        as_of: dt.datetime,
        by: tuple[str, ...] = (),
        since: dt.date | None = None,
        state: State | None = None,
        system: str | None = None,
    ) -> None:
        self.editions, self.as_of, self.by, self.since = editions, as_of, by, since
        self.newest = editions[-1]
        self.leads = self.newest.leads
        plans = [edition.plan for edition in reversed(editions)]
        # A commitment stands in the newest wording that has it.
        every = {deadline.clause.id: deadline for plan in reversed(plans) for deadline in plan.deadlines}
        order = dict.fromkeys(deadline.clause.id for plan in plans for deadline in plan.deadlines)
        self.deadlines = tuple(every[clause] for clause in order)
        self._scenes: dict[int, Scene] = {}
        self.carrying = Carrying(self.editions, state, system, as_of)
        self.cycles: dict[str, CycleTable] = {}
        self.findings: list[Finding] = []
        self.by_name: dict[str, CommitmentTiming] = {}
        self.cuts: dict[str, dict[tuple[str, str | None], Cut]] = {}
        self.row_stands: dict[str, None] = {}
        self.targets = {
            goal.measure.of for plan in plans for goal in plan.goals if isinstance(goal.measure, Attainment)
        }

    def moves(self) -> Moved | None:
        """Hold the moves between stages against the versions in whose time they were made."""
        found = None
        for edition in self.editions:
            plan, pasts = edition.plan, edition.happenings.pasts
            own = moved(plan, pasts, edition.leads, (edition.since, edition.until) if len(self.editions) > 1 else None)
            found = own if found is None else found if own is None else found.and_of(own)
        self.findings += () if found is None else found.findings
        self.findings += changed(self.newest.plan, self.newest.happenings.pasts, self.leads)
        return found

    def take(self, deadline: Deadline) -> None:
        """Judge every cycle of one commitment."""
        found = self.carrying.clocked(deadline)
        cycles = self.cycles[deadline.name] = found.cycles
        self.by_name[_name(deadline.clause.id)] = CommitmentTiming(
            name=_name(deadline.clause.id),
            clause=deadline.clause.id,
            owed_by=deadline.clause.party,
            counts=cycles.counts(),
            elapsed=cycles.elapsed(),
            at_risk=cycles.at_risk,
            reasons=cycles.reasons_by_outcome(),
        )
        self.row_stands |= dict.fromkeys(found.row_stands)
        findings = shortfalls.breaches if deadline.name in self.targets else shortfalls.each_breach
        self.findings += findings(deadline, cycles, self.leads)
        self.findings += shortfalls.unknown(deadline, cycles, self.leads)
        self.findings += shortfalls.early_stops(deadline, found.early, self.leads)

    def scene(self, edition: Edition) -> Scene:
        """Give what the numbers of a version are worked out from."""
        known = self._scenes.get(id(edition))
        if known is None:
            plan = edition.plan
            starts = [day for day in (plan.since, self.since) if day is not None]
            known = self._scenes[id(edition)] = Scene(
                plan,
                edition.leads,
                edition.happenings,
                edition.claims,
                self.as_of,
                Force(ZoneInfo(plan.zone), max(starts, default=None), plan.until),
                self.cycles,
                self.by,
            )
        return known

    def cut(self, deadline: Deadline) -> None:
        """Part a commitment's cycles by what they are cut by."""
        by = tuple(dict.fromkeys([*deadline.per, *self.by]))
        if by:
            name = _name(deadline.clause.id)
            scene = self.scene(self.newest)
            cycles = with_cuts(scene, deadline.name, deadline.clause.party, by)
            self.cuts[name] = cut_cycles(cycles, by)

    def tell(self, lead: str) -> tuple[ClockLife, ...]:
        """Unfold what was measured of one lead, in the agreement's order of commitments."""
        tables = {deadline.name: self.cycles[deadline.name] for deadline in self.deadlines}
        return tuple(lives(self.editions, tables, lead, self.as_of))

    def pursue(self, goal: Goal, scene: Scene) -> None:
        """Work out one number of a version, for each period and part."""
        name = _name(goal.clause.id)
        known = self.by_name.get(name) or CommitmentTiming(name, goal.clause.id, goal.clause.party)
        found = pursue(scene, goal)
        self.by_name[name] = replace(known, goals=(*known.goals, *found.verdicts))
        cuts = self.cuts.setdefault(name, {})
        for key, verdicts in found.parts.items():
            cut = cuts.get(key) or Cut(*key)
            cuts[key] = replace(cut, goals=(*cut.goals, *verdicts))
        self.row_stands |= dict.fromkeys(found.row_stands)
        self.findings += found.findings

    def commitments(self) -> dict[str, CommitmentTiming]:
        """Give the commitments by name, clocks first, in the agreement's order; what stands for all times is noted."""
        fields = {name: field for edition in self.editions for name, field in edition.plan.fields.items()}
        self.findings += [shortfalls.row_stands(name, fields[name].clause.id) for name in self.row_stands]
        goals = [goal for edition in reversed(self.editions) for goal in edition.plan.goals]
        clauses = [*(each.clause for each in self.deadlines), *(each.clause for each in goals)]
        order = [_name(clause.id) for clause in clauses]
        return {
            name: replace(self.by_name[name], cuts=tuple(map(self._shown, self.cuts.get(name, {}).values())))
            for name in dict.fromkeys(order)
        }

    def _shown(self, cut: Cut) -> Cut:
        """Give a cut as it may be shown: the owner's name masked where owners are personal."""
        masked = cut.by == "owner" and cut.value is not None and self.editions[-1].plan.owners_are_personal
        return replace(cut, value=mask(cut.value)) if masked else cut


def _in_order(deadlines: tuple[Deadline, ...]) -> list[Deadline]:
    """Put a commitment that starts at the breach of another after that other, where there is such an order."""
    left, done = list(deadlines), list[Deadline]()
    while left:
        names = {each.name for each in left}
        ready = [each for each in left if not any(name in names - {each.name} for name in breaches_of(each))]
        done += ready or left
        left = [each for each in left if ready and each not in ready]
    return done


def _version(plan: Plan) -> dict[str, object]:
    dates = {"from": plan.since, "until": plan.until}
    return {
        "version": plan.version,
        "sha256": plan.sha256,
        **{name: date and str(date) for name, date in dates.items()},
    }


def _gravest_first(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: LEVELS.index(finding.level)))


def _name(clause: str) -> str:
    return clause.removeprefix("commitments.")


def _seconds(time: dt.timedelta | None) -> float | None:
    return None if time is None else time.total_seconds()
