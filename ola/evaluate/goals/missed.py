"""What is wrong with a number that was promised, in words: missed, not to be worked out, never final."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from ola.clock.wall_clock import EPOCH, micros
from ola.evaluate.figures import exact_percent, length, percent
from ola.evaluate.goals.members import Members
from ola.evaluate.goals.scene import Scene
from ola.finding import Code, Finding, count
from ola.plan import Attainment, Goal, Measure
from ola.verdict import GoalVerdict

GOAL_MISSED = Code(
    "OLA601",
    "error",
    "A goal was missed",
    """\
In a period that is over, or that nothing can turn any more, a number fell short of what was promised, or went beyond.

    commitments:
      first touch: {owed_by: sales, …, target: 95% per month}

    first touch: in 2026-03, 171 of 190 cycles met, 90 %; sales promised at least 95 %.

Of a clock only decided cycles count, met and breached, in the period their due lies in; of a cohort all its members, by
their first entry; what is open is shown beside it. The party named owes the commitment. `ola measure --by owner` cuts
the number by owner, `--verdicts cycles.csv` lists the cycles with their reasons.

A number that is owed each period is owed too in a period in which nothing happened: from the day the agreement came
into force on, such a period shows 0 and is missed. Where the files given begin later than the agreement, say from
when on numbers are to be counted: `ola measure --since 2026-06-01`.""",
)
NOT_SEEN = Code(
    "OLA603",
    "warning",
    "A number cannot be worked out",
    """\
The events that a number counts, or a field that it hangs on, cannot be seen: a log or history was not given, or a
column is missing. No value is shown for it, rather than one that looks as if nothing had happened.

    volume: {owed_by: marketing, count: mql, at_least: 178 per month}

    volume: no number is given: mql cannot be seen: the history stages was not given.

Give `ola measure` the file, or export the column.""",
)
UNKNOWN_MEMBERS = Code(
    "OLA604",
    "warning",
    "Nobody can tell of some members of a number",
    """\
Whether these leads belong to a number, or what became of them, cannot be known: a field is blank or malformed, a
lead has no row, the time of an event cannot be read, or a lead's row claims a stage that no event shows it entering.
They are counted apart under `unknown`, and a promise that they could turn is neither kept nor missed.""",
)
ENDLESS = Code(
    "OLA605",
    "info",
    "A share that never becomes final",
    """\
The number is the share of a cohort that reaches an event, and nothing says by when. A lead that has not reached it
yet still may, so such a lead is open for good, and the promise is never missed.

    acceptance: {owed_by: marketing, share: accepted, of: mql, at_least: 60% per quarter}

Say how long a lead may take: `within: 30 days`.""",
)

_EXAMPLES = 5


def missed(goal: Goal, verdicts: Sequence[GoalVerdict], first_row: int | None) -> Iterator[Finding]:
    """Find each period in which the goal was missed; empty ones before the files begin are one finding."""
    lost = [each for each in verdicts if each.met is False]
    early = [
        each
        for each in lost
        if each.measure in ("count", "sum")
        and not each.decided
        and each.until is not None
        and (first_row is None or micros(each.until) <= first_row)
    ]
    if len(early) > 1:
        yield _never_began(goal, early, first_row)
        lost = [each for each in lost if each not in early]
    for verdict in lost:
        yield Finding(
            GOAL_MISSED.code,
            goal.clause.level,
            f"{goal.name}: in {verdict.period}, {said(goal, verdict)}; {promised(goal)}.",
            clause=goal.clause.id,
            party=goal.clause.party,
            place=goal.clause.place,
            value=verdict.value,
        )


def unmeasurable(goal: Goal, why: str) -> Finding:
    """Say that no value can be given, and why."""
    return Finding(
        NOT_SEEN.code,
        NOT_SEEN.level,
        f"{goal.name}: no number is given: {why}.",
        clause=goal.clause.id,
        party=goal.clause.party,
        place=goal.clause.place,
    )


def unknown_members(goal: Goal, found: Members, scene: Scene) -> Iterator[Finding]:
    """Count the members nobody can tell of, one finding a reason."""
    reasons: dict[str, Iterable[str]] = dict(found.why)
    if found.undated:
        reasons["nothing says when they entered"] = sorted(found.undated)
    for why, leads in sorted(reasons.items()):
        several = list(dict.fromkeys(leads))
        many = "1 lead is" if len(several) == 1 else f"{len(several):,} leads are"
        yield Finding(
            UNKNOWN_MEMBERS.code,
            UNKNOWN_MEMBERS.level,
            f"{goal.name}: of {count(len(several), 'lead')} nobody can tell: {why}."
            if why != "nothing says when they entered"
            else f"{goal.name}: {many} known to have entered, and nothing says when.",
            clause=goal.clause.id,
            party=goal.clause.party,
            place=goal.clause.place,
            count=len(several),
            examples=tuple(scene.leads.shown(lead) for lead in several[:_EXAMPLES]),
        )


def endless(goal: Goal) -> Iterator[Finding]:
    """Say that a share of an event has no end."""
    measure = goal.measure
    if (
        isinstance(measure, Measure)
        and measure.kind == "share"
        and isinstance(measure.what, str)
        and measure.within is None
    ):
        yield Finding(
            ENDLESS.code,
            ENDLESS.level,
            f"{goal.name}: nothing says how long a lead may take until {measure.what}, so none is ever too late.",
            clause=goal.clause.id,
            party=goal.clause.party,
            place=goal.clause.place,
            advice="Add within: 30 days.",
        )


def promised(goal: Goal) -> str:
    """Say who promised what."""
    who = f"{goal.clause.party} promised {goal.sense} {bound_words(goal)}"
    return who if goal.clause.party is not None else f"{goal.sense} {bound_words(goal)} was promised"


def said(goal: Goal, verdict: GoalVerdict) -> str:
    """Say what a period came to."""
    value, measure = verdict.value, goal.measure
    open_too = f", {verdict.open:,} still open" if verdict.open and verdict.measure != "percentile" else ""
    match verdict.measure:
        case "attainment":
            met = 0 if value is None else round(value * verdict.decided)
            share = "" if value is None else f", {percent(value)}"
            return f"{met:,} of {count(verdict.decided, 'cycle')} met{share}{open_too}"
        case "share":
            members = verdict.decided + verdict.open
            won = 0 if value is None else round(value * members)
            what = measure.text if isinstance(measure, Measure) and measure.text else "it"
            share = "" if value is None else f", {percent(value, up=goal.sense == 'at most')}"
            return f"{won:,} of {count(members, _member(goal), _members(goal))} ({what}){share}{open_too}"
        case "count":
            event = measure.of
            return f"{count(verdict.decided, _member(goal), _members(goal))} of {event}"
        case "sum":
            return f"{measure.of} came to {value or 0:,.10g}"
        case "percentile":
            share = f"{measure.percentile:g} %" if isinstance(measure, Measure) and measure.percentile else "the share"
            waits = f", {verdict.open:,} not stopped" if verdict.open else ""
            if value is None:
                return f"too few of {measure.of} were stopped to say how long {share} of them take{waits}"
            return f"{share} of {measure.of} took up to {length(value)}{waits}"
        case "spread":
            late = 0 if value is None else round(value * verdict.decided)
            last = measure.last if isinstance(measure, Measure) else ""
            many = count(verdict.decided, _member(goal), _members(goal))
            share = "" if value is None else f", {percent(value, up=True)}"
            return f"{late:,} of {many} of {measure.of} fell into the last {last}{share}"
        case _:
            assert_never(verdict.measure)


def bound_words(goal: Goal) -> str:
    """Write what was promised: a percentage, a number or a time."""
    if not isinstance(goal.bound, int | float):
        return str(goal.bound)
    if isinstance(goal.measure, Attainment) or goal.measure.kind in ("share", "spread"):
        return exact_percent(goal.bound)
    return f"{goal.bound:,.10g}"


def _member(goal: Goal) -> str:
    return "entry" if isinstance(goal.measure, Measure) and goal.measure.every else "lead"


def _members(goal: Goal) -> str:
    return "entries" if _member(goal) == "entry" else "leads"


def _never_began(goal: Goal, early: Sequence[GoalVerdict], first_row: int | None) -> Finding:
    begins = ""
    if first_row is not None:
        day = f"{EPOCH.fromtimestamp(first_row / 1_000_000, EPOCH.tzinfo):%Y-%m-%d}"
        begins = f" The files given begin on {day}."
    what = goal.measure.what if isinstance(goal.measure, Measure) and goal.measure.kind == "sum" else goal.measure.of
    return Finding(
        GOAL_MISSED.code,
        goal.clause.level,
        f"{goal.name}: from {early[0].period} to {early[-1].period} there was no {what} at all; "
        f"{promised(goal)} in each of the {len(early):,} periods.{begins}",
        clause=goal.clause.id,
        party=goal.clause.party,
        place=goal.clause.place,
        advice="Say --since where the files leave something out." if first_row is not None else None,
        count=len(early),
        examples=tuple(each.period for each in early[:_EXAMPLES]),
        value=0.0,
    )
