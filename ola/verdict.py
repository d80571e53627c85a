"""What was decided: of a lead, of one cycle of a clock, of a period's number, with the evidence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ola.finding import Finding

Outcome = Literal["met", "breached", "open", "excluded", "unknown"]
OUTCOMES: tuple[Outcome, ...] = ("met", "breached", "open", "excluded", "unknown")


def attainment(counts: Mapping[Outcome, int]) -> float | None:
    """Give the share of decided cycles, met and breached, that were met; nothing where none is decided."""
    met, breached = counts.get("met", 0), counts.get("breached", 0)
    return met / (met + breached) if met + breached else None


@dataclass(frozen=True, slots=True)
class LeadVerdict:
    """One lead held against the agreement.

    `ok` is false when a finding of level error stands. `stage` is the stage the record claims, `reached`
    the stages with a condition that is true of it, in the agreement's order. `segments` and `scores` hold
    a value for each; `hung_on` lists, for a segment or score, the blank or malformed fields that left
    one of its rows undecided. `not_checked` lists the ids of clauses this check could not judge.
    """

    ok: bool
    findings: tuple[Finding, ...] = ()
    stage: str | None = None
    reached: tuple[str, ...] = ()
    segments: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    hung_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_checked: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Give the verdict as plain values."""
        return {
            "ok": self.ok,
            "findings": [finding.to_dict() for finding in self.findings],
            "stage": self.stage,
            "reached": list(self.reached),
            "segments": dict(self.segments),
            "scores": dict(self.scores),
            "hung_on": {name: list(fields) for name, fields in self.hung_on.items()},
            "not_checked": list(self.not_checked),
        }

    def to_json(self) -> str:
        """Give the verdict as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, default=str)

    def __str__(self) -> str:
        """Show the verdict and its reasons, one a line."""
        head = "accepted" if self.ok else "rejected"
        return "\n".join([head, *(f"  {finding}" for finding in self.findings)])


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """A step of a running clock: its name (`75 %`, `24 hours`), what is done, when, and whether that has come."""

    name: str
    action: str
    at: dt.datetime | None
    taken: bool

    def to_dict(self) -> dict[str, object]:
        """Give it as plain values."""
        return {"step": self.name, "action": self.action, "at": _text(self.at), "taken": self.taken}


@dataclass(frozen=True, slots=True)
class CycleVerdict:
    """One cycle of one commitment's clock for one lead; the columns of `ola measure --verdicts`.

    Instants are in UTC. `worked` is open time between start and stop (or `as_of` while open) on the
    cycle's calendar, `wall` the plain difference. `reason` says why a verdict is open, excluded or
    unknown, or which event stopped it. `remaining`, `at_risk` and `steps` are given for open cycles only.
    """

    clause: str
    lead: str
    cycle: int
    verdict: Outcome
    started_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    stopped_at: dt.datetime | None = None
    worked: dt.timedelta | None = None
    wall: dt.timedelta | None = None
    owner: str | None = None
    reason: str | None = None
    segments: Mapping[str, str] = field(default_factory=dict)
    remaining: dt.timedelta | None = None
    at_risk: bool | None = None
    steps: tuple[StepVerdict, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Give the row as plain values, durations in seconds."""
        return {
            "clause": self.clause,
            "lead": self.lead,
            "cycle": self.cycle,
            "verdict": self.verdict,
            "started_at": _text(self.started_at),
            "due_at": _text(self.due_at),
            "stopped_at": _text(self.stopped_at),
            "worked_s": None if self.worked is None else self.worked.total_seconds(),
            "wall_s": None if self.wall is None else self.wall.total_seconds(),
            "owner": self.owner,
            "reason": self.reason,
            **self.segments,
        }


MeasureName = Literal["attainment", "count", "share", "percentile", "sum", "spread"]


@dataclass(frozen=True, slots=True)
class Budget:
    """How many breaches a promised share allows, how many there were, and how many more can be borne.

    `allowed` is of the members decided so far, `left` what is left of that (below zero when overdrawn).
    `more` is how many of the open members may still be breached until the promise is lost.
    """

    allowed: int
    breached: int
    more: int

    @property
    def left(self) -> int:
        """What is left of the breaches allowed."""
        return self.allowed - self.breached

    def to_dict(self) -> dict[str, object]:
        """Give the budget as plain values."""
        return {"allowed": self.allowed, "breached": self.breached, "left": self.left, "more": self.more}


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened in the life of a clock; `at` is on the clock of the calendar that ran then."""

    at: dt.datetime
    what: str

    def to_dict(self) -> dict[str, object]:
        """Give it as plain values."""
        return {"at": self.at.isoformat(), "what": self.what}


@dataclass(frozen=True, slots=True)
class Ran:
    """A stretch of time that counted, or during which the clock was paused; both ends on the calendar's clock."""

    start: dt.datetime
    end: dt.datetime
    paused: bool = False

    @property
    def length(self) -> dt.timedelta:
        """How long it was."""
        return self.end.astimezone(dt.UTC) - self.start.astimezone(dt.UTC)

    def to_dict(self) -> dict[str, object]:
        """Give it as plain values."""
        ends = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        return {**ends, "s": self.length.total_seconds(), "paused": self.paused}


@dataclass(frozen=True, slots=True)
class ClockLife:
    """The life of one clock: what it ran by, what happened, which windows counted, and the verdict.

    `limit` is the limit as written, `chosen_by` the row of the table that gave it, `place` where it stands in the
    agreement. `happened` and `ran` are in order of time; calendars are by name.
    """

    verdict: CycleVerdict
    name: str
    owed_by: str | None
    place: str
    limit: str | None = None
    chosen_by: str | None = None
    calendars: tuple[str, ...] = ()
    happened: tuple[Happened, ...] = ()
    ran: tuple[Ran, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Give it as plain values."""
        return {
            **self.verdict.to_dict(),
            "owed_by": self.owed_by,
            "place": self.place,
            "limit": self.limit,
            "chosen_by": self.chosen_by,
            "calendars": list(self.calendars),
            "happened": [each.to_dict() for each in self.happened],
            "ran": [each.to_dict() for each in self.ran],
        }


@dataclass(frozen=True, slots=True)
class GoalVerdict:
    """A number of one period against its target; `met` is null until what is open cannot change it.

    `value` and `target` are fractions for attainment, shares and spreads, seconds for percentiles, plain numbers for
    counts and sums; `target` is null where a part is shown of a number that was promised as a whole. `decided` are
    the members that can no longer change, `open` those that still can, `unknown` those nobody can tell of. `since`
    is the period's first instant, `until` the first past it; of a rolling window `since` is outside and `until` in.
    """

    clause: str
    period: str
    value: float | None
    target: float | None
    met: bool | None
    decided: int
    open: int
    unknown: int = 0
    measure: MeasureName = "attainment"
    sense: Literal["at least", "at most"] = "at least"
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    budget: Budget | None = None

    def to_dict(self) -> dict[str, object]:
        """Give the goal as plain values."""
        return {
            "period": self.period,
            "value": self.value,
            "target": self.target,
            "met": self.met,
            "decided": self.decided,
            "open": self.open,
            "unknown": self.unknown,
            "measure": self.measure,
            "sense": self.sense,
            "since": _text(self.since),
            "until": _text(self.until),
            "budget": None if self.budget is None else self.budget.to_dict(),
        }


def _text(instant: dt.datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
