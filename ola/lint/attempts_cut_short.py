"""Attempts that are owed first, and take longer than what comes after them may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ola.agreement.agreement import Agreement
from ola.clock.duration import Duration
from ola.finding import Code, Finding, count
from ola.lint.bounds import overlap
from ola.lint.check import found
from ola.lint.lengths import always_within, longer
from ola.lint.reasoning import possibilities
from ola.plan import Deadline, Plan

CUT_SHORT = Code(
    "OLA244",
    "warning",
    "Attempts that are given more time than the decision after them",
    """A lead may be given up only after so many attempts, and the attempts have longer than another commitment leaves
until the lead must be given up or taken on. Whoever uses the time for the attempts breaks the other limit.

    commitments:
      decision: {owed_by: sales, starts: mql, stops: [accepted, recycled], within: 3 days, target: 90% per month}

`cadence`, in another place, wants six attempts within 14 days before a lead is recycled.

Give the decision as much time as the attempts, or let them end sooner.

Instead:

    commitments:
      decision: {owed_by: sales, starts: mql, stops: [accepted, recycled], within: 15 days, target: 90% per month}""",
)


def check(agreement: Agreement, as_of: dt.datetime) -> Iterator[Finding]:
    """Hold the time for attempts against every clock that the end of the attempts stops."""
    plan = agreement.plan
    possible = possibilities(plan)
    for tries in plan.deadlines:
        if tries.attempts is None or not tries.attempts.before or not tries.within:
            continue
        for clock in plan.deadlines:
            ends = [event for event in clock.stops if event in tries.attempts.before]
            # An attempt that stops the clock itself keeps it, and the decision may take its time.
            if not ends or set(clock.stops) & set(tries.attempts.of):
                continue
            if not _first_events(clock) & _first_events(tries) or not overlap(clock, tries, possible):
                continue
            if _surely_shorter(clock, tries, plan, as_of.year):
                allowed = " or ".join(dict.fromkeys(row.text for row in clock.within))
                attempts = count(tries.attempts.at_least, "attempt")
                what = (
                    f"{clock.name} is due within {allowed}, and {ends[0]} may only follow {attempts}, "
                    f"for which {tries.name} gives {tries.within[0].text}."
                )
                yield found(CUT_SHORT, clock.clause, what, "Give the two the same time.")


def _first_events(clock: Deadline) -> set[str]:
    return {group[0] for group in clock.starts}


def _surely_shorter(clock: Deadline, tries: Deadline, plan: Plan, year: int) -> bool:
    """Whether a clock runs out before the time for the attempts, whenever both start."""
    if not clock.within:
        return False
    apart = [longer(one.limit, other.limit) for one in clock.within for other in tries.within]
    if all(each is not None for each in apart) and clock.calendar == tries.calendar:
        return all(each is not None and each < 0 for each in apart)
    spans = [row.limit.length for row in tries.within if isinstance(row.limit, Duration)]
    if len(spans) < len(tries.within) or clock.pauses or clock.paused_while is not None:
        return False
    return always_within(clock, min(spans), plan, year)
