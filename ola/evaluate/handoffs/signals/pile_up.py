"""Stops that pile up just before the limit."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

from ola.clock.deadline import worked
from ola.errors import ClockError
from ola.evaluate.handoffs.calendars import calendar_by_owner, calendar_by_segment
from ola.evaluate.handoffs.signals.evidence import Evidence
from ola.evaluate.handoffs.verdicts.cycle_table import CODES, NONE, CycleTable, Numbers
from ola.finding import Code, Finding
from ola.plan import Deadline

PILE_UP = Code(
    "OLA630",
    "info",
    "Stops pile up just before the limit",
    """\
More clocks of a commitment were stopped in the last 5 % of their limit than the time just before lets one expect.
That is what it looks like when leads are ticked off to make the clock stop: at minute 239 of 240.

    first touch: {…, within: 4 business hours}

    31 of the 40 stops in the last fifth of the limit lie in its last twentieth

Compared are the met cycles stopped in the last fifth of their limit, in worked time: those in its last twentieth
with those in the three before it. If nothing happened at the limit, about a quarter would lie in the last one, fewer
where answers get rarer with time. A signal is given from 10 stops on in that twentieth, where so many or more would
come about by chance less than once in 1,000 times (binomial test, one-sided; for each owner apart, divided by the
number of owners). Where all times are whole minutes, the share is that of whole minutes. Looking for a mass of cases
at a threshold is known as bunching (H. J. Kleven, Bunching, Annual Review of Economics 8, 2016); waiting times under
a target show it (S. Mason and others, Annals of Emergency Medicine 59, 2012).

Reminders before the limit do the same and are what they are for: look at what those touches were, and what became of
the leads. No verdict changes.""",
)

LAST, FIFTH = 0.95, 0.80
LEAST = 10
CHANCE = 0.001
_GRIDS = tuple(
    seconds * 1_000_000 for seconds in (86_400, 3600, 1800, 900, 300, 60, 1)
)  # days down to seconds, in microseconds


def signal(evidence: Evidence) -> Iterator[Finding]:
    """Look at each commitment that has a limit."""
    for deadline in evidence.plan.deadlines:
        table = evidence.cycles.get(deadline.name)
        if table is not None and deadline.within:
            yield from _of(deadline, table, evidence)


def _of(deadline: Deadline, table: CycleTable, evidence: Evidence) -> Iterator[Finding]:
    used, limit, places = _shares(deadline, table, evidence)
    near = used > FIFTH * limit
    if int((used > LAST * limit).sum()) < LEAST:
        return
    used, limit, places = used[near], limit[near], places[near]
    last = used > LAST * limit
    expected = _expected(used, limit)
    owners = table.owners.taken(places)
    chance = tail(int(last.sum()), len(used), expected)
    if chance < CHANCE:
        yield _found(deadline, int(last.sum()), len(used), expected, list(owners.taken(np.flatnonzero(last))), evidence)
        return
    nears = np.bincount(owners.codes, minlength=len(owners.words)).tolist()
    lates = np.bincount(owners.codes[last], minlength=len(owners.words)).tolist()
    by_owner: dict[str, tuple[int, int]] = {}
    for owner, many, late in zip(owners.words, nears, lates, strict=True):
        if owner is not None and many:
            before = by_owner.get(owner, (0, 0))
            by_owner[owner] = before[0] + many, before[1] + late
    for owner, (many, late) in sorted(by_owner.items()):
        if late >= LEAST and tail(late, many, expected) < CHANCE / len(by_owner):
            yield _found(deadline, late, many, expected, [owner] * late, evidence)


def _found(
    deadline: Deadline, last: int, near: int, expected: float, who: list[str | None] | list[str], evidence: Evidence
) -> Finding:
    people = evidence.people(who)
    return Finding(
        PILE_UP.code,
        PILE_UP.level,
        f"{deadline.name}: {last:,} of the {near:,} stops in the last fifth of the limit lie in its last 5 %, where "
        f"about {expected:.0%} were to be expected; by chance less than once in 1,000 times"
        f"{f': {people}' if people else ''}.",
        clause=deadline.clause.id,
        party=evidence.party_of(who, deadline.clause.party),
        place=deadline.clause.place,
        advice="Look at what these touches were. No verdict changes.",
        count=last,
    )


def _shares(deadline: Deadline, table: CycleTable, evidence: Evidence) -> tuple[Numbers, Numbers, Numbers]:
    """Give, of each met cycle, the worked time that was used and that of its limit, and where it stands."""
    met = (table.outcomes == CODES["met"]) & (table.stops != NONE) & (table.dues != NONE) & (table.worked != NONE)
    places = np.flatnonzero(met & (table.dues >= table.stops))
    left = np.zeros(len(places), dtype=np.int64)
    for name, at in _by_calendar(deadline, table, places, evidence):
        stops = table.stops[places[at]].astype("datetime64[us]")
        dues = table.dues[places[at]].astype("datetime64[us]")
        try:
            spans: NDArray[np.int64] = (
                np.asarray(worked(stops, dues, evidence.plan.calendars.get(name or "")))
                .astype("timedelta64[us]")
                .astype(np.int64)
            )
        except ClockError:
            spans = np.full(len(at), np.iinfo(np.int64).max // 4, dtype=np.int64)
        left[at] = spans
    used = table.worked[places]
    return used, used + left, places


def _by_calendar(
    deadline: Deadline, table: CycleTable, places: Numbers, evidence: Evidence
) -> Iterator[tuple[str | None, Numbers]]:
    """Give the calendars that cycles ran on, and which of them did."""
    choice, plan = deadline.calendar, evidence.plan
    names: list[str | None]
    if choice is not None and choice.by_owner:
        codes = table.owners.codes[places]
        names = [calendar_by_owner(plan, choice, owner) for owner in table.owners.words]
    elif choice is not None and choice.by_segment is not None:
        codes = table.segments.codes[places]
        names = [calendar_by_segment(choice, segments) for segments in table.segments.words]
    else:
        codes, names = np.zeros(len(places), dtype=np.int64), [None if choice is None else choice.name]
    known = list(dict.fromkeys(names))
    of = np.array([known.index(name) for name in names], dtype=np.int64)[codes] if names else codes
    for i, name in enumerate(known):
        yield name, np.flatnonzero(of == i)


def _expected(used: Numbers, limit: Numbers) -> float:
    """Give the share of the last fifth's stops that lie in its last quarter, if nothing happens at the limit.

    Times cut to whole minutes fall on few places: of those, the last twentieth may have more than a quarter.
    """
    grid = next((each for each in _GRIDS if not (used % each).any()), 1)
    highest, last, fifth = (np.floor(share * limit / grid) for share in (1.0, LAST, FIFTH))
    return float((highest - last).sum() / (highest - fifth).sum())


def tail(successes: int, trials: int, share: float) -> float:
    """Give the chance of so many successes or more in independent trials that each succeed at that share."""
    if successes <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    total = 0.0
    for k in range(successes, trials + 1):
        ways = lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1)
        term = exp(ways + k * log(share) + (trials - k) * log(1 - share))
        total += term
        if term < total * 1e-12 and k > trials * share:
            break
    return min(1.0, total)
