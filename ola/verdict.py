"""What was decided: of a lead, of one cycle of a clock, of a period's number, with the evidence."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple, Protocol

from ola.finding import Finding

Outcome = Literal["met", "breached", "open", "excluded", "unknown"]
OUTCOMES: tuple[Outcome, ...] = ("met", "breached", "open", "excluded", "unknown")


def attainment(counts: Mapping[Outcome, int]) -> float | None:
    """Give the share of decided cycles, met and breached, that were met; nothing where none is decided."""
    met, breached = counts.get("met", 0), counts.get("breached", 0)
    return met / (met + breached) if met + breached else None


class Standing(NamedTuple):
    """Where a lead stands, whatever is wrong with it; `LeadVerdict` says what each part is."""

    stage: str | None
    reached: tuple[str, ...]
    segments: Mapping[str, str]
    scores: Mapping[str, float]
    hung_on: Mapping[str, tuple[str, ...]]


Cells = tuple[Any, ...]
"""What stood in the columns of a lead that are read, in the judge's order."""


class Judge(Protocol):
    """Whoever held a lead against the agreement, and tells more of it when asked: from what it saw, and its "now"."""

    @property
    def not_checked(self) -> tuple[str, ...]:
        """Give the ids of the clauses that one lead cannot show."""

    def clauses(self, broken: tuple[int, ...]) -> tuple[str, ...]:
        """Give the ids of the broken clauses, which it numbers in the agreement's order."""

    def findings(self, broken: tuple[int, ...], cells: Cells, now: dt.datetime | None) -> tuple[Finding, ...]:
        """Say in words why clauses are broken."""

    def standing(self, cells: Cells, now: dt.datetime | None) -> Standing:
        """Work out where the lead stands."""


class LeadVerdict:
    """One lead held against the agreement.

    `ok` is false when a finding of level error stands. `stage` is the stage the record claims, `reached`
    the stages with a condition that is true of it, in the agreement's order. `segments` and `scores` hold
    a value for each; `hung_on` lists, for a segment or score, the blank or malformed fields that left
    one of its rows undecided. `not_checked` lists the ids of clauses this check could not judge.

    A checker settles `ok` and `broken`, and makes the rest when somebody asks: a verdict keeps what was seen of the
    lead, so that it says the same at any time, whatever becomes of the lead. It cannot be changed.
    """

    # Nearly all verdicts are asked for little, so one must be made in next to no time: the judge fills in the slots,
    # those of what is worked out later aside. `Clean`, `Accepted` and `Rejected` are all the verdicts there are.
    __slots__ = ("_broken", "_cells", "_findings", "_judge", "_now", "_standing")
    _broken: tuple[int, ...]
    _cells: Cells
    _findings: tuple[Finding, ...] | None
    _judge: Judge
    _now: dt.datetime | None
    _standing: Standing

    ok: ClassVar[bool]

    @property
    def broken(self) -> tuple[str, ...]:
        """The ids of the broken clauses, one for each finding; quicker than the findings, which say it in words."""
        return self._judge.clauses(self._broken)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, in the agreement's order."""
        found = self._findings
        if found is None:
            found = self._findings = self._judge.findings(self._broken, self._cells, self._now)
        return found

    @property
    def stage(self) -> str | None:
        """The stage that the lead claims."""
        return self._stands().stage

    @property
    def reached(self) -> tuple[str, ...]:
        """The stages whose condition is true of the lead."""
        return self._stands().reached

    @property
    def segments(self) -> Mapping[str, str]:
        """The value of each segment."""
        return self._stands().segments

    @property
    def scores(self) -> Mapping[str, float]:
        """The value of each score."""
        return self._stands().scores

    @property
    def hung_on(self) -> Mapping[str, tuple[str, ...]]:
        """The fields that left a segment or score undecided."""
        return self._stands().hung_on

    @property
    def not_checked(self) -> tuple[str, ...]:
        """The ids of the clauses that were not judged."""
        return self._judge.not_checked

    def _stands(self) -> Standing:
        try:
            return self._standing
        except AttributeError:  # not worked out yet
            found = self._standing = self._judge.standing(self._cells, self._now)
            return found

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

    def __repr__(self) -> str:
        return f"LeadVerdict(ok={self.ok}, broken={self.broken})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LeadVerdict):
            return NotImplemented
        own, others = (
            (each.ok, each.findings, each._stands(), each.not_checked)  # noqa: SLF001 - it is its own kind
            for each in (self, other)
        )
        return own == others

    __hash__ = None  # type: ignore[assignment]  # it holds mappings

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as what it says, without the judge and without the lead."""
        return (told, (self.findings, self._stands(), self.not_checked))


class Clean(LeadVerdict):
    """The verdict on a lead that breaks nothing."""

    __slots__ = ()
    ok = True
    broken = ()  # no property, since nothing is to be worked out
    findings = ()


class Accepted(LeadVerdict):
    """The verdict on a lead that breaks only clauses of level warning."""

    __slots__ = ()
    ok = True


class Rejected(LeadVerdict):
    """The verdict on a lead that breaks a clause of level error."""

    __slots__ = ()
    ok = False


@dataclass(frozen=True, slots=True)
class _Said:
    """A judge who has said all beforehand."""

    said: tuple[Finding, ...]
    stands: Standing
    not_checked: tuple[str, ...]

    def clauses(self, broken: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(clause for at in broken if (clause := self.said[at].clause) is not None)

    def findings(self, broken: tuple[int, ...], cells: Cells, now: dt.datetime | None) -> tuple[Finding, ...]:  # noqa: ARG002
        return self.said

    def standing(self, cells: Cells, now: dt.datetime | None) -> Standing:  # noqa: ARG002
        return self.stands


def told(findings: tuple[Finding, ...], standing: Standing, not_checked: tuple[str, ...]) -> LeadVerdict:
    """Give the verdict that consists of these parts; it is rejected when a finding is of level error."""
    if not findings:
        verdict: LeadVerdict = Clean()
    else:
        verdict = Rejected() if any(each.level == "error" for each in findings) else Accepted()
    verdict._judge = _Said(findings, standing, not_checked)  # noqa: SLF001 - a constructor, if a slow one
    verdict._broken = tuple(range(len(findings)))  # noqa: SLF001
    verdict._cells, verdict._now, verdict._findings, verdict._standing = (), None, findings, standing  # noqa: SLF001
    return verdict


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
