"""Two clocks that differ: stops that lie just before what starts them, systematically.

What is found is told and changes no verdict: a lead's verdict hangs on that lead's events alone, never on how those
of other leads lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ola.evaluate.handoffs.mark import KINDS, OCCURRED
from ola.evaluate.handoffs.reading.leads import Leads
from ola.evaluate.handoffs.reading.tally import EXAMPLES
from ola.evaluate.handoffs.timeline.events import Happenings, field_of
from ola.evaluate.handoffs.verdicts.cycle_table import NONE, CycleTable
from ola.finding import Code, DataPlace, Finding, count
from ola.plan import Deadline, FromBreach, FromChange, FromField, FromLog, FromStage, Plan

SKEWED = Code(
    "OLA527",
    "warning",
    "The clocks of two files seem to differ",
    """\
Clocks were not stopped, but their stop lies just before their start, in another file or field, for many leads: by at
most five minutes, or by a whole number of hours up to fourteen and at most five minutes more. One person who writes
two things down in the wrong order does that once; two computers whose clocks differ, or a zone that is declared
wrongly, do it all the time.

    touches.csv: L1 was called at 09:59:57     stages.csv: L1 became mql at 10:00:00
    touches.csv: L2 was called at 11:29:56     stages.csv: L2 became mql at 11:30:00

A signal is given from 5 leads on, where they are at least 5 % of the commitment's cycles. The message names the
median: some seconds are a clock, whole hours are a zone (see `zone` of the log). Nothing is corrected, and no verdict
changes: such a cycle runs on without its stop, as OLA520 says of each, unless the stop is a timestamp of the lead
itself, and then it is unknown. Set the clocks right, or export both times from one system.""",
)

LEAST = 5
SHARE = 0.05
NEAR = 5 * 60 * 1_000_000
NEVER_SEEN = -(2**62)
_HOUR = 3600 * 1_000_000
_FARTHEST = 14 * _HOUR + NEAR  # zones differ by at most so much from Greenwich


def skewed(plan: Plan, happenings: Happenings, cycles: Mapping[str, CycleTable], leads: Leads) -> Iterator[Finding]:
    """Say of each commitment and kind of stop whether stops lie just before starts, by how much, and of which leads."""
    for deadline in plan.deadlines:
        table = cycles.get(deadline.name)
        if table is not None and len(table):
            yield from _of(plan, deadline, table, happenings, leads)


def _of(plan: Plan, deadline: Deadline, table: CycleTable, happenings: Happenings, leads: Leads) -> Iterator[Finding]:
    known = happenings.roster
    running = np.flatnonzero((table.stops == NONE) & (table.starts != NONE))
    if running.size < LEAST:
        return
    began = {name for group in deadline.starts for name in group if name in known.numbers}
    starts = {_source(plan, known.seen[known.numbers[name]]) for name in began}
    of_running = table.leads.taken(running)
    numbers = happenings.numbers_of(of_running)
    for name in deadline.stops:
        event = known.numbers.get(name)
        if event is None or {_source(plan, known.seen[event])} == starts:
            # Within one file the order is that of one clock.
            continue
        last = np.full(len(happenings.leads), NEVER_SEEN, dtype=np.int64)
        is_stop = happenings.mark == event * KINDS + OCCURRED
        np.maximum.at(last, happenings.lead[is_stop], happenings.at[is_stop])
        before = table.starts[running] - last[numbers]
        gaps: dict[str, int] = {}
        for i in np.flatnonzero((last[numbers] != NEVER_SEEN) & _is_skew(before)).tolist():
            gaps.setdefault(of_running[i], int(before[i]))
        if len(gaps) >= LEAST and len(gaps) >= SHARE * len(table):
            yield _found(deadline, name, gaps, leads)


def _is_skew(gaps: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which stops lie so long before their starts as they do where clocks or zones differ."""
    seconds = (gaps > 0) & (gaps <= NEAR)
    return seconds | ((gaps >= _HOUR) & (gaps <= _FARTHEST) & (gaps % _HOUR <= NEAR))


def _found(deadline: Deadline, name: str, gaps: Mapping[str, int], leads: Leads) -> Finding:
    first = min(gaps)
    usual = median(gaps.values())
    zone = usual >= _HOUR
    return Finding(
        SKEWED.code,
        SKEWED.level,
        f"{deadline.name}: {name} lies just before the start of {count(len(gaps), 'cycle')} that nothing stopped, by "
        f"{_span(usual)} in the median; {leads.shown(first)} by {_span(gaps[first])}.",
        clause=deadline.clause.id,
        party="ops",
        place=DataPlace(key=leads.shown(first)),
        advice="Look whether the log's zone is the one its times are written in."
        if zone
        else "Set the clocks right, or export both times from one system.",
        count=len(gaps),
        examples=tuple(leads.shown(lead) for lead in sorted(gaps)[:EXAMPLES]),
    )


def _source(plan: Plan, seen: FromField | FromChange | FromStage | FromLog | FromBreach) -> str:
    """Name the file or field that an event is seen in."""
    match seen:
        case FromField():
            return "leads"
        case FromLog(log=name):
            return name
        case FromStage():
            of = plan.stage_field
            return next((each.log for each in plan.histories.values() if field_of(plan, each) == of), "")
        case FromChange(field=name):
            return next((each.log for each in plan.histories.values() if name in (each.field, each.log)), name)
        case FromBreach():
            return "breach"


def _span(gap: float) -> str:
    seconds = gap / 1_000_000
    if seconds < 120:  # noqa: PLR2004 - two minutes
        return f"{seconds:.3g} s"
    if seconds < 7200:  # noqa: PLR2004 - two hours
        return f"{seconds / 60:.3g} minutes"
    return f"{seconds / 3600:.3g} hours"
